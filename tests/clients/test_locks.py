"""`waag lock`, `waag check --resolve` and `waag check --fix --write` with the real tools, on a simulated index."""

import datetime
import json
import os
import subprocess
import sys
import unittest

import clients
import distributions
import gate
import scratch
from index import Index

ADVISORY = {
    "id": "GHSA-kaas-kaas-kaas",
    "modified": "2026-01-01T00:00:00Z",
    "published": "2026-01-01T00:00:00Z",
    "summary": "the cheese has holes",
    "affected": [{
        "package": {"ecosystem": "PyPI", "name": "kaas"},
        "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "1.2"}]}],
    }],
    "database_specific": {"severity": "HIGH"},
}
PROJECT = f'[project]\nname = "made-for-a-test"\nversion = "1"\nrequires-python = "{clients.PYTHON}"\n'


class Locks(unittest.TestCase):
    takes = 45
    """kaas 1.0 and 1.1 are vulnerable; 1.2 needs a newer boter than 1.0 did; 1.3 is too fresh; kaas 2.0 is not what the plate can hold."""

    maxDiff = 4000

    @classmethod
    def setUpClass(cls):
        cls.index = Index(announce_metadata=True)
        cls.addClassCleanup(cls.index.close)
        wheel, add = distributions.wheel, cls.index.add
        add(wheel("kaas", "1.0", requires=["boter>=1"]))
        add(wheel("kaas", "1.1", requires=["boter>=1"]))
        cls.fix = wheel("kaas", "1.2", requires=["boter>=2"])
        add(cls.fix)
        cls.fix_elsewhere = wheel("kaas", "1.2", requires=["boter>=2"], tag="py3-none-win_amd64")
        add(cls.fix_elsewhere)
        fresh = datetime.datetime.now(datetime.UTC) - datetime.timedelta(hours=2)
        add(wheel("kaas", "1.3", requires=["boter>=2"]), upload_time=fresh.strftime("%Y-%m-%dT%H:%M:%S.%fZ"))
        cls.butter = {v: wheel("boter", v) for v in ("1.0", "2.0", "3.0")}
        for one in cls.butter.values():
            add(one)
        add(wheel("kaasplank", "1.0", requires=["kaas<2"]))
        add(wheel("yoghurt", "1.0"), yanked="sour")
        add(wheel("yoghurt", "1.1"), yanked="sour too")
        add(wheel("yoghurt", "1.2rc1"))
        add(wheel("yoghurt", "1.2"))
        add(wheel("melk", "1.0"), upload_time=fresh.strftime("%Y-%m-%dT%H:%M:%S.%fZ"))
        add(wheel("melk", "1.1"))
        cls.advisories = scratch.folder("advisories")
        (cls.advisories / "kaas.json").write_text(json.dumps(ADVISORY))

    def waag(self, *arguments, folder, tools=()):
        """Runs a command in a folder, with only these tools on the PATH beside the system's."""
        places = [os.path.dirname(clients.tool(tool)) for tool in tools]
        path = os.pathsep.join([*places, os.path.dirname(sys.executable), "/usr/bin", "/bin"])
        return subprocess.run(
            [gate.PROGRAM, *map(str, arguments)],
            cwd=folder,
            env=scratch.environment(PATH=path, JAVA_HOME=os.environ.get("JAVA_HOME", ""), UV_PYTHON=sys.executable, PDM_NON_INTERACTIVE="1"),
            capture_output=True,
            text=True,
            timeout=300,
        )

    def check(self, *arguments, folder, tools=()):
        return self.waag("check", "--advisories", self.advisories, "--index", self.index.simple, *arguments, folder=folder, tools=tools)

    def lock(self, *arguments, folder, tools=()):
        return self.waag("lock", "--advisories", self.advisories, "--index", self.index.simple, *arguments, folder=folder, tools=tools)

    def findings(self, *arguments, folder, tools=()):
        done = self.check("--format", "json", *arguments, folder=folder, tools=tools)
        self.assertTrue(done.stdout, done.stderr)
        return json.loads(done.stdout)["findings"]

    def drift(self, *arguments, folder, tools):
        return [f["message"] for f in self.findings("--resolve", *arguments, folder=folder, tools=tools) if f["rule"] == "lock-drift"]

    def project(self, requirements, tables="", kind=PROJECT):
        folder = scratch.folder("locked")
        (folder / "pyproject.toml").write_text(f"{kind}dependencies = {json.dumps(requirements)}\n{tables}")
        return folder

    def poetry_source(self):
        return f'[tool.poetry]\npackage-mode = false\n[[tool.poetry.source]]\nname = "gate"\nurl = "{self.index.simple}"\npriority = "primary"\n'

    def assert_locks(self, folder, tool, lock):
        """The tool makes the lock with a hash; it is judged; it is in sync; an edit of the manifest drifts."""
        done = self.lock(folder=folder, tools=[tool])
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)  # kaas 1.0 is vulnerable
        self.assertIn("Running: " + tool, done.stderr)
        self.assertIn("known-vulnerable", done.stdout)
        text = (folder / lock).read_text()
        self.assertIn(self.butter["3.0"].sha256, text)
        self.assertEqual(self.drift(folder=folder, tools=[tool]), [])
        before = (folder / lock).read_bytes()
        manifest = next(p for p in (folder / "requirements.in", folder / "pyproject.toml") if p.exists())
        manifest.write_text(manifest.read_text().replace("kaas==1.0", "kaas==1.1"))
        self.assertIn("the lock has kaas 1.0, a fresh lock has kaas 1.1", self.drift(folder=folder, tools=[tool]))
        self.assertEqual((folder / lock).read_bytes(), before)
        checked = self.lock("--check", folder=folder, tools=[tool])
        self.assertIn("lock-drift", checked.stdout)
        self.assertEqual((folder / lock).read_bytes(), before)

    def test_uv(self):
        self.assert_locks(self.project(["kaas==1.0"], "[tool.uv]\npackage = false\n"), "uv", "uv.lock")

    def test_poetry(self):
        self.assert_locks(self.project(["kaas==1.0"], self.poetry_source()), "poetry", "poetry.lock")

    def test_pdm(self):
        self.assert_locks(self.project(["kaas==1.0"], "[tool.pdm]\ndistribution = false\n"), "pdm", "pdm.lock")

    def test_requirements_by_uv(self):
        folder = scratch.folder("locked")
        (folder / "requirements.in").write_text("kaas==1.0\n")
        self.assert_locks(folder, "uv", "requirements.txt")

    def test_a_lock_from_another_index_is_in_sync(self):
        folder = self.project(["kaas==1.0", "boter"], "[tool.uv]\npackage = false\n")
        self.lock(folder=folder, tools=["uv"])
        lock = folder / "uv.lock"
        lock.write_text(lock.read_text().replace(self.index.simple, "https://index.example/simple/"))
        self.index.add(distributions.wheel("boter", "4.0"))
        self.addCleanup(self.index.projects["boter"].pop, "boter-4.0-py3-none-any.whl")
        self.assertEqual(self.drift(folder=folder, tools=["uv"]), [])

    def test_poetry_without_a_source_would_go_round(self):
        done = self.lock(folder=self.project(["kaas==1.0"], "[tool.poetry]\npackage-mode = false\n"), tools=["poetry"])
        self.assertEqual(done.returncode, 3, done.stdout + done.stderr)
        self.assertIn("poetry source add", done.stderr)

    def test_a_name_beyond_ascii_in_a_locale_without_it(self):
        folder = scratch.folder("locked") / "käse 日本"
        folder.mkdir()
        (folder / "requirements.txt").write_text("boter==1.0\n")
        bare = {k: v for k, v in scratch.environment(JAVA_HOME=os.environ.get("JAVA_HOME", "")).items() if k != "LANG" and not k.startswith("LC_")}
        for locale in ({}, {"LC_ALL": "C"}, {"LANG": "C"}):
            done = subprocess.run(
                [gate.PROGRAM, "check", "--offline", "--advisories", self.advisories, folder],
                env=bare | locale, capture_output=True, text=True, timeout=120,
            )
            self.assertIn(done.returncode, (0, 1), f"{locale} {done.stdout} {done.stderr}")
            self.assertIn("boter", done.stdout)

    def test_a_tool_that_is_not_here(self):
        done = self.lock(folder=self.project(["kaas==1.0"], "[tool.pdm]\ndistribution = false\n"))
        self.assertEqual(done.returncode, 3, done.stdout + done.stderr)
        self.assertIn("pipx install pdm", done.stderr)

    def hashed(self, ends="\n"):
        """A requirements file as pip-compile writes it."""
        folder = scratch.folder("locked")
        one = self.index.projects["kaas"]["kaas-1.0-py3-none-any.whl"]["hashes"]["sha256"]
        lines = ["# made by hand", "", "boter==1.0 \\", f"    --hash=sha256:{self.butter['1.0'].sha256}", "    # via kaas",
                 "kaas==1.0 \\", f"    --hash=sha256:{one}", "    # via -r requirements.in", ""]
        (folder / "requirements.txt").write_bytes(ends.join(lines).encode())
        return folder

    def test_fix_of_requirements_with_hashes(self):
        folder = self.hashed("\r\n")
        lock = folder / "requirements.txt"
        before = lock.read_bytes()
        shown = self.check("--fix", folder=folder)
        self.assertEqual(shown.returncode, 1, shown.stdout + shown.stderr)
        self.assertIn("+kaas==1.2", shown.stdout)
        self.assertEqual(lock.read_bytes(), before)
        written = self.check("--fix", "--write", folder=folder)
        self.assertEqual(written.returncode, 1, written.stdout + written.stderr)
        hashes = sorted([self.fix.sha256, self.fix_elsewhere.sha256])
        expected = before.replace(b"boter==1.0", b"boter==2.0").replace(self.butter["1.0"].sha256.encode(), self.butter["2.0"].sha256.encode())
        old = self.index.projects["kaas"]["kaas-1.0-py3-none-any.whl"]["hashes"]["sha256"]
        expected = expected.replace(b"kaas==1.0", b"kaas==1.2")
        expected = expected.replace(f"--hash=sha256:{old}".encode(), " \\\r\n    ".join(f"--hash=sha256:{h}" for h in hashes).encode())
        self.assertEqual(lock.read_bytes().decode(), expected.decode())
        self.assertEqual([f for f in self.findings(folder=folder) if f["action"] in ("deny", "hold")], [])
        installed = clients.pip("newest", self.index.simple, ["--require-hashes", "-r", lock])
        self.assertEqual(installed.code, 0, installed.output)

    def test_fix_of_requirements_offline(self):
        folder = self.hashed()
        before = (folder / "requirements.txt").read_bytes()
        done = self.waag("check", "--offline", "--advisories", self.advisories, "--fix", "--write", folder=folder)
        self.assertEqual(done.returncode, 3, done.stdout + done.stderr)
        self.assertIn("hashes", done.stderr)
        self.assertEqual((folder / "requirements.txt").read_bytes(), before)

    def test_fix_of_yanked_and_held_pins(self):
        folder = scratch.folder("locked")
        (folder / "requirements.txt").write_text("melk==1.0\nyoghurt==1.0  # mine\n")
        done = self.check("--write", folder=folder)
        self.assertEqual((folder / "requirements.txt").read_text(), "melk==1.1\nyoghurt==1.2  # mine\n", done.stdout + done.stderr)

    def test_through_a_gate(self):
        """The gate's own verdicts count: 1.3 is held there, whatever the tool would take."""
        running = gate.Gate(self.index.simple)
        self.addCleanup(running.kill)
        url = ["--advisories", self.advisories, "--index", running.simple]
        folder = self.project(["kaas"], "[tool.uv]\npackage = false\n")
        done = self.waag("lock", *url, folder=folder, tools=["uv"])
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn(self.fix.sha256, (folder / "uv.lock").read_text())
        folder = self.hashed()
        done = self.waag("check", "--write", *url, folder=folder)
        self.assertIn("kaas==1.2", (folder / "requirements.txt").read_text(), done.stdout + done.stderr)
        installed = clients.pip("newest", running.simple, ["--require-hashes", "-r", folder / "requirements.txt"])
        self.assertEqual(installed.installed(), {"kaas": "1.2", "boter": "2.0"}, installed.output)

    def test_fix_says_what_it_cannot_do(self):
        folder = scratch.folder("locked")
        (folder / "requirements.in").write_text("kaas<1.2\n")
        (folder / "requirements.txt").write_text("kaas==1.0\n")
        done = self.check("--fix", folder=folder)
        self.assertIn("requirements.in:1 asks for", done.stdout)
        self.assertNotIn("+kaas", done.stdout)

    def assert_fixes(self, folder, tool, lock):
        manifest = folder / "pyproject.toml"
        self.lock(folder=folder, tools=[tool])
        manifest.write_text(manifest.read_text().replace("kaas==1.0", "kaas>=1,<1.3"))
        self.lock(folder=folder, tools=[tool])
        self.assertIn('version = "1.0"', (folder / lock).read_text())
        shown = self.check("--fix", folder=folder, tools=[tool])
        self.assertIn('+version = "1.2"', shown.stdout, shown.stderr)
        done = self.check("--fix", "--write", folder=folder, tools=[tool])
        self.assertIn(f"Running: {tool}", done.stdout, done.stderr)
        self.assertIn("kaas is now 1.2", done.stdout, done.stderr)
        self.assertEqual([f for f in self.findings(folder=folder) if f["action"] in ("deny", "hold")], [])

    def test_fix_by_uv(self):
        self.assert_fixes(self.project(["kaas==1.0"], "[tool.uv]\npackage = false\n"), "uv", "uv.lock")

    def test_fix_by_poetry(self):
        self.assert_fixes(self.project(["kaas==1.0"], self.poetry_source()), "poetry", "poetry.lock")

    def test_fix_by_pdm(self):
        self.assert_fixes(self.project(["kaas==1.0"], "[tool.pdm]\ndistribution = false\n"), "pdm", "pdm.lock")

    def test_fix_without_the_tool(self):
        folder = self.project(["kaas==1.0"], "[tool.uv]\npackage = false\n")
        self.lock(folder=folder, tools=["uv"])
        manifest = folder / "pyproject.toml"
        manifest.write_text(manifest.read_text().replace("kaas==1.0", "kaas<1.3"))
        before = (folder / "uv.lock").read_bytes()
        done = self.check("--fix", "--write", folder=folder)
        self.assertEqual(done.returncode, 3, done.stdout + done.stderr)
        self.assertIn("pipx install uv", done.stderr)
        self.assertEqual((folder / "uv.lock").read_bytes(), before)
