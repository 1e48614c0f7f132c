// The plans that this browser keeps, and the buttons on every page that add a paragraph to the one in use.
"use strict";

(() => {
  const { all, on, keptAs, say, tell, store } = window.pinpoint;
  const KEY = keptAs("pinpoint-plans"), OLD = keptAs("pinpoint-plan");
  // What the server takes: the fields of a paragraph with their characters, paragraphs of a plan.
  const FIELDS = { area: 200, action: 4000, owner: 200, date: 60, note: 4000, quote: 8000 };
  const MOST = 200, LONGEST_TITLE = 200;

  const count = (number) => `${number} ${number === 1 ? "paragraph" : "paragraphs"}`;
  const blank = (title = "") => ({ key: `${Date.now().toString(36)}${Math.random().toString(36).slice(2, 8)}`, title, entries: [] });
  const named = (plan) => plan.title ? `the plan ‘${plan.title}’` : "your plan";

  // Of whatever was stored or typed: each with every field.
  const sound = (held) => (Array.isArray(held) ? held : []).filter((entry) => typeof entry?.id === "string").map((entry) => ({
    id: entry.id,
    ...Object.fromEntries(Object.keys(FIELDS).map((name) => [name, String(entry[name] || "")])),
  }));

  // {plans: [{key, title, entries}], current}: at least one plan, and which of them is in use.
  function read() {
    let held = null;
    try {
      held = JSON.parse(store.getItem(KEY));
    } catch { /* nothing is kept, or nothing that can be read */ }
    const plans = (Array.isArray(held?.plans) ? held.plans : []).filter((plan) => typeof plan?.key === "string")
      .map(({ key, title, entries }) => ({ key, title: String(title || ""), entries: sound(entries) }));
    if (!plans.length) plans.push({ ...blank(), key: "first" });
    return { plans, current: plans.find(({ key }) => key === held?.current) || plans[0] };
  }

  function write({ plans, current }, near) {
    try {
      store.setItem(KEY, JSON.stringify({ current: current.key, plans }));
    } catch {
      tell("Your browser has no space left to save this. Download the plan to keep your changes.", near);
      return false;
    }
    show();
    return true;
  }

  // Before there were several plans, there was one, with notes alone.
  function move() {
    try {
      const old = sound(JSON.parse(store.getItem(OLD) || "[]"));
      const state = read();
      if (old.length) {
        if (state.current.entries.length) state.plans.push(state.current = blank("Earlier plan"));
        state.current.entries = old;
        store.setItem(KEY, JSON.stringify({ current: state.current.key, plans: state.plans }));
      }
      store.removeItem(OLD);
    } catch { /* it stays where it is */ }
  }

  // The first with what the second has more: paragraphs, and below what was written the rest.
  function join(entries, more) {
    const joined = entries.map((entry) => ({ ...entry }));
    for (const other of sound(more)) {
      const held = joined.find(({ id }) => id === other.id);
      if (!held) joined.push(other);
      else for (const name of Object.keys(FIELDS)) {
        if (name === "quote") held.quote ||= other.quote;
        else if (!held[name].includes(other[name])) held[name] = `${held[name]}\n${other[name]}`.trim();
      }
    }
    return joined;
  }

  // Where nothing can be kept such a link stays a link, to a plan of that paragraph.
  const adders = store ? all("[data-plan-add]") : [];

  function show() {
    const { entries } = read().current;
    for (const badge of all("[data-plan-count]")) {
      badge.hidden = !entries.length;
      badge.textContent = entries.length || "";
    }
    for (const button of adders) {
      const inside = entries.some(({ id }) => id === button.dataset.planAdd);
      button.toggleAttribute("data-in-plan", inside);
      // The hidden part says of which paragraph.
      button.replaceChildren(inside ? "Remove from plan" : "Add to plan", ...all(".visually-hidden", button));
    }
  }

  function toggle(link) {
    const id = link.dataset.planAdd;
    const state = read();
    const plan = state.current;
    const held = plan.entries.find((entry) => entry.id === id);
    // What was written is work, and this button has no undo.
    if (held && Object.keys(FIELDS).some((name) => held[name]) && !confirm("You have written about this paragraph in your plan. Remove the paragraph and what you wrote?")) return;
    plan.entries = held ? plan.entries.filter((entry) => entry !== held) : [...plan.entries, ...sound([{ id }])];
    if (plan.entries.length > MOST) tell(`Your plan is full. A plan can have up to ${MOST} paragraphs.`, link);
    else if (write(state, link)) say(`${held ? "Removed from" : "Added to"} ${named(plan)}, which now has ${count(plan.entries.length)}.`);
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

  const plans = { FIELDS, MOST, LONGEST_TITLE, read, write, join, blank, count, changed: show };
  window.pinpoint.plans = plans;
  if (store) move();
  show();
  // Another tab, or a page that the reader comes back from, may have changed the plan.
  on(window, "storage", () => plans.changed());
  on(window, "pageshow", () => plans.changed());
})();
