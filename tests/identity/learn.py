#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Learns the numbers of the second opinion (config/identity/second.txt) from labelled mails.

    learn.py --strip build/release/bin/strip_json --rules config/identity [--links SHARE_PARAMS.json] [--epochs N] [--seed N] [--teachers N] [--check SET]... [--write] SET...

A SET is marked mails (FILE.txt, see marked.py), cases (FILE.jsonl as in tests/identity) or mails with labels (DIR:FIRST-LAST). strip_json tells for each token
what is seen of it when the rules have done their work; the labels tell what it is. A small recurrent network (parser/identity_network.c) learns the one from the
other. With --teachers so many are learned first, each for itself, and the one that is written learns from what they say on the average more than from the labels.
--check tells how well it does on sets that it has not learned from; what that means for the stripping tell marked.py and score.py. --write puts the numbers
into the folder of the rules; the thresholds of the file that is there are kept. Words that stand in few mails have no numbers, so no name gets in.
Needs python3-torch.
"""
import argparse, collections, json, math, random, re, shutil, sys, tempfile
from pathlib import Path
import numpy
import torch
from torch import nn

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import marked
import score as scoring
import score_text

SIZE = 80        # as IDENTITY_NETWORK_SIZE
UNIT = 1024      # numbers are written as whole ones of 1/UNIT,
ROW_UNIT = 64    # those of the rows of 1/ROW_UNIT, one byte each
MIN_MAILS = 30   # what is seen in fewer mails has no numbers
BATCH = 32
RATE, DECAY, DROPOUT = 3.5e-3, 1e-4, 0.3
LETTERS = 0.3    # how often the letters of a word are hidden while learning, so that its classes are looked at
OFTEN = 3        # how often is learned from what must be right: cases, each the only one of its kind, and the open corpus
SOFT = 0.6       # how much of what is learned is what the teachers say
TAKEN = 0.3      # how often what the rules have found in a text is hidden: of mails by new hands they find less
OUTCOMES = "none evidence name place work tie contact hint".split()
NONE, EVIDENCE, NAME, PLACE, WORK, TIE, CONTACT, HINT = range(8)
OURS = 8         # of the reporter's side, whatever it is
WEIGHTS = [0.5, 1, 1, 1, 1, 1, 1, 0.3]
OF_KIND = {"keep": EVIDENCE, "name": NAME, "metadata": NAME, "address": PLACE, "employer": WORK, "relation": TIE, "soft": HINT, "job": HINT, "any": OURS}


def load(s):
    """Mails of a set, as (message, spans): spans of each text, (first byte, end, outcome), and the outcome of what is in none (None: not told)."""
    if s.endswith(".txt"):
        for mail, (_, block) in zip(marked.load(s), marked.blocks(s)):
            head, _, body = block.partition("\n\n")
            subject = marked.HEAD.match(head.strip())[3]
            yield mail["message"], [marks(subject), marks(body)], NONE
    elif s.endswith(".jsonl"):
        for line in Path(s).read_text("utf-8").splitlines():
            case = json.loads(line)
            if "body" in case:
                texts = [["subject", case.get("subject", "")], ["body", case["body"]]]
                message = {"headers": [["from", case.get("from", "")]], "own_addresses": [], "file_names": [], "hints": [], "texts": texts}
                labels = [("any", t) for t in case.get("go", [])] + [("keep", t) for t in case.get("stay", [])]
                yield message, [found(t, labels) for _, t in texts], None
    else:
        path, _, span = s.rpartition(":")
        low, _, high = span.partition("-")
        for p in sorted((Path(path) / "labels").glob("*.json")):
            if not low <= p.stem <= high:
                continue
            labels = json.loads(p.read_text("utf-8"))
            if labels["expected"]["kind"] == "spam":
                continue
            message = score_text.message_json(Path(path) / "messages" / (p.stem + ".eml"))
            strings = [("keep", t) for t in labels["evidence"]] + [("soft", t) for l in labels.get("identity_soft", []) for t in scoring.forms(l)]
            strings += [(l["kind"], t) for l in labels["identity"] for t in scoring.forms(l)]
            yield message, [found(t, strings) for _, t in message["texts"]], NONE


def marks(text):
    """The marks of a text, by the bytes of the text without them."""
    out, position = [], 0
    for piece in re.split(r"(\{\{\w+\|[^{}|]+\}\})", text):
        m = marked.MARK.fullmatch(piece)
        size = len((m[2] if m else piece).encode())
        if m:
            out.append((position, position + size, OF_KIND.get(m[1], CONTACT)))
        position += size
    return out


def found(text, labels):
    """Where the strings of labels, (kind, string), stand in a text; the last one wins."""
    return [(len(text[:m.start()].encode()), len(text[:m.end()].encode()), OF_KIND.get(kind, CONTACT)) for kind, t in labels if t for m in re.finditer(re.escape(t), text, re.I)]


def see(a, sets):
    """For each text of the sets (what is seen of each token, outcome of each token)."""
    mails = [mail for s in sets for mail in load(s)]
    with tempfile.TemporaryDirectory() as folder: # the rules alone
        rules = Path(folder) / "rules"
        shutil.copytree(a.rules, rules)
        (rules / "second.txt").unlink(missing_ok=True)
        results = marked.strip(a, rules, [{"message": m} for m, _, _ in mails], "--seen")
    out = []
    for (message, spans, rest), result in zip(mails, results):
        texts = collections.defaultdict(lambda: ([], []))
        for line in result["seen"]:
            where, start, end, *more = line.split(" ")
            number = int(where.partition(":")[2])
            seen, outcomes = texts[number]
            outcome = rest
            for first, last, of in spans[number]:
                if first < int(end) and int(start) < last:
                    outcome = of
            seen.append(more[9:])
            outcomes.append(outcome)
        out += texts.values()
    return out


class Network(nn.Module):
    """parser/identity_network.c does the same without PyTorch."""

    def __init__(self, rows):
        super().__init__()
        self.rows = nn.EmbeddingBag(rows, SIZE, mode="sum")
        nn.init.normal_(self.rows.weight, 0, 0.05)
        self.all = nn.Parameter(torch.zeros(SIZE))
        self.units = nn.GRU(SIZE, SIZE, bidirectional=True, batch_first=True)
        self.out = nn.Linear(2 * SIZE, len(OUTCOMES))
        self.drop = nn.Dropout(DROPOUT)

    def forward(self, ids, offsets, lengths):
        x = self.drop(torch.relu(self.rows(ids, offsets).view(len(lengths), -1, SIZE) + self.all))
        packed = nn.utils.rnn.pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
        memory, _ = nn.utils.rnn.pad_packed_sequence(self.units(packed)[0], batch_first=True, total_length=x.shape[1])
        return self.out(self.drop(memory))


def batch(texts, learning):
    """texts: ((ids, of what the rules have found, of letters) of each token, outcomes)."""
    longest = max(len(t[0]) for t in texts)
    ids, offsets, outcomes = [], [], numpy.full((len(texts), longest), -1)
    for n, (seen, of) in enumerate(texts):
        hide = learning and random.random() < TAKEN
        for i in range(longest):
            offsets.append(len(ids))
            if i < len(seen):
                plain, taken, letters = seen[i]
                ids += plain if hide else plain + taken
                if not learning or random.random() >= LETTERS:
                    ids += letters
        outcomes[n, :len(of)] = of
    return torch.tensor(ids), torch.tensor(offsets), torch.tensor([len(t[0]) for t in texts]), torch.tensor(outcomes)


def loss_of(scores, outcomes):
    """Weighted by outcome; -1 counts nothing, OURS is any outcome of the reporter's side."""
    p = torch.log_softmax(scores, -1)
    ours = torch.logsumexp(p[..., NAME:CONTACT + 1], -1)
    told = p.gather(-1, outcomes.clamp(0, HINT).unsqueeze(-1)).squeeze(-1)
    weights = torch.tensor(WEIGHTS)[outcomes.clamp(0, HINT)] * (outcomes >= 0)
    return -(torch.where(outcomes == OURS, ours, told) * weights).sum() / weights.sum()


