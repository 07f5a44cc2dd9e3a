"""`waag run` end to end: links that in-toto accepts, a kill in the middle, scanners with history and baseline; `waag ci` beside zizmor."""

import http.server
import json
import os
import pathlib
import signal
import subprocess
import sys
import threading
import time
import unittest

import clients
import gate
import osv
import real
import scratch
from case import cannot_run

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


SIX = """[pipeline]
name = "httpcore"

[[stage]]
name = "lock"
kind = "lock"
arguments = ["--advisories", "%(advisories)s", "--index", "%(index)s"]
inputs = ["pyproject.toml"]
outputs = ["uv.lock"]

[[stage]]
name = "check"
kind = "check"
arguments = ["--advisories", "%(advisories)s", "--index", "%(index)s"]
inputs = ["uv.lock", "pyproject.toml"]

[[stage]]
name = "sast"
kind = "sast"
inputs = ["httpcore/**"]

[[stage]]
name = "secrets"
kind = "secrets"

[[stage]]
name = "test"
kind = "test"
run = ["uv", "run", "--locked", "--no-dev", "python", "-c", "%(test)s"]
inputs = ["httpcore/**", "uv.lock"]
outputs = ["work/tests.txt"]
environment = { UV_DEFAULT_INDEX = "%(index)s", UV_PYTHON = "%(python)s", UV_PYTHON_DOWNLOADS = "never" }

[[stage]]
name = "build"
kind = "build"
inputs = ["pyproject.toml", "httpcore/**", "work/tests.txt"]
outputs = ["dist/*.whl", "dist/*.tar.gz"]
"""
TEST = "import httpcore, pathlib; assert httpcore.URL('https://files.example/x').target == b'/x'; pathlib.Path('work').mkdir(exist_ok=True); pathlib.Path('work/tests.txt').write_text('1 passed')"

# what in-toto's own library makes of the links: each step by our key, each handover matched
LAYOUT = """
import json, pathlib, sys
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from in_toto.models.layout import Layout, Step
from in_toto.models.metadata import Envelope
from in_toto.verifylib import in_toto_verify
from securesystemslib.signer import CryptoSigner, SSlibKey
links, pem, stages = sys.argv[1], sys.argv[2], sys.argv[3:]
identity = json.loads(next(pathlib.Path(links).iterdir()).read_text())["signatures"][0]["keyid"]
key = SSlibKey.from_crypto(load_pem_public_key(pathlib.Path(pem).read_bytes()), keyid=identity)
lock = ["MATCH", "uv.lock", "WITH", "PRODUCTS", "FROM", "lock"]
taken = {"check": [lock], "test": [lock], "build": [["MATCH", "work/tests.txt", "WITH", "PRODUCTS", "FROM", "test"]]}
steps = [Step(name=s, pubkeys=[identity], threshold=1, expected_products=[["ALLOW", "*"]],
    expected_materials=[*taken.get(s, []), ["DISALLOW", "uv.lock"], ["DISALLOW", "work/*"], ["ALLOW", "*"]]) for s in stages]
layout = Envelope.from_signable(Layout(keys={identity: {"keyid": identity, **key.to_dict()}}, expires="2099-01-01T00:00:00Z", inspect=[], steps=steps))
owner = CryptoSigner.generate_ed25519()
layout.create_signature(owner)
in_toto_verify(layout, {owner.public_key.keyid: {"keyid": owner.public_key.keyid, **owner.public_key.to_dict()}}, link_dir_path=links)
"""


# bandit's own example of hidden characters looks like the thing itself
POLICY = 'extends = "default"\n[rules.install-code]\nexcept = ["bandit"]\n'


