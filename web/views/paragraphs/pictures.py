"""The pictures of the pages that a paragraph is on, or why there is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from indexer.records import Paragraph, Report
from search_api.media import FILES

_A4 = (595, 842)  # points. Of 7,107 pages of 422 reports all but 8 are A4 to within three points
_LANDSCAPE = (842, 595)


@dataclass(frozen=True, slots=True)
class Picture:
    """page: counted from 1 in the file. width, height: of the room to keep for it, in points."""

    page: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Pictures:
    """of: the pages that it stands on, in order; () where none can be drawn, and `none` says why.

    kept: whether the report's file is there.
    """

    of: tuple[Picture, ...]
    none: str
    kept: bool


def pictures(report: Report, paragraph: Paragraph, held: Sequence[Paragraph], kept: bool) -> Pictures:
    """held: all paragraphs of the report, whose lines tell how wide its pages are."""
    reason = _no_picture(report, paragraph, kept)
    if reason or paragraph.page_first is None:
        return Pictures((), reason, kept)
    pages = range(paragraph.page_first, (paragraph.page_last or paragraph.page_first) + 1)
    return Pictures(tuple(Picture(page, *_room(page, held)) for page in pages), "", kept)


def _room(page: int, held: Sequence[Paragraph]) -> tuple[int, int]:
    """No index keeps the size of a page: a line that ends beyond a portrait page tells a landscape one."""
    lines = (box for item in held for box in item.boxes if box.page == page)
    return _LANDSCAPE if any(box.right > _A4[0] for box in lines) else _A4


def _no_picture(report: Report, paragraph: Paragraph, kept: bool) -> str:
    """Why there is no picture of its page, "" where there is one."""
    if noun := FILES[report.media].noun:
        return (
            f"There is no picture of the page, because this report was read from {noun} without fixed pages."
        )
    if paragraph.page_first is None:
        return "There is no picture of the page, because we do not know which page this paragraph is on."
    if not kept:
        return "There is no picture of the page, because there is no copy of the report file here."
    return ""
