"""Edits a handbook under a running `baton serve` and says what two open pages do wrong, a line each.

Usage: live.py write BOOK
       live.py ADDRESS BOOK STYLE   (STYLE: the theme's style sheet)
"""

import pathlib
import shutil
import sys

from playwright.sync_api import Error, expect, sync_playwright

ADDRESS, BOOK, *STYLE = sys.argv[1], *map(pathlib.Path, sys.argv[2:])
LONG = "\n\n".join(f"Paragraph {number}." for number in range(200))


def write(name, text):
    """Writes a document whose first paragraph, which lists show, stays the same."""
    (BOOK / f"personas/{name}.md").write_text(f"# The {name}\n\nLists show this.\n\n{text}\n\n{LONG}\n")


def mark(page):
    """Leaves a mark that a reload takes away, and scrolls down."""
    page.evaluate("window.mark = true; scrollTo({ top: 1200, behavior: 'instant' })")


def check(what, is_right):
    if not is_right:
        print(f"not so: {what}")


def stays(page):
    return page.evaluate("window.mark === true")


def top(page):
    return round(page.evaluate("scrollY"))


def edit_text(a, b):
    mark(a)
    mark(b)
    write("a", "The first *change*.")
    expect(a.get_by_text("The first change.")).to_be_attached()
    a.wait_for_load_state()
    check("a page that changed loads again", not stays(a))
    check("it keeps its place", top(a) == 1200)
    check("a page that did not change is left alone", stays(b))


def exchange_style(a, b):
    mark(a)
    mark(b)
    [style] = STYLE
    sheets = a.locator("link[rel~=stylesheet]").count()
    style.write_text(style.read_text() + "\nmain p { letter-spacing: 3px !important }\n")
    for page in [a, b]:
        expect(page.locator("main p").first).to_have_css("letter-spacing", "3px")
        check("styles change without loading again", stays(page))
        expect(page.locator("link[rel~=stylesheet]")).to_have_count(sheets)


def show_problems(a, b):
    mark(a)
    write("b", "See [[a]], [[nobody<img src=x onerror=alert(1)>]] and [text](nowhere.md).")
    for page in [a, b]:
        overlay = page.locator("baton-problems")
        expect(overlay.get_by_role("status")).to_be_visible()
        expect(overlay.get_by_text("2 problems")).to_be_visible()
        expect(overlay.get_by_text("personas/b.md:5:").first).to_be_visible()
        expect(overlay.get_by_text("nowhere.md").first).to_be_visible()
        check("a problem's text is no HTML", overlay.locator("img").count() == 0)
    check("a page that only shows the problems stays", stays(a))
    a.locator("baton-problems").get_by_role("button").click()
    b.keyboard.press("Escape")
    for page in [a, b]:
        expect(page.locator("baton-problems")).to_have_count(0)
        page.reload()
        page.wait_for_timeout(500)
        check("what was closed is not shown again", page.locator("baton-problems").count() == 0)
    write("b", "See [[a]] and [[nobody]].")
    for page in [a, b]:
        expect(page.locator("baton-problems").get_by_text("1 problem", exact=True)).to_be_visible()
    write("b", "See [[a]].")
    for page in [a, b]:
        expect(page.locator("baton-problems")).to_have_count(0)
    expect(b.get_by_text("See The a.")).to_be_attached()


def count_all(a):
    write("b", "\n\n".join(f"See [[nobody{number}]]." for number in range(80)))
    expect(a.locator("baton-problems").get_by_text("80 problems", exact=True)).to_be_visible()
    check("not all are listed", a.locator("baton-problems li").count() == 51)
    write("b", "See [[a]].")
    expect(a.locator("baton-problems")).to_have_count(0)


PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="{}" height="20"/>'


def write_embedded():
    # Each file is embedded in one way, and named by no `src` of the page.
    (BOOK / "files").mkdir()
    for name in ["source", "poster", "fallback"]:
        (BOOK / f"files/{name}.svg").write_text(PICTURE.format(20))
    (BOOK / "files/main.js").write_text('import "./dependency.js";\n')
    (BOOK / "files/dependency.js").write_text("document.body.dataset.dependency = 1;\n")
    (BOOK / "baton.yml").write_text("html: trusted\n")
    (BOOK / "pages").mkdir()
    (BOOK / "pages/embeds.md").write_text(
        "# Embeds\n\n"
        '<picture><source srcset="../../files/source.svg"><img src="../../files/fallback.svg" alt="x"></picture>\n\n'
        '<video poster="../../files/poster.svg"></video>\n\n'
        '<script type="module" src="../../files/main.js"></script>\n'
    )


def change_embedded(page):
    page.goto(ADDRESS + "pages/embeds/")
    write_embedded()
    for name in ["source.svg", "poster.svg", "dependency.js", "main.js"]:
        expect(page.locator("body[data-dependency]")).to_be_attached()
        page.wait_for_load_state()
        page.evaluate("window.mark = true")
        file = BOOK / "files" / name
        file.write_text(file.read_text() + "\n")
        try:
            page.wait_for_function("window.mark !== true", timeout=10_000)
        except Error:
            check(f"a page loads again when {name} changes", False)


def go_and_come_back(b):
    (BOOK / "personas/b.md").rename(BOOK / "aside")
    expect(b.get_by_role("heading", name="Page not found")).to_be_visible()
    (BOOK / "aside").rename(BOOK / "personas/b.md")
    expect(b.get_by_role("heading", name="The b", exact=True)).to_be_visible()


def main():
    if ADDRESS == "write":
        (BOOK / "personas").mkdir(parents=True)
        write("a", "As it was.")
        write("b", "See [[a]].")
        return
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        context = browser.new_context()
        pages = []
        for path in ["personas/a/", "personas/b/?from=mail#:main"]:
            page = context.new_page()
            page.on("pageerror", lambda error: print(f"script: {error}"))
            page.on("console", lambda line: "404" not in line.text and line.type == "error" and print(f"console: {line.text}"))
            page.goto(ADDRESS + path)
            expect(page.get_by_text("Lists show this.").first).to_be_attached()
            pages.append(page)
        a, b = pages
        steps = [
            lambda: edit_text(a, b),
            lambda: exchange_style(a, b),
            lambda: show_problems(a, b),
            lambda: count_all(a),
            lambda: go_and_come_back(b),
            lambda: change_embedded(a),
        ]
        for step in steps:
            try:
                step()
            except (AssertionError, Error) as error:
                print(str(error))
                break
        browser.close()
    print("looked at two pages")


main()
