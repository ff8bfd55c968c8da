# SPDX-License-Identifier: ISC
"""Mail on its real way: handed to an MTA by SMTP, delivered into the mailbox, fetched over TLS. What the MTA adds (who connected, for
whom, when) is sealed and nowhere else."""
import smtplib
import unittest

from exim import Exim
from harness import MailboxAmana, wait_until
from dovecot import Dovecot

SENDER = "layth.envelope@sender.example"
HELO = "laptop-of-layth.example"


def message(n, body, head=b""):
    return b"From: Layth Amiri <layth@sender.example>\r\nTo: report@amana.example.org\r\nSubject: a page " + str(n).encode() + b"\r\n" + head + b"\r\n" + body


class Mta(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(Dovecot())
        cls.server.deliver_many("reports", [])  # makes the Maildir
        cls.exim = cls.enterClassContext(Exim(cls.server.root / "mail/reports"))

    def send(self, *mails, options=()):
        with smtplib.SMTP("127.0.0.1", self.exim.port, local_hostname=HELO, timeout=30) as smtp:
            smtp.ehlo()
            for mail in mails:
                smtp.sendmail(SENDER, ["report@amana.example.org"], mail, mail_options=options)

    def test_from_smtp_to_case(self):
        eight_bit = "الصفحة نشرت قائمة بأسماء الناخبين في الموصل\r\n".encode() * 3
        mails = [message(1, b"The page lied about the vote.\r\n.\r\n..two dots begin this line\r\n"),
                 message(2, eight_bit, b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n"),
                 message(3, b"x" * 900 + b" the account sells votes\r\n" + b"last line without an end")]
        with MailboxAmana(self.server) as daemon:
            daemon.start()
            self.send(*mails, options=["BODY=8BITMIME"])
            self.assertTrue(wait_until(lambda: daemon.total() == len(mails), 30), self.exim.log())
            texts = {r["subject"]: r["text"] for c in daemon.json("list") for r in daemon.json("show", c["ref"])["reports"]}
            self.assertEqual(set(texts), {"a page 1", "a page 2", "a page 3"})
            self.assertIn("\n.\n..two dots begin", texts["a page 1"])
            self.assertEqual(texts["a page 2"].count("الموصل"), 3)
            self.assertIn("sells votes\nlast line", texts["a page 3"])
            daemon.stop()
            self.check_traces(daemon)

    def check_traces(self, daemon):
        files = b"".join(p.read_bytes() for p in daemon.store.rglob("*") if p.is_file()) + daemon.log_text().encode()
        delivered = b"".join(p.read_bytes() for p in (self.server.root / "mail/reports").glob("*/*") if p.is_file())
        for trace in (SENDER.encode(), HELO.encode(), b"127.0.0.1", b"Layth"):
            self.assertIn(trace, delivered)
            self.assertNotIn(trace, files)


if __name__ == "__main__":
    unittest.main()
