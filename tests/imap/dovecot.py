# SPDX-License-Identifier: ISC
"""A private, real Dovecot for tests, in a scratch folder of its own: TLS with an own CA, STARTTLS, users, and the faults a real server
can produce. Nothing outside the folder is touched. Needs root (Dovecot's master changes users) and Debian's dovecot-imapd.

    with Dovecot() as server:
        server.deliver("reports", b"From: ...")
        ... connect to localhost:server.imaps_port with server.certs.ca, or STARTTLS on server.imap_port
"""
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

from certs import Certs

# Dovecot's own accounts come with its package; mail is kept as this one.
ACCOUNT = "dovecot"
LOGIN_ACCOUNT = "dovenull"

CONFIG = """
base_dir = {root}/run
state_dir = {root}/state
log_path = {root}/dovecot.log
protocols = imap
listen = 127.0.0.1
default_internal_user = {account}
default_internal_group = {account}
default_login_user = {login}
first_valid_uid = 1
ssl = required
ssl_cert = <{cert}
ssl_key = <{key}
ssl_min_protocol = TLSv1.2
disable_plaintext_auth = yes
auth_mechanisms = plain login
auth_failure_delay = 0
mail_location = maildir:{root}/mail/%u:INDEX={root}/index/%u
mail_max_userip_connections = 100
mail_fsync = never
{extra}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {imap_port}
  }}
  inet_listener imaps {{
    port = {imaps_port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%u {root}/passwd
}}
userdb {{
  driver = static
  args = uid={account} gid={account} home={root}/home/%u
}}
namespace inbox {{
  inbox = yes
  mailbox Trash {{
    special_use = \\Trash
    auto = create
  }}
  mailbox Junk {{
    special_use = \\Junk
    auto = create
  }}
  mailbox Archive {{
    auto = create
  }}
}}
"""


def missing():
    """Why this cannot run here, or None."""
    if not shutil.which("dovecot"):
        return "dovecot is not installed"
    return None if os.geteuid() == 0 else "Dovecot's master has to run as root"


def free_port():
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


