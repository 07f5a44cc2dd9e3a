"""The upstream goes away: what is known stays there, what is not known is an upstream failure and never 'no such project'."""

import clients
import distributions
import web
from case import GateCase
from index import Index


class Outage(GateCase):
    @classmethod
    def fill(cls, index):
        cls.known = distributions.wheel("dorpskaas", "1.0", size=300_000)
        cls.unseen = distributions.wheel("stadskaas", "1.0", size=100_000)
        index.add(cls.known)
        index.add(cls.unseen)

    def assert_known_is_served(self):
        entry = web.files(self.gate, "dorpskaas")[self.known.filename]
        plain = web.get(self.gate.simple + "dorpskaas/", accept=web.HTML)
        self.assertEqual(plain.status, 200, plain)
        self.assertIn(self.known.filename, plain.text)
        self.assertEqual(web.get(entry["url"]).sha256, self.known.sha256)
        self.assertEqual(web.get(entry["url"] + ".metadata").body, self.known.metadata)
        forced = web.page(self.gate, "dorpskaas", Cache_Control="no-cache")
        self.assertEqual(forced.status, 200, forced)

    def assert_unknown_is_a_failure(self):
        for answer in (web.page(self.gate, "stadskaas"), web.page(self.gate, "never-heard-of-kaas")):
            self.assertIn(answer.status, (502, 503, 504), answer)

    def test_cut_off_restarted_and_back(self):
        self.assertEqual(web.get(web.files(self.gate, "dorpskaas")[self.known.filename]["url"]).sha256, self.known.sha256)
        port = self.index.port
        self.index.close()
        with self.subTest("the upstream is gone"):
            self.assert_known_is_served()
            self.assert_unknown_is_a_failure()
            self.assertEqual(clients.pip("newest", self.gate.simple, ["dorpskaas"]).installed(), {"dorpskaas": "1.0"})
            self.assertEqual(clients.uv_pip(self.gate.simple, ["dorpskaas"]).installed(), {"dorpskaas": "1.0"})
        with self.subTest("the gate is started again meanwhile"):
            self.assertEqual(self.gate.stop(), 0)
            self.gate.start()
            self.assert_known_is_served()
            self.assert_unknown_is_a_failure()
        with self.subTest("the gate is killed and started again meanwhile"):
            self.gate.kill()
            self.gate.start()
            self.assert_known_is_served()
        with self.subTest("the upstream is back"):
            back = Index(port=port)
            self.addCleanup(back.close)
            self.fill(back)
            self.assertEqual(web.page(self.gate, "stadskaas").status, 200)
            self.assertEqual(web.get(web.files(self.gate, "stadskaas")[self.unseen.filename]["url"]).sha256, self.unseen.sha256)
            self.assertEqual(web.page(self.gate, "never-heard-of-kaas").status, 404)


class Absence(GateCase):
    """An upstream that forgets is not believed: absence is never deletion."""

    @classmethod
    def fill(cls, index):
        cls.made = distributions.wheel("verdwenen-kaas", "1.0", size=1000)
        cls.path = index.add(cls.made)

    def test_file_that_is_gone_upstream(self):
        """A file that was delivered before still is, when the upstream has lost it."""
        url = web.files(self.gate, "verdwenen-kaas")[self.made.filename]["url"]
        self.assertEqual(web.get(url).sha256, self.made.sha256)
        del self.index.contents[self.path]
        self.assertEqual(web.get(url).sha256, self.made.sha256)

    def test_exit(self):
        """SIGTERM ends it in order, and the ledger verifies afterwards."""
        self.assertEqual(self.gate.stop(), 0)
        done = self.gate.verify_ledger()
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.gate.start()
