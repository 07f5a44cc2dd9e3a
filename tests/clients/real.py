"""A hundred popular packages (popular.txt) from the real index: every client installs them through the gate, cold and warm.

Every file that the gate says it delivered is compared, byte for byte, with the one that the index itself delivers. The index is
the one that pip is set to use on this machine. Where it does not answer, this says so loudly and tests nothing.
"""

import functools
import hashlib
import html
import os
import pathlib
import platform
import re
import subprocess
import sys
import tarfile
import time
import unittest
import urllib.parse
import urllib.request

import clients
import ledger
import scratch
import web
from case import cannot_run
from gate import Gate

LIST = pathlib.Path(__file__).with_name("popular.txt")
NAMES = LIST.read_text().split()
PATIENCE = 900
ONLY_WHEELS = ["--only-binary", ":all:"]


@functools.cache
def index_url():
    """The index of pip's own configuration: environment, pip.conf, else what is built into pip."""
    if url := os.environ.get("PIP_INDEX_URL"):
        return url
    pip = clients.tool("pip-newest")
    configured = subprocess.run([pip, "config", "get", "global.index-url"], capture_output=True, text=True).stdout.strip()
    built_in = "from pip._internal.models.index import PyPI; print(PyPI.simple_url)"
    return configured or subprocess.check_output([pathlib.Path(pip).with_name("python"), "-c", built_in], text=True).strip()


def reachable():
    """Whether the index answers pip, within half a minute."""
    try:
        probe = [clients.tool("pip-newest"), "download", "-q", "--no-deps", "--no-cache-dir", "--timeout", "10", "--retries", "1", "-d"]
        return subprocess.run([*probe, scratch.folder("probe"), NAMES[0]], capture_output=True, timeout=30).returncode == 0
    except subprocess.TimeoutExpired:
        return False


def release_file(pin, ending):
    """A release's sdist, or its wheel for this Python and machine, from the index itself, held to the index's hash."""
    project, version = pin.split("==")
    url = index_url().rstrip("/") + f"/{project}/"
    with urllib.request.urlopen(url, timeout=60) as answer:
        links = [html.unescape(href) for href in re.findall(r'href="([^"]+)"', answer.read().decode())]
    python = f"cp{sys.version_info.major}{sys.version_info.minor}"

    def fits(name):
        own = name.endswith(ending) and re.match(re.escape(f"{project}-{version}") + r"(-|\.tar)", name.lower())
        return own and (ending != ".whl" or "-none-any" in name or (f"-{python}-manylinux" in name and platform.machine() in name))

    chosen = urllib.parse.urlsplit(next(urllib.parse.urljoin(url, link) for link in links if fits(link.split("#")[0].rsplit("/")[-1])))
    path = scratch.folder("had") / chosen.path.rsplit("/")[-1]
    with urllib.request.urlopen(chosen._replace(fragment="").geturl(), timeout=60) as answer:
        path.write_bytes(answer.read())
    if chosen.fragment != "sha256=" + hashlib.sha256(path.read_bytes()).hexdigest():
        raise AssertionError(f"{path.name} has another hash than the index says")
    return path


def unpacked(sdist, mtime):
    """An sdist's one folder, every file of that time."""
    folder = scratch.folder("source")
    with tarfile.open(sdist) as archive:
        archive.extractall(folder, filter="data")
    top = next(folder.iterdir())
    for path in top.rglob("*"):
        os.utime(path, (mtime, mtime), follow_symlinks=False)
    return top


def had_directly(filenames, folder):
    """Downloads these wheels from the index itself into a folder, where they are not there yet."""
    pins = ["==".join(name.split("-")[:2]) for name in filenames if not (folder / name).exists()]
    if pins:
        command = [clients.tool("pip-newest"), "download", "-q", "--no-deps", *ONLY_WHEELS, "--no-cache-dir", "--index-url", index_url()]
        subprocess.run([*command, "-d", folder, *pins], check=True, timeout=PATIENCE)


