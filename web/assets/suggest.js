// The question box suggests what may be meant: a combobox with a list, after the ARIA Authoring Practices
// (list autocomplete with manual selection). No markup is built from text.
"use strict";

(() => {
  const { below, choices, earlier, make, on, one, say, tell, told } = window.pinpoint;
  const box = one("#q");
  const form = box?.form;
  if (!form || !choices.suggest) return;

  const WAIT = 150, MOST_EARLIER = 3, MOST_AT_ONCE = 6; // milliseconds; earlier questions beside others, alone
  const KINDS = { paragraph: "Go to", page: "Go to", earlier: "Asked before" };

  const list = make("ul", { id: "suggestions", className: "suggestions", hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Suggestions");
  // A search field clears itself on Escape, which here closes the list.
  box.type = "text";
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id,
  })) box.setAttribute(name, value);
  box.closest(".search-row").after(list);

  let items = [], at = -1, timer = 0, asking = null;
  const known = new Map(); // what was answered on this page

  function close() {
    clearTimeout(timer);
    asking?.abort();
    list.hidden = true;
    mark(-1);
    box.setAttribute("aria-expanded", "false");
  }

  function mark(place) {
    list.children[at]?.setAttribute("aria-selected", "false");
    at = place;
    const option = list.children[at];
    if (!option) {
      box.removeAttribute("aria-activedescendant");
      return;
    }
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    box.setAttribute("aria-activedescendant", option.id);
  }

  function choose(item) {
    close();
    if (item.url) {
      location.assign(item.url);
      return;
    }
    box.value = item.question;
    box.focus();
    box.setSelectionRange(box.value.length, box.value.length);
  }

  function show(found, note) {
    items = found;
    mark(-1);
    list.replaceChildren(...items.map((item, place) => {
      const option = make("li", { id: `suggestion-${place}` });
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.append(make("span", { className: "suggestion-text", textContent: item.text }));
      const about = [KINDS[item.kind], item.kind === "page" || item.kind === "earlier" ? "" : item.note].filter(Boolean).join(": ");
      option.append(" ", make("span", { className: "hint", textContent: about }));
      return option;
    }));
    list.hidden = !items.length;
    box.setAttribute("aria-expanded", String(!list.hidden));
    if (items.length) say(`${items.length} suggestion${items.length === 1 ? "" : "s"}. Use the arrow keys.`);
    else if (note) say(note);
  }

  const before = (typed, most) => earlier().filter((question) => question !== typed && question.toLowerCase().includes(typed.toLowerCase()))
    .slice(0, most).map((question) => ({ kind: "earlier", text: question, note: "", question }));

  async function ask() {
    const typed = box.value;
    if (!typed.trim()) {
      show(before("", MOST_AT_ONCE), "");
      return;
    }
    asking?.abort();
    const mine = asking = new AbortController();
    let answer = known.get(typed);
    if (!answer) {
      const query = new URLSearchParams({ q: typed.slice(-2000) });
      const own = one("input[name='mine']", form)?.value;
      if (own) query.set("mine", own);
      try {
        const reply = await fetch(below(`/suggest?${query}`), { signal: mine.signal });
        if (!reply.ok) return; // busy: the next letter asks again
        answer = await reply.json();
        if (told.dataset.away) told.remove();
      } catch (error) {
        if (error.name !== "AbortError" && !told.isConnected) {
          tell("There is no connection to this service. Check your connection, then try again.", form);
          told.dataset.away = "true";
        }
        return;
      }
      known.set(typed, answer);
    }
    // An answer to what is no longer typed, or after the reader has gone on, is not shown.
    if (mine !== asking || mine.signal.aborted || box.value !== typed || document.activeElement !== box) return;
    show([...answer.suggestions, ...before(typed.trim(), MOST_EARLIER)], answer.note);
  }

  on(box, "input", () => {
    clearTimeout(timer);
    if (box.selectionStart !== box.value.length) close(); // within the question nothing is completed
    else timer = setTimeout(ask, WAIT);
  });

  on(box, "keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    const open = !list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!open) ask();
      else if (!event.altKey) mark((at + (event.key === "ArrowDown" ? 1 : at < 0 ? 0 : -1) + items.length) % items.length);
      else if (event.key === "ArrowUp") close();
    } else if (event.key === "Enter" && open && at >= 0) {
      event.preventDefault();
      choose(items[at]);
    } else if (event.key === "Escape" && open) {
      event.preventDefault();
      close();
    } else if (event.key === "Tab" || event.key === "Enter") {
      close();
    } else if (open && ["Home", "End", "ArrowLeft", "ArrowRight"].includes(event.key)) {
      mark(-1);
    }
  });

  on(box, "blur", close);
  on(list, "mousedown", (event) => event.preventDefault()); // the box keeps the focus
  on(list, "click", (event) => {
    const option = event.target.closest("[role='option']");
    if (option) choose(items[Array.from(list.children).indexOf(option)]);
  });
})();
