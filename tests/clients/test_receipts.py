"""Tokens and receipts with real clients: who may, what was served to a job, and what came from somewhere else."""

import base64
import json
import os
import pathlib
import threading
import time

import clients
import distributions
import ledger
import scratch
import web
from case import GateCase, seeded
from gate import NO_COOLDOWN, waag

KILLS = int(os.environ.get("WAAG_KILLS", "200"))


class Receipts(GateCase):
    policy = NO_COOLDOWN

    @classmethod
    def fill(cls, index):
        for project in ("edammer", "goudse", "leidse"):
            index.add(distributions.wheel(project, "1.0"))

    def said(self, *arguments, code=0):
        outcome = waag(*arguments, "--data", self.gate.data)
        self.assertEqual(outcome.returncode, code, outcome.stdout + outcome.stderr)
        return outcome.stdout

    def person(self, name, role):
        self.said("identity", "user", "add", name, "--role", role)
        return self.said("identity", "token", "create", "--user", name).strip()

    def opened(self):
        return json.loads(self.said("receipt", "open", "--expires", "1h"))

    def closed(self, receipt):
        file = scratch.folder("receipt") / "receipt.json"
        self.said("receipt", "close", receipt["id"], "-o", file)
        return file

    def statement(self, file):
        return json.loads(base64.b64decode(json.loads(file.read_text())["payload"]))

    def installed(self, index, *requirements):
        outcome = clients.uv_pip(index, list(requirements))
        self.assertEqual(outcome.code, 0, outcome.output)
        return outcome

    def test_what_pip_and_uv_get_is_in_the_receipt(self):
        receipt = self.opened()
        pip = clients.pip("newest", receipt["index_url"], ["edammer"])
        self.assertEqual(pip.code, 0, pip.output)
        self.installed(receipt["index_url"], "goudse")
        statement = self.statement(self.closed(receipt))
        self.assertEqual(statement["predicateType"], "https://waag.dev/receipt/v1")
        served = {d["name"]: d for d in statement["predicate"]["distributions"]}
        self.assertEqual(set(served), {"edammer", "goudse"})
        for name, file in served.items():
            self.assertEqual(file["decision"], "allow")
            self.assertEqual(file["sha256"], web.files(self.gate, name)[file["filename"]]["hashes"]["sha256"])

    def test_a_closed_receipt_reads_no_more(self):
        receipt = self.opened()
        self.closed(receipt)
        outcome = clients.uv_pip(receipt["index_url"], ["edammer"])
        self.assertNotEqual(outcome.code, 0, outcome.output)

    def test_what_came_from_elsewhere_is_named(self):
        receipt = self.opened()
        self.installed(receipt["index_url"], "edammer")
        file = self.closed(receipt)
        lock = scratch.folder("lock") / "requirements.txt"
        ours = web.files(self.gate, "edammer")["edammer-1.0-py3-none-any.whl"]["hashes"]["sha256"]
        lock.write_text(f"edammer==1.0 --hash=sha256:{ours}\n")
        self.said("receipt", "verify", file, lock)
        lock.write_text(f"edammer==1.0 --hash=sha256:{ours}\nleidse==1.0 --hash=sha256:{'0' * 64}\n")
        self.assertIn("leidse==1.0 came from elsewhere", self.said("receipt", "verify", file, lock, code=1))

    def test_a_receipt_that_was_changed_does_not_verify(self):
        file = self.closed(self.opened())
        envelope = json.loads(file.read_text())
        payload = base64.b64decode(envelope["payload"]).replace(b'"admin"', b'"adm1n"')
        file.write_text(json.dumps({**envelope, "payload": base64.b64encode(payload).decode()}))
        lock = scratch.folder("lock") / "requirements.txt"
        lock.write_text("edammer==1.0\n")
        self.said("receipt", "verify", file, lock, code=1)

    def test_a_token_ends_when_it_is_revoked(self):
        token = self.person("griet", "reader")
        reads = {"Authorization": "Bearer " + token}
        self.assertEqual(web.get(self.gate.simple + "edammer/", **reads).status, 200)
        row = next(r for r in json.loads(self.said("identity", "token", "list", "--format", "json")) if r["user"] == "griet")
        self.assertIsNotNone(row["last_used"])
        self.said("identity", "token", "revoke", row["id"])
        self.assertEqual(web.get(self.gate.simple + "edammer/", **reads).status, 403)
        for file in pathlib.Path(self.gate.data).rglob("*"):
            if file.is_file():
                self.assertNotIn(token[16:].encode(), file.read_bytes(), file)


