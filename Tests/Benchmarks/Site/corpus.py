"""Makes a handbook of N documents out of this repository's own: corpus.py N FOLDER.

Each department is a copy of the handbook with ids and names of its own; its work ends with a handoff to the next department.
The same N gives the same bytes.
"""

import glob
import os
import re
import sys

SOURCE = os.path.join(os.path.dirname(__file__), "../../../site-content")
KINDS = ("personas", "tasks", "templates", "checklists")


def documents():
    for kind in KINDS:
        for path in sorted(glob.glob(f"{SOURCE}/{kind}/*.md")):
            if os.path.basename(path).lower() not in ("index.md", "readme.md"):
                with open(path, encoding="utf-8") as file:
                    yield kind, os.path.basename(path)[:-3], file.read()


def handed_on(text, receiver):
    """The text of a persona with one more handoff."""
    line = f"  - {receiver}: Work for the next department"
    if "\nhands_off_to:\n" in text:
        return text.replace("\nhands_off_to:\n", f"\nhands_off_to:\n{line}\n", 1)
    return text


def make(count, folder):
    originals = list(documents())
    ids = sorted((name for _, name, _ in originals), key=len, reverse=True)
    names = {found.group(1).strip() for kind, _, text in originals if kind == "personas"
             for found in re.finditer(r"^# ([^-\n]*) - |^aliases: *\[(.*)\]", text, flags=re.M) if found.group(1)}
    aliases = {alias.strip(): name for kind, _, text in originals if kind == "personas"
               for name in re.findall(r"^# ([^-\n]*) - ", text, flags=re.M)
               for line in re.findall(r"^aliases: *\[(.*)\]", text, flags=re.M) for alias in line.split(",")}
    called = re.compile(r"(?m)^((?:persona|personas|created_by|executed_by): *|\*\*[\w ]+\*\*: *)(" +
                        "|".join(map(re.escape, sorted(names | set(aliases), key=len, reverse=True))) + r")\b")
    known = re.compile(r"(?<![\w-])(" + "|".join(map(re.escape, ids)) + r")(?![\w-])")
    departments = (count + len(originals) - 1) // len(originals)
    made = 0
    os.makedirs(folder, exist_ok=True)
    personas = [name for kind, name, _ in originals if kind == "personas"]
    with open(f"{folder}/baton.yml", "w", encoding="utf-8") as file:
        file.write("groups:\n")
        for number in range(departments):
            members = ", ".join(f"{name}-{number}" for name in personas)
            file.write(f"  everyone-{number}: [{members}]\n")
    for number in range(departments):
        for kind, name, text in originals:
            if made == count:
                return
            text = known.sub(lambda found: f"{found.group(1)}-{number}", text)
            text = text.replace("all-personas:", f"everyone-{number}:")
            text = called.sub(lambda found: f"{found.group(1)}{aliases.get(found.group(2), found.group(2))} {number}", text)
            if kind == "personas":
                text = re.sub(r"^# ([^-\n]*) - ", lambda found: f"# {found.group(1)} {number} - ", text, flags=re.M)
                text = re.sub(r"^aliases:.*\n", "", text, flags=re.M)
                if name == "devops" and number + 1 < departments:
                    text = handed_on(text, f"pm-{number + 1}")
            place = f"{folder}/department-{number}/{kind}"
            os.makedirs(place, exist_ok=True)
            with open(f"{place}/{name}-{number}.md", "w", encoding="utf-8") as file:
                file.write(text)
            made += 1


if __name__ == "__main__":
    make(int(sys.argv[1]), sys.argv[2])
