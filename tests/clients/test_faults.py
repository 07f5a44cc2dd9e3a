"""Upstreams that lie, break or dawdle: nothing wrong is cached or served, and once they are well again so is the next answer.

Every lie has a project of its own and all are told at the same time, so that the slow ones take no longer together than one.
"""

import concurrent.futures

import distributions
import lies
import web
from case import GateCase
from index import Index

BOUND = 90  # seconds: no client waits longer, whatever the upstream does
MEMORY = 1 << 30

PAGE_LIES = {
    "bomb": lies.gzip_bomb,
    "endless": lies.endless,
    "html-named-json": lies.html_named_json,
    "portal": lies.portal,
    "broken-json": lies.broken_json,
    "other-project": lies.other_project,
    "short-body": lies.short_body,
    "drip": lies.drip,
    "silence": lies.silence,
    "reset": lies.reset,
    "error-500": lies.status(500),
    "error-503": lies.status(503),
    "too-many": lies.status(429),
    "unauthorized": lies.status(401),
    "forbidden": lies.status(403),
}
FILE_LIES = {
    "bomb": lies.gzip_bomb,
    "endless": lies.endless,
    "other-bytes": lies.other_bytes,
    "shorter": lies.shorter_file,
    "longer": lies.longer_file,
    "short-body": lies.short_body,
    "drip": lies.drip,
    "silence": lies.silence,
    "reset": lies.reset,
    "error-500": lies.status(500),
    "error-503": lies.status(503),
    "not-found": lies.status(404),
    "unauthorized": lies.status(401),
}


def at_once(function, names):
    """The function of every name, all at the same time: name to result."""
    with concurrent.futures.ThreadPoolExecutor(len(names)) as pool:
        return dict(zip(names, pool.map(function, names), strict=True))