def taught_by(scores, said):
    """The loss against what teachers have said: (tokens, outcomes) of each text."""
    p = torch.zeros(scores.shape)
    for n, text in enumerate(said):
        p[n, :len(text)] = torch.from_numpy(text)
    weights = (p * torch.tensor(WEIGHTS)).sum(-1)
    return -((p * torch.log_softmax(scores, -1)).sum(-1) * weights).sum() / weights.sum()


def learned(a, names, data, check, seed, said=None):
    """A network that has learned from data; said: what teachers say of each text."""
    random.seed(seed)
    torch.manual_seed(seed)
    network = Network(len(names))
    optimizer = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=a.epochs * math.ceil(len(data) / BATCH) + 1)
    for epoch in range(a.epochs):
        order = sorted(range(len(data)), key=lambda i: len(data[i][0]) + random.random() * 30) # of about one length, little is padded
        batches = [order[k:k + BATCH] for k in range(0, len(order), BATCH)]
        random.shuffle(batches)
        total = 0.0
        network.train()
        for b in batches:
            *x, outcomes = batch([data[i] for i in b], True)
            scores = network(*x)
            loss = loss_of(scores, outcomes)
            if not torch.isfinite(loss): # nothing in it is told
                continue
            if said:
                loss = SOFT * taught_by(scores, [said[i] for i in b]) + (1 - SOFT) * loss
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total += loss.item()
        network.eval()
        checked = 0.0
        with torch.no_grad():
            for k in range(0, len(check), BATCH):
                *x, outcomes = batch(check[k:k + BATCH], False)
                checked += loss_of(network(*x), outcomes).item() * len(check[k:k + BATCH]) / len(check)
        print(f"seed {seed}, epoch {epoch + 1}: loss {total / len(batches):.4f}" + (f", of what was not learned from {checked:.4f}" if check else ""), flush=True)
    return network


