"""Pictures within a page, drawn by the server: each is SVG with a table of the same figures behind it.

Where a picture stands in a column of any width, its places are in per cent from side to side and its letters
keep their size, so that a phone can read it. Colours come from the page's style sheet.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from html import escape
from typing import Protocol

from search_api.comparison.matrix.parts import Part

_GAP = 5  # pixels between a bar, which may reach the line of all reports, and its figure
_FEWEST = 8  # years that a picture has room for, so that one year is no wall
_TOP, _BARS, _FOOT = 18, 60, 18  # pixels: the figures, the bars above and below the line, the years
_SHARE = 100  # pixels of all reports of a year
_LEAST = 2.0  # pixels of a bar of one paragraph
_BAR = 0.62  # of the room that a year has
# class of the boxes, and what they are: above the line and below it.
_KEY = (
    ("above the line", (("praised", "strengths"), ("mentioned", "other findings"))),
    ("below it", (("criticised", "concerns"), ("both", "recommendations"))),
)
_PATTERNED = {"criticised": "timeline-hatch", "both": "timeline-bars"}


class YearOf(Protocol):
    """What one year of publication says. name: the year. searched: reports published in it.

    mentions: paragraphs that mention the matter; the others divide them, each paragraph in one.
    """

    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def searched(self) -> int: ...  # noqa: D102
    @property
    def mentions(self) -> int: ...  # noqa: D102
    @property
    def strengths(self) -> int: ...  # noqa: D102
    @property
    def concerns(self) -> int: ...  # noqa: D102
    @property
    def recommendations(self) -> int: ...  # noqa: D102
    @property
    def others(self) -> int: ...  # noqa: D102


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


def share(years: Sequence[tuple[str, Part]], label: str, breaks: Collection[str] = ()) -> str:
    """A figure in HTML: for each year the share of its reports that mention the matter, and what they say.

    years: name and figures, from the first to the last. A table of the same figures must stand beside it.
    """
    if not years:
        return ""
    line, high = _TOP + _SHARE, _TOP + _SHARE + _FOOT
    wide = 100 / max(len(years), _FEWEST)
    parts = [
        f'<line class="faint" x1="0" x2="{_n(wide * len(years))}%" y1="{_n(y)}" y2="{_n(y)}"/>'
        for y in (_TOP, _TOP + _SHARE / 2)
    ]
    for place, (name, part) in enumerate(years):
        parts += _share(name, part, wide * place, wide, line, thin=bool((len(years) - 1 - place) % 2))
        if name in breaks:
            x = _n(wide * place)
            parts.append(f'<line class="break" x1="{x}%" x2="{x}%" y1="{_TOP}" y2="{_n(line)}"/>')
    axis = f'<line class="axis" x1="0" x2="{_n(wide * len(years))}%" y1="{_n(line)}" y2="{_n(line)}"/>'
    said = f"Share of the reports of each year that mention {label}. The table below has every figure."
    kinds = (("praised", "strengths"), ("criticised", "concerns"), ("both", "recommendations"))
    key = ", ".join(f"{_swatch(kind)} {words}</span>" for kind, words in kinds)
    return (
        f'<figure class="timeline">{_svg(high, said, (*parts, axis))}<figcaption><p class="hint">'
        f"Share of the year’s reports: {_swatch('mentioned')} mention it</span>, with {key}. "
        "The upper line is all reports of the year; 3/12 means 3 of 12 reports.</p></figcaption></figure>"
    )


def _share(name: str, part: Part, left: float, wide: float, line: float, *, thin: bool) -> Iterator[str]:
    middle, bar = left + wide / 2, wide * _BAR
    look = "quiet thin" if thin else "quiet"
    if part.searched:
        one = _SHARE / part.searched
        inside = [part.reports[said] for said in ("strength", "concern", "recommendation")]
        tip = (
            f"{name}: {part.mentioning:,} of {_reports(part.searched)} mention it; strengths in "
            f"{inside[0]:,}, concerns in {inside[1]:,}, recommendations in {inside[2]:,}"
        )
        yield f"<g><title>{escape(tip)}</title>"
        tall = part.mentioning * one
        if part.mentioning:
            yield _box("mentioned", middle - bar / 2, line - tall, bar, tall)
        for turn, (kind, count) in enumerate(zip(("praised", "criticised", "both"), inside, strict=True)):
            if count:
                yield _box(kind, middle - bar / 2 + turn * bar / 3, line - count * one, bar / 3, count * one)
        yield "</g>"
        yield _text(f"{part.mentioning}/{part.searched}", middle, line - tall - _GAP, "thin" if thin else "")
    yield _text(name, middle, line + _FOOT - 3, look)


def _drawn(years: Sequence[YearOf], label: str, breaks: Collection[str]) -> str:
    up = max(item.strengths + item.others for item in years)
    down = max(item.concerns + item.recommendations for item in years)
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
    return _svg(high, said, (*parts, axis))


def _year(
    item: YearOf, left: float, wide: float, line: float, one: float, high: float, *, thin: bool
) -> Iterator[str]:
    """One year's bars, its figure above and its name below. thin: whether a phone leaves its letters out."""
    middle, bar = left + wide / 2, wide * _BAR
    look = "quiet thin" if thin else "quiet"
    if not item.searched:
        yield _text(item.name, middle, high - 3, look)
        return
    counts = (item.strengths, item.others, item.concerns, item.recommendations)
    strong, other, weak, advised = (max(count * one, _LEAST) if count else 0.0 for count in counts)
    tip = (
        f"{item.name}: {item.mentions:,} paragraphs in {_reports(item.searched)}; strengths {counts[0]:,}, "
        f"concerns {counts[2]:,}, recommendations {counts[3]:,}, other {counts[1]:,}"
    )
    yield f"<g><title>{escape(tip)}</title>"
    top = line - strong - other
    for kind, at, tall in (
        ("praised", line - strong, strong),
        ("mentioned", top, other),
        ("criticised", line, weak),
        ("both", line + weak, advised),
    ):
        if tall:
            yield _box(kind, middle - bar / 2, at, bar, tall)
    yield "</g>"
    yield _text(f"{item.mentions:,}", middle, top - 3, "thin" if thin else "")
    yield _text(item.name, middle, high - 3, look)