class Faults(GateCase):
    takes = 65
    @classmethod
    def setUpClass(cls):
        cls.elsewhere = Index(host="127.0.0.2")
        cls.addClassCleanup(cls.elsewhere.close)
        super().setUpClass()

    @classmethod
    def fill(cls, index):
        cls.made = {}
        for kind in ("page", "known", "file"):
            for name in [*(FILE_LIES if kind == "file" else PAGE_LIES), "redirect"]:
                cls.made[kind, name] = made = distributions.wheel(f"kaas-{kind}-{name}", "1.0", size=100_000)
                index.add(made)
                cls.elsewhere.add(distributions.wheel(f"kaas-{kind}-{name}", "6.6.6"))

    def tell(self, kind, table):
        for name, lie in table.items():
            self.index.lies[f"/simple/kaas-{kind}-{name}/"] = lie

    def lies_about_pages(self, kind):
        return PAGE_LIES | {"redirect": lies.redirect(f"{self.elsewhere.simple}kaas-{kind}-redirect/")}

    def assert_page_is_right(self, answer, kind, name):
        self.assertEqual(answer.status, 200, answer)
        found = {file["filename"]: (file["hashes"].get("sha256"), file.get("yanked", False)) for file in answer.json()["files"]}
        self.assertEqual(found, {self.made[kind, name].filename: (self.made[kind, name].sha256, False)})

    def assert_is_upstreams_fault(self, answer):
        """An answer that says that somebody behind the gate failed: no page, and no status that misleads a client."""
        self.assertIn(answer.status, (502, 503, 504), answer)
        self.assertLess(answer.seconds, BOUND)

    def test_unknown_pages(self):
        """A page that was never seen before: the client is told that the upstream failed, never that nothing exists."""
        table = self.lies_about_pages("page")
        self.tell("page", table)
        answers = at_once(lambda name: web.page(self.gate, f"kaas-page-{name}", timeout=BOUND + 10), table)
        for name, answer in answers.items():
            with self.subTest(lie=name):
                self.assert_is_upstreams_fault(answer)
        self.index.lies.clear()
        for name, answer in at_once(lambda name: web.page(self.gate, f"kaas-page-{name}"), table).items():
            with self.subTest(lie=name, then="the next client"):
                self.assert_page_is_right(answer, "page", name)
        asked = [asked.path for asked in self.elsewhere.log if asked.path.startswith("/simple/")]
        self.assertEqual(asked, [], "no page comes from another host")
        self.assertLess(self.gate.memory(), MEMORY)

    def test_known_pages(self):
        """A page that is known already stays what it was while its refresh brings lies."""
        table = self.lies_about_pages("known")
        for name, answer in at_once(lambda name: web.page(self.gate, f"kaas-known-{name}"), table).items():
            self.assert_page_is_right(answer, "known", name)
        self.tell("known", table)
        forced = {"Cache_Control": "no-cache", "timeout": BOUND + 10}
        for name, answer in at_once(lambda name: web.page(self.gate, f"kaas-known-{name}", **forced), table).items():
            with self.subTest(lie=name):
                self.assert_page_is_right(answer, "known", name)
                self.assertLess(answer.seconds, BOUND)
        self.index.lies.clear()

    def test_files(self):
        """No lie about a file is delivered whole, and none is remembered."""
        table = FILE_LIES
        urls = {}
        for name in table:
            made = self.made["file", name]
            urls[name] = web.files(self.gate, made.project)[made.filename]["url"]
            self.index.lies[f"/files/{made.project}/{made.filename}"] = table[name]
        for name, answer in at_once(lambda name: web.get(urls[name], timeout=BOUND + 10), table).items():
            with self.subTest(lie=name):
                self.assertLess(answer.seconds, BOUND)
                if answer.status == 200:
                    self.assertFalse(answer.whole, f"a wrong body of {len(answer.body)} bytes was delivered whole")
                else:
                    self.assertIn(answer.status, (502, 503, 504), answer)
        self.index.lies.clear()
        for name, answer in at_once(lambda name: web.get(urls[name]), table).items():
            with self.subTest(lie=name, then="the next client"):
                self.assertEqual((answer.status, answer.sha256), (200, self.made["file", name].sha256), answer)
        self.assertLess(self.gate.memory(), MEMORY)

    def test_file_from_another_host(self):
        """A file's redirect is followed as far as its bytes are right: their hash decides, not where they lie."""
        made = self.made["file", "redirect"]
        url = web.files(self.gate, made.project)[made.filename]["url"]
        path = f"/files/{made.project}/{made.filename}"
        self.elsewhere.contents[path] = bytes(reversed(made.content))
        self.index.lies[path] = lies.redirect(self.elsewhere.base + path)
        answer = web.get(url)
        self.assertFalse(answer.status == 200 and answer.whole, answer)
        self.index.lies.clear()
        self.assertEqual(web.get(url).sha256, made.sha256)


class LiesOnThePage(GateCase):
    """Pages that contradict the files that they list."""

    @classmethod
    def fill(cls, index):
        cls.small = distributions.wheel("maatkaas-klein", "1.0", size=50_000)
        cls.large = distributions.wheel("maatkaas-groot", "1.0", size=50_000)
        cls.path = index.add(cls.small, size=len(cls.small.content) - 1000)
        index.add(cls.large, size=len(cls.large.content) + 1000)
        cls.strange = distributions.wheel("maatkaas-vreemd", "1.0")
        index.add(cls.strange, hashes={"sha256": "0" * 64})

    def test_nothing_wrong_is_delivered(self):
        """Whatever is delivered whole has the hash that the page gave and the length that the answer gave."""
        for made in (self.small, self.large, self.strange):
            for attempt in ("first", "second"):
                with self.subTest(project=made.project, attempt=attempt):
                    entry = web.files(self.gate, made.project)[made.filename]
                    answer = web.get(entry["url"])
                    if answer.status == 200 and answer.whole:
                        self.assertEqual(answer.sha256, entry["hashes"]["sha256"])
                        self.assertEqual(len(answer.body), entry["size"])
                    self.assertLess(answer.seconds, BOUND)


