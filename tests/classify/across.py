#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Does a change carry over to mails of another hand? across.py PROGRAM FITTING.jsonl MAILS.jsonl

MAILS is what corpus.py makes: each mail names its set. Each set is classified by weights fitted on FITTING and the other sets;
the average over the sets is the figure that a change must raise, the loss the one that tells first. No limits are applied but
the category that comes first is counted, so it is lower than what the program reaches with three."""
import math, sys

from fit import ACTOR_STRENGTH, CATEGORY_STRENGTH, dot, first, fit, read


def main():
    program, fitting, mails = sys.argv[1:4]
    priors, texts = read(program, [fitting, mails])
    actors = [o for o in priors if o.startswith("actor:")]
    sums = [0.0, 0.0, 0.0]
    sets = sorted({t["set"] for t in texts if "set" in t})
    for name in sets:
        outputs = fit(priors, [t for t in texts if t.get("set") != name], CATEGORY_STRENGTH, ACTOR_STRENGTH)
        left = [t for t in texts if t.get("set") == name]
        right = main_right = with_category = loss = 0
        for t in left:
            top, wanted = first(outputs, t), t["expected"]
            z = {o: dot(outputs[o], {**t["features"], "top." + top: 1.0}) for o in actors}
            right += max(z, key=z.get) == "actor:" + wanted["actor_group"]
            loss += math.log(sum(math.exp(v) for v in z.values())) - z["actor:" + wanted["actor_group"]]
            with_category += bool(wanted["categories"])
            main_right += top == (wanted["categories"] or [None])[0]
        figures = [100 * right / len(left), loss / len(left), 100 * main_right / max(1, with_category)]
        sums = [a + b / len(sets) for a, b in zip(sums, figures)]
        print("%-10s actor %5.1f  loss %.2f  main category first %5.1f" % (name, *figures))
    print("%-10s actor %5.1f  loss %.2f  main category first %5.1f" % ("average", *sums))


if __name__ == "__main__":
    main()