def _key() -> str:
    """What the bars mean, in words beside a small box of each."""
    sides = (
        f"{where} " + " and ".join(f"{_swatch(kind)} {words}</span>" for kind, words in kinds)
        for where, kinds in _KEY
    )
    return f'<p class="hint">Paragraphs by year: {", ".join(sides)}.</p>'


def _swatch(kind: str) -> str:
    """A small box of a kind, within a span that its words must close."""
    return (
        '<span class="key"><svg class="drawing" width="16" height="12" aria-hidden="true">'
        f"{_box(kind, 0, 0, 100, 12)}</svg>"
    )


def _table(years: Sequence[YearOf], label: str, breaks: bool) -> str:
    heads = (
        "Year", "Reports published", "Paragraphs that mention it", "Strengths", "Concerns",
        "Recommendations", "Other findings",
    )  # fmt: skip
    rows = "".join(
        f'<tr><th scope="row">{escape(item.name)}</th>'
        + "".join(
            f"<td>{count:,}</td>"
            for count in (
                item.searched,
                item.mentions,
                item.strengths,
                item.concerns,
                item.recommendations,
                item.others,
            )
        )
        + "</tr>"
        for item in years
    )
    head = "".join(f'<th scope="col">{name}</th>' for name in heads)
    told = " At a dashed line the kinds of report change: do not compare across it." if breaks else ""
    return (
        "<details><summary>The same figures as a table</summary>"
        f'<p class="hint">Each paragraph counts once.{told}</p>'
        '<div class="table-scroll" role="region" aria-label="Table of the time line" tabindex="0"><table>'
        f'<caption class="visually-hidden">Paragraphs that mention {escape(label)}, by year</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div></details>"
    )


def _box(kind: str, left: float, top: float, wide: float, tall: float) -> str:
    at = f'x="{_n(left)}%" y="{_n(top)}" width="{_n(wide)}%" height="{_n(tall)}"'
    shape = f'<rect class="{kind}" {at}/>'
    pattern = _PATTERNED.get(kind)
    return shape + (f'<rect {at} fill="url(#{pattern})"/>' if pattern else "")


def _text(said: str, x: float, y: float, look: str) -> str:
    named = f' class="{look}"' if look else ""
    return f'<text x="{_n(x)}%" y="{_n(y)}" text-anchor="middle"{named}>{escape(said)}</text>'


def _svg(high: float, said: str, parts: Iterable[str]) -> str:
    """said: its name for those who do not see it."""
    return (
        f'<svg class="drawing" role="img" width="100%" height="{_n(high + 2)}" aria-label="{escape(said)}">'
        f"{_patterns()}{''.join(parts)}</svg>"
    )


def _patterns() -> str:
    """What tells boxes apart without colour: slanting lines and lying ones."""
    made = "".join(
        f'<pattern id="{name}" width="5" height="5" patternUnits="userSpaceOnUse"{turn}>'
        f'<path class="{look}" d="{way}"/></pattern>'
        for name, turn, look, way in (
            ("timeline-hatch", ' patternTransform="rotate(45)"', "hatch", "M0 0V5"),
            ("timeline-bars", "", "bars", "M0 1H5"),
        )
    )
    return f"<defs>{made}</defs>"


def _reports(count: int) -> str:
    return f"{count:,} report{'' if count == 1 else 's'}"


def _n(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
