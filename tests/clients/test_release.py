"""Publishing and release: real clients upload and install; `kill -9` at every step; a large upload; the playbook's commands."""

import base64
import hashlib
import http.client
import json
import os
import socket
import threading
import time
import unittest
import urllib.parse
import uuid

import clients
import distributions
import ledger
import scratch
import web
from case import seeded
from gate import Gate, waag
from index import Index

KILLS = int(os.environ.get("WAAG_KILLS", "200"))
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

    def test_kill_at_every_step(self):
        random = seeded("release kills")
        index = Index()
        self.addCleanup(index.close)
        gate = Gate(index.simple, policy=POLICY, config=CONFIG)
        self.addCleanup(gate.kill)
        ann, ben = person(gate, "ann", "publisher"), person(gate, "ben", "approver")
        answered = []
        for number in range(KILLS):
            dead = threading.Event()
            worker = threading.Thread(target=self.work, args=(gate, ann, ben, number, answered, dead))
            worker.start()
            time.sleep(random.uniform(0.0, 0.25))
            gate.kill()
            dead.set()
            worker.join()
            gate.start()
            if number % 20 == 19 or number == KILLS - 1:
                self.check(gate, ann, answered)
        verified = gate.verify_ledger()
        self.assertEqual(0, verified.returncode, verified.stdout + verified.stderr)

    def work(self, gate, ann, ben, number, answered, dead):
        project = f"acme-p{number % 7}"
        for round in range(50):
            if dead.is_set():
                return
            version = f"{number}.{round}"
            filename, content = made(project, version, size=20_000)
            if upload(gate, ann, filename, content)[0] == 200:
                answered.append(("publish", project, version, filename, hashlib.sha256(content).hexdigest()))
            for token, action in ((ben, "approve"), (ben, "promote")):
                if step(gate, token, action, project, version=version)[0] == 200:
                    answered.append((action, project, version))
            if round % 3 == 2:
                step(gate, ben, "rollback", project)

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


class Playbook(Releases):
    """Every command of docs/playbook.md, in its order."""

    def test_the_playbook_from_detection_to_review(self):
        for version in ("1.0", "1.1"):
            self.released("acme-app", version)
        clients.pip_download(self.gate.simple, scratch.folder("pip"), "acme-app==1.1")
        time.sleep(0.6)
        looked = cli(self.gate, "recall", "acme-app==1.1", "--dry-run", "--format", "json", token=self.sue)
        self.assertEqual(0, looked.returncode, looked.stderr)
        self.assertEqual(1, json.loads(looked.stdout)["downloads_total"])
        self.assertEqual(2, len(names(self.gate, "acme-app")))
        recalled = cli(self.gate, "recall", "acme-app==1.1", "--reason", "it deletes files", token=self.sue)
        self.assertEqual(0, recalled.returncode, recalled.stderr)
        self.assertEqual(["acme_app-1.0-py3-none-any.whl"], names(self.gate, "acme-app"))
        refused = clients.pip_download(self.gate.simple, scratch.folder("pip"), "acme-app==1.1")
        self.assertNotEqual(0, refused.code)
        self.assertIn("recalled", refused.output)
        nowhere = cli(self.gate, "release", "rollback", "acme-app", "--reason", "again", token=self.ben)
        self.assertEqual(1, nowhere.returncode, nowhere.stdout)
        status = cli(self.gate, "release", "status", "acme-app", token=self.ben)
        self.assertIn("recall 1.1 in stable by sue", status.stdout)
        tokens = json.loads(cli(self.gate, "identity", "token", "list", "--format", "json").stdout)
        listed = tokens if isinstance(tokens, list) else next(iter(tokens.values()))
        own = next(t["id"] for t in listed if t["user"] == "ann")
        self.assertEqual(0, cli(self.gate, "identity", "token", "revoke", own).returncode)
        self.assertIn(upload(self.gate, self.ann, *made("acme-app", "2.0"))[0], (401, 403))
        self.assertEqual(0, cli(self.gate, "release", "mark", "acme-app", "--as", "quarantined", "--reason", "in doubt", token=self.sue).returncode)
        self.assertEqual([], names(self.gate, "acme-app"))
        self.assertEqual(64, len(cli(self.gate, "snapshot", "create", token=self.sue).stdout.strip()))
        verified = waag("ledger", "verify", "--url", self.gate.url)
        self.assertEqual(0, verified.returncode, verified.stderr)
