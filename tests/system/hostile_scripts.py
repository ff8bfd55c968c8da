# SPDX-License-Identifier: ISC
"""Scripts of a hostile mail server, each with every line that the client is to send and what the store holds afterwards.

A script is (name, server, expected lines, exit code, rows): server is what FakeServer takes, with "after" for after_intake; lines are
the client's, over all connections, without tags; rows is {uid: (outcome, act)} of the ledger after one amanad --once."""
import time

from fake_server import DATE
from harness import mail

MAILS = {uid: mail(uid, body=f"محتوى {uid}") for uid in (1, 2, 3)}
PLAIN = "IMAP4rev1 SASL-IR AUTH=PLAIN"
FULL = PLAIN + " IDLE UIDPLUS MOVE"
HELLO = ["CAPABILITY", "AUTHENTICATE PLAIN ...", "CAPABILITY", "SELECT INBOX"]
LIST, BODY = "UID FETCH 1:3 (UID RFC822.SIZE INTERNALDATE)", "UID FETCH 1:3 (UID BODY.PEEK[])"
FLAG, MOVE = "UID STORE 1:3 +FLAGS.SILENT ($AmanaStored)", "UID MOVE 1:3 Archive"
COPY, DELETE, EXPUNGE = "UID COPY 1:3 Archive", "UID STORE 1:3 +FLAGS.SILENT (\\Deleted)", "UID EXPUNGE 1:3"
TAKEN = HELLO + [LIST, BODY]
DUE, FLAGGED, MOVED = 0, 2, 3


def rows(*uids, act=FLAGGED):
    return {uid: ("report", act) for uid in uids}


ALL = rows(1, 2, 3)


def no(text="no"):
    return lambda conn, tag, rest: conn.line(f"{tag} NO {text}")


def says(*lines, done="OK done", close=False):
    def handler(conn, tag, rest):
        for line in lines:
            conn.line(line)
        if done:
            conn.line(f"{tag} {done}")
        if close:
            conn.close()
    return handler


def before(*lines):
    """Chatter, then the polite answer."""
    def handler(conn, tag, rest):
        for line in lines:
            conn.line(line)
        return "default"
    return handler


def cut(conn, tag, rest):
    conn.close()


def reset(conn, tag, rest):
    conn.reset()


def bye(conn, tag, rest):
    conn.line("* BYE gone")
    conn.close()


def wrong_tag(conn, tag, rest):
    conn.line(f"{int(tag) + 7} OK done")
    conn.close()


def bodies(answer):
    """answer(conn, tag) instead of the bodies; the list stays polite."""
    def handler(conn, tag, rest):
        if "BODY.PEEK[]" not in rest:
            return "default"
        answer(conn, tag)
    return {"UID FETCH": handler}


def listing(*lines, done="OK done"):
    def handler(conn, tag, rest):
        if "RFC822.SIZE" not in rest:
            return "default"
        for line in lines:
            conn.line(line)
        if done:
            conn.line(f"{tag} {done}")
        else:
            conn.close()
    return {"UID FETCH": handler}


def selected(*lines, done="OK [READ-WRITE] done"):
    return {"SELECT": says("* 3 EXISTS", *lines, done=done)}


def some(*what, end="OK done"):
    """The bodies of some UIDs, or lines, or bytes; then the end."""
    def answer(conn, tag):
        for one in what:
            if isinstance(one, int):
                conn.body(one, number=one)
            elif isinstance(one, bytes):
                conn.send(one)
            else:
                conn.line(one)
        if end:
            conn.line(f"{tag} {end}")
        else:
            conn.close()
    return bodies(answer)


def literal(size, data, uid=2):
    return b"* %d FETCH (UID %d BODY[] {%d}\r\n" % (uid, uid, size) + data


def drip(conn, tag):
    conn.body(1)
    conn.drip(literal(len(MAILS[2]), MAILS[2]) + b")\r\n", 0.0005)
    conn.body(3, number=3)
    conn.line(f"{tag} OK done")


def starttls_inject(conn, tag, rest):
    conn.send(f"{tag} OK go\r\n* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n")
    conn.hang()


def tls(kind="starttls", **more):
    return {"tls": kind, "capabilities": "IMAP4rev1 STARTTLS LOGINDISABLED", **more}


def new_validity(conn, tag):
    conn.body(1)
    time.sleep(0.2)
    conn.line("* OK [UIDVALIDITY 99] numbered anew")
    conn.body(2, number=2)
    conn.line(f"{tag} OK done")


def only_once(handler):
    """The first time as scripted, then politely."""
    state = {"done": False}

    def run(conn, tag, rest):
        if state["done"]:
            return "default"
        state["done"] = True
        return handler(conn, tag, rest)
    return run