def says(network, data):
    """How likely the network finds each outcome of each token of each text."""
    out = []
    with torch.no_grad():
        for k in range(0, len(data), BATCH):
            *x, _ = batch(data[k:k + BATCH], False)
            p = torch.softmax(network(*x), -1).numpy()
            out += [p[n, :len(seen)] for n, (seen, _) in enumerate(data[k:k + BATCH])]
    return out


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--strip", required=True)
    parser.add_argument("--rules", required=True)
    parser.add_argument("--links")
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--teachers", type=int, default=0)
    parser.add_argument("--check", action="append", default=[])
    parser.add_argument("--write", action="store_true")
    parser.add_argument("sets", nargs="+")
    a = parser.parse_args()
    must = [s for s in a.sets if s.endswith(".jsonl") or Path(s.rpartition(":")[0]).name == "corpus"]
    texts, often = see(a, [s for s in a.sets if s not in must]), see(a, must) if must else []
    mails = collections.Counter(name for seen, _ in texts + often for name in {x for token in seen for x in token})
    names = sorted(n for n, count in mails.items() if count >= MIN_MAILS)
    number = {n: i for i, n in enumerate(names)}

    def sort_of(name):
        return 2 if name.startswith(("word:", "first:", "first.", "last:", "last.")) else 1 if name.startswith(("taken:", "rule:")) or name == "form:taken" else 0

    def numbered(texts):
        split = lambda token: tuple([number[x] for x in token if x in number and sort_of(x) == k] for k in range(3))
        return [([split(token) for token in seen], [-1 if o is None else o for o in outcomes]) for seen, outcomes in texts if seen]

    data, check = numbered(texts + often * OFTEN), numbered(see(a, a.check)) if a.check else []
    print(len(data), "texts", sum(len(o) for _, o in data), "tokens", len(names), "names", flush=True)
    said = None
    for n in range(a.teachers):
        more = says(learned(a, names, data, check, a.seed + 1 + n), data)
        said = [x + y / a.teachers for x, y in zip(said, more)] if said else [y / a.teachers for y in more]
    network = learned(a, names, data, check, a.seed, said)
    if a.write:
        write(Path(a.rules) / "second.txt", names, network)


def write(path, names, network):
    line = lambda *values: " ".join(str(round(float(v) * UNIT)) for part in values for v in part)
    row = lambda values: " ".join(str(max(-127, min(127, round(float(v) * ROW_UNIT)))) for v in values)
    state = {k: v.numpy() for k, v in network.state_dict().items()}
    out = [path.read_text("utf-8").partition("[second.rows]")[0].rstrip("\n"), "[second.rows]", "all " + row(state["all"])]
    out += [n + " " + row(values) for n, values in zip(names, state["rows.weight"])]
    for section, suffix in (("forward", ""), ("backward", "_reverse")):
        out.append(f"[second.{section}]")
        w, u, b, c = (state[f"units.{x}_l0{suffix}"] for x in ("weight_ih", "weight_hh", "bias_ih", "bias_hh"))
        out += [line(w[g], u[g], [b[g], c[g]]) for g in range(3 * SIZE)]
    out.append("[second.outcomes]")
    out += [line(w, [b]) for w, b in zip(state["out.weight"], state["out.bias"])]
    path.write_text("\n".join(out) + "\n", "utf-8")
    print(path, path.stat().st_size, "bytes", len(names), "names")


if __name__ == "__main__":
    main()
