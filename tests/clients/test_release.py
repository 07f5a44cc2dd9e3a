"""Publishing and release: real clients upload and install; `kill -9` at every step; a large upload; the playbook's commands."""

import base64
import functools
import hashlib
import http.client
import http.server
import io
import json
import os
import pathlib
import re
import shlex
import shutil
import socket
import threading
import time
import unittest
import urllib.parse
import uuid
import zipfile

import clients
import distributions
import ledger
import scratch
import web
from case import KILLS, cannot_run, seeded
from gate import Gate, waag
from index import Index
from test_build import backend

CONFIG = """
[[claim]]
projects = ["acme-*"]
owner = "team"
[release]
channels = ["staging", "stable"]
on-recall = "rollback"
"""
POLICY = 'extends = "default"\n[rules.cooldown]\naction = "off"\n'
STEPS = ("publish", "stage", "approve", "promote", "rollback")


def cli(gate, *arguments, token=None):
    """A command that talks to the gate, by default as its administrator."""
    token = token or (gate.data / "admin-token").read_text().strip()
    return waag(*arguments, "--url", gate.url, "--token", token)


def person(gate, name, *roles):
    """Makes a user; returns a token."""
    added = cli(gate, "identity", "user", "add", name, *[part for role in roles for part in ("--role", role)])
    if added.returncode:
        raise AssertionError(added.stdout + added.stderr)
    made = cli(gate, "identity", "token", "create", "--user", name)
    return made.stdout.split()[-1]


def form(filename, content, **changes):
    """The body of an upload, and its content type."""
    stem = filename.removesuffix(".tar.gz").split("-")
    fields = {
        ":action": "file_upload",
        "protocol_version": "1",
        "metadata_version": "2.1",
        "name": stem[0].replace("_", "-"),
        "version": stem[1],
        "filetype": "bdist_wheel" if filename.endswith(".whl") else "sdist",
        "sha256_digest": hashlib.sha256(content).hexdigest(),
        **changes,
    }
    boundary = uuid.uuid4().hex
    parts = [f'--{boundary}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n'.encode() for k, v in fields.items()]
    parts.append(f'--{boundary}\r\nContent-Disposition: form-data; name="content"; filename="{filename}"\r\n\r\n'.encode())
    return b"".join(parts) + content + f"\r\n--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"


def post(url, token, body, kind="application/json"):
    """Status and JSON of an answer; 0 where none came."""
    parts = urllib.parse.urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=60)
    basic = base64.b64encode(f"__token__:{token}".encode()).decode()
    try:
        connection.request("POST", parts.path, body, {"Content-Type": kind, "Authorization": f"Basic {basic}", "Accept": "application/json"})
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read() or b"{}")
    except (OSError, http.client.HTTPException, ValueError):
        return 0, {}
    finally:
        connection.close()


def made(project, version, **more):
    """A wheel's name and bytes."""
    wheel = distributions.wheel(project, version, **more)
    return wheel.filename, wheel.content


def made_sdist(project, version):
    sdist = distributions.sdist(project, version)
    return sdist.filename, sdist.content


def upload(gate, token, filename, content, **changes):
    body, kind = form(filename, content, **changes)
    return post(gate.url + "/legacy/", token, body, kind)


def step(gate, token, action, project, **body):
    return post(f"{gate.url}/api/v1/releases/{project}/{action}", token, json.dumps(body).encode())


def names(gate, project, channel=None):
    page = web.get(f"{gate.url}{'/channel/' + channel if channel else ''}/simple/{project}/", accept=web.JSON)
    return [f["filename"] for f in page.json()["files"] if not f["yanked"]] if page.status == 200 else []


class Releases(unittest.TestCase):
    """One gate with its people, for each class."""

    @classmethod
    def setUpClass(cls):
        cls.index = Index()
        cls.addClassCleanup(cls.index.close)
        cls.gate = Gate(cls.index.simple, policy=POLICY, config=CONFIG)
        cls.addClassCleanup(cls.gate.kill)
        cls.ann, cls.ben = person(cls.gate, "ann", "publisher"), person(cls.gate, "ben", "approver")
        cls.sue = person(cls.gate, "sue", "security")

    def released(self, project, version):
        wheel = made(project, version)
        self.assertEqual(200, upload(self.gate, self.ann, *wheel)[0])
        for action in ("approve", "promote"):
            status, answer = step(self.gate, self.ben, action, project, version=version)
            self.assertEqual(200, status, answer)
        return wheel


