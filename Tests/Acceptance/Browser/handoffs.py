"""Asks the form on a site's page of handoffs for the way between any two personas, and compares its answer with the page of the giver,
which was made without the script. Prints differences, a line each.

Usage: handoffs.py SITE
"""

import shutil
import sys

import look_server
from playwright.sync_api import sync_playwright

# The chains under an anchor: a list of steps each, a step as it reads.
CHAINS = """(root) => [...root.querySelectorAll("ol.chain")].map((chain) =>
  [...chain.children].map((step) => step.textContent.replace(/missing/, "").replace(/\\s+/g, " ").trim()))"""
# On a giver's page, what lies between a receiver's heading and the next one.
WRITTEN = """(names) => Object.fromEntries([...document.querySelectorAll("main h3[id]")].map((heading) => {
  const box = document.createElement("div");
  for (let next = heading.nextElementSibling; next && next.tagName !== "H3"; next = next.nextElementSibling) box.append(next.cloneNode(true));
  return [heading.textContent.replace(/missing/, "").trim(), (%s)(box)];
}))""" % CHAINS


def main():
    address = look_server.serve(sys.argv[1])
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        form, written = browser.new_page(), browser.new_page()
        form.on("pageerror", lambda error: print(f"script: {error}"))
        form.goto(address + "handoffs/")
        options = form.eval_on_selector_all("[id=':ways-from'] option", "all => all.slice(1).map(one => [one.value, one.text])")
        links = dict(form.eval_on_selector_all(".ways .names a", "all => all.map(one => [one.textContent, one.href])"))
        pairs = 0
        for giver, giver_name in options:
            expected = {}
            if giver_name in links:
                written.goto(links[giver_name])
                expected = written.evaluate(WRITTEN)
            form.select_option("[id=':ways-from']", giver)
            for receiver, receiver_name in options:
                form.select_option("[id=':ways-to']", receiver)
                found = form.eval_on_selector("[id=':ways-found']", CHAINS)
                if found != expected.get(receiver_name, []):
                    print(f"{giver} to {receiver}: {found} and not {expected.get(receiver_name)}")
                pairs += 1
        form.reload()
        if form.input_value("[id=':ways-to']") != options[-1][0]:
            print("the address does not keep the choice")
        browser.close()
    print(f"asked for {pairs} pairs")


main()
