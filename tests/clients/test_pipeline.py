"""`waag run` end to end: links that in-toto accepts, a kill in the middle, scanners with history and baseline; `waag ci` beside zizmor."""

import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import time
import unittest

import clients
import gate
import ledger
import osv
import real
import scratch
from case import cannot_run
from index import Index
from test_build import backend, write_project
from test_publishing import Issuer, github
from test_release import cli, names, person
from webhook import Webhook

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
        strict = [clients.tool("zizmor"), "--offline", "--no-progress", "--color", "never", "--persona", "auditor", "--collect=all", ".github"]
        beside = subprocess.run(strict, cwd=self.project, env=self.environment, capture_output=True, text=True, timeout=120)
        self.assertEqual((0, "No findings to report. Good job!"), (beside.returncode, beside.stdout.strip().splitlines()[-1]), beside.stdout + beside.stderr)
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
        hook = Webhook()
        self.addCleanup(hook.close)
        self.alerts = hook.heard
        uv = pathlib.Path(clients.tool("uv")).parent
        self.environment = scratch.environment(
            WAAG_URL=self.gate.url, WAAG_ALERTS_WEBHOOK=hook.url, PATH=f"{uv}:{os.environ['PATH']}", UV_PYTHON_DOWNLOADS="never", UV_PYTHON=sys.executable)

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


TO_THE_GATE = """[pipeline]
name = "kaas"
links = "evidence/links"

[[stage]]
name = "build"
kind = "build"
inputs = ["pyproject.toml", "kaas.py"]
outputs = ["dist/*.whl", "dist/*.tar.gz", "dist/*.intoto.jsonl"]

[[stage]]
name = "between"
run = ["sh", "-c", "%s"]

[[stage]]
name = "verify"
kind = "verify"
inputs = ["dist/*"]

[[stage]]
name = "publish"
kind = "publish"
inputs = ["dist/*"]

[[stage]]
name = "served"
run = ["python3", "served.py"]
inputs = ["dist/*.whl", "dist/*.tar.gz", "served.py"]
outputs = ["work/served.json"]
pass-environment = ["WAAG_URL"]
"""
ALL = ("build", "between", "verify", "publish", "served")
# what the gate serves now are the bytes that were built here
SERVED = """
import hashlib, json, os, pathlib, urllib.parse, urllib.request
page = urllib.request.Request(os.environ["WAAG_URL"] + "/channel/staging/simple/kaas/", headers={"Accept": "application/vnd.pypi.simple.v1+json"})
files = {f["filename"]: urllib.request.urlopen(urllib.parse.urljoin(page.full_url, f["url"])).read() for f in json.load(urllib.request.urlopen(page))["files"]}
assert files == {p.name: p.read_bytes() for p in pathlib.Path("dist").iterdir() if p.name in files} and len(files) == 2, list(files)
pathlib.Path("work").mkdir(exist_ok=True)
pathlib.Path("work/served.json").write_text(json.dumps({name: hashlib.sha256(data).hexdigest() for name, data in files.items()}))
"""


