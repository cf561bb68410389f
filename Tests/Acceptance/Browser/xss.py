"""Writes a handbook full of attacks into a folder; or opens every page of a built site and says which attack ran.

Usage: xss.py write FOLDER | xss.py run SITE
"""

import pathlib
import shutil
import sys

import look_server

ATTACKS = [
    "<script>xss()</script>", "<SCRIPT>xss()</SCRIPT>", "<script src=data:text/javascript,xss()></script>", "<scr<script>ipt>xss()</script>",
    "<script\n>xss()</script\n>", "<script/x>xss()</script>", "<<script>xss()//<</script>", "</title><script>xss()</script>",
    "\"><script>xss()</script>", "'><script>xss()</script>", "--><script>xss()</script>", "]]><script>xss()</script>", "</style><script>xss()</script>",
    "</textarea><script>xss()</script>", "</svg><script>xss()</script>", "<img src=x onerror=xss()>", "<img src=x onerror='xss()'>",
    "<img src=\"x\" onerror=\"xss()\">", "<img/src=x/onerror=xss()>", "<img src=x:x onerror=xss()>", "<IMG SRC=x ONERROR=xss()>", "<img src=x oneonerrorrror=xss()>",
    "<img src=x onload=xss()>", "<img src onerror=xss()>", "<img src=`x` onerror=xss()>", "<img \"\"\"><script>xss()</script>\">", "<img srcset=x onerror=xss()>",
    "\"><img src=x onerror=xss()>", "' onerror=xss() '", "\" onmouseover=xss() \"", "\" onfocus=xss() autofocus=\"", "\" autofocus onfocus=\"xss()",
    "<svg onload=xss()>", "<svg/onload=xss()>", "<svg><script>xss()</script></svg>", "<svg><script xlink:href=data:,xss() /></svg>", "<svg><animate onbegin=xss() attributeName=x dur=1s>",
    "<svg><set onbegin=xss() attributename=x>", "<svg><a xlink:href=javascript:xss()><text y=20>x</text></a></svg>", "<svg><foreignObject><img src=x onerror=xss()></foreignObject></svg>",
    "<svg><image href=x onerror=xss() /></svg>", "<svg><use href=\"data:image/svg+xml,<svg id='x' xmlns='http://www.w3.org/2000/svg'><image href='1' onerror='xss()'/></svg>#x\"/></svg>",
    "<math><mtext><script>xss()</script></mtext></math>", "<math href=javascript:xss()>x</math>", "<math><mi xlink:href=\"javascript:xss()\">x</mi></math>",
    "<iframe src=javascript:parent.xss()></iframe>", "<iframe srcdoc='<script>parent.xss()</script>'></iframe>", "<iframe onload=xss()></iframe>", "<frameset onload=xss()>",
    "<object data=javascript:xss()></object>", "<object data=data:text/html,<script>parent.xss()</script>></object>", "<embed src=javascript:xss()>", "<embed src=data:text/html,<script>xss()</script>>",
    "<body onload=xss()>", "<body onpageshow=xss()>", "<body background=javascript:xss()>", "<html onmouseover=xss()>", "<base href=javascript:xss()//>", "<base href=//evil.example/>",
    "<meta http-equiv=refresh content='0;url=javascript:xss()'>", "<meta http-equiv=refresh content='0;data:text/html,<script>xss()</script>'>", "<link rel=stylesheet href=javascript:xss()>",
    "<link rel=import href=data:text/html,<script>xss()</script>>", "<style>@import 'javascript:xss()';</style>", "<style>*{background:url(javascript:xss())}</style>", "<style onload=xss()></style>",
    "<input onfocus=xss() autofocus>", "<input type=image src=x onerror=xss()>", "<select onfocus=xss() autofocus>", "<textarea onfocus=xss() autofocus>", "<keygen onfocus=xss() autofocus>",
    "<button onfocus=xss() autofocus>x</button>", "<form action=javascript:xss()><input type=submit id=go></form>", "<form><button formaction=javascript:xss()>x</button></form>", "<isindex action=javascript:xss() type=image>",
    "<video src=x onerror=xss()></video>", "<video><source onerror=xss()></video>", "<audio src=x onerror=xss()></audio>", "<video poster=javascript:xss()></video>", "<video onloadstart=xss() src=x></video>",
    "<details open ontoggle=xss()>", "<details open ontoggle=\"xss()\"><summary>x</summary></details>", "<summary onclick=xss()>x</summary>", "<marquee onstart=xss()>x</marquee>", "<marquee loop=1 onfinish=xss()>x</marquee>",
    "<div onclick=xss()>x</div>", "<div onpointerenter=xss()>x</div>", "<div style=\"width:expression(xss())\">x</div>", "<div style=\"background:url(javascript:xss())\">x</div>", "<div style='position:fixed;inset:0' onmousemove=xss()>",
    "<table background=javascript:xss()>", "<td background=javascript:xss()>", "<a href=javascript:xss()>x</a>", "<a href='javascript:xss()'>x</a>", "<a href=\"java\tscript:xss()\">x</a>", "<a href=\"java\nscript:xss()\">x</a>",
    "<a href=\"\x01javascript:xss()\">x</a>", "<a href=\" javascript:xss()\">x</a>", "<a href=\"&#106;avascript:xss()\">x</a>", "<a href=\"&#x6A;avascript:xss()\">x</a>", "<a href=\"javascript&colon;xss()\">x</a>",
    "<a href=\"jav&Tab;ascript:xss()\">x</a>", "<a href=\"jav&NewLine;ascript:xss()\">x</a>", "<a href=JaVaScRiPt:xss()>x</a>", "<a href=vbscript:xss()>x</a>", "<a href=data:text/html,<script>xss()</script>>x</a>",
    "<a href=\"data:text/html;base64,PHNjcmlwdD54c3MoKTwvc2NyaXB0Pg==\">x</a>", "<a href=x onclick=xss()>x</a>", "<a onmouseover=xss()>x</a>", "<a href=\"javascript:xss()\" id=go>x</a>", "<area href=javascript:xss()>",
    "<abbr title=\"x\" onmouseover=\"xss()\">x</abbr>", "<kbd onclick=xss()>x</kbd>", "<mark onmouseenter=xss()>x</mark>", "<figure onclick=xss()>x</figure>", "<b onclick=xss()>x</b>", "<sub onfocus=xss() tabindex=0 autofocus>x</sub>",
    "<img src=\"javascript:xss()\">", "<img src=\"data:text/html,<script>xss()</script>\">", "<img src='data:image/svg+xml,<svg onload=xss() xmlns=\"http://www.w3.org/2000/svg\"/>'>", "<img src=\"vbscript:xss()\">",
    "[x](javascript:xss())", "[x](JAVASCRIPT:xss())", "[x](java\tscript:xss())", "[x](&#106;avascript:xss())", "[x](javascript&colon;xss())", "[x](<javascript:xss()>)", "[x](<java script:xss()>)", "[x]( javascript:xss())",
    "[x](vbscript:xss())", "[x](data:text/html,<script>xss()</script>)", "[x](data:text/html;base64,PHNjcmlwdD54c3MoKTwvc2NyaXB0Pg==)", "[x](x \"\" onclick=xss() \"\")", "[x](x 'a\" onmouseover=\"xss()')", "[x](\x01javascript:xss())",
    "![x](javascript:xss())", "![x](data:text/html,<script>xss()</script>)", "![\" onerror=\"xss()](x)", "![x](x\"onerror=\"xss())", "![x](x 'y\" onerror=\"xss()')", "<javascript:xss()>", "<JavaScript:xss()>", "<vbscript:xss()>", "<data:text/html,xss()>",
    "[x]\n\n[x]: javascript:xss()", "[x][y]\n\n[y]: <javascript:xss()> \"t\"", "[[\" onclick=\"xss()]]", "[[x|<img src=x onerror=xss()>]]", "[[<script>xss()</script>]]", "`<script>xss()</script>`", "```\"onload=xss()\nx\n```",
    "```js title=\"<img src=x onerror=xss()>\"\nx\n```", "```html\n<script>xss()</script>\n```", "```mermaid\ngraph TD\na[\"<img src=x onerror=xss()>\"] --> b[</text><script>xss()</script>]\n```",
    "```dot\ndigraph { a -> b [label=\"<script>xss()</script>\"] }\n```", "## <img src=x onerror=xss()> {#\"onclick=xss()}", "## x {#x\" onmouseover=\"xss()}", "| <img src=x onerror=xss()> |\n|-|\n| <script>xss()</script> |",
    "~~<img src=x onerror=xss()>~~", "- [ ] <img src=x onerror=xss()>", "x[^\"onclick=xss()]\n\n[^\"onclick=xss()]: y", "> [!NOTE\"onclick=xss()]\n> x", "> [!NOTE]\n> <script>xss()</script>", "{{include: <script>xss()</script>}}", "{{include: ../../../etc/passwd}}",
    "http://x.y/\"onmouseover=\"xss()", "www.x.y/'onmouseover='xss()", "a@b.c\"onclick=\"xss()", "&lt;script&gt;xss()&lt;/script&gt;", "<![CDATA[<script>xss()</script>]]>", "<?xml ?><script>xss()</script>", "<!doctype html><script>xss()</script>",
    "<!--><script>xss()</script>-->", "<!-- --!><script>xss()</script> -->", "{{{page.title}}}<script>xss()</script>", "{{#page}}xss(){{/page}}", "\u2028<script>xss()</script>", "\ufeff<script>xss()</script>", "<noscript><p title=\"</noscript><img src=x onerror=xss()>\">",
    "<template><script>xss()</script></template>", "<xmp><script>xss()</script></xmp>", "<plaintext><script>xss()</script>", "<a><b href=javascript:xss()>", "<x onclick=xss()>x", "<custom-element onfocus=xss() tabindex=1 autofocus>",
]


