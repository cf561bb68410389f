"""Measures what Tests/Benchmarks/run has built: measure.py N. Times are medians of rounds that alternate between all works."""

import os
import re
import resource
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

import corpus

COUNT = int(sys.argv[1])
ROUNDS = 3 if COUNT > 2000 else 5
ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "../../.."))
BATON = f"{ROOT}/.build/release/baton"
TEMPORARY = tempfile.TemporaryDirectory()
BOOK, OUTPUT, HUGO = (f"{TEMPORARY.name}/{name}" for name in ("book", "output", "hugo"))


def run(command, **options):
    """The seconds and the peak memory in MB of a command."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    if os.waitstatus_to_exitcode(status) not in (0, 1):
        sys.exit(f"{command} ended with {os.waitstatus_to_exitcode(status)}")
    return seconds, usage.ru_maxrss / 1024


def document(kind, name):
    return f"{BOOK}/department-0/{kind}/{name}-0.md"


def edit(path, change):
    with open(path, encoding="utf-8") as file:
        text = file.read()
    with open(path, "w", encoding="utf-8") as file:
        file.write(change(text))


def build():
    return run([BATON, "build", "--content", BOOK, "--output", OUTPUT, "--quiet"])


def floor():
    shutil.rmtree(HUGO + "-floor", ignore_errors=True)
    os.makedirs(HUGO + "-floor")
    names = "\n".join(os.path.join(folder, name) for folder, _, names in os.walk(BOOK) for name in sorted(names) if name.endswith(".md"))
    with tempfile.TemporaryFile("w+") as file:
        file.write(names)
        file.seek(0)
        return run([f"{ROOT}/.build-benchmark/floor", HUGO + "-floor"], stdin=file)


def clean():
    shutil.rmtree(OUTPUT, ignore_errors=True)
    return build()


def text_changed():
    edit(document("tasks", "fix-defect"), lambda text: text + f"\nOne more line, {time.time_ns()}.\n")
    return build()


def title_changed():
    edit(document("tasks", "fix-defect"), lambda text: re.sub(r"^# .*$", f"# Fix a Defect {time.time_ns()}", text, count=1, flags=re.M))
    return build()


def handoffs_changed():
    edit(document("personas", "devops"), lambda text: text.replace("hands_off_to:\n", "hands_off_to:\n  - qa-0: Something new\n", 1))
    return build()


def theme_changed():
    theme = f"{TEMPORARY.name}/theme/static"
    os.makedirs(theme, exist_ok=True)
    with open(f"{theme}/extra.css", "w", encoding="utf-8") as file:
        file.write(f"/* {time.time_ns()} */\n")
    return run([BATON, "build", "--content", BOOK, "--output", OUTPUT, "--quiet", "--theme", os.path.dirname(theme)])


def check():
    return run([BATON, "check", "--content", BOOK])


def serve():
    """From saving a document to the message that its page changed."""
    process = subprocess.Popen(
        [BATON, "serve", "--content", BOOK, "--output", OUTPUT, "--port", "4870"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        address = None
        for line in process.stdout:
            found = re.search(r"http://[\d.]+:\d+/", line)
            if found:
                address = found.group(0)
                break
        path = "__baton/events"
        stream = urllib.request.urlopen(address + path, timeout=120)
        time.sleep(0.3)
        start = time.perf_counter()
        edit(document("tasks", "fix-defect"), lambda text: text + "\nSaved.\n")
        for line in stream:
            if line.startswith(b"event: reload"):
                return time.perf_counter() - start, 0
        return float("nan"), 0
    except (OSError, TypeError):
        return float("nan"), 0
    finally:
        process.send_signal(signal.SIGINT)
        process.wait()


def hugo():
    shutil.rmtree(f"{HUGO}/public", ignore_errors=True)
    return run(["hugo", "--source", HUGO, "--quiet"])


def pagefind():
    return run([sys.executable, "-m", "pagefind", "--site", f"{HUGO}/public"])


def prepare_hugo():
    os.makedirs(f"{HUGO}/layouts/_default", exist_ok=True)
    shutil.copytree(BOOK, f"{HUGO}/content", dirs_exist_ok=True)
    with open(f"{HUGO}/hugo.toml", "w", encoding="utf-8") as file:
        file.write('baseURL = "/"\ntitle = "Book"\ndisableKinds = ["taxonomy", "term", "RSS", "sitemap"]\n')
    for name, body in (("single", "<nav>{{ .TableOfContents }}</nav><main><h1>{{ .Title }}</h1>{{ .Content }}</main>"),
                       ("list", "<ul>{{ range .Pages }}<li><a href={{ .RelPermalink }}>{{ .Title }}</a></li>{{ end }}</ul>")):
        with open(f"{HUGO}/layouts/_default/{name}.html", "w", encoding="utf-8") as file:
            file.write(f"<!doctype html><title>{{{{ .Title }}}}</title>{body}\n")


def main():
    corpus.make(COUNT, BOOK)
    size = sum(os.path.getsize(os.path.join(folder, name)) for folder, _, names in os.walk(BOOK) for name in names)
    works = [("floor: libcmark alone", floor), ("clean build", clean), ("nothing changed", build), ("one text changed", text_changed),
             ("one title changed", title_changed), ("one persona's handoffs", handoffs_changed), ("theme changed", theme_changed),
             ("check", check), ("serve: save to reload", serve)]
    if shutil.which("hugo"):
        prepare_hugo()
        works.append(("Hugo, plain theme", hugo))
    results = {name: [] for name, _ in works}
    for _ in range(ROUNDS):
        for name, work in works:
            results[name].append(work())
    print(f"{COUNT} documents, {size / 1e6:.1f} MB, medians of {ROUNDS} rounds")
    base = statistics.median(seconds for seconds, _ in results[works[0][0]])
    for name, _ in works:
        seconds = statistics.median(seconds for seconds, _ in results[name])
        memory = max(memory for _, memory in results[name])
        print(f"  {name:26} {seconds:8.3f} s   {seconds / base:7.2f} x floor   {memory:6.0f} MB")


main()
