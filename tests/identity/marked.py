#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Checks the marked mails of tests/identity/marked (their README tells the form), and measures the stripping on them.

    marked.py FILE...
    marked.py --strip build/release/bin/strip_json --rules config/identity [--links SHARE_PARAMS.json] [--show] [--most-leak PERCENT] [--least-kept PERCENT] FILE...

The first prints what is wrong with the marks, and counts. The second prints for each file how much of the marked identity can still be read and how much of
the evidence; with a limit it fails beyond it. Standard library only.
"""
import argparse, collections, json, re, subprocess, sys
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import score as scoring

KINDS = "name phone email handle url address id employer relation soft keep".split()
MARK = re.compile(r"\{\{(\w+)\|([^{}|]+)\}\}")
HEAD = re.compile(r"=== (ar|ckb|kmr|en|tr|mixed)\nFrom: (.+)\nSubject: ?(.*?)(?:\nLabels: (.+))?$")


def blocks(path):
    """(line, block) of each mail of a file."""
    line = 1
    for block in re.split(r"(?m)^(?==== )", Path(path).read_text("utf-8")):
        if block.strip():
            yield line, block
        line += block.count("\n")


def plain(text):
    return MARK.sub(lambda m: m[2], text)


def load(path):
    out = []
    for line, block in blocks(path):
        head, _, body = block.partition("\n\n")
        m = HEAD.match(head.strip())
        marks = [(k, re.sub(r"\s+", " ", t)) for k, t in MARK.findall(m[3] + "\n" + body)]
        of = lambda *kinds: list(dict.fromkeys((k, t) for k, t in marks if k in kinds))
        labels = {"identity": [{"kind": k, "where": "body", "text": t} for k, t in of(*KINDS[:9])], "identity_soft": [{"kind": "job", "where": "body", "text": t} for _, t in of("soft")],
                  "evidence": [t for _, t in of("keep")], "expected": {"kind": "report", "language": m[1]}}
        message = {"headers": [["from", plain(m[2])]], "own_addresses": [], "file_names": [], "hints": [], "texts": [["subject", plain(m[3])], ["body", plain(body)]]}
        out.append({"set": str(path), "id": str(line), "labels": labels, "message": message})
    return out


def faults(block):
    """What is wrong with a mail, a line each."""
    head, _, body = block.partition("\n\n")
    m = HEAD.match(head.strip())
    if not m:
        yield "its head is not '=== LANG', 'From:', 'Subject:', an empty line"
        return
    whole = m[3] + "\n" + body
    marks = MARK.findall(whole)
    yield from (f"unknown kind {k}" for k, _ in marks if k not in KINDS)
    rest = MARK.sub("\0", whole)
    if "{{" in rest or "}}" in rest:
        yield "a mark is not closed, or inside another"
    for k, t in marks:
        if k not in ("soft", "keep") and re.search(r"(?<!\w)" + re.escape(t) + r"(?!\w)", rest, re.I):
            yield f"a {k} of {len(t)} characters stands unmarked elsewhere"
    if not marks:
        yield "no marks"


def strip(a, rules, mails, *options):
    """What strip_json makes of each mail, as JSON objects."""
    argv = [a.strip, str(rules), a.links or "/dev/null", *options]
    data = "".join(json.dumps(m["message"], ensure_ascii=False) + "\n" for m in mails).encode()
    r = subprocess.run(argv, input=data, capture_output=True)
    if r.returncode or not r.stdout:
        sys.exit(r.stderr.decode())
    return [json.loads(line) for line in r.stdout.decode().splitlines()]

def figures(mails, results, show=False):
    """leak, identity, kept, evidence of the mails as score_text.py counts them; and of the leaks the names."""
    n = collections.Counter()
    for mail, out in zip(mails, results):
        whole = "\n".join(out["texts"] + out["links"])
        whole += "\n" + scoring.unquote(whole)
        f = scoring.fold(scoring.PREPOSITION.sub(" ", whole))
        views = scoring.norm(whole), f, scoring.glued(f)
        source = scoring.norm("\n".join(t for _, t in mail["message"]["texts"]))
        for label in mail["labels"]["identity"]:
            for t in scoring.forms(label):
                leak = bool(scoring.norm(t)) and scoring.leaked_label(views, t, label["kind"])
                n["identity"] += 1
                n["leak"] += leak
                n["names"] += leak and label["kind"] == "name"
                if leak and show:
                    print("leak", mail["id"], label["kind"], t)
        have = {scoring.url_key(l) for l in out["links"]}
        for e in mail["labels"]["evidence"]:
            if scoring.kept(e, source, {scoring.url_key(scoring.canonical(e))} if "://" in e else set()):
                n["evidence"] += 1
                kept = scoring.kept(e, views[0], have)
                n["kept"] += kept
                if not kept and show:
                    print("lost", mail["id"], e)
        n["spans"] += sum(s[1].startswith("second.") for s in out["spans"])
    return n

def check(paths):
    bad, languages, kinds = 0, collections.Counter(), collections.Counter()
    for path in paths:
        for line, block in blocks(path):
            for fault in faults(block):
                print(f"{path}:{line}: {fault}")
                bad += 1
            languages[block[4:].split("\n")[0]] += 1
            kinds.update(k for k, _ in MARK.findall(block))
    print(sum(languages.values()), "mails", dict(languages), dict(kinds))
    return bad


def measure(a):
    """Prints the figures of each file; True when a limit is broken."""
    total = collections.Counter()
    percent = lambda n, x, y: 100 * n[x] / max(1, n[y])
    row = lambda n: f"leak {percent(n, 'leak', 'identity'):6.2f} %   kept {percent(n, 'kept', 'evidence'):6.2f} %   ({n['identity']} and {n['evidence']} strings)"
    for path in a.files:
        mails = load(path)
        n = figures(mails, strip(a, a.rules, mails), a.show)
        total += n
        print(f"{Path(path).name:12} {len(mails):4} mails   {row(n)}")
    print(f"{'all':23} {row(total)}")
    return percent(total, "leak", "identity") > a.most_leak or percent(total, "kept", "evidence") < a.least_kept


def main():
    ap = argparse.ArgumentParser(formatter_class=argparse.RawDescriptionHelpFormatter, description=__doc__)
    ap.add_argument("--strip")
    ap.add_argument("--rules")
    ap.add_argument("--links")
    ap.add_argument("--show", action="store_true", help="print each string that leaks or is lost")
    ap.add_argument("--most-leak", type=float, default=100)
    ap.add_argument("--least-kept", type=float, default=0)
    ap.add_argument("files", nargs="+")
    a = ap.parse_args()
    sys.exit(bool(measure(a) if a.strip else check(a.files)))


if __name__ == "__main__":
    main()
