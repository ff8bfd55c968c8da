# SPDX-License-Identifier: ISC
"""A private, real MTA for tests: Debian's exim4 in a scratch folder, on a port of its own, that delivers what comes by SMTP into the
Maildir of a Dovecot of tests/imap/dovecot.py. With a configuration of one's own exim gives up root (-C), so it delivers as its own user
into folders that are open to it."""
import socket
import subprocess
import tempfile
import time
from pathlib import Path

CONFIG = """
primary_hostname = mx.amana.example.org
spool_directory = {root}/spool
log_file_path = {root}/log/%slog
pid_file_path = {root}/exim.pid
daemon_smtp_ports = {port}
local_interfaces = 127.0.0.1
host_lookup =
rfc1413_query_timeout = 0s
tls_advertise_hosts =
accept_8bitmime = true
deliver_drop_privilege = true
chunking_advertise_hosts = *
message_size_limit = 100M
acl_smtp_rcpt = accept
acl_smtp_data = accept
keep_environment =
begin routers
mailbox:
  driver = accept
  domains = amana.example.org
  transport = maildir
begin transports
maildir:
  driver = appendfile
  maildir_format
  directory = {maildir}
  create_directory = false
  mode = 0644
  mode_fail_narrower = false
  delivery_date_add
  envelope_to_add
  return_path_add
"""


class Exim:
    def __init__(self, maildir):
        self.root = Path(tempfile.mkdtemp(prefix="amana-exim-"))
        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            self.port = s.getsockname()[1]
        for folder in ("spool", "log"):
            (self.root / folder).mkdir()
        subprocess.run(["chown", "-R", "Debian-exim:Debian-exim", str(self.root)], check=True)
        self.root.chmod(0o755)
        for folder in ("tmp", "new", "cur", "."):
            (Path(maildir) / folder).chmod(0o777)
        self.conf = self.root / "exim.conf"
        self.conf.write_text(CONFIG.format(root=self.root, port=self.port, maildir=maildir))

    def __enter__(self):
        with open(self.root / "stderr", "wb") as stderr:
            self.p = subprocess.Popen(["/usr/sbin/exim4", "-C", str(self.conf), "-bdf", "-q30m"], stdin=subprocess.DEVNULL,
                                      stdout=subprocess.DEVNULL, stderr=stderr)
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return self
            except OSError:
                time.sleep(0.1)
        raise RuntimeError("exim4 does not answer: " + (self.root / "stderr").read_text(errors="replace") + self.log())

    def __exit__(self, *_):
        self.p.terminate()
        self.p.wait(10)
        subprocess.run(["rm", "-rf", str(self.root)], check=True)

    def log(self):
        return "".join(f.read_text(errors="replace") for f in (self.root / "log").iterdir())
