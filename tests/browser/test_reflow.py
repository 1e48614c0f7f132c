"""Nothing is lost or leaves the window where it is small, the zoom is high or the letters are large."""

from __future__ import annotations

import pytest

from tests.browser.browser_bench import NARROW, PHONE, WIDE
from tests.browser.conftest import Open
from tests.browser.page_states import STATES

# Text that is wider than its box and cut there, and boxes that are: what a reader would miss.
_CUT = """() => [...document.querySelectorAll("body *")].filter(element => {
  const style = getComputedStyle(element);
  if (element.closest(".visually-hidden, .table-scroll, [hidden]")) return false;
  if (style.display === "inline") return false;
  if (!element.checkVisibility() || ["visible", "auto", "scroll"].includes(style.overflowX)) return false;
  return element.tagName !== "INPUT" && element.tagName !== "IMG" && element.tagName !== "svg"
    && element.scrollWidth > element.clientWidth + 1;
}).map(element => element.outerHTML.slice(0, 120))"""
_SPACING = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; }
* { word-spacing: 0.16em !important; }
p { margin-bottom: 2em !important; }"""
# A style sheet of the reader's own, which the policy of the page does not concern.
_ADOPT = """text => { const sheet = new CSSStyleSheet(); sheet.replaceSync(text);
  document.adoptedStyleSheets = [sheet]; }"""


@pytest.mark.parametrize("name", STATES)
def test_no_page_scrolls_sideways(open_window: Open, name: str) -> None:
    """WCAG 1.4.10: at 320 pixels, which is what a window of 1280 has at 400%."""
    visitor = open_window(NARROW, device_scale_factor=4)
    visitor.go(*STATES[name])
    assert visitor.sideways() == 0
    assert visitor.page.evaluate(_CUT) == []
    visitor.resize(PHONE)
    assert visitor.sideways() == 0


@pytest.mark.parametrize("name", STATES)
def test_large_letters_and_wide_spaces_fit(open_window: Open, name: str) -> None:
    """WCAG 1.4.4 and 1.4.12: letters twice as large; a reader's own spaces."""
    visitor = open_window(WIDE)
    visitor.go(*STATES[name])
    assert visitor.sideways() == 0
    visitor.page.evaluate(_ADOPT, "html { font-size: 200% !important; }")
    assert visitor.sideways() == 0
    assert visitor.page.evaluate(_CUT) == []
    visitor.page.evaluate(_ADOPT, _SPACING)
    visitor.resize(NARROW)
    assert visitor.sideways() == 0
    assert visitor.page.evaluate(_CUT) == []
