// The list of reports filters as one types: this server filters it, and the part below the form is put in anew.
"use strict";

(() => {
  const { one, on, say } = window.pinpoint;

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
})();