class SixStages(unittest.TestCase):
    """lock, check, sast, secrets, test, build on a real project, through a gate before the real index."""

    takes = 40

    def setUp(self):
        if not real.reachable():
            cannot_run(self, "the index that pip is set to use does not answer")
        self.gate = gate.Gate(real.index_url(), policy=POLICY)
        self.addCleanup(self.gate.kill)
        self.folder = real.unpacked(real.release_file("httpcore==1.0.5", ".tar.gz"), 1_500_000_000)
        advisories = osv.Advisories()
        advisories.add("TEST-1", "no-such-project", ("introduced", "0"))
        self.pipeline = SIX % {"advisories": advisories.folder, "index": self.gate.simple, "python": sys.executable, "test": TEST}
        (self.folder / "waag-pipeline.toml").write_text(self.pipeline)
        with (self.folder / "pyproject.toml").open("a") as file:
            file.write("\n[tool.uv]\n")  # it says that uv locks this project
        for command in (("init", "-q", "."), ("add", "-A"), ("commit", "-q", "-m", "one"), ("tag", "1.0.5")):
            subprocess.run(["git", "-c", "user.name=t", "-c", "user.email=t@mail.example", *command], cwd=self.folder, check=True, capture_output=True)
        self.alerts = []
        alerts = self.alerts

        class Hook(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                alerts.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                self.send_response(204)
                self.end_headers()

            def log_message(self, *arguments):
                pass

        hook = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Hook)
        self.addCleanup(hook.server_close)
        self.addCleanup(hook.shutdown)
        threading.Thread(target=hook.serve_forever, daemon=True).start()
        uv = pathlib.Path(clients.tool("uv")).parent
        self.environment = scratch.environment(
            WAAG_URL=self.gate.url, WAAG_ALERTS_WEBHOOK=f"http://127.0.0.1:{hook.server_address[1]}/", PATH=f"{uv}:{os.environ['PATH']}", UV_PYTHON_DOWNLOADS="never", UV_PYTHON=sys.executable)

    def run_line(self, *arguments):
        return subprocess.run([gate.PROGRAM, *arguments], cwd=self.folder, env=self.environment, capture_output=True, text=True, timeout=900)

    def results(self, done):
        return {s["name"]: s["result"] for s in json.loads(done.stdout)["stages"]}

    def test_six_stages(self):
        stages = ["lock", "check", "sast", "secrets", "test", "build"]
        base = scratch.folder("base") / "base.sarif"
        self.run_line("run", "sast", "--format", "sarif", "-o", base)  # what the project has now is known; what is new would fail
        self.alerts.clear()
        done = self.run_line("run", "--format", "json", "--baseline", base)
        self.assertEqual(dict.fromkeys(stages, "pass"), self.results(done), done.stderr[-3000:])
        self.assertEqual(["httpcore-1.0.5-py3-none-any.whl"], [p.name for p in (self.folder / "dist").glob("*.whl")])
        pem = scratch.folder("key") / "key.pem"
        pem.write_text(self.run_line("keys", "export", "--purpose", "pipeline", "--data", pathlib.Path(self.environment["XDG_DATA_HOME"]) / "waag").stdout)
        verified = subprocess.run([clients.tool("in-toto"), "-c", LAYOUT, self.folder / ".waag/links", pem, *stages], capture_output=True, text=True)
        self.assertEqual(0, verified.returncode, verified.stderr)
        self.assertEqual([], self.alerts)

        lock = (self.folder / "uv.lock").read_bytes()
        (self.folder / "uv.lock").write_bytes(lock[:-1] + b" ")
        done = self.run_line("run", "check", "--format", "json")
        self.assertEqual((1, {"check": "refused"}), (done.returncode, self.results(done)), done.stderr)
        self.assertIn("uv.lock", done.stderr)
        self.assertIn("'lock'", done.stderr)
        (self.folder / "uv.lock").write_bytes(lock)
        self.alerts.clear()

        (self.folder / "waag-pipeline.toml").write_text(self.pipeline.replace("b'/x'", "b'/y'"))
        done = self.run_line("run", "--format", "json", "--baseline", base)
        self.assertEqual({**dict.fromkeys(stages, "pass"), "test": "fail", "build": "skipped"}, self.results(done), done.stderr[-3000:])
        self.assertEqual(["test"], [a["details"]["stage"] for a in self.alerts], self.alerts)
        self.assertIn("test", done.stderr)

        (self.folder / "waag-pipeline.toml").write_text(self.pipeline)
        process = subprocess.Popen([gate.PROGRAM, "run", "--baseline", base], cwd=self.folder, env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, start_new_session=True)
        try:
            for said in process.stderr:
                if "build: started" in said:
                    break
            until = time.monotonic() + 60
            while list((self.folder / ".waag/links").glob("build.*")):  # that of the run before
                self.assertLess(time.monotonic(), until, "the stage did not come to its work")
                time.sleep(0.01)
        finally:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            process.stderr.close()
        names = {p.name.split(".")[0] for p in (self.folder / ".waag/links").glob("*.link")}
        self.assertEqual(set(stages) - {"build"}, names)
        done = self.run_line("run", "--format", "json", "--baseline", base)
        self.assertEqual(dict.fromkeys(stages, "pass"), self.results(done), done.stderr[-3000:])


if __name__ == "__main__":
    sys.exit(unittest.main())
