// What the page that checks a draft can do better with a script. It works without it.
"use strict";

(() => {
  const form = document.querySelector("[data-check-form]");
  if (form) {
    const file = form.querySelector("input[type='file']");
    const said = Object.assign(document.createElement("p"), { className: "note note-strong" });
    said.setAttribute("role", "alert");
    // Of a larger file the server refuses the rest, and a browser may show no more than a broken connection.
    form.addEventListener("submit", (event) => {
      const large = file.files.length && file.files[0].size > form.dataset.most * 1e6;
      said.textContent = large ? `This file is larger than ${form.dataset.most} MB. Take pictures out of it, or save it as text.` : "Checking your draft. A long one takes some seconds.";
      file.after(said);
      if (large) event.preventDefault();
    });
    // Back from the result, or after a download, nothing is being checked.
    addEventListener("pageshow", () => said.remove());
    addEventListener("focus", () => said.remove());
  }

  const checked = document.querySelector("[data-checked]");
  const shown = checked?.querySelector("[data-checked-shown]");
  if (shown) {
    const claims = Array.from(checked.querySelectorAll(".claim"));
    checked.addEventListener("change", () => {
      const left = claims.filter((claim) => claim.offsetParent !== null).length;
      shown.textContent = `Showing ${left} of ${claims.length}.`;
    });
  }

  // A link to a claim that is folded away opens the fold.
  const fold = document.querySelector("[data-no-problem]");
  const open = () => {
    const wanted = /^#claim-\d+$/.test(location.hash) && document.querySelector(location.hash);
    if (fold && wanted && fold.contains(wanted)) {
      fold.open = true;
      wanted.scrollIntoView();
    }
  };
  addEventListener("hashchange", open);
  open();
})();
