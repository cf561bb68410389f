// Extras; every page reads without them.
const all = (selector, root = document) => [...root.querySelectorAll(selector)];

// Marks the current page in the navigation, and shows it.
const here = location.href.split("#")[0];
for (const link of all(".navigation a")) {
  if (link.href !== here) continue;
  link.setAttribute("aria-current", "page");
  const box = link.closest(".navigation");
  if (link.offsetTop > box.clientHeight - 80) box.scrollTop = link.offsetTop - box.clientHeight / 2;
}

// Marks the section being read in the table of contents; closes that on a phone when an entry was chosen.
const entries = new Map(all(".toc a").map((link) => [decodeURIComponent(link.hash.slice(1)), link]));
if (entries.size) {
  const headings = all("main :is(h2, h3)[id]").filter((heading) => entries.has(heading.id));
  const mark = () => {
    const read = headings.filter((heading) => heading.getBoundingClientRect().top < 140).pop();
    for (const [id, link] of entries) {
      if (read?.id === id) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  };
  let due = false;
  addEventListener("scroll", () => {
    if (due) return;
    due = true;
    requestAnimationFrame(() => { due = false; mark(); });
  }, { passive: true });
  mark();
  for (const link of entries.values()) link.addEventListener("click", () => (link.closest("details").open = false));
}

// Escape closes what lies over the page.
addEventListener("keydown", (event) => {
  const open = event.key === "Escape" && document.querySelector(".menu[open], .toc details[open]");
  if (open) { open.open = false; open.querySelector("summary").focus(); }
});

// Buttons that copy code.
if (navigator.clipboard) {
  for (const figure of all("figure.code")) {
    const button = document.createElement("button");
    button.className = "copy";
    button.type = "button";
    button.textContent = "Copy";
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(figure.querySelector("code").textContent);
      button.textContent = "Copied";
      setTimeout(() => (button.textContent = "Copy"), 2000);
    });
    figure.append(button);
  }
}

// A field that narrows long lists.
const rows = all(".index .references > li");
if (rows.length > 9) {
  const label = document.createElement("label");
  label.className = "filter";
  label.innerHTML = 'Narrow this list <input type="search" autocomplete="off">';
  label.firstElementChild.addEventListener("input", (event) => {
    const words = event.target.value.toLowerCase().split(/\s+/);
    for (const row of rows) row.hidden = !words.every((word) => row.textContent.toLowerCase().includes(word));
    for (const part of all(".index section")) part.hidden = !part.querySelector("li:not([hidden])");
  });
  document.querySelector(".index > header").append(label);
}