class Clients(Releases):
    def publish(self, tool, folder):
        files = sorted(folder.iterdir())
        legacy = self.gate.url + "/legacy/"
        if tool == "twine":
            return clients.run(
                [clients.tool("twine"), "upload", "--non-interactive", "--repository-url", legacy, "-u", "__token__", "-p", self.ann, *files]
            )
        return clients.run([clients.tool("uv"), "publish", "--publish-url", legacy, "--token", self.ann, "--trusted-publishing", "never", *files])

    def test_clients_publish_and_print_our_refusals(self):
        for tool in ("twine", "uv"):
            with self.subTest(tool=tool):
                folder = scratch.folder(tool)
                for filename, content in (made(f"acme-{tool}", "1.0"), made_sdist(f"acme-{tool}", "1.0")):
                    (folder / filename).write_bytes(content)
                done = self.publish(tool, folder)
                self.assertEqual(0, done[0], done[1])
                self.assertEqual(2, len(names(self.gate, f"acme-{tool}", "staging")))
                again = self.publish(tool, folder)
                self.assertEqual(0, again[0], again[1])
                other = scratch.folder(tool)
                filename, content = made(f"acme-{tool}", "1.0", size=2000)
                (other / filename).write_bytes(content)
                refused = self.publish(tool, other)
                self.assertNotEqual(0, refused[0])
                self.assertIn("File already exists", refused[1])

    def test_pip_installs_from_the_channel_that_it_is_in(self):
        upload(self.gate, self.ann, *made("acme-pip", "1.0"))
        folder = scratch.folder("pip")
        staging = f"{self.gate.url}/channel/staging/simple/"
        self.assertEqual(0, clients.pip_download(staging, folder, "acme-pip==1.0").code)
        self.assertNotEqual(0, clients.pip_download(self.gate.simple, scratch.folder("pip"), "acme-pip==1.0").code)
        for action in ("approve", "promote"):
            self.assertEqual(200, step(self.gate, self.ben, action, "acme-pip", version="1.0")[0])
        self.assertEqual(0, clients.pip_download(self.gate.simple, scratch.folder("pip"), "acme-pip==1.0").code)


class Snapshots(Releases):
    def test_an_exported_snapshot_serves_pip_and_uv_from_a_plain_web_server(self):
        self.released("acme-frozen", "1.0")
        made = cli(self.gate, "snapshot", "create", "--format", "json", token=self.sue)
        self.assertEqual(0, made.returncode, made.stdout + made.stderr)
        identity = json.loads(made.stdout)["id"]
        self.released("acme-frozen", "2.0")
        later = json.loads(cli(self.gate, "snapshot", "create", "--format", "json", token=self.sue).stdout)["id"]
        diff = cli(self.gate, "snapshot", "diff", identity, later, token=self.sue)
        self.assertEqual(0, diff.returncode, diff.stdout + diff.stderr)
        self.assertIn("acme_frozen-2.0", diff.stdout)
        folder = scratch.folder("frozen")
        done = cli(self.gate, "snapshot", "export", identity, "-o", folder, token=self.sue)
        self.assertEqual(0, done.returncode, done.stdout + done.stderr)
        handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=folder)
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        simple = f"http://127.0.0.1:{server.server_port}/simple/"
        pip = clients.pip("newest", simple, ["acme-frozen"])
        self.assertEqual(0, pip.code, pip.output)
        self.assertIn("acme-frozen-1.0", pip.output)
        uv = clients.uv_pip(simple, ["acme-frozen"])
        self.assertEqual(0, uv.code, uv.output)
        self.assertIn("acme-frozen==1.0", uv.output)


