#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Learns the weights of the second opinion (config/identity/second.txt for names, second_place.txt, second_work.txt, second_tie.txt) from labelled mails.

    learn.py --strip build/release/bin/strip_json --rules config/identity [--links SHARE_PARAMS.json] [--opinion name|place|work|tie] [--cross] [--threshold N] [--write]
             (DIR:FIRST-LAST|FILE.jsonl|FILE.txt)...

Each DIR:FIRST-LAST is one set of mails (messages/NNN.eml, labels/NNN.json); a FILE.jsonl of cases as in tests/identity is one too, and a FILE.txt of marked
mails (marked.py). strip_json tells for each mention of what may be a name, a home, an employer or a tie which conditions hold; the labels tell whether it is the
reporter's side's. What a rule has found already is left aside. A logistic regression that likes zeros (L1) gives the conditions their weights. --cross prints, for
every set, what leaks and what is kept when the weights are learned from the others, at several thresholds: that is what a threshold is chosen by. --write puts
the weights into the folder of the rules. Only conditions are learned, never words. Needs python3-sklearn.
"""
import argparse, collections, itertools, json, re, shutil, subprocess, sys, tempfile
from pathlib import Path
import numpy
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import marked
import score as scoring
import score_text

SCALE = 100  # weights are written as whole hundredths
MIN_MAILS = 8  # a condition that holds in fewer mails is not learned
STRENGTH = 0.3  # of the data against the zeros
UNSURE = 90  # below the threshold: there are more than half of the names that leak
THRESHOLDS = [-1.0, -0.5, 0.0, 0.5, 1.0]
CASES = 3.0  # what a mention in a case counts against one in a mail: the cases must come out right


def load_cases(path):
    """Cases of tests/identity as mails: what goes counts as of any kind, what stays as evidence."""
    out = []
    for number, line in enumerate(Path(path).read_text("utf-8").splitlines()):
        case = json.loads(line)
        if "body" in case:
            labels = {"identity": [{"kind": "any", "where": "body", "text": case.get("go", [])}], "evidence": case.get("stay", [])}
            message = {"headers": [["from", case.get("from", "")]], "own_addresses": [], "file_names": [], "hints": [], "texts": [["subject", case.get("subject", "")], ["body", case["body"]]]}
            out.append({"set": path, "id": str(number), "labels": labels, "message": message})
    return out


def load(sets):
    out = []
    for s in sets:
        if s.endswith((".jsonl", ".txt")):
            out += load_cases(s) if s.endswith(".jsonl") else marked.load(s)
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


def overlap(spans, start, end):
    """Characters that the longest of the spans shares with start to end."""
    return max((min(b, end) - max(a, start) for a, b in spans if a < end and start < b), default=0)


def kinds(labels, *wanted):
    """Strings of the labels of these kinds, and those of the others."""
    everything = [(l["kind"] in wanted or l["kind"] == "any", t) for l in labels["identity"] + labels.get("identity_soft", []) for t in scoring.forms(l)]
    return [t for ours, t in everything if ours], [t for ours, t in everything if not ours]


OURS = {"name": ("name", "metadata"), "place": ("address", "employer", "relation"), "work": ("employer", "address", "relation"), "tie": ("relation", "employer")}


def samples(mail, seen, opinion):
    """(conditions, 1 or 0, weight) of each mention of a mail."""
    labels = mail["labels"]
    names, others = kinds(labels, *OURS[opinion])
    words = {scoring.fold(w) for t in names for w in re.findall(r"[^\W\d_]{3,}", t)} if opinion == "name" else set()
    spans = {}
    weight = CASES if mail["set"].endswith(".jsonl") else 1.0
    for line in seen:
        of, where, start, end, covered, _, *conditions = line.split(" ")
        if covered == "1" or of != opinion:
            continue
        number = int(where.partition(":")[2])
        if number not in spans:
            text = mail["message"]["texts"][number][1]
            spans[number] = text.encode(), places(text, names), places(text, others), places(text, labels["evidence"])
        data, ours, aside, evidence = spans[number]
        start, end = len(data[:int(start)].decode()), len(data[:int(end)].decode())
        token = scoring.fold(data.decode()[start:end])
        own, lost = overlap(ours, start, end), overlap(evidence, start, end)
        if own > lost or (own and opinion == "name"):
            yield conditions, 1, weight
        elif lost:
            yield conditions, 0, weight
        elif not overlap(aside, start, end) and not set(token.split()) & words:
            yield conditions, 0, weight / 2


def learn(data):
    """Bias and weights. data: (conditions, 1 or 0, weight)."""
    number = {c: i for i, c in enumerate(sorted({c for x, _, _ in data for c in x}))}
    columns = [number[c] for x, _, _ in data for c in x]
    ends = list(itertools.accumulate((len(x) for x, _, _ in data), initial=0))
    matrix = csr_matrix((numpy.ones(len(columns)), columns, ends), shape=(len(data), len(number)))
    model = LogisticRegression(C=STRENGTH, penalty="l1", solver="liblinear", max_iter=200, random_state=1)
    model.fit(matrix, [y for _, y, _ in data], sample_weight=[w for _, _, w in data])
    weights = {c: model.coef_[0][i] for c, i in number.items()}
    return model.intercept_[0], {c: v for c, v in weights.items() if abs(v) >= 0.01}


def file_of(opinion):
    return "second.txt" if opinion == "name" else f"second_{opinion}.txt"


def write(path, opinion, bias, weights, threshold):
    comment = (path.read_text("utf-8").partition("[second.")[0] if path.exists() else "").rstrip("\n")
    lines = [comment, f"[second.{opinion}]", f"threshold {round(SCALE * threshold - SCALE * bias)}"] + ([f"unsure {UNSURE}"] if opinion == "name" else [])
    lines += [f"{f} {round(SCALE * v)}" for f, v in sorted(weights.items())]
    path.write_text("\n".join(lines).lstrip("\n") + "\n", "utf-8")


def strip(a, mails, opinion, learned=None, seen=()):
    """What strip_json makes of the mails when the opinion's weights are those learned (bias, weights, threshold), or none."""
    with tempfile.TemporaryDirectory() as d:
        rules = Path(d) / "identity"
        shutil.copytree(a.rules, rules)
        (rules / file_of(opinion)).unlink(missing_ok=True)
        if learned:
            write(rules / file_of(opinion), opinion, *learned)
        return marked.strip(a, rules, mails, *seen)


