"""`uv pip install` of the hundred popular packages: warm against nginx with the same pages and files, cold against the index, near and over a link."""

import os
import shutil
import statistics
import time

import clients
import fixture
import links
import mirror
import real
import report
import scratch
import servers

LIST = fixture.ROOT / "tests" / "clients" / "popular.txt"
OTHERS = fixture.ROOT / "bench" / "others.txt"
MEGABITS, MILLISECONDS = 100, 20  # of the link


def install(index, packages=("-r", LIST), **way):
    """Seconds of one installation into a fresh environment without any cache; the disk is at rest before and after."""
    environment, cache = clients.empty_environment(), scratch.folder("uv")
    command = [clients.tool("uv"), "pip", "install", "--no-config", "--python", environment / "bin" / "python", "--default-index", index]
    os.sync()
    begun = time.monotonic()
    code, output = clients.run([*command, "--only-binary", ":all:", *packages], timeout=600, UV_CACHE_DIR=cache, **way)
    seconds = time.monotonic() - begun
    shutil.rmtree(environment)
    shutil.rmtree(cache)
    if code:
        raise RuntimeError(f"uv failed: {output[-500:]}")
    return seconds


def gate(**environment):
    waag = servers.Waag(None, upstream=real.index_url(), **environment)
    waag.start()
    return waag


def copy(waag, nginx):
    """What uv asks Waag for, as a static tree."""
    recorder = mirror.Recorder(waag)
    install(f"{recorder.url}/simple/")
    recorder.close()
    for path in sorted(recorder.paths):
        if path.startswith("/simple/"):
            nginx.copy_page(waag, path.removeprefix("/simple/").strip("/"))
        else:
            nginx.copy_file(waag.url + path)


def warm(options, started):
    waag, nginx = gate(), mirror.Nginx(None)
    started.append(waag)
    install(waag.simple())
    copy(waag, nginx)
    started.append(nginx)
    nginx.start()
    seconds = {"Waag": [], "nginx": []}
    for _ in range(options.rounds + 2):
        for server in (waag, nginx) if len(seconds["nginx"]) % 2 else (nginx, waag):
            seconds[server.name].append(install(server.simple()))
    waag.stop()
    nginx.stop()
    return seconds


def cold(options, started, **way):
    """Empty caches on both sides: of a gate that has just started, and of one that has been at work on other packages.

    `way` is the environment that leads to the index."""
    seconds = {"started": [], "at work": [], "direct": []}
    for _ in range(options.rounds):
        for state in ("started", "at work"):
            waag = gate(**way)
            started.append(waag)
            if state == "at work":
                install(waag.simple(), ("--no-deps", "-r", OTHERS))
            seconds[state].append(install(waag.simple()))
            waag.stop()
        seconds["direct"].append(install(real.index_url(), **way))
    return seconds


def run(options, started):
    if not real.reachable():
        return "Not measured: the index that pip is set to use did not answer.\n"
    seconds, lines = warm(options, started), []

    def line(title, taken, than=None):
        ratio = report.ratio(taken, than) if than else ""
        lines.append([title, report.number(statistics.median(taken)), ratio])

    line("warm · Waag", seconds["Waag"], seconds["nginx"])
    line("warm · nginx", seconds["nginx"])
    install(real.index_url())  # whatever lies between here and the index has seen every file once
    install(real.index_url(), ("--no-deps", "-r", OTHERS))
    link = links.Link(MEGABITS, MILLISECONDS)
    for title, way in {"cold": {}, f"cold over {MEGABITS} Mbit/s, {MILLISECONDS} ms": link.environment()}.items():
        seconds = cold(options, started, **way)
        line(f"{title} · Waag, just started", seconds["started"], seconds["direct"])
        line(f"{title} · Waag, at work before", seconds["at work"], seconds["direct"])
        line(f"{title} · direct", seconds["direct"])
    if not link.carried:
        raise RuntimeError("nothing was carried by the link: the index that pip is set to use is not reached by HTTPS")
    link.close()
    return report.table(["`uv pip install` of 100 packages", "seconds", "Waag takes"], lines)
