"""Serves a built site on a free port, and lists its pages."""

import functools
import http.server
import pathlib
import threading
import urllib.parse


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *arguments):
        pass


def serve(folder):
    handler = functools.partial(Quiet, directory=folder)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}/"


def paths(folder):
    root = pathlib.Path(folder)
    for file in sorted(root.rglob("*.html")):
        path = file.relative_to(root).as_posix()
        yield urllib.parse.quote(path[: -len("index.html")] if path.endswith("index.html") else path)
