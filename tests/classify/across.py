#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Does a change carry over to mails of another hand? across.py PROGRAM FITTING.jsonl MAILS.jsonl

MAILS is what corpus.py makes: each mail names its set. Each set is classified by weights fitted on FITTING and the other sets;
the average over the sets is the figure that a change must raise, the loss the one that tells first. "first" counts the category
that comes first; "in 3" and "right" are what the program would give within its limits (but for criticism, which it asks about)."""
import math, sys

from fit import ACTOR_STRENGTH, CATEGORY_STRENGTH, LIMITS, WORD, about_actors, dot, first, fit, read


def given(outputs, text):
    """The categories that the program would give, as set_categories() of parser/classify.c does."""
    x = {f: v for f, v in text["features"].items() if not about_actors(f)}
    words = {o: {f: w.get(f, 0) * v for f, v in x.items() if f} for o, w in outputs.items() if not o.startswith("actor:") and o != "no_violation"}
    lift = {o: sum(parts.values()) for o, parts in words.items()}
    score = {o: lift[o] + outputs[o][""] - LIMITS.get("over." + o, 0) for o in words}
    left, out = sorted(score, key=score.get, reverse=True), []
    while left and len(out) < 3:
        o = left.pop(0)
        concept = max((v for f, v in words[o].items() if not f.startswith(WORD)), default=0) > 0
        if max(words[o].values(), default=0) <= 0 or ((out or not concept) and lift[o] < LIMITS["lift"]):
            continue
        if score[o] < LIMITS[("first", "second", "third")[len(out)]]:
            break
        out.append(o)
    return out


LINE = "%-10s actor %5.1f  loss %.2f  main category first %5.1f  in 3 %5.1f  categories right %5.1f"


def main():
    program, fitting, mails = sys.argv[1:4]
    priors, texts = read(program, [fitting, mails])
    actors = [o for o in priors if o.startswith("actor:")]
    sums = [0.0] * 5
    sets = sorted({t["set"] for t in texts if "set" in t})
    for name in sets:
        outputs = fit(priors, [t for t in texts if t.get("set") != name], CATEGORY_STRENGTH, ACTOR_STRENGTH)
        left = [t for t in texts if t.get("set") == name]
        right = main_right = with_category = loss = in_three = n_given = n_right = 0
        for t in left:
            top, wanted = first(outputs, t), t["expected"]
            z = {o: dot(outputs[o], {**t["features"], "top." + top: 1.0}) for o in actors}
            right += max(z, key=z.get) == "actor:" + wanted["actor_group"]
            loss += math.log(sum(math.exp(v) for v in z.values())) - z["actor:" + wanted["actor_group"]]
            with_category += bool(wanted["categories"])
            main = (wanted["categories"] or [None])[0]
            main_right += top == main
            categories = given(outputs, t)
            in_three += main in categories
            n_given += len(categories)
            n_right += sum(c in wanted["categories"] for c in categories)
        figures = [100 * right / len(left), loss / len(left), 100 * main_right / max(1, with_category),
                   100 * in_three / max(1, with_category), 100 * n_right / max(1, n_given)]
        sums = [a + b / len(sets) for a, b in zip(sums, figures)]
        print(LINE % (name, *figures))
    print(LINE % ("average", *sums))


if __name__ == "__main__":
    main()
