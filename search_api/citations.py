"""From a paragraph to the words that cite it. A fact that the report does not give is left out or said."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from indexer.dates import day, period
from indexer.kinds.table import SECTIONS_OF_LETTERS, framework
from indexer.records import Paragraph, Pinpoint, Report

from .media import FILES

Style = Literal["plain", "short", "harvard", "oscola", "footnote"]
# What readers call each style, in the order in which they are offered.
STYLE_NAMES: dict[Style, str] = {
    "plain": "Full citation",
    "short": "Short citation, for tables and brackets",
    "harvard": "Harvard style, for reference lists",
    "oscola": "OSCOLA style, for legal writing",
    "footnote": "Footnote",
}


class Piece(NamedTuple):
    """A stretch of a citation. title: whether it is the report's title, which is set in italics."""

    text: str
    title: bool = False


@dataclass(frozen=True, slots=True)
class _Words:
    """What a style calls things. unnumbered: of a number that was counted and is not printed.

    counted_in: whether it names the section in which such a finding was counted.
    """

    paragraph: str
    recommendation: str
    lscb: str
    unnumbered: str
    page: str
    pages: str
    counted_in: bool = True


_SUPERSEDED = "superseded by a later version"
_IN_FULL = _Words(
    "paragraph", "recommendation", "review of the Local Safeguarding Children Board",
    "unnumbered in the report", "page", "pages", counted_in=False,
)  # fmt: skip
_SHORT = _Words("para", "rec", "LSCB review", "unnumbered", "p", "pp")
_HARVARD = _Words("para.", _IN_FULL.recommendation, _IN_FULL.lscb, _IN_FULL.unnumbered, "p.", "pp.")
_NOTE = _Words("para", _IN_FULL.recommendation, _IN_FULL.lscb, _IN_FULL.unnumbered, "p", "pp")


def cite(report: Report, paragraph: Paragraph, style: Style = "plain") -> str:
    """The words that cite a paragraph; what was counted and is not printed, or is not known, is said.

    plain: publisher, authority, inspection with its dates, publication date, kind and number, page; no final
    stop. As in "Ofsted, Northmoor, Re-inspection of services ..., inspected 11 June to 5 July 2018, published
    24 August 2018, paragraph 27, page 14".
    short: for tables and brackets, where the sources are listed elsewhere: "Northmoor 2018, para 27, p 14".
    Of two reports of an authority in one year it does not tell which.
    harvard: author, year and title as lists of references have them, with a final stop: "Ofsted (2018)
    Northmoor: Re-inspection of services ..., 24 August 2018, para. 27, p. 14."
    oscola: as OSCOLA (4th edition, 3.4) has a report of a public body: "Ofsted, Northmoor: Re-inspection of
    services ... (24 August 2018) para 27". The page is left out where the paragraph has a printed number.
    footnote: a whole note, with a final stop: "Ofsted, Northmoor: Re-inspection of services ..., published
    24 August 2018, para 27, p 14."
    """
    return "".join(piece.text for piece in pieces(report, paragraph, style))


def pieces(report: Report, paragraph: Paragraph, style: Style = "plain") -> tuple[Piece, ...]:
    """`cite` in stretches, in order, none empty: which of it is the title."""
    return tuple(piece for piece in _STYLES[style](report, paragraph) if piece.text)


def within(report: Report, paragraph: Paragraph) -> str:
    """Where it stands, in short, beside a heading that names the report: "para 27, p 14"."""
    where = f"{_place(paragraph, _SHORT)}{_remark(paragraph, _SHORT)}"
    page = "page not known" if paragraph.page_first is None else _pages(report, paragraph, _SHORT)
    return f"{where}, {page}"


def locator(paragraph: Paragraph) -> str:
    """Kind and number in words, as in "recommendation 6" or "what needs to improve, bullet 2"."""
    return f"{place(paragraph)}{_remark(paragraph, _IN_FULL)}"


def place(paragraph: Paragraph) -> str:
    """The locator without the remark that the report prints no number: for headings that say so beside."""
    return _place(paragraph, _IN_FULL)


def pages(report: Report, paragraph: Paragraph) -> str:
    """As in "page 14" or "pages 14-15", or why the page is not known. Counted from 1 in the file."""
    return _pages(report, paragraph, _IN_FULL)


def inspection(report: Report) -> str:
    """Title, dates of the inspection and of publication, as far as they are known."""
    inspected = period(report.inspection_start, report.inspection_end)
    facts = (
        report.title,
        f"inspected {inspected}" if inspected else "",
        f"published {day(report.published)}",
        _SUPERSEDED if report.superseded_by else "",
    )
    return ", ".join(fact for fact in facts if fact)


def _plain(report: Report, paragraph: Paragraph) -> tuple[Piece, ...]:
    untitled = inspection(replace(report, title=""))
    rest = ", ".join((untitled, locator(paragraph), pages(report, paragraph)))
    return (
        Piece(f"{author(report)}, {report.authority}, "),
        Piece(report.title, title=True),
        Piece(_joined(report.title, rest)),
    )


def _short(report: Report, paragraph: Paragraph) -> tuple[Piece, ...]:
    old = " (superseded)" if report.superseded_by else ""
    return (Piece(f"{report.authority} {report.published.year}{old}, {within(report, paragraph)}"),)


