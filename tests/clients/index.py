"""A simulated public index on a loopback address, which can be told to lie (see lies.py) and counts what it is asked."""

import collections
import email.utils
import hashlib
import html
import http.server
import json
import re
import socket
import struct
import threading
import time

JSON = "application/vnd.pypi.simple.v1+json"
LONG_AGO = "2020-01-01T00:00:00.000000Z"

Asked = collections.namedtuple("Asked", "method path headers")


class Index:
    """Serves /simple/, /simple/PROJECT/ and /files/…

    mode       "json" or "html": the one form that pages have, whatever is asked for
    latency    seconds before each answer
    lies       path -> function(handler); it answers instead of the index
    log        every request, in the order of arrival
    """

    def __init__(self, mode="json", announce_metadata=False, latency=0.0, host="127.0.0.1", port=0):
        self.mode, self.announce_metadata, self.latency = mode, announce_metadata, latency
        self.projects, self.status, self.contents, self.lies, self.log = {}, {}, {}, {}, []
        self.gone = False
        self.server = Server((host, port), Handler)
        self.server.index = self
        self.port = self.server.server_address[1]
        self.base = f"http://{host}:{self.port}"
        self.simple = self.base + "/simple/"
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def add(self, distribution, upload_time=LONG_AGO, **fields):
        """Publishes a distribution; a field of None is left out of its page entry. Returns the file's path."""
        path = f"/files/{distribution.project}/{distribution.filename}"
        self.contents[path] = distribution.content
        entry = {
            "filename": distribution.filename,
            "url": self.base + path,
            "hashes": {"sha256": distribution.sha256},
            "size": len(distribution.content),
            "upload-time": upload_time,
            "yanked": False,
        }
        if self.announce_metadata and distribution.metadata:
            self.contents[path + ".metadata"] = distribution.metadata
            entry["core-metadata"] = {"sha256": hashlib.sha256(distribution.metadata).hexdigest()}
        entry |= fields
        files = self.projects.setdefault(distribution.project, {})
        files[distribution.filename] = {key: value for key, value in entry.items() if value is not None}
        return path

    def page(self, project):
        """A project's page: content type and body."""
        files = list(self.projects[project].values())
        if self.mode == "html":
            return "text/html", self.html_page(files)
        versions = sorted({re.sub(r"\.tar\.gz$", "", name.split("-")[1]) for name in self.projects[project]})
        page = {"meta": {"api-version": "1.4"}, "name": project, "versions": versions, "files": files}
        if project in self.status:
            page["project-status"] = self.status[project]
        return JSON, json.dumps(page).encode()

    def html_page(self, files):
        anchors = []
        for file in files:
            attributes = {"href": f"{file['url']}#sha256={file['hashes']['sha256']}" if file.get("hashes") else file["url"]}
            if file.get("yanked"):
                attributes["data-yanked"] = file["yanked"] if isinstance(file["yanked"], str) else ""
            if "requires-python" in file:
                attributes["data-requires-python"] = file["requires-python"]
            if isinstance(file.get("core-metadata"), dict):
                attributes["data-core-metadata"] = "sha256=" + file["core-metadata"]["sha256"]
            text = "".join(f' {key}="{html.escape(value)}"' for key, value in attributes.items())
            anchors.append(f"<a{text}>{html.escape(file['filename'])}</a><br>\n")
        return f"<!DOCTYPE html><html><body>\n{''.join(anchors)}</body></html>\n".encode()

    def find(self, path):
        """What a path holds, as (content type, body), or None."""
        project = re.fullmatch(r"/simple/([^/]+)/", path)
        if project and project.group(1) in self.projects:
            return self.page(project.group(1))
        if path in self.contents:
            return "application/octet-stream", self.contents[path]
        if path == "/simple/":
            names = [{"name": name} for name in self.projects]
            return JSON, json.dumps({"meta": {"api-version": "1.4"}, "projects": names}).encode()
        return None

    def count(self, path):
        """How often a path was asked for whole (a GET without a Range)."""
        return sum(a.path == path and a.method == "GET" and "Range" not in a.headers for a in self.log)

    def close(self):
        """Goes away: running answers are cut off and the port is closed."""
        self.gone = True
        self.server.shutdown()
        self.server.server_close()
        self.server.drop_connections()


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 512

    def __init__(self, *arguments):
        self.open_connections = set()
        super().__init__(*arguments)

    def process_request(self, request, address):
        self.open_connections.add(request)
        super().process_request(request, address)

    def shutdown_request(self, request):
        self.open_connections.discard(request)
        super().shutdown_request(request)

    def drop_connections(self):
        for connection in list(self.open_connections):
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass  # it went away by itself

    def handle_error(self, request, address):
        pass  # a client that drops its connection is no news here


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = 1 << 16

    def log_message(self, *arguments):
        pass

    def do_HEAD(self):
        self.do_GET()

    def do_GET(self):
        index, path = self.server.index, self.path.split("?")[0]
        index.log.append(Asked(self.command, path, dict(self.headers)))
        if index.latency:
            time.sleep(index.latency)
        lie = Handler.reset if index.gone else index.lies.get(path)
        if lie:
            return lie(self)
        self.tell_truth()

    def tell_truth(self):
        path = self.path.split("?")[0]
        found = self.server.index.find(path)
        if found is None:
            return self.answer(404, "text/plain", b"not found")
        kind, body = found
        if kind != "application/octet-stream":
            tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
            if self.headers.get("If-None-Match") == tag:
                return self.answer(304, kind, b"", {"ETag": tag})
            return self.answer(200, kind, body, {"ETag": tag})
        extra = {"Accept-Ranges": "bytes", "Last-Modified": email.utils.formatdate(1577836800, usegmt=True)}
        wanted = re.fullmatch(r"bytes=(\d*)-(\d*)", self.headers.get("Range", ""))
        if wanted and any(wanted.groups()):
            first, last = wanted.groups()
            start = int(first) if first else max(0, len(body) - int(last))
            end = min(int(last), len(body) - 1) if first and last else len(body) - 1
            extra["Content-Range"] = f"bytes {start}-{end}/{len(body)}"
            return self.answer(206, kind, body[start : end + 1], extra)
        self.answer(200, kind, body, extra)

    def answer(self, status, kind, body, extra=None, length=None):
        """Sends a whole answer; `length` is what Content-Length says (default: the truth)."""
        self.send_response(status)
        self.send_header("Content-Type", kind)
        if status != 304:
            self.send_header("Content-Length", str(len(body) if length is None else length))
        for name, value in (extra or {}).items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
        self.wfile.flush()

    def reset(self):
        """Drops the connection without an answer."""
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # so the peer sees a reset
        self.connection.close()
