# SPDX-License-Identifier: ISC
"""The second half of contrib/demo/run: a private Dovecot, a daemon, the sample reports, and what people see of them."""
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests/system"), str(ROOT / "tests/imap")]

import dovecot  # noqa: E402
from dovecot import Dovecot  # noqa: E402
from harness import CORPUS, MailboxAmana, wait_until  # noqa: E402

BOLD, PLAIN = ("\033[1m", "\033[0m") if sys.stdout.isatty() else ("", "")


def title(text):
    print(f"\n{BOLD}── {text} {'─' * max(4, 100 - len(text))}{PLAIN}\n", flush=True)


def show(daemon, *argv, lines=None):
    print(f"{BOLD}$ amana {' '.join(argv)}{PLAIN}", flush=True)
    out = daemon.call(*argv).stdout.decode(errors="replace").splitlines()
    print("\n".join(out[:lines]))
    if lines and len(out) > lines:
        print(f"... ({len(out) - lines} more lines)")


def arabic_case(daemon):
    """A case in Arabic with a text, a link and an attachment if there is one."""
    best = None
    for case in daemon.json("list"):
        full = daemon.json("show", case["ref"])
        report = full["reports"][0]
        points = (case["language"] == "ar") * 4 + bool(report["attachments"]) * 2 + bool(case["links"]) + ("[reporter]" in report["text"]) * 2
        if best is None or points > best[0]:
            best = (points, full)
    return best[1]


def custodian(daemon, case):
    report = case["reports"][0]
    original, identity = report["sealed"]["original"], report["sealed"]["identity"]
    print("On the server an admin takes the age file out; the server cannot open it:\n")
    print(f"{BOLD}$ amana sealed {original} > original.age{PLAIN}")
    age_file = daemon.call("sealed", original).stdout
    print(age_file[:21].decode(), f"... {len(age_file)} bytes\n")
    print("Elsewhere the custodian opens it with the standard tool:\n")
    print(f"{BOLD}$ age -d -i custodian.key original.age | head -n 12{PLAIN}")
    print("\n".join(daemon.sealed(original).decode(errors="replace").splitlines()[:12]))
    print(f"\n{BOLD}$ age -d -i custodian.key identity.age{PLAIN}     (the second record: what was taken out of it)")
    import json
    removed = json.loads(daemon.sealed(identity))["removed"]
    for span in removed[:8]:
        print(f"  {span['where']:<14} {span['placeholder']:<12} was  \u2068{span['original']}\u2069   ({span['rule']})")


def main():
    why = dovecot.missing()
    if why:
        sys.exit(why)
    mails = [p.read_bytes() for p in sorted(CORPUS.glob("*.eml"))]
    with Dovecot(users={"reports": "demo"}) as server, MailboxAmana(server) as daemon:
        title(f"A private mailbox with {len(mails)} invented reports, as people send them")
        server.deliver_many("reports", mails)
        print((CORPUS / "003.eml").read_bytes()[:900].decode(errors="replace"), "...")
        before = time.monotonic()
        daemon.start()
        if not wait_until(lambda: daemon.json("status")["messages"] >= len(mails), 60):
            sys.exit("the mail was not taken in:\n" + daemon.log_text()[-3000:])
        print(f"\n{len(mails)} mails fetched over TLS, sealed, stripped and stored in {time.monotonic() - before:.1f} s.")
        title("What a monitor sees: the state of the service")
        show(daemon, "status")
        title("What a monitor sees: the digest")
        show(daemon, "digest", "--since", "2020-01-01", lines=70)
        title("What a monitor sees: one case. Who reported is not in it")
        case = arabic_case(daemon)
        show(daemon, "show", case["ref"])
        title("What the custodian sees")
        custodian(daemon, case)
        title("What to try next")
        print("  contrib/demo/run --stay      the same, left running, so that you can type amana commands yourself\n"
              "  tests/run                    every test\n"
              "  README.md                    installing it for real")
        if "--stay" in sys.argv:
            print(f"\nIn another terminal:\n  export AMANA_SOCKET={daemon.socket}\n  {daemon.bin}/amana list\n\nEnter ends it.")
            sys.stdin.readline()
    print("\nEverything was stopped and removed.")


if __name__ == "__main__":
    main()