def made():
    """A fresh list each time: handlers keep state."""
    return [
        ("polite", {}, TAKEN + [FLAG, "LOGOUT"], 0, ALL),
        # -- greeting and login
        ("BYE instead of a greeting", {"greeting": "* BYE busy"}, [], 75, {}),
        ("a greeting that is none", {"greeting": "220 smtp.example ESMTP"}, [], 75, {}),
        ("PREAUTH", {"greeting": "* PREAUTH hello"}, [], 75, {}),
        ("the greeting is cut off", {"greeting": lambda conn: (conn.send(b"* OK he"), conn.close())}, [], 75, {}),
        ("CAPABILITY is cut off", {"on": {"CAPABILITY": cut}}, ["CAPABILITY"], 75, {}),
        ("CAPABILITY has the wrong tag", {"on": {"CAPABILITY": wrong_tag}}, ["CAPABILITY"], 75, {}),
        ("login refused", {"on": {"AUTHENTICATE": no("[AUTHENTICATIONFAILED] no")}}, HELLO[:2] + ["LOGOUT"], 75, {}),
        ("login refused for now", {"on": {"AUTHENTICATE": no("[UNAVAILABLE] later")}}, HELLO[:2] + ["LOGOUT"], 75, {}),
        ("BYE at login", {"on": {"AUTHENTICATE": bye}}, HELLO[:2], 75, {}),
        ("no way to log in", {"capabilities": "IMAP4rev1 LOGINDISABLED"}, ["CAPABILITY", "LOGOUT"], 75, {}),
        ("login is cut off", {"on": {"AUTHENTICATE": cut}}, HELLO[:2], 75, {}),
        ("login is reset", {"on": {"AUTHENTICATE": reset}}, HELLO[:2], 75, {}),
        # -- TLS
        ("no STARTTLS offered", tls(capabilities="IMAP4rev1 AUTH=PLAIN"), ["CAPABILITY", "LOGOUT"], 75, {}),
        ("STARTTLS refused", tls(on={"STARTTLS": no()}), ["CAPABILITY", "STARTTLS", "LOGOUT"], 75, {}),
        ("bytes injected after STARTTLS", tls(on={"STARTTLS": starttls_inject}), ["CAPABILITY", "STARTTLS"], 75, {}),
        ("PREAUTH before STARTTLS", tls(greeting="* PREAUTH hello"), [], 75, {}),
        ("plain text on the TLS port", {"tls": "none"}, None, 75, {}),
        ("certificate of another name", {"cert": "wrong_name"}, [], 75, {}),
        ("certificate that has expired", {"cert": "expired"}, [], 75, {}),
        ("certificate not valid yet", {"cert": "not_yet"}, [], 75, {}),
        ("certificate signed by itself", {"cert": "self_signed"}, [], 75, {}),
        ("certificate of another CA", {"cert": "other_ca"}, [], 75, {}),
        ("certificate of a client", {"cert": "client_only"}, [], 75, {}),
        ("certificate with a weak key", {"cert": "weak"}, [], 75, {}),
        # -- the folder
        ("SELECT refused", {"on": {"SELECT": no("[NONEXISTENT] none")}}, HELLO + ["LOGOUT"], 75, {}),
        ("SELECT is cut off", {"on": {"SELECT": cut}}, HELLO, 75, {}),
        ("BYE at SELECT", {"on": {"SELECT": bye}}, HELLO, 75, {}),
        ("SELECT without UIDVALIDITY", {"on": selected("* OK [UIDNEXT 4] x")}, HELLO + ["LOGOUT"], 75, {}),
        ("UIDVALIDITY 0", {"on": selected("* OK [UIDVALIDITY 0] x")}, HELLO, 75, {}),
        ("no UIDNEXT", {"on": selected("* OK [UIDVALIDITY 1] x", "* OK [PERMANENTFLAGS (\\*)] x")},
         HELLO + ["UID FETCH * (UID)", LIST, BODY, FLAG, "LOGOUT"], 0, ALL),
        ("a UIDNEXT far away", {"on": selected("* OK [UIDVALIDITY 1] x", "* OK [UIDNEXT 4000000000] x", "* OK [PERMANENTFLAGS (\\*)] x")},
         HELLO + ["UID FETCH 1:3999999999 (UID)", LIST, BODY, FLAG, "LOGOUT"], 0, ALL),
        ("it says that there is nothing", {"on": {"SELECT": says("* 0 EXISTS", "* OK [UIDVALIDITY 1] x", "* OK [UIDNEXT 1] x")}},
         HELLO + ["LOGOUT"], 0, {}),
        ("two UIDVALIDITYs", {"on": selected("* OK [UIDVALIDITY 5] x", "* OK [UIDVALIDITY 1] x", "* OK [UIDNEXT 4] x", "* OK [PERMANENTFLAGS (\\*)] x")},
         TAKEN + [FLAG, "LOGOUT"], 0, ALL),
        ("read-only", {"on": selected("* OK [UIDVALIDITY 1] x", "* OK [UIDNEXT 4] x", done="OK [READ-ONLY] x")}, TAKEN + ["LOGOUT"], 0, ALL),
        ("keywords refused beforehand", {"permanentflags": "\\Seen"}, TAKEN + ["LOGOUT"], 0, ALL),
        # -- the list
        ("the list is refused", {"on": listing(done="NO [SERVERBUG] x")}, HELLO + [LIST, "LOGOUT"], 75, {}),
        ("the list is cut off", {"on": listing("* 1 FETCH (UID 1 RFC822.SIZE 9", done=None)}, HELLO + [LIST], 75, {}),
        ("a list with a UID twice", {"on": listing(*[f"* {n} FETCH (UID {u} RFC822.SIZE 300 INTERNALDATE {DATE})" for n, u in ((1, 1), (2, 1), (2, 2), (3, 3))])},
         TAKEN + [FLAG, "LOGOUT"], 0, ALL),
        ("a list with strangers", {"on": listing(*[f"* 1 FETCH (UID {u} RFC822.SIZE 300 INTERNALDATE {DATE})" for u in (77, 0, 1, 2, 3, 4000000000)])},
         TAKEN + [FLAG, "LOGOUT"], 0, ALL),
        ("sizes of 4 GiB", {"on": listing(*[f"* {u} FETCH (UID {u} RFC822.SIZE 4294967295 INTERNALDATE {DATE})" for u in (1, 2, 3)])},
         HELLO + [LIST] + [f"UID FETCH {u} (UID BODY.PEEK[])" for u in (1, 2, 3)] + [FLAG, "LOGOUT"], 0, ALL),
        ("sizes of nothing", {"on": listing(*[f"* {u} FETCH (UID {u} RFC822.SIZE 0 INTERNALDATE {DATE})" for u in (1, 2, 3)])},
         TAKEN + [FLAG, "LOGOUT"], 0, ALL),
        ("dates that are none", {"on": listing(*[f'* {u} FETCH (UID {u} RFC822.SIZE 9 INTERNALDATE "31-Feb-2026 25:00:00 +9999")' for u in (1, 2, 3)])},
         TAKEN + [FLAG, "LOGOUT"], 0, ALL),
        ("EXPUNGE amid the list", {"on": {"UID FETCH": only_once(before("* 3 EXPUNGE"))}}, TAKEN + [FLAG, "LOGOUT"], 0, ALL),
        # -- the bodies
        ("a literal is cut off", {"on": some(1, literal(1000, b"only this"), end=None)}, TAKEN, 75, rows(1, act=DUE)),
        ("cut off after the literal", {"on": some(1, literal(len(MAILS[2]), MAILS[2]), end=None)}, TAKEN, 75, rows(1, act=DUE)),
        ("a literal of 4 GiB", {"on": some(1, literal(4294967295, b"x" * 100000), end=None)}, TAKEN, 75, rows(1, act=DUE)),
        ("a literal beyond all numbers", {"on": some(1, b"* 2 FETCH (UID 2 BODY[] {99999999999999999999}\r\n", end=None)}, TAKEN, 75, rows(1, act=DUE)),
        ("a literal shorter than announced", {"on": some(1, literal(len(MAILS[2]) + 50, MAILS[2]) + b")\r\n", end=None)}, TAKEN, 75, rows(1, act=DUE)),
        ("a literal longer than announced", {"on": some(1, literal(20, MAILS[2]) + b")\r\n", end=None)}, TAKEN, 75, rows(1, act=DUE)),
        ("dripping bytes", {"on": bodies(drip)}, TAKEN + [FLAG, "LOGOUT"], 0, ALL),
        ("the wrong tag", {"on": bodies(lambda conn, tag: (conn.body(1), conn.line(f"{int(tag) + 1} OK"), conn.close()))}, TAKEN, 75, rows(1, act=DUE)),
        ("BYE in the middle", {"on": some(1, "* BYE gone", end=None)}, TAKEN, 75, rows(1, act=DUE)),
        ("NO after the first", {"on": some(1, end="NO [EXPUNGEISSUED] gone")}, TAKEN + ["LOGOUT"], 75, rows(1, act=DUE)),
        ("BAD", {"on": some(1, end="BAD what")}, TAKEN, 75, rows(1, act=DUE)),
        ("a body that was not asked for", {"on": some(1, b"* 9 FETCH (UID 77 BODY[] {3}\r\nabc)\r\n", 2, 3)}, TAKEN + [FLAG, "LOGOUT"], 0, ALL),
        ("a UID twice with other bytes", {"on": some(1, literal(3, b"abc)\r\n", uid=1), 2, 3)}, TAKEN + [FLAG, "LOGOUT"], 0, ALL),
        ("a body without UID", {"on": some(1, b"* 2 FETCH (BODY[] {3}\r\nabc)\r\n", 3)},
         TAKEN + ["UID STORE 1,3 +FLAGS.SILENT ($AmanaStored)", "LOGOUT"], 0, rows(1, 3)),
        ("NIL for a body", {"on": some(1, "* 2 FETCH (UID 2 BODY[] NIL)", 3)},
         TAKEN + ["UID STORE 1,3 +FLAGS.SILENT ($AmanaStored)", "LOGOUT"], 0, rows(1, 3)),
        ("one is left out", {"on": some(1, 3)}, TAKEN + ["UID STORE 1,3 +FLAGS.SILENT ($AmanaStored)", "LOGOUT"], 0, rows(1, 3)),
        ("EXISTS, EXPUNGE, FLAGS and alerts between the bodies",
         {"on": some("* 4 EXISTS", 1, "* 2 EXPUNGE", "* 3 FETCH (FLAGS (\\Seen))", "* OK [ALERT] full", "* VANISHED 9", 2, "* 1 RECENT", 3)},
         TAKEN + [FLAG, "LOGOUT"], 0, ALL),
        ("UIDVALIDITY changes amid the bodies", {"on": bodies(new_validity)}, TAKEN + ["LOGOUT"], 75, rows(1, act=DUE)),
        ("a flood of bodies", {"on": some(*[b"* 1 FETCH (UID %d BODY[] {5}\r\nflood)\r\n" % u for u in range(100, 200)], end=None)}, TAKEN, 75, {}),
        ("a line without end", {"on": some(1, b"* X " + b"x" * 200000, end=None)}, TAKEN, 75, rows(1, act=DUE)),
        ("nesting without end", {"on": some(1, b"* 2 FETCH (UID 2 BODYSTRUCTURE " + b"(" * 60000 + b")\r\n", end=None)}, TAKEN, 75, rows(1, act=DUE)),
        # -- what is done afterwards
        ("the keyword is refused", {"on": {"UID STORE": no("[LIMIT] too many keywords")}}, TAKEN + [FLAG, "LOGOUT"], 0, rows(1, 2, 3, act=DUE)),
        ("cut off at the keyword", {"on": {"UID STORE": cut}}, TAKEN + [FLAG], 75, rows(1, 2, 3, act=DUE)),
        ("BYE at the keyword", {"on": {"UID STORE": bye}}, TAKEN + [FLAG], 75, rows(1, 2, 3, act=DUE)),
        ("UIDVALIDITY changes at the keyword", {"on": {"UID STORE": says("* OK [UIDVALIDITY 7] anew", done="OK done")}}, TAKEN + [FLAG, "LOGOUT"], 0,
         rows(1, 2, 3, act=DUE)),
        ("a quota that is full on MOVE", {"after": "move:Archive", "on": {"UID MOVE": no("[OVERQUOTA] full")}}, TAKEN + [MOVE, "LOGOUT"], 0,
         rows(1, 2, 3, act=DUE)),
        ("a quota that is full on COPY", {"after": "move:Archive", "capabilities": PLAIN + " UIDPLUS", "on": {"UID COPY": no("[OVERQUOTA] full")}},
         TAKEN + [COPY, "LOGOUT"], 0, rows(1, 2, 3, act=DUE)),
        ("cut off at MOVE", {"after": "move:Archive", "on": {"UID MOVE": cut}}, TAKEN + [MOVE], 75, rows(1, 2, 3, act=DUE)),
        ("cut off between COPY and the mark", {"after": "move:Archive", "capabilities": PLAIN + " UIDPLUS", "on": {"UID STORE": cut}},
         TAKEN + [COPY, DELETE], 75, rows(1, 2, 3, act=DUE)),
        ("moved without MOVE", {"after": "move:Archive", "capabilities": PLAIN + " UIDPLUS"}, TAKEN + [COPY, DELETE, EXPUNGE, "LOGOUT"], 0,
         rows(1, 2, 3, act=MOVED)),
        ("neither MOVE nor UIDPLUS", {"after": "move:Archive", "capabilities": PLAIN}, TAKEN + ["LOGOUT"], 0, rows(1, 2, 3, act=DUE)),
        ("the folder to move to is not there", {"after": "move:Archive", "on": {"UID MOVE": no("[TRYCREATE] no such folder")}},
         TAKEN + [MOVE, "LOGOUT"], 0, rows(1, 2, 3, act=DUE)),
    ]
