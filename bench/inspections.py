"""Inspection beside GuardDog: the same wheels and sdists, in turn, in one run, nothing from the network."""

import json
import os
import pathlib
import re
import resource
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "clients"))

import clients  # noqa: E402

CALM = ("no_risks_detected", "low", "low_risk", "")


class Missing(RuntimeError):
    """Something that is to be measured is not there."""


def files():
    """The distributions under WAAG_BENCH_FILES, else the popular ones of tests/clients/popular.txt, as pip downloads them."""
    folder = os.environ.get("WAAG_BENCH_FILES")
    if not folder:
        cache = pathlib.Path(os.environ.get("XDG_CACHE_HOME", pathlib.Path.home() / ".cache")) / "waag-bench-files"
        if not cache.is_dir():
            names = (ROOT / "tests/clients/popular.txt").read_text().split()
            half = len(names) // 2
            pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest"]
            part = cache.with_suffix(".part")
            subprocess.run([*pip, part, "--only-binary", ":all:", *names[:half]], check=True)
            subprocess.run([*pip, part, "--only-binary", ":all:", *names[half:]], check=True)
            part.rename(cache)
        folder = cache
    found = sorted(f for f in pathlib.Path(folder).rglob("*") if f.name.endswith((".whl", ".tar.gz", ".zip")))
    if not found:
        raise Missing(f"no wheel and no sdist in {folder}")
    return found


def guarddog():
    return os.environ.get("WAAG_BENCH_GUARDDOG") or clients.tool("guarddog")


def measured(argv):
    """Seconds of the clock, seconds of processors, what it printed."""
    # no proxy answers there: what asks the network is refused at once
    environment = {**os.environ, "HTTPS_PROXY": "http://127.0.0.1:9", "HTTP_PROXY": "http://127.0.0.1:9"}
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    out = subprocess.run([str(word) for word in argv], env=environment, capture_output=True, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.monotonic() - begun, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, out.stdout


def waag(these):
    """One process for all, as somebody would run it."""
    clock, processors, text = measured([os.environ.get("WAAG_PROGRAM", ROOT / "waag"), "inspect", "--offline", "--format", "json", *these])
    reports = [json.loads(line) for line in text.splitlines()]
    if len(reports) != len(these):
        raise Missing(f"waag inspect told of {len(reports)} of {len(these)} files")
    rules = {r["filename"]: sorted({reason["rule"] for reason in r["reasons"]} & {"install-code", "archive-unsafe"}) for r in reports}
    return clock, processors, {name: found for name, found in rules.items() if found}


def dog(these):
    """One process a file: it takes no more at once."""
    program, clock, processors, alarms = guarddog(), 0.0, 0.0, {}
    for file in these:
        more = measured([program, "pypi", "scan", file, "--output-format", "json"])
        clock, processors = clock + more[0], processors + more[1]
        label = json.loads(more[2][more[2].index("{") : more[2].rindex("}") + 1]).get("risk_score", {}).get("label", "")
        if label not in CALM:
            alarms[file.name] = [label]
    return clock, processors, alarms


ARCHIVE_PASS = r"""
. scripts/env.sh
waag_find_java
mvn -q -o -Dspotless.check.skip=true -pl kernel/inspect -am test-compile >&2
classes=$(find kernel/core kernel/python kernel/code kernel/inspect -path '*/target/*classes' -type d -prune | tr '\n' ':')
jars=$(find "${MAVEN_REPOSITORY:-$HOME/.m2/repository}" -name 'jspecify-*.jar' -o -name 'commons-compress-*.jar' -o -name 'commons-io-*.jar' -o -name 'xz-*.jar' | tr '\n' ':')
"$JAVA_HOME/bin/java" -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED -cp "$classes$jars" dev.waag.inspect.ArchiveSpeed "$1"
"""


def archive_pass(folder):
    """A line on the archive pass alone: zip, inflate, checksums, names and directory, of the folder's wheels."""
    done = subprocess.run(["bash", "-euc", ARCHIVE_PASS, "archive-pass", folder], cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        raise Missing("the archive pass could not be measured: " + done.stderr[-500:])
    rates = sorted(re.findall(r": ([\d.]+) MB/s, unpacked (\d+) MB/s", done.stdout), key=lambda pair: float(pair[0]))
    packed, unpacked = rates[len(rates) // 2]
    return f"The archive pass alone, on one core: {packed} MB/s of these wheels, {unpacked} MB/s unpacked (the bar is 50).\n"


def run(these=None, rounds=1):
    """The table, as Markdown."""
    these = these or files()
    size = sum(f.stat().st_size for f in these) / 1e6
    rows = {}
    for name, tool in {"Waag": waag, "GuardDog": dog}.items():
        times = sorted((tool(these) for _ in range(rounds)), key=lambda one: one[0])
        rows[name] = times[len(times) // 2]
    lines = [f"{len(these)} files, {size:.1f} MB.\n", "|  | s | MB/s | processor s | MB/s of processor time | alarms |", "|---|---:|---:|---:|---:|---:|"]
    for name, (clock, processors, alarms) in rows.items():
        lines.append(f"| {name} | {clock:.1f} | {size / clock:.2f} | {processors:.1f} | {size / processors:.2f} | {len(alarms)} |")
    ours, theirs = rows["Waag"], rows["GuardDog"]
    lines.append(f"| Waag is | | {theirs[0] / ours[0]:.1f} × | | {theirs[1] / ours[1]:.1f} × | |")
    for name, (_, _, alarms) in rows.items():
        for file, why in sorted(alarms.items()):
            print(f"{name}: {file}: {', '.join(why)}", file=sys.stderr)
    return "\n".join(lines) + "\n\n" + archive_pass(these[0].parent)
