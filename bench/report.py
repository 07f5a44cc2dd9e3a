"""Figures into Markdown, and each topic's section into docs/benchmarks.md between its markers."""

import datetime
import os
import platform
import re
import statistics
import subprocess

import fixture

DOCUMENT = fixture.ROOT / "docs" / "benchmarks.md"


def machine():
    """Cores, memory and kernel of this machine."""
    with open("/proc/meminfo") as lines:
        kilobytes = int(re.search(r"MemTotal:\s+(\d+)", lines.read()).group(1))
    with open("/proc/cpuinfo") as lines:
        model = re.search(r"model name\s*:\s*(.+)", lines.read())
    return f"{os.cpu_count()} cores ({model.group(1).strip() if model else platform.machine()}), {kilobytes / (1 << 20):.0f} GiB, Linux {platform.release()}"


LOAD_BEFORE = os.getloadavg()[0]  # others at work on the machine spoil a measurement: say so


def commit():
    said = subprocess.run(["git", "-C", fixture.ROOT, "rev-parse", "--short", "HEAD"], capture_output=True, text=True)
    return said.stdout.strip() or "unknown"


def about(command, versions):
    """The line under a table that says when, where and how it was made."""
    listed = ", ".join(f"{name} {version}" for name, version in versions.items() if version)
    return f"*{datetime.date.today()}, commit {commit()}; {machine()}, load average {LOAD_BEFORE:.1f} before; {listed}. Made by `{command}`.*\n"


def number(value):
    """Three figures that mean something: 12,345 · 1,230 · 45.6 · 0.78."""
    if value is None:
        return "–"
    digits = 0 if value >= 100 else 1 if value >= 10 else 2
    return f"{value:,.{digits}f}"


def median(values):
    values = [value for value in values if value is not None]
    return statistics.median(values) if values else None


def ratio(ours, theirs):
    """The median of the rounds' own ratios, so that a slow minute of the machine weighs on both."""
    rounds = [a / b for a, b in zip(ours, theirs, strict=False) if a is not None and b]
    return f"{number(statistics.median(rounds))} ×" if rounds else "–"


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|---" + "|---:" * (len(head) - 1) + "|"]
    return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in rows)]) + "\n"


def write(topic, text):
    """Puts a topic's text between its markers."""
    start, end = f"<!-- bench:{topic} -->", f"<!-- /bench:{topic} -->"
    document = DOCUMENT.read_text()
    if start not in document or end not in document:
        raise RuntimeError(f"{DOCUMENT} has no markers {start} and {end}")
    before, after = document.split(start)[0], document.split(end)[1]
    DOCUMENT.write_text(f"{before}{start}\n\n{text.strip()}\n\n{end}{after}")
