// The page of the plan: it shows what its address or a file holds. The browser's own plan is saved as it is
// typed; another's only when that is asked for.
"use strict";

(() => {
  const { all, one, on, below, say, tell, copies, store, plans } = window.pinpoint;
  const { FIELDS, MOST, LONGEST_TITLE, read, write, join, blank, count } = plans;
  const LONGEST_LINK = 16000; // characters of an address that servers and mail take
  const KEPT_NOWHERE = "Your browser does not let this page save anything. Download your plan, or copy its link, before you leave the page.";
  const parameter = (name) => name === "note" ? "n" : name;

  function address({ title, entries }, words) {
    const query = new URLSearchParams();
    if (words && title) query.append("title", title);
    for (const { id } of entries) query.append("p", id);
    for (const name of words ? Object.keys(FIELDS) : []) {
      if (entries.some((entry) => entry[name])) for (const entry of entries) query.append(parameter(name), entry[name]);
    }
    return below(String(query) ? `/plan?${query}` : "/plan");
  }

  const empty = one("[data-plan-empty]");
  if (empty && !store) tell(KEPT_NOWHERE, empty);
  if (empty && !location.search && read().current.entries.length) location.replace(address(read().current));
  if (store) choosePage();
  const list = one("[data-plan-list]");
  if (list) planPage(list);

  // Which plan is in use: one is chosen, or made, and its page opened.
  function choosePage() {
    const chooser = one("[data-plan-chooser]");
    const choice = one("[data-plan-choice]", chooser);
    const name = ({ title, entries }, at) => `${title || (at ? `Plan ${at + 1}` : "My plan")} (${count(entries.length)})`;
    const fill = () => {
      const { plans: kept, current } = read();
      one("[data-plan-several]", chooser).hidden = kept.length < 2;
      one("[data-plan-new]", chooser).hidden = kept.some(({ title, entries }) => !title && !entries.length);
      choice.replaceChildren(...kept.map((plan, at) => new Option(name(plan, at), plan.key, false, plan === current)));
    };
    chooser.hidden = false;
    fill();
    on(choice, "focus", fill);
    on(one("[data-plan-open]", chooser), "click", () => {
      const state = read();
      state.current = state.plans.find(({ key }) => key === choice.value) || state.current;
      if (write(state, chooser)) location.assign(address(state.current));
    });
    on(one("[data-plan-new]", chooser), "click", () => {
      const state = read();
      state.plans.push(state.current = blank());
      if (write(state, chooser)) location.assign(below("/plan"));
    });
    plans.filled = fill;
  }

  function planPage(list) {
    const save = one("[data-plan-save]");
    const clear = one("[data-plan-clear]");
    const title = one("[data-plan-title]");
    const field = (item, name) => one(`[data-plan-field='${name}']`, item);
    const items = () => Array.from(list.children);
    const shown = () => ({
      title: title.value.trim(),
      entries: items().map((item) => ({
        id: item.dataset.planItem,
        ...Object.fromEntries(Object.keys(FIELDS).map((name) => [name, field(item, name).value])),
      })),
    });
    const fill = (item, entry) => {
      for (const name of Object.keys(FIELDS)) {
        const box = field(item, name);
        if (name === "quote" && entry.quote && !Array.from(box.options).some(({ value }) => value === entry.quote)) {
          box.append(new Option(entry.quote, entry.quote));
        }
        box.value = entry[name];
      }
    };
    const sameOrder = (plan) => address(plan) === address(shown());
    const { current: mine } = read();
    const fromFile = "planImported" in list.dataset;
    // Back from a page that changed it, the browser's plan is still its own.
    if (history.state?.own && store && !sameOrder(mine)) {
      location.replace(address(mine));
      return;
    }
    const given = new URLSearchParams(location.search);
    const worded = fromFile || given.has("title") || Object.keys(FIELDS).some((name) => given.has(parameter(name)));
    if (store && !worded && sameOrder(mine)) {
      // The address of an own plan has no words: they are here.
      items().forEach((item, at) => fill(item, mine.entries[at]));
      title.value = mine.title;
    }
    // Whether this is the browser's plan. Another's, or one with other words, is kept only when it is asked for.
    const here = shown();
    const agrees = (one, other) => !one || one === other.trim();
    const own = !fromFile && sameOrder(mine) && agrees(here.title, mine.title)
      && here.entries.every((entry, at) => Object.keys(FIELDS).every((name) => agrees(entry[name], mine.entries[at][name])));
    const toAddress = () => {
      const link = address(shown(), !own);
      if (link.length <= LONGEST_LINK) history.replaceState({ own }, "", link);
      else tell("Your words are too long to save in the address of this page. Download the plan before you leave the page.", save.parentElement);
    };
    let removed = null;

    // What the page shows is what is kept of this plan, whichever is in use by now.
    function ownIn(state) {
      const kept = state.plans.find(({ key }) => key === mine.key) || { ...blank(), key: mine.key };
      if (!state.plans.includes(kept)) state.plans.push(kept);
      return Object.assign(kept, shown());
    }

    function keepOwn() {
      const state = read();
      ownIn(state);
      if (write(state, clear)) plans.filled?.();
    }

    function keep() {
      if (own) keepOwn();
      items().forEach((item, place, { length }) => {
        one("[data-plan-move='up']", item).disabled = place === 0;
        one("[data-plan-move='down']", item).disabled = place === length - 1;
      });
      toAddress();
    }

    if (own) {
      const show = plans.changed;
      plans.changed = () => {
        show();
        plans.filled?.();
        if (removed) return;
        const plan = read().current;
        if (!sameOrder(plan)) location.replace(address(plan));
        else {
          items().forEach((item, at) => fill(item, plan.entries[at]));
          title.value = plan.title;
        }
      };
      plans.changed();
      toAddress(); // of old words in it a reload would make another's plan
      save.hidden = true;
      clear.hidden = false;
      clear.textContent = read().plans.length > 1 ? "Delete plan" : "Clear plan";
    } else if (store) {
      const shared = one("[data-plan-shared]");
      shared.hidden = false;
      const take = one("[data-plan-take]", shared);
      const add = one("[data-plan-new-of]", shared);
      const keepAs = (state, button) => {
        const { title, entries } = state.current;
        if (entries.length > MOST || title.length > LONGEST_TITLE || entries.some((entry) => Object.keys(FIELDS).some((name) => entry[name].length > FIELDS[name]))) {
          tell(`A plan can have up to ${MOST} paragraphs, and each note up to ${FIELDS.note} characters.`, button);
        } else if (write(state, button)) location.assign(address(state.current));
      };
      on(take, "click", () => {
        const state = read();
        state.current.entries = join(state.current.entries, shown().entries);
        state.current.title ||= shown().title;
        keepAs(state, take);
      });
      on(add, "click", () => {
        const state = read();
        state.plans.push(state.current = { ...blank(), ...shown() });
        keepAs(state, add);
      });
      if (fromFile) toAddress();
    } else tell(KEPT_NOWHERE, save.parentElement);

    const form = one("[data-plan-form]");
    on(form, "input", () => { if (own) keepOwn(); });
    on(form, "change", toAddress);

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
        else location.assign(below("/plan"));
        return;
      }
      // The neighbour moves, so that the button which was pressed keeps the focus.
      if (move === "up" && before) item.after(before);
      if (move === "down" && after) item.before(after);
      keep();
      moved(item);
      (button.disabled ? one("[data-plan-move]:not([disabled])", item) : button).focus();
    });

    const moved = (item) => say(`${item.dataset.planName} is now number ${items().indexOf(item) + 1} of ${items().length}.`);

    // With a mouse an item is dragged by its handle; with keys the buttons move it.
    let dragged = null;
    for (const handle of all("[data-plan-drag]", list)) {
      handle.hidden = false;
      on(handle, "dragstart", (event) => {
        dragged = handle.closest("[data-plan-item]");
        dragged.classList.add("plan-dragged");
        event.dataTransfer.effectAllowed = "move";
        event.dataTransfer.setData("text/plain", dragged.dataset.planName);
        event.dataTransfer.setDragImage(one(".plan-heading", dragged), 10, 10);
        // Only headings are shown meanwhile, the dragged one below the pointer: whole items are higher than a
        // screen. Later, because a browser ends a drag whose start changes the page.
        const { clientY } = event;
        setTimeout(() => {
          list.classList.add("plan-dragging");
          scrollBy({ top: dragged.getBoundingClientRect().top - clientY + 10, behavior: "instant" });
        });
      });
      on(handle, "dragend", () => {
        if (!dragged) return;
        const item = dragged;
        dragged = null;
        item.classList.remove("plan-dragged");
        list.classList.remove("plan-dragging");
        item.scrollIntoView({ block: "nearest", behavior: "instant" });
        keep();
        moved(item);
      });
    }
    on(list, "dragover", (event) => {
      if (!dragged) return;
      event.preventDefault();
      const over = event.target.closest("[data-plan-item]");
      if (!over || over === dragged) return;
      const { top, height } = over.getBoundingClientRect();
      if (event.clientY < top + height / 2) over.before(dragged);
      else over.after(dragged);
    });
    on(list, "drop", (event) => { if (dragged) event.preventDefault(); });

    copies(one("[data-plan-copy]"), async () => {
      const fields = new URLSearchParams(new FormData(form));
      fields.set("format", "markdown");
      const reply = await fetch(below("/plan/export"), { method: "POST", body: fields }).catch(() => null);
      if (!reply?.ok) throw new Error("We could not copy the plan. Download it as Markdown to find out why.");
      return reply.text();
    }, "Plan copied as Markdown.");

    copies(one("[data-plan-link]"), () => {
      const link = address(shown(), true);
      if (link.length > LONGEST_LINK) throw new Error("Your words are too long for a link. Download the plan and send the file instead.");
      return new URL(link, location.href).href;
    }, "Link copied. It includes what you wrote.");

    on(clear, "click", () => {
      const state = read();
      if (removed) {
        // What was added meanwhile in another tab stays.
        const fresh = state.plans.length === 1 && !state.current.title ? state.plans.pop().entries : [];
        state.current = { ...removed, entries: join(removed.entries, fresh) };
        state.plans.push(state.current);
        removed = null;
      } else {
        removed = ownIn(state);
        state.plans = state.plans.filter((plan) => plan !== removed);
        if (!state.plans.length) state.plans.push(blank());
        state.current = state.plans[0];
      }
      if (!write(state, clear)) return;
      plans.filled?.();
      list.hidden = removed !== null;
      for (const part of all("[data-plan-form] details, [data-plan-title-row]")) part.hidden = list.hidden;
      for (const button of all("button", clear.parentElement)) {
        button.hidden = button === save || (list.hidden && button !== clear);
      }
      clear.textContent = removed ? "Undo: restore plan" : state.plans.length > 1 ? "Delete plan" : "Clear plan";
      history.replaceState({ own }, "", removed ? below("/plan") : address(state.current));
      say(removed ? "Plan cleared. Use the same button to restore it." : `Plan restored, with ${count(state.current.entries.length)}.`);
      plans.changed();
    });
  }
})();
