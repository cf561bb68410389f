// Extras; every page reads without them. Marks the current page in the navigation, and adds copy buttons to code.
for (const link of document.querySelectorAll(".navigation a")) {
  if (link.href === location.href.split("#")[0]) link.setAttribute("aria-current", "page");
}
if (navigator.clipboard) {
  for (const figure of document.querySelectorAll("figure.code")) {
    const code = figure.querySelector("code");
    const button = document.createElement("button");
    button.className = "copy";
    button.type = "button";
    button.textContent = "Copy";
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(code.textContent);
      button.textContent = "Copied";
      setTimeout(() => (button.textContent = "Copy"), 2000);
    });
    figure.append(button);
  }
}
