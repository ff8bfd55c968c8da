# SPDX-License-Identifier: ISC
"""Every text for people is translated: the catalogues against the sources, and the command in Arabic and Kurdish."""
import re
import subprocess
import tempfile
import unittest
from pathlib import Path

from harness import CORPUS, ROOT, Amana, run

LANGUAGES = {"ar": 6, "ckb": 2}
SOURCES = sorted(p for folder in ("cli", "export") for p in (ROOT / folder).glob("*.[ch]"))
# calls that print to people, and which argument is the text
PRINTS = {"cli_complain": 0, "cli_usage": 1, "printf": 0, "puts": 0, "fputs": 0, "g_set_error": 3, "g_set_error_literal": 3, "put_heading": 2}
# files whose English stands for itself: three languages in one text, a lexicon that is written, style sheets, codes
ENGLISH = {"readme.c", "rules_learn.c", "html.c", "csv.c", "words_values.c"}
PROTOCOL = {"not allowed", "case file", "Salah al-Din", "notice made", "read attachment", "read figures"}
ARABIC = re.compile("[\u0600-\u06ff]")


def unquote(literals):
    return "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', literals))


def entries(po):
    for block in po.split("\n\n"):
        if found := re.search(r'^msgid ((?:"[^\n]*"\n?)+)', block, re.M):
            strings = re.findall(r'^msgstr(?:\[\d\])? ((?:"[^\n]*"\n?)+)', block, re.M)
            yield unquote(found[1]), [unquote(s) for s in strings], block


def arguments(text, at):
    """The arguments of a call whose opening parenthesis is before at."""
    depth, start, out = 0, at, []
    while True:
        c = text[at]
        if c in "\"'":
            at += 1
            while text[at] != c:
                at += 2 if text[at] == "\\" else 1
        elif c in "([{":
            depth += 1
        elif c in ")]}" and depth == 0:
            return out + [text[start:at]]
        elif c in ")]}":
            depth -= 1
        elif c == "," and depth == 0:
            out.append(text[start:at])
            start = at + 1
        at += 1


def is_sentence(literals):
    text = re.sub(r"\\033\[\S*?[a-zA-Z]|%[-+0-9.*]*(?:ll|l)?[a-z]|\\.", " ", unquote(literals))
    return re.search("[a-z]{3}", re.sub("amana|--[a-z]+", "", text))


def literals(text):
    """The string literals of a source with whether each stands within a mark for xgettext; comments and preprocessor lines left out."""
    token = re.compile(r'/\*.*?\*/|^[ \t]*#[^\n]*(?:\\\n[^\n]*)*|"((?:[^"\\\n]|\\.)*)"|\'(?:[^\'\\]|\\.)+\'|\b(?:_|N_|NC_|language_n)\(|[()]', re.S | re.M)
    depth, marks = 0, []
    for found in token.finditer(text):
        piece = found[0]
        if piece[0] == '"':
            yield found[1], bool(marks)
        elif piece.endswith("(") and piece[0] not in "/#'":
            if len(piece) > 1:
                marks.append(depth)
            depth += 1
        elif piece == ")":
            depth -= 1
            if marks and marks[-1] == depth:
                marks.pop()


