"""Pictures within a page, drawn by the server: each is SVG with a table of the same figures behind it.

Where a picture stands in a column of any width, its places are in per cent from side to side and its letters
keep their size, so that a phone can read it. Colours come from the page's style sheet.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from html import escape
from typing import Protocol

_FEWEST = 8  # years that a picture has room for, so that one year is no wall
_TOP, _BARS, _FOOT = 16, 60, 18  # pixels: the figures, the bars above and below the line, the years
_LEAST = 2.0  # pixels of a bar of one paragraph
_BAR = 0.62  # of the room that a year has
_KEY = (
    ("praised", "praised, above the line"),
    ("criticised", "criticised, below it"),
    ("mentioned", "neither"),
)


class YearOf(Protocol):
    """What one year of publication says. name: the year. searched: reports published in it.

    mentions: paragraphs that mention the matter. praised, criticised: those of them that do; one that does
    both counts in each. neither: those that do neither.
    """

    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def searched(self) -> int: ...  # noqa: D102
    @property
    def mentions(self) -> int: ...  # noqa: D102
    @property
    def praised(self) -> int: ...  # noqa: D102
    @property
    def criticised(self) -> int: ...  # noqa: D102
    @property
    def neither(self) -> int: ...  # noqa: D102


def timeline(years: Sequence[YearOf], label: str, breaks: Collection[str] = ()) -> str:
    """A figure in HTML: bars for each year, what they mean, and the table; "" for no year.

    years: from the first to the last, those without a report among them. label: the matter, for readers.
    breaks: names of years whose kinds of report are not those of the year before.
    """
    if not years:
        return ""
    return (
        f'<figure class="timeline">{_drawn(years, label, breaks)}'
        f"<figcaption>{_key()}{_table(years, label, bool(breaks))}</figcaption></figure>"
    )


def _drawn(years: Sequence[YearOf], label: str, breaks: Collection[str]) -> str:
    up = max(item.praised + item.neither for item in years)
    down = max(item.criticised for item in years)
    one = _BARS / max(up + down, 1)
    line = _TOP + up * one
    high = line + down * one + _FOOT
    wide = 100 / max(len(years), _FEWEST)
    most = max(years, key=lambda item: item.mentions)
    said = (
        f"Paragraphs that mention {label}, by year of publication: most in {most.name}, {most.mentions:,}. "
        "The table below has every figure."
    )
    parts: list[str] = []
    for place, item in enumerate(years):
        parts += _year(item, wide * place, wide, line, one, high, thin=bool((len(years) - 1 - place) % 2))
        if item.name in breaks:
            x = _n(wide * place)
            parts.append(f'<line class="break" x1="{x}%" x2="{x}%" y1="2" y2="{_n(high - _FOOT)}"/>')
    axis = f'<line class="axis" x1="0" x2="{_n(wide * len(years))}%" y1="{_n(line)}" y2="{_n(line)}"/>'
    return (
        f'<svg class="drawing" role="img" width="100%" height="{_n(high + 2)}" aria-label="{escape(said)}">'
        f"{_hatch('timeline-hatch')}{''.join(parts)}{axis}</svg>"
    )


def _year(
    item: YearOf, left: float, wide: float, line: float, one: float, high: float, *, thin: bool
) -> Iterator[str]:
    """One year's bars, its figure above and its name below. thin: whether a phone leaves its letters out."""
    middle, bar = left + wide / 2, wide * _BAR
    look = "quiet thin" if thin else "quiet"
    if not item.searched:
        yield _text(item.name, middle, high - 3, look)
        return
    praised, neither, criticised = (
        max(count * one, _LEAST) if count else 0.0 for count in (item.praised, item.neither, item.criticised)
    )
    tip = (
        f"{item.name}: {item.mentions:,} in {_reports(item.searched)}; praised {item.praised:,}, "
        f"criticised {item.criticised:,}, neither {item.neither:,}"
    )
    yield f"<g><title>{escape(tip)}</title>"
    for kind, top, tall in (
        ("praised", line - praised, praised),
        ("mentioned", line - praised - neither, neither),
        ("criticised", line, criticised),
    ):
        if tall:
            yield _box(kind, middle - bar / 2, top, bar, tall)
    yield "</g>"
    yield _text(f"{item.mentions:,}", middle, line - praised - neither - 3, "thin" if thin else "")
    yield _text(item.name, middle, high - 3, look)


def _key() -> str:
    """What the bars mean, in words beside a small box of each."""
    said = "".join(
        f'<span class="key"><svg class="drawing" width="16" height="12" aria-hidden="true">'
        f"{_box(kind, 0, 0, 100, 12)}</svg> {words}</span> "
        for kind, words in _KEY
    )
    return f'<p class="hint">{said}Paragraphs by year of publication.</p>'


def _table(years: Sequence[YearOf], label: str, breaks: bool) -> str:
    heads = ("Year", "Reports published", "Paragraphs that mention it", "Praise", "Criticise", "Neither")
    rows = "".join(
        f'<tr><th scope="row">{escape(item.name)}</th>'
        + "".join(
            f"<td>{count:,}</td>"
            for count in (item.searched, item.mentions, item.praised, item.criticised, item.neither)
        )
        + "</tr>"
        for item in years
    )
    head = "".join(f'<th scope="col">{name}</th>' for name in heads)
    told = " At a dashed line the kinds of report change: do not compare across it." if breaks else ""
    return (
        "<details><summary>The same figures as a table</summary>"
        f'<p class="hint">A paragraph that praises and criticises counts on both sides.{told}</p>'
        '<div class="table-scroll" role="region" aria-label="Table of the time line" tabindex="0"><table>'
        f'<caption class="visually-hidden">Paragraphs that mention {escape(label)}, by year</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div></details>"
    )


def _box(kind: str, left: float, top: float, wide: float, tall: float) -> str:
    at = f'x="{_n(left)}%" y="{_n(top)}" width="{_n(wide)}%" height="{_n(tall)}"'
    shape = f'<rect class="{kind}" {at}/>'
    return shape + (f'<rect {at} fill="url(#timeline-hatch)"/>' if kind == "criticised" else "")


def _text(said: str, x: float, y: float, look: str) -> str:
    named = f' class="{look}"' if look else ""
    return f'<text x="{_n(x)}%" y="{_n(y)}" text-anchor="middle"{named}>{escape(said)}</text>'


def _hatch(name: str) -> str:
    return (
        f'<defs><pattern id="{name}" width="5" height="5" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><path class="hatch" d="M0 0V5"/></pattern></defs>'
    )


def _reports(count: int) -> str:
    return f"{count:,} report{'' if count == 1 else 's'}"


def _n(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
