"""Opens every page of a built site in Chromium and says what is wrong with it, a line each; nothing when all is well.

Usage: look.py SITE [--axe-every N]   (axe looks at every N-th page, in light and dark; all are opened)
"""

import argparse
import shutil

import look_server
from axe_core_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1440, "height": 900}


def violations(page, axe):
    for violation in axe.run(page)["violations"]:
        yield f"{violation['id']}: {violation['help']}: {violation['nodes'][0]['html'][:200]}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("site")
    parser.add_argument("--axe-every", type=int, default=1)
    options = parser.parse_args()
    address = look_server.serve(options.site)
    axe = Axe()
    count = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        page = browser.new_page(viewport=DESKTOP)
        troubles = []
        page.on("console", lambda message: message.type == "error" and troubles.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: troubles.append(f"script: {error}"))
        # What the next page's navigation cuts off, as the icon that is fetched last, did not fail.
        page.on(
            "requestfailed",
            lambda request: request.failure != "net::ERR_ABORTED" and troubles.append(f"request: {request.url} {request.failure}"),
        )
        page.on("response", lambda reply: reply.status >= 400 and troubles.append(f"status {reply.status}: {reply.url}"))
        for number, path in enumerate(look_server.paths(options.site)):
            for size, scheme in [(DESKTOP, "light"), (DESKTOP, "dark"), (PHONE, "light"), (PHONE, "dark")]:
                page.set_viewport_size(size)
                page.emulate_media(color_scheme=scheme)
                if scheme == "light" and size is DESKTOP:
                    page.goto(address + path)
                width = page.evaluate("document.documentElement.scrollWidth")
                if width > size["width"]:
                    troubles.append(f"scrolls sideways: {width} px of {size['width']}")
                if number % options.axe_every == 0 and size is DESKTOP:
                    troubles += [f"axe, {scheme}: {line}" for line in violations(page, axe)]
            if page.locator("h1").count() != 1:
                troubles.append("not exactly one h1")
            for trouble in troubles:
                print(f"{path or '/'}: {trouble}")
            troubles.clear()
            count += 1
        browser.close()
    print(f"looked at {count} pages")


main()
