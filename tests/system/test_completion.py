# SPDX-License-Identifier: ISC
"""Completion knows every command and option that --help shows; bash's does what a monitor expects of it."""
import re
import unittest

from harness import ROOT, Amana, mail, run

BASH, ZSH = ROOT / "contrib/completion/amana.bash", ROOT / "contrib/completion/_amana"


class Completion(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.daemon = Amana().start()
        (cls.daemon.home / "m.eml").write_bytes(mail(1))
        cls.ref = cls.daemon.importing(cls.daemon.home / "m.eml")[0]["ref"]
        cls.commands = re.findall(r"^  ([a-z-]+)  ", cls.daemon.call("help").stdout.decode(), re.M)

    @classmethod
    def tearDownClass(cls):
        cls.daemon.close()

    def bash(self, *words):
        """What bash offers for the last word; '=' splits words there."""
        code = (f'. {BASH}; compopt() {{ :; }}; PATH={self.daemon.bin}:$PATH; COMP_WORDS=(amana "$@"); COMP_CWORD=$#; _amana; printf "%s\\n" "${{COMPREPLY[@]}}"')
        r = run("bash", "-c", code, "bash", *words, env={"PATH": "/usr/bin:/bin", "AMANA_SOCKET": str(self.daemon.socket)})
        self.assertEqual(r.stderr, b"")
        return r.stdout.decode().split()

    def options(self, command):
        return set(re.findall(r"^ +(?:-\w, |    )(--[a-z-]+)", self.daemon.call(command, "--help").stdout.decode(), re.M))

    def test_bash_knows_every_command_and_option(self):
        self.assertGreater(len(self.commands), 25)
        self.assertLessEqual(set(self.commands), set(self.bash("")))
        for command in self.commands:
            if command != "help":
                self.assertLessEqual(self.options(command), set(self.bash(command, "--")), command)

    def test_zsh_knows_every_command_and_option(self):
        text = ZSH.read_text()
        shared = {name: set(re.findall(r"--[a-z-]+", re.search(rf"local -a (?:[^\n]* )?{name}=\((.*?)\n?  ?\)|{name}=\(([^\n]*?)\)(?: |\n)", text, re.S).group(0)))
                  for name in ("common", "filters", "defang", "reason")}
        for command in self.commands:
            self.assertRegex(text, rf"(?m)^    '{command}:")
            case = re.search(rf"(?m)^    {command}\) (.*?) ;;", text, re.S)
            said = case.group(1) if case else "$common"
            has = set(re.findall(r"--[a-z-]+", said)).union(*(options for name, options in shared.items() if f"${name}" in said))
            if "$filters[1,2]" in said:
                has |= {"--since", "--until"}
            if command != "help":
                self.assertLessEqual(self.options(command), has, command)

    def test_references_and_values_are_offered(self):
        for command in ("show", "export", "attachment", "release", "cover", "strip", "link", "similar", "merge", "split", "set", "note", "tag", "assign", "custody"):
            self.assertEqual(self.bash(command, "am-"), [self.ref], command)
        for words, expected in ((("list", "--status", "verif"), ["verified"]), (("list", "--status", "=", "pub"), ["published"]), (("list", "--status", "="), ["new"]),
                                (("set", self.ref, "status", "=", "esc"), ["escalated"]), (("set", self.ref, "categories", "=", "black"), ["blackmail"]),
                                (("--lang", "ar", "di"), ["digest"]), (("--lang", "=", "ar", "list", "--gov"), ["--governorate"]), (("custody", "ve"), ["verify"]),
                                (("--socket", str(self.daemon.socket), "show", "AM-"), [self.ref])):
            self.assertLessEqual(set(expected), set(self.bash(*words)), words)
            self.assertNotIn("rejected" if words[-1] != "=" else "report", self.bash(*words), words)


if __name__ == "__main__":
    unittest.main()
