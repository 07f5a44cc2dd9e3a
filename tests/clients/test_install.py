"""Real clients install through the gate: pins, ranges, dependencies, odd names, hashes; from a JSON and from an HTML index."""

import concurrent.futures

import clients
import distributions
import web
from case import GateCase
from index import Index


class Installs(GateCase):
    """Every client gets what it asks for, and what it gets is what the index holds."""

    @classmethod
    def fill(cls, index):
        cls.kept = {}
        for version in ("1.0", "1.1", "2.0"):
            cls.publish(index, distributions.wheel("nagelkaas", version))
        cls.publish(index, distributions.wheel("graskaas", "3.1", requires=["nagelkaas<2"]))
        cls.publish(index, distributions.wheel("Leidse.Komijn_Kaas", "1.4"))
        cls.publish(index, distributions.wheel("oudekaas", "1.0", requires_python=">=3.6"))
        cls.publish(index, distributions.wheel("oudekaas", "9.0", requires_python=">=4.11"), **{"requires-python": ">=4.11"})

    @classmethod
    def publish(cls, index, distribution, **fields):
        cls.kept[distribution.filename] = distribution
        index.add(distribution, **fields)

    def test_pinned_and_ranged(self):
        """A pin, a range, a dependency's upper bound, a release for another Python, and a name as nobody writes it."""
        wanted = ["graskaas==3.1", "LEIDSE_komijn--kaas>=1,<2", "oudekaas"]
        expected = {"graskaas": "3.1", "nagelkaas": "1.1", "leidse-komijn-kaas": "1.4", "oudekaas": "1.0"}
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            running = {name: pool.submit(install, self.gate.simple, wanted) for name, install in clients.CLIENTS.items()}
            for name, outcome in running.items():
                with self.subTest(client=name):
                    outcome = outcome.result()
                    self.assertEqual(outcome.code, 0, outcome.output)
                    self.assertEqual(outcome.installed(), expected, outcome.output)

    def test_download_with_hashes(self):
        """`pip download --require-hashes` brings the very bytes of the index."""
        wanted = [self.kept["graskaas-3.1-py3-none-any.whl"], self.kept["nagelkaas-1.1-py3-none-any.whl"]]
        folder = clients.scratch.folder("download")
        outcome = clients.pip_download(self.gate.simple, folder, "--require-hashes", "-r", clients.hashed(*wanted))
        self.assertEqual(outcome.code, 0, outcome.output)
        self.assertEqual({p.name: p.read_bytes() for p in folder.iterdir()}, {d.filename: d.content for d in wanted})

    def test_wrong_hash_in_a_lock(self):
        """A lock whose hash is another file's is refused by the client itself."""
        lock = clients.hashed(distributions.wheel("nagelkaas", "1.0", size=10))
        for name, outcome in {
            "pip": clients.pip("newest", self.gate.simple, [], "--require-hashes", "-r", lock),
            "uv": clients.uv_pip(self.gate.simple, [], "--require-hashes", "-r", lock),
        }.items():
            with self.subTest(client=name):
                self.assertNotEqual(outcome.code, 0)
                self.assertEqual(outcome.installed(), {})

    def test_resolvers_read_metadata_instead_of_wheels(self):
        """Every wheel has its metadata, also where the index announces none; uv resolves without a whole wheel."""
        for filename, entry in web.files(self.gate, "graskaas").items():
            self.assertTrue(entry.get("core-metadata"), entry)
            self.assertNotIn("dist-info-metadata", entry, "pip 22.3 fails on it")
            answer = web.get(entry["url"] + ".metadata")
            self.assertEqual((answer.status, answer.body), (200, self.kept[filename].metadata))

    def test_names_lead_to_one_page(self):
        """Any spelling of a name is redirected to the normalized one; an unknown name is 404."""
        answer = web.get(self.gate.simple + "Leidse.Komijn_KAAS/", accept=web.JSON)
        self.assertIn(answer.status, (301, 302, 307, 308), answer)
        self.assertTrue(answer.headers["Location"].endswith("/simple/leidse-komijn-kaas/"), answer.headers["Location"])
        self.assertEqual(web.page(self.gate, "no-such-kaas").status, 404)

    def test_urls_stay_with_the_gate(self):
        """No page sends a client past the gate, in either form, and both forms name the same files."""
        plain = web.get(self.gate.simple + "nagelkaas/", accept=web.HTML)
        entries = web.files(self.gate, "nagelkaas")
        self.assertNotIn(f":{self.index.port}/", plain.text)
        for filename, entry in entries.items():
            self.assertTrue(entry["url"].startswith(self.gate.url + "/"), entry)
            self.assertIn(f">{filename}</a>", plain.text)
            self.assertEqual(entry["hashes"]["sha256"], self.kept[filename].sha256)
            self.assertEqual(web.get(entry["url"]).sha256, self.kept[filename].sha256)


class InstallsFromHtml(Installs):
    """The same from an index that knows only HTML, which tells neither sizes nor upload times."""

    @classmethod
    def make_index(cls):
        return Index(mode="html")


class InstallsWithAnnouncedMetadata(Installs):
    """The same from an index that announces core metadata."""

    @classmethod
    def make_index(cls):
        return Index(announce_metadata=True)
