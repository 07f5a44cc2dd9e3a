"""Publishing with what a CI job has: its own identity in place of a token, the signed links of its stages, attestations."""

import base64
import http.server
import json
import re
import subprocess
import threading
import time
import unittest
import urllib.parse
import uuid

import clients
import ledger
import scratch
from gate import PROGRAM, Gate, waag
from index import Index
from test_release import POLICY, cli, form, made, names, person, post

CONFIG = """
[[claim]]
projects = ["acme-*"]
[[oidc-issuer]]
url = "%(url)s/github"
kind = "github"
[[oidc-issuer]]
url = "%(url)s/gitlab"
kind = "gitlab"
"""


def b64u(raw):
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


class Issuer:
    """Issuers of a GitHub and of a GitLab on the loopback address; the first also gives a job its identity when it asks."""

    def __init__(self):
        self.key = scratch.folder("issuer") / "key.pem"
        subprocess.run(["openssl", "genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", self.key], check=True, capture_output=True)
        modulus = subprocess.run(["openssl", "rsa", "-in", self.key, "-noout", "-modulus"], check=True, capture_output=True, text=True).stdout.split("=")[1].strip()
        self.jwks = {"keys": [{"kty": "RSA", "use": "sig", "alg": "RS256", "kid": "k1", "n": b64u(bytes.fromhex(modulus)), "e": "AQAB"}]}
        self.claims = {}
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def log_message(self, *args):
                pass

            def do_GET(self):
                url = urllib.parse.urlsplit(self.path)
                kind = url.path.split("/")[1]
                if url.path.endswith("/.well-known/openid-configuration"):
                    body = {"issuer": f"{outer.url}/{kind}", "jwks_uri": f"{outer.url}/{kind}/jwks"}
                elif url.path.endswith("/jwks"):
                    body = outer.jwks
                elif url.path == "/ask" and self.headers.get("Authorization", "").lower() == "bearer job-secret":
                    body = {"value": outer.identity("github", urllib.parse.parse_qs(url.query)["audience"][0])}
                else:
                    self.send_error(404)
                    return
                data = json.dumps(body).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def identity(self, kind, audience):
        now = int(time.time())
        claims = {"iss": f"{self.url}/{kind}", "aud": audience, "iat": now, "nbf": now, "exp": now + 300, "jti": uuid.uuid4().hex, **self.claims}
        head = b64u(b'{"alg":"RS256","typ":"JWT","kid":"k1"}') + "." + b64u(json.dumps(claims).encode())
        signed = subprocess.run(["openssl", "dgst", "-sha256", "-sign", self.key], input=head.encode(), check=True, capture_output=True)
        return head + "." + b64u(signed.stdout)

    def close(self):
        self.server.shutdown()
        self.server.server_close()


def github(repository):
    return {
        "sub": f"repo:{repository}:ref:refs/tags/v1",
        "repository": repository,
        "repository_owner": repository.split("/")[0],
        "repository_owner_id": "4711",
        "repository_id": "815",
        "job_workflow_ref": f"{repository}/.github/workflows/release.yml@refs/tags/v1",
        "workflow_ref": f"{repository}/.github/workflows/release.yml@refs/tags/v1",
        "ref": "refs/tags/v1",
        "sha": "a" * 40,
        "event_name": "release",
        "run_id": "1",
        "run_attempt": "1",
    }


def gitlab(project):
    return {
        "sub": f"project_path:{project}:ref_type:branch:ref:main",
        "project_path": project,
        "project_id": "815",
        "namespace_path": project.split("/")[0],
        "namespace_id": "4711",
        "ref": "main",
        "ref_path": "refs/heads/main",
        "sha": "b" * 40,
        "ci_config_ref_uri": f"gitlab.example/{project}//.gitlab-ci.yml@refs/heads/main",
        "pipeline_source": "push",
        "pipeline_id": "1",
        "job_id": "1",
    }


