// What a page can do better with a script. Every page works without it; each part looks first whether what it
// improves is there. No markup is built from text.
"use strict";

(() => {
  const all = (selector, within = document) => Array.from(within.querySelectorAll(selector));
  const one = (selector, within = document) => within.querySelector(selector);

  const on = (target, type, does) => target.addEventListener(type, does);
  const make = (tag, properties) => Object.assign(document.createElement(tag), properties);

  // Where this server stands in its site, as in "/pinpoint": before its addresses, and after the names of what
  // the browser keeps, so that two servers of one site keep theirs apart.
  const root = document.documentElement.dataset.root || "";
  const below = (path) => root + path;
  const keptAs = (name) => name + root;

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

  // No index yet: look now and then whether there is one, and then show the page that was asked for.
  const waiting = one("[data-waiting]");
  async function look() {
    try {
      const { ready } = await (await fetch(below("/livez"), { cache: "no-store" })).json();
      if (ready) {
        say("The reports are there.");
        location.reload();
        return;
      }
    } catch { /* the server is being started again */ }
    setTimeout(look, 3000);
  }
  if (waiting) {
    waiting.hidden = false;
    setTimeout(look, 3000);
  }

  // The clipboard, as plain text and, with `html`, for documents too. Over plain HTTP in an office browsers
  // offer only the old way.
  async function copy(given, html = "") {
    if (navigator.clipboard && window.isSecureContext) {
      try {
        const as = (type, text) => ({ [type]: new Blob([text], { type }) });
        if (html) await navigator.clipboard.write([new ClipboardItem({ ...as("text/plain", given), ...as("text/html", html) })]);
        else await navigator.clipboard.writeText(given);
        return;
      } catch { /* refused by a policy, which may allow the old way */ }
    }
    const area = make("textarea", { className: "visually-hidden", value: given });
    const focused = document.activeElement;
    document.body.append(area);
    area.select();
    const put = (event) => {
      event.preventDefault();
      event.clipboardData.setData("text/plain", given);
      event.clipboardData.setData("text/html", html);
    };
    if (html) on(document, "copy", put);
    const done = document.execCommand("copy");
    document.removeEventListener("copy", put);
    area.remove();
    focused?.focus();
    if (!done) throw new Error("We could not copy this. Select the text and copy it yourself.");
  }

  // What stands in an element as plain text: its paragraphs apart, its lines kept.
  function plain(element) {
    const copied = element.cloneNode(true);
    for (const line of all("br", copied)) line.replaceWith("\n");
    const parts = all("p", copied);
    return (parts.length ? parts : [copied]).map((part) => part.textContent.trim()).join("\n\n");
  }

  function copies(button, text, said = "Copied.", html = () => "") {
    const label = Array.from(button.childNodes);
    let timer = 0;
    button.hidden = false;
    on(button, "click", async () => {
      try {
        await copy(await text(), html());
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
    const rich = "copyRich" in button.dataset;
    if (source) copies(button, () => plain(source), "Copied.", () => (rich ? source.innerHTML.trim() : ""));
  }

  // null where this browser keeps nothing for pages.
  const store = (() => {
    try {
      return localStorage;
    } catch {
      return null;
    }
  })();

  // What the reader chose on the help page. keys: "off", "box" for / alone, or "all".
  const CHOICES = keptAs("pinpoint-choices"), ASKED = keptAs("pinpoint-questions"), MOST_ASKED = 20;
  const kept = (name, instead) => {
    try {
      return JSON.parse(store.getItem(name)) ?? instead;
    } catch {
      return instead;
    }
  };
  const choices = { suggest: true, keep: false, keys: "box", ...kept(CHOICES, {}) };
  // The questions that were asked in this browser, newest first: none unless the reader keeps them.
  const earlier = () => {
    const held = choices.keep ? kept(ASKED, []) : [];
    return (Array.isArray(held) ? held : []).filter((question) => typeof question === "string");
  };
  const asked = [root, below("/")].includes(location.pathname) && !one("[role='alert']") && one("#q")?.defaultValue;
  if (choices.keep && asked) {
    try {
      store.setItem(ASKED, JSON.stringify([asked, ...earlier().filter((question) => question !== asked)].slice(0, MOST_ASKED)));
    } catch { /* no space: it is not kept */ }
  }

  const settings = one("[data-choices]");
  if (settings && store) {
    const forget = one("[data-forget-questions]");
    const fields = Array.from(settings.elements).filter((field) => field.name);
    settings.hidden = false;
    for (const field of fields) {
      if (field.type === "checkbox") field.checked = choices[field.name];
      else field.checked = choices[field.name] === field.value;
    }
    const showForget = () => { forget.hidden = !kept(ASKED, []).length; };
    const save = (said, near) => {
      try {
        store.setItem(CHOICES, JSON.stringify(choices));
        if (!choices.keep) store.removeItem(ASKED);
      } catch {
        tell("Your browser does not allow these pages to keep anything.", near);
        return;
      }
      showForget();
      say(said);
    };
    showForget();
    on(settings, "change", ({ target }) => {
      choices[target.name] = target.type === "checkbox" ? target.checked : target.value;
      save("Saved in this browser.", settings);
    });
    on(forget, "click", () => {
      store.removeItem(ASKED);
      showForget();
      say("Your earlier questions are forgotten.");
      one("#choices").focus();
    });
  }

  // Keys of one letter, where the reader wants them; never while something is typed.
  const go = (target) => {
    if (!target) return false;
    target.focus();
    target.scrollIntoView({ block: "nearest" });
    return true;
  };
  const step = (by) => {
    const places = all("main .result-heading a, main .quote figcaption > a:first-child").filter((link) => link.checkVisibility?.() ?? true);
    const here = places.indexOf(document.activeElement);
    return go(places[here < 0 ? (by > 0 ? 0 : places.length - 1) : here + by]);
  };
  const open = (path) => { location.assign(path); return true; };
  const KEYS = {
    "/": () => { const box = one("#q") || one("#follow"); if (!box) return open(below("/#q")); box.select(); return go(box); },
    j: () => step(1),
    k: () => step(-1),
    f: () => { const panel = one("#filters"); return Boolean(panel) && (location.hash = "filters", go(one("summary, input, a, button", panel))); },
    p: () => open(below("/plan")),
    "?": () => open(below("/help#shortcuts")),
  };
  on(document, "keydown", (event) => {
    if (choices.keys === "off" || (choices.keys === "box" && event.key !== "/")) return;
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest("input, textarea, select, [contenteditable], [role='listbox']")) return;
    if (KEYS[event.key]?.()) event.preventDefault();
  });
  if (location.hash === "#q") one("#q")?.focus();

  // Said as soon as the browser knows it. A server on this computer is reached without a network.
  const local = ["localhost", "127.0.0.1", "[::1]"].includes(location.hostname);
  const away = make("p", { className: "note note-strong", textContent: "Your computer has no network connection, so this service cannot be reached. What is on this page stays here." });
  const offline = () => { one("#main").prepend(away); say(away.textContent); };
  if (!local && !navigator.onLine) offline();
  if (!local) on(window, "offline", offline);
  on(window, "online", () => away.remove());

  // For the scripts that come after this one.
  window.pinpoint = { all, one, on, make, below, keptAs, say, tell, told, copies, store, choices, earlier };

  // The user's own authority, kept in this browser and sent with questions to this server only. A page whose
  // address names one keeps to that.
  const OWN = keptAs("pinpoint-authority");
  const mine = (() => {
    try {
      return store?.getItem(OWN) || "";
    } catch {
      return "";
    }
  })();
  for (const form of mine ? all(`form[action='${below("/")}'], form[data-mine]`) : []) {
    if (!one("input[name='mine']", form)) form.append(make("input", { type: "hidden", name: "mine", value: mine }));
  }
  for (const line of mine ? all("[data-mine-unset]") : []) line.hidden = true;
  for (const line of mine ? all("[data-mine-told][hidden], [data-mine-set]") : []) {
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