def quoted(text):
    escapes = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\x01": "\\x01"}
    return '"' + "".join(escapes.get(c, c) for c in text) + '"'


def write(folder):
    root = pathlib.Path(folder)
    for kind in ["personas", "tasks", "templates", "checklists", "pages"]:
        (root / kind).mkdir(parents=True, exist_ok=True)
    first = quoted(ATTACKS[0] + ATTACKS[15])
    (root / "baton.yml").write_text(
        f"title: {first}\ndescription: {quoted(ATTACKS[8])}\nfooter: {quoted(' '.join(ATTACKS[:40]))}\nphases: [{quoted(ATTACKS[16])}]\n"
        f"groups:\n  {quoted(ATTACKS[17])}: [a0]\nlogo: {quoted(ATTACKS[18])}\nnavigation:\n  - {quoted(ATTACKS[0])}: a0\n  - x: {quoted('javascript:xss()')}\n"
    )
    for number, attack in enumerate(ATTACKS):
        value = quoted(attack)
        (root / f"pages/text-{number}.md").write_text(f"# {attack.splitlines()[0]}\n\n{attack}\n\nText {attack}\n")
        (root / f"personas/a{number}.md").write_text(
            f"---\ntitle: {value}\ntagline: {value}\naliases: [{value}]\ntags: [{value}]\nphase: {value}\ncore_actions:\n  - {value}: {value}\n"
            f"primary_tasks: [{value}]\nprimary_templates: [{value}]\nprimary_checklists: [{value}]\nhands_off_to:\n  - {value}: {value}\n  - a{number + 1}: {value}\n"
            f"receives_from:\n  - {value}: {value}\nkey_questions: [{value}]\n{value}: {value}\n---\n# x\n"
        )
        (root / f"tasks/t{number}.md").write_text(
            f"# Task: {attack.splitlines()[0]}\n\n**Persona**: {attack.splitlines()[0]}\n**Phase**: {attack.splitlines()[0]}\n"
            f"**Prerequisites**: {attack.splitlines()[0]}\n**Odd**: {attack.splitlines()[0]}\n\nText.\n"
        )
        (root / f"templates/m{number}.md").write_text(
            f"---\nid: {value}\ncreated_by: {value}\nused_in_tasks: [{value}]\nproduces: {value}\n---\n# M\n\n[{attack.splitlines()[0]}]\n"
        )
        (root / f"checklists/c{number}.md").write_text(
            f"---\npurpose: {value}\nvalidates: {value}\nfrequency: {value}\nexecuted_by: {value}\ncategories: [{value}]\n---\n# C\n\n- [ ] {attack.splitlines()[0]}\n"
        )
        name = attack.splitlines()[0].replace("/", "_").replace("\x01", "")[:80]
        (root / f"pages/{name} {number}.md").write_text(f"# N\n\n![{name}](<{name}.png>)\n")


