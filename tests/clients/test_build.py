"""`waag build` and `waag replay` on small projects with a backend of our own, and attempts to get out of the sandbox."""

import dataclasses
import io
import json
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tarfile
import threading
import unittest
import zipfile

import distributions
import gate
import scratch
from case import GateCase, cannot_run
from webhook import Webhook

BACKEND = '''
import base64, gzip, hashlib, io, os, pathlib, subprocess, tarfile, zipfile
def build_sdist(where, settings=None):
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w") as tar:
        for path in os.listdir("."):
            tar.add(path, "kaas-1.0/" + path)
        info = b"Metadata-Version: 2.1\\nName: kaas\\nVersion: 1.0\\n"
        texts = {"PKG-INFO": info}
        if os.path.exists("ask-git"):
            texts["described"] = subprocess.check_output(["git", "describe", "--tags", "--long", "--dirty"])
        for name, text in texts.items():
            member = tarfile.TarInfo("kaas-1.0/" + name); member.size = len(text)
            tar.addfile(member, io.BytesIO(text))
    pathlib.Path(where, "kaas-1.0.tar.gz").write_bytes(gzip.compress(raw.getvalue()))
    return "kaas-1.0.tar.gz"
def build_wheel(where, settings=None, metadata=None):
    made = {}
    if os.path.exists("hook.py"):
        exec(open("hook.py").read(), {"made": made, "where": where})
    members = {"kaas/__init__.py": open("kaas.py", "rb").read(), **made, "kaas-1.0.dist-info/METADATA": b"Metadata-Version: 2.1\\nName: kaas\\nVersion: 1.0\\n",
        "kaas-1.0.dist-info/WHEEL": b"Wheel-Version: 1.0\\nGenerator: t\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n", "kaas-1.0.dist-info/RECORD": b""}
    name = "kaas-1.0-py3-none-any.whl"
    if not os.path.lexists(os.path.join(where, name)):
        with zipfile.ZipFile(os.path.join(where, name), "w") as archive:
            for member, data in members.items():
                archive.writestr(member, data)
    return name
'''


def backend():
    plain = distributions.wheel("build-backend", "1.0")
    with zipfile.ZipFile(io.BytesIO(plain.content)) as archive:
        members = {i.filename: archive.read(i) for i in archive.infolist()}
    record = next(name for name in members if name.endswith("/RECORD"))
    del members[record]
    members["build_backend/__init__.py"] = BACKEND.encode()
    members[record] = distributions.record(members, record)
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), data)
    return dataclasses.replace(plain, content=content.getvalue())


def write_project(folder, requires='["build-backend"]'):
    (folder / "pyproject.toml").write_text(f'[build-system]\nrequires = {requires}\nbuild-backend = "build_backend"\n[project]\nname = "kaas"\nversion = "1.0"\n')
    (folder / "kaas.py").write_text("AGE = 48\n")


