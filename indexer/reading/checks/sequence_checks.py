"""What is odd in the printed numbers: gaps, repeats, numbers out of order, a second sequence."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.reading.blocks import Block
from indexer.records import Anomaly, Paragraph

from .anomalies import doubts_after, ids_on, worded

_NUMBER = re.compile(r"\s*(\d{1,3})\.(?!\d)")
_SAME_COLUMN = 4.0  # points between the left edges of two numbers of one column


def sequence_anomalies(paragraphs: Sequence[Paragraph]) -> list[Anomaly]:
    """Anomalies of the printed numbers. paragraphs: all of the report, in reading order.

    Each names the paragraphs on both sides of the break and those without a number between them: their
    text may belong to a number that was lost.
    """
    found: list[Anomaly] = []
    printed: dict[str, set[int]] = {}
    for item in paragraphs:
        if item.printed and item.number:
            printed.setdefault(_sequence(item), set()).add(item.number)
    before: int | None = None
    for place, item in enumerate(paragraphs):
        if not item.printed:
            continue
        last = None if before is None else paragraphs[before]
        begins = last is None or _sequence(last) != _sequence(item)
        behind = max(place - 1, 0) if before is None else before
        touched = tuple(p.id for p in paragraphs[behind : place + 1])
        if begins and last is not None:
            found.append(
                Anomaly(
                    "second sequence",
                    item.page_first,
                    f"numbers start again at {item.number}",
                    tuple(p.id for p in paragraphs if p.printed and _sequence(p) == _sequence(item)),
                )
            )
        expected = 1 if begins or last is None else last.number + 1
        used = printed[_sequence(item)]
        if not begins and last is not None and _is_repeat(item):
            found.append(
                Anomaly(
                    "repeat", item.page_first, f"number {item.number} is printed again", _both(item, touched)
                )
            )
        elif item.number != expected:
            found.append(_break(last if not begins else None, item, expected, used, touched))
            if last is None or last.page_last is None or last.page_last != item.page_first:
                found += doubts_after(paragraphs, place)
        before = place
    return found


def numbers_after_last(blocks: Sequence[Block], paragraphs: Sequence[Paragraph]) -> list[Anomaly]:
    """Numbers in the column of the printed ones below the last that was taken: the sequence may go on."""
    last = max((place for place, block in enumerate(blocks) if block.form == "numbered"), default=None)
    if last is None:
        return []
    first = blocks[last].lines[0].line
    below = [*blocks[last].lines[1:], *(line for block in blocks[last + 1 :] for line in block.lines)]
    found = []
    for body in below:
        number = _NUMBER.match(body.line.text)
        if number and first.left and abs(body.line.left - first.left) < _SAME_COLUMN:
            said = f"a line begins with {number[1]}., in the column of the numbers, after the last of them"
            touched = () if body.page is None else ids_on(paragraphs, body.page)
            found.append(Anomaly("number not taken", body.page, said, touched))
    return found


def _sequence(item: Paragraph) -> str:
    return item.part


def _is_repeat(item: Paragraph) -> bool:
    return item.id[-1:].isalpha() and item.id[-2:-1].isdigit()


def _both(item: Paragraph, touched: tuple[str, ...]) -> tuple[str, ...]:
    """The paragraph that bore the number first, and those touched."""
    first = item.id[:-1]
    return touched if first in touched else (first, *touched)


def _break(
    last: Paragraph | None, item: Paragraph, expected: int, used: set[int], touched: tuple[str, ...]
) -> Anomaly:
    missing = [number for number in range(expected, item.number) if number not in used]
    if not missing:
        return Anomaly(
            "order", item.page_first, f"number {item.number} stands after number {expected - 1}", touched
        )
    pages = sorted({page for page in (last.page_last if last else None, item.page_first) if page is not None})
    where = f"; {worded('page', range(pages[0], pages[-1] + 1))}" if pages else ""
    verb = "is" if len(missing) == 1 else "are"
    return Anomaly("gap", item.page_first, f"{worded('number', missing)} {verb} not printed{where}", touched)
