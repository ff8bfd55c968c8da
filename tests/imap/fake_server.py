# SPDX-License-Identifier: ISC
"""A mail server that misbehaves as a test tells it to. By itself it is a small, polite IMAP server over a dict of messages; a test
replaces the answer to one command, or the greeting, or the TLS underneath, and looks at the client's lines afterwards.

    def cut(conn, tag, rest):                      # a handler: what the client's "TAG UID FETCH rest" gets
        conn.send(b"* 1 FETCH (UID 1 BODY[] {100}\\r\\nabc")
        conn.close()

    with FakeServer(certs, on={"UID FETCH": cut}) as server:
        ... connect to localhost:server.port ...
    server.lines                                   # every line that the client sent, over all connections

A handler may return "default" to have the polite answer after all. Once a connection is closed, its script ends.
"""
import re
import socket
import ssl
import struct
import threading
import time

CAPABILITIES = "IMAP4rev1 SASL-IR AUTH=PLAIN IDLE UIDPLUS MOVE SPECIAL-USE"
DATE = '"24-Nov-2026 08:00:00 +0300"'
TWO_WORDS = ("UID",)


class Closed(Exception):
    """The script closed the connection, or the client did."""


def server_context(certs, kind="good", version=None):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    if version or kind == "weak":
        context.set_ciphers("ALL:@SECLEVEL=0")
    if version:
        context.minimum_version = context.maximum_version = version
    context.load_cert_chain(certs.pem(kind), certs.key(kind))
    return context


def uids_of(text, known):
    """The known UIDs in a set such as 1:3,7,9:*."""
    found = []
    top = max(known, default=0)
    for part in text.split(","):
        first, _, last = part.partition(":")
        first = top if first == "*" else int(first)
        last = first if not last else top if last == "*" else int(last)
        found += [uid for uid in known if min(first, last) <= uid <= max(first, last)]
    return found


class Connection:
    def __init__(self, server, sock):
        self.server, self.sock, self.buffer, self.folder = server, sock, b"", None

    def send(self, data):
        try:
            self.sock.sendall(data if isinstance(data, bytes) else data.encode())
        except OSError as error:
            raise Closed from error

    def line(self, data):
        self.send((data.encode(errors="surrogateescape") if isinstance(data, str) else data) + b"\r\n")

    def drip(self, data, pause):
        for i in range(len(data)):
            self.send(data[i:i + 1])
            time.sleep(pause)

    def readline(self):
        while b"\n" not in self.buffer:
            try:
                got = self.sock.recv(65536)
            except OSError as error:
                raise Closed from error
            if not got:
                raise Closed
            self.buffer += got
        line, _, self.buffer = self.buffer.partition(b"\n")
        line = line.rstrip(b"\r").decode(errors="surrogateescape")
        self.server.lines.append(line)
        return line

    def start_tls(self):
        self.sock = self.server.context.wrap_socket(self.sock, server_side=True)

    def close(self):
        self.sock.close()
        raise Closed

    def reset(self):
        """RST instead of FIN."""
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close()

    def hang(self):
        """Says nothing until the client goes away."""
        while True:
            self.readline()

    # ---- the polite server

    def number(self, uid):
        return sorted(self.server.messages).index(uid) + 1

    def body(self, uid, **more):
        """One FETCH answer with the body of uid (or of what more says), the way Dovecot words it."""
        message = more.get("message", self.server.messages.get(uid, b""))
        self.send(b"* %d FETCH (UID %d BODY[] {%d}\r\n%b)\r\n" % (more.get("number", 1), uid, len(message), message))

    def capability(self, tag, rest):
        self.line(f"* CAPABILITY {self.server.capabilities}")
        self.line(f"{tag} OK done")

    def login(self, tag, rest):
        self.line(f"{tag} OK welcome")

    def authenticate(self, tag, rest):
        if " " not in rest:
            self.line("+ ")
            self.readline()
        self.line(f"{tag} OK welcome")

    def select(self, tag, rest):
        self.folder = rest.strip('"')
        server = self.server
        self.line("* FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)")
        self.line(f"* OK [PERMANENTFLAGS ({server.permanentflags})] Flags permitted.")
        self.line(f"* {len(server.messages)} EXISTS")
        self.line("* 0 RECENT")
        self.line(f"* OK [UIDVALIDITY {server.uidvalidity}] UIDs valid")
        self.line(f"* OK [UIDNEXT {max(server.messages, default=0) + 1}] Predicted next UID")
        self.line(f"{tag} OK [READ-WRITE] Select completed.")

    def uid_fetch(self, tag, rest):
        which, what = rest.split(" ", 1)
        for uid in uids_of(which, sorted(self.server.messages)):
            if "BODY.PEEK[]" in what:
                self.body(uid, number=self.number(uid))
                continue
            details = f" RFC822.SIZE {len(self.server.messages[uid])} INTERNALDATE {DATE}" if "RFC822.SIZE" in what else ""
            self.line(f"* {self.number(uid)} FETCH (UID {uid}{details})")
        self.line(f"{tag} OK fetched")

    def uid_store(self, tag, rest):
        self.line(f"{tag} OK stored")

    def uid_copy(self, tag, rest):
        self.line(f"{tag} OK copied")

    def uid_move(self, tag, rest):
        moved = uids_of(rest.split(" ", 1)[0], sorted(self.server.messages))
        self.server.drop(self, moved, f"* OK [COPYUID {self.server.uidvalidity} {{}} {{}}] moved")
        self.line(f"{tag} OK moved")

    def uid_expunge(self, tag, rest):
        self.server.drop(self, uids_of(rest, sorted(self.server.messages)), None)
        self.line(f"{tag} OK expunged")

    def list(self, tag, rest):
        self.line('* LIST (\\HasNoChildren) "/" INBOX')
        self.line('* LIST (\\HasNoChildren \\Trash) "/" "[Gmail]/Trash"')
        self.line(f"{tag} OK listed")

    def noop(self, tag, rest):
        self.line(f"{tag} OK nothing")

    def idle(self, tag, rest):
        self.line("+ idling")
        self.readline()
        self.line(f"{tag} OK idled")

    def starttls(self, tag, rest):
        self.line(f"{tag} OK begin TLS")
        self.start_tls()

    def logout(self, tag, rest):
        self.line("* BYE bye")
        self.line(f"{tag} OK bye")
        self.close()

    def serve(self):
        greeting = self.server.greeting
        if callable(greeting):
            greeting(self)
        else:
            self.line(greeting)
        while True:
            match = re.match(r"(\S+) (UID \S+|\S+) ?(.*)", self.readline(), re.S)
            if not match:
                continue
            tag, name, rest = match.group(1), match.group(2).upper(), match.group(3)
            handler = self.server.on.get(name)
            if handler and handler(self, tag, rest) != "default":
                continue
            polite = getattr(self, name.lower().replace(" ", "_"), None)
            if polite:
                polite(tag, rest)
            else:
                self.line(f"{tag} BAD what?")


