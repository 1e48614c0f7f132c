"""Whether anything is lost or leaves the window: it is small, the zoom is high or the letters are large."""

from __future__ import annotations

from tests.browser.browser_bench import Visitor

# Text that is wider than its box and cut there, and boxes that are: what a reader would miss.
_CUT = """() => [...document.querySelectorAll("body *")].filter(element => {
  const style = getComputedStyle(element);
  if (element.closest(".visually-hidden, .table-scroll, [hidden]")) return false;
  if (style.display === "inline") return false;
  if (!element.checkVisibility() || ["visible", "auto", "scroll"].includes(style.overflowX)) return false;
  return element.tagName !== "INPUT" && element.tagName !== "IMG" && element.tagName !== "svg"
    && element.scrollWidth > element.clientWidth + 1;
}).map(element => element.outerHTML.slice(0, 120))"""
# A style sheet of the reader's own, which the policy of the page does not concern.
_ADOPT = """text => { const sheet = new CSSStyleSheet(); sheet.replaceSync(text);
  document.adoptedStyleSheets = [sheet]; }"""
# Of WCAG 1.4.4 and 1.4.12.
LARGE = "html { font-size: 200% !important; }"
SPACED = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; }
* { word-spacing: 0.16em !important; }
p { margin-bottom: 2em !important; }"""


def with_style(visitor: Visitor, style: str) -> None:
    """The page as a reader's own style shows it, in place of any before."""
    visitor.page.evaluate(_ADOPT, style)


def lost(visitor: Visitor) -> list[str]:
    """What a reader would miss or must scroll sideways for."""
    found: list[str] = visitor.page.evaluate(_CUT)
    sideways = visitor.sideways()
    return [*found, *([f"{sideways} pixels wider than the window"] if sideways else [])]
