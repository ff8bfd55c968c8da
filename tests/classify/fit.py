#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Fits the weights of the linear model: fit.py PROGRAM WEIGHTS.json FITTING.jsonl [MORE.jsonl...]

Each category is a logistic regression over the words for categories, the actor groups are one softmax over everything; both are
drawn to the lexicon's own weights (to=) by a quadratic penalty, so that a concept the texts do not show keeps what its author gave
it. The categories learn from FITTING alone, the actor groups also from MORE (corpus.py makes it of the labelled mails): who of many
is accused only shows in whole mails. The testing half is never read.

The strengths, the limits and what each model may see were chosen by leaving out one set of mails after the other (across.py): inside
the fitting half, whose texts are of one hand, cross-validation always asked for too little penalty, and categories that had
learned from the actors' words found less in mails of another hand."""
import collections, json, math, sys

from run import dump

CATEGORY_STRENGTH = 1.0
ACTOR_STRENGTH = 0.4
STEPS = 160
OVER = {"harassment": 0.8}  # as a second or third category: words of anger stand in most reports
LIMITS = {"first": -3.3, "second": -1.4, "third": -1.2, "no_violation": -0.5, "lift": 0.7, **{"over." + o: v for o, v in OVER.items()}}


def sigmoid(z):
    return 1 / (1 + math.exp(-max(-30, min(30, z))))


def dot(weights, x):
    return sum(weights.get(f, 0) * v for f, v in x.items())


def fit_binary(xs, ys, prior, strength):
    """Gradient descent with momentum on the log loss; features that no text has keep their prior."""
    weights = dict(prior)
    for x in xs:
        for f in x:
            weights.setdefault(f, 0.0)
    velocity = collections.defaultdict(float)
    for _ in range(STEPS):
        gradient = collections.defaultdict(float)
        for x, y in zip(xs, ys):
            e = sigmoid(dot(weights, x)) - y
            for f, v in x.items():
                gradient[f] += e * v
        for f in gradient:
            g = gradient[f] + strength * (0.3 if f == "" else 1) * (weights[f] - prior.get(f, 0)) * 10
            velocity[f] = 0.8 * velocity[f] - 0.02 * g
            weights[f] += velocity[f]
    return weights


def fit_softmax(xs, ys, priors, strength):
    weights = {o: dict(p) for o, p in priors.items()}
    velocity = collections.defaultdict(float)
    for _ in range(STEPS):
        gradient = collections.defaultdict(float)
        for x, y in zip(xs, ys):
            z = {o: dot(w, x) for o, w in weights.items()}
            m = max(z.values())
            e = {o: math.exp(v - m) for o, v in z.items()}
            s = sum(e.values())
            for o in e:
                d = e[o] / s - (o == y)
                for f, v in x.items():
                    gradient[o, f] += d * v
        for (o, f), g in gradient.items():
            g += strength * (weights[o].get(f, 0) - priors[o].get(f, 0)) * 10
            velocity[o, f] = 0.8 * velocity[o, f] - 0.02 * g
            weights[o][f] = weights[o].get(f, 0) + velocity[o, f]
    return weights


def about_actors(feature):
    """Features that say who it was: the categories do not see them."""
    return feature.split(":")[-1].startswith("actor.") or feature.startswith(("first.", "account.", "on.", "top."))


def read(program, paths):
    """Prior, and texts with "features" (the bias among them) and the file they came from."""
    texts = []
    for k, path in enumerate(paths):
        rows = [json.loads(line) for line in open(path, encoding="utf-8") if line.strip()]
        priors, got = dump(program, path)
        for row, g in zip(rows, got):
            x = {f: v for f, v in g["features"].items() if not f.startswith("top.")}
            texts.append({**row, "file": k, "features": {**x, "": 1.0}})
    return priors, texts


def fit(priors, texts, category_strength=CATEGORY_STRENGTH, actor_strength=ACTOR_STRENGTH):
    categories = [o for o in priors if not o.startswith("actor:")]
    learn = [t for t in texts if t["file"] == 0]
    xs = [{f: v for f, v in t["features"].items() if not about_actors(f)} for t in learn]
    labels = [t["expected"]["categories"] or ["no_violation"] for t in learn]
    outputs = {o: fit_binary(xs, [float(o in l) for l in labels], priors[o], category_strength) for o in categories}
    tops = [{**t["features"], "top." + first(outputs, t): 1.0} for t in texts]
    ys = ["actor:" + t["expected"]["actor_group"] for t in texts]
    outputs.update(fit_softmax(tops, ys, {o: p for o, p in priors.items() if o.startswith("actor:")}, actor_strength))
    return outputs


def first(outputs, text):
    """The category that comes first."""
    x = {f: v for f, v in text["features"].items() if not about_actors(f)}
    return max((o for o in outputs if not o.startswith("actor:") and o != "no_violation"), key=lambda o: dot(outputs[o], x))


def main():
    program, target, *paths = sys.argv[1:]
    priors, texts = read(program, paths)
    outputs = fit(priors, texts)
    document = {"version": 1, "fitted_on": [p.rsplit("/", 1)[-1] for p in paths], "texts": len(texts), "limits": LIMITS,
                "outputs": {o: {"bias": round(w[""], 3), "weights": {f: round(v, 3) for f, v in sorted(w.items()) if f and (abs(v) >= 0.02 or priors[o].get(f))}}
                            for o, w in outputs.items()}}
    with open(target, "w", encoding="utf-8") as out:
        json.dump(document, out, ensure_ascii=False, indent=1)
        out.write("\n")


if __name__ == "__main__":
    main()
