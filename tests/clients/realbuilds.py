"""Ten real projects' sdists, built twice under variation and once more from another path; what the upstream wheels install is compared.

The index is the one that pip is set to use on this machine. Where it does not answer, this says so loudly and tests nothing.
"""

import re
import subprocess
import sys
import unittest
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

    def built(self, source, *options):
        out = scratch.folder("out")
        done = subprocess.run([gate.PROGRAM, "build", source, "-o", out, "--index", self.gate.simple, *options], capture_output=True, text=True, timeout=real.PATIENCE, env=scratch.environment())
        self.assertEqual(0, done.returncode, done.stderr[-3000:])
        return {p.name: p for p in out.iterdir() if p.name.endswith((".whl", ".tar.gz"))}

    def test_all(self):
        for pin, expected in PROJECTS.items():
            with self.subTest(pin):
                sdist = real.release_file(pin, ".tar.gz")
                one = self.built(real.unpacked(sdist, 1_500_000_000), "--verify-reproducible")
                other = self.built(real.unpacked(sdist, 1_700_000_000))
                self.assertEqual({n: p.read_bytes() for n, p in one.items()}, {n: p.read_bytes() for n, p in other.items()})
                upstream = installed(real.release_file(pin, ".whl"))
                ours = installed(next(p for n, p in one.items() if n.endswith(".whl")))
                self.assertEqual(expected, sorted(n for n in ours.keys() | upstream.keys() if ours.get(n) != upstream.get(n)))
