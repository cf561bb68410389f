extension LiveReload {
  /// The script that every page of the preview loads. It writes text by `textContent` only, so that nothing from a
  /// document can become HTML here.
  static let source = #"""
    "use strict";
    (() => {
      const noted = "baton-preview";
      let build = document.currentScript.dataset.build;
      let source = null;
      let leaving = false;

      // The path of a URL of this site as the server names it: decoded, a folder for its index.html.
      const sitePath = (url) => {
        try {
          const { origin, pathname } = new URL(url, document.baseURI);
          return origin === location.origin ? decodeURIComponent(pathname).replace(/\/index\.html$/, "/") : null;
        } catch {
          return null;
        }
      };

      // Storage may be switched off; the preview works without.
      const store = (key, value) => {
        try { sessionStorage.setItem(noted + key, value); } catch {}
      };
      const take = (key) => {
        try { return sessionStorage.getItem(noted + key); } catch { return null; }
      };

      const reload = () => {
        if (leaving) return;
        leaving = true;
        store("-scroll", JSON.stringify([location.pathname, scrollX, scrollY]));
        location.reload();
      };

      const restoreScroll = () => {
        const [path, left, top] = JSON.parse(take("-scroll") ?? "[]");
        if (path !== location.pathname) return;
        const restore = () => scrollTo({ left, top, behavior: "instant" });
        restore();
        // Pictures that arrive later make the page longer.
        addEventListener("load", () => { restore(); store("-scroll", "[]"); }, { once: true });
      };

      // A page shows its own path, what it embeds, and all that was loaded for it: by style sheets, by modules, by `srcset`.
      performance.setResourceTimingBufferSize(10_000);
      const isShown = (paths) => {
        const embedded = [...document.querySelectorAll("[src], object[data]")].map((e) => e.src || e.data);
        const loaded = performance.getEntriesByType("resource");
        const shown = [location.href, ...embedded, ...loaded.map((e) => e.name)];
        return shown.some((url) => paths.has(sitePath(url)));
      };

      // The old sheet goes when the new one is there, so that the page is never without.
      const exchangeStyles = (paths) => {
        const links = [...document.querySelectorAll("link[rel~=stylesheet]")].filter((link) => sitePath(link.href));
        const changed = links.filter((link) => !paths || paths.has(sitePath(link.href)));
        // A sheet that no page links to is imported by one that is.
        for (const old of changed.length ? changed : links) {
          const next = old.cloneNode();
          const url = new URL(old.href);
          url.searchParams.set("baton", build);
          next.href = url.href;
          next.onload = next.onerror = () => old.remove();
          old.after(next);
        }
      };

      let overlay = null;
      let overlayText = "";
      const removeOverlay = () => {
        overlay?.remove();
        overlay = null;
      };

      // What was closed is not shown again until the problems are others.
      const closeOverlay = () => {
        if (overlay) store("-closed", overlayText);
        removeOverlay();
      };

      const showProblems = (problems, text) => {
        removeOverlay();
        if (!problems.length) return store("-closed", "");
        if (take("-closed") === text) return;
        const element = (name, parent, content = "") => {
          const made = document.createElement(name);
          made.textContent = content;
          parent.append(made);
          return made;
        };
        overlay = document.createElement("baton-problems");
        overlayText = text;
        const root = overlay.attachShadow({ mode: "open" });
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(overlayStyle);
        root.adoptedStyleSheets = [sheet];
        const box = element("section", root);
        box.setAttribute("role", "status");
        box.setAttribute("aria-label", "Problems of the handbook");
        // A note at the end may stand for those that are not listed.
        const count = problems.reduce((sum, problem) => sum + (problem.count ?? 1), 0);
        element("h2", box, count === 1 ? "1 problem" : count + " problems");
        const close = element("button", box, "Close");
        close.onclick = closeOverlay;
        const list = element("ul", box);
        for (const problem of problems) {
          const item = element("li", list);
          element("b", item, problem.severity).className = problem.severity;
          element("span", item, problem.text);
        }
        document.body.append(overlay);
      };

      const overlayStyle = `
        :host { all: initial; }
        section { position: fixed; inset: auto 1rem 1rem; z-index: 2147483647; max-height: 45vh; overflow: auto;
          box-sizing: border-box; padding: .75rem 1rem; border-radius: .5rem; border: 1px solid #565869;
          background: #17181f; color: #f4f4f6; font: 14px/1.5 system-ui, sans-serif; box-shadow: 0 .5rem 2rem #0006; }
        h2 { margin: 0; font: inherit; font-weight: 700; }
        button { position: absolute; top: .6rem; right: .75rem; padding: .1rem .6rem; border: 1px solid #8a8ca0;
          border-radius: .3rem; background: none; color: inherit; font: inherit; cursor: pointer; }
        ul { margin: .5rem 0 0; padding: 0; list-style: none; }
        li { display: flex; gap: .75rem; padding: .15rem 0; }
        b { flex: none; width: 4.5rem; } .error { color: #ff9a90; } .warning { color: #ffd479; } .note { color: #9fd0ff; }
        span { white-space: pre-wrap; overflow-wrap: anywhere; font-family: ui-monospace, monospace; font-size: 13px; }
        @media print { section { display: none; } }`;

      const disconnect = () => {
        source?.close();
        source = null;
      };

      // A browser keeps few connections to one host. Tabs in the background let go of theirs when another one opens.
      const tabs = new BroadcastChannel(noted);
      tabs.onmessage = () => { if (document.hidden) disconnect(); };

      const connect = () => {
        if (source || document.hidden) return;
        tabs.postMessage("connecting");
        source = new EventSource("\#(events)?since=" + encodeURIComponent(build));
        const on = (name, act) => source.addEventListener(name, (event) => {
          build = event.lastEventId || build;
          const data = JSON.parse(event.data);
          act(data, event.data);
        });
        on("reload", (paths) => { if (!paths || isShown(new Set(paths))) reload(); });
        on("style", (paths) => exchangeStyles(paths && new Set(paths)));
        on("problems", showProblems);
        // The browser itself connects again after a lost connection, not after a refusal.
        source.onerror = () => {
          if (source?.readyState !== EventSource.CLOSED) return;
          disconnect();
          setTimeout(connect, 1000);
        };
      };

      document.addEventListener("visibilitychange", connect);
      addEventListener("pageshow", connect);
      addEventListener("pagehide", disconnect);
      document.addEventListener("keydown", (event) => { if (event.key === "Escape") closeOverlay(); });
      restoreScroll();
      connect();
    })();

    """#
}
