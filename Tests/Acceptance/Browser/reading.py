"""Writes a handbook that is hard to show; or opens its site and says what a reader does not see or reach, a line each.

Usage: reading.py write FOLDER | reading.py run SITE
"""

import pathlib
import shutil
import sys

import look_server

DESKTOP = {"width": 1400, "height": 800}
PHONE = {"width": 360, "height": 740}

LONG = "PAYMENT_GATEWAY_SERVICE_ACCOUNT_CREDENTIALS_FILE"
BOOK = {
    "baton.yml": f"title: Hard to show {LONG}\nlogo: logo.svg\nfooter: By {LONG}\nphases: [{LONG}, Do]\ngroups: {{{LONG}s: [a, b]}}\n",
    "logo.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 256" width="512" height="256"><rect width="512" height="256"/></svg>',
    "personas/a.md": f"""---
title: The {LONG}
aliases: [{LONG}A]
tags: [{LONG}]
phase: {LONG}
tagline: {LONG}
core_actions: [{LONG}: {LONG}]
key_questions: [{LONG}]
primary_tasks: [t]
hands_off_to: [b: {LONG}, {LONG}C: {LONG}]
{LONG}: {LONG}
---

# {LONG}B - The first

Text {LONG} `{LONG}`.

## {LONG}

- {LONG}

## More of it

<details><summary>{LONG}</summary>

{LONG}

</details>
""",
    "notes/raw.md": "# Raw\n\n```sh title=\"x\"\ny\n```\n\n"
    f"<table><tr>{'<td>some cells</td>' * 20}</tr></table>\n\n<pre>{'letters' * 60}</pre>\n\n"
    "```mermaid\ngraph TD\nx --> y\n```\n\n"
    f"|{' a |' * 12}\n|{' - |' * 12}\n|{f' {LONG} |' * 12}\n\n"
    f"- <table><tr>{'<td>some cells</td>' * 20}</tr></table>\n\n> <pre>{'letters' * 60}</pre>\n",
    "notes/signs.md": "# Signs\n\n| Sign | Limit | Who | What to do | Why |\n|-|-|-|-|-|\n"
    f"| Saturation | 120 | Nurse | {'Call the junior doctor at once. ' * 5} | {'It is the first sign of pain. ' * 5} |\n\n"
    "- [ ] One\n\n- [x] Two\n\n  ```sh title=\"run.sh\"\n  echo two\n  ```\n\n  > Quote\n\n## Tight\n\n- [ ] Three\n  ```\n  code\n  ```\n",
    "personas/b.md": f"---\nhands_off_to: [a: {LONG}]\nprimary_tasks: [t]\n---\n# Bob\n\nText.\n",
    "tasks/t.md": f"# Task: {LONG}T\n\n**Persona**: {LONG}B\n**Phase**: {LONG}\n**Prerequisites**: {LONG}\n\n- [ ] {LONG}\n\n> {LONG}\n",
    "templates/m.md": f"---\nproduces: {LONG}\nused_in_tasks: [t]\n---\n# Template: {LONG}M\n\n[{LONG}]\n",
    "checklists/c.md": f"---\ncategories: [{LONG}]\nvalidates: {LONG}\n---\n# Checklist: {LONG}L\n\n## {LONG}\n\n- [ ] {LONG}\n",
}

# A ring of personas: the matrix of their handoffs is wider and higher than any screen, and full of links.
for number in range(12):
    BOOK[f"personas/p{number}.md"] = f"---\nhands_off_to: [p{(number + 1) % 12}]\n---\n# Giver and receiver {number}\n"


def write(folder):
    for path, text in BOOK.items():
        file = pathlib.Path(folder, path)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)


def check(what, is_right):
    if not is_right:
        print(f"not so: {what}")


def logo(page, address, paths):
    page.set_viewport_size(DESKTOP)
    page.goto(address)
    box = page.locator(".site img").bounding_box()
    check("a logo of any size is as high as the title, and keeps its shape", (box["width"], box["height"]) == (56, 28))


