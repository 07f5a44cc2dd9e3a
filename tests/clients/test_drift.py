"""Locks that Pipenv and pip-compile made themselves, in a present and an older version: `waag check` says of each edit what the tool says."""

import json
import os
import subprocess
import unittest

import clients
import distributions
import gate
import scratch
from index import Index

PIPFILE = """[[source]]
url = "{index}"
verify_ssl = false
name = "gate"

[packages]
kaas = "==1.0"
boter = {{version = ">=1", markers = "python_version >= '3'"}}

[dev-packages]
melk = "*"
"""
# what is edited: from, to
PIPFILE_EDITS = {
    "a comment": ("[packages]", "# ours\n[packages]"),
    "the order": ("[packages]\nkaas = \"==1.0\"\n", "[packages]\n\n\nkaas = '==1.0'\n"),
    "another version": ('"==1.0"', '"==1.1"'),
    "any version": ('"==1.0"', '"*"'),
    "one more": ("[dev-packages]", 'yoghurt = "*"\n\n[dev-packages]'),
    "one more for development": ('melk = "*"', 'melk = "*"\nyoghurt = "*"'),
    "one less": ('kaas = "==1.0"\n', ""),
    "another marker": ("python_version >= '3'", "python_version >= '3.4'"),
    "one for development that is for all": ('[dev-packages]\nmelk = "*"\n', 'melk = "*"\n[dev-packages]\n'),
    "the source's name": ('name = "gate"', 'name = "other"'),
    "Python's version": ("[dev-packages]", '[requires]\npython_version = "3"\n\n[dev-packages]'),
    "scripts": ("[dev-packages]", '[scripts]\ntest = "true"\n\n[dev-packages]'),
    "settings": ("[dev-packages]", "[pipenv]\nallow_prereleases = true\n\n[dev-packages]"),
}
REQUIREMENTS = "kaas==1.0\nboter>=1 ; python_version >= '3'\n"
REQUIREMENTS_EDITS = {
    "a comment": ("kaas==1.0", "# ours\nkaas == 1.0  # why"),
    "the order": (REQUIREMENTS, "\n".join(reversed(REQUIREMENTS.strip().split("\n"))) + "\n"),
    "the spelling": ("kaas==1.0", "KAAS==1.0.0"),
    "another version": ("kaas==1.0", "kaas==1.1"),
    "a wider range": ("kaas==1.0", "kaas>=1.0,<1.1"),
    "a range without it": ("boter>=1", "boter<1"),
    "one more": ("kaas==1.0\n", "kaas==1.0\nyoghurt\n"),
    "one more that is not for here": ("kaas==1.0\n", "kaas==1.0\nyoghurt ; python_version < '3'\n"),
    "one less": ("kaas==1.0\n", ""),
}


class Drift(unittest.TestCase):
    takes = 150
    maxDiff = 4000

    @classmethod
    def setUpClass(cls):
        cls.index = Index(announce_metadata=True)
        cls.addClassCleanup(cls.index.close)
        for version in ("1.0", "1.1"):
            cls.index.add(distributions.wheel("kaas", version, requires=["room"]))
        for project in ("room", "melk", "yoghurt"):
            cls.index.add(distributions.wheel(project, "1.0"))
        for version in ("0.9", "1.0"):
            cls.index.add(distributions.wheel("boter", version))
        cls.advisories = scratch.folder("advisories")
        record = {"id": "GHSA-x", "modified": "2026-01-01T00:00:00Z", "affected": [{"package": {"ecosystem": "PyPI", "name": "gif"}, "versions": ["1"]}]}
        (cls.advisories / "gif.json").write_text(json.dumps(record))

    def drifted(self, folder):
        command = [gate.PROGRAM, "check", "--offline", "--advisories", str(self.advisories), "--format", "json"]
        done = subprocess.run(command, cwd=folder, env=scratch.environment(JAVA_HOME=os.environ.get("JAVA_HOME", "")), capture_output=True, text=True, timeout=120)
        self.assertTrue(done.stdout, done.stderr)
        report = json.loads(done.stdout)
        self.assertNotIn("lock-drift", report["not_checked"])
        found = [f for f in report["findings"] if f["rule"] == "lock-drift"]
        for finding in found:
            self.assertTrue(finding["file"] and finding["message"], finding)
        return bool(found)

    def run_tool(self, command, folder):
        python = os.path.join(os.path.dirname(command[0]), "python")  # older ones fail on newer Pythons than they were made for
        return clients.run(
            command, folder=folder, PIPENV_IGNORE_VIRTUALENVS="1", PIPENV_VENV_IN_PROJECT="1", PIPENV_NOSPIN="1", PIPENV_PYTHON=os.path.realpath(python), PIP_TRUSTED_HOST="127.0.0.1", PIP_INDEX_URL=self.index.simple
        )

    def pipenv(self, tool):
        program = clients.tool(tool)
        folder = scratch.folder("pipenv")
        manifest = folder / "Pipfile"
        text = PIPFILE.format(index=self.index.simple.rstrip("/"))
        manifest.write_text(text)
        code, output = self.run_tool([program, "lock"], folder)
        self.assertEqual(code, 0, output)
        self.assertFalse(self.drifted(folder))
        told = set()
        for name, (old, new) in PIPFILE_EDITS.items():
            with self.subTest(edit=name):
                self.assertIn(old, text)
                manifest.write_text(text.replace(old, new))
                code, output = self.run_tool([program, "verify"], folder)
                self.assertIn(code, (0, 1), output)
                told.add(code)
                self.assertEqual(self.drifted(folder), code == 1, output)
        self.assertEqual(told, {0, 1})

    def pip_compile(self, tool, *options):
        program = os.path.join(os.path.dirname(clients.tool(tool)), "pip-compile")
        folder = scratch.folder("compiled")
        manifest, lock = folder / "requirements.in", folder / "requirements.txt"
        manifest.write_text(REQUIREMENTS)
        command = [program, "--quiet", "--no-emit-index-url", "--no-emit-trusted-host", *options, "requirements.in"]
        code, output = self.run_tool(command, folder)
        self.assertEqual(code, 0, output)
        text = lock.read_text()
        self.assertFalse(self.drifted(folder), text)
        told = set()
        for name, (old, new) in REQUIREMENTS_EDITS.items():
            with self.subTest(edit=name):
                self.assertIn(old, REQUIREMENTS)
                manifest.write_text(REQUIREMENTS.replace(old, new))
                code, output = self.run_tool(command, folder)
                self.assertEqual(code, 0, output)
                differs = self.pins(lock.read_text()) != self.pins(text)
                told.add(differs)
                lock.write_text(text)
                self.assertEqual(self.drifted(folder), differs, name)
        self.assertEqual(told, {False, True})

    @staticmethod
    def pins(lock):
        """What is pinned, without comments on who asked for it; pip-compile 6 writes kaas==1.0.0 where that was asked for, which is release 1.0 (PEP 440)."""
        lock = lock.replace("==1.0.0", "==1.0")
        return {line.split("#")[0].strip(" \\") for line in lock.splitlines() if not line.lstrip().startswith("#")} - {""}

    def test_pipenv(self):
        self.pipenv("pipenv")

    def test_pipenv_of_2023(self):
        self.pipenv("pipenv-old")

    def test_pip_compile(self):
        self.pip_compile("pip-tools", "--generate-hashes", "--strip-extras")

    def test_pip_compile_6(self):
        self.pip_compile("pip-tools-old", "--generate-hashes")

    def test_pip_compile_without_hashes(self):
        self.pip_compile("pip-tools", "--strip-extras")


if __name__ == "__main__":
    unittest.main()
