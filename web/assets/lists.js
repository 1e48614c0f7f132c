// The list of reports filters as one types: this server filters it, and the part below the form is put in anew.
// The contents of a report mark the part that is read.
"use strict";

(() => {
  const { all, one, on, say } = window.pinpoint;

  const form = one("[data-list-form]");
  if (form && window.fetch && window.DOMParser) {
    const PAUSE = 200; // ms without a key
    let timer = 0;
    let asked = null;

    // As a form would send it, without what is empty.
    const address = () => {
      const given = Array.from(new FormData(form)).filter(([, value]) => value.trim() !== "");
      const query = new URLSearchParams(given).toString();
      return form.getAttribute("action") + (query && `?${query}`);
    };

    const put = (page, to) => {
      const list = one("[data-list]");
      list.replaceWith(document.importNode(one("[data-list]", page), true));
      document.title = page.title;
      one("[data-list-clear]", form).hidden = one("[data-list-clear]", page).hidden;
      history.replaceState(history.state, "", to);
      const wrong = one("#wrong");
      say(wrong ? one("p", wrong).textContent : one("[data-list-count]")?.textContent || "No reports found");
    };

    const refresh = async () => {
      const to = address();
      asked?.abort();
      const mine = asked = new AbortController();
      try {
        const reply = await fetch(to, { headers: { Accept: "text/html" }, signal: mine.signal });
        const page = new DOMParser().parseFromString(await reply.text(), "text/html");
        if (mine === asked && one("[data-list]", page)) put(page, to);
      } catch { /* not reached, or something newer was typed: the button still asks for the page */ }
    };

    const soon = (pause) => {
      clearTimeout(timer);
      timer = setTimeout(refresh, pause);
    };
    // Dates are read when they are whole, and choices at once.
    on(form, "input", (event) => { if (event.target.matches("[data-list-typed]")) soon(PAUSE); });
    on(form, "change", () => soon(0));
    on(form, "submit", () => { clearTimeout(timer); asked?.abort(); });
  }

  const contents = one("[data-contents]");
  if (contents && window.IntersectionObserver) {
    const links = new Map(all("a", contents).map((link) => [link.hash.slice(1), link]));
    const heads = all("h2[id], h3[id], h4[id], h5[id], h6[id]").filter((head) => links.has(head.id));
    let marked = null;
    // The last heading above the upper third of the window is that of what is read.
    const mark = () => {
      const line = window.innerHeight / 3;
      const read = heads.filter((head) => head.getBoundingClientRect().top < line).pop();
      const link = read ? links.get(read.id) : null;
      if (link === marked) return;
      marked?.removeAttribute("aria-current");
      link?.setAttribute("aria-current", "location");
      marked = link;
      if (!link || contents.contains(document.activeElement)) return;
      const [within, whole] = [link.getBoundingClientRect(), contents.getBoundingClientRect()];
      if (within.top < whole.top || within.bottom > whole.bottom) {
        contents.scrollTop += within.top - whole.top - whole.height / 3;
      }
    };
    const watch = new IntersectionObserver(mark, { rootMargin: "0px 0px -66% 0px" });
    for (const head of heads) watch.observe(head);
  }
})();