def _harvard(report: Report, paragraph: Paragraph) -> tuple[Piece, ...]:
    where = f"{_place(paragraph, _HARVARD)}{_remark(paragraph, _HARVARD)}"
    old = f" ({_SUPERSEDED})" if report.superseded_by else ""
    return (
        Piece(f"{author(report)} ({report.published.year}) "),
        Piece(titled(report), title=True),
        Piece(f", {day(report.published)}{old}, {where}, {_pages(report, paragraph, _HARVARD)}."),
    )


def _oscola(report: Report, paragraph: Paragraph) -> tuple[Piece, ...]:
    where = f"{_place(paragraph, _NOTE)}{_remark(paragraph, _NOTE)}"
    # OSCOLA wants the paragraph or the page. What is counted, not printed, is hard to find without the page.
    if not paragraph.printed:
        where += f", {_pages(report, paragraph, _NOTE)}"
    old = f", {_SUPERSEDED}" if report.superseded_by else ""
    return (
        Piece(f"{author(report)}, "),
        Piece(titled(report), title=True),
        Piece(f" ({day(report.published)}{old}) {where}"),
    )


def _footnote(report: Report, paragraph: Paragraph) -> tuple[Piece, ...]:
    where = f"{_place(paragraph, _NOTE)}{_remark(paragraph, _NOTE)}"
    old = f", {_SUPERSEDED}" if report.superseded_by else ""
    return (
        Piece(f"{author(report)}, "),
        Piece(titled(report), title=True),
        Piece(f", published {day(report.published)}{old}, {where}, {_pages(report, paragraph, _NOTE)}."),
    )


def author(report: Report) -> str:
    """Who published it, as in "Ofsted"; of a report of an unknown kind "Author not known"."""
    return framework(report.framework).inspectorate


def titled(report: Report) -> str:
    """Whom it is about and its title, as in "Northmoor: Re-inspection of services for children"."""
    return f"{report.authority}: {report.title}" if report.title else report.authority


def _joined(before: str, after: str) -> str:
    return f", {after}" if before else after


def _place(paragraph: Paragraph, words: _Words) -> str:
    pinpoint = Pinpoint.parse(paragraph.id)
    part = words.lscb if paragraph.part == "lscb" else f"{_ordinal(paragraph.part)} part"
    numbered = f"{words.paragraph} {pinpoint.label}"
    if _of_letter(paragraph, pinpoint):
        counted = {"improvement": "item", "recommendation": "action"}.get(paragraph.kind, words.paragraph)
        found = f"‘{paragraph.section[0]}’, {counted} {pinpoint.label}"
    elif paragraph.kind == "recommendation":
        found = f"{words.recommendation} {pinpoint.label}"
    elif paragraph.kind == "improvement":
        bullet = numbered if paragraph.printed else f"bullet {pinpoint.label}"
        found = f"what needs to improve, {bullet}"
    elif paragraph.kind == "summary":
        found = f"{_section_name(pinpoint)}, {numbered}"
    elif paragraph.kind == "context":
        found = f"{_heading(paragraph, 'context')}, {numbered}"
    elif words.counted_in and pinpoint.section:
        found = f"{pinpoint.section.replace('-', ' ')}, {numbered}"
    else:
        found = numbered
    if pinpoint.repeat:
        found += f" ({_nth(ord(pinpoint.repeat) - ord('a') + 1)} of that number)"
    return f"{part}, {found}" if paragraph.part else found


def _of_letter(paragraph: Paragraph, pinpoint: Pinpoint) -> bool:
    """Whether it was counted under a heading that only letters and joint reports have, and is cited by it."""
    if paragraph.printed or not paragraph.section:
        return False
    if paragraph.kind == "improvement" and not pinpoint.section:
        return paragraph.section[0].lower().startswith("area")
    if paragraph.kind == "finding" and pinpoint.section == "improve":
        return True  # prose among what needs to improve
    return re.sub(r"-\d+$", "", pinpoint.section) in SECTIONS_OF_LETTERS


def _remark(paragraph: Paragraph, words: _Words) -> str:
    # A bullet or a letter's paragraph is counted, not read: the reader of the citation must count too.
    return "" if paragraph.printed or paragraph.kind == "improvement" else f" ({words.unnumbered})"


def _pages(report: Report, paragraph: Paragraph, words: _Words) -> str:
    first, last = paragraph.page_first, paragraph.page_last
    if first is None:
        noun = FILES[report.media].noun
        return f"page not known: read from {noun}" if noun else "page not known"
    return f"{words.page} {first}" if last is None or last == first else f"{words.pages} {first}-{last}"


def _section_name(pinpoint: Pinpoint) -> str:
    words = pinpoint.section.replace("-", " ")
    return f"{words} summary" if words else "summary"


def _heading(paragraph: Paragraph, otherwise: str) -> str:
    return f"‘{paragraph.section[-1]}’" if paragraph.section else otherwise


def _ordinal(part: str) -> str:
    number = part.removeprefix("part")
    return _nth(int(number)) if number.isdigit() else part


def _nth(number: int) -> str:
    named = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
    return named[number - 1] if 1 <= number <= len(named) else f"number {number}"


_STYLES: dict[Style, Callable[[Report, Paragraph], tuple[Piece, ...]]] = {
    "plain": _plain,
    "short": _short,
    "harvard": _harvard,
    "oscola": _oscola,
    "footnote": _footnote,
}