# Texts that reach out of what shows them, where no box can be scrolled.
CUT_OFF = """() => {
  const isPaper = matchMedia("print").matches;
  const cut = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim()) continue;
    if (!parent.checkVisibility() || parent.closest("svg, script, .unseen, .skip, .site span")) continue;
    const range = new Range();
    range.selectNodeContents(walker.currentNode);
    const right = Math.max(...[...range.getClientRects()].map((box) => box.right));
    let limit = innerWidth;
    for (let box = parent; box; box = box.parentElement) {
      const overflow = getComputedStyle(box).overflowX;
      if (/auto|scroll/.test(overflow) && !isPaper) break;
      if (overflow !== "visible") limit = Math.min(limit, box.getBoundingClientRect().right);
      if (box === document.body && right > limit + 1) cut.push(parent.outerHTML.slice(0, 100));
    }
  }
  return cut;
}"""


# Boxes that scroll sideways, and that the keyboard does not reach.
UNREACHED = """() => [...document.querySelectorAll("main *")].filter((box) =>
  box.scrollWidth > box.clientWidth && /auto|scroll/.test(getComputedStyle(box).overflowX) && box.checkVisibility() && box.tabIndex < 0)
  .map((box) => box.outerHTML.slice(0, 100))"""


def wide(page, address, paths):
    page.set_viewport_size(PHONE)
    for path in paths:
        page.goto(address + path)
        width = page.evaluate("document.documentElement.scrollWidth")
        check(f"{path}: the page is no wider than a phone: {width} px", width <= PHONE["width"])
        for text in page.evaluate(CUT_OFF):
            print(f"{path}: cut off: {text}")
        for box in page.evaluate(UNREACHED):
            print(f"{path}: scrolls sideways out of reach: {box}")


# Pictures that are wider than the page.
TOO_WIDE = """() => [...document.querySelectorAll("svg.diagram")].filter((picture) => picture.getBoundingClientRect().right > innerWidth).length"""


def paper(page, address, paths):
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 680, "height": 900})
    # The page of handoffs lies on its side.
    for path in set(paths) - {"handoffs/"}:
        page.goto(address + path)
        for text in page.evaluate(CUT_OFF):
            print(f"{path}: cut off on paper: {text}")
        check(f"{path}: pictures fit the paper", page.evaluate(TOO_WIDE) == 0)
        for box in page.locator("main details").all():
            if box.get_attribute("class") == "alternative":
                check(f"{path}: a closed list under a picture leaves no frame", not box.is_visible())
            else:
                check(f"{path}: what is folded is printed", box.locator("summary + *").is_visible())
    page.emulate_media(media="screen")


def words(page, address, paths):
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 680, "height": 900})
    page.goto(address + "notes/signs/")
    heights = page.locator("td:nth-child(-n + 3)").evaluate_all("cells => cells.map((cell) => [...new Set([...cell.childNodes].flatMap((text) => { const range = new Range(); range.selectNode(text); return [...range.getClientRects()].map((box) => box.top); }))].length)")
    check(f"short words in a table are whole on paper: {heights}", heights == [1, 1, 1])
    page.emulate_media(media="screen")


# Items of task lists whose words do not stand beside their box, and blocks in them whose words begin outside.
APART = """() => {
  const left = (node) => { const range = new Range(); range.selectNodeContents(node); return range.getBoundingClientRect(); };
  const items = [...document.querySelectorAll("li:has(> input)")].filter((item) => {
    const box = item.querySelector("input").getBoundingClientRect();
    const words = item.querySelector("input + p") ?? item.querySelector("input").nextSibling;
    const place = [...(() => { const range = new Range(); range.selectNode(words); return range.getClientRects(); })()][0];
    return place.top > box.bottom || place.left < box.right;
  });
  const blocks = [...document.querySelectorAll("li:has(> input) :is(pre, blockquote, figcaption)")]
    .filter((block) => left(block).left < block.getBoundingClientRect().left);
  return [...items, ...blocks].map((part) => part.outerHTML.slice(0, 100));
}"""