class Jobs(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.index, cls.issuer = Index(), Issuer()
        cls.addClassCleanup(cls.index.close)
        cls.addClassCleanup(cls.issuer.close)
        cls.gate = Gate(cls.index.simple, policy=POLICY, config=CONFIG % {"url": cls.issuer.url})
        cls.addClassCleanup(cls.gate.kill)

    def publisher(self, kind, project, repository, workflow):
        added = cli(
            self.gate, "identity", "publisher", "add", "--project", project, "--issuer", f"{self.issuer.url}/{kind}",
            "--claim", f"repository={repository}", "--claim", f"workflow={workflow}",
        )  # fmt: skip
        self.assertEqual(0, added.returncode, added.stderr)

    def publish(self, folder, **variables):
        return subprocess.run(
            [PROGRAM, "publish", *sorted(folder.iterdir()), "--url", self.gate.url],
            capture_output=True, text=True, timeout=120, env=scratch.environment(**variables),
        )  # fmt: skip

    def job(self):
        return {"GITHUB_ACTIONS": "true", "ACTIONS_ID_TOKEN_REQUEST_TOKEN": "job-secret", "ACTIONS_ID_TOKEN_REQUEST_URL": self.issuer.url + "/ask?job=1"}

    def test_a_github_job_publishes_by_its_own_identity(self):
        self.publisher("github", "acme-hub", "acme/hub", "release.yml")
        folder = scratch.folder("dist")
        filename, content = made("acme-hub", "1.0")
        (folder / filename).write_bytes(content)
        self.issuer.claims = github("acme/other")
        refused = self.publish(folder, **self.job())
        self.assertEqual(3, refused.returncode, refused.stdout)
        self.assertIn("no corresponding publisher", refused.stderr)
        self.issuer.claims = github("acme/hub")
        done = self.publish(folder, **self.job())
        self.assertEqual(0, done.returncode, done.stderr)
        self.assertEqual([filename], names(self.gate, "acme-hub", "staging"))
        time.sleep(0.3)
        entry = next(e for e in ledger.entries(self.gate) if e["kind"] == "publish" and e["project"] == "acme-hub")
        self.assertEqual(("github:acme/hub", "acme/hub"), (entry["actor"], entry["claims"]["repository"]))

    def test_a_gitlab_job_publishes_by_its_own_identity(self):
        self.publisher("gitlab", "acme-lab", "acme/lab", ".gitlab-ci.yml")
        folder = scratch.folder("dist")
        filename, content = made("acme-lab", "1.0")
        (folder / filename).write_bytes(content)
        self.issuer.claims = gitlab("acme/lab")
        wrong = self.publish(folder, GITLAB_CI="true", WAAG_ID_TOKEN=self.issuer.identity("gitlab", "elsewhere"))
        self.assertEqual(3, wrong.returncode, wrong.stdout)
        identity = self.issuer.identity("gitlab", "waag")
        done = self.publish(folder, GITLAB_CI="true", WAAG_ID_TOKEN=identity)
        self.assertEqual(0, done.returncode, done.stderr)
        self.assertEqual([filename], names(self.gate, "acme-lab", "staging"))
        again = self.publish(folder, GITLAB_CI="true", WAAG_ID_TOKEN=identity)
        self.assertEqual(3, again.returncode, again.stdout)
        self.assertIn("already used", again.stderr)

    def test_without_identity_and_token_it_says_what_is_missing(self):
        folder = scratch.folder("dist")
        filename, content = made("acme-none", "1.0")
        (folder / filename).write_bytes(content)
        refused = self.publish(folder)
        self.assertEqual(2, refused.returncode, refused.stdout)
        self.assertIn("no token was given", refused.stderr)

    def test_a_bad_attestation_refuses_the_upload_and_each_client_says_why(self):
        ann = person(self.gate, "ann", "publisher")
        filename, content = made("acme-bad", "1.0")
        attestation = {"version": 1, "verification_material": {"certificate": "AAAA", "transparency_entries": [{}]}, "envelope": {"statement": "e30=", "signature": "AAAA"}}
        status, said = post(self.gate.url + "/legacy/", ann, *form(filename, content, attestations=json.dumps([attestation])))
        self.assertEqual(400, status)
        self.assertIn("is not valid", said["message"])
        folder = scratch.folder("dist")
        (folder / filename).write_bytes(content)
        (folder / f"{filename}.publish.attestation").write_text(json.dumps(attestation))
        refused = cli(self.gate, "publish", folder / filename, token=ann)
        self.assertEqual(1, refused.returncode, refused.stdout)
        self.assertIn("is not valid", refused.stderr)
        self.assertEqual([], names(self.gate, "acme-bad", "staging"))
        legacy = self.gate.url + "/legacy/"
        by_uv = clients.run([clients.tool("uv"), "publish", "--publish-url", legacy, "--token", ann, "--trusted-publishing", "never", folder / filename])
        if by_uv[0] == 0:  # versions that leave attestations of others than the public index behind
            self.assertEqual([filename], names(self.gate, "acme-bad", "staging"))
        else:
            self.assertIn("is not valid", by_uv[1])


PIPELINE = """
[pipeline]
name = "acme"
[[stage]]
name = "test"
run = ["sh", "-c", "wc -c src/a > report.txt"]
inputs = ["src/**"]
outputs = ["report.txt"]
[[stage]]
name = "build"
run = ["sh", "-c", "mkdir -p dist && cp made/*.whl dist/"]
inputs = ["src/**", "report.txt"]
outputs = ["dist/*.whl"]
"""


class Stages(unittest.TestCase):
    """From `waag run` to the last channel, with the key of a machine that is not the gate's."""

    def test_a_release_needs_the_links_of_its_stages(self):
        ci, index = scratch.folder("ci"), Index()
        self.addCleanup(index.close)
        wheel = made("acme-line", "1.0")
        folder = self.project(wheel)
        self.run_line(ci, folder)
        pem = waag("keys", "export", "--purpose", "pipeline", "--data", ci)
        self.assertIn("BEGIN PUBLIC KEY", pem.stdout, pem.stderr)
        keys = scratch.folder("keys") / "ci.pem"
        keys.write_text(pem.stdout)
        gate = Gate(index.simple, policy=POLICY, config=f'[[claim]]\nprojects = ["acme-*"]\n[release]\nrequire-stages = ["test", "build"]\nstage-keys = ["{keys}"]\n')
        self.addCleanup(gate.kill)
        ann, ben = person(gate, "ann", "publisher"), person(gate, "ben", "approver")
        file = next((folder / "dist").iterdir())
        self.assertEqual(0, cli(gate, "publish", file, token=ann).returncode)
        approved = cli(gate, "release", "approve", "acme-line==1.0", token=ben)
        self.assertEqual(0, approved.returncode, approved.stderr)
        self.assertIn("not met yet, stages: there is no link of the stage 'test'", approved.stdout)
        refused = cli(gate, "release", "promote", "acme-line==1.0", token=ben)
        self.assertEqual(1, refused.returncode, refused.stdout)
        self.assertIn("there is no link of the stage 'test'", refused.stderr)
        self.assertIn("waag release attach", refused.stderr)
        stranger = scratch.folder("stranger")
        self.run_line(stranger, foreign := self.project(wheel))
        attach = ("release", "attach", "acme-line==1.0", "--links")
        self.assertEqual(0, cli(gate, *attach, foreign / ".waag/links", token=ann).returncode)
        self.assertIn("does not count", cli(gate, "release", "promote", "acme-line==1.0", token=ben).stderr)
        attached = cli(gate, *attach, folder / ".waag/links", token=ann)
        self.assertEqual(0, attached.returncode, attached.stderr)
        self.assertNotIn("not met", attached.stdout)
        promoted = cli(gate, "release", "promote", "acme-line==1.0", token=ben)
        self.assertEqual(0, promoted.returncode, promoted.stderr)
        self.assertEqual([wheel[0]], names(gate, "acme-line"))
        # what was built after the test had seen something else
        other = self.project(made("acme-line", "1.1"))
        self.run_line(ci, other)
        (other / "src/a").write_text("changed")
        self.run_line(ci, other, "build")
        file = next((other / "dist").iterdir())
        done = cli(gate, "publish", file, "--links", other / ".waag/links", token=ann)
        self.assertEqual(0, done.returncode, done.stderr)
        self.assertEqual(0, cli(gate, "release", "approve", "acme-line==1.1", token=ben).returncode)
        refused = cli(gate, "release", "promote", "acme-line==1.1", token=ben)
        self.assertEqual(1, refused.returncode, refused.stdout)
        self.assertIn("looked at another src/a than the stage 'test'", refused.stderr)

    def project(self, wheel):
        folder = scratch.folder("line")
        for name in ("src", "made"):
            (folder / name).mkdir()
        (folder / "src/a").write_text("source")
        (folder / "made" / wheel[0]).write_bytes(wheel[1])
        (folder / "waag-pipeline.toml").write_text(PIPELINE)
        return folder

    def run_line(self, data, folder, *stages):
        done = waag("run", *stages, "--file", folder / "waag-pipeline.toml", "--data", data)
        self.assertEqual(0, done.returncode, done.stdout + done.stderr)
        self.assertTrue(re.search(r"\.link$", "\n".join(map(str, (folder / ".waag/links").iterdir())), re.MULTILINE))
