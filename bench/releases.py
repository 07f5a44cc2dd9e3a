"""10,000 releases in 1,000 projects: how long a promotion, a rollback and a recall take, the first recall after a start among them.

Each project has ten releases; every tenth needs exactly the first release of the project that is recalled, and two of each project are released.
Whole requests over HTTP, one after the other, each answered after its entry in the ledger is on the disk.
"""

import http.client
import json
import os
import statistics
import threading
import time
import urllib.parse

import fixture  # noqa: F401  first: it finds the modules of the tests
import report

import scratch  # noqa: E402
from gate import Gate  # noqa: E402
from test_release import POLICY, form, made, person  # noqa: E402

PROJECTS = int(os.environ.get("WAAG_BENCH_PROJECTS", "1000"))
VERSIONS, THREADS, DOWNLOADS, STARTS = 10, 8, 2000, 5
CONFIG = '[[claim]]\nprojects = ["acme-*"]\n'
BASE = "acme-base"


class Client:
    """One connection that stays open."""

    def __init__(self, gate, token):
        parts = urllib.parse.urlsplit(gate.url)
        self.connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=120)
        self.headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}

    def ask(self, method, path, body=None, kind="application/json"):
        """The seconds that it took, and the JSON; anything but 200 is an error."""
        data = json.dumps(body).encode() if isinstance(body, dict) else body
        begun = time.monotonic()
        self.connection.request(method, path, data, {**self.headers, "Content-Type": kind})
        answer = self.connection.getresponse()
        text = answer.read()
        seconds = time.monotonic() - begun
        if answer.status != 200:
            raise RuntimeError(f"{method} {path}: {answer.status} {text[:300]}")
        return seconds, text

    def step(self, action, project, version):
        return self.ask("POST", f"/api/v1/releases/{project}/{action}", {"version": version})[0]

    def recall(self, target, dry_run):
        return self.ask("POST", "/api/v1/recalls", {"target": target, "reason": "bench", "dry_run": dry_run})[0]


def together(work, items):
    """Does the work for all items on some threads; returns the results."""
    results, rest, lock, wrong = [], iter(items), threading.Lock(), []

    def run():
        state = {}
        while not wrong:
            with lock:
                item = next(rest, None)
            if item is None:
                return
            try:
                results.append(work(state, item))
            except Exception as error:  # noqa: BLE001  told below
                wrong.append(error)

    threads = [threading.Thread(target=run) for _ in range(THREADS)]
    [t.start() for t in threads]
    [t.join() for t in threads]
    if wrong:
        raise wrong[0]
    return results


def fill(gate, ann, ben):
    def publish(state, release):
        client = state.setdefault("ann", Client(gate, ann))
        project, version = release
        needs = [f"{BASE}==1.0"] if version == "1.0" and project != BASE else [f"{BASE}>=1.0"]
        body, kind = form(*made(project, version, requires=needs if project != BASE else ()))
        return client.ask("POST", "/legacy/", body, kind)[0]

    names = [BASE, *(f"acme-p{n:04d}" for n in range(PROJECTS - 1))]
    uploads = together(publish, [(name, f"1.{v}") for v in range(VERSIONS) for name in names])

    def release(state, name):
        client = state.setdefault("ben", Client(gate, ben))
        for version in ("1.0", "1.1"):
            client.step("approve", name, version)
            client.step("promote", name, version)

    together(release, names)
    return names, uploads


def download(gate, ann):
    page = json.loads(Client(gate, ann).ask("GET", f"/pypi/{BASE}/1.0/json")[1])
    path = urllib.parse.urlsplit(page["urls"][0]["url"]).path
    together(lambda state, _: state.setdefault("c", Client(gate, ann)).ask("GET", path)[0], range(DOWNLOADS))


def run():
    from index import Index

    index = Index()
    gate = Gate(index.simple, policy=POLICY, config=CONFIG)
    try:
        ann, ben, sue = person(gate, "ann", "publisher"), person(gate, "ben", "approver"), person(gate, "sue", "security")
        begun = time.monotonic()
        names, uploads = fill(gate, ann, ben)
        download(gate, ann)
        print(f"bench: {len(uploads)} releases in {len(names)} projects after {time.monotonic() - begun:.0f} s", flush=True)
        client, promotions, rollbacks = Client(gate, ben), [], []
        for name in names[:200]:
            client.step("approve", name, "1.2")
            promotions.append(client.step("promote", name, "1.2"))
        for name in names[:100]:
            rollbacks.append(client.step("rollback", name, ""))
        looks, firsts, seconds = [], [], []
        for number in range(STARTS):
            gate.restart()
            looks.append(Client(gate, sue).recall(f"{BASE}==1.0", True))
            gate.restart()
            security = Client(gate, sue)
            firsts.append(security.recall(f"{BASE}==1.0" if number == 0 else f"{names[500 + number]}==1.1", False))
            seconds.append(security.recall(f"{names[600 + number]}==1.1", False))
    finally:
        gate.kill()
        index.close()
        scratch.clear()

    def row(what, values):
        millis = sorted(v * 1000 for v in values)
        return [what, str(len(millis)), report.number(statistics.median(millis)), report.number(millis[int(len(millis) * 0.95)] if len(millis) > 1 else None), report.number(millis[-1])]

    rows = [
        row("upload of a wheel, 8 at once", uploads),
        row("promotion", promotions),
        row("rollback", rollbacks),
        row(f"recall, the first request after a start, of what {len(names) - 1:,} releases need: only looked", looks),
        row("recall, the first request after a start", firsts),
        row("a further recall", seconds),
    ]
    head = [f"{len(uploads):,} releases in {len(names):,} projects, ms", "requests", "median", "95 %", "longest"]
    return report.table(head, rows)
