"""`waag check` of a lock of 300 pins beside osv-scanner and pip-audit on the same pins and the same advisories, each a whole process.

The lock and the advisories are made here, alike at every run: 2,700 records of 900 projects, 178 of the 300 pins affected. Real ones are measured beside them with
WAAG_BENCH_LOCK (a requirements file of plain pins) and WAAG_BENCH_ADVISORIES (a zip in the layout of OSV's bulk export).
Waag and osv-scanner read the export from the disk and ask nobody; pip-audit asks a local OSV service that answers from the same records.
"""

import http.server
import json
import os
import pathlib
import re
import shutil
import subprocess
import threading
import time
import zipfile

import fixture  # noqa: F401  first: it finds the modules of the tests
import report

import gate  # noqa: E402
import scratch  # noqa: E402

OSV_SCANNER = "2.5.0"
ROUNDS = 7
SLOW_ROUNDS = 3  # of pip-audit


def real(folder):
    """The lock and the export that the variables name."""
    shutil.copy(os.environ["WAAG_BENCH_LOCK"], folder / "requirements.txt")
    shutil.copy(os.environ["WAAG_BENCH_ADVISORIES"], folder / "all.zip")


def make(folder):
    """The lock and the export that are alike at every run."""
    with zipfile.ZipFile(folder / "all.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(2700):
            project = f"kaas-{number % 900:03d}"
            fixed = f"{1 + number % 7}.{number % 5}"
            record = {
                "schema_version": "1.7.0",
                "id": f"PYSEC-2026-{number + 1}",
                "modified": "2026-01-01T00:00:00Z",
                "aliases": [f"CVE-2026-{10_000 + number}"],
                "summary": f"{project} weighs what it is told to weigh",
                "details": "A weigh house that takes the seller's word. " * 12,
                "severity": [{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N"}],
                "affected": [
                    {
                        "package": {"ecosystem": "PyPI", "name": project},
                        "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": fixed}]}],
                        "versions": [f"{major}.{minor}" for major in range(int(fixed[0])) for minor in range(10)],
                    }
                ],
                "references": [{"type": "ADVISORY", "url": f"https://index.example/advisories/{number}"}],
            }
            archive.writestr(f"PYSEC-2026-{number + 1}.json", json.dumps(record))
    pins = [f"kaas-{n:03d}=={'0.5' if n < 178 else '9.9'}\n" for n in range(300)]
    (folder / "requirements.txt").write_text("".join(pins))


class Service(http.server.ThreadingHTTPServer):
    """A local OSV service for pip-audit: /v1/query by name and version, from the export."""

    def __init__(self, export):
        self.by_name = {}
        with zipfile.ZipFile(export) as archive:
            for name in archive.namelist():
                record = json.loads(archive.read(name))
                for affected in record.get("affected", []):
                    package = affected.get("package", {})
                    self.by_name.setdefault(re.sub(r"[-_.]+", "-", package.get("name", "")).lower(), []).append(record)
        super().__init__(("127.0.0.1", 0), Answer)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}/v1/query"


class Answer(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        name = re.sub(r"[-_.]+", "-", asked["package"]["name"]).lower()
        found = [r for r in self.server.by_name.get(name, []) if any(asked["version"] in a.get("versions", []) for a in r["affected"])]
        body = json.dumps({"vulns": found} if found else {}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def measured(command, folder, **environment):
    """(exit code, seconds, MiB) of a whole process."""
    began = time.monotonic()
    process = subprocess.Popen([str(c) for c in command], cwd=folder, env=scratch.environment(**environment), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, time.monotonic() - began, usage.ru_maxrss / 1024


def osv_scanner():
    """The pinned osv-scanner, built once by the Go toolchain; None where that cannot be."""
    where = pathlib.Path(os.environ.get("WAAG_TOOLS") or pathlib.Path.home() / ".cache" / "waag-tools") / f"osv-scanner-{OSV_SCANNER}"
    program = where / "osv-scanner"
    if not program.exists():
        go = subprocess.run([gate.ROOT / "scripts" / "tools.sh", "go"], capture_output=True, text=True).stdout.strip() or "go"
        module = f"github.com/google/osv-scanner/v2/cmd/osv-scanner@v{OSV_SCANNER}"
        subprocess.run([go, "install", module], env={**os.environ, "GOBIN": str(where)}, capture_output=True, timeout=900, check=False)
    return program if program.exists() else None


def pip_audit():
    found = subprocess.run([gate.ROOT / "scripts" / "tools.sh", "pip-audit"], capture_output=True, text=True)
    return found.stdout.strip() or None


def run():
    named = "WAAG_BENCH_LOCK" in os.environ and "WAAG_BENCH_ADVISORIES" in os.environ
    absent, rows = {}, []
    for what, fill in (("made here", make), ("real", real))[: 1 + named]:
        rows += compare(what, fill, absent)
    text = report.table(["300 pins, whole process", "s", "Waag is faster by", "MiB"], rows)
    return text + "".join(f"\n{name} is missing: {why}\n" for name, why in absent.items())


def compare(what, fill, absent):
    """The table's rows on one lock with its advisories."""
    folder = scratch.folder("bench-check")
    fill(folder)
    lock, export = folder / "requirements.txt", folder / "all.zip"
    for product in ("osv-scanner", "osv-scalibr"):
        database = folder / "database" / product / "PyPI"
        database.mkdir(parents=True)
        shutil.copy(export, database / "all.zip")
    commands = {"Waag": ([gate.PROGRAM, "check", lock, "--offline", "--advisories", export, "--format", "json", "-o", folder / "waag.json"], {})}
    scanner, audit = osv_scanner(), pip_audit()
    if scanner:
        database = str(folder / "database")
        commands["osv-scanner"] = (
            [scanner, "scan", "source", "--offline", "--format", "json", "-L", f"requirements.txt:{lock}"],
            {"OSV_SCANNER_LOCAL_DB_CACHE_DIRECTORY": database, "OSV_SCALIBR_LOCAL_DB_CACHE_DIRECTORY": database},
        )
    else:
        absent["osv-scanner"] = "it could not be installed"
    if audit:
        service = Service(export)
        asks = [audit, "--vulnerability-service", "osv", "--osv-url", service.url, "--requirement", lock, "--no-deps", "--disable-pip", "--progress-spinner", "off"]
        commands["pip-audit"] = ([*asks, "--cache-dir", folder / "cache"], {})
    else:
        absent["pip-audit"] = "it could not be installed"
    seconds, memory = {n: [] for n in commands}, {n: [] for n in commands}
    for number in range(ROUNDS + 1):
        for name, (command, environment) in commands.items():
            if name == "pip-audit" and number > SLOW_ROUNDS:
                continue
            code, took, mib = measured(command, folder, **environment)
            if code not in (0, 1):
                absent[name] = f"it ended with {code}"
            elif number:  # the first of each lays down its caches
                seconds[name].append(took)
                memory[name].append(mib)
    return [
        [f"{what} · {name}", report.number(report.median(seconds[name])), "" if name == "Waag" else report.ratio(seconds[name], seconds["Waag"]), report.number(max(memory[name], default=None))]
        for name in commands
        if name not in absent
    ]