class FakeServer:
    def __init__(self, certs, messages=None, on=None, greeting="* OK hello", capabilities=CAPABILITIES, tls="implicit", cert="good",
                 version=None, uidvalidity=1, permanentflags="\\Deleted \\Seen \\*", together=False):
        """tls: "implicit", "starttls" (plain at first), "none" (never, whatever the client wants). together: what is said within 200 ms
        arrives at once, in however many records."""
        self.messages = dict(messages or {})
        self.on = {name.upper(): handler for name, handler in (on or {}).items()}
        self.greeting, self.capabilities, self.tls = greeting, capabilities, tls
        self.uidvalidity, self.permanentflags = uidvalidity, permanentflags
        self.context = server_context(certs, cert, version)
        self.together = together
        self.lines, self.connections, self.failures = [], 0, []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.threads = []

    def __enter__(self):
        thread = threading.Thread(target=self._accept, daemon=True)
        thread.start()
        return self

    def __exit__(self, *unused):
        try:
            self.listener.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self.listener.close()

    def drop(self, conn, uids, copied):
        """Removes messages, telling the client. copied: a line with places for the old and the new UIDs, or None."""
        if copied and uids:
            conn.line(copied.format(",".join(map(str, uids)), ",".join(str(uid + 1000) for uid in uids)))
        for uid in uids:
            conn.line(f"* {conn.number(uid)} EXPUNGE")
            del self.messages[uid]

    def _accept(self):
        while True:
            try:
                sock, _ = self.listener.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._serve, args=(sock,), daemon=True).start()

    def _serve(self, sock):
        conn = Connection(self, sock)
        try:
            sock.settimeout(30)
            if self.together:
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_CORK, 1)
            if self.tls == "implicit":
                conn.start_tls()
            conn.serve()
        except (Closed, OSError, ssl.SSLError):
            pass
        except Exception as error:  # a mistake in a test's script must show
            self.failures.append(error)
        finally:
            conn.sock.close()
