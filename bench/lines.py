"""What `waag run` adds to its stages, and how well `secrets` tells secrets from what only looks like them, beside the scanner alone."""

import json
import os
import pathlib
import random
import shutil
import string
import subprocess
import tempfile
import time

import fixture
import report

STAGES, ROUNDS = 6, 7
HEX, WORD, UPPER = "0123456789abcdef", string.ascii_letters + string.digits, string.ascii_uppercase


def program():
    return os.environ.get("WAAG_PROGRAM", str(fixture.ROOT / "waag"))


def line(folder, stages):
    rows = ['[pipeline]\nname = "bench"\n']
    for i in range(stages):
        command = f"cat {'in.txt' if i == 0 else f'o{i - 1}.txt'} > o{i}.txt"
        rows.append(f'[[stage]]\nname = "s{i}"\nrun = ["sh", "-c", "{command}"]\ninputs = ["{"in.txt" if i == 0 else f"o{i - 1}.txt"}"]\noutputs = ["o{i}.txt"]\n')
    (folder / "waag-pipeline.toml").write_text("\n".join(rows))
    (folder / "in.txt").write_text("kaas\n" * 1000)


def seconds(folder, environment):
    begun = time.monotonic()
    subprocess.run([program(), "run"], cwd=folder, env=environment, check=True, capture_output=True)
    return time.monotonic() - begun


def run():
    with tempfile.TemporaryDirectory() as made:
        folder = pathlib.Path(made)
        environment = {**os.environ, "XDG_DATA_HOME": str(folder / "data")}
        line(folder, 1)
        seconds(folder, environment)  # makes the key
        ones, alls, plain = [], [], []
        for _ in range(ROUNDS):
            line(folder, 1)
            ones.append(seconds(folder, environment))
            line(folder, STAGES)
            alls.append(seconds(folder, environment))
            begun = time.monotonic()
            for i in range(STAGES):
                subprocess.run(["sh", "-c", f"cat in.txt > o{i}.txt"], cwd=folder, check=True)
            plain.append((time.monotonic() - begun) / STAGES)
    stage = report.median([(a - o) / (STAGES - 1) for a, o in zip(alls, ones, strict=True)])
    rows = [
        ["one stage, the whole process", report.number(report.median(ones))],
        [f"{STAGES} stages, the whole process", report.number(report.median(alls))],
        ["a further stage", report.number(stage)],
        ["the same command without Waag", report.number(report.median(plain))],
    ]
    return report.table(["", "s"], rows)


