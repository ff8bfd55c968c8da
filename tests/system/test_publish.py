# SPDX-License-Identifier: ISC
"""Public figures: no small number stands in them, and none can be worked out by one who knows every published number and every sum."""
import csv
import io
import json
import random
import re
import sqlite3
import unittest
from fractions import Fraction

from harness import CORPUS, Amana

CATEGORIES = ["hate_speech", "incitement", "harassment", "defamation", "fabricated_media", "disinformation", "blackmail", "child_unsafe"]
PLATFORMS = ["facebook", "telegram", "tiktok", "x", "website"]
GROUPS = ["candidate", "party", "media", "individual", "unknown"]
GOVERNORATES = ["Baghdad", "Basra", "Nineveh", "Erbil", "Halabja", None]


def fill(store, count, seed=1):
    """Synthetic cases, made from the one that is there; returns what was made."""
    rnd = random.Random(seed)
    db = sqlite3.connect(store / "cases.db")
    db.row_factory = sqlite3.Row
    template = dict(db.execute("SELECT * FROM cases WHERE kind = 'report' LIMIT 1").fetchone())
    db.execute("UPDATE cases SET opened_on = '2020-01-01'")
    made = []
    for i in range(count):
        skew = lambda values: values[min(int(rnd.expovariate(1.1)), len(values) - 1)]  # noqa: E731
        status = rnd.choice(["verified"] * 6 + ["escalated", "published", "new", "new", "rejected", "unverified"])
        case = {**template, "ref": f"AM-{i // 10000:04d}-{i % 10000:04d}", "status": status, "kind": "report",
                "opened_on": f"2026-{skew([10, 11, 12]):02d}-{rnd.randint(1, 28):02d}", "language": skew(["ar", "ckb", "en", "tr"]),
                "actor_group": skew(GROUPS), "governorate": skew(GOVERNORATES), "categories": json.dumps([skew(CATEGORIES), "other"]),
                "platforms": json.dumps([skew(PLATFORMS)]), "links": json.dumps([{"url": f"https://www.facebook.com/{i}", "platform": "facebook", "account": None}]),
                "review": "[]" if rnd.random() > .05 else '["relation-to-accused"]'}
        db.execute(f"INSERT INTO cases ({','.join(case)}) VALUES ({','.join('?' * len(case))})", list(case.values()))
        made.append(case)
    db.commit()
    db.close()
    return made


class Reader:
    """One who knows all published numbers: unknown cells are variables, sums are equations."""

    def __init__(self, figures):
        self.names, self.equations, self.known = {}, [], {}
        for t in figures["tables"]:
            row, rows, name = t["row_property"], t["rows"], t["name"]
            totals = [self.cell((row, r), v) for r, v in zip(rows, t["row_totals"])]
            whole = self.cell(("case_state", "counted") if "columns" in t else (name, "total"), t["total"])
            self.equations.append((totals, whole))
            if "columns" not in t:
                continue
            cells = [[self.cell((name, r, c), v) for c, v in zip(t["columns"], line)] for r, line in zip(rows, t["cells"])]
            columns = [self.cell((t["column_property"], c), v) for c, v in zip(t["columns"], t["column_totals"])]
            self.equations += [(line, total) for line, total in zip(cells, totals)]
            self.equations += [([line[i] for line in cells], total) for i, total in enumerate(columns)] + [(columns, whole)]

    def cell(self, name, value):
        number = self.names.setdefault(name, len(self.names))
        if value is not None:
            self.known[number] = value
        return number

    def worked_out(self):
        """Unknown cells that elimination over all equations together gives: cell -> value."""
        rows = []
        for parts, total in self.equations:
            row, right = {}, Fraction(0)
            for cell, sign in [(p, 1) for p in parts] + [(total, -1)]:
                if cell in self.known:
                    right -= sign * self.known[cell]
                else:
                    row[cell] = row.get(cell, Fraction(0)) + sign
            rows.append((row, right))
        reduced = []
        for row, right in rows:
            for pivot, other, other_right in reduced:
                if pivot in row:
                    factor = row[pivot]
                    row = {c: v for c in row.keys() | other.keys() if (v := row.get(c, 0) - factor * other.get(c, 0))}
                    right -= factor * other_right
            if not row:
                continue
            pivot = min(row)
            row, right = {c: v / row[pivot] for c, v in row.items()}, right / row[pivot]
            again = []
            for p, other, other_right in reduced:
                if pivot in other:
                    factor = other[pivot]
                    other = {c: v for c in other.keys() | row.keys() if (v := other.get(c, 0) - factor * row.get(c, 0))}
                    other_right -= factor * right
                again.append((p, other, other_right))
            reduced = again + [(pivot, row, right)]
        return {p: right for p, row, right in reduced if len(row) == 1}

    def bounds(self):
        """cell -> (low, high) by going round the sums until nothing changes; counts are not negative."""
        low = {c: self.known.get(c, 0) for c in self.names.values()}
        high = {c: self.known.get(c, 10 ** 9) for c in self.names.values()}
        changed = True
        while changed:
            changed = False
            for parts, total in self.equations:
                sum_low, sum_high = sum(low[p] for p in parts), sum(high[p] for p in parts)
                for cell, new_low, new_high in [(total, sum_low, sum_high)] + [
                        (p, low[total] - (sum_high - high[p]), high[total] - (sum_low - low[p])) for p in parts]:
                    if new_low > low[cell] or new_high < high[cell]:
                        low[cell], high[cell], changed = max(low[cell], new_low), min(high[cell], new_high), True
        return {c: (low[c], high[c]) for c in low}


