"""What `waag verify` says of real and of tampered evidence is what foreign verifiers say of it."""

import base64
import json
import pathlib
import shutil
import unittest

import clients
import gate
import scratch

TEST_DATA = gate.ROOT / "kernel" / "attest" / "src" / "test" / "resources" / "dev" / "waag" / "attest"
SAMPLES = TEST_DATA / "samples"
VECTORS = TEST_DATA / "sigstore-conformance" / "bundle-verify"
SDIST = gate.ROOT / "tests" / "testkit" / "src" / "main" / "resources" / "dev" / "waag" / "testkit" / "attested" / "gitlab_oidc_project-0.0.3.tar.gz"
GITLAB = ("https://gitlab.com/facutuesca/gitlab-oidc-project//.gitlab-ci.yml@refs/heads/main", "https://gitlab.com")

# Vectors that must be accepted and that sigstore 4.5.1 refuses: an entry of type intoto, and a timestamp in the last second of its authority.
SIGSTORE_REFUSES = {"intoto-with-custom-trust-root", "trust-root-tsa-validity-end-inclusive"}

# Judges each attestation named on the command line against the file of its name, as pypi-attestations does, offline.
PYPI = """
import json, pathlib, sys
from pypi_attestations import Attestation, Distribution
from sigstore.verify import policy
for name in sys.argv[1:]:
    try:
        attestation = Attestation.model_validate_json(pathlib.Path(name).read_bytes())
        distribution = Distribution.from_file(pathlib.Path(name.rsplit(".publish.attestation")[0]))
        attestation.verify(policy.UnsafeNoOp(), distribution, offline=True)
        print(json.dumps([name, True, ""]))
    except Exception as e:
        print(json.dumps([name, False, str(e)[:100]]))
"""

# Judges each vector with sigstore, offline: folder, artifact.
SIGSTORE = """
import json, pathlib, sys
from sigstore.models import Bundle, TrustedRoot
from sigstore.verify import Verifier, policy
for line in sys.stdin:
    folder, artifact = map(pathlib.Path, json.loads(line))
    try:
        bundle = Bundle.from_json((folder / "bundle.sigstore.json").read_bytes())
        root = folder / "trusted_root.json"
        verifier = Verifier(trusted_root=TrustedRoot.from_file(str(root))) if root.exists() else Verifier.production(offline=True)
        if bundle._inner.dsse_envelope:
            kind, payload = verifier.verify_dsse(bundle, policy.UnsafeNoOp())
            import hashlib
            digest = hashlib.sha256(artifact.read_bytes()).hexdigest()
            assert any(s["digest"].get("sha256") == digest for s in json.loads(payload)["subject"]), "another file"
        else:
            verifier.verify_artifact(artifact.read_bytes(), bundle, policy.UnsafeNoOp())
        print(json.dumps([folder.name, True, ""]))
    except Exception as e:
        print(json.dumps([folder.name, False, repr(e)[:100]]))
"""


def verdict(*arguments):
    """Whether `waag verify` verified; anything but a clear verdict is an error."""
    done = gate.waag("verify", *arguments, "--format", "json")
    result = json.loads(done.stdout)
    if (result["schema"], done.returncode) not in (("waag-verify/1", 0), ("waag-verify/1", 1)) or (result["verdict"] == "verified") != (done.returncode == 0):
        raise AssertionError(f"no clear verdict: exit {done.returncode}\n{done.stdout}{done.stderr}")
    return done.returncode == 0


def flipped(text, at):
    raw = bytearray(base64.b64decode(text))
    raw[at] ^= 1
    return base64.b64encode(bytes(raw)).decode()