def labelled(seed=11):
    """Inert secrets, made from parts and drawn at random, and twins of them. Nothing here is written down whole."""
    r = random.Random(seed)

    def some(n, of=WORD):
        return "".join(r.choice(of) for _ in range(n))

    secrets = {
        "aws": 'K = "' + "AK" + "IA" + some(16, UPPER + "234567") + '"',
        "aws-secret": "aws_secret_access_key = '" + some(40) + "'",
        "github": 'T = "' + "gh" + "p_" + some(36) + '"',
        "github-fine": 'T = "' + "github" + "_pat_" + some(22) + "_" + some(59) + '"',
        "gitlab": 'T = "' + "gl" + "pat-" + some(20) + '"',
        "slack": 'T = "' + "xo" + "xb-" + some(12, "123456789") + "-" + some(12, "123456789") + "-" + some(24) + '"',
        "slack-hook": 'U = "https://hooks.' + "slack.com/services/T" + some(8, UPPER) + "/B" + some(8, UPPER) + "/" + some(24) + '"',
        "stripe": 'K = "' + "sk" + "_live_" + some(24) + '"',
        "google": 'K = "' + "AI" + "za" + some(35) + '"',
        "rsa": "-----BEGIN RSA PRIV" + "ATE KEY-----\n" + some(64) + "\n-----END RSA PRIV" + "ATE KEY-----",
        "ssh": "-----BEGIN OPENSSH PRIV" + "ATE KEY-----\n" + some(64) + "\n-----END OPENSSH PRIV" + "ATE KEY-----",
        "jwt": 'T = "' + "ey" + "J" + some(20) + ".ey" + "J" + some(30) + "." + some(43) + '"',
        "python-index": 'T = "' + "py" + "pi-AgE" + some(150) + '"',
        "npm": 'T = "' + "np" + "m_" + some(36) + '"',
        "sendgrid": 'K = "' + "S" + "G." + some(22) + "." + some(43) + '"',
        "twilio": 'K = "' + "S" + "K" + some(32, HEX) + '"',
        "mailgun": 'K = "' + "ke" + "y-" + some(32, HEX) + '"',
        "mailchimp": 'K = "' + some(32, HEX) + "-us" + '12"',
        "telegram": 'T = "' + some(10, "123456789") + ":A" + "A" + some(33) + '"',
        "discord": 'discord_token = "' + "M" + some(23) + "." + some(6) + "." + some(27) + '"',
        "openai": 'K = "' + "sk" + "-" + some(20) + "T3Blbk" + "FJ" + some(20) + '"',
        "anthropic": 'K = "' + "sk" + "-ant-api03-" + some(93) + 'AA"',
        "huggingface": 'T = "' + "h" + "f_" + some(34, string.ascii_letters) + '"',
        "digitalocean": 'T = "' + "do" + "p_v1_" + some(64, HEX) + '"',
        "shopify": 'T = "' + "shp" + "at_" + some(32, HEX) + '"',
        "azure": 'C = "AccountName=acme;Account' + "Key=" + some(86) + '=="',
        "database": 'D = "postgres' + "ql://app:" + some(16) + '7@db.internal:5432/app"',
        "basic": 'U = "https://ci:' + some(20) + '7@git.internal/x.git"',
        "password": 'password = "k9!' + some(10) + '#"',
        "vault": 'T = "' + "hv" + "s." + some(90) + '"',
        "databricks": 'T = "' + "da" + "pi" + some(32, HEX) + '"',
        "doppler": 'T = "' + "dp" + ".pt." + some(43) + '"',
        "age": 'K = "' + "AGE-SEC" + "RET-KEY-1" + some(58, "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L") + '"',
        "postman": 'K = "' + "PM" + "AK-" + some(24, HEX) + "-" + some(34, HEX) + '"',
        "newrelic": 'K = "' + "NR" + "AK-" + some(27, UPPER) + '"',
        "grafana": 'T = "' + "gl" + "sa_" + some(32) + "_" + some(8, HEX) + '"',
        "rubygems": 'T = "' + "ruby" + "gems_" + some(48, HEX) + '"',
        "bearer": 'headers = {"Authorization": "Bearer ' + some(40) + '"}',
    }
    twins = {
        "aws": 'K = "' + "AK" + "IAIOSFODNN7" + 'EXAMPLE"',
        "github": 'T = "' + "gh" + "p_" + "x" * 36 + '"',
        "gitlab": 'T = "' + "gl" + 'pat-<your-token>"',
        "slack": 'T = "' + "xo" + 'xb-your-token-here"',
        "google": 'K = "' + "AI" + 'za..."',
        "public-key": "-----BEGIN PUBLIC KEY-----\n" + some(64) + "\n-----END PUBLIC KEY-----",
        "certificate": "-----BEGIN CERTIFICATE-----\n" + some(64) + "\n-----END CERTIFICATE-----",
        "jwt": 'T = "header.payload.signature"',
        "commit": f'COMMIT = "{some(40, HEX)}"',
        "digest": f'digest = "sha256:{some(64, HEX)}"',
        "etag": f'etag = "{some(32, HEX)}"',
        "pinned": f"idna==3.10 --hash=sha256:{some(64, HEX)}",
        "integrity": f'integrity="sha512-{some(86)}=="',
        "image": f'LOGO = "data:image/png;base64,{some(120)}"',
        "uuid": f'request_id = "{some(8, HEX)}-{some(4, HEX)}-{some(4, HEX)}-{some(4, HEX)}-{some(12, HEX)}"',
        "database": 'D = "postgresql://user:password@localhost/db"',
        "database-variable": 'D = "postgresql://app:${DB_PASSWORD}@db.internal/app"',
        "url": 'U = "https://git.internal/acme/repo.git"',
        "empty": 'password = ""',
        "environment": 'password = os.environ.get("PASSWORD")',
        "placeholder": 'password = "changeme"',
        "prompt": 'password = getpass.getpass("Password: ")',
        "type": "password: str = Field(min_length=8)",
        "token-type": 'token_type = "bearer"',
        "secret-name": 'secret_name = "projects/acme/secrets/db"',
        "header": 'API_KEY_HEADER = "X-API-Key"',
        "bearer": 'headers = {"Authorization": f"Bearer {token}"}',
        "azure": 'C = "AccountName=acme;AccountKey=<key>"',
        "heroku": f'trace = "{some(8, HEX)}-{some(4, HEX)}-{some(4, HEX)}-{some(4, HEX)}-{some(12, HEX)}"',
        "flag": "sk_live_mode_enabled = True",
        "count": "MAX_TOKENS = 4096",
        "sku": 'SKU = "SK-10293"',
        "colours": 'palette = "' + "ff8800" * 6 + '"',
        "alphabet": 'ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"',
    }
    return secrets, twins


def figures(found, secrets, twins):
    hits, wrong = len(found & {f"secret/{n}.txt" for n in secrets}), len(found & {f"twin/{n}.txt" for n in twins})
    return [report.number(hits / len(secrets)), report.number(hits / max(1, hits + wrong))]


def secrets():
    labelled_secrets, twins = labelled()
    with tempfile.TemporaryDirectory() as made:
        folder = pathlib.Path(made)
        for kind, rows in (("secret", labelled_secrets), ("twin", twins)):
            (folder / kind).mkdir()
            for name, text in rows.items():
                (folder / kind / f"{name}.txt").write_text(text + "\n")
        (folder / "waag-pipeline.toml").write_text('[pipeline]\nname = "b"\n[[stage]]\nname = "s"\nkind = "secrets"\ninputs = ["secret/**", "twin/**"]\n')
        environment = {**os.environ, "XDG_DATA_HOME": str(folder / "data")}
        said = subprocess.run([program(), "run", "--format", "json"], cwd=folder, env=environment, capture_output=True, text=True)
        stage = json.loads(said.stdout)
        if not stage["findings"]:
            raise RuntimeError(said.stderr[-300:])
        ours = {f["file"] for f in stage["findings"]}
        cache = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache") / "waag" / "tools"
        python = next(p for p in sorted(cache.glob("tools-*/bin/python")))
        alone = subprocess.run([str(python), "-I", "-m", "detect_secrets", "scan", "--no-verify", "--all-files", "secret", "twin"], cwd=folder, capture_output=True, text=True, check=True)
        theirs = set(json.loads(alone.stdout)["results"])
        shutil.rmtree(folder / "secret")
    rows = [["waag run, kind = \"secrets\"", *figures(ours, labelled_secrets, twins)], ["detect-secrets as it comes", *figures(theirs, labelled_secrets, twins)]]
    return report.table([f"{len(labelled_secrets)} secrets, {len(twins)} twins", "recall", "precision"], rows)