def truth(cases):
    """What the cells are, by name."""
    from collections import Counter
    counted = [c for c in cases if c["status"] in ("verified", "escalated", "published") and c["review"] == "[]"]
    values = Counter()
    for c in counted:
        category, platform, month = json.loads(c["categories"])[0], json.loads(c["platforms"])[0], c["opened_on"][:7]
        for name in (("category_month", category, month), ("category_platform", category, platform), ("language_month", c["language"], month),
                     ("governorate_actor_group", c["governorate"] or "", c["actor_group"]), ("category", category), ("platform", platform), ("month", month),
                     ("language", c["language"]), ("governorate", c["governorate"] or ""), ("actor_group", c["actor_group"]), ("case_state", "counted")):
            values[name] += 1
    for c in cases:
        if c not in counted:
            values["case_state", "waiting" if c["status"] in ("verified", "escalated", "published") else c["status"]] += 1
    values["cases", "total"] = len(cases)
    return values


class Publish(unittest.TestCase):
    def figures(self, amana, *argv):
        return json.loads(amana.call("publish", "--quarter", "2026Q4", "--json", *argv).stdout)

    def check_nothing_is_told(self, figures, cases, k):
        reader, true = Reader(figures), truth(cases)
        for name, cell in reader.names.items():
            if name[0] in ("kind", "messages"):
                continue
            if cell in reader.known:
                self.assertGreaterEqual(reader.known[cell], k, name)
                self.assertEqual(reader.known[cell], true[name], name)
        self.assertEqual(reader.worked_out(), {})
        bounds = reader.bounds()
        for name, cell in reader.names.items():
            if cell in reader.known or name[0] in ("kind", "messages"):
                continue
            low, high = bounds[cell]
            self.assertTrue(low <= true[name] <= high, (name, low, true[name], high))
            self.assertLess(low, high, name)
            if true[name] < k:
                self.assertGreaterEqual(high, k, (name, "is told to be small"))

    def test_no_small_number_is_published_or_can_be_worked_out(self):
        for seed, count in enumerate((30, 120, 400, 2000)):
            with Amana().start() as amana:
                amana.importing(CORPUS / "003.eml", CORPUS / "001.eml", CORPUS / "002.eml")
                amana.stop()
                cases = fill(amana.store, count, seed)
                amana.start()
                for k in (5, 10):
                    figures = self.figures(amana, "--k", str(k))
                    self.assertEqual(figures["k"], k)
                    self.check_nothing_is_told(figures, cases, k)
                shown = sum(v is not None for t in figures["tables"] for line in t.get("cells", []) for v in line)
                if count == 2000:
                    self.assertGreater(shown, 15)

    def test_how_monitors_worked(self):
        with Amana().start() as amana:
            amana.importing(CORPUS / "003.eml", CORPUS / "001.eml", CORPUS / "002.eml")
            amana.stop()
            fill(amana.store, 60)
            db = sqlite3.connect(amana.store / "cases.db")
            db.execute("UPDATE cases SET status = 'new', review = '[]', opened_on = '2026-11-20' WHERE opened_on >= '2026'")
            refs = [r for r, in db.execute("SELECT ref FROM cases WHERE opened_on >= '2026'")]
            today, = db.execute("SELECT CAST(julianday(date('now', '+3 hours')) - julianday('2026-11-20') AS INTEGER)").fetchone()
            db.commit()
            db.close()
            amana.start()
            for ref in refs[:30]:
                self.assertEqual(amana.call("set", ref, "status=verified").returncode, 0)
            for ref in refs[:6]:
                amana.call("set", ref, "status=unverified")
            for ref in refs[6:12]:
                amana.call("set", ref, "categories=blackmail,other")
            amana.call("export", *refs[10:17], "--format", "notice", "--to", amana.home / "notices")
            work = self.figures(amana)["work"]
            self.assertEqual(work["days_to_decision_median"], today)
            self.assertEqual(work["days_to_decision_ninth_decile"], today)
            self.assertEqual(work["decisions_reversed"], 6)
            self.assertEqual(work["cases_with_notice"], 7)
            self.assertIn(work["categories_kept_percent"], (75, 80))
            self.assertEqual(self.figures(amana, "--k", "8")["work"], {**dict.fromkeys(work), })

    def test_a_reader_finds_what_is_left_out_badly(self):
        """The adversary of these tests is one: it finds a cell that stands alone in its line."""
        table = {"name": "category_month", "row_property": "category", "rows": ["a", "b"], "column_property": "month", "columns": ["1", "2"],
                 "cells": [[None, 20], [30, 40]], "row_totals": [23, 70], "column_totals": [33, 60], "total": 93}
        reader = Reader({"tables": [table]})
        self.assertEqual(reader.worked_out(), {reader.names["category_month", "a", "1"]: 3})

    def test_the_forms_say_the_same_and_how_they_were_made(self):
        with Amana() as amana:
            amana.conf.write_text(amana.conf.read_text() + "[export]\norganisation = مرصد المدونة\n[publish]\nk = 7\n")
            amana.start()
            amana.importing(CORPUS / "003.eml", CORPUS / "001.eml", CORPUS / "002.eml")
            amana.stop()
            fill(amana.store, 500)
            amana.start()
            out = amana.home / "figures"
            r = amana.call("publish", "--quarter", "2026Q4", "--to", out)
            self.assertEqual(r.returncode, 0, r.stderr)
            self.assertEqual(sorted(p.name for p in out.iterdir()), ["figures.ar.html", "figures.ckb.html", "figures.csv", "figures.en.html", "figures.json"])
            figures = json.loads((out / "figures.json").read_text())
            self.assertEqual((figures["k"], figures["quarter"], figures["since"], figures["until"]), (7, "2026Q4", "2026-10-01", "2026-12-31"))
            rows = list(csv.DictReader(io.StringIO((out / "figures.csv").read_text("utf-8"), newline="")))
            for t in figures["tables"]:
                mine = {(r["row"], r["column"]): r["count"] for r in rows if r["table"] == t["name"]}
                for r, line in zip(t["rows"], t.get("cells", [])):
                    for c, v in zip(t["columns"], line):
                        self.assertEqual(mine[r, c], "" if v is None else str(v))
                self.assertEqual(mine["total", "total"], "" if t["total"] is None else str(t["total"]))
            self.assertEqual(figures["work"]["categories_kept_percent"], 100)
            self.assertIsNone(figures["work"]["days_to_decision_median"])
            numbers = re.findall(r'<t[dh] class="number">([^<]*)<', (out / "figures.en.html").read_text())
            told = [v for t in figures["tables"] for line in [*t.get("cells", []), t["row_totals"], t.get("column_totals", []), [t["total"]]] for v in line]
            self.assertEqual(sorted(n for n in numbers if n != "–"), sorted(str(v) for v in told if v is not None))
            for lang in ("ar", "ckb", "en"):
                page = (out / f"figures.{lang}.html").read_text()
                self.assertIn("مرصد المدونة", page)
                self.assertIn("default-src 'none'", page)
                self.assertNotRegex(page, r"\d{4}-\d{2}-\d{2}(?!</bdi>| –)")  # months, but for the period and the day it was made
                self.assertEqual(len(re.findall("<li>", page)), len(figures["method"]))
            self.assertIn("7", figures["method"][2])
            self.assertEqual(amana.call("publish", "--quarter", "2026Q4", "--k", "6").returncode, 64)
            self.assertEqual(amana.call("publish", "--quarter", "2026Q5").returncode, 64)
            self.assertEqual(amana.call("publish", "--quarter", "2026Q4", "--to", out).returncode, 1)
            self.assertIn("read figures", [e["act"] for e in amana.json("custody")])


if __name__ == "__main__":
    unittest.main()
