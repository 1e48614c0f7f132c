// What a page can do better with a script. Every page works without it; each part looks first whether what it
// improves is there. No markup is built from text.
"use strict";

(() => {
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

  // For the scripts of the plan, which come after this one.
  window.pinpoint = { all, one, on, make, say, tell, copies, store };

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
