"""Small pieces of SVG, written by hand: every text is escaped, every shape says what it is.

A drawing within a page takes its colours from the page's style sheet, light or dark; one that stands alone
has those of the light page written in it. Colour never stands alone: a letter, figure or hatch says it too.
"""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

# class -> fill, outline. Text on each fill is nearly black: at least 10:1.
FILLS: dict[str, tuple[str, str]] = {
    "praised": ("#cfe8da", "#0b6b3f"),
    "criticised": ("#f8d7d4", "#a8201a"),
    "both": ("#fbe6c2", "#8a5300"),
    "mentioned": ("#dfe6e9", "#3d484d"),
    "none": ("#ffffff", "#5b676c"),
    "blank": ("none", "#b4bdc0"),
    "outstanding": ("#9fd6ba", "#07492b"),
    "good": ("#cfe8da", "#0b6b3f"),
    "middling": ("#fbe6c2", "#8a5300"),
    "inadequate": ("#f8d7d4", "#a8201a"),
}
_CLASSES = {
    "not mentioned": "none", "": "blank", "requires improvement": "middling", "adequate": "middling",
    "all": "praised", "some": "mentioned",
}  # fmt: skip
_HATCHED = frozenset({"criticised", "inadequate"})
_DASHED = frozenset({"none"})
_INK, _QUIET, _PAPER = "#14181a", "#4a5459", "#ffffff"
_FONT = "Arial, Helvetica, Liberation Sans, sans-serif"


def class_of(state: str) -> str:
    """The class that draws a state of a report, cell or tile."""
    return _CLASSES.get(state, state)


def drawing(name: str, width: float, height: float, title: str, desc: str, parts: Iterable[str]) -> str:
    """A whole drawing. name: its own on the page, for the ids within. desc: what it shows."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" class="drawing" role="img" '
        f'viewBox="0 0 {_n(width)} {_n(height)}" width="{_n(width)}" height="{_n(height)}" '
        f'aria-labelledby="{name}-title" aria-describedby="{name}-desc" '
        f'font-family={quoteattr(_FONT)} fill="{_INK}">'
        f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-desc">{escape(desc)}</desc>'
        f'<defs><pattern id="{name}-hatch" width="6" height="6" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><path class="hatch" d="M0 0V6" stroke="#a8201a" stroke-width="1.5" '
        'stroke-opacity="0.35"/></pattern></defs>'
        f'<rect class="paper" width="{_n(width)}" height="{_n(height)}" fill="{_PAPER}"/>'
        f"{''.join(parts)}</svg>\n"
    )


def box(name: str, kind: str, x: float, y: float, width: float, height: float, tip: str = "") -> str:
    """A box in the colours of a class, hatched where it is a criticism. tip: what a pointer is told."""
    fill, line = FILLS[kind]
    dash = ' stroke-dasharray="3 2"' if kind in _DASHED else ""
    at = f'x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}"'
    told = f"<title>{escape(tip)}</title>" if tip else ""
    shapes = f'<rect class="{kind}" {at} fill="{fill}" stroke="{line}" stroke-width="1.2"{dash}/>'
    if kind in _HATCHED:
        shapes += f'<rect {at} fill="url(#{name}-hatch)"/>'
    return f"<g>{told}{shapes}</g>"


def text(
    said: str,
    x: float,
    y: float,
    size: float = 12,
    *,
    anchor: str = "middle",
    bold: bool = False,
    quiet: bool = False,
) -> str:
    """A line of text. y: of its base line."""
    weight = ' font-weight="bold"' if bold else ""
    look = f' class="quiet" fill="{_QUIET}"' if quiet else ""
    return (
        f'<text x="{_n(x)}" y="{_n(y)}" font-size="{_n(size)}" text-anchor="{anchor}"{weight}{look}>'
        f"{escape(said)}</text>"
    )


def line(x: float, y: float, to_x: float, to_y: float, *, dashed: bool = False, faint: bool = False) -> str:
    """A line; dashed: the mark between years that do not compare. faint: of the grid behind the bars."""
    look = ' stroke-dasharray="5 3" stroke-width="1.5"' if dashed else ' stroke-width="1"'
    kind, colour = ("faint", "#b4bdc0") if faint else ("rule", _QUIET)
    way = f"M{_n(x)} {_n(y)}L{_n(to_x)} {_n(to_y)}"
    return f'<path class="{kind}" d="{way}" fill="none" stroke="{colour}"{look}/>'


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
