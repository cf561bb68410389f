// Extras; every page reads without them.
const all = (selector) => [...document.querySelectorAll(selector)];

// What is said here is English, and runs from left to right, whatever the language of the page.
const english = (element) => Object.assign(element, { lang: "en", dir: "ltr" });
const say = (text) => Object.assign(english(document.createElement("span")), { textContent: text });

// Shows the mark of the current page in a long navigation.
for (const link of all(".navigation [aria-current=page]")) {
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

// So does the focus when it leaves that, or it would be hidden behind. A tap on plain ground moves it nowhere.
for (const details of all(".menu, .toc details")) {
  details.addEventListener("focusout", ({ relatedTarget: next }) => {
    const liesOver = getComputedStyle(details.querySelector("ul")).position !== "static";
    if (liesOver && next && !details.contains(next)) details.open = false;
  });
}

// What scrolls sideways can be reached with the keyboard, while it does. A table stays a table.
const watcher = new ResizeObserver((changes) => {
  for (const { target: box } of changes) {
    const scrolls = box.scrollWidth > box.clientWidth;
    if (scrolls) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
    if (box.tagName === "TABLE") continue;
    const title = box.querySelector("svg > title")?.textContent;
    box.role = scrolls ? "group" : null;
    box.ariaLabel = scrolls ? (title ? `${title}, scrolls sideways` : "Scrolls sideways") : null;
  }
});
for (const box of all(".table, .diagram-box, .text pre, .text table:not(.table > table)")) {
  if (!box.hasAttribute("tabindex")) watcher.observe(box);
}

// What is reached by Tab in a matrix comes out from under its heads, and whole.
for (const box of all(".matrix")) {
  const corner = box.querySelector("thead tr:last-child .corner");
  const makeRoom = () => {
    box.style.scrollPaddingBlockStart = `${corner.offsetHeight}px`;
    box.style.scrollPaddingInline = `${corner.offsetWidth}px 4rem`;
  };
  if (corner) new ResizeObserver(makeRoom).observe(corner);
}

// Buttons that copy code.
for (const figure of navigator.clipboard ? all("figure.code") : []) {
  const button = english(document.createElement("button"));
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
  const filter = document.createElement("div");
  filter.className = "filter";
  filter.innerHTML = '<label> <input type="search" autocomplete="off"></label> <output></output>';
  filter.querySelector("label").prepend(say("Narrow this list"));
  filter.oninput = (event) => {
    const words = event.target.value.toLowerCase().split(/\s+/);
    for (const row of rows) row.hidden = !words.every((word) => row.textContent.toLowerCase().includes(word));
    for (const part of all(".index section")) part.hidden = !part.querySelector("li:not([hidden])");
    const left = rows.filter((row) => !row.hidden).length;
    filter.querySelector("output").replaceChildren(
      say(!event.target.value ? "" : left ? `${left} of ${rows.length}` : "Nothing fits"),
    );
  };
  document.querySelector(".index > header").append(filter);
}

// Pointing at a box lights up its arrows.
for (const picture of all("svg.diagram")) {
  const light = (event) => {
    const box = event.target.closest(".node[data-node]")?.dataset.node;
    for (const edge of picture.querySelectorAll(".edge[data-ends]")) {
      edge.classList.toggle("lit", box !== undefined && edge.dataset.ends.split(" ").includes(box));
    }
    picture.classList.toggle("is-lit", box !== undefined && picture.querySelector(".edge.lit") !== null);
  };
  // An SVG that listened for the focus could be reached by Tab itself.
  const figure = picture.parentElement;
  for (const name of ["pointerover", "focusin"]) figure.addEventListener(name, light);
  for (const name of ["pointerleave", "focusout"]) figure.addEventListener(name, () => light({ target: figure }));
}

// Saves a picture as a file of its own, with its style in it.
const sheet = document.querySelector('link[href$="theme/diagram.css"]');
for (const figure of sheet && location.protocol !== "file:" ? all("figure.diagram-box") : []) {
  if (figure.parentElement.querySelector(":scope > .download")) continue;
  const button = english(document.createElement("button"));
  button.className = "save";
  button.type = "button";
  button.textContent = "Save as SVG";
  button.onclick = async () => {
    const copy = figure.querySelector("svg").cloneNode(true);
    const style = document.createElementNS("http://www.w3.org/2000/svg", "style");
    style.textContent = await (await fetch(sheet.href)).text();
    copy.prepend(style);
    for (const link of copy.querySelectorAll("a")) link.setAttribute("href", new URL(link.getAttribute("href"), location.href).href);
    const url = URL.createObjectURL(new Blob([new XMLSerializer().serializeToString(copy)], { type: "image/svg+xml" }));
    const anchor = document.createElement("a");
    anchor.href = url;
    anchor.download = document.title.replace(/[^\p{L}\p{N}]+/gu, "-").toLowerCase() + ".svg";
    anchor.click();
    setTimeout(() => URL.revokeObjectURL(url), 1000);
  };
  figure.after(button);
}

// The shortest chains of handoffs between any two personas. Nothing that authors write has an id that begins with a colon.
const ways = document.getElementById(":ways");
if (ways) {
  const { people, handoffs } = JSON.parse(document.getElementById(":handoff-data").textContent);
  const next = people.map(() => new Map());
  const stands = (index) => people[index].members ?? [index];
  for (const handoff of handoffs)
    for (const from of stands(handoff.from))
      for (const to of stands(handoff.to)) if (from !== to && !next[from].has(to)) next[from].set(to, handoff);
  const receivers = next.map((map) => [...map.keys()].sort((a, b) => a - b));

  // A search in breadth; what leads to the end is marked backward, and walked forward in the order of persons.
  const chains = (from, to, most) => {
    const before = new Map([[from, []]]);
    for (let layer = [from]; layer.length && !before.has(to); ) {
      const found = new Map();
      for (const giver of layer)
        for (const receiver of receivers[giver])
          if (found.has(receiver)) found.get(receiver).push(giver);
          else if (!before.has(receiver)) found.set(receiver, [giver]);
      for (const [receiver, givers] of found) before.set(receiver, givers);
      layer = [...found.keys()];
    }
    const onward = new Map();
    const ends = before.has(to) ? [to] : [];
    for (const end of ends)
      for (const giver of before.get(end)) {
        if (!onward.has(giver)) ends.push(giver);
        onward.set(giver, [...(onward.get(giver) ?? []), end]);
      }
    const chains = [];
    const unfinished = before.has(to) ? [[from]] : [];
    while (unfinished.length && chains.length < most) {
      const chain = unfinished.pop();
      if (chain.at(-1) === to) chains.push(chain);
      else for (const receiver of onward.get(chain.at(-1)).sort((a, b) => b - a)) unfinished.push([...chain, receiver]);
    }
    return chains;
  };

  // Authors' texts become text, never markup.
  const make = (name, className, ...content) => {
    const element = document.createElement(name);
    if (className) element.className = className;
    element.append(...content);
    return element;
  };
  const step = (from, to) => {
    const handoff = next[from].get(to);
    const { text, only } = handoff;
    const receiver = make(people[to].url ? "a" : "span", "reference", people[to].name);
    if (people[to].url) receiver.href = people[to].url;
    const item = make("li", "", make("span", "step", people[from].name + " ", english(make("span", "arrow", "to")), " ", receiver));
    for (const end of ["from", "to"]) {
      const { members, name } = people[handoff[end]];
      if (members) item.firstChild.append(" ", make("span", "remark", "(", say(`handoff ${end} ${name}`), ")"));
    }
    if (text) item.append(" ", make("span", "note", text));
    if (only) item.append(" ", english(make("em", "only", only)));
    return item;
  };
  const show = () => {
    const [from, to] = ["from", "to"].map((name) => people.findIndex(({ id }) => id === ways[name].value));
    const found = document.getElementById(":ways-found");
    if (from < 0 || to < 0 || from === to) return found.replaceChildren();
    const all = chains(from, to, 4);
    if (!all.length) return found.replaceChildren(say(`No chain of handoffs leads from ${people[from].name} to ${people[to].name}.`));
    const length = all[0].length - 1;
    found.replaceChildren(make("p", "", say(`${length} step${length > 1 ? "s" : ""} from ${people[from].name} to ${people[to].name}:`)));
    for (const [number, chain] of all.slice(0, 3).entries()) {
      if (number) found.append(make("p", "or", say("or")));
      found.append(make("ol", "chain", ...chain.slice(1).map((person, place) => step(chain[place], person))));
    }
    if (all.length > 3) found.append(make("p", "or", say("There are more ways of this length.")));
  };
  // The address says what was asked, so that it can be passed on.
  const asked = new URLSearchParams(location.hash.slice(1));
  for (const name of ["from", "to"])
    if (people.some(({ id }) => id === asked.get(name))) ways[name].value = asked.get(name);
  ways.oninput = () => {
    show();
    history.replaceState(null, "", "#" + new URLSearchParams(new FormData(ways)));
  };
  ways.onsubmit = (event) => event.preventDefault();
  ways.hidden = false;
  show();
}