def run(site):
    from playwright.sync_api import sync_playwright

    address, paths = look_server.serve(site), list(look_server.paths(site))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        # Without its policy a page has only the filter to rely on.
        context = browser.new_context(bypass_csp=True)
        ran = []
        context.expose_function("xss", lambda: ran.append(True))
        page = context.new_page()
        page.on("dialog", lambda dialog: dialog.dismiss())
        for path in paths:
            page.goto(address + path, wait_until="load")
            page.evaluate(
                """() => {
                  for (const element of document.querySelectorAll("*")) {
                    for (const attribute of element.attributes) {
                      const value = attribute.value.replace(/[\\u0000-\\u0020]/g, "").toLowerCase();
                      const isAddress = /^(href|src|xlink:href|action|formaction|data|background|poster|srcset|srcdoc)$/.test(attribute.name);
                      if (attribute.name.startsWith("on") || (isAddress && /^(javascript|vbscript|data:text)/.test(value))) window.xss();
                    }
                  }
                  // The form of the page of handoffs and the data for it are the site's own; what it shows was written by authors.
                  if (document.querySelector("base, iframe, object, embed, form:not(#\\\\:ways), main script:not(#\\\\:handoff-data), meta[http-equiv=refresh]")) window.xss();
                  const form = document.getElementById(":ways");
                  for (const option of form?.from.options ?? []) {
                    form.from.value = option.value;
                    form.to.value = option.nextElementSibling?.value;
                    form.dispatchEvent(new Event("input"));
                    if (form.querySelector(":not(p, label, select, option, div, ol, li, span, a, em)")) window.xss();
                  }
                }"""
            )
            if ran:
                print(f"{path}: a script ran")
                ran.clear()
        browser.close()
    print(f"{len(ATTACKS)} attacks, {len(paths)} pages")


if sys.argv[1] == "write":
    write(sys.argv[2])
else:
    run(sys.argv[2])
