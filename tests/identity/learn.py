#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Learns the weights of the second opinion on names (config/identity/second.txt) from labelled mails.

    learn.py --strip build/release/bin/strip_json --rules config/identity [--links SHARE_PARAMS.json] [--out FILE] [--cross] (DIR:FIRST-LAST|FILE.jsonl)...

Each DIR:FIRST-LAST is one set of mails (messages/NNN.eml, labels/NNN.json); a FILE.jsonl of cases as in tests/identity is one too. strip_json tells for each mention of what may be a name which
conditions hold; the labels tell whether it is the reporter's side's. A logistic regression gives each condition a weight. --cross prints, for
every set, what leaks and what is kept when the weights are learned from the others, at several thresholds: that is what a threshold is chosen by.
Only conditions are learned, never words. Standard library only.
"""
import argparse, collections, json, math, random, re, shutil, subprocess, sys, tempfile
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import score as scoring
import score_text

SCALE = 100  # weights are written as whole hundredths
MIN_MAILS = 8  # a condition that holds in fewer mails is not learned


# What is looked at where: conditions that say something of a name in general. Everything else that strip_json tells is left aside.
BESIDE = """relative title kin kin.yours vocative closing.kin companion behalf accused.title accused.act role org place fake say wrote side.their words.office words.uncle
words.mate words.child.of words.theirs words.kin.theirs words.kin.close words.honorific words.my words.named words.called words.you words.candidate words.agent words.i words.we words.order
words.with words.late head.from head.to words.child.own introduction.me words.parent words.kunya words.son.of words.and""".split()
BEHIND = """words.honorific relative words.mate accused.title accused.act role org say wrote words.mine words.who words.child.of words.kin.theirs words.kin.close words.theirs title words.and words.is
words.with.me words.keeps words.office words.order stop words.son.of place""".split()
ABOUT = """relative accused.title accused.act fake words.mate words.my words.i words.we words.you say kin.yours home.your words.we.know words.office words.candidate words.order org.own""".split()
ELSEWHERE = """relative accused.title accused.act title words.office words.mate vocative head.from head.to kin words.honorific say role words.kin.close words.child.of""".split()
LOOKED_AT = {f"left:{c}" for c in BESIDE} | {f"before:{c}" for c in BESIDE} | {f"right:{c}" for c in BEHIND} | {f"after:{c}" for c in BEHIND} | {f"sentence:{c}" for c in ABOUT}
LOOKED_AT |= {f"other.{p}:{c}" for c in ELSEWHERE for p in ("left", "right")} | {f"self:{c}" for c in ("place", "org", "role", "accused.title", "fake", "title")}


def useful(condition):
    position = condition.partition(":")[0]
    return position in ("shape", "other.shape") or condition in LOOKED_AT


def strip(a, rules, mails, *options):
    argv = [a.strip, str(rules), a.links or "/dev/null", *options]
    data = "".join(json.dumps(m["message"], ensure_ascii=False) + "\n" for m in mails).encode()
    r = subprocess.run(argv, input=data, capture_output=True)
    if r.returncode or not r.stdout:
        sys.exit(r.stderr.decode())
    return [json.loads(line) for line in r.stdout.decode().splitlines()]


def load_cases(path):
    """Cases of tests/identity as mails: what goes counts as a name, what stays as evidence."""
    out = []
    for number, line in enumerate(Path(path).read_text("utf-8").splitlines()):
        case = json.loads(line)
        if "body" in case:
            labels = {"identity": [{"kind": "name", "where": "body", "text": case.get("go", [])}], "evidence": case.get("stay", [])}
            message = {"headers": [["from", case.get("from", "")]], "own_addresses": [], "file_names": [], "hints": [], "texts": [["subject", case.get("subject", "")], ["body", case["body"]]]}
            out.append({"set": path, "id": str(number), "labels": labels, "message": message})
    return out


def load(sets):
    out = []
    for s in sets:
        if s.endswith(".jsonl"):
            out += load_cases(s)
            continue
        path, _, span = s.rpartition(":")
        low, _, high = span.partition("-")
        for p in sorted((Path(path) / "labels").glob("*.json")):
            if low <= p.stem <= high:
                labels = json.loads(p.read_text("utf-8"))
                if labels["expected"]["kind"] != "spam":
                    out.append({"set": s, "id": p.stem, "labels": labels, "message": score_text.message_json(Path(path) / "messages" / (p.stem + ".eml"))})
    return out


def places(text, strings):
    return [(m.start(), m.end()) for t in strings if t for m in re.finditer(re.escape(t), text, re.I)]


def overlaps(spans, start, end):
    return any(a < end and start < b for a, b in spans)


def samples(mail, seen):
    """(conditions, 1 or 0, weight) of each mention of a mail."""
    labels = mail["labels"]
    names = [t for l in labels["identity"] if l["kind"] in ("name", "metadata") for t in scoring.forms(l)]
    others = [t for l in labels["identity"] + labels.get("identity_soft", []) if l["kind"] not in ("name", "metadata") for t in scoring.forms(l)]
    words = {scoring.fold(w) for t in names for w in re.findall(r"[^\W\d_]{3,}", t)}
    spans = {}
    header = {scoring.fold(w) for l in labels["identity"] if l["kind"] == "name" and l["where"] == "header" for t in scoring.forms(l) for w in re.findall(r"[^\W\d_]{3,}", t)}
    for line in seen:
        where, start, end, covered, theirs, _, *conditions = line.split(" ")
        if theirs == "1":
            continue
        number = int(where.partition(":")[2])
        if number not in spans:
            text = mail["message"]["texts"][number][1]
            spans[number] = text.encode(), places(text, names), places(text, others), places(text, labels["evidence"])
        data, ours, aside, evidence = spans[number]
        start, end = len(data[:int(start)].decode()), len(data[:int(end)].decode())
        token = scoring.fold(data.decode()[start:end])
        if overlaps(ours, start, end):
            yield [c for c in conditions if useful(c)], 1, 4.0 if covered == "0" else 0.3 if set(token.split()) & header else 1.0
        elif overlaps(evidence, start, end):
            yield [c for c in conditions if useful(c)], 0, 1.5
        elif not overlaps(aside, start, end) and not set(token.split()) & words:
            yield [c for c in conditions if useful(c)], 0, 0.5


def learn(data, epochs=12, l1=6e-3, l2=1e-5):
    """AdaGrad with soft thresholding. data: lists of feature numbers, label, weight."""
    w, g = collections.defaultdict(float), collections.defaultdict(lambda: 1e-6)
    bias = bias_g = 0.0
    order = list(data)
    rng = random.Random(1)
    bias_g = 1e-6
    for epoch in range(epochs):
        rng.shuffle(order)
        for x, y, c in order:
            z = bias + sum(w[f] for f in x)
            d = c * (1 / (1 + math.exp(-max(-30, min(30, z)))) - y)
            bias_g += d * d
            bias -= 0.3 * d / math.sqrt(bias_g)
            for f in x:
                v = w[f]
                e = d + l2 * v
                g[f] += e * e
                rate = 0.3 / math.sqrt(g[f])
                v -= rate * e
                w[f] = math.copysign(max(0.0, abs(v) - rate * l1 * 10), v)
    return bias, {f: v for f, v in w.items() if abs(v) >= 0.05}


def write(path, bias, weights, threshold, comment=""):
    lines = [comment, "[second.name]", f"threshold {round(SCALE * threshold - SCALE * bias)}"]
    lines += [f"{f} {round(SCALE * v)}" for f, v in sorted(weights.items())]
    path.write_text("\n".join(lines) + "\n", "utf-8")


def figures(mails, results):
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
        have = {scoring.url_key(l) for l in out["links"]}
        for e in mail["labels"]["evidence"]:
            if scoring.kept(e, source, {scoring.url_key(scoring.canonical(e))}):
                n["evidence"] += 1
                n["kept"] += scoring.kept(e, views[0], have)
        n["spans"] += sum(s[1] == "second.name" for s in out["spans"])
    return n


def with_rules(a, bias, weights, threshold, mails):
    with tempfile.TemporaryDirectory() as d:
        rules = Path(d) / "identity"
        shutil.copytree(a.rules, rules)
        write(rules / "second.txt", bias, weights, threshold)
        return figures(mails, strip(a, rules, mails))


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--strip", required=True)
    ap.add_argument("--rules", required=True, type=Path)
    ap.add_argument("--links")
    ap.add_argument("--out", type=Path)
    ap.add_argument("--cross", action="store_true")
    ap.add_argument("--threshold", type=float, default=1.6, help="what the sum must exceed; --cross shows what it costs (default 1.6)")
    ap.add_argument("sets", nargs="+")
    a = ap.parse_args()
    mails = load(a.sets)
    with tempfile.TemporaryDirectory() as d:  # the engine without the weights there are
        rules = Path(d) / "identity"
        shutil.copytree(a.rules, rules)
        (rules / "second.txt").unlink(missing_ok=True)
        results = strip(a, rules, mails, "--seen")
    held = collections.defaultdict(set)
    for mail, result in zip(mails, results):
        mail["samples"] = list(samples(mail, result["seen"]))
        mail["result"] = result
        for conditions, _, _ in mail["samples"]:
            for c in conditions:
                held[c].add(mail["set"] + mail["id"])
    known = {c for c, ids in held.items() if len(ids) >= MIN_MAILS}
    data = lambda sets: [([c for c in x if c in known], y, w) for m in mails if m["set"] in sets for x, y, w in m["samples"]]
    everything = data(a.sets)
    print(len(mails), "mails,", len(everything), "mentions,", sum(y for _, y, _ in everything), "of the reporter's side,", sum(y and w > 1 for _, y, w in everything), "of them left by the rules,", len(known), "conditions")
    if a.cross:
        thresholds = [0.0, 0.5, 0.75, 1.0, 1.25, 1.6, 2.0]
        totals = {t: collections.Counter() for t in thresholds}
        print("set  rules alone: leak (names) kept | threshold: leak (names) kept spans ...")
        row = lambda n: f"{100 * n['leak'] / max(1, n['identity']):5.2f} ({n['names']:2}) {100 * n['kept'] / max(1, n['evidence']):6.2f} {n['spans']:3}"
        base = collections.Counter()
        for s in a.sets:
            test = [m for m in mails if m["set"] == s]
            bias, weights = learn(data([t for t in a.sets if t != s]))
            before = figures(test, [m["result"] for m in test])
            base += before
            print(s.rpartition("/")[2], row(before), end="", flush=True)
            for t in thresholds:
                n = with_rules(a, bias, weights, t, test)
                totals[t] += n
                print(f" | {t:4}: {row(n)}", end="", flush=True)
            print()
        print("all", row(base), "".join(f" | {t:4}: {row(totals[t])}" for t in thresholds))
    if a.out:
        bias, weights = learn(everything)
        write(a.out, bias, weights, a.threshold, (a.out.read_text("utf-8").partition("[second.name]")[0] if a.out.exists() else "").rstrip("\n"))
        print(len(weights), "weights")


if __name__ == "__main__":
    main()
