// What a page can do better with a script. Every page works without it; each part looks first whether what it
// improves is there. No markup is built from text.
"use strict";

(() => {
  const KEY = "pinpoint-plan";
  // What the server takes: paragraphs, characters of a note, of an address.
  const MOST = 200, LONGEST = 4000, LONGEST_LINK = 16000;
  const all = (selector, within = document) => Array.from(within.querySelectorAll(selector));
  const one = (selector, within = document) => within.querySelector(selector);

  const on = (target, type, does) => target.addEventListener(type, does);
  const make = (tag, properties) => Object.assign(document.createElement(tag), properties);

  // Said to those who do not see the page change. A text that is the same twice is said twice.
  const status = one("[data-status]");
  let saying = 0;
  function say(text) {
    if (!status) return;
    clearTimeout(saying);
    status.textContent = "";
    saying = setTimeout(() => { status.textContent = text; }, 50);
  }

  // What went wrong is also shown, where it was tried.
  const told = make("p", { className: "note note-strong" });
  function tell(text, near) {
    told.textContent = text;
    near.after(told);
    say(text);
  }

  const count = (number) => `${number} ${number === 1 ? "paragraph" : "paragraphs"}`;

  // The clipboard. Over plain HTTP in an office browsers offer only the old way.
  async function copy(given) {
    if (navigator.clipboard && window.isSecureContext) {
      try {
        await navigator.clipboard.writeText(given);
        return;
      } catch { /* refused by a policy, which may allow the old way */ }
    }
    const area = make("textarea", { className: "visually-hidden", value: given });
    const focused = document.activeElement;
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    focused?.focus();
    if (!done) throw new Error("We could not copy this. Select the text and copy it yourself.");
  }

  function copies(button, text, said = "Copied.") {
    const label = Array.from(button.childNodes);
    let timer = 0;
    button.hidden = false;
    on(button, "click", async () => {
      try {
        await copy(await text());
        told.remove();
        say(said);
        button.replaceChildren("Copied");
        clearTimeout(timer);
        timer = setTimeout(() => button.replaceChildren(...label), 2000);
      } catch (error) {
        tell(error.message, button);
      }
    });
  }

  for (const button of all("[data-copy]")) copies(button, () => button.dataset.copy);
  for (const button of all("[data-copy-from]")) {
    const source = one(button.dataset.copyFrom);
    if (source) copies(button, () => source.textContent.trim());
  }

  // The plan that this browser keeps: [{id, note}], in order. null where it keeps nothing for pages.
  const store = (() => {
    try {
      return localStorage;
    } catch {
      return null;
    }
  })();

  function read() {
    try {
      const held = JSON.parse(store.getItem(KEY) || "[]");
      return held.filter(({ id }) => typeof id === "string").map(({ id, note }) => ({ id, note: String(note || "") }));
    } catch {
      return [];
    }
  }

  function write(plan, near) {
    try {
      store.setItem(KEY, JSON.stringify(plan));
    } catch {
      tell("Your browser has no space left to save this. Download the plan to keep your changes.", near);
      return false;
    }
    show();
    return true;
  }

  // Where nothing can be kept such a link stays a link, to a plan of that paragraph.
  const adders = store ? all("[data-plan-add]") : [];

  function show() {
    const plan = read();
    for (const badge of all("[data-plan-count]")) {
      badge.hidden = !plan.length;
      badge.textContent = plan.length || "";
    }
    for (const button of adders) {
      const inside = plan.some(({ id }) => id === button.dataset.planAdd);
      button.toggleAttribute("data-in-plan", inside);
      // The hidden part says of which paragraph.
      button.replaceChildren(inside ? "Remove from plan" : "Add to plan", ...all(".visually-hidden", button));
    }
  }

  function toggle(link) {
    const id = link.dataset.planAdd;
    const plan = read();
    const left = plan.filter((entry) => entry.id !== id);
    const added = left.length === plan.length;
    // A note is work, and this button has no undo.
    if (plan.some((entry) => entry.id === id && entry.note) && !confirm("Your plan has a note on this paragraph. Remove the paragraph and its note?")) return;
    const next = added ? [...plan, { id, note: "" }] : left;
    if (next.length > MOST) tell(`Your plan is full. A plan can have up to ${MOST} paragraphs.`, link);
    else if (write(next, link)) say(`${added ? "Added to" : "Removed from"} your plan, which now has ${count(next.length)}.`);
  }

  for (const link of adders) {
    link.setAttribute("role", "button");
    const pressed = (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return; // a new tab was asked for
      event.preventDefault();
      toggle(link);
    };
    on(link, "click", pressed);
    on(link, "keydown", (event) => { if (event.key === " ") pressed(event); }); // Enter is a click already
  }

  // Another tab, or a page that the reader comes back from, may have changed the plan.
  let changed = show;
  show();
  on(window, "storage", () => changed());
  on(window, "pageshow", () => changed());

  // The page of the plan.
  function address(plan, notes) {
    const query = new URLSearchParams();
    for (const { id } of plan) query.append("p", id);
    if (notes && plan.some(({ note }) => note)) for (const { note } of plan) query.append("n", note);
    return plan.length ? `/plan?${query}` : "/plan";
  }

  // The first with what the second has more: paragraphs, and below a note another one.
  function join(plan, more) {
    const joined = plan.map((entry) => ({ ...entry }));
    for (const { id, note } of more) {
      const held = joined.find((entry) => entry.id === id);
      if (!held) joined.push({ id, note });
      else if (!held.note.includes(note)) held.note = `${held.note}\n${note}`.trim();
    }
    return joined;
  }

  const KEPT_NOWHERE = "Your browser does not let this page save anything. Download your plan, or copy its link, before you leave the page.";
  const empty = one("[data-plan-empty]");
  if (empty && !store) tell(KEPT_NOWHERE, empty);
  if (empty && !location.search && read().length) location.replace(address(read()));

  const list = one("[data-plan-list]");
  if (list) planPage(list);

  function planPage(list) {
    const save = one("[data-plan-save]");
    const clear = one("[data-plan-clear]");
    const area = (item) => one("[data-plan-note]", item);
    const items = () => Array.from(list.children);
    const shown = () => items().map((item) => ({ id: item.dataset.planItem, note: area(item).value }));
    const sameOrder = (plan) => address(plan) === address(shown());
    const mine = read();
    // Whether this is the browser's plan. Another's, or one with other notes, is kept only when it is asked for.
    // Back from a page that changed it, the browser's plan is still its own.
    if (history.state?.own && store && !sameOrder(mine)) {
      location.replace(address(mine));
      return;
    }
    if (store && !new URLSearchParams(location.search).has("n")) {
      // The address of an own plan, kept as a bookmark, has no notes: they are here.
      for (const item of items()) area(item).value ||= mine.find(({ id }) => id === item.dataset.planItem)?.note || "";
    }
    const own = sameOrder(mine) && shown().every(({ note }, at) => !note || note === mine[at].note.trim());
    const toAddress = () => {
      const link = address(shown(), !own);
      if (link.length <= LONGEST_LINK) history.replaceState({ own }, "", link);
      else tell("Your notes are too long to save in the address of this page. Download the plan before you leave the page.", save.parentElement);
    };
    let emptied = null;

    function keep() {
      if (own) write(shown(), clear);
      items().forEach((item, place, { length }) => {
        one("[data-plan-move='up']", item).disabled = place === 0;
        one("[data-plan-move='down']", item).disabled = place === length - 1;
      });
      toAddress();
    }

    if (own) {
      changed = () => {
        show();
        if (emptied) return;
        const plan = read();
        if (!sameOrder(plan)) location.replace(address(plan));
        else items().forEach((item, at) => { area(item).value = plan[at].note; });
      };
      changed();
      toAddress(); // of an old note in it a reload would make another's plan
      save.hidden = true;
      clear.hidden = false;
    } else if (store) {
      const shared = one("[data-plan-shared]");
      const take = one("[data-plan-take]", shared);
      shared.hidden = false;
      on(take, "click", () => {
        const plan = join(read(), shown());
        if (plan.length > MOST || plan.some(({ note }) => note.length > LONGEST)) {
          tell(`A plan can have up to ${MOST} paragraphs, and each note up to ${LONGEST} characters.`, take);
        } else if (write(plan, take)) location.assign(address(plan));
      });
    } else tell(KEPT_NOWHERE, save.parentElement);

    on(list, "input", () => { if (own) write(shown(), clear); });
    on(list, "change", toAddress);

    on(list, "click", (event) => {
      const button = event.target.closest("[data-plan-move]");
      if (!button) return;
      event.preventDefault();
      const move = button.dataset.planMove;
      const item = button.closest("[data-plan-item]");
      const name = item.dataset.planName;
      const { previousElementSibling: before, nextElementSibling: after } = item;
      if (move === "remove") {
        item.remove();
        keep();
        say(`Removed ${name}. Your plan now has ${count(items().length)}.`);
        if (after || before) one(".plan-heading", after || before).focus();
        else location.assign("/plan");
        return;
      }
      // The neighbour moves, so that the button which was pressed keeps the focus.
      if (move === "up" && before) item.after(before);
      if (move === "down" && after) item.before(after);
      keep();
      say(`${name} is now number ${items().indexOf(item) + 1} of ${items().length}.`);
      (button.disabled ? one("[data-plan-move]:not([disabled])", item) : button).focus();
    });

    copies(one("[data-plan-copy]"), async () => {
      const fields = new URLSearchParams(new FormData(one("[data-plan-form]")));
      fields.set("format", "markdown");
      const reply = await fetch("/plan/export", { method: "POST", body: fields }).catch(() => null);
      if (!reply?.ok) throw new Error("We could not copy the plan. Select ‘Download as Markdown’ to find out why.");
      return reply.text();
    }, "Plan copied as Markdown.");

    copies(one("[data-plan-link]"), () => {
      const link = address(shown(), true);
      if (link.length > LONGEST_LINK) throw new Error("Your notes are too long for a link. Download the plan and send the file instead.");
      return new URL(link, location.href).href;
    }, "Link copied. It includes your notes.");

    on(clear, "click", () => {
      // What was added meanwhile in another tab stays.
      const plan = emptied ? join(emptied, read()) : [];
      const before = emptied ? null : shown();
      if (!write(plan, clear)) return;
      emptied = before;
      list.hidden = emptied !== null;
      for (const button of all("button", clear.parentElement)) {
        button.hidden = button === save || (list.hidden && button !== clear);
      }
      clear.textContent = emptied ? "Undo: restore plan" : "Clear plan";
      history.replaceState({ own }, "", address(plan));
      say(emptied ? "Plan cleared. Use the same button to restore it." : `Plan restored, with ${count(plan.length)}.`);
      changed();
    });
  }

  // On a narrow screen the results come first: the filters wait to be opened.
  const filters = one("[data-filters]");
  if (filters && !matchMedia("(min-width: 56rem)").matches) filters.open = false;

  // A long list of choices can be narrowed by typing.
  for (const facet of all("[data-facet-long]")) {
    const choices = all(".choice", facet);
    const legend = one("legend", facet).textContent.trim();
    const label = make("label", { className: "visually-hidden", textContent: `Find in list: ${legend}` });
    const box = make("input", { type: "text", className: "facet-find", placeholder: "Type to find", autocomplete: "off" });
    box.id = label.htmlFor = `find-${one("input", facet).name}`;
    one(".facet-scroll", facet).before(label, box);
    on(box, "input", () => {
      const wanted = box.value.trim().toLowerCase();
      let left = 0;
      for (const choice of choices) {
        const fits = choice.textContent.toLowerCase().includes(wanted);
        choice.hidden = !fits && !one("input", choice).checked;
        left += choice.hidden ? 0 : 1;
      }
      say(`Showing ${left} of ${choices.length}.`);
    });
    // Enter in it would send the whole form, which it is no part of.
    on(box, "keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
  }

  // The user's own authority, kept in this browser and sent with questions to this server only. A page whose
  // address names one keeps to that.
  const OWN = "pinpoint-authority";
  const mine = (() => {
    try {
      return store?.getItem(OWN) || "";
    } catch {
      return "";
    }
  })();
  for (const form of mine ? all("form[action='/'], form[data-mine]") : []) {
    if (!one("input[name='mine']", form)) form.append(make("input", { type: "hidden", name: "mine", value: mine }));
  }
  for (const line of mine ? all("[data-mine-told][hidden]") : []) {
    one("[data-mine-name]", line).textContent = mine;
    line.hidden = false;
  }
  for (const link of mine ? all("a[data-mine-link]") : []) {
    const to = new URL(link.href);
    if (!to.searchParams.has("mine")) to.searchParams.set("mine", mine);
    link.href = to.pathname + to.search;
  }
  for (const field of mine ? all("[data-mine-field]") : []) field.value ||= mine;
  const box = one("[data-mine-box]");
  if (box) {
    const keep = one("[data-mine-keep]", box);
    const forget = one("[data-mine-forget]", box);
    const kept = one("[data-mine-kept]", box);
    const tellKept = (name) => {
      kept.hidden = forget.hidden = !name;
      one("[data-mine-name]", kept).textContent = name;
      if (keep) keep.hidden = name === keep.dataset.mineKeep;
    };
    const change = (name, said, button) => {
      try {
        if (name) store.setItem(OWN, name);
        else store.removeItem(OWN);
      } catch {
        tell("Your browser does not allow these pages to keep anything.", button);
        return;
      }
      tellKept(name);
      say(said);
    };
    if (store) tellKept(mine);
    if (keep && store) on(keep, "click", () => {
      change(keep.dataset.mineKeep, `Kept. ${keep.dataset.mineKeep} is your authority in this browser.`, keep);
      if (keep.hidden) forget.focus();
    });
    on(forget, "click", () => {
      change("", "Forgotten.", forget);
      one("h1").setAttribute("tabindex", "-1");
      one("h1").focus();
    });
  }
})();
