"""Plain HTTP requests that never raise: what went wrong is in the answer."""

import dataclasses
import hashlib
import http.client
import json
import time
import urllib.parse

JSON = "application/vnd.pypi.simple.v1+json"
HTML = "application/vnd.pypi.simple.v1+html"


@dataclasses.dataclass(frozen=True)
class Answer:
    """`status` is 0 where no answer came; `whole` is whether the body came to its announced end."""

    status: int
    reason: str
    headers: http.client.HTTPMessage | None
    body: bytes
    whole: bool
    seconds: float

    @property
    def text(self):
        return self.body.decode("utf-8", "replace")

    @property
    def sha256(self):
        return hashlib.sha256(self.body).hexdigest()

    def json(self):
        return json.loads(self.body)

    def __str__(self):
        whole = "whole" if self.whole else "cut off"
        return f"{self.status} {self.reason} ({len(self.body)} bytes, {whole}, {self.seconds:.1f} s): {self.text[:200]}"


def get(url, accept=None, method="GET", timeout=100, body=None, **headers):
    """One request on a connection of its own; a header's name is written with underscores."""
    parts = urllib.parse.urlsplit(url)
    wanted = {name.replace("_", "-"): value for name, value in headers.items()}
    if accept:
        wanted["Accept"] = accept
    begun = time.monotonic()
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=timeout)
    status, reason, received, got, whole = 0, "", None, b"", False
    try:
        connection.request(method, parts.path + (f"?{parts.query}" if parts.query else ""), headers=wanted, body=body)
        response = connection.getresponse()
        status, reason, received = response.status, response.reason, response.headers
        got = response.read()
        whole = True
    except http.client.IncompleteRead as cut:
        got = cut.partial
    except (OSError, http.client.HTTPException) as error:
        reason = reason or repr(error)
    finally:
        connection.close()
    return Answer(status, reason, received, got, whole, time.monotonic() - begun)


def page(gate, project, **more):
    """A project's page as JSON."""
    return get(gate.simple + project + "/", accept=JSON, **more)


def files(gate, project):
    """The entries of a project's page by file name; their URLs made absolute."""
    answer = page(gate, project)
    if answer.status != 200:
        raise AssertionError(f"the page of {project} answers {answer}")
    entries = {entry["filename"]: entry for entry in answer.json()["files"]}
    for entry in entries.values():
        entry["url"] = urllib.parse.urljoin(gate.simple + project + "/", entry["url"]).partition("#")[0]
    return entries
