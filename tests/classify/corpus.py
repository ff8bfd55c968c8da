#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""The labelled mails as a monitor sees them, one JSON line each, for fit.py and across.py: corpus.py BINDIR OUT.jsonl SET=FOLDER[:A-B]...

    corpus.py build/release/bin /tmp/mails.jsonl open=tests/corpus 101=tests/corpus2:101-130

A private daemon takes them in (score.py's); what it shows of each report becomes a line with its set and what is expected. The
output is not kept: it is as long as the mails."""
import json, shutil, sys, tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from score import Daemon


def lines(bindir, name, folder, low, high):
    labels = {p.stem: json.loads(p.read_text("utf-8"))["expected"] for p in sorted((folder / "labels").glob("*.json")) if not low or low <= p.stem <= high}
    home = Path(tempfile.mkdtemp(prefix="amana-corpus-"))
    daemon = Daemon(bindir, home)
    try:
        out = daemon.call("import", "--json", *[str(folder / "messages" / (i + ".eml")) for i in labels]).stdout.decode()
        where = {Path(x["source"]).stem: x for x in map(json.loads, out.splitlines())}
        for i, expected in labels.items():
            x = where.get(i, {})
            if expected["kind"] not in ("report", "followup") or not x.get("ref"):
                continue
            reports = daemon.json("show", x["ref"])["reports"]
            r = next((q for q in reports if q["id"] == x.get("report")), reports[0])
            attachment = "\n".join(a["text"] for a in r["attachments"] if a.get("text"))
            yield {"id": i, "set": name, "subject": r["subject"] or "", "text": r["text"] or "", "links": r.get("links", []),
                   **({"attachment": attachment} if attachment else {}), "expected": expected}
    finally:
        daemon.stop()
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
