"""Do the lists of a file's objects point at them? The classic list, the packed one, and where the last
begins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_ENTRY = re.compile(rb"(\d{10}) (\d{5}) ([nf])")
_TABLE = re.compile(rb"xref\s+((?:\d+\s+\d+\s+(?:\d{10} \d{5} [nf]\s*)+)+)trailer")
_SECTION = re.compile(rb"(?<![\d ])(\d+)[ ](\d+)\s+((?:\d{10} \d{5} [nf]\s*)+)")
_BEGINS = re.compile(rb"startxref\s+(\d+)")
_FIRST = re.compile(rb"xref\b|\d+\s+\d+\s+obj\b")
_NUMBERS = re.compile(rb"\d+")
_WIDTHS = re.compile(rb"/W\s*\[\s*(\d)\s+(\d)\s+(\d)\s*\]")
_INDEX = re.compile(rb"/Index\s*\[([\d\s]*)\]")
_SIZE = re.compile(rb"/Size\s+(\d+)")
_PREDICTOR = re.compile(rb"/Predictor\s+1\d\b")
_IN_USE = 1  # the type of an entry that gives an object's place (ISO 32000-1, table 18)
_UP = 2  # the only filter of lines that writers of lists use (W3C, PNG, 9.2)
_TAIL = 24  # bytes in which an object must begin that is not at its place


def lists_are_wrong(data: bytes, origin: int, packed: Sequence[tuple[bytes, bytes]]) -> bool:
    """Whether the file is cut short or a list points beside its objects.

    origin: place of the file's first byte. packed: dictionary and text of each list that is a stream.
    """
    if b"startxref" not in data or b"%%EOF" not in data:
        return True
    place = int(_BEGINS.findall(data)[-1]) if _BEGINS.search(data) else -1
    if place and not (_FIRST.match(data, max(place, 0)) or _FIRST.match(data, place + origin)):
        return True
    exact = near = 0
    for number, generation, place in (
        *_classic(data),
        *(entry for one in packed for entry in _of_stream(*one)),
    ):
        expected = b"%d %d obj" % (number, generation)
        if data.startswith(expected, place) or data.startswith(expected, place + origin):
            exact += 1
        elif data[place + origin : place + origin + _TAIL].lstrip().startswith(expected):
            near += 1
        else:
            return True
    return exact > 0 and near > 0  # something became longer or shorter by a byte


def _classic(data: bytes) -> Iterator[tuple[int, int, int]]:
    """(number, generation, place) of every entry in use of every classic list."""
    for table in _TABLE.finditer(data):
        for section in _SECTION.finditer(table[1]):
            for number, entry in enumerate(_ENTRY.finditer(section[3]), int(section[1])):
                if entry[3] == b"n" and int(entry[1]):
                    yield number, int(entry[2]), int(entry[1])


def _of_stream(head: bytes, text: bytes) -> Iterator[tuple[int, int, int]]:
    """The same of a list that is a stream (ISO 32000-1, 7.5.8); none of one of another form."""
    widths, size = _WIDTHS.search(head), _SIZE.search(head)
    if widths is None or size is None:
        return
    first, second, third = (int(width) for width in widths.groups())
    wide = first + second + third
    rows = _rows(text, wide, filtered=_PREDICTOR.search(head) is not None)
    index = _INDEX.search(head)
    spans = [int(number) for number in _NUMBERS.findall(index[1])] if index else [0, int(size[1])]
    for start, count in zip(spans[::2], spans[1::2], strict=False):
        for number in range(start, start + min(count, len(text))):
            row = next(rows, None)
            if row is None:
                return
            kind = int.from_bytes(row[:first], "big") if first else _IN_USE
            if kind == _IN_USE:
                place = int.from_bytes(row[first : first + second], "big")
                yield number, int.from_bytes(row[first + second :], "big"), place


def _rows(text: bytes, wide: int, *, filtered: bool) -> Iterator[bytes]:
    if not filtered:
        yield from (text[place : place + wide] for place in range(0, len(text) - wide + 1, max(wide, 1)))
        return
    above = bytes(wide)
    for place in range(0, len(text) - wide, wide + 1):
        row = text[place + 1 : place + 1 + wide]
        if text[place] == _UP:
            row = bytes(one + two & 255 for one, two in zip(row, above, strict=True))
        elif text[place]:
            return
        above = row
        yield row
