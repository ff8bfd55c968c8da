#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Figures and confusion tables of classification over labelled texts: run.py PROGRAM TEXTS.jsonl [--miss] [--confusion].

PROGRAM is the built test_parser_classify_set; each line of TEXTS has id, subject, text and expected as in tests/classify/."""
import collections, json, subprocess, sys


def place(name):
    return (name or "").lower().removeprefix("al-")


def dump(program, texts):
    out = subprocess.run([program, "--dump", texts], capture_output=True, text=True, check=True).stdout.splitlines()
    return json.loads(out[0]), [json.loads(line) for line in out[1:]]


def main():
    program, texts = sys.argv[1:3]
    wanted = [json.loads(line) for line in open(texts, encoding="utf-8") if line.strip()]
    _, got = dump(program, texts)
    n = collections.Counter()
    confusion = collections.Counter()
    misses = collections.defaultdict(list)
    per = collections.defaultdict(collections.Counter)
    for w, g in zip(wanted, got):
        e = w["expected"]
        n["texts"] += 1
        for key in ("language", "actor_group"):
            n[key] += e[key] == g[key]
            if e[key] != g[key]:
                misses[key].append((w["id"], e[key], g[key]))
                confusion[key, e[key], g[key]] += 1
        if e["categories"]:
            n["with category"] += 1
            found = e["categories"][0] in g["categories"]
            n["main found"] += found
            n["given"] += len(g["categories"])
            n["right"] += sum(c in e["categories"] for c in g["categories"])
            n["wanted"] += len(e["categories"][:3])
            n["hits"] += sum(c in g["categories"] for c in e["categories"][:3])
            per[e["categories"][0]]["n"] += 1
            per[e["categories"][0]]["found"] += found
            for c in g["categories"]:
                per[c]["given"] += 1
                per[c]["right"] += c in e["categories"]
            confusion["category", e["categories"][0], (g["categories"] or ["none"])[0]] += 1
            if not found or set(g["categories"]) - set(e["categories"]):
                misses["category" if not found else "extra"].append((w["id"], e["categories"], g["categories"]))
        elif g["categories"]:
            misses["none wanted"].append((w["id"], [], g["categories"]))
        right = place(e.get("governorate")) == place(g["governorate"])
        n["with place"] += bool(e.get("governorate"))
        n["place found"] += bool(e.get("governorate")) and right
        n["place wrong"] += bool(g["governorate"]) and not right
        if not right:
            misses["place"].append((w["id"], e.get("governorate"), g["governorate"]))
        n["platforms"] += len(e.get("platforms", []))
        n["platforms found"] += len(set(e.get("platforms", [])) & set(g["platforms"]))
        n["platforms given"] += len(g["platforms"])
        if set(e.get("platforms", [])) != set(g["platforms"]):
            misses["platform"].append((w["id"], e.get("platforms"), g["platforms"]))
    pc = lambda a, b: f"{100 * n[a] / max(1, n[b]):5.1f} %  ({n[a]}/{n[b]})"
    for label, a, b in (("language", "language", "texts"), ("main category in first 3", "main found", "with category"),
                        ("category precision", "right", "given"), ("category recall", "hits", "wanted"), ("actor group", "actor_group", "texts"),
                        ("governorate found", "place found", "with place"), ("governorate wrong", "place wrong", "texts"),
                        ("platforms found", "platforms found", "platforms"), ("platforms precision", "platforms found", "platforms given")):
        print(f"{label:26} {pc(a, b)}")
    if "--confusion" in sys.argv:
        for field in ("category", "actor_group", "language"):
            rows = sorted({e for f, e, _ in confusion if f == field})
            print(f"\n{field}: wanted -> first given")
            for e in rows:
                cells = sorted(((c, g) for (f, x, g), c in confusion.items() if f == field and x == e), reverse=True)
                print(f"  {e:20} " + ", ".join(f"{g} {c}" for c, g in cells))
        print("\ncategory: found of wanted, right of given")
        for c, x in sorted(per.items()):
            print(f"  {c:20} {x['found']}/{x['n']}  {x['right']}/{x['given']}")
    if "--miss" in sys.argv:
        for field, rows in misses.items():
            print(f"\n{field}")
            for row in rows:
                print("  ", *row)


if __name__ == "__main__":
    main()
