"""Is there one report in the file, from its cover to its closing page?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from indexer.dates import date_range
from indexer.errors import UnreadableReport
from indexer.reading.furniture import BodyLine
from indexer.reading.letters.subject import find_subject, may_have_subject
from indexer.reading.normalise import clean
from indexer.reading.pages import Page
from indexer.records import Anomaly, Paragraph

from .anomalies import worded

_UNDATED = "cover without dates"
_COUNTS = {2: "two", 3: "three", 4: "four"}
_COVER_LINES = 30  # lines of a page among which a cover's title and dates stand
_SHORTEST = 6  # pages of the shortest report that has a closing page
_TITLE = re.compile(
    r"(?:.*\S )?(?:re-?)?inspection of (?:services|.{3,50}children)|(?:re-?)?inspection of .{3,50}$"
    r"|review of the effectiveness",
    re.IGNORECASE,
)
_DATES = re.compile(r"inspection dates?\s*:?\s*(?P<rest>.*\d{4}.*)", re.IGNORECASE)
_PUBLISHED = re.compile(r"report published\b", re.IGNORECASE)
_CLOSING = re.compile(
    r"office for standards in education|copy of this (?:document|report)|re-?use this information"
    r"|crown copyright|piccadilly gate",
    re.IGNORECASE,
)


def report_pages(pages: tuple[Page, ...]) -> tuple[tuple[Page, ...], list[Anomaly]]:
    """The pages from the report's cover on, and what is said of those before it.

    Raises UnreadableReport where a second report begins in the file. Without a cover that is known for sure
    all pages are given.
    """
    fronts = {place: front for place in range(len(pages)) if (front := _front(pages, place)) is not None}
    if not fronts:
        return pages, []
    covers = list(fronts)
    others = [place for place in covers[1:] if fronts[place] not in (_UNDATED, fronts[covers[0]])]
    if others:
        begins = [covers[0], *others]
        ends = [*others, len(pages)]
        stretches = [
            worded("page", range(first + 1, end + 1)) for first, end in zip(begins, ends, strict=True)
        ]
        raise UnreadableReport(
            f"{_COUNTS.get(len(begins), str(len(begins)))} reports in one file: {' and '.join(stretches)}",
            "save each as a file of its own",
        )
    first = covers[0]
    if not first:
        return pages, []
    if len(pages) - first < min(_SHORTEST, first) // 2:
        raise UnreadableReport(
            f"the report's cover is page {first + 1} of {len(pages)}: its pages stand in another order"
            " or are lost",
            "use the file as it was published",
        )
    before = worded("page", range(1, first + 1))
    stand = "stands" if first == 1 else "stand"
    said = Anomaly("pages before", 1, f"{before} {stand} before the report's cover: not read")
    whole = tuple(note for page in pages[:first] for note in page.notes if note.whole_file)
    cover = pages[first]
    return (replace(cover, notes=(*cover.notes, *whole)), *pages[first + 1 :]), [said]


def ending_anomalies(pages: Sequence[Page], paragraphs: Sequence[Paragraph]) -> list[Anomaly]:
    """A report of Ofsted says who Ofsted is when it ends: one that does not may have been cut short."""
    if len(pages) < _SHORTEST or any(
        _CLOSING.search(clean(line.text)) for page in reversed(pages) for line in page.lines
    ):
        return []
    said = "the closing page of the report is missing: the file may be cut short"
    return [Anomaly("cut short", paragraphs[-1].page_last, said, (paragraphs[-1].id,))]


def _front(pages: Sequence[Page], place: int) -> object:
    """What tells the report that begins on this page from others; None where none begins here."""
    page = pages[place]
    if page.number is None:
        return None
    if may_have_subject([clean(line.text) for line in page.lines]):
        near = pages[place : place + 2]
        subject = find_subject([BodyLine(item.number, line) for item in near for line in item.lines])
        if subject is not None:
            return subject.printed.lower()
    if not _is_cover(page):
        return None
    return _dates(page) or _UNDATED


def _is_cover(page: Page) -> bool:
    texts = [clean(line.text) for line in page.lines[:_COVER_LINES]]
    dated = any(_DATES.match(text) or _PUBLISHED.match(text) for text in texts)
    return dated and any(_TITLE.match(text) for text in texts)


def _dates(page: Page) -> object:
    found = (_DATES.match(clean(line.text)) for line in page.lines[:_COVER_LINES])
    return next((date_range(match["rest"]) for match in found if match), None)
