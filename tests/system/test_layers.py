# SPDX-License-Identifier: ISC
"""Folders are layers: what a folder may include, and where each third-party library may be used."""
import re
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MAY_INCLUDE = {  # folder -> folders of ours that it may include besides itself
    "text": set(), "ipc": set(), "seal": set(), "config": {"report"}, "report": {"text"},
    "parser": {"report", "text", "seal"}, "store": {"report", "text", "seal"}, "export": {"text", "seal"},
    "cleaner": {"text", "ipc", "report"},
    "cli": {"text", "ipc", "seal", "export", "config", "report", "parser"}, "daemon": {"text", "ipc", "seal", "config", "report", "parser", "store", "cleaner"}}
LIBRARIES = {  # header pattern -> files that may include it
    r"gmime/": r"parser/mime\w*\.[ch]", r"libetpan/": r"daemon/imap\w*\.[ch]", r"sqlite3\.h": r"store/\w+\.[ch]",
    r"sodium\.h": r"seal/\w+\.[ch]", r"microhttpd\.h": r"daemon/api\w*\.[ch]", r"curl/": r"cli/client\w*\.[ch]",
    r"libxml/": r"parser/(html|document)\w*\.[ch]", r"archive(_entry)?\.h": r"(parser/unpack|export/archive)\.c", r"iconv\.h": r"parser/charset\w*\.c", r"gnutls/": r"(daemon/tls\w*|seal/(gmac|sha256))\.[ch]", r"seccomp\.h": r"daemon/confine\.c",
    r"xlsxwriter\.h": r"export/xlsx\.c"}


def includes():
    for folder in MAY_INCLUDE:
        for path in sorted((ROOT / folder).glob("*.[ch]")):
            for kind, name in re.findall(r'^#\s*include\s*([<"])([^>"]+)[>"]', path.read_text(), re.M):
                yield folder, f"{folder}/{path.name}", kind, name


class Layers(unittest.TestCase):
    def test_folders_include_only_what_lies_below_them(self):
        bad = [f"{path} includes {name}" for folder, path, kind, name in includes()
               if kind == '"' and "/" in name and name.split("/")[0] in MAY_INCLUDE
               and name.split("/")[0] not in MAY_INCLUDE[folder] | {folder}]
        self.assertEqual(bad, [])

    def test_the_command_uses_the_parser_for_rules_only(self):
        bad = [f"{path} includes {name}" for folder, path, kind, name in includes() if folder == "cli" and kind == '"'
               and name.split("/")[0] in ("config", "parser") and not re.fullmatch(r"cli/(cmd_)?rules\w*\.[ch]", path)]
        self.assertEqual(bad, [])

    def test_each_library_is_used_in_its_place_only(self):
        bad = [f"{path} includes {name}" for _, path, kind, name in includes() if kind == "<"
               for pattern, place in LIBRARIES.items() if re.match(pattern, name) and not re.fullmatch(place, path)]
        self.assertEqual(bad, [])

    def test_the_pure_layers_touch_no_socket_and_no_file(self):
        bad = [f"{path} includes {name}" for folder, path, kind, name in includes()
               if folder in ("parser", "report", "text") and re.match(r"sys/socket|netinet|arpa|fcntl|dirent|sys/stat", name)]
        self.assertEqual(bad, [])

    def test_no_file_holds_decryption(self):
        pattern = re.compile(r"\w*(aead\w*_decrypt|secretbox_open|box_open|box_seal_open|secretstream\w*_pull)\w*")
        bad = [f"{p.relative_to(ROOT)}: {m}" for d in MAY_INCLUDE for p in (ROOT / d).glob("*.[ch]")
               for m in [pattern.search(p.read_text())] if m]
        self.assertEqual(bad, [])

    def test_every_source_has_a_licence_line(self):
        bad = [str(p.relative_to(ROOT)) for d in MAY_INCLUDE for p in (ROOT / d).glob("*.[ch]") if "SPDX-License-Identifier: ISC" not in p.read_text()[:200]]
        self.assertEqual(bad, [])


if __name__ == "__main__":
    unittest.main()
