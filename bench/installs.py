"""`uv pip install` of the hundred popular packages: warm against nginx with the same pages and files, cold against the index, near and over a link."""

import os
import shutil
import sys
import tempfile
import time
import types

import clients
import fixture
import links
import mirror
import real
import report
import servers

LIST = fixture.ROOT / "tests" / "clients" / "popular.txt"
OTHERS = fixture.ROOT / "bench" / "others.txt"
MEGABITS, MILLISECONDS = 100, 20  # of the link


MEMORY = "/dev/shm" if os.path.isdir("/dev/shm") and shutil.disk_usage("/dev/shm").free > 4 << 30 else None


def install(index, packages=("-r", LIST), **way):
    """Seconds of one installation into a fresh environment without any cache.

    Both are in memory where the machine has a file system there: ext4 does not give the inodes of removed files out again for a
    minute, and looks at each of them for every new file, which costs the next installation as much as five seconds."""
    with tempfile.TemporaryDirectory(prefix="waag-bench-", dir=MEMORY) as folder:
        environment = clients.empty_environment(f"{folder}/environment")
        command = [clients.tool("uv"), "pip", "install", "--no-config", "--python", f"{environment}/bin/python", "--default-index", index]
        os.sync()
        begun = time.monotonic()
        code, output = clients.run([*command, "--only-binary", ":all:", *packages], timeout=600, UV_CACHE_DIR=f"{folder}/cache", **way)
        seconds = time.monotonic() - begun
    if code:
        raise RuntimeError(f"uv failed: {output[-500:]}")
    return seconds


def upstream():
    """The public index in the place of a simulated one."""
    return types.SimpleNamespace(simple=real.index_url().rstrip("/") + "/")


def gate(**environment):
    waag = servers.Waag(upstream(), **environment)
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


def cold(options, started, peers, **way):
    """Empty caches on both sides: of a gate that has just started, of one that has been at work on other packages, and of the peers.

    `way` is the environment that leads to the index."""
    seconds = {"Waag, just started": [], "Waag, at work before": [], **{peer.name: [] for peer in peers}, "direct": []}
    for _ in range(options.rounds):
        for state in list(seconds)[:2]:
            waag = gate(**way)
            started.append(waag)
            if state.endswith("before"):
                install(waag.simple(), ("--no-deps", "-r", OTHERS))
            seconds[state].append(install(waag.simple()))
            waag.stop()
        for kind in peers:
            seconds[kind.name].append(of_peer(kind, started, **way))
        seconds["direct"].append(install(real.index_url(), **way))
    return seconds


def of_peer(kind, started, **way):
    """As `install`; None, with a word of it, where the peer cannot hand over the hundred."""
    try:
        peer = kind(upstream(), **way)
        started.append(peer)
        peer.start()
        return install(peer.simple())
    except (OSError, RuntimeError) as error:
        print(f"bench: {kind.name} is left out of a round: {error}", file=sys.stderr, flush=True)
        return None
    finally:
        if started and isinstance(started[-1], kind):
            started[-1].stop()


def run(options, started):
    if not real.reachable():
        return "Not measured: the index that pip is set to use did not answer.\n"
    seconds, lines = warm(options, started), []

    def line(title, taken, than=None):
        ratio = report.ratio(taken, than) if than else ""
        lines.append([title, report.number(report.median(taken)), ratio])

    line("warm · Waag", seconds["Waag"], seconds["nginx"])
    line("warm · nginx", seconds["nginx"])
    install(real.index_url())  # whatever lies between here and the index has seen every file once
    install(real.index_url(), ("--no-deps", "-r", OTHERS))
    link = links.Link(MEGABITS, MILLISECONDS)
    slow = f"cold over {MEGABITS} Mbit/s, {MILLISECONDS} ms"
    for title, peers, way in (("cold", (mirror.NginxProxy, servers.Devpi, servers.Proxpi), {}), (slow, (servers.Proxpi,), link.environment())):
        seconds = cold(options, started, peers, **way)
        for name, taken in seconds.items():
            line(f"{title} · {name}", taken, seconds["direct"] if name != "direct" else None)
    if not link.carried:
        raise RuntimeError("nothing was carried by the link: the index that pip is set to use is not reached by HTTPS")
    link.close()
    return report.table(["`uv pip install` of 100 packages", "seconds", "of nginx (warm), of direct (cold)"], lines)
