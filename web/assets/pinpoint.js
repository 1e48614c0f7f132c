// What a page can do better with a script. Every page works without it; each part here looks first whether
// what it improves is on the page. No markup is ever built from text: only textContent and values are set.
"use strict";

(() => {
  const KEY = "pinpoint-plan";
  const MOST = 200; // paragraphs of a plan, as the server takes them
  const all = (selector, within = document) => Array.from(within.querySelectorAll(selector));
  const one = (selector, within = document) => within.querySelector(selector);

  // Said to those who do not see the page change. A text that is the same twice is said twice.
  const status = one("[data-status]");
  function say(text) {
    if (!status) return;
    status.textContent = "";
    window.setTimeout(() => { status.textContent = text; }, 50);
  }

  function count(number) {
    return `${number} ${number === 1 ? "paragraph" : "paragraphs"}`;
  }

  // The clipboard. Over plain HTTP in an office browsers offer only the old way.
  async function copy(text) {
    const given = await text;
    if (navigator.clipboard && window.isSecureContext) {
      await navigator.clipboard.writeText(given);
      return;
    }
    const area = document.createElement("textarea");
    const focused = document.activeElement;
    area.value = given;
    area.className = "visually-hidden";
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    if (focused) focused.focus();
    if (!done) throw new Error("copying is not allowed");
  }

  function copies(button, text, said) {
    const label = Array.from(button.childNodes);
    let timer = 0;
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await copy(text());
        say(said);
        button.replaceChildren("Copied");
        window.clearTimeout(timer);
        timer = window.setTimeout(() => button.replaceChildren(...label), 2000);
      } catch {
        say("Could not copy. Select the text and copy it by hand.");
      }
    });
  }

  for (const button of all("[data-copy]")) copies(button, () => button.dataset.copy, "Copied.");
  for (const button of all("[data-copy-from]")) {
    const source = one(button.dataset.copyFrom);
    if (source) copies(button, () => source.textContent.trim(), "Copied.");
  }

  // The plan that this browser keeps: [{id, note}], in order.
  function read() {
    try {
      const held = JSON.parse(window.localStorage.getItem(KEY) || "[]");
      if (!Array.isArray(held)) return [];
      return held
        .filter((entry) => entry && typeof entry.id === "string")
        .map((entry) => ({ id: entry.id, note: typeof entry.note === "string" ? entry.note : "" }));
    } catch {
      return [];
    }
  }

  function write(plan) {
    try {
      window.localStorage.setItem(KEY, JSON.stringify(plan));
    } catch {
      say("This browser does not let pages keep anything, so the plan is lost when you leave.");
      return false;
    }
    show();
    return true;
  }

  function show() {
    const plan = read();
    const held = new Set(plan.map((entry) => entry.id));
    for (const badge of all("[data-plan-count]")) {
      badge.hidden = plan.length === 0;
      badge.textContent = plan.length ? String(plan.length) : "";
    }
    for (const button of all("[data-plan-add]")) {
      const inside = held.has(button.dataset.planAdd);
      button.setAttribute("aria-pressed", String(inside));
      button.firstChild.textContent = inside ? "In plan" : "Add to plan";
    }
  }

  function toggle(id) {
    const plan = read();
    const left = plan.filter((entry) => entry.id !== id);
    if (left.length === plan.length && plan.length >= MOST) {
      say(`The plan is full: it holds ${MOST} paragraphs.`);
      return;
    }
    const next = left.length < plan.length ? left : [...plan, { id, note: "" }];
    if (write(next)) {
      say(`${left.length < plan.length ? "Taken out of" : "Added to"} the plan, which holds ${count(next.length)}.`);
    }
  }

  for (const link of all("[data-plan-add]")) {
    link.setAttribute("role", "button");
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return; // a new tab was asked for
      event.preventDefault();
      toggle(link.dataset.planAdd);
    });
    link.addEventListener("keydown", (event) => {
      if (event.key !== " ") return;
      event.preventDefault();
      toggle(link.dataset.planAdd);
    });
  }
  show();
  window.addEventListener("storage", (event) => { if (event.key === KEY || event.key === null) show(); });
  window.addEventListener("pageshow", show); // back from a page that changed the plan

  // The page of the plan.
  function address(plan, notes) {
    const query = new URLSearchParams();
    for (const entry of plan) query.append("p", entry.id);
    if (notes && plan.some((entry) => entry.note)) for (const entry of plan) query.append("n", entry.note);
    return plan.length ? `/plan?${query}` : "/plan";
  }

  if (one("[data-plan-empty]") && window.location.pathname === "/plan" && !window.location.search) {
    const plan = read();
    if (plan.length) window.location.replace(address(plan, false));
  }

  const list = one("[data-plan-list]");
  if (list) planPage(list);

  function planPage(list) {
    const form = one("[data-plan-form]");
    const items = () => all("[data-plan-item]", list);
    const shown = () => items().map((item) => ({
      id: item.dataset.planItem,
      note: one("[data-plan-note]", item).value,
    }));
    const same = (plan) => plan.map((entry) => entry.id).join() === shown().map((entry) => entry.id).join();
    let own = same(read());

    if (own) {
      const notes = new Map(read().map((entry) => [entry.id, entry.note]));
      for (const item of items()) {
        const area = one("[data-plan-note]", item);
        if (!area.value) area.value = notes.get(item.dataset.planItem) || "";
      }
      write(shown());
    } else if (read().length === 0) {
      // Nothing is lost by keeping a plan where there is none.
      own = write(shown());
    } else {
      const shared = one("[data-plan-shared]");
      shared.hidden = false;
      one("[data-plan-take]", shared).addEventListener("click", () => {
        const plan = read();
        const held = new Set(plan.map((entry) => entry.id));
        const more = shown().filter((entry) => !held.has(entry.id));
        const next = [...plan, ...more].slice(0, MOST);
        if (write(next)) window.location.assign(address(next, false));
      });
    }

    function keep() {
      const plan = shown();
      if (own) write(plan);
      items().forEach((item, place) => {
        for (const button of all("[data-plan-move]", item)) button.value = `${place}:${button.dataset.planMove}`;
        one("[data-plan-move='up']", item).disabled = place === 0;
        one("[data-plan-move='down']", item).disabled = place === plan.length - 1;
      });
      window.history.replaceState(null, "", address(plan, false));
    }

    list.addEventListener("input", () => { if (own) write(shown()); });

    list.addEventListener("click", (event) => {
      const button = event.target.closest("[data-plan-move]");
      if (!button) return;
      event.preventDefault();
      const item = button.closest("[data-plan-item]");
      const name = item.dataset.planName;
      if (button.dataset.planMove === "remove") {
        const next = item.nextElementSibling || item.previousElementSibling;
        item.remove();
        keep();
        say(`Removed: ${name}. ${count(items().length)} left.`);
        if (next) one(".plan-heading", next).focus();
        else window.location.assign("/plan");
        return;
      }
      if (button.dataset.planMove === "up" && item.previousElementSibling) item.previousElementSibling.before(item);
      if (button.dataset.planMove === "down" && item.nextElementSibling) item.nextElementSibling.after(item);
      keep();
      const place = items().indexOf(item) + 1;
      say(`${name} is now ${place} of ${items().length}.`);
      (button.disabled ? one("[data-plan-move]:not([disabled])", item) : button).focus();
    });

    copies(one("[data-plan-copy]"), async () => {
      const fields = new URLSearchParams(new FormData(form));
      fields.set("format", "markdown");
      const reply = await fetch("/plan/export", { method: "POST", body: fields });
      if (!reply.ok) throw new Error("the export failed");
      return reply.text();
    }, "The plan is copied as Markdown.");
    copies(
      one("[data-plan-link]"),
      () => new URL(address(shown(), true), window.location.href).href,
      "The link is copied. It holds your notes.",
    );

    // Typed notes are kept as they are typed; without that button nobody needs the address for it.
    if (own) one("[data-plan-save]").hidden = true;
    const clear = one("[data-plan-clear]");
    clear.hidden = !own;
    let undo = null;
    clear.addEventListener("click", () => {
      if (undo === null) {
        undo = shown();
        if (!write([])) return;
        list.hidden = true;
        clear.textContent = "Undo: bring the plan back";
        say("The plan is empty. The same button brings it back.");
      } else {
        write(undo);
        undo = null;
        list.hidden = false;
        clear.textContent = "Empty the plan";
        say(`The plan is back, with ${count(shown().length)}.`);
      }
    });
  }

  // On a narrow screen the results come first: the filters wait to be opened.
  const filters = one("[data-filters]");
  if (filters && window.matchMedia("(max-width: 56rem)").matches) filters.open = false;

  // A long list of choices can be narrowed by typing.
  for (const facet of all("[data-facet-long]")) {
    const choices = all(".choice", facet);
    const legend = one("legend", facet).textContent.trim();
    const label = document.createElement("label");
    const box = document.createElement("input");
    label.className = "visually-hidden";
    label.textContent = `Narrow the list of ${legend.toLowerCase()}`;
    box.type = "text";
    box.id = `find-${choices[0] ? one("input", choices[0]).name : "choice"}`;
    box.className = "facet-find";
    box.placeholder = "Type to narrow";
    box.autocomplete = "off";
    label.htmlFor = box.id;
    one(".facet-scroll", facet).before(label, box);
    box.addEventListener("input", () => {
      const wanted = box.value.trim().toLowerCase();
      let left = 0;
      for (const choice of choices) {
        const fits = choice.textContent.toLowerCase().includes(wanted);
        choice.hidden = !fits && !one("input", choice).checked;
        left += choice.hidden ? 0 : 1;
      }
      say(`${left} of ${choices.length} shown.`);
    });
    // Enter in it would send the whole form, which it is no part of.
    box.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
  }
})();
