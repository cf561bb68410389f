// Extras; every page reads without them.
const all = (selector) => [...document.querySelectorAll(selector)];

// Marks the current page in the navigation, and shows it.
const here = location.href.replace(/(index\.html)?([?#].*)?$/, "");
for (const link of all(".navigation a")) {
  if (link.href !== here) continue;
  link.setAttribute("aria-current", "page");
  const box = link.closest(".navigation");
  if (link.offsetTop > box.clientHeight - 80) box.scrollTop = link.offsetTop - box.clientHeight / 2;
}

// Marks the section being read in the table of contents.
const entries = new Map(all(".toc a").map((link) => [decodeURIComponent(link.hash.slice(1)), link]));
const headings = all("main :is(h2, h3)[id]").filter((heading) => entries.has(heading.id));
const mark = () => {
  const read = headings.filter((heading) => heading.getBoundingClientRect().top < 140).pop();
  for (const [id, link] of entries) link.ariaCurrent = id === read?.id ? "true" : null;
};
if (headings.length) addEventListener("scroll", mark, { passive: true });
for (const link of entries.values()) link.onclick = () => (link.closest("details").open = false);

// Escape closes what lies over the page.
addEventListener("keydown", (event) => {
  const open = event.key === "Escape" && document.querySelector(".menu[open], .toc details[open]");
  if (!open) return;
  open.open = false;
  open.querySelector("summary").focus();
});

// What scrolls sideways can be reached with the keyboard.
const watcher = new ResizeObserver((changes) => {
  for (const { target: box } of changes) {
    if (box.tabIndex === 0 || box.scrollWidth <= box.clientWidth) continue;
    box.tabIndex = 0;
    box.role = "group";
    box.ariaLabel = "Scrolls sideways";
  }
});
for (const box of all(".table, .diagram-box")) watcher.observe(box);

// Buttons that copy code.
for (const figure of navigator.clipboard ? all("figure.code") : []) {
  const button = document.createElement("button");
  button.className = "copy";
  button.type = "button";
  button.textContent = "Copy";
  button.onclick = async () => {
    await navigator.clipboard.writeText(figure.querySelector("code").textContent);
    button.textContent = "Copied";
    setTimeout(() => (button.textContent = "Copy"), 2000);
  };
  figure.append(button);
}

// A field that narrows long lists.
const rows = all(".index .references > li");
if (rows.length > 9) {
  const label = document.createElement("label");
  label.className = "filter";
  label.innerHTML = 'Narrow this list <input type="search" autocomplete="off">';
  label.oninput = (event) => {
    const words = event.target.value.toLowerCase().split(/\s+/);
    for (const row of rows) row.hidden = !words.every((word) => row.textContent.toLowerCase().includes(word));
    for (const part of all(".index section")) part.hidden = !part.querySelector("li:not([hidden])");
  };
  document.querySelector(".index > header").append(label);
}