class Dovecot:
    def __init__(self, users=None, extra="", cert="good", certs=None, root=None):
        """users: name -> password. extra: further configuration text. cert: a kind of certs.py."""
        self.users = users or {"reports": "secret"}
        self.own_root = root is None
        self.root = Path(root or tempfile.mkdtemp(prefix="amana-dovecot.", dir="/var/tmp"))
        os.chmod(self.root, 0o755)
        self.certs = certs or Certs(self.root / "tls")
        self.cert = cert
        self.extra = extra
        self.imap_port, self.imaps_port = free_port(), free_port()
        self.account = pwd.getpwnam(ACCOUNT)
        for name in ("mail", "state", "run", "home", "index"):
            (self.root / name).mkdir(exist_ok=True)
        for name in ("mail", "state", "home", "index"):
            os.chown(self.root / name, self.account.pw_uid, self.account.pw_gid)
        self.config = self.root / "dovecot.conf"
        self._delivered = 0
        self.master = None

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *unused):
        self.stop()
        if self.own_root:
            shutil.rmtree(self.root, ignore_errors=True)

    # ---- life

    def configure(self, extra=None, cert=None):
        """Changes what start() writes next time."""
        self.extra = self.extra if extra is None else extra
        self.cert = cert or self.cert

    def start(self):
        passwd = self.root / "passwd"
        passwd.write_text("".join(f"{user}:{password}\n" for user, password in self.users.items()))
        os.chmod(passwd, 0o600)
        os.chown(passwd, self.account.pw_uid, self.account.pw_gid)
        self.config.write_text(CONFIG.format(root=self.root, account=ACCOUNT, login=LOGIN_ACCOUNT, cert=self.certs.pem(self.cert),
                                             key=self.certs.key(self.cert), extra=self.extra, imap_port=self.imap_port,
                                             imaps_port=self.imaps_port))
        # In the foreground, and ended by the kernel when the test dies, however it does. Not a pipe: its children would keep it open.
        with open(self.root / "start.log", "ab") as log:
            self.master = subprocess.Popen(["setpriv", "--pdeathsig", "TERM", "dovecot", "-F", "-c", self.config], stdin=subprocess.DEVNULL,
                                           stdout=log, stderr=log)
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline and self.master.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", self.imaps_port), 1).close()
                return
            except OSError:
                time.sleep(0.02)
        self.stop()
        raise RuntimeError("dovecot does not answer: " + (self.root / "start.log").read_text(errors="replace")[-1000:] + self.log()[-2000:])

    def stop(self):
        """The master only ends when its children have; sessions are cut."""
        if not self.master:
            return
        self.master.terminate()
        try:
            self.master.wait(10)
        except subprocess.TimeoutExpired:
            self.master.kill()
            self.master.wait()
        self.master = None

    def restart(self):
        self.stop()
        self.start()

    def log(self):
        path = self.root / "dovecot.log"
        return path.read_text(errors="replace") if path.exists() else ""

    def doveadm(self, *words, data=None, check=True):
        done = subprocess.run(["doveadm", "-c", self.config, *words], input=data, capture_output=True, timeout=60)
        if check and done.returncode:
            raise RuntimeError(f"doveadm {words}: {done.stderr.decode(errors='replace')}")
        return done.stdout.decode(errors="replace")

    # ---- mail

    def deliver(self, user, message, folder="INBOX"):
        """Through doveadm: slow, and the folder exists for certain."""
        self.doveadm("save", "-u", user, "-m", folder, data=message)

    def deliver_many(self, user, messages, folder="INBOX"):
        """Straight into the Maildir (10,000 in a second or two). Returns how many."""
        base = self.root / "mail" / user
        base = base if folder == "INBOX" else base / f".{folder}"
        if not (base / "tmp").is_dir():
            self.doveadm("mailbox", "create", "-u", user, folder, check=False)
        for name in ("tmp", "new", "cur"):
            self._own_folder(base / name)
        count = 0
        for message in messages:
            self._delivered += 1
            count += 1
            # The size in the name saves Dovecot from opening every file for RFC822.SIZE; it counts line ends as CRLF.
            size = len(message) + message.count(b"\n") - message.count(b"\r\n")
            name = f"{int(time.time())}.M{self._delivered:09}P{os.getpid()}.test,S={len(message)},W={size}"
            path = base / "tmp" / name
            path.write_bytes(message)
            os.chown(path, self.account.pw_uid, self.account.pw_gid)
            os.rename(path, base / "new" / name)
        return count

    def _own_folder(self, path):
        path.mkdir(parents=True, exist_ok=True)
        while path != self.root / "mail":
            os.chown(path, self.account.pw_uid, self.account.pw_gid)
            path = path.parent

    def count(self, user, folder="INBOX"):
        return int(self.doveadm("mailbox", "status", "-u", user, "messages", folder).rsplit("=", 1)[1])

    def uidvalidity(self, user, folder="INBOX"):
        return int(self.doveadm("mailbox", "status", "-u", user, "uidvalidity", folder).rsplit("=", 1)[1])

    def uids(self, user, folder="INBOX"):
        found = self.doveadm("-f", "tab", "fetch", "-u", user, "uid", "mailbox", folder)
        return sorted(int(line) for line in found.splitlines() if line.isdigit())

    def flags(self, user, uid, folder="INBOX"):
        found = self.doveadm("-f", "tab", "fetch", "-u", user, "flags", "mailbox", folder, "uid", str(uid))
        return set(found.splitlines()[1].split()) if len(found.splitlines()) > 1 else set()

    # ---- faults

    def sessions(self, user):
        """PIDs of the imap processes that serve user."""
        lines = self.doveadm("-f", "tab", "who", "-1", user).splitlines()[1:]
        return [int(line.split("\t")[2]) for line in lines]

    def kill_sessions(self, user):
        """EOF without BYE. Returns how many."""
        pids = self.sessions(user)
        for pid in pids:
            os.kill(pid, signal.SIGKILL)
        return len(pids)

    def kick(self, user):
        """BYE, then EOF. Returns when it has happened: doveadm only sends a signal, which a busy machine delivers late."""
        self.doveadm("kick", user)
        for _ in range(200):
            if not self.sessions(user):
                return
            time.sleep(0.05)
        raise RuntimeError(f"{user} was kicked and is still there")

    def set_uidvalidity(self, user, value, folder="INBOX"):
        self.doveadm("mailbox", "update", "-u", user, "--uid-validity", str(value), folder)

    def lose_uidvalidity(self, user):
        """Stop, forget the indexes, start: a new UIDVALIDITY, UIDs from 1."""
        self.stop()
        shutil.rmtree(self.root / "index" / user, ignore_errors=True)
        for path in (self.root / "mail" / user).glob("**/dovecot*"):
            path.unlink(missing_ok=True)
        self.start()

    def move_away(self, user, uid, folder="INBOX", to="Archive"):
        self.doveadm("move", "-u", user, to, "mailbox", folder, "uid", str(uid))

    def expunge(self, user, uid, folder="INBOX"):
        self.doveadm("expunge", "-u", user, "mailbox", folder, "uid", str(uid))

    def without_capabilities(self, *names):
        """What to pass to configure(extra=...) so that the server does not announce these (it would still obey them)."""
        everything = ("IMAP4rev1 SASL-IR LOGIN-REFERRALS ID ENABLE IDLE LITERAL+ UIDPLUS MOVE CHILDREN NAMESPACE SPECIAL-USE")
        kept = " ".join(name for name in everything.split() if name not in names)
        return f"imap_capability = {kept}\n"
