"""Plants mistakes in a handbook, one at a time, and asks whether each is found: plant.py BATON HANDBOOK FOLDER [EACH].

EACH (25) of each of 20 sorts, at places that a fixed seed chooses. Each must be reported with its code at its file and line, and the
handbook without them must be reported to have no problem.
"""

import json
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys

BATON, SOURCE, FOLDER = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
BOOK = FOLDER / "book"
EACH = int(sys.argv[4]) if len(sys.argv) > 4 else 25
dice = random.Random(20261124)


def check():
    run = subprocess.run([BATON, "check", "--content", str(BOOK), "--format", "json"], capture_output=True, text=True)
    if run.returncode not in (0, 1):
        sys.exit(f"baton check ended with {run.returncode}: {run.stderr}")
    return {(d["code"], d["file"], d["line"]) for d in json.loads(run.stdout)["diagnostics"]}


def files(kind):
    return sorted(p for p in (BOOK / kind).rglob("*.md") if p.name not in ("index.md", "README.md"))


def line_of(text, offset):
    return text.count("\n", 0, offset) + 1


def replace_item(kind, fields, change, code):
    """Changes a random item of a list in front matter."""
    def plant():
        places = []
        for path in files(kind):
            text = path.read_text()
            front = text.split("\n---\n")[0]
            for field in fields:
                block = re.search(rf"^{field}:\n((?:  +- .*\n?)+)", front + "\n", re.M)
                if block:
                    for item in re.finditer(r"- ([a-z0-9-]+)", block.group(1)):
                        places.append((path, text, block.start(1) + item.start(1), item.group(1)))
        path, text, start, word = dice.choice(places)
        new = change(word)
        path.write_text(text[:start] + new + text[start + len(word):])
        return code, path, line_of(text, start)
    return plant


def append_line(kinds, make, code):
    """Puts a paragraph at the end of a random document."""
    def plant():
        path = dice.choice([p for kind in kinds for p in files(kind)])
        text = path.read_text().rstrip("\n") + "\n\n"
        path.write_text(text + make() + "\n")
        return code, path, text.count("\n") + 1
    return plant


def add_document(kind, make, code, line):
    """Writes a new document."""
    def plant():
        path = BOOK / kind / f"planted-{dice.randrange(10**6)}.md"
        path.write_text(make())
        return code, path, line
    return plant


def misspelt(word):
    place = dice.randrange(1, len(word) - 1)
    return word[:place] + dice.choice("qxz") + dice.choice("jkw") + word[place + 1:]


def drop_handoff():
    """Takes one end of a handoff away; the other one must be told."""
    places = []
    for path in files("personas"):
        text = path.read_text()
        block = re.search(r"^receives_from:\n((?:  +- .*\n)+)", text, re.M)
        if block:
            for item in re.finditer(r"  +- ([a-z-]+).*\n", block.group(1)):
                places.append((path, text, block.start(1) + item.start(), item.group(0), item.group(1)))
    path, text, start, line, giver = dice.choice(places)
    path.write_text(text[:start] + text[start + len(line):])
    other = BOOK / "personas" / f"{giver}.md"
    words = other.read_text()
    block = re.search(r"^hands_off_to:\n((?:  +- .*\n)+)", words, re.M)
    item = re.search(rf"- {path.stem}\b", block.group(1))
    return "one-sided-handoff", other, line_of(words, block.start(1) + item.start())


def add_field(kinds, line, code):
    """Puts a line at the top of the front matter of a random document."""
    def plant():
        path = dice.choice([p for kind in kinds for p in files(kind) if p.read_text().startswith("---\n")])
        text = path.read_text()
        path.write_text("---\n" + line + "\n" + text[4:])
        return code, path, 2
    return plant


SORTS = [
    replace_item("personas", ["primary_tasks", "primary_templates", "primary_checklists"], misspelt, "unknown-reference"),
    replace_item("tasks", ["uses_templates", "validated_by"], misspelt, "unknown-reference"),
    replace_item("personas", ["primary_tasks"], lambda _: "test-plan-tmpl", "wrong-kind"),
    replace_item("tasks", ["uses_templates"], lambda _: "qa", "wrong-kind"),
    drop_handoff,
    append_line(["tasks", "personas"], lambda: f"See [this](nowhere-{dice.randrange(99)}.md).", "broken-link"),
    append_line(["tasks", "checklists"], lambda: f"See [[nobody-{dice.randrange(99)}]].", "broken-link"),
    append_line(["tasks", "personas"], lambda: "See [[qa#no-such-heading]].", "broken-anchor"),
    append_line(["tasks"], lambda: f"![A picture](missing-{dice.randrange(99)}.png)", "missing-image"),
    append_line(["tasks", "personas", "checklists"], lambda: "Ask [Name of the owner] first.", "placeholder-left-over"),
    append_line(["tasks", "personas"], lambda: "###### Far too deep", "heading-skipped"),
    append_line(["tasks", "personas"], lambda: "![](https://example.org/a.png)", "image-without-alt"),
    add_document("tasks", lambda: "# Do Something That Nobody Does\n", "task-without-persona", 1),
    add_document("templates", lambda: "---\nproduces: Nothing\n---\n# An Unused Form\n", "template-unused", 4),
    add_document("checklists", lambda: "---\npurpose: None\n---\n# An Unused List\n", "checklist-unused", 4),
    add_document("tasks", lambda: "---\npersona: Nobody Known\n---\n# Do It\n", "unknown-name", 2),
    add_document("tasks", lambda: "---\npersona: qa\nphase: Tseting\n---\n# Do It\n", "phase-unknown", 3),
    add_document("personas", lambda: "---\ntagline: Alone\n---\n# Lonely One\n", "persona-without-handoffs", 4),
    add_field(["tasks", "personas"], "tagz: wrong", "unknown-field"),
    add_document("checklists", lambda: "---\npurpose: P\nexecuted_by: qa\ncategories: [One, Two]\n---\n# L\n\n## One\n\n- [ ] a\n",
                 "checklist-category-without-items", 4),
]

shutil.rmtree(BOOK, ignore_errors=True)
shutil.copytree(SOURCE, BOOK)
untouched = check()
if untouched:
    sys.exit(f"false alarms: {sorted(untouched)}")
missed = []
for plant in SORTS:
    for _ in range(EACH):
        before = {p: p.stat().st_mtime_ns for p in BOOK.rglob("*") if p.is_file()}
        code, path, line = plant()
        found = check()
        if (code, str(path.relative_to(BOOK)), line) not in found:
            missed.append((code, str(path.relative_to(BOOK)), line, sorted(found)[:5]))
        for p in list(BOOK.rglob("*")):
            if p.is_file() and before.get(p) != p.stat().st_mtime_ns:
                source = SOURCE / p.relative_to(BOOK)
                shutil.copy2(source, p) if source.exists() else os.remove(p)
if missed:
    sys.exit("\n".join(map(str, missed[:20])) + f"\n{len(missed)} missed")
print(f"{len(SORTS) * EACH} mistakes found")
