"""Walking a page with Tab: where the focus is, whether it shows, and what should be reached when."""

from __future__ import annotations

from typing import NamedTuple

from playwright.sync_api import Locator

from tests.browser.browser_bench import Visitor

_NAME = """const named = element => element.tagName.toLowerCase() + " " +
  (element.getAttribute("aria-label") || element.id || element.getAttribute("name") || element.textContent)
    .replace(/\\s+/g, " ").trim().slice(0, 60);"""
# What a reader can act on, in the order of the document, which is the order of reading.
stops = (
    "() => {"
    + _NAME
    + """
  const acted = "a[href], button, input, select, textarea, summary, [tabindex]";
  const found = [...document.querySelectorAll(acted)];
  return found.filter(element => element.tabIndex >= 0 && !element.disabled
    && element.checkVisibility({visibilityProperty: true})
    && !element.closest("details:not([open]) > :not(summary)")
    && element.type !== "hidden").map(named);
}"""
)
_FOCUSED = (
    "() => {"
    + _NAME
    + """
  const element = document.activeElement, box = element.getBoundingClientRect();
  const style = getComputedStyle(element);
  return {
    what: named(element),
    outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2
      && element.matches(":focus-visible"),
    inside: box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth,
  };
}"""
)


class Focused(NamedTuple):
    """what: tag and name. outlined: with a line of at least two pixels. inside: in the window."""

    what: str
    outlined: bool
    inside: bool


def focused(visitor: Visitor) -> Focused:
    return Focused(**visitor.page.evaluate(_FOCUSED))


def at(visitor: Visitor, target: Locator) -> bool:
    """Whether the focus is on the one element that `target` finds."""
    return bool(target.evaluate("element => element === document.activeElement"))


def reach(visitor: Visitor, target: Locator, *, back: bool = False, most: int = 250) -> None:
    """Press Tab (back: with Shift) until the focus is on `target`, which must show it."""
    for _ in range(most):
        visitor.page.keyboard.press("Shift+Tab" if back else "Tab")
        if at(visitor, target):
            assert focused(visitor).outlined
            return
    raise AssertionError(f"not reached with {most} presses: {target}")
