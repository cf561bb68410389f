"""Serves a handbook to many clients while its documents change: load.py BATON HANDBOOK [SECONDS [CLIENTS]].

Every response must be whole and right; the memory of the server is shown at the beginning and at the end.
"""

import http.client
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

BATON, HANDBOOK = sys.argv[1], sys.argv[2]
SECONDS, CLIENTS = (int(value) for value in (sys.argv[3:] + ["30", "64"][len(sys.argv) - 3:])[:2])


def memory(process):
    """The megabytes that a process has in memory."""
    with open(f"/proc/{process}/status", encoding="ascii") as file:
        return int(re.search(r"VmRSS:\s+(\d+)", file.read()).group(1)) // 1024


def main():
    with tempfile.TemporaryDirectory() as folder:
        book = f"{folder}/book"
        shutil.copytree(HANDBOOK, book)
        server = subprocess.Popen(
            [BATON, "serve", "--content", book, "--output", f"{folder}/site", "--port", "4871"],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=dict(os.environ, XDG_CACHE_HOME=f"{folder}/cache"))
        port = next(int(found.group(1)) for line in server.stdout if (found := re.search(r"http://[\d.]+:(\d+)/", line)))
        threading.Thread(target=server.stdout.read, daemon=True).start()
        pages = [os.path.relpath(path, f"{folder}/site") + "/" for path, _, names in os.walk(f"{folder}/site") if "index.html" in names]
        documents = [os.path.join(path, name) for path, _, names in os.walk(book) for name in names if name.endswith(".md")]
        end = time.monotonic() + SECONDS
        counts = {"right": 0, "failed": 0, "torn": 0}
        lock = threading.Lock()

        def ask(seed):
            choice = random.Random(seed)
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
            while time.monotonic() < end:
                try:
                    connection.request("GET", "/" + choice.choice(pages).removeprefix("./"))
                    response = connection.getresponse()
                    body = response.read()
                    outcome = "failed" if response.status != 200 else "right" if body.rstrip().endswith(b"</html>") else "torn"
                except (OSError, http.client.HTTPException):
                    outcome = "failed"
                    connection.close()
                with lock:
                    counts[outcome] += 1

        before = memory(server.pid)
        clients = [threading.Thread(target=ask, args=(number,)) for number in range(CLIENTS)]
        for client in clients:
            client.start()
        choice, changes = random.Random(7), 0
        while time.monotonic() < end:
            with open(choice.choice(documents), "a", encoding="utf-8") as file:
                file.write(f"\nChange {changes}.\n")
            changes += 1
            time.sleep(0.1)
        for client in clients:
            client.join()
        after = memory(server.pid)
        server.send_signal(signal.SIGINT)
        server.wait(10)
    print(f"{CLIENTS} clients, {SECONDS} s, {changes} changes: {counts['right']} right, {counts['failed']} failed, {counts['torn']} torn; "
          f"memory {before} MB before, {after} MB after")
    sys.exit(counts["failed"] + counts["torn"] > 0)


main()
