"""Measures what Tests/Benchmarks/run has built: measure.py N. Times are medians of rounds that alternate between all works.

Everything that writes a whole site writes it into a folder that did not exist, and nothing is removed before the end: ext4 gives
out no inode that was freed in the last minutes, and looks at each of them for every new file. What does replace thousands of files
comes after all that it could slow down.
"""

import importlib.util
import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

import corpus
import editor

COUNT = int(sys.argv[1])
ROUNDS = 3 if COUNT > 2000 else 5
ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "../../.."))
BATON = f"{ROOT}/.build/release/baton"
TEMPORARY = tempfile.TemporaryDirectory(dir=os.environ.get("TMPDIR"))
BOOK, OUTPUT, HUGO, CACHE = (f"{TEMPORARY.name}/{name}" for name in ("book", "output", "hugo", "cache"))
ENVIRONMENT = dict(os.environ, XDG_CACHE_HOME=CACHE)
PAGEFIND = (["pagefind"] if shutil.which("pagefind")
            # The module alone has no program in it.
            else [sys.executable, "-m", "pagefind"] if importlib.util.find_spec("pagefind_bin") else None)
fresh = 0


def run(command, accepted=(0,), cache=CACHE, **options):
    """The seconds and the peak memory in MB of a command."""
    environment = dict(ENVIRONMENT, XDG_CACHE_HOME=cache)
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment, **options)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    if os.waitstatus_to_exitcode(status) not in accepted:
        sys.exit(f"{command} ended with {os.waitstatus_to_exitcode(status)}")
    return seconds, usage.ru_maxrss / 1024


def new_folder():
    global fresh
    fresh += 1
    return f"{TEMPORARY.name}/fresh-{fresh}"


def document(kind, name):
    return f"{BOOK}/department-0/{kind}/{name}-0.md"


def edit(path, change):
    with open(path, encoding="utf-8") as file:
        text = file.read()
    with open(path, "w", encoding="utf-8") as file:
        file.write(change(text))


def build(output=OUTPUT, *more, cache=CACHE):
    return run([BATON, "build", "--content", BOOK, "--output", output, "--quiet", *more], accepted=(0, 1), cache=cache)


def floor():
    folder = new_folder()
    os.makedirs(folder)
    with texts() as file:
        return run([f"{ROOT}/.build-benchmark/floor", folder], stdin=file)


def floor_and_files():
    """libcmark, and writing the files of the finished site, with nothing between them."""
    folder = new_folder()
    os.makedirs(folder)
    with texts() as file:
        done = subprocess.run([f"{ROOT}/.build-benchmark/floor", folder, OUTPUT], stdin=file, capture_output=True, text=True, check=True)
    return float(done.stdout), 0


def texts():
    """A file that names the documents."""
    file = tempfile.TemporaryFile("w+")
    file.write("\n".join(os.path.join(folder, name) for folder, _, names in os.walk(BOOK) for name in sorted(names) if name.endswith(".md")))
    file.seek(0)
    return file


def clean():
    """Nothing is there: neither a site, nor documents that were parsed before."""
    return build(new_folder(), cache=new_folder())


def new_output():
    """The documents were parsed before, for another folder."""
    return build(new_folder())


def text_changed():
    edit(document("tasks", "fix-defect"), lambda text: text + f"\nOne more line, {time.time_ns()}.\n")
    return build()


def title_changed():
    edit(document("tasks", "fix-defect"), lambda text: re.sub(r"^# .*$", f"# Fix a Defect {time.time_ns()}", text, count=1, flags=re.M))
    return build()


def handoffs_changed():
    edit(document("personas", "devops"), lambda text: text.replace("hands_off_to:\n", f"hands_off_to:\n  - qa-0: Something new {time.time_ns()}\n", 1))
    return build()


def theme_changed():
    theme = f"{TEMPORARY.name}/theme/static"
    os.makedirs(theme, exist_ok=True)
    with open(f"{theme}/extra.css", "w", encoding="utf-8") as file:
        file.write(f"/* {time.time_ns()} */\n")
    measured = build(OUTPUT, "--theme", os.path.dirname(theme))
    build()
    return measured


def check():
    return run([BATON, "check", "--content", BOOK], accepted=(0, 1))


def cold_check():
    return run([BATON, "check", "--content", BOOK, "--no-cache"], accepted=(0, 1))