class Kills(GateCase):
    """`kill -9` while receipts are opened, served under and closed: what was answered is there after it, whole and once."""

    policy = NO_COOLDOWN

    @classmethod
    def fill(cls, index):
        cls.made = [distributions.wheel(name, "1.0") for name in ("edammer", "goudse")]
        for wheel in cls.made:
            index.add(wheel)

    def post(self, path, body=None):
        token = (self.gate.data / "admin-token").read_text().strip()
        answer = web.get(
            self.gate.url + "/api/v1/receipts" + path,
            method="POST",
            body=json.dumps(body or {}).encode(),
            Authorization="Bearer " + token,
            Content_Type="application/json",
            timeout=20,
        )
        return answer.status, answer.body if answer.whole else b""

    def test_nothing_that_was_answered_is_lost(self):
        random = seeded(self.id())
        urls = {wheel.filename: web.files(self.gate, wheel.filename.split("-")[0])[wheel.filename]["url"] for wheel in self.made}
        answered = {"open": {}, "closed": {}, "served": {}}
        for number in range(KILLS):
            dead = threading.Event()
            workers = [threading.Thread(target=self.work, args=(dead, urls, answered)) for _ in range(2)]
            [w.start() for w in workers]
            time.sleep(0.2 + random.choice((0.4, 1.0, 2.0)) * random.random())
            self.gate.kill()
            dead.set()
            [w.join() for w in workers]
            self.gate.start()
            for receipt, envelope in list(answered["closed"].items())[-3:]:
                self.assertEqual(self.post(f"/{receipt}/close"), (200, envelope), f"after kill {number}: the same receipt, byte for byte")
            for receipt in list(answered["open"])[-2:]:
                status, body = self.post(f"/{receipt}/close")
                self.assertEqual(status, 200, f"after kill {number} a receipt that was open is closed: {body}")
        entries = ledger.entries(self.gate)
        closed = [e["id"] for e in entries if e["kind"] == "receipt" and e["change"] == "closed"]
        self.assertEqual(len(closed), len(set(closed)), "each is closed once")
        self.assertTrue(answered["closed"] or KILLS < 10, "some closings were answered")
        for receipt, envelope in answered["closed"].items():
            self.assertIn(receipt, closed)
            statement = json.loads(base64.b64decode(json.loads(envelope)["payload"]))
            served = {d["filename"]: d for d in statement["predicate"]["distributions"]}
            for filename in answered["served"].get(receipt, ()):
                self.assertIn(filename, served, "a download that was whole before the closing is in the receipt")
            for file in served.values():
                self.assertEqual(entries[file["ledger_index"]]["receipt"], receipt)
        print(f"    {KILLS} kills, {len(answered['closed'])} receipts closed", flush=True)
        self.assertEqual(self.gate.stop(), 0)
        done = self.gate.verify_ledger()
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def work(self, dead, urls, answered):
        while not dead.is_set():
            try:
                status, body = self.post("/open", {"expires": "1h"})
                if status != 201:
                    continue
                opened = json.loads(body)
                answered["open"][opened["id"]] = opened
                for filename, url in urls.items():
                    if web.get(url, Authorization="Bearer " + opened["token"], timeout=20).whole:
                        answered["served"].setdefault(opened["id"], set()).add(filename)
                status, envelope = self.post(f"/{opened['id']}/close")
                if status == 200 and envelope:
                    answered["closed"][opened["id"]] = envelope
                    answered["open"].pop(opened["id"], None)
            except (OSError, AssertionError, ValueError, KeyError):
                pass  # it was killed
