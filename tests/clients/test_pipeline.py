"""`waag run` end to end: links that in-toto accepts, a kill in the middle, scanners with history and baseline; `waag ci` beside zizmor."""

import json
import os
import pathlib
import signal
import subprocess
import sys
import time
import unittest

import gate
import scratch

LINE = """[pipeline]
name = "acme"

[[stage]]
name = "one"
run = ["sh", "-c", "mkdir -p work && cat seed.txt > work/a.txt"]
inputs = ["seed.txt"]
outputs = ["work/a.txt"]

[[stage]]
name = "two"
run = ["sh", "-c", "%s"]
inputs = ["work/a.txt"]
outputs = ["work/b.txt"]

[[stage]]
name = "three"
run = ["sh", "-c", "cat work/b.txt > work/c.txt"]
inputs = ["work/b.txt"]
outputs = ["work/c.txt"]
"""
TWO = "tr a-z A-Z < work/a.txt > work/b.txt"


class Pipeline(unittest.TestCase):
    maxDiff = 4000

    def setUp(self):
        self.folder = pathlib.Path(scratch.folder("pipeline"))
        self.environment = {**os.environ, "XDG_DATA_HOME": str(self.folder / "data"), "XDG_CACHE_HOME": os.environ.get("XDG_CACHE_HOME", str(pathlib.Path.home() / ".cache"))}
        self.project = self.folder / "project"
        self.project.mkdir()
        (self.project / "seed.txt").write_text("kaas\n")
        (self.project / "waag-pipeline.toml").write_text(LINE % TWO)

    def waag(self, *arguments):
        return subprocess.run([gate.PROGRAM, *arguments], cwd=self.project, env=self.environment, capture_output=True, text=True, timeout=600)

    def git(self, *arguments):
        subprocess.run(["git", "-c", "user.name=t", "-c", "user.email=t@mail.example", *arguments], cwd=self.project, check=True, capture_output=True)

    def test_a_kill_in_the_middle_leaves_no_wrong_link(self):
        self.assertEqual(self.waag("run").returncode, 0)
        (self.project / "seed.txt").write_text("boter\n")
        (self.project / "waag-pipeline.toml").write_text(LINE % (TWO + "; sleep 600"))
        process = subprocess.Popen([gate.PROGRAM, "run"], cwd=self.project, env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        try:
            until = time.monotonic() + 60
            while (self.project / "work/b.txt").read_text() != "BOTER\n":
                self.assertLess(time.monotonic(), until, "the second stage did not come to its work")
                time.sleep(0.02)
        finally:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        names = {p.name.split(".")[0] for p in (self.project / ".waag/links").glob("*.link")}
        self.assertNotIn("two", names, "the stage that did not end has a link")
        (self.project / "waag-pipeline.toml").write_text(LINE % TWO)
        refused = self.waag("run", "three")
        self.assertEqual(refused.returncode, 1, refused.stderr)
        self.assertIn("work/b.txt", refused.stderr)
        self.assertIn("two", refused.stderr)
        again = self.waag("run", "--format", "json")
        self.assertEqual(json.loads(again.stdout)["verdict"], "pass", again.stderr)
        self.assertEqual((self.project / "work/c.txt").read_text(), "BOTER\n")

    def test_scanners_tell_now_from_then_and_new_from_known(self):
        token = "gh" + "p_" + "".join(chr(ord("a") + i * 7 % 26) if i % 3 else str(i % 10) for i in range(36))
        other = "gl" + "pat-" + "".join(chr(ord("A") + i * 5 % 26) if i % 4 else str(i % 10) for i in range(20))
        (self.project / "waag-pipeline.toml").write_text('[pipeline]\nname = "p"\n[[stage]]\nname = "sast"\nkind = "sast"\n[[stage]]\nname = "secrets"\nkind = "secrets"\n')
        (self.project / "settings.py").write_text(f'TOKEN = "{token}"\n')
        (self.project / "code.py").write_text("def f(x):\n    return x\n")
        self.git("init", "-q", ".")
        self.git("add", "-A")
        self.git("commit", "-q", "-m", "one")
        first = self.waag("run", "--format", "sarif", "-o", str(self.folder / "base.sarif"))
        self.assertEqual(first.returncode, 1, first.stderr)
        self.assertNotIn(token, first.stderr + (self.folder / "base.sarif").read_text())
        tools = {r["tool"]["driver"]["name"] for r in json.loads((self.folder / "base.sarif").read_text())["runs"]}
        self.assertLessEqual({"bandit", "detect-secrets"}, tools)
        self.assertEqual(self.waag("run", "--baseline", str(self.folder / "base.sarif")).returncode, 0)
        (self.project / "settings.py").write_text(f'TOKEN = read()\nOTHER = "{other}"\n')
        self.git("commit", "-qam", "two")
        second = self.waag("run", "--baseline", str(self.folder / "base.sarif"), "--format", "json")
        self.assertEqual(second.returncode, 1, second.stderr)
        found = {(f["rule"], f["in_history"], f["new"]) for f in json.loads(second.stdout)["findings"]}
        self.assertIn(("gitlab-token", False, True), found)
        self.assertIn(("github-token", True, False), found)
        (self.project / "code.py").write_text("import subprocess\n\n\ndef f(x):\n    subprocess.call(x, shell=True)\n")
        third = self.waag("run", "sast", "--format", "json")
        self.assertEqual(third.returncode, 1, third.stderr)
        self.assertIn("bandit", {f["tool"] for f in json.loads(third.stdout)["findings"]})

    def test_workflows_that_it_writes_pass_and_are_not_overwritten(self):
        self.assertEqual(self.waag("ci", "init").returncode, 0)
        before = {p: p.read_bytes() for p in self.project.rglob("*") if p.is_file()}
        self.assertEqual(self.waag("ci", "lint").returncode, 0)
        self.assertEqual(self.waag("ci", "init").returncode, 2)
        self.assertEqual(before, {p: p.read_bytes() for p in self.project.rglob("*") if p.is_file()})
        (self.project / ".github/workflows/bad.yml").write_text("on: [push\n")
        broken = self.waag("ci", "lint", "--format", "json")
        self.assertEqual(broken.returncode, 3, broken.stdout)
        self.assertIn("bad.yml", broken.stdout)


if __name__ == "__main__":
    sys.exit(unittest.main())
