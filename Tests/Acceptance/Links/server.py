"""A web server on the loopback address that answers as its paths say, for the tests of `baton check --external`.

Usage: server.py LOG

It prints its port, and writes each request into LOG, a line each: method, path, what its header says of a range and of who
asks by name, and how many requests were on their way just then.
"""

import http.server
import sys
import threading
import time
import urllib.parse


class Handler(http.server.BaseHTTPRequestHandler):
    lock = threading.Lock()
    active = 0

    def answer(self):
        path = self.path.split("?")[0]
        self.counts = True
        with Handler.lock:
            Handler.active += 1
            held = [name for name in ("Authorization", "Cookie", "Proxy-Authorization") if name in self.headers]
            log.write(f"{self.command} {self.path} {self.headers.get('Range')} {held} {Handler.active}\n")
            log.flush()
        try:
            self.act(path)
        finally:
            self.leave()

    def leave(self):
        """Counts the request no more: before it is answered, as the next one may come at once."""
        with Handler.lock:
            Handler.active -= self.counts
            self.counts = False

    do_HEAD = do_GET = answer

    def act(self, path):
        if path == "/slow":
            time.sleep(30)
        if path == "/to":
            return self.say(302, location=urllib.parse.unquote(self.path[4:]))
        if path.startswith("/late/"):
            time.sleep(1.3)
            return self.say(200)
        if path.startswith("/get-only/"):
            return self.answer_get_only(path[10:])
        if path == "/other-protocol":
            return self.wfile.write(b"SSH-2.0-OpenSSH_9.0\r\n")
        if path == "/empty":
            return self.say(405 if self.command == "HEAD" else 416)
        if path == "/cut-off":
            self.say(405 if self.command == "HEAD" else 200, length=10)
            return self.connection.close()
        if path.startswith("/wait/"):
            time.sleep(0.2)
            return self.say(200)
        if path == "/closed":
            return self.connection.close()
        if path == "/no-head":
            return self.say(405 if self.command == "HEAD" else 206)
        if path == "/no-head-gone":
            return self.say(501 if self.command == "HEAD" else 410)
        if path == "/endless":
            self.say(405 if self.command == "HEAD" else 200, length=10**9)
            try:
                while self.command == "GET":
                    self.wfile.write(b"x" * 65536)
            except OSError:
                pass
            return None
        if path == "/to-good":
            return self.say(302, location="/good")
        if path == "/to-bad":
            return self.say(301, location="/missing")
        if path == "/to-file":
            return self.say(302, location="file:///etc/passwd")
        if path == "/to-password":
            return self.say(302, location=f"http://name:word@127.0.0.1:{port}/good")
        if path == "/loop":
            return self.say(302, location="/loop")
        if path == "/busy":
            return self.say(429)
        if path in ("/good", "/gr%C3%B6%C3%9Fe"):
            return self.say(200, cookie="a=b")
        return self.say(404)

    def answer_get_only(self, how):
        """Answers GET, and fails at HEAD in one of several ways."""
        if self.command == "GET":
            return self.say(200)
        if how == "closes":
            return self.connection.close()
        if how == "hangs":
            return time.sleep(30)
        if how == "loops":
            return self.say(302, location=self.path)
        return self.wfile.write(b"what?\r\n")

    def say(self, status, location=None, cookie=None, length=0):
        self.leave()
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        if cookie:
            self.send_header("Set-Cookie", cookie)
        self.send_header("Content-Length", str(length))
        self.end_headers()

    def log_message(self, *_):
        pass


log = open(sys.argv[1], "w", encoding="utf-8")
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
server.daemon_threads = True
port = server.server_address[1]
print(port, flush=True)
server.serve_forever()
