"""Measures the language server as an editor meets it: from a change to the problems of its document, and completion."""

import json
import os
import pathlib
import statistics
import subprocess
import threading
import time


class Editor:
    """Speaks with `baton lsp`; messages that come are kept in order."""

    def __init__(self, baton, book):
        self.process = subprocess.Popen([baton, "lsp", "--content", book], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.messages = []
        self.came = threading.Condition()
        threading.Thread(target=self.read, daemon=True).start()
        self.number = 0
        self.request("initialize", {"rootUri": pathlib.Path(book).as_uri(), "capabilities": {}})
        self.notify("initialized", {})

    def read(self):
        stream = self.process.stdout
        while header := stream.readline():
            length = int(header.split(b":")[1])
            stream.readline()
            message = json.loads(stream.read(length))
            with self.came:
                self.messages.append(message)
                self.came.notify_all()

    def send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def notify(self, method, parameters):
        self.send({"method": method, "params": parameters})

    def wait(self, test):
        """The seconds until a message passes the test."""
        start = time.perf_counter()
        with self.came:
            while True:
                while self.messages:
                    if test(self.messages.pop(0)):
                        return time.perf_counter() - start
                if not self.came.wait(60):
                    raise TimeoutError

    def request(self, method, parameters):
        self.number += 1
        self.send({"id": self.number, "method": method, "params": parameters})
        return self.wait(lambda message: message.get("id") == self.number)

    def stop(self):
        self.request("shutdown", None)
        self.notify("exit", None)
        _, _, usage = os.wait4(self.process.pid, 0)
        return usage.ru_maxrss / 1024


def measure(baton, book, document):
    """Median seconds from a change to its problem, and of completion; and the peak memory in MB."""
    editor = Editor(baton, book)
    path = pathlib.Path(document)
    uri, text = path.as_uri(), path.read_text(encoding="utf-8")
    editor.notify("textDocument/didOpen", {"textDocument": {"uri": uri, "languageId": "markdown", "version": 1, "text": text}})
    time.sleep(2)
    changes, completions = [], []
    for version in range(2, 12, 2):
        for number, change in ((version, text.replace("primary_tasks:\n", "primary_tasks:\n  - nothing-like-it\n", 1)), (version + 1, text)):
            editor.notify("textDocument/didChange", {"textDocument": {"uri": uri, "version": number}, "contentChanges": [{"text": change}]})
            changes.append(editor.wait(
                lambda message: message.get("method") == "textDocument/publishDiagnostics" and message["params"]["uri"] == uri
                and any("nothing-like-it" in item["message"] for item in message["params"]["diagnostics"]) == (change != text)))
        line = text[:text.index("primary_tasks:\n")].count("\n") + 1
        completions.append(editor.request("textDocument/completion", {"textDocument": {"uri": uri}, "position": {"line": line, "character": 5}}))
        # Long enough for the handbook to be connected anew.
        time.sleep(1.5)
    return statistics.median(changes), statistics.median(completions), editor.stop()