class Large(unittest.TestCase):
    def test_a_gigabyte_is_uploaded_through_a_small_heap(self):
        index = Index()
        self.addCleanup(index.close)
        os.environ["JDK_JAVA_OPTIONS"] = "-Xmx128m"
        self.addCleanup(os.environ.pop, "JDK_JAVA_OPTIONS", None)
        gate = Gate(index.simple, policy=POLICY, config=CONFIG)
        self.addCleanup(gate.kill)
        ann = person(gate, "ann", "publisher")
        file = self.large()
        done = waag("publish", file, "--url", gate.url, "--token", ann, timeout=600)
        self.assertEqual(0, done.returncode, done.stdout + done.stderr + gate.tail())
        print(f"    {file.stat().st_size} bytes; {gate.memory() >> 20} MB resident afterwards, heap of at most 128 MB", flush=True)
        self.assertEqual([file.name], names(gate, "acme-large", "staging"))

    @staticmethod
    def large():
        """A wheel with a gigabyte of data, written as a stream."""
        filename, content = made("acme-large", "1.0")
        file = scratch.folder("large") / filename
        chunk, digest = os.urandom(1 << 20), hashlib.sha256()
        with zipfile.ZipFile(io.BytesIO(content)) as small, zipfile.ZipFile(file, "w") as wheel:
            record = small.read("acme_large-1.0.dist-info/RECORD").decode()
            for member in small.infolist():
                if not member.filename.endswith("/RECORD"):
                    wheel.writestr(member, small.read(member))
            with wheel.open("acme_large/data.bin", "w", force_zip64=True) as out:
                for _ in range(1024):
                    out.write(chunk)
                    digest.update(chunk)
            line = base64.urlsafe_b64encode(digest.digest()).rstrip(b"=").decode()
            wheel.writestr("acme_large-1.0.dist-info/RECORD", f"acme_large/data.bin,sha256={line},{1 << 30}\n{record}")
        return file


class Uploads(Releases):
    def test_of_uploads_at_once_one_wins(self):
        wheels = [made("acme-race", "1.0", size=100 + n) for n in range(16)]
        answers = []
        threads = [threading.Thread(target=lambda m=m: answers.append(upload(self.gate, self.ann, *m)[0])) for m in wheels]
        [t.start() for t in threads]
        [t.join() for t in threads]
        self.assertEqual([200] + [400] * 15, sorted(answers))

    def test_one_that_is_cut_short_leaves_nothing(self):
        filename, content = made("acme-cut", "1.0", size=500_000)
        body, kind = form(filename, content)
        parts = urllib.parse.urlsplit(self.gate.url)
        for share in (0.1, 0.5, 0.99):
            with socket.create_connection((parts.hostname, parts.port)) as s:
                basic = base64.b64encode(f"__token__:{self.ann}".encode()).decode()
                head = f"POST /legacy/ HTTP/1.1\r\nHost: {parts.netloc}\r\nAuthorization: Basic {basic}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
                s.sendall(head.encode() + body[: int(len(body) * share)])
        end = time.monotonic() + 20
        while list((self.gate.data / "tmp").iterdir()) and time.monotonic() < end:
            time.sleep(0.1)
        self.assertEqual([], list((self.gate.data / "tmp").iterdir()))
        self.assertEqual([], names(self.gate, "acme-cut", "staging"))
        self.assertEqual(200, upload(self.gate, self.ann, filename, content)[0])


