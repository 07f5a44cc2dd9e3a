"""Waag and its peers, each started on a free port of the loopback address with a folder of its own, at its best for this use."""

import base64
import contextlib
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import time
import urllib.parse
from pathlib import Path

import fixture
import scratch
import web
from clients import tool
from gate import PROGRAM


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """A server under measurement. `page(project)` and `file(project, filename)` are its URLs; `form` is the best form of a page that it has."""

    name = ""
    form = "JSON"
    first = "/"  # the path of the first answer

    def __init__(self, index, **environment):
        """`environment` is what the process is given besides, as the way to an index that is not on this machine."""
        self.index, self.more, self.port, self.folder = index, environment, free_port(), scratch.folder(self.name)
        self.url = f"http://127.0.0.1:{self.port}"
        self.process = None
        self.prepare()

    def prepare(self):
        """What is done once before the first start."""

    def command(self):
        raise NotImplementedError

    def environment(self):
        return scratch.environment(**self.more)

    def launch(self):
        """Starts the process; returns the seconds until the first answer of 200."""
        log = (self.folder / "server.log").open("ab")
        begun = time.monotonic()
        self.process = subprocess.Popen(
            [str(word) for word in self.command()], stdout=log, stderr=log, stdin=subprocess.DEVNULL, env=self.environment(), start_new_session=True
        )
        log.close()
        while time.monotonic() < begun + 60:
            if self.process.poll() is not None:
                break
            with contextlib.suppress(OSError, http.client.HTTPException):
                connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
                connection.request("GET", self.first)
                if connection.getresponse().status == 200:
                    return time.monotonic() - begun
            time.sleep(0.005)
        self.stop()
        raise RuntimeError(f"{self.name} did not answer: {(self.folder / 'server.log').read_text(errors='replace')[-400:]}")

    def start(self):
        """Starts it and does what has to be done once it runs."""
        seconds = self.launch()
        self.after_start()
        return seconds

    def after_start(self):
        pass

    def stop(self):
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()
        self.process = None

    def simple(self):
        return f"{self.url}/simple/"

    def page(self, project):
        return f"{self.simple()}{project}/"

    def file(self, project, filename):
        """The file's URL as the server's own page names it."""
        answer = web.get(self.page(project), accept=web.HTML if self.form == "HTML" else web.JSON)
        if answer.status != 200:
            raise RuntimeError(f"{self.name}: the page of {project} answers {answer}")
        if "json" in answer.headers["Content-Type"]:
            (url,) = [file["url"] for file in answer.json()["files"] if file["filename"] == filename]
        else:
            (url,) = [url for url in re.findall(r'href="([^"]+)"', answer.text) if url.partition("#")[0].endswith("/" + filename)]
        return urllib.parse.urljoin(self.page(project), url).partition("#")[0]

    def memory(self):
        """Resident bytes of its processes."""
        total = 0
        for status in Path("/proc").glob("[0-9]*/status"):
            with contextlib.suppress(OSError):
                if os.getpgid(int(status.parent.name)) == self.process.pid:
                    found = re.search(r"VmRSS:\s+(\d+) kB", status.read_text())
                    total += int(found.group(1)) * 1024 if found else 0
        return total

    def version(self):
        return ""


def package_version(tool_name, package):
    """The version of a package in a tool's list."""
    listed = (fixture.ROOT / "scripts" / "tools" / f"{tool_name}.txt").read_text()
    return re.search(rf"(?m)^{package}(?:\[[^]]*\])?==(\S+)", listed).group(1)


class Waag(Server):
    name = "Waag"
    first = "/health/ready"

    def command(self):
        return [PROGRAM, "serve", "--data", self.folder / "data", "--listen", f"127.0.0.1:{self.port}", "--upstream", self.index.simple]

    def version(self):
        return subprocess.run([PROGRAM, "--version"], capture_output=True, text=True).stdout.strip().removeprefix("waag ")


class Devpi(Server):
    """devpi-server with one mirror of the simulated index."""

    name = "devpi-server"

    def prepare(self):
        self.program = Path(tool("devpi"))
        init = [self.program.with_name("devpi-init"), "--serverdir", self.folder / "data", "--no-root-pypi"]
        subprocess.run(init, check=True, capture_output=True, env=scratch.environment())

    def command(self):
        return [self.program, "--serverdir", self.folder / "data", "--host", "127.0.0.1", "--port", self.port, "--request-timeout", "60"]

    def after_start(self):
        login = self.ask("POST", "/+login", {"user": "root", "password": ""})
        ticket = base64.b64encode(f"root:{login['result']['password']}".encode()).decode()
        self.ask("PUT", "/root/mirror", {"type": "mirror", "mirror_url": self.index.simple, "volatile": False}, ticket)

    def ask(self, method, path, body, ticket=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Content-Type": "application/json", "Accept": "application/json"} | ({"X-Devpi-Auth": ticket} if ticket else {})
        connection.request(method, path, json.dumps(body), headers)
        answer = json.loads(connection.getresponse().read())
        connection.close()
        return answer

    def simple(self):
        return f"{self.url}/root/mirror/+simple/"

    def version(self):
        return package_version("devpi", "devpi-server")


class Pypiserver(Server):
    """pypiserver with its cached backend, under gunicorn."""

    name = "pypiserver"
    form = "HTML"

    def prepare(self):
        self.program = tool("pypiserver")
        self.packages = fixture.write_folder(self.index, self.folder / "packages")

    def command(self):
        app = f"pypiserver:app(roots=['{self.packages}'], disable_fallback=True, backend_arg='cached-dir', hash_algo='sha256')"
        return [self.program, "--workers", "2", "--threads", "4", "--bind", f"127.0.0.1:{self.port}", app]

    def version(self):
        return package_version("pypiserver", "pypiserver")


class Proxpi(Server):
    """proxpi under gunicorn, one process (its cache is the process's own)."""

    name = "proxpi"

    def prepare(self):
        self.program = tool("proxpi")

    def command(self):
        return [self.program, "--workers", "1", "--threads", "8", "--bind", f"127.0.0.1:{self.port}", "proxpi.server:app"]

    def environment(self):
        cache = self.folder / "cache"
        cache.mkdir(exist_ok=True)
        settings = {"PROXPI_INDEX_URL": self.index.simple, "PROXPI_CACHE_DIR": cache, "PROXPI_LOGGING_LEVEL": "ERROR", "PROXPI_DOWNLOAD_TIMEOUT": "60"}
        return scratch.environment(**settings, **self.more)

    def simple(self):
        return f"{self.url}/index/"

    def version(self):
        return package_version("proxpi", "proxpi")
