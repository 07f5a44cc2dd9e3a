"""The gate judges by advisories: what pip sees of them, how they come and go while it runs, and what audit tools hear from it."""

import datetime
import json
import subprocess
import time

import clients
import distributions
import gate
import ledger
import scratch
import web
from case import GateCase
from gate import Gate
from index import Index
from osv import Advisories

REFRESH = 2
ALL = ("introduced", "0")


def hours_ago(hours):
    moment = datetime.datetime.now(datetime.UTC) - datetime.timedelta(hours=hours)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


class Advised(GateCase):
    alone = True  # it measures how soon an advisory is in force
    """Each test has projects of its own: 1.0 is what its advisory is about."""

    @classmethod
    def setUpClass(cls):
        cls.index = Index()
        cls.addClassCleanup(cls.index.close)
        for project in ("lekkaas", "gatenkaas", "gifkaas", "latere-kaas", "blijfkaas"):
            for version in ("1.0", "1.1"):
                cls.index.add(distributions.wheel(project, version))
        cls.index.add(distributions.wheel("noodkaas", "1.0"))
        cls.index.add(distributions.wheel("noodkaas", "1.1"), upload_time=hours_ago(3))
        cls.index.add(distributions.wheel("noodkaas", "1.2"), upload_time=hours_ago(2))
        cls.advisories = Advisories()
        for number, project in enumerate(("lekkaas", "gatenkaas", "noodkaas", "blijfkaas")):
            identifier = f"GHSA-{number}{number}{number}{number}-cccc-cccc"
            cls.advisories.add(identifier, project, ALL, ("fixed", "1.1"), aliases=[f"CVE-2026-100{number}"])
        cls.advisories.add("MAL-2026-1", "gifkaas", ALL, summary="steals tokens")
        config = f'[advisories]\nsources = ["{cls.advisories.folder}"]\nrefresh = "{REFRESH}s"\n'
        cls.gate = Gate(cls.index.simple, config=config)
        cls.addClassCleanup(cls.gate.kill)
        cls.eventually(lambda: cls.health()["state"] != "awaited")

    @classmethod
    def health(cls):
        return web.get(cls.gate.url + "/health/ready").json()["advisories"]

    @staticmethod
    def eventually(check, seconds=20):
        """Waits until it holds; how long that took."""
        begun = time.monotonic()
        while not check():
            if time.monotonic() - begun > seconds:
                raise AssertionError(f"not within {seconds} s")
            time.sleep(0.1)
        return time.monotonic() - begun

    def refused(self, project, version="1.0"):
        """The reason that the page gives for a version, or an empty text."""
        files = web.get(f"{self.gate.simple}{project}/", web.JSON).json()["files"]
        return next(f["yanked"] or "" for f in files if f["filename"].split("-")[1] == version)

    def entry(self, project, version):
        """The newest decision on a version that the ledger's checkpoint covers, or None."""
        found = [e for e in ledger.entries(self.gate) if e["kind"] == "decision" and (e["project"], e["version"]) == (project, version)]
        return found[-1] if found else None

    def test_a_vulnerable_version_is_refused_and_its_fix_is_taken(self):
        pinned = clients.pip("newest", self.gate.simple, ["lekkaas==1.0"])
        self.assertNotEqual(pinned.code, 0, pinned.output)
        self.assertIn("Blocked by Waag: known-vulnerable: GHSA-0000-cccc-cccc = CVE-2026-1000 (high), fixed in 1.1", pinned.output)
        self.assertIn("/why/", pinned.output)
        free = clients.pip("newest", self.gate.simple, ["lekkaas"])
        self.assertEqual(free.installed().get("lekkaas"), "1.1", free.output)
        stepped = clients.pip("newest", self.gate.simple, ["lekkaas<1.1"])
        self.assertNotIn("lekkaas", stepped.installed(), stepped.output)

    def test_malware_is_denied(self):
        outcome = clients.pip("newest", self.gate.simple, ["gifkaas==1.0"])
        self.assertNotEqual(outcome.code, 0, outcome.output)
        self.assertIn("Blocked by Waag: known-malicious: known malware: MAL-2026-1", outcome.output)
        self.assertNotIn("gifkaas", outcome.installed())

    def test_a_waiver_by_alias_lets_it_through(self):
        self.assertIn("known-vulnerable", self.refused("gatenkaas"))
        words = ["known-vulnerable", "--advisory", "CVE-2026-1001", "--owner", "kaasmeester", "--reason", "not reachable", "--expires", "2099-12-31"]
        granted = gate.waag("waive", *words, "--data", self.gate.data)
        self.assertEqual(granted.returncode, 0, granted.stderr)
        outcome = clients.pip("newest", self.gate.simple, ["gatenkaas==1.0"])
        self.assertEqual(outcome.installed().get("gatenkaas"), "1.0", outcome.output)
        self.eventually(lambda: self.entry("gatenkaas", "1.0")["reasons"][0]["facts"].get("waived"))
        self.assertIn("known-vulnerable", self.refused("lekkaas"), "the waiver is for one advisory")

    def test_a_new_advisory_is_in_force_within_the_refresh_time(self):
        self.assertEqual(self.refused("latere-kaas"), "")
        before = self.refused("lekkaas")
        self.advisories.add("GHSA-9999-cccc-cccc", "latere-kaas", ALL, ("fixed", "1.1"))
        took = self.eventually(lambda: "known-vulnerable: GHSA-9999" in self.refused("latere-kaas"))
        self.assertLess(took, REFRESH + 3)
        outcome = clients.pip("newest", self.gate.simple, ["latere-kaas==1.0"])
        self.assertIn("known-vulnerable", outcome.output)
        self.assertEqual(self.refused("lekkaas"), before, "decisions that it does not touch keep their ids")
        self.advisories.remove("GHSA-9999-cccc-cccc")
        self.eventually(lambda: self.refused("latere-kaas") == "")
        self.eventually(lambda: [entry["kind"] for entry in ledger.entries(self.gate)].count("advisories") >= 3)

    def test_the_only_fix_passes_cooldown_early_and_the_ledger_says_so(self):
        outcome = clients.pip("newest", self.gate.simple, ["noodkaas"])
        self.assertEqual(outcome.installed().get("noodkaas"), "1.1", outcome.output)
        self.assertIn("cooldown", self.refused("noodkaas", "1.2"))
        self.eventually(lambda: self.entry("noodkaas", "1.1"))
        decision = self.entry("noodkaas", "1.1")
        self.assertEqual((decision["verdict"], decision["rules"]), ("allow", ["cooldown"]))
        reason = decision["reasons"][0]
        self.assertTrue(reason["facts"]["passed_early"])
        self.assertEqual(reason["facts"]["only_fix_for"], ["GHSA-2222-cccc-cccc"])
        self.assertEqual(self.gate.verify_ledger().returncode, 0)

    def test_the_set_is_in_the_ledger_with_its_source(self):
        entry = next(e for e in ledger.entries(self.gate) if e["kind"] == "advisories")
        self.assertEqual(entry["source"], str(self.advisories.folder))
        self.assertEqual(entry["records"], 5)
        self.assertEqual(entry["as_of"], "2026-01-01T00:00:00Z")
        self.assertEqual(len(entry["id"]), 64)

    def test_uv_audit_hears_what_the_gate_knows(self):
        service = self.gate.url + "/osv/"
        bad = clients.uv_audit(self.index.simple, service, ["lekkaas==1.0", "latere-kaas==1.1"])
        self.assertNotEqual(bad.code, 0, bad.output)
        self.assertIn("GHSA-0000-cccc-cccc", bad.output)
        self.assertIn("1.1", bad.output)
        self.assertNotIn("latere-kaas", bad.output.replace("latere-kaas==1.1", ""))
        good = clients.uv_audit(self.index.simple, service, ["lekkaas==1.1", "latere-kaas==1.1"])
        self.assertEqual(good.code, 0, good.output)

    def test_pip_audit_hears_what_the_gate_knows(self):
        service = self.gate.url + "/osv/v1/query"
        bad = clients.pip_audit(service, ["lekkaas==1.0", "latere-kaas==1.1", "gifkaas==1.1"])
        self.assertEqual(bad.code, 1, bad.output)
        # it prints the alias that it likes best, not the record's own id
        self.assertRegex(bad.output, r"lekkaas +1\.0 +(GHSA-0000-cccc-cccc|CVE-2026-1000) +1\.1")
        self.assertRegex(bad.output, r"gifkaas +1\.1 +MAL-2026-1")
        self.assertIn("2 known vulnerabilities", bad.output)
        good = clients.pip_audit(service, ["lekkaas==1.1", "latere-kaas==1.1"])
        self.assertEqual(good.code, 0, good.output)

    def test_a_check_that_only_knows_the_gate_hears_it_too(self):
        folder = scratch.folder("checked")
        (folder / "requirements.txt").write_text("lekkaas==1.0\nlatere-kaas==1.1\n")
        command = [gate.PROGRAM, "check", "--format", "json", str(folder)]
        done = subprocess.run(command, capture_output=True, text=True, env=scratch.environment(WAAG_URL=self.gate.url), timeout=120)
        self.assertEqual(done.returncode, 1, done.stderr)
        found = [f for f in json.loads(done.stdout)["findings"] if f["rule"] == "known-vulnerable"]
        self.assertEqual([(f["project"], f["advisory"], f["severity"], f["fixed_in"]) for f in found], [("lekkaas", "GHSA-0000-cccc-cccc", "high", ["1.1"])])

    def test_after_a_restart_it_is_refused_from_the_first_request(self):
        self.assertIn("known-vulnerable", self.refused("blijfkaas"))
        other = Gate(self.index.simple, config=self.gate.config.read_text())
        self.addCleanup(other.kill)
        self.eventually(lambda: web.get(other.url + "/health/ready").json()["advisories"]["state"] != "awaited")
        other.restart()
        files = web.get(f"{other.simple}blijfkaas/", web.JSON).json()["files"]
        self.assertIn("known-vulnerable", files[0]["yanked"])