class Kills(unittest.TestCase):
    """A step that was answered is there, with its entry; one that was not is there with its entry, or not at all."""

    takes = 50

    def test_kill_at_every_step(self):
        """Each kill falls into one step, at a random moment of the time that it takes."""
        random = seeded("release kills")
        index = Index()
        self.addCleanup(index.close)
        gate = Gate(index.simple, policy=POLICY, config=CONFIG, brief=True)
        self.addCleanup(gate.kill)
        ann, ben = person(gate, "ann", "publisher"), person(gate, "ben", "approver")
        answered, within = [], dict.fromkeys(("publish", "approve", "promote", "rollback"), 0)
        for number in range(KILLS):
            step = list(within)[number % len(within)]
            project, version = f"acme-p{number % 7}", f"{number // 7}.{number % 7}"
            steps = self.steps(gate, ann, ben, project, version)
            for name in list(within)[: list(within).index(step)]:
                self.take(steps, name, answered, project, version)
            done = []
            worker = threading.Thread(target=lambda: done.append(self.take(steps, step, answered, project, version)))  # noqa: B023  joined below
            worker.start()
            time.sleep(random.uniform(0.0, 0.02))
            gate.kill()
            worker.join()
            within[step] += not done[0]
            gate.start()
            if number % 40 == 39 or number == KILLS - 1:
                self.check(gate, ann, answered)
        print(f"    {KILLS} kills; before the answer: {within}", flush=True)
        verified = gate.verify_ledger()
        self.assertEqual(0, verified.returncode, verified.stdout + verified.stderr)
        self.assertEqual([], list((gate.data / "tmp").iterdir()))

    @staticmethod
    def steps(gate, ann, ben, project, version):
        filename, content = made(project, version, size=20_000)
        return {
            "publish": lambda: upload(gate, ann, filename, content)[0],
            "approve": lambda: step(gate, ben, "approve", project, version=version)[0],
            "promote": lambda: step(gate, ben, "promote", project, version=version)[0],
            "rollback": lambda: step(gate, ben, "rollback", project)[0],
        }

    @staticmethod
    def take(steps, name, answered, project, version):
        """Takes a step, and notes it where it was answered as done; a rollback has nothing of this release to show."""
        status = steps[name]()
        if status == 200 and name != "rollback":
            answered.append((name, project, version))
        return status != 0

    def check(self, gate, token, answered):
        time.sleep(0.3)
        entries = [e for e in ledger.entries(gate) if e["kind"] in STEPS]
        logged = {(e["kind"], e["project"], e["version"]) for e in entries}
        for what in answered:
            self.assertIn(what[:3], logged)
        for project in sorted({e["project"] for e in entries}):
            moves = self.status(gate, token, project)
            mine = [e for e in entries if e["project"] == project]
            files = {f["filename"]: f["sha256"] for r in moves["releases"] for f in r["files"]}
            self.assertEqual({e["filename"]: e["sha256"] for e in mine if e["kind"] == "publish"}, files)
            self.assertEqual(
                [(e["kind"], e["channel"]) for e in mine if e["kind"] in ("stage", "promote", "rollback")],
                [(m["action"], m["channel"]) for m in moves["history"]],
            )
            page = web.get(f"{gate.url}/channel/staging/simple/{project}/", accept=web.JSON).json()
            self.assertEqual(files, {f["filename"]: f["hashes"]["sha256"] for f in page["files"]})
            last = page["files"][-1]
            got = web.get(urllib.parse.urljoin(gate.url, last["url"]))
            self.assertEqual(last["hashes"]["sha256"], got.sha256)

    @staticmethod
    def status(gate, token, project):
        answer = web.get(f"{gate.url}/api/v1/releases/{project}", Authorization=f"Bearer {token}")
        return answer.json()


