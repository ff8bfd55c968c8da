#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Fits the weights of the linear model: fit.py PROGRAM FOLDER FITTING.jsonl [MORE.jsonl...] writes FOLDER/weights.json and words.txt

Each category is a logistic regression over the words for categories, the actor groups are one softmax over everything; both are
drawn to the lexicon's own weights (to=) by a quadratic penalty, so that a concept the texts do not show keeps what its author gave
it. Words that no lexicon has (parser/classify_word.c) count beside it, when they stand in MIN_MAILS texts or more. All learn from FITTING and from
MORE (corpus.py makes it of the labelled mails): short texts show words, who of many is accused and what is said beside what only shows in whole mails. The testing half is never read. Needs python3-scipy.

The strengths, the limits and what each model may see were chosen by leaving out one set of mails after the other (across.py): inside
the fitting half, whose texts are of one hand, cross-validation always asked for too little penalty, and categories that had
learned from the actors' words found less in mails of another hand."""
import collections, json, sys

import numpy
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from run import dump

CATEGORY_STRENGTH = 0.5
ACTOR_STRENGTH = 0.3
STEPS = 200
MIN_MAILS = 12
WORD = ("word:", "four:", "five:")
OVER = {"harassment": 0.5}  # words of anger stand in most reports
LIMITS = {"first": -2.6, "second": -1.3, "third": -0.9, "no_violation": -0.5, "lift": 0.7, **{"over." + o: v for o, v in OVER.items()}}


def dot(weights, x):
    return sum(weights.get(f, 0) * v for f, v in x.items())


def fit_softmax(xs, ys, priors, strength):
    """One weight table for each output of priors; ys are distributions over them. Features that no text has keep their prior."""
    outputs, names = list(priors), sorted({f for x in xs for f in x})
    column = {f: i for i, f in enumerate(names)}
    rows = [(i, column[f], v) for i, x in enumerate(xs) for f, v in x.items()]
    x = csr_matrix(([v for _, _, v in rows], ([i for i, _, _ in rows], [j for _, j, _ in rows])), (len(xs), len(names)))
    y = numpy.array([[w.get(o, 0) for o in outputs] for w in ys], float)
    prior = numpy.array([[priors[o].get(f, 0) for o in outputs] for f in names], float)
    penalty = numpy.array([[10 * strength * (0.3 if f == "" else 1)] for f in names])

    def loss(flat):
        w = flat.reshape(prior.shape)
        z = x @ w
        z = z - z.max(1, keepdims=True)
        p = numpy.exp(z)
        p /= p.sum(1, keepdims=True)
        away = w - prior
        return -(y * numpy.log(p + 1e-12)).sum() + (penalty * away**2).sum() / 2, (x.T @ (p - y) + penalty * away).ravel()

    w = minimize(loss, prior.ravel(), jac=True, method="L-BFGS-B", options={"maxiter": STEPS}).x.reshape(prior.shape)
    return {o: {**priors[o], **dict(zip(names, map(float, w[:, k])))} for k, o in enumerate(outputs)}


def fit_binary(xs, ys, prior, strength):
    """A softmax of two that mirror each other."""
    y = [{"yes": v, "no": 1 - v} for v in ys]
    both = fit_softmax(xs, y, {"yes": {f: v / 2 for f, v in prior.items()}, "no": {f: -v / 2 for f, v in prior.items()}}, 2 * strength)
    return {f: both["yes"].get(f, 0) - both["no"].get(f, 0) for f in both["yes"]}


def about_actors(feature):
    """Features that say who it was: the categories do not see them."""
    return feature.split(":")[-1].startswith("actor.") or feature.startswith(("link.", "first.", "account.", "on.", "top.", "behind.", "role.", "self.", "speaker.", "subject."))


def read(program, paths):
    """Prior, and texts with "features" (the bias among them) and the file they came from."""
    texts = []
    for k, path in enumerate(paths):
        rows = [json.loads(line) for line in open(path, encoding="utf-8") if line.strip()]
        priors, got = dump(program, path)
        for row, g in zip(rows, got):
            x = {f: v for f, v in g["features"].items() if not f.startswith("top.")}
            texts.append({**row, "file": k, "features": {**x, "": 1.0}, "words": g["words"]})
    mails = collections.Counter(name for t in texts for name in t["words"])
    for t in texts:
        t["features"].update((name, value) for name, value in t.pop("words").items() if mails[name] >= MIN_MAILS)
    return priors, texts


def fit(priors, texts, category_strength=CATEGORY_STRENGTH, actor_strength=ACTOR_STRENGTH):
    categories = [o for o in priors if not o.startswith("actor:")]
    xs = [{f: v for f, v in t["features"].items() if not about_actors(f)} for t in texts]
    labels = [t["expected"]["categories"] or ["no_violation"] for t in texts]
    outputs = {o: fit_binary(xs, [float(o in l) for l in labels], priors[o], category_strength) for o in categories}
    tops = [{**t["features"], "top." + first(outputs, t): 1.0} for t in texts]
    ys = [{"actor:" + t["expected"]["actor_group"]: 1} for t in texts]
    outputs.update(fit_softmax(tops, ys, {o: p for o, p in priors.items() if o.startswith("actor:")}, actor_strength))
    return outputs


def first(outputs, text):
    """The category that comes first."""
    x = {f: v for f, v in text["features"].items() if not about_actors(f)}
    return max((o for o in outputs if not o.startswith("actor:") and o != "no_violation"), key=lambda o: dot(outputs[o], x))


def write_words(path, outputs):
    """A line for each word with the weights of all outputs, in hundredths."""
    names = sorted({f for w in outputs.values() for f in w if f.startswith(WORD)})
    with open(path, "w", encoding="utf-8") as out:
        print("# What words speak for that are in no lexicon (parser/classify_word.c): a weight for each output, in hundredths. Learned by tests/classify/fit.py; do not edit it.", file=out)
        print("outputs", *outputs, file=out)
        for name in names:
            row = [round(100 * w.get(name, 0)) for w in outputs.values()]
            if any(row):
                print(name, *row, file=out)


def main():
    program, folder, *paths = sys.argv[1:]
    priors, texts = read(program, paths)
    outputs = fit(priors, texts)
    document = {"version": 1, "fitted_on": [p.rsplit("/", 1)[-1] for p in paths], "texts": len(texts), "limits": LIMITS,
                "outputs": {o: {"bias": round(w[""], 3), "weights": {f: round(v, 3) for f, v in sorted(w.items()) if f and not f.startswith(WORD) and (abs(v) >= 0.02 or priors[o].get(f))}}
                            for o, w in outputs.items()}}
    with open(folder + "/weights.json", "w", encoding="utf-8") as out:
        json.dump(document, out, ensure_ascii=False, indent=1)
        out.write("\n")
    write_words(folder + "/words.txt", outputs)


if __name__ == "__main__":
    main()