def cross(a, mails, opinion, data):
    totals = {t: collections.Counter() for t in THRESHOLDS}
    print("set  without: leak (names) kept | threshold: leak (names) kept spans ...")
    row = lambda n: f"{100 * n['leak'] / max(1, n['identity']):5.2f} ({n['names']:2}) {100 * n['kept'] / max(1, n['evidence']):6.2f} {n['spans']:3}"
    base = collections.Counter()
    for s in a.sets:
        test = [m for m in mails if m["set"] == s]
        bias, weights = learn(data([t for t in a.sets if t != s]))
        before = marked.figures(test, [m["result"] for m in test])
        base += before
        print(s.rpartition("/")[2], row(before), end="", flush=True)
        for t in THRESHOLDS:
            n = marked.figures(test, strip(a, test, opinion, (bias, weights, t)))
            totals[t] += n
            print(f" | {t:4}: {row(n)}", end="", flush=True)
        print()
    print("all", row(base), "".join(f" | {t:4}: {row(totals[t])}" for t in THRESHOLDS))
    print("strings spared and strings lost:", {t: (base["leak"] - n["leak"], base["kept"] - n["kept"]) for t, n in totals.items()})


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--strip", required=True)
    ap.add_argument("--rules", required=True, type=Path)
    ap.add_argument("--links")
    ap.add_argument("--opinion", choices=list(OURS), default="name", help="what is weighed (default name)")
    ap.add_argument("--write", action="store_true", help="into the folder of the rules")
    ap.add_argument("--cross", action="store_true")
    ap.add_argument("--threshold", type=float, default=0.0, help="what the sum must exceed; --cross shows what it costs (default 0.0)")
    ap.add_argument("sets", nargs="+")
    a = ap.parse_args()
    mails = load(a.sets)
    results = strip(a, mails, a.opinion, seen=["--seen"])  # the engine without the weights there are
    held = collections.defaultdict(set)
    for mail, result in zip(mails, results):
        mail["samples"] = list(samples(mail, result["seen"], a.opinion))
        mail["result"] = result
        for conditions, _, _ in mail["samples"]:
            for c in conditions:
                held[c].add(mail["set"] + mail["id"])
    known = {c for c, ids in held.items() if len(ids) >= MIN_MAILS}
    data = lambda sets: [([c for c in x if c in known], y, w) for m in mails if m["set"] in sets for x, y, w in m["samples"]]
    everything = data(a.sets)
    print(len(mails), "mails,", len(everything), "mentions that no rule has decided,", sum(y for _, y, _ in everything), "of the reporter's side,", len(known), "conditions")
    if a.cross:
        cross(a, mails, a.opinion, data)
    if a.write:
        bias, weights = learn(everything)
        write(a.rules / file_of(a.opinion), a.opinion, bias, weights, a.threshold)
        print(len(weights), "weights")


if __name__ == "__main__":
    main()
