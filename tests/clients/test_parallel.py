"""A hundred cold clients at once: one upstream request each for the page and the file, and everybody gets it right."""

import concurrent.futures
import http.client
import threading

import distributions
import web
from case import GateCase

CLIENTS = 100
SIZE = 50_000_000


class Stampede(GateCase):
    @classmethod
    def fill(cls, index):
        cls.big = distributions.wheel("zwarekaas", "1.0", size=SIZE)
        cls.path = index.add(cls.big)
        cls.page_path = "/simple/zwarekaas/"
        index.latency = 0.5  # long enough for all to be waiting at once

    def test_a_page_and_a_file(self):
        with self.subTest("page"):
            self.together(lambda: web.page(self.gate, "zwarekaas"), self.check_page)
            self.assertEqual(self.index.count(self.page_path), 1)
        url = web.files(self.gate, "zwarekaas")[self.big.filename]["url"]
        with self.subTest("file"):
            self.together(lambda: self.download(url), self.assertIsNone)
            self.assertEqual(self.index.count(self.path), 1)
        self.assertLess(self.gate.memory(), 1 << 30, "a file is streamed, not held in memory for each client")

    def together(self, request, check):
        """The request from every client, all let go at once."""
        start = threading.Barrier(CLIENTS)

        def one():
            start.wait()
            return request()

        with concurrent.futures.ThreadPoolExecutor(CLIENTS) as pool:
            for result in [pool.submit(one) for _ in range(CLIENTS)]:
                check(result.result())

    def check_page(self, answer):
        self.assertEqual(answer.status, 200, answer)
        self.assertEqual([file["hashes"]["sha256"] for file in answer.json()["files"]], [self.big.sha256])

    def download(self, url):
        """Compares a download with the file while it arrives; returns what is wrong, or None."""
        connection = http.client.HTTPConnection("127.0.0.1", self.gate.port, timeout=120)
        try:
            connection.request("GET", url.partition(f":{self.gate.port}")[2])
            response = connection.getresponse()
            if response.status != 200:
                return f"{response.status} {response.reason}"
            position, buffer = 0, bytearray(1 << 20)
            while count := response.readinto(buffer):
                if buffer[:count] != self.big.content[position : position + count]:
                    return f"other bytes after {position}"
                position += count
            return None if position == len(self.big.content) else f"{position} bytes only"
        except (OSError, http.client.HTTPException) as error:
            return repr(error)
        finally:
            connection.close()
