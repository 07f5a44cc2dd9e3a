"""Ten real projects' sdists, built twice under variation and once more from another path; what the upstream wheels install is compared.

The index is the one that pip is set to use on this machine. Where it does not answer, this says so loudly and tests nothing.
"""

import hashlib
import json
import os
import re
import subprocess
import sys
import tarfile
import unittest
import urllib.parse
import urllib.request
import zipfile

import gate
import real
import scratch
from gate import Gate

# what differs from the upstream wheel, and why
PROJECTS = {
    "certifi==2024.8.30": [],
    "requests==2.32.3": [],
    "httpx==0.27.2": [],
    "iniconfig==2.0.0": ["iniconfig/_version.py"],  # written by another version of its generator
    "idna==3.10": [],
    "packaging==24.2": [],
    "rich==13.9.4": [],
    "tomlkit==0.13.2": [],
    "markupsafe==3.0.2": ["markupsafe/_speedups.so"],  # another compiler
    "simplejson==3.19.3": ["simplejson/_speedups.so"],
}


def installed(wheel):
    """Members that a wheel installs, with the platform's part of their names taken off."""
    with zipfile.ZipFile(wheel) as archive:
        return {re.sub(r"\.(cpython-\d+|abi3)[^/]*\.so$", ".so", n): archive.read(n) for n in archive.namelist() if not n.endswith("/") and ".dist-info/" not in n}


class Builds(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        if not real.reachable():
            message = "the index that pip is set to use does not answer: NOTHING WAS TESTED"
            print(message, file=sys.stderr)
            raise unittest.SkipTest(message)
        cls.gate = Gate(real.index_url())
        cls.addClassCleanup(cls.gate.kill)

    def download(self, pin, ending):
        """The release's sdist, or the wheel that fits here best, as the index has it."""
        project, version = pin.split("==")
        request = urllib.request.Request(real.index_url().rstrip("/") + f"/{project}/", headers={"Accept": "application/vnd.pypi.simple.v1+json"})
        with urllib.request.urlopen(request, timeout=60) as answer:
            page = json.load(answer)
        python = f"cp{sys.version_info.major}{sys.version_info.minor}"
        fits = [
            f for f in page["files"]
            if re.match(re.escape(project) + "-" + re.escape(version) + r"(-|\.tar\.gz)", f["filename"].lower().replace("_", "-"))
            and (re.search(ending, f["filename"]))
            and ("-none-any" in f["filename"] or not f["filename"].endswith(".whl") or (f"-{python}-{python}-manylinux" in f["filename"] and os.uname().machine in f["filename"]))]
        self.assertTrue(fits, f"{pin}: no file {ending} in the index")
        path = scratch.folder("had") / fits[0]["filename"]
        with urllib.request.urlopen(urllib.parse.urljoin(request.full_url, fits[0]["url"]), timeout=60) as answer:
            path.write_bytes(answer.read())
        self.assertEqual(fits[0]["hashes"]["sha256"], hashlib.sha256(path.read_bytes()).hexdigest(), fits[0]["filename"])
        return path

    def unpacked(self, sdist, mtime):
        folder = scratch.folder("source")
        with tarfile.open(sdist) as archive:
            archive.extractall(folder, filter="data")
        top = next(folder.iterdir())
        for path in top.rglob("*"):
            os.utime(path, (mtime, mtime), follow_symlinks=False)
        return top

    def built(self, source, *options):
        out = scratch.folder("out")
        done = subprocess.run([gate.PROGRAM, "build", source, "-o", out, "--index", self.gate.simple, *options], capture_output=True, text=True, timeout=real.PATIENCE, env=scratch.environment())
        self.assertEqual(0, done.returncode, done.stderr[-3000:])
        return {p.name: p for p in out.iterdir() if p.name.endswith((".whl", ".tar.gz"))}

    def test_all(self):
        for pin, expected in PROJECTS.items():
            with self.subTest(pin):
                sdist = self.download(pin, r"\.tar\.gz$")
                one = self.built(self.unpacked(sdist, 1_500_000_000), "--verify-reproducible")
                other = self.built(self.unpacked(sdist, 1_700_000_000))
                self.assertEqual({n: p.read_bytes() for n, p in one.items()}, {n: p.read_bytes() for n, p in other.items()})
                upstream = installed(self.download(pin, r"\.whl$"))
                ours = installed(next(p for n, p in one.items() if n.endswith(".whl")))
                self.assertEqual(expected, sorted(n for n in ours.keys() | upstream.keys() if ours.get(n) != upstream.get(n)))
