"""Proof of a reading: each paragraph is found on its pages by two readers, and holds nothing foreign.

PDFium reads the pages that paragraphs are made from; pypdf reads them independently. Text reports have no
pages to be found on: of them only what is foreign is looked for. `check_worker` runs it within limits.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Literal

from indexer.errors import UnreadableReport
from indexer.reading.furniture import body_of, is_lone_mark, running_texts
from indexer.reading.normalise import clean, fold, split_bullet
from indexer.reading.order.settle import settled
from indexer.reading.pages import Line, Page
from indexer.reading.pdf import open_checked, read_pages, second_reading
from indexer.reading.report import read_file, understand_pages
from indexer.records import Paragraph, ReadReport

from .page_matching import PageText, find_stretch, page_text

ProblemKind = Literal[
    "first reader", "second reader", "running header", "page number", "footnote", "small print", "closing"
]

# What only closing pages say: who Ofsted is, copies and complaints, the licence, addresses, the team.
_CLOSING = re.compile(
    r"the office for standards in education.{0,60}regulates and inspects"
    r"|if you would like a copy of this (?:document|report)"
    r"|you may (?:re-?use this information|copy all or parts)"
    r"|any complaints about the inspection|© ?crown copyright|interested in our work\?"
    r"|to receive regular email alerts|open government licence|piccadilly gate|textphone:|enquiries@ofsted"
    r"|(?:^|\n)(?:deputy )?lead inspectors?\s*:|(?:^|\n)team inspectors?\s*:|quality assurance manager\s*:"
    r"|senior data analysts?\s*:|(?:local authority|lscb) inspection judgements mean"
    r"|(?:this|the) (?:inspection|review) of .{3,60} was carried out under section 1[35]",
    re.IGNORECASE,
)
_PAGE_LINE = re.compile(r"\bpage \d{1,3} of \d{1,3}\b", re.IGNORECASE)
_LEAST = 15  # folded letters of a running line; shorter ones, such as an authority's name, are also words
_FOOTNOTE_HEAD = 40  # folded letters by which a footnote is recognised inside a paragraph
_BESIDE = 8  # folded characters, such as a page number, that may stand beside a running header
_SMALL = 0.8


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with one paragraph. page: counted from 1, None where pages are unknown.

    detail: the foreign text, or "expected … found …": the stretch on which paragraph and page part, folded.
    """

    kind: ProblemKind
    paragraph: str
    page: int | None
    detail: str


@dataclass(frozen=True, slots=True)
class ReadingCheck:
    """What the check of one file gave. refused: why it is no report, "" if it is one.

    first, second: paragraphs found on exactly their pages by each reader; second is None if pypdf was not
    asked, both are None for a text report. agreed: paragraphs on which both say the same, None as second.
    """

    path: str
    refused: str
    report: str = ""
    pages: int = 0
    paragraphs: int = 0
    first: int | None = None
    second: int | None = None
    agreed: int | None = None
    problems: tuple[Problem, ...] = ()


def check_report(path: Path, *, fast: bool = False, max_pages: int = 500) -> ReadingCheck:
    """One file. fast: PDFium only. Raises UnreadableReport, OSError."""
    if path.suffix.lower() == ".txt":
        read = read_file(path)
        return ReadingCheck(
            str(path), "", read.report.id, 0, len(read.paragraphs), problems=tuple(foreign_text(read, ()))
        )
    data = open_checked(path, max_pages=max_pages)
    pages = settled(read_pages(data))
    read = understand_pages(pages, path=path)
    missing = not_found(read, first_texts(pages), "first reader")
    second: int | None = None
    agreed: int | None = None
    count = len(read.paragraphs)
    problems = [*missing.values()]
    if not fast:
        texts = list(islice(second_reading(data), len(pages) + 1))
        if len(texts) != len(pages):
            other = "more" if len(texts) > len(pages) else f"{len(texts):,}"
            raise UnreadableReport(
                f"the two PDF readers count its pages differently: {len(pages):,} and {other}"
            )
        also = not_found(read, second_texts(texts, pages), "second reader")
        second, agreed = count - len(also), count - len(missing.keys() ^ also.keys())
        problems += also.values()
    problems += foreign_text(read, pages)
    return ReadingCheck(
        str(path),
        "",
        read.report.id,
        len(pages),
        count,
        count - len(missing),
        second,
        agreed,
        tuple(problems),
    )


