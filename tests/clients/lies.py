"""What a hostile or broken index does. Each is a function of the request's handler, or makes one: `index.lies[path] = lie`."""

import functools
import gzip
import time

PAGE = "application/vnd.pypi.simple.v1+json"
FILE = "application/octet-stream"


def truth(handler):
    """Content type and body as they should be."""
    return handler.server.index.find(handler.path.split("?")[0])


def reset(handler):
    handler.reset()


def other_bytes(handler):
    """The right length, the wrong bytes."""
    kind, body = truth(handler)
    handler.answer(200, kind, bytes(reversed(body)), {"Accept-Ranges": "none"})


def short_body(handler):
    """Promises all and sends two thirds."""
    kind, body = truth(handler)
    handler.close_connection = True
    handler.answer(200, kind, body[: len(body) * 2 // 3], length=len(body))


def shorter_file(handler):
    """A consistent answer that lacks the file's end."""
    kind, body = truth(handler)
    handler.answer(200, kind, body[: len(body) * 2 // 3])


def longer_file(handler):
    kind, body = truth(handler)
    handler.answer(200, kind, body + b"and something more" * 4096)


def status(code):
    """An error without a useful body."""
    return lambda handler: handler.answer(code, "text/plain", b"out of order")


def redirect(url):
    return lambda handler: handler.answer(302, "text/plain", b"", {"Location": url})


def html_named_json(handler):
    handler.answer(200, PAGE, b"<html><body><h1>Welcome to the hotel</h1></body></html>")


def portal(handler):
    """What a network's login page looks like to a client."""
    handler.answer(200, "text/html", b'<!DOCTYPE html><html><body><a href="/login">Log in to go online</a></body></html>')


def broken_json(handler):
    kind, body = truth(handler)
    handler.answer(200, kind, body[: len(body) // 2])


def other_project(handler):
    """A well-formed page that is about something else."""
    handler.answer(200, PAGE, b'{"meta": {"api-version": "1.4"}, "name": "something-else", "versions": [], "files": []}')


def drip(handler):
    """The right answer, a byte a second."""
    kind, body = truth(handler)
    handler.send_response(200)
    handler.send_header("Content-Type", kind)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.close_connection = True
    for position in range(len(body)):
        handler.wfile.write(body[position : position + 1])
        handler.wfile.flush()
        time.sleep(1)


def silence(handler):
    """Takes the request and never answers."""
    handler.close_connection = True
    time.sleep(600)


@functools.cache
def bomb():
    """Ten gigabytes of spaces: a hundred equal gzip members one behind another, which is one valid gzip file."""
    return gzip.compress(b" " * (100 << 20), 9) * 100


def gzip_bomb(handler):
    kind, _ = truth(handler)
    handler.close_connection = True
    handler.answer(200, kind, bomb(), {"Content-Encoding": "gzip"})


def endless(handler):
    """A page, or file, that goes on until the reader has had enough (or two minutes have passed)."""
    kind, body = truth(handler)
    handler.send_response(200)
    handler.send_header("Content-Type", kind)
    handler.send_header("Connection", "close")
    handler.end_headers()
    handler.close_connection = True
    handler.wfile.write(body.rstrip(b"}") + b', "_padding": "')
    end = time.monotonic() + 120
    while time.monotonic() < end:
        handler.wfile.write(b"-" * 65536)
