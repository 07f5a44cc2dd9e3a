"""Tokens and receipts with real clients: who may, what was served to a job, and what came from somewhere else."""

import base64
import json
import pathlib

import clients
import distributions
import scratch
import web
from case import GateCase
from gate import NO_COOLDOWN, waag


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

    def test_a_receipt_outlives_its_key_by_the_ledgers_proof(self):
        receipt = self.opened()
        self.installed(receipt["index_url"], "leidse")
        file = self.closed(receipt)
        lock = scratch.folder("lock") / "requirements.txt"
        digest = web.files(self.gate, "leidse")["leidse-1.0-py3-none-any.whl"]["hashes"]["sha256"]
        lock.write_text(f"leidse==1.0 --hash=sha256:{digest}\n")
        key = next(k for k in json.loads(self.said("keys", "list", "--format", "json"))["keys"] if k["purpose"] == "receipt" and k["state"] == "active")
        self.said("receipt", "verify", file, lock)
        self.said("keys", "revoke", key["name"], "--reason", "stolen")
        root = scratch.folder("root") / "root.json"
        root.write_bytes(web.get(self.gate.url + "/trust/root.json").body)
        refused = waag("receipt", "verify", file, lock, "--trust", root)
        self.assertEqual(refused.returncode, 1, refused.stdout + refused.stderr)
        self.assertIn("no log proves that the signature is older", refused.stderr)
        self.assertIn("waag receipt close ID -o FILE --proof", refused.stderr)
        self.said("receipt", "close", receipt["id"], "-o", file, "--proof")
        proved = waag("receipt", "verify", file, lock, "--trust", root)
        self.assertEqual(proved.returncode, 0, proved.stdout + proved.stderr)
        other = self.closed(self.opened())
        self.said("receipt", "verify", other, lock, "--proof", f"{file}.tlog-proof", code=1)

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