class Playbook(unittest.TestCase):
    """Every command of docs/playbook.md, in its order, on a project that was built, released and then published once more by somebody bad."""

    takes = 25

    PAGE = pathlib.Path(__file__).resolve().parents[2] / "docs" / "playbook.md"

    def test_every_command_of_the_playbook_from_detection_to_review(self):
        osv = scratch.folder("osv")
        index = Index()
        self.addCleanup(index.close)
        index.add(backend())
        config = CONFIG.replace('"acme-*"', '"acme-*", "kaas"').replace('on-recall = "rollback"', "") + f'[advisories]\nsources = ["{osv}"]\nrefresh = "1s"\n'
        self.gate = Gate(index.simple, policy=POLICY + '[rules.lookalike]\naction = "off"\n', config=config)
        self.addCleanup(self.gate.kill)
        self.ran = set()
        ann, ben, sue = person(self.gate, "ann", "publisher"), person(self.gate, "ben", "approver"), person(self.gate, "sue", "security")
        source, out = self.built()
        self.released(ann, ben, "1.0", *sorted(out.glob("*.whl")))
        bad = scratch.folder("bad")
        (bad / "kaas-1.1-py3-none-any.whl").write_bytes(distributions.wheel("kaas", "1.1").content)
        self.released(ann, ben, "1.1", *bad.iterdir())
        self.assertEqual(0, clients.pip_download(self.gate.simple, scratch.folder("pip"), "kaas==1.1").code)
        time.sleep(0.6)
        # 1 detect
        record = {"id": "ACME-2026-1", "modified": "2026-11-22T00:00:00Z", "affected": [{"package": {"ecosystem": "PyPI", "name": "kaas"}, "versions": ["1.1"]}]}
        (osv / "ACME-2026-1.json").write_text(json.dumps(record))
        end = time.monotonic() + 30
        while (looked := self.does("waag recall ADVISORY --dry-run", sue, ADVISORY="ACME-2026-1", code=None)).returncode and time.monotonic() < end:
            time.sleep(0.3)
        self.assertIn("kaas 1.1: recalled", looked.stdout)
        looked = self.does("waag recall NAME==VERSION --dry-run", sue, **{"NAME==VERSION": "kaas==1.1"})
        self.assertIn("1 download", looked.stdout)
        # 2 recall
        self.does('waag recall NAME==VERSION --reason "…"', sue, **{"NAME==VERSION": "kaas==1.1"})
        self.assertNotEqual(0, clients.pip_download(self.gate.simple, scratch.folder("pip"), "kaas==1.1").code)
        vex = self.does("waag recall NAME==VERSION --dry-run --format openvex", sue, **{"NAME==VERSION": "kaas==1.1"})
        self.assertIn("@context", json.loads(vex.stdout))
        # 3 roll back
        self.does('waag release rollback PROJECT --reason "…"', ben, PROJECT="kaas")
        self.assertEqual(["kaas-1.0-py3-none-any.whl"], names(self.gate, "kaas"))
        again = cli(self.gate, "release", "rollback", "kaas", "--reason", "again", token=ben)
        self.assertEqual(1, again.returncode, again.stdout)
        # 4 replay
        status = self.does("waag release status PROJECT", ben, PROJECT="kaas")
        self.assertIn("rollback 1.1 in stable by ben", status.stdout)
        provenance = next(out.glob("*.whl.intoto.jsonl"))
        replayed = self.does("waag replay PROVENANCE --source SRC", None, PROVENANCE=provenance, SRC=source, more=("--index", self.gate.simple))
        self.assertEqual(0, replayed.returncode)
        (source / "kaas.py").write_text("AGE = 49\n")
        self.does("waag replay PROVENANCE --source SRC", None, code=1, PROVENANCE=provenance, SRC=source, more=("--index", self.gate.simple))
        # 5 rotate
        tokens = json.loads(self.does("waag identity token list", None, admin=True, more=("--format", "json")).stdout)
        listed = tokens if isinstance(tokens, list) else next(iter(tokens.values()))
        own = next(t["id"] for t in listed if t["user"] == "ann")
        self.does("waag identity token revoke ID", None, admin=True, ID=own)
        self.assertIn(upload(self.gate, ann, *made("acme-app", "2.0"))[0], (401, 403))
        self.assertEqual(0, cli(self.gate, "keys", "generate", "release").returncode)
        before = self.does("waag keys list", None, admin=True).stdout
        self.does("waag keys rotate NAME", None, admin=True, NAME="release")
        self.assertNotEqual(before, self.does("waag keys list", None, admin=True).stdout)
        self.does('waag keys revoke NAME --reason "…"', None, admin=True, NAME="release")
        # 6 review
        self.does("waag ledger verify", None, more=("--url", self.gate.url))
        self.assertEqual(64, len(self.does("waag snapshot create", sue).stdout.strip()))
        self.does('waag release mark PROJECT --as quarantined --reason "…"', sue, PROJECT="kaas")
        self.assertEqual([], names(self.gate, "kaas"))
        self.does('waag release mark PROJECT --as active --reason "…"', sue, PROJECT="kaas")
        written = set(re.findall(r"`(waag [^`]+)`", self.PAGE.read_text()))
        self.assertEqual(written, self.ran, "the page and this test have the same commands")

    def built(self):
        if not shutil.which("bwrap"):
            cannot_run(self, "bubblewrap is not here: scripts/tools.sh bubblewrap")
        source, out = scratch.folder("source"), scratch.folder("out")
        (source / "pyproject.toml").write_text('[build-system]\nrequires = ["build-backend"]\nbuild-backend = "build_backend"\n[project]\nname = "kaas"\nversion = "1.0"\n')
        (source / "kaas.py").write_text("AGE = 48\n")
        done = waag("build", source, "-o", out, "--index", self.gate.simple, timeout=300)
        self.assertEqual(0, done.returncode, done.stdout + done.stderr)
        return source, out

    def released(self, ann, ben, version, *files):
        published = cli(self.gate, "publish", *files, token=ann)
        self.assertEqual(0, published.returncode, published.stderr)
        for action in ("approve", "promote"):
            done = cli(self.gate, "release", action, f"kaas=={version}", token=ben)
            self.assertEqual(0, done.returncode, done.stderr)

    def does(self, command, token, code=0, admin=False, more=(), **values):
        """A command as the page writes it, with its words in capitals replaced."""
        self.ran.add(command)
        words = [str(values.get(word, word)) for word in shlex.split(command)[1:]]
        words += map(str, more)
        done = cli(self.gate, *words, token=token) if token or admin else waag(*words)
        if code is not None:
            self.assertEqual(code, done.returncode, f"{command}: {done.stdout}{done.stderr}")
        return done
