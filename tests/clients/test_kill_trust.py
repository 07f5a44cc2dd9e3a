"""`kill -9` while keys are rotated, entries appended, data keys wrapped anew and receipts opened, served under and closed, all at once:
what was answered is there after it, whole and once."""

import base64
import collections
import hashlib
import json
import os
import re
import threading
import time

import distributions
import ledger
import web
from case import KILLS, GateCase, seeded
from gate import NO_COOLDOWN, Gate

STEPS = ("rotate", "append", "close", "rewrap")


class Load:
    """Threads that take each step again and again until the gate is dead, the one that is meant without a pause. `answered` outlives them."""

    def __init__(self, case, answered, meant):
        self.case, self.answered, self.meant, self.dead = case, answered, meant, threading.Event()
        self.begun, self.ended, self.moved = collections.Counter(), collections.Counter(), threading.Condition()
        self.threads = [threading.Thread(target=self.work, args=(step,)) for step in (*STEPS, "close")]
        [thread.start() for thread in self.threads]

    def work(self, step):
        while not self.dead.wait(0 if step == self.meant else 0.05):
            try:
                getattr(self, step)()
            except (OSError, AssertionError, ValueError, KeyError):
                pass  # it was killed

    def step(self, name, *arguments):
        """Takes a step, which has begun, and has ended when it was answered."""
        with self.moved:
            self.begun[name] += 1
            self.moved.notify_all()
        status, body = self.case.post(*arguments)
        if status == 200 and body:
            with self.moved:
                self.ended[name] += 1
        return status, body

    def under_way(self, name, answered):
        """Waits until a step is under way that was answered so many times before."""
        with self.moved:
            return self.moved.wait_for(lambda: self.begun[name] > self.ended[name] >= answered, 60)

    def stop(self):
        self.dead.set()
        [thread.join() for thread in self.threads]

    def rotate(self):
        status, key = self.step("rotate", "keys/worked/rotate")
        if status == 200:
            self.answered["keys"].add(json.loads(key)["key_id"])

    def append(self):
        payload = os.urandom(16)
        status, made = self.step("append", "keys/worked/sign", {"payload_type": "text/plain", "payload": base64.b64encode(payload).decode()})
        if status == 200:
            self.answered["entries"][json.loads(made)["entry"]] = hashlib.sha256(payload).hexdigest()

    def rewrap(self):
        self.step("rewrap", "keys/rewrap")

    def close(self):
        """Opens a receipt, downloads under it, closes it."""
        status, body = self.case.post("receipts/open", {"expires": "1h"})
        if status != 201:
            return
        opened = json.loads(body)
        self.answered["open"][opened["id"]] = opened
        for filename, url in self.case.urls.items():
            if web.get(url, Authorization="Bearer " + opened["token"], timeout=20).whole:
                self.answered["served"].setdefault(opened["id"], set()).add(filename)
        status, envelope = self.step("close", f"receipts/{opened['id']}/close")
        if status == 200 and envelope:
            self.answered["closed"][opened["id"]] = envelope
            self.answered["open"].pop(opened["id"], None)


