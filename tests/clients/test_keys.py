"""Keys as outsiders see them: OpenSSL by the recipe of docs/keys.md, python-tuf along the chain of roots, securesystemslib, a SoftHSM
token."""

import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys

import clients
import distributions
import scratch
import test_release
import web
from case import GateCase
from gate import NO_COOLDOWN, PROGRAM, ROOT, Gate, waag


def recipe():
    """The shell lines of docs/keys.md, those for each algorithm apart."""
    page = (ROOT / "docs" / "keys.md").read_text()
    block = re.search(r"```sh\n(.*?)```", page, re.S).group(1)
    before, ed, rest = re.split(r"# Ed25519\n|# ECDSA P-256\n", block)
    ec, after = rest.split("# and the statement")
    return before, {"ed25519": ed, "ecdsa-p256": ec}, after.split("\n", 1)[1]


def shell(script, folder):
    return subprocess.run(["sh", "-e"], input=script, capture_output=True, text=True, cwd=folder, timeout=60)


class Case(GateCase):
    def keys(self, *arguments):
        done = waag(*arguments, "--data", self.gate.data)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout

    def signed(self, key, name="kaas-1.0-py3-none-any.whl", *options):
        folder = scratch.folder("signed")
        (folder / name).write_bytes(os.urandom(1000))
        self.keys("sign", folder / name, "--key", key, *options)
        return folder, folder / name


class OpenSsl(Case):
    def test_the_recipe_of_the_documentation(self):
        before, verify, after = recipe()
        for algorithm in ("ed25519", "ecdsa-p256"):
            with self.subTest(algorithm):
                key = "recipe-" + algorithm
                self.keys("keys", "generate", key, "--algorithm", algorithm)
                folder, file = self.signed(key)
                (folder / "key.pem").write_text(self.keys("keys", "export", key))
                script = (before + verify[algorithm] + after).replace("FILE", file.name)
                done = shell(script, folder)
                self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
                file.write_bytes(b"another")
                self.assertNotEqual(shell(script, folder).returncode, 0)
                (folder / "key.pem").write_text(self.keys("keys", "export", "--purpose", "root"))
                self.assertNotEqual(shell(before + verify[algorithm].replace("FILE", file.name), folder).returncode, 0)


class Ended(Case):
    def test_what_a_revoked_key_signed_before_is_judged_by_the_ledgers_time(self):
        self.keys("keys", "generate", "ended")
        folder = scratch.folder("signed")
        file = folder / "kaas-1.0-py3-none-any.whl"
        file.write_bytes(os.urandom(1000))
        entry = re.search(r"ledger entry (\d+)", self.keys("sign", file, "--key", "ended")).group(1)
        self.keys("keys", "revoke", "ended", "--reason", "stolen")
        refused = waag("verify", file, "--data", self.gate.data)
        self.assertEqual(refused.returncode, 1, refused.stdout + refused.stderr)
        self.assertIn("waag ledger prove INDEX --entry", refused.stdout)
        self.keys("ledger", "prove", entry, "--entry", "-o", f"{file}.tlog-proof")
        proved = waag("verify", file, "--data", self.gate.data)
        self.assertEqual(proved.returncode, 0, proved.stdout + proved.stderr)


class Library(Case):
    """The lines of docs/keys.md for in-toto's library."""

    def test_the_recipe_of_the_documentation(self):
        script = re.search(r"```python\n(.*?)```", (ROOT / "docs" / "keys.md").read_text(), re.S).group(1)
        for algorithm in ("ed25519", "ecdsa-p256"):
            with self.subTest(algorithm):
                key = "library-" + algorithm
                self.keys("keys", "generate", key, "--algorithm", algorithm)
                folder, file = self.signed(key)
                (folder / "key.pem").write_text(self.keys("keys", "export", key))
                (folder / "verify.py").write_text(script)
                command = [clients.tool("tuf"), "verify.py", f"{file.name}.intoto.jsonl", "key.pem"]
                done = subprocess.run(command, capture_output=True, text=True, cwd=folder, timeout=60)
                self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
                checked = subprocess.run(["sha256sum", "--check"], input=done.stdout, capture_output=True, text=True, cwd=folder, timeout=60)
                self.assertEqual(checked.returncode, 0, done.stdout + checked.stdout + checked.stderr)
                (folder / "key.pem").write_text(self.keys("keys", "export", "--purpose", "root"))
                self.assertNotEqual(subprocess.run(command, capture_output=True, cwd=folder, timeout=60).returncode, 0)


