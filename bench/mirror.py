"""nginx with a static copy of Waag's own answers (pages in both forms, plain and compressed, and the files), and nginx as a proxy before the index."""

import gzip
import http.server
import json
import subprocess
import threading
import urllib.parse
import urllib.request

import web
from clients import tool
from servers import Server

COMMON = """
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
worker_processes auto;
events {{ worker_connections 1024; }}
http {{
  access_log off;
  sendfile on;
  tcp_nopush on;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
"""

COPY = COMMON + """  keepalive_requests 1000000000;
  open_file_cache max=20000 inactive=60s;
  map $http_accept $form {{ default index.html; "~application/vnd.pypi.simple.v1.json" index.json; }}
  server {{
    listen 127.0.0.1:{port} backlog=511;
    root {folder}/tree;
    location = / {{ default_type text/plain; return 200 "ok"; }}
    location ~ ^/simple/(?<project>[^/]+)/$ {{ rewrite ^ /pages/$project/$form last; }}
    location /pages/ {{
      internal;
      gzip_static on;
      types {{ application/vnd.pypi.simple.v1+json json; text/html html; }}
      add_header Cache-Control no-cache;
      add_header Vary "Accept, Accept-Encoding";
    }}
    location / {{
      types {{ }}
      default_type application/octet-stream;
      add_header Cache-Control "public, max-age=31536000, immutable";
    }}
  }}
}}
"""

PROXY = COMMON + """  proxy_cache_path {folder}/cache keys_zone=cache:10m max_size=5g use_temp_path=off;
  upstream index {{ server {index}:443; keepalive 64; }}
  upstream files {{ server {files}:443; keepalive 64; }}
  proxy_http_version 1.1;
  proxy_set_header Connection "";
  proxy_ssl_server_name on;
  proxy_cache cache;
  proxy_cache_valid 200 206 10m;
  proxy_cache_lock on;
  proxy_buffers 16 64k;
  proxy_buffer_size 64k;
  server {{
    listen 127.0.0.1:{port} backlog=511;
    location = / {{ default_type text/plain; return 200 "ok"; }}
    location /simple/ {{
      proxy_pass https://index{path};
      proxy_set_header Host {index};
      proxy_ssl_name {index};
      proxy_set_header Accept-Encoding "";
      sub_filter_types *;
      sub_filter_once off;
      sub_filter "https://{files}/" "http://127.0.0.1:{port}/files/";
    }}
    location /files/ {{
      proxy_pass https://files/;
      proxy_set_header Host {files};
      proxy_ssl_name {files};
    }}
  }}
}}
"""


class Nginx(Server):
    name = "nginx"

    def prepare(self):
        self.program = tool("nginx")
        self.tree = self.folder / "tree"
        self.tree.mkdir()
        (self.folder / "nginx.conf").write_text(COPY.format(folder=self.folder, port=self.port))

    def command(self):
        user = ["-g", "user root;"] if self.folder.owner() == "root" else []  # so that its workers may read the folder
        return [self.program, "-c", self.folder / "nginx.conf", "-e", self.folder / "error.log", *user]

    def version(self):
        return subprocess.run([self.program, "-v"], capture_output=True, text=True).stderr.strip().rpartition("/")[2]

    def copy_page(self, waag, project):
        """Both forms of a page, their links turned to this server."""
        folder = self.tree / "pages" / project
        folder.mkdir(parents=True, exist_ok=True)
        for accept, name in ((web.JSON, "index.json"), (web.HTML, "index.html")):
            answer = web.get(waag.page(project), accept=accept)
            if answer.status != 200:
                raise RuntimeError(f"Waag's page of {project} answers {answer}")
            body = answer.body.replace(waag.url.encode(), self.url.encode())
            (folder / name).write_bytes(body)
            (folder / (name + ".gz")).write_bytes(gzip.compress(body, 6, mtime=0))

    def check_copy(self, waag, project):
        """Refuses to be measured with other answers than Waag's; returns the compressed sizes of both."""
        sizes = []
        for accept in (web.JSON, web.HTML):
            ours, copy = (web.get(server.page(project), accept=accept, Accept_Encoding="gzip") for server in (waag, self))
            if gzip.decompress(ours.body).replace(waag.url.encode(), self.url.encode()) != gzip.decompress(copy.body):
                raise RuntimeError(f"nginx's copy of {project} is not Waag's page")
            sizes.append((len(ours.body), len(copy.body)))
        return sizes[0]

    def copy_file(self, url):
        """A file of Waag's at the same path."""
        path = self.tree / urllib.parse.unquote(urllib.parse.urlsplit(url).path).lstrip("/")
        if not path.exists():
            answer = web.get(url)
            if answer.status != 200 or not answer.whole:
                raise RuntimeError(f"Waag's file {url} answers {answer.status} {answer.reason}")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(answer.body)


class NginxProxy(Nginx):
    """nginx before the index itself, with a cache: what handing on costs where nothing is judged, looked into or written down."""

    name = "nginx-proxy"

    def prepare(self):
        self.program = tool("nginx")
        index = urllib.parse.urlsplit(self.index.simple)
        asked = urllib.request.Request(urllib.parse.urljoin(self.index.simple, "pip/"), headers={"Accept": web.JSON})
        with urllib.request.urlopen(asked, timeout=60) as answer:
            first = json.load(answer)["files"][0]["url"]
        files = urllib.parse.urlsplit(urllib.parse.urljoin(self.index.simple, first))
        if {index.scheme, files.scheme} != {"https"}:
            raise RuntimeError("the index is not reached by HTTPS")
        names = {"index": index.netloc, "path": index.path, "files": files.netloc}
        (self.folder / "nginx.conf").write_text(PROXY.format(folder=self.folder, port=self.port, **names))


class Recorder:
    """Stands before Waag while a client installs, and remembers which paths were asked for."""

    def __init__(self, waag):
        recorder = self
        self.paths = set()

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *arguments):
                pass

            def do_GET(self):
                passed = {name.replace("-", "_"): self.headers[name] for name in ("Accept", "Range") if name in self.headers}
                answer = web.get(waag.url + self.path, **passed)
                if answer.status in (200, 206):
                    recorder.paths.add(self.path)
                body = answer.body.replace(waag.url.encode(), recorder.url.encode()) if self.path.startswith("/simple/") else answer.body
                self.send_response(answer.status, answer.reason)
                for name in ("Content-Type", "Location", "Content-Range"):
                    if answer.headers and name in answer.headers:
                        self.send_header(name, answer.headers[name])
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        class ThreadingServer(http.server.ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 256

        self.server = ThreadingServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()
