"""`kill -9` at random moments: in start-up, in cold downloads, in page refreshes. Nothing lost, nothing wrong, the ledger verifies."""

import threading
import time

import distributions
import ledger
import web
from case import KILLS, GateCase, seeded
from gate import Gate

LANES = 2  # gates that are killed side by side
LOADERS = 3  # threads that keep a gate busy


def trickle(handler):
    """The true file in pieces, so that a kill meets it half way."""
    if "Range" in handler.headers:
        return handler.tell_truth()
    kind, body = handler.server.index.find(handler.path.split("?")[0])
    handler.send_response(200)
    handler.send_header("Content-Type", kind)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    for start in range(0, len(body), 32768):
        handler.wfile.write(body[start : start + 32768])
        handler.wfile.flush()
        time.sleep(0.005)


class Lane:
    """One gate with its data folder, killed again and again while it is kept busy."""

    def __init__(self, name, index, random):
        self.name, self.index, self.random = name, index, random
        self.gate = Gate(index.simple, brief=True)
        self.made, self.delivered, self.wrong = 0, {}, []
        self.lock = threading.Lock()

    def run(self, kills):
        for number in range(kills):
            if number % 10 == 9:
                self.kill_in_start_up()
            else:
                self.kill_at_work()
            self.gate.start()
            with self.lock:
                sample = self.random.sample(sorted(self.delivered), min(3, len(self.delivered)))
            for filename in sample:
                self.check(self.delivered[filename], must=True)

    def kill_in_start_up(self):
        self.gate.kill()
        self.gate.launch()
        time.sleep(self.random.uniform(0, 0.8))
        self.gate.kill()

    def kill_at_work(self):
        """Lets a few downloads come to their end, then kills while others are under way."""
        dead, enough = threading.Event(), len(self.delivered) + self.random.choice((0, 1, 2, 4))
        loaders = [threading.Thread(target=self.load, args=(dead, self.random.random())) for _ in range(LOADERS)]
        [loader.start() for loader in loaders]
        patience = time.monotonic() + 5
        while len(self.delivered) < enough and time.monotonic() < patience:
            time.sleep(0.005)
        time.sleep(self.random.uniform(0.01, 0.2))
        self.gate.kill()
        dead.set()
        [loader.join() for loader in loaders]

    def load(self, dead, seed):
        """Cold downloads, warm downloads and refreshes, until the gate is dead."""
        random = distributions.random.Random(seed)
        while not dead.is_set():
            choice = random.random()
            with self.lock:
                known = list(self.delivered.values())
            if choice < 0.5 or not known:
                self.check(self.publish(random), must=False)
            elif choice < 0.75:
                self.check(random.choice(known), must=False)
            else:
                project = random.choice(known).project
                self.publish(random, project)
                web.page(self.gate, project, timeout=20, Cache_Control="no-cache")

    def publish(self, random, project=None):
        with self.lock:
            self.made += 1
            made = distributions.wheel(project or f"kaas-{self.name}-{self.made}", f"1.{self.made}", size=random.randrange(1, 400_000))
            self.index.lies[self.index.add(made)] = trickle
        return made

    def check(self, made, must):
        """Asks for a file; `must`: the gate is not about to be killed, so the answer has to be right."""
        try:
            url = web.files(self.gate, made.project)[made.filename]["url"]
        except (AssertionError, KeyError, ValueError) as error:
            return self.wrong.append(f"{made.filename}: {error!r}") if must else None
        answer = web.get(url, timeout=20)
        if answer.status == 200 and answer.whole:
            if answer.body != made.content:
                self.wrong.append(f"{made.filename}: a wrong body of {len(answer.body)} bytes was delivered whole")
            with self.lock:
                self.delivered[made.filename] = made
        elif must:
            self.wrong.append(f"{made.filename}: {answer}")


class Kills(GateCase):
    takes = 60

    @classmethod
    def setUpClass(cls):
        cls.index = cls.make_index()
        cls.addClassCleanup(cls.index.close)

    def test_at_random_moments(self):
        random = seeded(self.id())
        lanes = [Lane(f"{number}", self.index, distributions.random.Random(random.random())) for number in range(LANES)]
        runs = [threading.Thread(target=lane.run, args=((KILLS + LANES - 1) // LANES,)) for lane in lanes]
        [run.start() for run in runs]
        [run.join() for run in runs]
        for lane in lanes:
            self.assertEqual(lane.wrong, [])
            self.assertGreaterEqual(len(lane.delivered), KILLS // LANES // 2, "the gate was hardly ever at work when it was killed")
            for made in lane.delivered.values():
                lane.check(made, must=True)
        time.sleep(1.2)  # the ledger owes every download that is older than a second
        for lane in lanes:
            lane.gate.kill()
        self.index.close()
        for lane in lanes:
            lane.gate.start()
            for made in lane.delivered.values():
                lane.check(made, must=True)
            self.assertEqual(lane.wrong, [], "without the upstream")
            counted = ledger.downloads(lane.gate)
            self.assertEqual([name for name in lane.delivered if counted.get(name, 0) < 1], [], "each is in the ledger")
            self.assertEqual(lane.gate.stop(), 0)
            done = lane.gate.verify_ledger()
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)


class DownloadsInTheLedger(GateCase):
    """A download that is more than a second old survives `kill -9`: each completed GET is one entry."""

    @classmethod
    def fill(cls, index):
        cls.made = [distributions.wheel(f"boekkaas-{number}", "1.0", size=20_000) for number in range(5)]
        for made in cls.made:
            index.add(made)

    def test_none_is_lost(self):
        expected = {made.filename: 0 for made in self.made}
        for _ in range(4):
            for made in self.made:
                url = web.files(self.gate, made.project)[made.filename]["url"]
                self.assertEqual(web.get(url).sha256, made.sha256)
                self.assertEqual(web.get(url, method="HEAD").status, 200)  # no download
                expected[made.filename] += 1
            time.sleep(1.2)
            self.gate.kill()
            self.gate.start()
            self.assertEqual(ledger.downloads(self.gate), expected)
        self.assertEqual(self.gate.stop(), 0)
        done = self.gate.verify_ledger()
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
