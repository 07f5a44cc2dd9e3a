"""Measures with wrk: requests and bytes a second, and how long requests took."""

import dataclasses
import subprocess

import fixture  # noqa: F401 (finds the modules of tests/clients)
from clients import tool

JSON = "application/vnd.pypi.simple.v1+json"
SCRIPT = """
done = function(summary, latency)
  local e = summary.errors
  io.write(string.format("\\nfigures %d %d %d %d %d %d\\n", summary.requests, summary.bytes, summary.duration,
    latency:percentile(50), latency:percentile(99), e.connect + e.read + e.write + e.status + e.timeout))
end
"""


@dataclasses.dataclass(frozen=True)
class Load:
    """One run: what came in a second, and the latency in milliseconds."""

    requests: float
    bytes: float
    p50: float
    p99: float
    errors: int


def wrk(url, connections, seconds, scratch, accept=JSON, gzip=False):
    """Keeps the connections busy for that many seconds (keep-alive, two threads)."""
    script = scratch / "figures.lua"
    script.write_text(SCRIPT)
    command = [tool("wrk"), f"-t{min(2, connections)}", f"-c{connections}", f"-d{seconds}s", "--timeout", "60s", "-s", script, "-H", f"Accept: {accept}"]
    command += ["-H", f"Accept-Encoding: {'gzip' if gzip else 'identity'}", url]
    said = subprocess.run(command, capture_output=True, text=True, timeout=seconds + 90)
    figures = [line.split()[1:] for line in said.stdout.splitlines() if line.startswith("figures ")]
    if not figures:
        raise RuntimeError(f"wrk said: {said.stdout[-300:]}{said.stderr[-300:]}")
    requests, size, micros, p50, p99, errors = map(int, figures[0])
    return Load(requests * 1e6 / micros, size * 1e6 / micros, p50 / 1000, p99 / 1000, errors)
