"""What people see of a refusal: the rule's id and the address of the decision in the client's own output, nothing installed."""

import concurrent.futures
import datetime
import re
import unittest

import clients
import distributions
import web
from case import GateCase
from index import LONG_AGO

MISLEADING = re.compile(r"ignore-error-codes|password for|traceback \(most recent", re.IGNORECASE)


def hours_ago(hours):
    moment = datetime.datetime.now(datetime.UTC) - datetime.timedelta(hours=hours)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


class Refusals(GateCase):
    """Each project has an allowed 1.0 and a 1.1 that one rule refuses."""

    policy = 'extends = "default"\n[rules.yanked]\naction = "deny"\n[[rule]]\nid = "no-goats"\nwhen = "project == \'geitenkaas\' && version == \'1.1\'"\n' \
        'action = "deny"\nmessage = "goats are not allowed"\nhelp = "buy cow"\n'
    REFUSED = {"verse-kaas": "cooldown", "bronkaas": "wheels-only", "terugkaas": "yanked", "geitenkaas": "no-goats"}
    WHOLLY = {"nieuwe-kaas": "cooldown", "slotkaas": "project-status"}

    @classmethod
    def fill(cls, index):
        for project in cls.REFUSED:
            index.add(distributions.wheel(project, "1.0"))
        cls.fresh = distributions.wheel("verse-kaas", "1.1")
        index.add(cls.fresh, upload_time=hours_ago(3))
        index.add(distributions.sdist("bronkaas", "1.1"))
        index.add(distributions.wheel("terugkaas", "1.1"), yanked="it turned")
        index.add(distributions.wheel("geitenkaas", "1.1"))
        index.add(distributions.wheel("nieuwe-kaas", "1.0"), upload_time=hours_ago(2))
        index.add(distributions.wheel("slotkaas", "1.0"), upload_time=LONG_AGO)
        index.status["slotkaas"] = {"status": "quarantined", "reason": "being looked at"}
        index.add(distributions.wheel("kaasplank", "1.0", requires=["verse-kaas==1.1"]))

    def assert_explained(self, outcome, rule, name):
        """The refusal is in what the client printed (its own name for the package left out, lest it contain the rule)."""
        said = outcome.output.replace(name, "").replace(name.replace("-", "_"), "")
        self.assertNotEqual(outcome.code, 0, outcome.output)
        self.assertNotIn(name, outcome.installed())
        self.assertIn(rule, said)
        self.assertIn("/why/", said)
        self.assertNotRegex(outcome.output, MISLEADING)

    def assert_pdm_leads_to_it(self, outcome, rule, name):
        """PDM shows neither reason phrase nor yank reason, only the file's URL: so that must answer a person."""
        self.assertNotEqual(outcome.code, 0, outcome.output)
        self.assertNotIn(name, outcome.installed())
        link = re.search(r"403[^\n]*?(http://127\.0\.0\.1:\d+/[^\s'\"]+)", outcome.output)
        self.assertTrue(link, outcome.output)
        answer = web.get(link.group(1))
        self.assertIn(rule, answer.text)
        self.assertIn("/why/", answer.text)

    def refuse(self, client):
        pins = {f"{name}==1.1": rule for name, rule in self.REFUSED.items()} | {f"{name}==1.0": rule for name, rule in self.WHOLLY.items()}
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            running = {pin: pool.submit(clients.CLIENTS[client], self.gate.simple, [pin]) for pin in pins}
            for pin, rule in pins.items():
                with self.subTest(client=client, pin=pin):
                    check = self.assert_pdm_leads_to_it if client == "PDM" else self.assert_explained
                    check(running[pin].result(), rule, pin.partition("==")[0])

    def test_pip_22_3(self):
        self.refuse("pip 22.3")

    def test_newest_pip(self):
        self.refuse("newest pip")

    def test_uv_pip(self):
        self.refuse("uv pip")

    def test_uv_sync(self):
        self.refuse("uv sync")

    def test_poetry(self):
        self.refuse("Poetry")

    def test_pdm(self):
        self.refuse("PDM")

    def test_ranges_step_back(self):
        """Without a pin every client takes the allowed release by itself."""
        wanted = ["verse-kaas", "bronkaas>=1.0", "terugkaas>=1,<2", "geitenkaas~=1.0"]
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            running = {name: pool.submit(install, self.gate.simple, wanted) for name, install in clients.CLIENTS.items()}
            for name, outcome in running.items():
                with self.subTest(client=name):
                    outcome = outcome.result()
                    self.assertEqual(outcome.code, 0, outcome.output)
                    self.assertEqual(outcome.installed(), dict.fromkeys(self.REFUSED, "1.0"))

    def test_refused_dependency(self):
        """A refused dependency stops the whole installation, and is explained."""
        for name in ("newest pip", "uv pip"):
            with self.subTest(client=name):
                outcome = clients.CLIENTS[name](self.gate.simple, ["kaasplank"])
                self.assert_explained(outcome, "cooldown", "verse-kaas")
                self.assertEqual(outcome.installed(), {})

    def test_lock_made_before_the_refusal(self):
        """A hashed lock asks for the file itself: its download is what is refused."""
        options = ["--require-hashes", "-r", clients.hashed(self.fresh)]
        for name in ("pip 22.3", "newest pip", "uv pip"):
            with self.subTest(client=name):
                self.assert_explained(clients.CLIENTS[name](self.gate.simple, [], *options), "cooldown", "verse-kaas")


class RefusalOnTheWire(unittest.TestCase):
    """The answer to a request for a refused file, in each of its channels."""

    @classmethod
    def setUpClass(cls):
        Refusals.setUpClass()
        cls.gate = Refusals.gate
        cls.addClassCleanup(Refusals.doClassCleanups)

    def test_every_channel_says_the_same(self):
        entry = web.files(self.gate, "verse-kaas")["verse_kaas-1.1-py3-none-any.whl"]
        self.assertIn("cooldown", entry["yanked"])
        for url in (entry["url"], entry["url"] + ".metadata"):
            with self.subTest(url=url):
                answer = web.get(url)
                self.assertEqual(answer.status, 403)
                self.assertRegex(answer.reason, r"^Blocked by Waag: cooldown: .*\(http\S+/why/\S+\)$")
                self.assertLessEqual(len(answer.reason), 200)
                self.assertTrue(answer.reason.isascii())
                self.assertEqual(answer.headers["Content-Type"], "application/problem+json")
                self.assertIn("no-store", answer.headers["Cache-Control"])
                problem = answer.json()
                self.assertEqual(problem["status"], 403)
                self.assertLessEqual({"type", "title", "status", "detail", "decision"}, problem.keys())

    def test_why(self):
        """The address leads to a page for people and a document for programs, about the same decision."""
        entry = web.files(self.gate, "bronkaas")["bronkaas-1.1.tar.gz"]
        address = re.search(r"http\S+/why/[^\s)]+", web.get(entry["url"]).reason).group()
        decision = web.get(address, accept="application/json").json()
        self.assertEqual((decision["verdict"], decision["project"], decision["filename"]), ("deny", "bronkaas", "bronkaas-1.1.tar.gz"))
        self.assertEqual([reason["rule"] for reason in decision["reasons"]], ["wheels-only"])
        person = web.get(address, accept="text/html")
        self.assertEqual(person.status, 200)
        self.assertIn("wheels-only", person.text)