class Preview:
    """A running `baton serve`, and how long it took until it answered."""

    def __init__(self):
        start = time.perf_counter()
        self.process = subprocess.Popen(
            [BATON, "serve", "--content", BOOK, "--output", OUTPUT, "--port", "4870"],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=ENVIRONMENT)
        for line in self.process.stdout:
            if found := re.search(r"http://[\d.]+:\d+/", line):
                break
        self.seconds = time.perf_counter() - start
        self.stream = urllib.request.urlopen(found.group(0) + "__baton/events", timeout=120)
        time.sleep(0.3)

    def save(self):
        """From saving a document to the message that its page changed."""
        start = time.perf_counter()
        edit(document("tasks", "fix-defect"), lambda text: text + "\nSaved.\n")
        for line in self.stream:
            if line.startswith(b"event: reload"):
                break
        return time.perf_counter() - start

    def stop(self):
        self.process.send_signal(signal.SIGINT)
        _, _, usage = os.wait4(self.process.pid, 0)
        return usage.ru_maxrss / 1024


def serve(results):
    preview = Preview()
    saves = []
    for _ in range(5):
        saves.append(preview.save())
        time.sleep(0.3)
    memory = preview.stop()
    results["serve: start"].append((preview.seconds, memory))
    results["serve: save to reload"].append((statistics.median(saves), memory))


def language_server(results):
    change, completion, memory = editor.measure(BATON, BOOK, document("personas", "qa"))
    results["editor: change to problems"].append((change, memory))
    results["editor: completion"].append((completion, memory))


public = None


def hugo():
    global public
    public = new_folder()
    return run(["hugo", "--source", HUGO, "--destination", public, "--quiet"])


def pagefind():
    return run([*PAGEFIND, "--site", public])


def prepare_hugo():
    os.makedirs(f"{HUGO}/layouts/_default", exist_ok=True)
    shutil.copytree(BOOK, f"{HUGO}/content", dirs_exist_ok=True)
    with open(f"{HUGO}/hugo.toml", "w", encoding="utf-8") as file:
        file.write('baseURL = "/"\ntitle = "Book"\ndisableKinds = ["taxonomy", "term", "RSS", "sitemap"]\n')
    for name, body in (("single", "<nav>{{ .TableOfContents }}</nav><main><h1>{{ .Title }}</h1>{{ .Content }}</main>"),
                       ("list", "<ul>{{ range .Pages }}<li><a href={{ .RelPermalink }}>{{ .Title }}</a></li>{{ end }}</ul>")):
        with open(f"{HUGO}/layouts/_default/{name}.html", "w", encoding="utf-8") as file:
            file.write(f"<!doctype html><html lang=en><head><title>{{{{ .Title }}}}</title></head><body>{body}</body></html>\n")


def main():
    corpus.make(COUNT, BOOK)
    size = sum(os.path.getsize(os.path.join(folder, name)) for folder, _, names in os.walk(BOOK) for name in names)
    works = [("floor: libcmark alone", floor), ("floor, and the site's files", floor_and_files), ("clean build", clean), ("site anew, cache kept", new_output), ("nothing changed", build), ("one text changed", text_changed),
             ("one title changed", title_changed), ("one persona's handoffs", handoffs_changed),
             ("check", check), ("check, nothing kept", cold_check)]
    late = [("theme changed", theme_changed)]
    if shutil.which("hugo"):
        prepare_hugo()
        works.append(("Hugo, plain theme", hugo))
        if PAGEFIND:
            works.append(("Pagefind on Hugo's site", pagefind))
    results = {name: [] for name, _ in works + late}
    results["serve: start"], results["serve: save to reload"] = [], []
    build()
    for group in (works, late):
        for _ in range(ROUNDS):
            for name, work in group:
                results[name].append(work())
    serve(results)
    results["editor: change to problems"], results["editor: completion"] = [], []
    language_server(results)
    print(f"{COUNT} documents, {size / 1e6:.1f} MB, medians of {ROUNDS} rounds")
    print(f"  {'':26} {'seconds':>8}   x floor   x clean   MB at most")
    base, whole = (statistics.median(seconds for seconds, _ in results[name]) for name in ("floor: libcmark alone", "clean build"))
    for name, measured in results.items():
        seconds = statistics.median(seconds for seconds, _ in measured)
        memory = max(memory for _, memory in measured)
        print(f"  {name:26} {seconds:8.3f} {seconds / base:9.2f} {seconds / whole:9.2f} {memory:12.0f}")


main()