class Kills(GateCase):
    takes = 90

    @classmethod
    def setUpClass(cls):
        cls.index = cls.make_index()
        cls.addClassCleanup(cls.index.close)
        cls.made = [distributions.wheel("edammer", "1.0", size=200_000), distributions.wheel("goudse", "1.0")]  # several encrypted segments, and one
        for wheel in cls.made:
            cls.index.add(wheel)
        cls.gate = Gate(cls.index.simple, policy=NO_COOLDOWN, config="[storage]\nencrypt = true\n", brief=True)
        cls.addClassCleanup(cls.gate.kill)

    def call(self, path, method="GET", body=None):
        token = (self.gate.data / "admin-token").read_text().strip()
        sent = {"Authorization": "Bearer " + token, "Content_Type": "application/json"}
        answer = web.get(f"{self.gate.url}/api/v1/{path}", method=method, body=body, timeout=20, **sent)
        return answer.status, answer.body if answer.whole else b""

    def post(self, path, body=None):
        return self.call(path, "POST", json.dumps(body or {}).encode())

    def root(self):
        return json.loads(web.get(self.gate.url + "/trust/root.json").body)["signed"]

    def test_nothing_that_was_answered_is_lost(self):
        """Each kill is meant for a step, in turn, and comes at a random moment after it began for the first to third time.

        What any step may have spoilt is looked at before the next kill, and all that was answered in the end.
        """
        random = seeded(self.id())
        self.assertEqual(self.post("keys", {"name": "worked"})[0], 201)
        self.urls = {wheel.filename: web.files(self.gate, wheel.project)[wheel.filename]["url"] for wheel in self.made}
        self.check_rewrap({})
        answered = {"keys": set(), "entries": {}, "version": self.root()["version"], "open": {}, "closed": {}, "served": {}}
        within = dict.fromkeys(STEPS, 0)
        for number in range(KILLS):
            step = STEPS[number % len(STEPS)]
            load = Load(self, answered, step)
            begun = load.under_way(step, random.choice((0, 1, 2)))
            time.sleep(random.uniform(0, 0.03))
            self.gate.kill()
            load.stop()
            self.assertTrue(begun, f"no {step} was under way before kill {number}: {self.gate.tail()}")
            for name in STEPS:
                within[name] += load.begun[name] > load.ended[name]
            self.gate.start()
            for name in STEPS:
                with self.subTest(kill=number, step=step, what=name):
                    getattr(self, "check_" + name)(answered)
        print(f"    {KILLS} kills; within {within}, {len(answered['entries'])} entries and {len(answered['closed'])} receipts answered", flush=True)
        self.check_all(answered)
        self.assertEqual(self.gate.stop(), 0)
        done = self.gate.verify_ledger()
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def check_rotate(self, answered):
        root = self.root()
        self.assertGreaterEqual(root["version"], answered["version"], "a root that was answered is there")
        answered["version"] = root["version"]
        listed = {k["key_id"] for k in json.loads(self.call("keys")[1])["keys"]}
        self.assertLessEqual(answered["keys"], listed)

    def check_append(self, _):
        status, made = self.post("keys/worked/sign", {"payload_type": "text/plain", "payload": base64.b64encode(b"x").decode()})
        self.assertEqual(status, 200, f"the key signs: {made}")

    def check_rewrap(self, _):
        for wheel in self.made:
            self.assertEqual(web.get(self.urls[wheel.filename]).sha256, wheel.sha256, "the encrypted file reads")

    def check_close(self, answered):
        for receipt in list(answered["closed"])[-3:]:
            self.check_closed(receipt, answered)
        for receipt in list(answered["open"])[-2:]:
            status, body = self.post(f"receipts/{receipt}/close")
            self.assertEqual(status, 200, f"a receipt that was open is closed: {body}")

    def check_closed(self, receipt, answered):
        self.assertEqual(self.post(f"receipts/{receipt}/close"), (200, answered["closed"][receipt]), "the same receipt, byte for byte")

    def check_all(self, answered):
        """Files, entries and receipts once all kills are over."""
        stores = sorted(p.name for p in (self.gate.data / "keys").iterdir())
        self.assertEqual(len([n for n in stores if re.fullmatch(r"[0-9a-f]{64}\.p12", n)]), 3, f"of the root, one key and the receipts: {stores}")
        self.assertEqual(len([n for n in stores if n.startswith("storage-")]), 1, stores)
        time.sleep(1)
        entries = ledger.entries(self.gate)
        for index, digest in answered["entries"].items():
            self.assertEqual(entries[index].get("payload_sha256"), digest, f"entry {index}")
        versions = [e["root_version"] for e in entries if e.get("kind") == "key" and "root_version" in e]
        self.assertEqual(versions, list(range(1, self.root()["version"] + 1)), "each root has its entry, once, in order")
        closed = [e["id"] for e in entries if e["kind"] == "receipt" and e["change"] == "closed"]
        self.assertEqual(len(closed), len(set(closed)), "each is closed once")
        self.assertTrue(answered["closed"] or KILLS < 10, "some closings were answered")
        for receipt, envelope in answered["closed"].items():
            self.assertIn(receipt, closed)
            self.check_closed(receipt, answered)
            statement = json.loads(base64.b64decode(json.loads(envelope)["payload"]))
            served = {d["filename"]: d for d in statement["predicate"]["distributions"]}
            for filename in answered["served"].get(receipt, ()):
                self.assertIn(filename, served, "a download that was whole before the closing is in the receipt")
            for file in served.values():
                self.assertEqual(entries[file["ledger_index"]]["receipt"], receipt)
