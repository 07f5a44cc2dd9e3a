"""Runs `./waag serve` as a person would, on a data folder of its own."""

import contextlib
import os
import pathlib
import re
import select
import signal
import subprocess
import time

import scratch

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = os.environ.get("WAAG_PROGRAM", str(ROOT / "waag"))
NO_COOLDOWN = 'extends = "default"\n[rules.cooldown]\naction = "off"\n'


def waag(*arguments, timeout=120):
    """Runs a command of the program to its end."""
    return subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True, timeout=timeout, env=scratch.environment())


class Gate:
    """A running gate. `url` is its base without a slash at the end, `simple` its index.

    brief: it is killed again and again, so that its JVM spends no time on becoming fast
    """

    running = set()

    def __init__(self, upstream, data=None, policy=None, config="", ready_within=60, brief=False):
        self.upstream, self.ready_within = upstream, ready_within
        self.options = {"WAAG_JAVA_OPTS": "-XX:TieredStopAtLevel=1"} if brief else {}
        self.data = pathlib.Path(data or scratch.folder("data"))
        self.port = 0
        self.policy = scratch.folder("policy") / "policy.toml" if policy is not None else None
        if self.policy:
            self.policy.write_text(policy)
        self.config = scratch.folder("config") / "waag.toml" if config else None
        if self.config:
            self.config.write_text(config)
        self.log = scratch.folder("log") / "gate.log"
        self.start()

    def start(self):
        """Starts the process and waits until it says that it is ready."""
        self.launch()
        self.wait_until_ready()

    def launch(self):
        """Starts the process, on the port that it had before if it had one; one that still runs is never lost sight of."""
        if self in Gate.running:
            raise AssertionError("this gate runs already")
        command = [PROGRAM, "serve", "--data", str(self.data), "--listen", f"127.0.0.1:{self.port}"]
        command += ["--upstream", self.upstream] if self.upstream else []
        command += ["--policy", str(self.policy)] if self.policy else []
        command += ["--config", str(self.config)] if self.config else []
        self.begun = time.monotonic()
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command,
                stdout=subprocess.PIPE,
                stderr=log,
                stdin=subprocess.DEVNULL,
                env=scratch.environment(**self.options),
                start_new_session=True,
            )
        Gate.running.add(self)

    def wait_until_ready(self):
        said = b""
        while not (ready := re.search(rb"(?m)^Waag is ready at (http\S+)\n", said)):
            left = self.begun + self.ready_within - time.monotonic()
            if left <= 0 or not select.select([self.process.stdout], [], [], left)[0]:
                self.kill()
                raise AssertionError(f"the gate was not ready within {self.ready_within} s: {self.tail()}")
            if not (part := os.read(self.process.stdout.fileno(), 65536)):
                self.kill()
                raise AssertionError(f"the gate ended before it was ready: {said.decode()} {self.tail()}")
            said += part
        self.seconds_to_ready = time.monotonic() - self.begun
        self.url = ready.group(1).decode().rstrip("/")
        self.port = int(self.url.rsplit(":", 1)[1])
        self.simple = self.url + "/simple/"

    def stop(self):
        """SIGTERM; returns the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(40)
        finally:
            self.kill()

    def kill(self):
        """SIGKILL to the process and all that it started."""
        if self.process.returncode is None:  # never a process id that is somebody else's by now
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.process.stdout.close()
        Gate.running.discard(self)

    def restart(self):
        self.stop()
        self.start()

    def alive(self):
        return self.process.poll() is None

    def memory(self):
        """Resident memory in bytes, of the process and its children."""
        total = 0
        for status in pathlib.Path("/proc").glob("[0-9]*/status"):
            with contextlib.suppress(OSError):
                if os.getpgid(int(status.parent.name)) == self.process.pid:
                    found = re.search(r"VmRSS:\s+(\d+) kB", status.read_text())
                    total += int(found.group(1)) * 1024 if found else 0
        return total

    def tail(self):
        """The end of the log, for a failing test."""
        return self.log.read_text(errors="replace")[-1500:]

    def verify_ledger(self):
        """`waag ledger verify` on the data folder; returns the finished command."""
        return waag("ledger", "verify", "--data", self.data)


def kill_all():
    """Nothing that a failing test started stays behind."""
    for gate in list(Gate.running):
        gate.kill()