def first_texts(pages: Sequence[Page]) -> list[PageText]:
    """What PDFium reads, a PageText to a page."""
    return [page_text((line.text for line in page.lines), _marks(page)) for page in pages]


def second_texts(texts: Iterable[str], pages: Sequence[Page]) -> list[PageText]:
    """What pypdf reads; which digits are footnote marks is known from PDFium's font sizes."""
    return [page_text(text.split("\n"), _marks(page)) for text, page in zip(texts, pages, strict=True)]


def _marks(page: Page) -> list[str]:
    size = max((line.size for line in page.lines), default=0.0)
    marks = [line.text[first:last] for line in page.lines for first, last in line.marks]
    return marks + [line.text.strip() for line in page.lines if is_lone_mark(line, size)]


def not_found(
    read: ReadReport, pages: Sequence[PageText], reader: Literal["first reader", "second reader"]
) -> dict[str, Problem]:
    """Paragraph id -> problem, for each that is not found in the text of exactly the pages it cites."""
    problems: dict[str, Problem] = {}
    for paragraph in read.paragraphs:
        if paragraph.page_first is None or paragraph.page_last is None:
            problems[paragraph.id] = Problem(reader, paragraph.id, None, "it cites no page")
            continue
        stretch = find_stretch(paragraph.text, pages[paragraph.page_first - 1 : paragraph.page_last])
        if stretch is not None:
            detail = f"expected {stretch.expected!r} found {stretch.found!r}"
            page = paragraph.page_first + stretch.page
            problems[paragraph.id] = Problem(reader, paragraph.id, page, detail)
    return problems


def foreign_text(read: ReadReport, pages: Sequence[Page]) -> list[Problem]:
    """Running headers, page numbers, footnotes, small print and closing boilerplate inside paragraphs."""
    body = body_of(tuple(pages))
    notes = [folded for note in body.footnotes if len(folded := fold(note.text)) >= _LEAST]
    printed = _Printed(
        {_key(page.number, line): (page, line) for page in pages for line in page.lines},
        tuple(text for text in running_texts(tuple(pages)) if len(text) >= _LEAST),
        body.size,
    )
    problems: list[Problem] = []
    for paragraph in read.paragraphs:
        folded, page = fold(paragraph.text), paragraph.page_first
        problems += (
            Problem("footnote", paragraph.id, page, note[:_FOOTNOTE_HEAD])
            for note in notes
            if note[:_FOOTNOTE_HEAD] in folded
        )
        if closing := _CLOSING.search(paragraph.text):
            problems.append(Problem("closing", paragraph.id, page, closing.group().strip()))
        if numbered := _PAGE_LINE.search(paragraph.text):
            problems.append(Problem("page number", paragraph.id, page, numbered.group()))
        problems += _foreign_lines(paragraph, printed)
    return problems


@dataclass(frozen=True, slots=True)
class _Printed:
    """Lines of a report by page and sides, its running headers folded, and the size of its letters."""

    lines: Mapping[object, tuple[Page, Line]]
    running: tuple[str, ...]
    size: float


def _foreign_lines(paragraph: Paragraph, printed: _Printed) -> list[Problem]:
    """Lines among the paragraph's that are running headers, stand where page numbers do, or are set small.

    A running header's words within a line are prose: reports name their own inspection in sentences.
    """
    problems: list[Problem] = []
    for box in paragraph.boxes:
        page, line = printed.lines.get((box.page, box.left, box.bottom, box.right, box.top), (None, None))
        if page is None or line is None:
            continue
        text, folded = clean(line.text), fold(line.text)
        edge = page.above_foot(line) < 62 or page.below_head(line) < 50
        if edge and re.fullmatch(r"(?:page )?\d{1,3}", text, re.IGNORECASE):
            problems.append(Problem("page number", paragraph.id, box.page, text))
        elif any(header in folded and len(folded) < len(header) + _BESIDE for header in printed.running):
            problems.append(Problem("running header", paragraph.id, box.page, text))
        elif (
            0 < line.size < _SMALL * printed.size
            and not (line.marks or is_lone_mark(line, printed.size))
            and not split_bullet(text)[0]  # the glyph's size
        ):
            problems.append(Problem("small print", paragraph.id, box.page, text[:60]))
    return problems


def _key(page: int | None, line: Line) -> object:
    return (page, *(round(side, 1) for side in (line.left, line.bottom, line.right, line.top)))