class Attestations(unittest.TestCase):
    takes = 60
    def setUp(self):
        self.folder = scratch.folder("evidence")
        self.file = pathlib.Path(shutil.copy(SDIST, self.folder))
        self.attestation = json.loads((SAMPLES / f"{SDIST.name}.publish.attestation").read_text())

    def beside(self, name, change=lambda a: None, content=None):
        """The file with a changed copy of its attestation, in a folder of its own."""
        folder = self.folder / name
        folder.mkdir()
        file = folder / self.file.name
        file.write_bytes(content or self.file.read_bytes())
        attestation = json.loads(json.dumps(self.attestation))
        change(attestation)
        (folder / f"{file.name}.publish.attestation").write_text(json.dumps(attestation))
        return file

    def test_tampered_evidence_is_judged_as_pypi_attestations_judges_it(self):
        entry = lambda a: a["verification_material"]["transparency_entries"][0]  # noqa: E731
        other = json.loads((SAMPLES / "pypi_attestations-0.0.19.tar.gz.publish.attestation").read_text())
        files = {
            "as it is": (self.beside("good"), True),
            "another file": (self.beside("content", content=b"another file"), False),
            "a swapped envelope": (self.beside("envelope", lambda a: a.update(envelope=other["envelope"])), False),
            "a changed statement": (self.beside("statement", lambda a: a["envelope"].update(statement=flipped(a["envelope"]["statement"], -3))), False),
            "a changed signature": (self.beside("signature", lambda a: a["envelope"].update(signature=flipped(a["envelope"]["signature"], -3))), False),
            "another certificate": (self.beside("leaf", lambda a: a["verification_material"].update(certificate=other["verification_material"]["certificate"])), False),
            "a truncated proof": (self.beside("proof", lambda a: entry(a)["inclusionProof"]["hashes"].pop()), False),
            "another log": (self.beside("log", lambda a: entry(a)["logId"].update(keyId=base64.b64encode(b"x" * 32).decode())), False),
            "a later log entry": (self.beside("late", lambda a: entry(a).update(integratedTime=str(int(entry(a)["integratedTime"]) + 7200))), False),
            "no log entry": (self.beside("unlogged", lambda a: a["verification_material"].update(transparency_entries=[])), False),
        }
        python = clients.tool("attestations")
        code, output = clients.run([python, "-c", PYPI, *[f"{file}.publish.attestation" for file, _ in files.values()]])
        self.assertEqual(code, 0, output)
        foreign = {line[0]: line[1] for line in map(json.loads, [text for text in output.splitlines() if text.startswith("[")])}
        for name, (file, good) in files.items():
            with self.subTest(name):
                self.assertEqual(verdict(file), good)
                self.assertEqual(foreign[f"{file}.publish.attestation"], good, output)

    def test_identity_and_issuer_are_compared_whole(self):
        file = self.beside("identity")
        identity, issuer = GITLAB
        self.assertTrue(verdict(file, "--identity", identity, "--issuer", issuer))
        for wrong in ("", " ", identity[:-1], identity + "x", identity.upper(), ".*", "https://gitlab.com"):
            self.assertFalse(verdict(file, "--identity", wrong), wrong)
        for wrong in ("", "https://gitlab.co", "https://gitlab.com/", "https://token.actions.githubusercontent.com"):
            self.assertFalse(verdict(file, "--identity", identity, "--issuer", wrong), wrong)

    def test_a_replaced_or_broken_root_verifies_nothing(self):
        file = self.beside("root")
        staging = VECTORS / "rekor2-happy-path" / "trusted_root.json"
        self.assertFalse(verdict(file, "--trusted-root", staging))
        broken = self.folder / "broken.json"
        for text in ("", "{}", "[]", staging.read_text()[:-100]):
            broken.write_text(text)
            self.assertFalse(verdict(file, "--trusted-root", broken))

    def test_no_evidence_is_no_verification(self):
        self.assertFalse(verdict(self.file))

    def test_conformance_vectors_are_judged_right_and_as_sigstore_judges_them(self):
        cases = []
        for folder in sorted(path for path in VECTORS.iterdir() if path.is_dir()):
            own = folder / "artifact"
            cases.append((folder, own if own.exists() else VECTORS / "a.txt"))
        lines = "".join(json.dumps([str(folder), str(artifact)]) + "\n" for folder, artifact in cases if not (folder / "key.pub").exists())
        (self.folder / "cases").write_text(lines)
        python = clients.tool("attestations")
        code, output = clients.run(["sh", "-c", '"$0" -c "$1" < "$2"', python, SIGSTORE, self.folder / "cases"])
        self.assertEqual(code, 0, output)
        foreign = {line[0]: line for line in map(json.loads, [text for text in output.splitlines() if text.startswith("[")])}
        for folder, artifact in cases:
            with self.subTest(folder.name):
                options = ["--trusted-root", folder / "trusted_root.json"] if (folder / "trusted_root.json").exists() else []
                options += ["--trust", folder / "key.pub"] if (folder / "key.pub").exists() else []
                good = not folder.name.endswith("_fail")
                self.assertEqual(verdict(artifact, "--attestation", folder / "bundle.sigstore.json", *options), good)
                if folder.name in foreign and folder.name not in SIGSTORE_REFUSES:
                    self.assertEqual(foreign[folder.name][1], good, foreign[folder.name])
