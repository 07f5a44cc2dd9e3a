"""What the test classes share: an index and a gate in front of it, made once a class."""

import os
import random
import sys
import unittest

from gate import Gate
from index import Index

KILLS = int(os.environ.get("WAAG_KILLS", "40"))  # how often each test that kills does so, at moments that are new in every run


class GateCase(unittest.TestCase):
    """A class of tests with one simulated index (`fill` puts the projects there) and one running gate."""

    maxDiff = 4000
    policy = None

    @classmethod
    def setUpClass(cls):
        cls.index = cls.make_index()
        cls.addClassCleanup(cls.index.close)
        cls.fill(cls.index)
        cls.gate = Gate(cls.index.simple, policy=cls.policy)
        cls.addClassCleanup(cls.gate.kill)

    @classmethod
    def make_index(cls):
        return Index()

    @classmethod
    def fill(cls, index):
        pass


def cannot_run(test, reason):
    """For a test that this machine does not allow: loud everywhere, a failure where CI must have run it."""
    print(f"\nNOT RUN: {test.id()}: {reason}", file=sys.stderr, flush=True)
    if os.environ.get("CI") == "true":
        test.fail(f"cannot run here: {reason}")
    test.skipTest(reason)


def seeded(name):
    """A source of randomness whose seed is printed, and is taken from WAAG_SEED to run a failure again."""
    seed = os.environ.get("WAAG_SEED") or str(random.SystemRandom().randrange(1 << 32))
    print(f"\n{name}: WAAG_SEED={seed}", flush=True)
    return random.Random(seed)