class Builds(GateCase):
    takes = 110
    policy = gate.NO_COOLDOWN + '[rules.lookalike]\naction = "off"\n[[rule]]\nid = "no-refused"\nwhen = "project == \\"refused-backend\\""\naction = "deny"\nmessage = "off for good"\nhelp = "use another"\n'

    @classmethod
    def setUpClass(cls):
        if not shutil.which("bwrap"):
            cannot_run(cls("test_nothing"), "bubblewrap is not here: scripts/tools.sh bubblewrap")
        super().setUpClass()

    @classmethod
    def fill(cls, index):
        index.add(backend())
        index.add(distributions.wheel("refused-backend", "1.0"))

    def test_nothing(self):
        """For setUpClass, to name what cannot run."""

    def project(self, hook=None, requires='["build-backend"]'):
        folder = scratch.folder("project")
        write_project(folder, requires)
        if hook:
            (folder / "hook.py").write_text(hook)
        return folder

    def build(self, folder, *options, **environment):
        out = scratch.folder("out")
        done = subprocess.run(
            [gate.PROGRAM, "build", folder, "-o", out, "--index", self.gate.simple, *options], capture_output=True, text=True, timeout=300, env=scratch.environment(**environment))
        return done, out

    def succeeds(self, folder, *options, **environment):
        done, out = self.build(folder, *options, **environment)
        self.assertEqual(0, done.returncode, done.stdout + done.stderr)
        return out, json.loads((out / "build-manifest.json").read_text())

    def fails(self, code, text, hook, *options):
        done, out = self.build(self.project(hook), *options)
        self.assertEqual(code, done.returncode, done.stdout + done.stderr)
        self.assertIn(text, done.stderr)
        self.assertEqual([], list(out.iterdir()), "a build that fails leaves nothing")
        return done

    def test_drift_from_a_baseline_ends_the_build_and_tells_people(self):
        folder = self.project()
        good, _ = self.succeeds(folder)
        (folder / "hook.py").write_text('made["kaas/more.py"] = b"import os"')
        hook = Webhook()
        self.addCleanup(hook.close)
        done, out = self.build(folder, "--baseline", good, WAAG_ALERTS_WEBHOOK=hook.url)
        self.assertEqual(1, done.returncode, done.stdout + done.stderr)
        self.assertIn("kaas/more.py", done.stderr)
        self.assertEqual([], list(out.iterdir()))
        self.assertEqual(["build-drift"], [alert["kind"] for alert in hook.heard])
        self.assertIn("kaas/more.py", hook.heard[0]["details"]["drift"])

    def test_two_builds_give_the_same_bytes(self):
        folder = self.project()
        one, manifest = self.succeeds(folder, "--verify-reproducible")
        self.assertIs(True, manifest["reproducible"])
        elsewhere = scratch.folder("elsewhere") / "deep" / "copy"
        shutil.copytree(folder, elsewhere)
        for path in elsewhere.iterdir():
            os.utime(path, (1, 1))
        other, _ = self.succeeds(elsewhere)
        for name in ("kaas-1.0.tar.gz", "kaas-1.0-py3-none-any.whl"):
            self.assertEqual((one / name).read_bytes(), (other / name).read_bytes(), name)

    def test_the_cause_of_a_difference_is_found(self):
        done, out = self.build(self.project("import os; made['kaas/where.py'] = os.getcwd().encode()"), "--verify-reproducible", "--wheel")
        self.assertEqual(1, done.returncode, done.stderr)
        differences = json.loads((out / "build-manifest.json").read_text())["differences"]
        self.assertEqual(["kaas/where.py"], [d["file"] for d in differences])
        self.assertIn("build path", differences[0]["cause"])

    def test_a_changed_requirement_is_drift(self):
        folder = self.project()
        self.succeeds(folder)
        lock = (folder / "waag-build.lock").read_bytes()
        text = (folder / "pyproject.toml").read_text()
        (folder / "pyproject.toml").write_text(text.replace('"build-backend"]', '"build-backend>=1"]'))
        done, out = self.build(folder)
        self.assertEqual((1, []), (done.returncode, list(out.iterdir())), done.stderr)
        self.assertIn("drifted", done.stderr)
        self.assertEqual(lock, (folder / "waag-build.lock").read_bytes())

    def test_a_replay_says_what_differs(self):
        folder = self.project()
        out, _ = self.succeeds(folder)
        replay = ("replay", out / "kaas-1.0-py3-none-any.whl.intoto.jsonl", "--source", folder, "--index", self.gate.simple)
        self.assertEqual(0, gate.waag(*replay).returncode)
        (folder / "kaas.py").write_text("AGE = 49\n")
        done = gate.waag(*replay)
        self.assertEqual(1, done.returncode, done.stderr)
        self.assertIn("kaas/__init__.py differs", done.stdout)

    def test_a_backend_may_ask_git(self):
        folder = self.project()
        (folder / "ask-git").write_text("")

        def git(*arguments):
            return subprocess.run(
                ["git", "-c", "user.name=t", "-c", "user.email=t@mail.example", *arguments], cwd=folder, check=True, capture_output=True, text=True).stdout

        def described(out):
            with tarfile.open(out / "kaas-1.0.tar.gz") as archive:
                self.assertFalse([n for n in archive.getnames() if ".git" in n or "waag-build.lock" in n])
                return archive.extractfile("kaas-1.0/described").read().decode()

        git("init", "-q", ".")
        git("add", "-A")
        git("commit", "-q", "-m", "one")
        git("tag", "-a", "v1.0", "-m", "one")
        self.succeeds(folder)
        git("add", "-A")
        git("commit", "-q", "-m", "lock")
        out, manifest = self.succeeds(folder, "--verify-reproducible")
        self.assertEqual(git("describe", "--tags", "--long"), described(out))
        self.assertEqual(["v1.0"], list(manifest["source"]["repository"]["tags"]))
        self.assertIn("git", [t["name"] for t in manifest["tools"]])
        git("tag", "v2.0")
        done = gate.waag("replay", out / "kaas-1.0.tar.gz.intoto.jsonl", "--source", folder, "--index", self.gate.simple)
        self.assertEqual(0, done.returncode, done.stdout + done.stderr)
        (folder / "kaas.py").write_text("AGE = 50\n")
        dirty, manifest = self.succeeds(folder)
        self.assertTrue(described(dirty).startswith("v2.0-0-g") and described(dirty).endswith("-dirty\n"), described(dirty))
        self.assertIs(True, manifest["source"]["dirty"])

    def test_what_a_build_tries_is_told(self):
        self.fails(3, "files.example:8123", "import urllib.request; urllib.request.urlopen('http://files.example:8123/x')")
        self.fails(3, "192.0.2.7:4444", "import socket; socket.create_connection(('192.0.2.7', 4444))")
        if shutil.which("curl", path="/usr/bin"):
            self.fails(3, "index.example:8080", "import subprocess; subprocess.check_call(['curl', '-sS', 'http://index.example:8080/'])")

    def test_nobody_outside_is_reached(self):
        visits = []
        listener = socket.create_server(("127.0.0.1", 0))
        self.addCleanup(listener.close)
        named = socket.socket(socket.AF_UNIX)
        named.bind(f"\0waag-test-{os.getpid()}")
        named.listen()
        self.addCleanup(named.close)
        for each in (listener, named):
            threading.Thread(target=lambda s=each: visits.append(s.accept()), daemon=True).start()
        port = listener.getsockname()[1]
        self.fails(3, "failed", f"import socket; socket.create_connection(('127.0.0.1', {port}))")
        self.fails(3, "failed", f"import socket; socket.socket(socket.AF_UNIX).connect('\\0waag-test-{os.getpid()}')")
        self.assertEqual([], visits)

    def test_no_name_is_looked_up_outside(self):
        asked = []
        resolver = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        resolver.bind(("127.0.0.1", 0))
        self.addCleanup(resolver.close)
        threading.Thread(target=lambda: asked.append(resolver.recvfrom(512)), daemon=True).start()
        query = "b'\\0\\1\\1\\0\\0\\1' + bytes(6) + b'\\6secret\\7example\\0\\0\\1\\0\\1'"
        direct = f"import socket; s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.settimeout(2); s.sendto({query}, ('127.0.0.1', {resolver.getsockname()[1]})); s.recv(512)"
        self.fails(3, "failed", direct)
        _, manifest = self.succeeds(self.project("import socket; socket.getaddrinfo('secret.files.example', 443)"))
        self.assertIn("secret.files.example", manifest["network_tried"][0])
        self.assertEqual([], asked)

    def test_nothing_of_the_machine_is_there(self):
        hook = (
            "import os, pathlib; made['kaas/seen.py'] = repr({'env': dict(os.environ), 'pids': [p for p in os.listdir('/proc') if p.isdigit()], 'there': [p for p in %r if os.path.exists(p)],"
            " 'first': os.access('/proc/1/environ', os.R_OK) and open('/proc/1/environ').read(), 'caps': [l.split()[1] for l in open('/proc/self/status') if l.startswith('Cap')]}).encode()"
        ) % [str(scratch.root), str(gate.ROOT), "/etc/shadow", "/dev/kmsg", "/sys"]
        out, _ = self.succeeds(self.project(hook), WAAG_TEST_SECRET="s3cr3t-of-the-caller")
        with zipfile.ZipFile(out / "kaas-1.0-py3-none-any.whl") as archive:
            seen = eval(archive.read("kaas/seen.py"), {})
        self.assertEqual([], seen["there"])
        self.assertFalse(seen["first"])
        self.assertLess(len(seen["pids"]), 6)
        self.assertEqual({"0" * 16}, set(seen["caps"]))
        for file in out.iterdir():
            self.assertNotIn(b"s3cr3t-of-the-caller", file.read_bytes(), file.name)
        self.fails(3, "Read-only file system", "open('/usr/waag-was-here', 'w')")

    def test_an_output_folder_that_cannot_be_used_is_told_before_anything_is_built(self):
        folder = self.project()
        for out, code, text in ((folder, 2, "holds the project itself"), (folder / "kaas.py", 2, "is a file"), ("/proc/waag", 3, "cannot be written; nothing was left")):
            done = gate.waag("build", folder, "-o", out, "--index", self.gate.simple)
            self.assertEqual(code, done.returncode, done.stderr)
            self.assertIn(text, done.stderr)

    def test_where_there_is_no_sandbox_nothing_is_built(self):
        few = scratch.folder("bin")
        for program in pathlib.Path("/usr/bin").iterdir():
            if program.name != "bwrap":
                (few / program.name).symlink_to(program)
        done, out = self.build(self.project(), "--python", sys.executable, PATH=few)
        self.assertEqual((3, []), (done.returncode, list(out.iterdir())), done.stderr)
        self.assertIn("bubblewrap", done.stderr)
        self.assertIn("--unsafe-no-sandbox", done.stderr)

    def test_what_the_gate_refuses_builds_nothing(self):
        done, out = self.build(self.project(requires='["refused-backend"]'))
        self.assertEqual((1, []), (done.returncode, list(out.iterdir())), done.stderr)
        self.assertIn("refused-backend", done.stderr)
        self.assertIn("off for good", done.stderr)

    def test_each_limit_is_named(self):
        self.fails(3, "limit of time", "import time; time.sleep(600)", "--timeout", "5s")
        self.fails(3, "limit of memory", "x = [bytearray(b'x' * (1 << 22)) for _ in range(1 << 20)]", "--memory", "300m")
        self.fails(3, "limit of disk", "open('big', 'wb').write(bytes(200 << 20))", "--disk", "64m")
        bomb = "import os\nwhile True:\n    try:\n        os.fork()\n    except OSError:\n        pass"
        self.fails(3, "limit of processes", bomb, "--processes", "64")

    def test_what_is_left_running_ends(self):
        """A process of its own session that ignores signals, after a build that succeeds, that fails, and that takes too long."""
        marker = f"9{os.getpid()}.25"
        start = f"import subprocess, time; subprocess.Popen(['sh', '-c', 'trap \"\" TERM HUP INT; sleep {marker}; exit 0'], start_new_session=True); time.sleep(0.2)\n"
        self.succeeds(self.project(start))
        self.fails(3, "the cheese is off", start + "raise RuntimeError('the cheese is off')")
        self.fails(3, "limit of time", start + "time.sleep(600)", "--timeout", "5s")
        for process in pathlib.Path("/proc").glob("[0-9]*/cmdline"):
            try:
                self.assertNotIn(marker.encode(), process.read_bytes())
            except OSError:
                pass

    def test_no_link_leads_out(self):
        self.fails(1, "refused", "import os; os.symlink('/etc/passwd', where + '/kaas-1.0-py3-none-any.whl')")
        self.fails(1, "refused", "made['../outside.py'] = b''")


if __name__ == "__main__":
    unittest.main()
