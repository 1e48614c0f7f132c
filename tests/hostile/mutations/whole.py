"""Is a file whole, so that nothing in it tells that it was altered? Asked without any code of the reader."""

from __future__ import annotations

import re
import zlib

_ENTRY = re.compile(rb"(\d{10}) (\d{5}) ([nf])[ \r\n]{2}")
_LAST = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*\Z")
_OBJECT = re.compile(rb"\s*(\d+)\s+(\d+)\s+obj\b")
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_LENGTH = re.compile(rb"/Length\s+(\d+)\b(?!\s+\d+\s+R)")
_END = re.compile(rb"\r?\n?endstream\s+endobj\b")


def is_whole(data: bytes) -> bool:
    """Whether the file opens and ends as it must, its list of objects points at each of them, every object
    ends, every stream has its length and every packed one its checksum.

    Files with more than one list, or with a packed one, are taken to be whole where their streams are and
    the place of their list is.
    """
    if not data.startswith(b"%PDF-1.") or (last := _LAST.search(data)) is None:
        return False
    place = int(last[1])
    if not data.startswith(b"xref", place) and not _OBJECT.match(data, place):
        return False
    return _lists_are_right(data) and _streams_are_right(data)


def _lists_are_right(data: bytes) -> bool:
    for table in re.finditer(rb"(?<!start)xref\s+", data):
        at = table.end()
        while (head := re.compile(rb"(\d+) (\d+)\s*\n").match(data, at)) is not None:
            at = head.end()
            for number in range(int(head[1]), int(head[1]) + int(head[2])):
                entry = _ENTRY.match(data, at)
                if entry is None:
                    return False
                at = entry.end()
                found = _OBJECT.match(data, int(entry[1]))
                if entry[3] == b"n" and (found is None or int(found[1]) != number):
                    return False
        if not data[at:].lstrip().startswith(b"trailer"):
            return False
    return True


def _streams_are_right(data: bytes) -> bool:
    at = 0
    while (match := _STREAM.search(data, at)) is not None:
        start = match.end()
        begins = data.rfind(b" obj", 0, match.start())
        head = data[begins : match.start()]
        length = _LENGTH.search(head)
        if begins < 0 or length is None:
            end = data.find(b"endstream", start)  # its length is another object's
        else:
            end = start + int(length[1])
            if not _END.match(data, end):
                return False
        if end < 0 or head.count(b"<<") != head.count(b">>"):
            return False
        if re.search(rb"/Filter\s*\[?\s*/FlateDecode\s*\]?", head) and not _is_packed(data[start:end]):
            return False
        at = end
    return True


def _is_packed(text: bytes) -> bool:
    engine = zlib.decompressobj()
    try:
        while text and not engine.eof:
            if not engine.decompress(text, 1 << 22) and not engine.unconsumed_tail:
                break
            text = engine.unconsumed_tail
    except zlib.error:
        return False
    return engine.eof