class ToTheGate(unittest.TestCase):
    """build, verify and publish as stages, by a token and by the job's own identity, against a running gate."""

    def setUp(self):
        if not shutil.which("bwrap"):
            cannot_run(self, "bubblewrap is not here: scripts/tools.sh bubblewrap")
        index, self.issuer, self.hook = Index(), Issuer(), Webhook()
        for each in (index, self.issuer, self.hook):
            self.addCleanup(each.close)
        index.add(backend())
        config = f'[[claim]]\nprojects = ["kaas"]\n[[oidc-issuer]]\nurl = "{self.issuer.url}/github"\nkind = "github"\n[release]\nchannels = ["staging", "stable"]\n'
        self.gate = gate.Gate(index.simple, policy=gate.NO_COOLDOWN + '[rules.lookalike]\naction = "off"\n', config=config)
        self.addCleanup(self.gate.kill)
        self.folder = scratch.folder("line")
        write_project(self.folder)
        (self.folder / "served.py").write_text(SERVED)
        (self.folder / ".gitignore").write_text("alone/\ndist/\nevidence/\nwork/\n")
        for command in (("init", "-q", "."), ("add", "-A"), ("commit", "-q", "-m", "one")):
            subprocess.run(["git", "-c", "user.name=t", "-c", "user.email=t@mail.example", *command], cwd=self.folder, check=True, capture_output=True)
        self.issuer.claims = github("acme/kaas")
        self.job = {"GITHUB_ACTIONS": "true", "ACTIONS_ID_TOKEN_REQUEST_TOKEN": "job-secret", "ACTIONS_ID_TOKEN_REQUEST_URL": self.issuer.url + "/ask?job=1"}

    def run_line(self, between="true", text=TO_THE_GATE, **variables):
        (self.folder / "waag-pipeline.toml").write_text(text % between)
        environment = scratch.environment(WAAG_URL=self.gate.url, WAAG_ALERTS_WEBHOOK=self.hook.url, XDG_DATA_HOME=self.folder.parent / "ci", **variables)
        done = subprocess.run([gate.PROGRAM, "run", "--format", "json"], cwd=self.folder, env=environment, capture_output=True, text=True, timeout=600)
        return done, {s["name"]: s["result"] for s in json.loads(done.stdout)["stages"]} if done.stdout else {}

    def links(self):
        return {p.name.split(".")[0]: p.read_text() for p in (self.folder / "evidence/links").glob("*.link")}

    def halted(self, done, results, failed, *words):
        """It failed there, nothing after it started, it has no link, and people were told once."""
        place = ALL.index(failed)
        self.assertEqual({**dict.fromkeys(ALL[:place], "pass"), failed: "fail", **dict.fromkeys(ALL[place + 1 :], "skipped")}, results, done.stderr)
        self.assertIn(done.returncode, (1, 3))
        self.assertEqual({*ALL[:place]}, {*self.links()} - {*ALL[place + 1 :]})  # one after it may have that of an earlier run
        self.assertEqual([failed], [a["details"]["stage"] for a in self.hook.heard])
        for word in words:
            self.assertIn(word, done.stderr)
        self.hook.heard.clear()

    def test_a_job_publishes_what_it_built_and_verified(self):
        done, results = self.run_line(**self.job)
        self.halted(done, results, "publish", "no corresponding publisher")  # nobody told the gate yet that this job may
        self.assertEqual([], names(self.gate, "kaas", "staging"))
        added = cli(
            self.gate, "identity", "publisher", "add", "--project", "kaas", "--issuer", f"{self.issuer.url}/github",
            "--claim", "repository=acme/kaas", "--claim", "workflow=release.yml",
        )  # fmt: skip
        self.assertEqual(0, added.returncode, added.stderr)
        done, results = self.run_line(**self.job)
        self.assertEqual((0, dict.fromkeys(ALL, "pass")), (done.returncode, results), done.stderr)
        self.assertEqual([], self.hook.heard)
        served = json.loads((self.folder / "work/served.json").read_text())
        made = {o["path"].split("/")[1]: o["sha256"] for o in json.loads(done.stdout)["stages"][0]["outputs"]}
        self.assertEqual(served, {name: made[name] for name in served})
        entries = [e for e in ledger.entries(self.gate) if e["kind"] == "publish"]
        self.assertEqual({("github:acme/kaas", name, digest) for name, digest in served.items()}, {(e["actor"], e["filename"], e["sha256"]) for e in entries})
        self.assertEqual(set(ALL), set(self.links()))

    def test_a_token_publishes_and_the_same_again_changes_nothing(self):
        token = person(self.gate, "ann", "publisher")
        done, results = self.run_line(WAAG_TOKEN=token)
        self.assertEqual((0, dict.fromkeys(ALL, "pass")), (done.returncode, results), done.stderr)
        self.assertNotIn(token, done.stdout + done.stderr + "".join(self.links().values()))
        done, results = self.run_line(WAAG_TOKEN=token)
        self.assertEqual((0, dict.fromkeys(ALL, "pass")), (done.returncode, results), done.stderr)
        (self.folder / "kaas.py").write_text("AGE = 49\n")
        done, results = self.run_line(WAAG_TOKEN=token)  # other bytes under the names of a release that is there
        self.halted(done, results, "publish", "kaas-1.0")
        self.assertEqual(2, len(names(self.gate, "kaas", "staging")))
        environment = scratch.environment(WAAG_URL=self.gate.url, WAAG_TOKEN=token, XDG_DATA_HOME=self.folder.parent / "ci")
        alone = subprocess.run([gate.PROGRAM, "build", "--wheel", "-o", "alone"], cwd=self.folder, env=environment, capture_output=True, text=True, timeout=300)
        self.assertEqual(0, alone.returncode, alone.stderr)
        self.assertIn("may not sign with the gate's keys", alone.stderr)

    def test_what_does_not_verify_is_not_published(self):
        token = person(self.gate, "ann", "publisher")
        done, results = self.run_line(between="rm dist/*.intoto.jsonl", WAAG_TOKEN=token)
        self.halted(done, results, "verify", "kaas-1.0", "no evidence")
        done, results = self.run_line(between="for f in dist/*.intoto.jsonl; do tr 0-8 1-9 < $f > x; mv x $f; done", WAAG_TOKEN=token)
        self.assertEqual(("refused", "skipped", "skipped"), tuple(results[s] for s in ALL[2:]), done.stderr)
        self.assertIn(".intoto.jsonl", done.stderr)
        self.assertIn("'build'", done.stderr)
        self.assertEqual(["verify"], [a["details"]["stage"] for a in self.hook.heard])
        self.assertEqual([], names(self.gate, "kaas", "staging"))

    def test_outputs_and_inputs_that_are_missing_halt_the_line(self):
        wanted = TO_THE_GATE.replace('"dist/*.whl", "dist/*.tar.gz", "dist/*.intoto.jsonl"', '"dist/*.whl", "dist/*.zip"')
        done, results = self.run_line(text=wanted)
        self.halted(done, results, "build", "dist/*.zip")
        done, results = self.run_line(text=TO_THE_GATE.replace('inputs = ["dist/*"]', 'inputs = ["dist/*.json"]'))
        self.halted(done, results, "verify", "no wheel and no .tar.gz among its inputs")


if __name__ == "__main__":
    sys.exit(unittest.main())
