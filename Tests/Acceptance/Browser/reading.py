"""Writes a handbook that is hard to show; or opens its site and says what a reader does not see or reach, a line each.

Usage: reading.py write FOLDER | reading.py run SITE
"""

import pathlib
import shutil
import sys

import look_server

DESKTOP = {"width": 1400, "height": 800}

BOOK = {
    "baton.yml": "title: Hard to show\nlogo: logo.svg\n",
    "logo.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 256" width="512" height="256"><rect width="512" height="256"/></svg>',
    "personas/a.md": "# Ann\n\nText.\n",
}


def write(folder):
    for path, text in BOOK.items():
        file = pathlib.Path(folder, path)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)


def check(what, is_right):
    if not is_right:
        print(f"not so: {what}")


def logo(page, address):
    page.set_viewport_size(DESKTOP)
    page.goto(address)
    box = page.locator(".site img").bounding_box()
    check("a logo of any size is as high as the title, and keeps its shape", (box["width"], box["height"]) == (56, 28))


def run(site):
    from playwright.sync_api import sync_playwright

    address = look_server.serve(site)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page()
        page.on("pageerror", lambda error: print(f"script: {error}"))
        for look in [logo]:
            look(page, address)
        browser.close()
    print("read")


if sys.argv[1] == "write":
    write(sys.argv[2])
else:
    run(sys.argv[2])
