"""A data folder without room: what is known is kept, nothing wrong is delivered, and all is well once there is room again."""

import errno
import os
import subprocess
import time

import distributions
import scratch
import web
from case import GateCase, cannot_run
from gate import Gate

ROOM = 96 << 20


class FullDisk(GateCase):
    @classmethod
    def setUpClass(cls):
        cls.index = cls.make_index()
        cls.addClassCleanup(cls.index.close)
        cls.small = distributions.wheel("kleine-kaas", "1.0", size=200_000)
        cls.cold = distributions.wheel("koude-kaas", "1.0", size=200_000)
        cls.big = distributions.wheel("zware-kaas", "1.0", size=50_000_000)
        for made in (cls.small, cls.cold, cls.big):
            cls.index.add(made)

    def setUp(self):
        self.folder = scratch.folder("tmpfs")
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={ROOM},mode=0700", "tmpfs", self.folder], capture_output=True, text=True)
        if mounted.returncode:
            cannot_run(self, f"a tmpfs of {ROOM >> 20} MiB cannot be mounted: {mounted.stderr.strip()}")
        self.addCleanup(subprocess.run, ["umount", "-l", self.folder], check=True)
        self.gate = Gate(self.index.simple, data=self.folder / "data")
        self.addCleanup(lambda: self.gate.kill())
        self.filler = self.folder / "filler"

    def leave(self, room):
        """Fills the disk up to that many bytes."""
        self.filler.unlink(missing_ok=True)
        space = os.statvfs(self.folder)
        with self.filler.open("wb", buffering=0) as out:
            try:
                for _ in range((space.f_bavail * space.f_frsize - room) // 4096 + (1 if room == 0 else 0)):
                    out.write(b"\0" * 4096)
            except OSError as full:
                if full.errno != errno.ENOSPC:
                    raise

    def fetch(self, made):
        """A file by its page; a page that is not there is answered instead."""
        answer = web.page(self.gate, made.project)
        if answer.status != 200:
            return answer
        return web.get(web.files(self.gate, made.project)[made.filename]["url"])

    def assert_served(self, *wanted, within=0.0):
        """All are delivered; `within` is how many seconds a disk that was full a moment ago may be remembered."""
        end = time.monotonic() + within
        for made in wanted:
            answer = self.fetch(made)
            while (answer.status >= 500 or not answer.whole) and time.monotonic() < end:
                time.sleep(0.1)
                answer = self.fetch(made)
            self.assertTrue(answer.status == 200 and answer.whole, f"{made.project}: {answer}\n{self.gate.tail()}")
            self.assertEqual(answer.sha256, made.sha256)

    def assert_not_wrong(self, *wanted):
        """Either the right file or an answer that nobody can take for one."""
        for made in wanted:
            answer = self.fetch(made)
            if answer.status == 200 and answer.whole:
                self.assertEqual(answer.sha256, made.sha256)
            elif answer.status != 200:
                self.assertGreaterEqual(answer.status, 500, answer)
            self.assertTrue(self.gate.alive(), self.gate.tail())

    def assert_ledger_verifies(self):
        self.assertEqual(self.gate.stop(), 0)
        done = self.gate.verify_ledger()
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_no_room_for_a_file(self):
        """Room for pages, none for the big file."""
        self.assert_served(self.small)
        self.leave(20 << 20)
        self.assert_not_wrong(self.big)
        self.assert_served(self.small)
        self.filler.unlink()
        self.assert_served(self.big, self.small, self.cold, within=5)
        self.assert_ledger_verifies()

    def test_no_room_at_all(self):
        """Not a byte left, the database and the ledger included."""
        self.assert_served(self.small)
        self.leave(0)
        for _ in range(3):
            self.assert_not_wrong(self.small, self.cold, self.big)
        self.filler.unlink()
        self.assert_served(self.small, self.cold, self.big, within=5)
        self.assert_ledger_verifies()

    def test_killed_without_room(self):
        """Killed while the disk is full, started again when there is room."""
        self.assert_served(self.small)
        self.leave(0)
        self.assert_not_wrong(self.small, self.cold)
        self.gate.kill()
        self.filler.unlink()
        self.gate.start()
        self.assert_served(self.small, self.cold)
        self.assert_ledger_verifies()
