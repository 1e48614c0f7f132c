"""A citation with what may go with it, the quotation and a link, as plain text and as HTML for documents."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import NamedTuple

from indexer.records import Paragraph, Report
from search_api.citations import Piece, Style, author, pages, pieces, place

# What goes before an address and after it.
_LINKED: dict[Style, tuple[str, str]] = {
    "plain": (", ", ""),
    "short": (", ", ""),
    "harvard": (" Available at: ", "."),
    "oscola": (" <", ">"),
    "footnote": (", ", "."),
}
_IN_BRACKETS = frozenset({"plain", "short"})  # others are entries or notes: a paragraph of their own
_OPENS = re.compile(r"(?:(?<=^)|(?<=[\s(\[–—\-/“\"]))[‘'](?=[^\s‘’'])")
_CLOSES = re.compile(r"(?<=[^\s‘'])[’'](?!\w)")


class _Link(NamedTuple):
    """A stretch that is an address."""

    text: str


_Line = Sequence[Piece | _Link]


@dataclass(frozen=True, slots=True)
class Reference:
    """What goes into a document. text: plain, paragraphs apart by an empty line.

    html: the same, for a document: the title in italics, the address live, each paragraph a <p>; nothing
    of it is markup that a report brought. link: "" where it has none.
    """

    text: str
    html: str
    link: str


def reference(
    report: Report, paragraph: Paragraph, style: Style = "plain", *, quote: bool = False, link: str = ""
) -> Reference:
    """The citation in a style. quote: after the paragraph's whole text in quotation marks.

    link: the address to give, "" for none. With a quotation, plain and short stand in brackets after it;
    harvard gives "(Ofsted, 2018, para. 27)" after it and the entry of the list below; oscola and footnote are
    the words of the note, below it.
    """
    cited = _with_link(style, pieces(report, paragraph, style), link)
    if not quote:
        return _made([cited], link)
    quoted = f"‘{quotable(paragraph.text)}’"
    if style in _IN_BRACKETS:
        return _made([[Piece(f"{quoted} ("), *cited, Piece(")")]], link)
    if style == "harvard":
        return _made([[Piece(f"{quoted} ({_in_text(report, paragraph)})")], cited], link)
    return _made([[Piece(quoted)], cited], link)


def quotable(text: str) -> str:
    """A text as it stands between single quotation marks: single ones within it become double ones.

    Only marks that are pairs without a doubt: an apostrophe is never changed, and where one could be the end
    of a quotation nothing is.
    """
    pairs = _pairs(text)
    if pairs is None:
        return text
    marks = list(text)
    for start, end in pairs:
        marks[start], marks[end] = "“", "”"
    return "".join(marks)


def _pairs(text: str) -> list[tuple[int, int]] | None:
    """Places of opening and closing marks; None where it cannot be told which belong together."""
    found = []
    opened = [item.start() for item in _OPENS.finditer(text)]
    for start, following in zip(opened, [*opened[1:], len(text)], strict=False):
        if _within_double(text, start):
            continue
        ends = [item.start() for item in _CLOSES.finditer(text, start + 1, following)]
        # After an s it may be an apostrophe, unless it is the only mark that can close.
        if not ends or (len(ends) > 1 and text[ends[0] - 1] == "s"):
            return None
        found.append((start, ends[0]))
    return found


def _within_double(text: str, at: int) -> bool:
    return text.rfind("“", 0, at) > text.rfind("”", 0, at)


def _in_text(report: Report, paragraph: Paragraph) -> str:
    where = place(paragraph).replace("paragraph ", "para. ")
    if not paragraph.printed and paragraph.page_first is not None:
        where += f", {pages(report, paragraph).replace('pages ', 'pp. ').replace('page ', 'p. ')}"
    return f"{author(report)}, {report.published.year}, {where}"


def _with_link(style: Style, cited: tuple[Piece, ...], link: str) -> _Line:
    if not link:
        return cited
    before, after = _LINKED[style]
    parts: list[Piece | _Link] = list(cited)
    if style == "footnote":  # one sentence: its stop goes after the address
        parts[-1] = Piece(cited[-1].text.removesuffix("."))
    return [*parts, Piece(before), _Link(link), *([Piece(after)] if after else [])]


def _made(lines: Sequence[_Line], link: str) -> Reference:
    text = "\n\n".join("".join(part.text for part in line) for line in lines)
    html = "".join(f"<p>{''.join(map(_html, line))}</p>" for line in lines)
    return Reference(text, html, link)


def _html(part: Piece | _Link) -> str:
    words = escape(part.text).replace("\n", "<br>")
    if isinstance(part, _Link):
        return f'<a href="{words}">{words}</a>'
    return f"<em>{words}</em>" if part.title else words
