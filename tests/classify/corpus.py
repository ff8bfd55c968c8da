#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""The labelled mails as a monitor sees them, one JSON line each, for fit.py and across.py: corpus.py BINDIR OUT.jsonl SET=FOLDER[:A-B]... SET=FILE.txt...

    corpus.py build/release/bin /tmp/mails.jsonl open=tests/corpus 101=tests/corpus2:101-130 at=tests/identity/marked/at.txt

A private daemon takes them in (score.py's); what it shows of each report becomes a line with its set and what is expected. A FILE is marked mails with a line
"Labels:" (tests/identity/marked/README.md). "own" is what the reporter wrote, from which the program alone takes language and a victim's home. The output is not
kept: it is as long as the mails."""
import email, email.policy, json, shutil, sys, tempfile
from email.message import EmailMessage
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "identity"))
import marked
from score import Daemon


def labelled(folder, low, high):
    """(path of the mail, what is expected of it)"""
    for p in sorted((folder / "labels").glob("*.json")):
        if not low or low <= p.stem <= high:
            yield folder / "messages" / (p.stem + ".eml"), json.loads(p.read_text("utf-8"))["expected"]


def of_marked(path, folder):
    """The same of marked mails, which are written into folder."""
    for line, block in marked.blocks(path):
        head, _, body = marked.plain(block).partition("\n\n")
        language, _, subject, labels = marked.HEAD.match(head).groups()
        if not labels:
            continue
        categories, actor, governorate, platforms = ([] if x.strip() == "-" else x.split() for x in labels.split(";"))
        mail = EmailMessage()
        mail["Subject"] = subject
        mail["From"] = "reporter@mail.example"
        mail["Message-ID"] = f"<{path.stem}.{line}@mail.example>"
        mail.set_content(body)
        target = folder / f"{line}.eml"
        target.write_bytes(mail.as_bytes())
        yield target, {"kind": "report", "categories": categories, "actor_group": actor[0], "platforms": platforms, "language": language,
                       "governorate": " ".join(governorate).replace("-", " ").replace("Al ", "Al-").replace("al Din", "al-Din") or None}


def own_words(path):
    """The body without what it quotes (mime_own_words in parser/mime_body.c cuts more exactly)."""
    mail = email.message_from_bytes(Path(path).read_bytes(), policy=email.policy.default)
    body = mail.get_body(("plain",))
    try:
        text = body.get_content() if body else ""
    except (LookupError, UnicodeError):  # a character set that only the program knows
        text = ""
    return "\n".join(x for x in text.split("\n") if not x.startswith(">"))


def lines(bindir, name, source, low, high):
    home = Path(tempfile.mkdtemp(prefix="amana-corpus-"))
    mails = tempfile.TemporaryDirectory(prefix="amana-corpus-mails-")
    labels = dict(of_marked(source, Path(mails.name)) if source.suffix == ".txt" else labelled(source, low, high))
    daemon = Daemon(bindir, home)
    try:
        where, paths = {}, [str(p) for p in labels]
        for k in range(0, len(paths), 100):
            out = daemon.call("import", "--json", *paths[k:k + 100]).stdout.decode()
            where.update((x["source"], x) for x in map(json.loads, out.splitlines()))
        for p, expected in labels.items():
            x = where.get(str(p), {})
            if expected["kind"] not in ("report", "followup") or not x.get("ref"):
                continue
            reports = daemon.json("show", x["ref"])["reports"]
            r = next((q for q in reports if q["id"] == x.get("report")), reports[0])
            attachment = "\n".join(a["text"] for a in r["attachments"] if a.get("text"))
            own = own_words(p)
            yield {"id": p.stem, "set": name, "subject": r["subject"] or "", "text": r["text"] or "", "links": r.get("links", []),
                   **({"attachment": attachment} if attachment else {}), **({"own": own} if own else {}), "expected": expected}
    finally:
        daemon.stop()
        mails.cleanup()
        shutil.rmtree(home, ignore_errors=True)


def main():
    bindir, target, *sets = sys.argv[1:]
    with open(target, "w", encoding="utf-8") as out:
        for spec in sets:
            name, _, rest = spec.partition("=")
            folder, _, span = rest.partition(":")
            low, _, high = span.partition("-")
            for line in lines(Path(bindir).resolve(), name, Path(folder), low, high):
                out.write(json.dumps(line, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