class Catalogues(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        done = run("sh", ROOT / "contrib/update-translations", cls.folder.name)
        assert done.returncode == 0, done.stderr.decode()

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def test_nothing_is_missing_fuzzy_or_empty(self):
        """What xgettext finds in the sources has a translation; a new text that has none is named here."""
        for language in LANGUAGES:
            po = (Path(self.folder.name) / f"{language}.po").read_text()
            missing = [text for text, strings, block in entries(po) if text and (not all(strings) or "#, fuzzy" in block) and "#~" not in block]
            self.assertEqual(missing, [], f"run contrib/update-translations, then translate these in po/{language}.po")

    def test_there_are_as_many_texts_as_expected(self):
        """The test above could fail only if xgettext finds the texts at all."""
        pot = (Path(self.folder.name) / "amana.pot").read_text()
        texts = [text for text, _, _ in entries(pot)]
        self.assertGreater(len(texts), 700)
        for text in ("nothing matches", "no such case", "Hate speech", "there is no such command", "We ask you to examine this content"):
            self.assertTrue(any(t.startswith(text) for t in texts), text)

    def test_placeholders_and_plural_forms_fit(self):
        for language, forms in LANGUAGES.items():
            done = run("msgfmt", "--check", "-o", "/dev/null", ROOT / f"po/{language}.po")
            self.assertEqual(done.returncode, 0, done.stderr.decode())
            po = (ROOT / f"po/{language}.po").read_text()
            self.assertIn(f"nplurals={forms};", po)
            for text, strings, block in entries(po):
                if "msgid_plural" in block:
                    self.assertEqual(len(strings), forms, text)

    def test_translations_are_in_the_script_of_the_language(self):
        """Kurdish is written with its own yeh and kaf; what is translated is not English again."""
        for language in LANGUAGES:
            for text, strings, block in entries((ROOT / f"po/{language}.po").read_text()):
                if text and re.search("[a-z]{4}.* [a-z]{4}", text) and not re.match(r"[\w, .]*$", text.replace("...", "")):
                    self.assertTrue(all(ARABIC.search(s) for s in strings), text)
                if text and language == "ckb":
                    self.assertFalse([s for s in strings if re.search("[\u064a\u0643\u0649]", s)], text)

    def test_every_act_of_the_custody_log_has_a_name(self):
        sources = "".join(p.read_text() for folder in ("daemon", "store") for p in (ROOT / folder).glob("*.c"))
        acts = set(re.findall(r'\b(?:log_act|act_log|custody_log|store_log|view_log_reads)\([^"();]*(?:\w+\([^()]*\)[^"();]*)*"([a-z ]+)"', sources))
        self.assertGreater(len(acts), 12, acts)
        named = set(re.findall(r'\{"act", "([^"]+)"', (ROOT / "export/words_values.c").read_text()))
        self.assertEqual(acts - named, set())

    def test_there_is_one_mechanism(self):
        self.assertEqual([p.name for p in SOURCES if re.search(r"gi18n|\bg_dngettext|\bgettext\(", p.read_text())], [])

    def test_no_call_prints_a_bare_text(self):
        bare = []
        for path in SOURCES:
            text = re.sub(r"/\*.*?\*/", lambda m: " " * len(m[0]), path.read_text(), flags=re.S)
            for name, which in PRINTS.items():
                for call in re.finditer(rf"\b{name}\(", text):
                    given = arguments(text, call.end())
                    if which < len(given) and re.match(r'\s*"', given[which]) and is_sentence(given[which]):
                        bare.append(f"{path.name}: {given[which].strip()[:70]}")
            for call in re.finditer(r"const CliCommand \w+ = \{", text):
                given = arguments(text, call.end())
                bare += [f"{path.name}: {g.strip()[:70]}" for g in given[2:4] if not g.strip().startswith("N_(")]
            for call in re.finditer(r'\{"[a-z-]+", (?:\'.\'|0), 0, G_OPTION_ARG_\w+', text):
                description = arguments(text, call.start() + 1)[5].strip()
                bare += [f"{path.name}: {description[:70]}"] if description.startswith('"') else []
        self.assertEqual(bare, [], 'these need _("...") of text/language.h')

    def test_no_text_is_bare(self):
        """Whatever looks like English (two words) is marked, whoever prints it; so a text cannot come in past xgettext."""
        bare = []
        for path in SOURCES:
            for text, marked in literals(path.read_text()) if path.name not in ENGLISH else ():
                if not marked and "<" not in text and text not in PROTOCOL and re.search("[a-z]{2,} [a-z]{2,}", text):
                    bare.append(f"{path.name}: {text[:80]}")
        self.assertEqual(bare, [], 'these need _("...") of text/language.h')

    def test_bare_texts_would_be_seen(self):
        seen = [text for text, marked in literals('f(_("in a mark"), "not in one", N_("a" "b") ? "nor here" : 0); /* "no" */') if not marked]
        self.assertEqual(seen, ["not in one", "nor here"])


class Command(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.amana = Amana().start()
        cls.ref = cls.amana.importing(CORPUS / "003.eml")[0]["ref"]

    @classmethod
    def tearDownClass(cls):
        cls.amana.close()

    def say(self, *args, code=0, **env):
        done = self.amana.call(*args, env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", **env})
        self.assertEqual(done.returncode, code, done.stderr.decode())
        return (done.stdout if code == 0 else done.stderr).decode()

    def test_what_a_monitor_reads_is_translated(self):
        calls = [(("list",), "المنصة", "پلاتفۆرم"), (("show", self.ref), "الأصناف", "پۆلەکان"), (("status",), "المآلات", "ئەنجامەکان"),
                 (("digest",), "ما ورد", "چی هاتووە"), (("digest", "--format", "html"), '<html lang="ar" dir="rtl">', '<html lang="ckb" dir="rtl">'),
                 (("custody", self.ref), "وردت", "گەیشت"), (("show", "--help"), "الاستعمال:", "بەکارهێنان:"), (("help",), "الأوامر:", "فەرمانەکان:")]
        for call, ar, ckb in calls:
            self.assertIn(ar, self.say(*call, "--lang", "ar") if call != ("help",) else self.say("--lang", "ar", "help"))
            self.assertIn(ckb, self.say(*call, LANGUAGE="ckb:en"))

    def test_no_english_sentence_is_left(self):
        """Only what was typed, values of the contract and the report's own words are in Latin letters."""
        case = self.amana.json("show", self.ref)
        own = " ".join(r[k] or "" for r in case["reports"] for k in ("subject", "text")) + " ".join(link["url"] or "" for link in case["links"])
        for call in (("list",), ("status",), ("custody", self.ref), ("digest",)):
            text = self.say(*call, "--lang=ar")
            left = [w for w in re.findall(r"[A-Za-z]+(?: [a-z]+){2,}", text) if w not in own]
            self.assertEqual(left, [], call)

    def test_the_locale_decides_whether_or_not_it_was_generated(self):
        self.assertIn("الاستعمال", self.say("list", "--help", LANG="ar_IQ.UTF-8"))
        self.assertIn("الاستعمال", self.say("list", "--help", LC_ALL="C.UTF-8", LANGUAGE="ar"))
        self.assertIn("بەکارهێنان", self.say("list", "--help", LC_MESSAGES="ckb_IQ"))
        self.assertIn("Usage", self.say("list", "--help", LANG="fr_FR.UTF-8"))
        self.assertIn("Usage", self.say("list", "--help", "--lang", "en", LANG="ar_IQ.UTF-8"))

    def test_errors_are_translated(self):
        self.assertIn("لا قضية كهذه", self.say("show", "AM-0000-0000", "--lang", "ar", code=1))  # the daemon's words
        self.assertIn("لا يوجد ما يطابق", self.say("list", "--status", "closed", "--lang", "ar", code=1))
        self.assertIn("خيار غير معروف: --nonsense", self.say("list", "--nonsense", "--lang", "ar", code=64))
        self.assertIn("--lang is ar, ckb or en", self.say("list", "--lang", "fr", code=64))

    def test_refusals_with_something_in_them_are_translated(self):
        self.assertIn("القضية التي حالتها new لا تصير كذلك: المسموح", self.say("set", self.ref, "status=published", "--lang", "ar", code=64))
        self.assertIn("ليس للحقل governorate تلك القيمة", self.say("set", self.ref, "governorate=Atlantis", "--lang", "ar", code=64))
        self.assertIn("ئەوە ناونیشانی پەڕە نییە", self.say("link", self.ref, "nonsense", "--lang", "ckb", code=64))

    def test_every_refusal_that_is_listed_is_still_one(self):
        daemon = "".join(p.read_text() for folder in ("daemon", "store", "parser") for p in (ROOT / folder).glob("*.c"))
        listed = re.findall(r'^    N_\("(.*)"\),$', (ROOT / "cli/refusal.c").read_text(), re.M)
        self.assertGreater(len(listed), 15)
        self.assertEqual([s for s in listed if s not in daemon and s.replace("to %s", "to %d").replace("%s", "%u") not in daemon and s.replace("to %s", "to %d") not in daemon], [])

    def test_json_and_csv_keep_their_codes(self):
        self.assertEqual(self.amana.call("list", "--json", "--lang", "ar").stdout, self.amana.call("list", "--json").stdout)
        self.assertEqual(self.amana.call("digest", "--format", "csv", "--lang", "ar").stdout, self.amana.call("digest", "--format", "csv").stdout)


if __name__ == "__main__":
    unittest.main()
