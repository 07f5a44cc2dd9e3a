"""What `waag build` takes beside `python -m build`, on real sdists, both through the same gate with everything in their caches."""

import subprocess
import sys
import time

import fixture  # noqa: F401, I001  it makes tests/clients importable
import clients
import gate
import real
import report
import scratch

PROJECTS = ("iniconfig==2.0.0", "packaging==24.2", "requests==2.32.3", "tomlkit==0.13.2", "markupsafe==3.0.2")
ROUNDS = 3


def seconds(command, folder, **environment):
    begun = time.monotonic()
    done = subprocess.run([str(c) for c in command], cwd=folder, env=scratch.environment(**environment), capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr[-500:])
    return time.monotonic() - begun


def run(started):
    if not real.reachable():
        raise RuntimeError("the index that pip is set to use does not answer: builds cannot be measured")
    server = gate.Gate(real.index_url(), policy='extends = "none"\n')
    started.append(server)
    python = clients.tool("build")
    rows, ratios = [], []
    for pin in PROJECTS:
        folder = real.unpacked(real.release_file(pin, ".tar.gz"), 1_500_000_000)
        out = scratch.folder("out")
        ours, theirs = [], []
        for number in range(ROUNDS + 1):  # the first fills the caches and makes the lock
            one = seconds([gate.PROGRAM, "build", folder, "-o", out / "waag", "--index", server.simple, "--python", sys.executable], folder)
            other = seconds([python, "-m", "build", "-o", out / "build", folder], folder, PIP_INDEX_URL=server.simple)
            if number:
                ours.append(one)
                theirs.append(other)
        ratio = report.median([a / b for a, b in zip(ours, theirs, strict=True)])
        ratios.append(ratio)
        rows.append([pin, report.number(report.median(ours)), report.number(report.median(theirs)), report.number(ratio)])
    rows.append(["median", "", "", report.number(report.median(ratios))])
    return report.table(["sdist and wheel of", "waag build, s", "python -m build, s", "ratio"], rows)
