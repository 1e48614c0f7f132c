"""Small pages of positioned lines for tests of the parser: an A4 page, 12-point text, 14.5 points a line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from indexer.reading.blocks import Block, blocks_of
from indexer.reading.furniture import Body, BodyLine, body_of
from indexer.reading.pages import Line, Page
from indexer.reading.paragraphs import paragraphs_of
from indexer.records import Anomaly, Paragraph

WIDTH, HEIGHT, STEP = 595.0, 842.0, 14.5
NUMBERS, COLUMN, LIST = 71.0, 99.0, 117.0  # left edges: paragraph numbers, their text, list items' text
REPORT = "northmoor-2018-03-29"


def line(text: str, left: float = COLUMN, *, size: float = 12.0, bold: bool = False) -> Line:
    """A line without a height; `page` stacks it below the one before."""
    return Line(text, left=left, right=left + 6.0 * len(text), size=size, bold=bold)


def white(points: float = 12.0) -> Line:
    """White space between two blocks."""
    return Line("", top=points)


def page(*lines: Line, number: int = 1, top: float = 740.0) -> Page:
    """Lines from the top down. A line that has a height already keeps its place."""
    placed: list[Line] = []
    for item in lines:
        if not item.text:
            top -= item.top
        elif item.top:
            placed.append(item)
        else:
            placed.append(replace(item, top=top, bottom=top - item.size))
            top -= STEP
    return Page(number, WIDTH, HEIGHT, tuple(placed))


def heading(text: str) -> Line:
    return line(text, NUMBERS, size=14.0, bold=True)


def body(*pages: Page) -> Body:
    return body_of(pages)


def body_lines(*lines: Line, number: int = 1) -> list[BodyLine]:
    return [BodyLine(number, item) for item in page(*lines, number=number).lines]


def blocks(*pages: Page) -> list[Block]:
    return blocks_of(body_of(pages))


def read(*pages: Page, opening: str = "cover") -> tuple[tuple[Paragraph, ...], tuple[Anomaly, ...]]:
    """Paragraphs and anomalies of pages that bear no cover."""
    whole = body_of(pages)
    return paragraphs_of(blocks_of(whole), REPORT, whole.footnotes, {}, opening=opening)


def locators(paragraphs: Sequence[Paragraph]) -> list[str]:
    return [paragraph.id.partition("/")[2] for paragraph in paragraphs]