def boxes(page, address, paths):
    page.set_viewport_size(DESKTOP)
    page.goto(address + "notes/signs/")
    check("there are items to look at", page.locator("li > input").count() == 3)
    for part in page.evaluate(APART):
        print(f"stands apart from its box, or outside of its frame: {part}")


def menus(page, address, paths):
    page.set_viewport_size(PHONE)
    page.goto(address + "personas/a/")
    for menu in [".menu", ".toc details"]:
        page.locator(f"{menu} > summary").press("Enter")
        page.locator(f"{menu} ul").first.click(position={"x": 1, "y": 1})
        check(f"{menu} stays open while it is used", page.locator(menu).evaluate("menu => menu.open"))
        page.locator(f"{menu} :is(a, summary):visible").last.press("Tab")
        check(f"{menu} closes when the focus leaves it", not page.locator(menu).evaluate("menu => menu.open"))


# How many links of a matrix, reached one after another, lie hidden under its heads or outside of it.
COVERED = """(backward) => {
  const links = [...document.querySelectorAll(".matrix td a")];
  return (backward ? links.reverse() : links).filter((link) => {
    link.focus();
    const { left, top, width, height } = link.getBoundingClientRect();
    return ![0.1, 0.5, 0.9].some((part) => link.contains(document.elementFromPoint(left + width * part, top + height / 2)));
  }).length;
}"""


def matrix(page, address, paths):
    page.set_viewport_size(PHONE)
    for backward in [False, True]:
        page.goto(address + "handoffs/")
        page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        covered = page.evaluate(COVERED, backward)
        check(f"what has the focus in the matrix is seen, but for {covered} links", covered == 0)


def pictures(page, address, paths):
    page.set_viewport_size(DESKTOP)
    page.goto(address + "tasks/t/")
    reached = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.localName"))
    check(f"a picture that fits is no stop of its own: {reached}", "a" in reached and not reached & {"figure", "svg"})
    page.locator("svg.diagram .node a").first.focus()
    check("a box that has the focus lights up its arrows", page.locator("svg.is-lit").count() == 1)
    page.set_viewport_size(PHONE)
    page.goto(address)
    name = page.locator(".map figure").evaluate("figure => figure.ariaLabel + '|' + figure.querySelector('title').textContent")
    check(f"a picture that scrolls is named by its title: {name}", name.split("|")[0] == name.split("|")[1] + ", scrolls sideways")
    check("each picture of the home page can be saved", page.locator(".download, .save").count() == page.locator("figure.diagram-box").count() == 2)


def lists(page, address, paths):
    page.set_viewport_size(DESKTOP)
    page.goto(address + "personas/")
    for words, answer in [("receiver 1", "3 of 14"), ("zzzz", "Nothing fits"), ("", "")]:
        page.get_by_label("Narrow this list").fill(words)
        check(f"a list narrowed by '{words}' says so", page.get_by_role("status").text_content() == answer)
    page.goto(address + "handoffs/#from=nobody&to=p1")
    check("an unknown persona in an address is none", page.locator("[id=':ways-from']").input_value() == "" and page.locator("[id=':ways-to']").input_value() == "p1")


def touch(page, address, paths):
    context = page.context.browser.new_context(has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(address + "notes/raw/")
    check("what copies code is seen where nothing can hover", page.locator(".copy").evaluate("button => getComputedStyle(button).opacity") == "1")
    context.close()


def run(site):
    from playwright.sync_api import sync_playwright

    address = look_server.serve(site)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(reduced_motion="reduce")
        page.on("pageerror", lambda error: print(f"script: {error}"))
        for look in [logo, wide, paper, words, boxes, menus, matrix, pictures, lists, touch]:
            look(page, address, list(look_server.paths(site)))
        browser.close()
    print("read")


if sys.argv[1] == "write":
    write(sys.argv[2])
else:
    run(sys.argv[2])
