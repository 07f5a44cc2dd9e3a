"""The ledger by itself: durable appends, proofs, and what it keeps in memory. The programs are in Java, beside the tests; bench/ledger runs them."""

import re
import subprocess

import fixture
import report

APPENDS = re.compile(r"(\d+) writers: ([\d,]+) durable appends/s, ([\d,]+)/s until all are under a checkpoint; heap in use (\d+) MB")
ON_DISK = re.compile(r"inclusion proof from the tiles on disk, ([\d,]+) entries: median ([\d.]+) ms, 99th percentile ([\d.]+) ms")
SIMULATED = re.compile(r"inclusion proof in a tree of ([\d,]+): median ([\d.]+) ms, 99th percentile ([\d.]+) ms")


def figure(text):
    return float(text.replace(",", ""))


def table(said):
    """The programs' lines as a table; where several rounds have the same number of writers, their median."""
    writers = {}
    for count, durable, published, heap in APPENDS.findall(said):
        writers.setdefault(int(count), []).append((figure(durable), figure(published), float(heap)))
    rows = []
    for count, rounds in writers.items():
        durable, published, _ = (report.median(column) for column in zip(*rounds, strict=True))
        who = "one writer" if count == 1 else f"{count} writers"
        rows.append([f"durable appends a second, {who}", report.number(durable)])
        rows.append([f"the same, until all are under a signed checkpoint, {who}", report.number(published)])
    size, median, worst = SIMULATED.findall(said)[-1]
    rows.append([f"inclusion proof, tree of {size} entries, simulated, ms: median · 99th percentile", f"{median} · {worst}"])
    proofs = ON_DISK.findall(said)
    size = proofs[0][0]
    middle = [report.number(report.median([figure(p[i]) for p in proofs])) for i in (1, 2)]
    rows.append([f"inclusion proof from the tiles on disk, {size} entries, ms: median · 99th percentile", " · ".join(middle)])
    heaps = [heap for rounds in writers.values() for *_, heap in rounds]
    rows.append(["heap in use after each round, MB", f"{min(heaps):.0f} to {max(heaps):.0f}"])
    return report.table(["", ""], rows)


def run():
    done = subprocess.run([fixture.ROOT / "bench" / "ledger"], capture_output=True, text=True, cwd=fixture.ROOT)
    print(done.stdout, flush=True)
    if done.returncode:
        raise RuntimeError("bench/ledger failed: " + (done.stdout + done.stderr)[-2000:])
    return table(done.stdout)