class Tuf(Case):
    def test_python_tuf_walks_from_the_first_root_to_the_newest(self):
        self.keys("keys", "generate", "second-root", "--purpose", "root", "--algorithm", "ecdsa-p256")
        self.keys("keys", "rotate", "root")
        self.keys("keys", "generate", "tuf-sign")
        self.keys("keys", "revoke", "second-root")
        folder, file = self.signed("tuf-sign")
        chain = folder / "chain"
        chain.mkdir()
        number = 0
        while (answer := web.get(f"{self.gate.url}/trust/{number + 1}.root.json")).status == 200:
            number += 1
            (chain / f"{number}.json").write_bytes(answer.body)
        self.assertGreaterEqual(number, 5)
        script = folder / "walk.py"
        script.write_text(WALK)
        done = subprocess.run([clients.tool("tuf"), script, chain, f"{file}.intoto.jsonl"], capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn(f"root {number} is trusted; the envelope is signed by tuf-sign", done.stdout)


WALK = """
import json, pathlib, sys
from securesystemslib.dsse import Envelope
from securesystemslib.signer import SSlibKey
from tuf.api.metadata import Metadata, Root
chain = sorted(pathlib.Path(sys.argv[1]).iterdir(), key=lambda p: int(p.stem))
trusted = Metadata[Root].from_bytes(chain[0].read_bytes())
trusted.verify_delegate(Root.type, trusted)
for path in chain[1:]:
    new = Metadata[Root].from_bytes(path.read_bytes())
    trusted.verify_delegate(Root.type, new)
    new.verify_delegate(Root.type, new)
    assert new.signed.version == trusted.signed.version + 1
    trusted = new
assert not trusted.signed.is_expired()
for keyid, key in trusted.signed.keys.items():
    again = SSlibKey.from_crypto(SSlibKey.from_dict(keyid, key.to_dict())._crypto_key())
    assert again.keyid == keyid, (again.keyid, keyid)
envelope = Envelope.from_dict(json.loads(open(sys.argv[2]).readline()))
keys = [SSlibKey.from_dict(i, k.to_dict()) for i, k in trusted.signed.keys.items()]
accepted = envelope.verify(keys, 1)
names = {e["keyid"]: e["name"] for e in trusted.signed.unrecognized_fields["x-waag"]["keys"]}
print(f"root {trusted.signed.version} is trusted; the envelope is signed by {', '.join(names[i] for i in accepted)}")
"""


class Token(GateCase):
    """SoftHSM, by the library that a real token would bring."""

    def test_a_key_in_a_token_signs_and_never_leaves_it(self):
        util = clients.tool("softhsm")
        folder = scratch.folder("token")
        (folder / "tokens").mkdir()
        (folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder}/tokens\nobjectstore.backend = file\n")
        (folder / "pin").write_text("1234\n")
        library = next(p for p in pathlib.Path("/usr/lib").rglob("libsofthsm2.so"))
        environment = scratch.environment(
            SOFTHSM2_CONF=folder / "softhsm2.conf",
            WAAG_KEYS_PKCS11_LIBRARY=library,
            WAAG_KEYS_PKCS11_PIN_FILE=folder / "pin",
        )

        def run(*command):
            return subprocess.run([str(c) for c in command], capture_output=True, text=True, timeout=120, env=environment)

        made = run(util, "--init-token", "--free", "--label", "waag", "--pin", "1234", "--so-pin", "5678")
        self.assertEqual(made.returncode, 0, made.stdout + made.stderr)
        data = folder / "data"
        before, verify, after = recipe()
        for algorithm in ("ed25519", "ecdsa-p256"):
            with self.subTest(algorithm):
                key = "hsm-" + algorithm
                done = run(PROGRAM, "keys", "generate", key, "--store", "pkcs11", "--algorithm", algorithm, "--data", data)
                self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
                (folder / algorithm).write_text("a file\n")
                done = run(PROGRAM, "sign", folder / algorithm, "--key", key, "--data", data)
                self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
                (folder / "key.pem").write_text(run(PROGRAM, "keys", "export", key, "--data", data).stdout)
                checked = shell((before + verify[algorithm] + after).replace("FILE", algorithm), folder)
                self.assertEqual(checked.returncode, 0, checked.stdout + checked.stderr)
                self.assertEqual(run(PROGRAM, "keys", "rotate", key, "--data", data).returncode, 0)
                done = run(PROGRAM, "sign", folder / algorithm, "--key", key, "--data", data)
                self.assertEqual(done.returncode, 0, "with the rotated key: " + done.stdout + done.stderr)
                self.assertEqual(run(PROGRAM, "keys", "revoke", key, "--data", data).returncode, 0)
        objects = run("pkcs11-tool", "--module", library, "--login", "--pin", "1234", "--list-objects") if have("pkcs11-tool") else None
        if objects:
            self.assertNotIn("Private Key", objects.stdout, "rotation and revocation leave none behind")
        (folder / "pin").write_text("9999\n")
        done = run(PROGRAM, "keys", "generate", "other", "--store", "pkcs11", "--algorithm", "ecdsa-p256", "--data", data)
        self.assertEqual(done.returncode, 3, done.stdout + done.stderr)


def have(program):
    return subprocess.run(["sh", "-c", f"command -v {program}"], capture_output=True).returncode == 0


class HostedAtRest(GateCase):
    """What was published here, where files are encrypted: whole, in parts, after another storage key, and damaged."""

    @classmethod
    def setUpClass(cls):
        cls.index = cls.make_index()
        cls.addClassCleanup(cls.index.close)
        cls.gate = Gate(
            cls.index.simple,
            policy=NO_COOLDOWN,
            config='[storage]\nencrypt = true\n[[claim]]\nprojects = ["acme-*"]\n[release]\nchannels = ["stable"]\napprovals = 0\n',
        )
        cls.addClassCleanup(cls.gate.kill)

    def test_uploads_lie_encrypted_and_are_served_in_parts(self):
        filename, content = test_release.made("acme-kluis", "1.0", size=300_000)
        token = (self.gate.data / "admin-token").read_text().strip()
        status, answer = test_release.upload(self.gate, token, filename, content)
        self.assertEqual(status, 200, answer)
        url = web.files(self.gate, "acme-kluis")[filename]["url"]
        digest = hashlib.sha256(content).hexdigest()
        for state in ("fresh", "under another storage key", "after a restart"):
            with self.subTest(state):
                self.assertEqual(web.get(url).sha256, digest)
                for first, last in ((0, 0), (65_530, 65_545), (100_000, len(content) - 1)):
                    part = web.get(url, Range=f"bytes={first}-{last}")
                    self.assertEqual((part.status, part.body), (206, content[first : last + 1]))
                self.assertEqual(web.get(url, Range=f"bytes={len(content)}-").status, 416)
                self.assertIn(b"acme-kluis", web.get(url + ".metadata").body.lower())
            if state == "fresh":
                done = waag("keys", "rewrap", "--data", self.gate.data)
                self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            elif state.startswith("under"):
                self.assertEqual(self.gate.stop(), 0)
                self.gate.start()
        stored = [p for p in (self.gate.data / "blobs").rglob(digest + "*")]
        self.assertEqual([p.suffix for p in stored], [".sealed"])
        self.assertNotIn(content[1000:1040], stored[0].read_bytes())
        self.assertEqual(list((self.gate.data / "tmp").iterdir()), [])
        sealed = bytearray(stored[0].read_bytes())
        sealed[70_000] ^= 1
        stored[0].write_bytes(sealed)
        self.assertEqual(web.get(url, Range="bytes=0-99").body, content[:100], "the first segment is whole")
        self.assertEqual(web.get(url, Range="bytes=69000-71000").status, 502)
        self.assertNotEqual(web.get(url).sha256, digest)
