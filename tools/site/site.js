// What the theme leaves to do for people who use a keyboard or a screen reader: a table that is wider than the
// window can be scrolled by the keyboard, and each group of buttons of a block of code has a name of its own.
"use strict";
(() => {
  const complete = () => {
    document.querySelectorAll(".md-code__nav:not([aria-label])").forEach((group) => {
      const number = document.querySelectorAll(".md-code__nav[aria-label]").length + 1;
      group.setAttribute("aria-label", `Code ${number}`);
    });
    document.querySelectorAll(".md-typeset__scrollwrap:not([tabindex])").forEach((wrap) => {
      wrap.tabIndex = 0;
    });
  };
  complete();
  new MutationObserver(complete).observe(document.body, { childList: true, subtree: true });
})();