class Popular(unittest.TestCase):
    """Each client has a gate of its own, empty at first."""

    @classmethod
    def setUpClass(cls):
        if not reachable():
            cannot_run(cls(), "the index that pip is set to use does not answer: nothing is known about real packages")
        cls.direct = scratch.folder("direct")

    def setUp(self):
        self.gate = Gate(index_url())
        self.addCleanup(self.gate.kill)

    def cold_and_warm(self, install):
        """Runs a client twice; then every file that the ledger names is the index's own file."""
        for state in ("cold", "warm"):
            begun = time.monotonic()
            outcome = install()
            print(f"\n    {state}: {time.monotonic() - begun:.1f} s", end="", flush=True)
            self.assertEqual(outcome.code, 0, f"{state}: {outcome.output[-3000:]}\n{self.gate.tail()}")
            self.check_complete(outcome)
        print(flush=True)
        time.sleep(1.2)  # downloads are in the ledger within a second
        self.compare()

    def check_complete(self, outcome):
        missing = set(NAMES) - outcome.installed().keys()
        self.assertFalse(missing, "every package is installed")

    def compare(self):
        delivered = {entry["filename"]: entry for entry in ledger.entries(self.gate) if entry["kind"] == "download"}
        self.assertGreaterEqual(len(delivered), len(NAMES))
        had_directly(delivered, self.direct)
        for filename, entry in delivered.items():
            with self.subTest(file=filename):
                url = web.files(self.gate, entry["project"])[filename]["url"]
                self.assertEqual(web.get(url).body, (self.direct / filename).read_bytes())


class WithPip(Popular):
    takes = 180

    def test_pip(self):
        self.cold_and_warm(lambda: clients.pip("newest", self.gate.simple, [], "-r", LIST, timeout=PATIENCE))

    def test_pip_22_3(self):
        self.cold_and_warm(lambda: clients.pip("22.3", self.gate.simple, [], "-r", LIST, timeout=PATIENCE))


class WithOthers(Popular):
    takes = 150

    def test_uv_pip(self):
        self.cold_and_warm(lambda: clients.uv_pip(self.gate.simple, [], "-r", LIST, timeout=PATIENCE))

    def test_uv_sync(self):
        self.cold_and_warm(lambda: clients.uv_sync(self.gate.simple, NAMES, timeout=PATIENCE))

    def test_poetry(self):
        self.cold_and_warm(lambda: clients.poetry(self.gate.simple, NAMES, timeout=PATIENCE))

    def test_pip_download_with_hashes(self):
        """A hashed lock, made through the gate so that it pins what the cooldown allows."""
        lock = scratch.folder("lock") / "requirements.txt"
        compile_it = [clients.tool("uv"), "pip", "compile", "-q", "--no-config", "--generate-hashes", *ONLY_WHEELS, "-o", lock]
        compile_it += ["--default-index", self.gate.simple, "--python", sys.executable, LIST]
        code, output = clients.run(compile_it, timeout=PATIENCE, UV_CACHE_DIR=scratch.folder("uv"))
        self.assertEqual(code, 0, output)
        pins = [line.split(" ")[0] for line in lock.read_text().splitlines() if "==" in line]
        for state in ("cold", "warm"):
            folder = scratch.folder("download")
            begun = time.monotonic()
            outcome = clients.pip_download(self.gate.simple, folder, "--require-hashes", "-r", lock, timeout=PATIENCE)
            print(f"\n    {state}: {time.monotonic() - begun:.1f} s", end="", flush=True)
            self.assertEqual(outcome.code, 0, outcome.output[-3000:])
            self.assertEqual(len(list(folder.iterdir())), len(pins))
        had_directly([path.name for path in folder.iterdir()], self.direct)
        for path in folder.iterdir():
            with self.subTest(file=path.name):
                self.assertEqual(path.read_bytes(), (self.direct / path.name).read_bytes())
