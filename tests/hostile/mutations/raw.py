"""Damage to the bytes of a file as it lies on a disk: nothing is put right afterwards."""

from __future__ import annotations

import re
from random import Random

from .parts import Altered, Mutation, Source

_NUMBERS = (b"0", b"-1", b"1", b"2", b"65536", b"2147483648", b"99999999999", b"4294967295", b"1e9", b"0.5")
_KEYS = tuple(
    b"/Length /Kids /Count /Contents /Font /Filter /Root /Type /Pages /Parent /Resources /ToUnicode /W "
    b"/Index /Size /Prev /MediaBox /Encoding /FirstChar /Widths /BaseFont /Subtype /N /First "
    b"/DescendantFonts /XObject /Encrypt /Rotate /CropBox /DW /Differences".split()
)
_FILTERS = tuple(
    b"/FlateDecode /LZWDecode /ASCII85Decode /ASCIIHexDecode /RunLengthDecode /DCTDecode /X".split()
)
_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.S)


def bits_flipped(source: Source, chance: Random) -> Altered:
    """One to sixty bits, anywhere."""
    changed = bytearray(source.data)
    count = chance.choice((1, 1, 1, 2, 3, 8, 60))
    for _ in range(count):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return Altered(bytes(changed), f"{count} bits")


def bit_outside_streams(source: Source, chance: Random) -> Altered:
    """One bit, in a dictionary, a list or a number."""
    at = _outside(source.data, chance)
    changed = bytearray(source.data)
    changed[at] ^= 1 << chance.randrange(8)
    return Altered(bytes(changed), f"at {at}: {source.data[at - 20 : at + 20]!r} became {changed[at]}")


def cut_short(source: Source, chance: Random) -> Altered:
    """The end is missing."""
    end = (
        chance.randrange(20, len(source.data))
        if chance.random() < 0.7
        else len(source.data) - chance.randrange(1, 40)
    )
    return Altered(source.data[:end], f"cut at {end}")


def stretch_lost(source: Source, chance: Random) -> Altered:
    """Up to 4,000 bytes are missing."""
    start, length = chance.randrange(len(source.data)), chance.choice((1, 1, 2, 64, 512, 4_000))
    return Altered(source.data[:start] + source.data[start + length :], f"{length} lost at {start}")


def stretch_doubled(source: Source, chance: Random) -> Altered:
    """Up to 4,000 bytes are there twice."""
    start, length = chance.randrange(len(source.data)), chance.choice((1, 2, 64, 512, 4_000))
    data = source.data
    return Altered(data[: start + length] + data[start:], f"{length} doubled at {start}")


def stretch_overwritten(source: Source, chance: Random) -> Altered:
    """A sector of zeros, of noise, or of another place of the file."""
    data, length = source.data, chance.choice((16, 512, 4_096))
    start, other = chance.randrange(len(data)), chance.randrange(len(data))
    filling = chance.choice((bytes(length), chance.randbytes(length), data[other : other + length]))
    return Altered(data[:start] + filling + data[start + len(filling) :], f"{length} overwritten at {start}")


def stretches_exchanged(source: Source, chance: Random) -> Altered:
    """Two sectors have changed places."""
    data = source.data
    length = chance.choice((512, 2_048, 4_096))
    first = chance.randrange(len(data) // 2 - length)
    second = chance.randrange(len(data) // 2, len(data) - length)
    changed = bytearray(data)
    changed[first : first + length], changed[second : second + length] = (
        data[second : second + length], data[first : first + length],
    )  # fmt: skip
    return Altered(bytes(changed), f"{length} exchanged, {first} and {second}")


def list_of_objects(source: Source, chance: Random) -> Altered:
    """Numbers in the classic list, its place or its trailer."""
    data = source.data
    start = (
        max(data.rfind(b"xref", 0, data.rfind(b"startxref")), 0)
        if chance.random() < 0.7
        else data.rfind(b"startxref")
    )
    found = list(re.finditer(rb"\d+", data[max(start, 0) :]))
    changed = data
    for match in chance.sample(found, min(len(found), chance.choice((1, 1, 2, 5)))):
        first, last = start + match.start(), start + match.end()
        new = b"%0*d" % (last - first, chance.choice((0, 1, 17, 65_535, chance.randrange(len(data)))))
        changed = changed[:first] + new[: last - first] + changed[last:]
    return Altered(changed, "numbers in the list of objects")


def number_outside_streams(source: Source, chance: Random) -> Altered:
    """A number in a dictionary is another, of any length."""
    data = source.data
    match = re.compile(rb"\d+").search(data, _outside(source.data, chance))
    if match is None:
        return cut_short(source, chance)
    new = chance.choice((*_NUMBERS, match[0][::-1], b"%d" % chance.randrange(10 ** len(match[0]))))
    was = data[max(match.start() - 30, 0) : match.end()]
    return Altered(data[: match.start()] + new + data[match.end() :], f"{was!r} became {new!r}")


def key_renamed(source: Source, chance: Random) -> Altered:
    """A key of a dictionary has another's name."""
    data = source.data
    match = re.compile(rb"/[A-Z]\w*").search(data, _outside(data, chance))
    if match is None:
        return cut_short(source, chance)
    new = chance.choice(_KEYS)
    if chance.random() < 0.5:
        new = new[: len(match[0])].ljust(len(match[0]), b" ")
    return Altered(
        data[: match.start()] + new + data[match.end() :], f"{match[0]!r} at {match.start()} is {new!r}"
    )


def wrong_length(source: Source, chance: Random) -> Altered:
    """A stream is said to be longer or shorter than it is."""
    found = list(re.finditer(rb"/Length (\d+)", source.data))
    match = chance.choice(found)
    new = str(chance.choice((0, 1, int(match[1]) // 2, int(match[1]) + 1, int(match[1]) - 1, 10**9)))
    new = new if chance.random() < 0.3 else new.rjust(len(match[1]), "0")
    data = source.data
    return Altered(data[: match.start(1)] + new.encode() + data[match.end(1) :], f"{match[0]!r} became {new}")


def filter_changed(source: Source, chance: Random) -> Altered:
    """A stream is said to be packed otherwise."""
    found = list(re.finditer(rb"/(?:FlateDecode|ASCII85Decode)", source.data))
    match = chance.choice(found)
    new = chance.choice(_FILTERS)
    data = source.data
    return Altered(data[: match.start()] + new + data[match.end() :], f"filter at {match.start()} is {new!r}")


def stream_cut(source: Source, chance: Random) -> Altered:
    """A packed stream ends early or lacks a stretch; its length says the old or the new."""
    data = source.data
    match = chance.choice(list(_STREAM.finditer(data)))
    first, last = match.span(1)
    start = chance.randrange(first, last)
    end = last if chance.random() < 0.5 else min(start + chance.choice((1, 4, 100)), last)
    changed = data[:start] + data[end:]
    lengths = list(re.finditer(rb"/Length (\d+)", data[max(first - 400, 0) : first]))
    if lengths and chance.random() < 0.5:
        at = max(first - 400, 0) + lengths[-1].start(1)
        was = lengths[-1][1]
        changed = (
            changed[:at]
            + str(max(int(was) - (end - start), 0)).rjust(len(was), "0").encode()
            + changed[at + len(was) :]
        )
    return Altered(changed, f"stream at {first} lacks {start} to {end}")


def around_the_file(source: Source, chance: Random) -> Altered:
    """Noise, a web page or a half of the file stands before or after it."""
    data = source.data
    junk = chance.choice(
        (chance.randbytes(chance.randint(1, 3_000)), b"<html>\r\n", data[: len(data) // 2], b"\n" * 900)
    )
    return Altered(junk + data if chance.random() < 0.5 else data + junk, f"{len(junk)} bytes around it")


def line_ends_changed(source: Source, chance: Random) -> Altered:
    """Sent as text: line ends were changed, or the eighth bit was lost."""
    was, new = chance.choice(((b"\n", b"\r\n"), (b"\r\n", b"\n"), (b"\r", b"\n"), (b"\r", b"")))
    if chance.random() < 0.2:
        return Altered(bytes(byte & 127 for byte in source.data), "seven bits")
    return Altered(source.data.replace(was, new), f"{was!r} became {new!r}")


def object_overridden(source: Source, chance: Random) -> Altered:
    """Something was saved into the file again: an object is given twice, the list of the second is right
    or not.
    """
    data = source.data
    found = list(re.finditer(rb"(?<!\d)(\d+) 0 obj\b(.*?)endobj", data, re.S))
    if len(found) < 2:
        return stretch_doubled(source, chance)
    number, other = chance.choice(found)[1], chance.choice(found)
    text = b"%b 0 obj%bendobj\n" % (number, other[2])
    start = data.rfind(b"startxref")
    was = re.search(rb"startxref\s+(\d+)", data[start:])
    roots = re.findall(rb"/Root\s+\d+\s+\d+\s+R", data)
    place = len(data) + 1
    tail = b"xref\n%b 1\n%010d 00000 n \ntrailer\n<< /Size 9999 %b /Prev %b >>\nstartxref\n%d\n%%%%EOF\n" % (
        number, place, roots[-1] if roots else b"", was[1] if was else b"0", place + len(text),
    )  # fmt: skip
    if chance.random() < 0.3:
        tail = b""
    return Altered(data + b"\n" + text + tail, f"object {number!r} given again as {other[1]!r}")


def _outside(data: bytes, chance: Random) -> int:
    """A place outside the streams."""
    at = chance.randrange(len(data))
    for _ in range(50):
        opened, closed = data.rfind(b"stream", 0, at), data.rfind(b"endstream", 0, at)
        if opened < 0 or (closed >= 0 and opened == closed + 3):
            return at
        end = data.find(b"endstream", at)
        span = data.find(b"stream", end + 9) if end >= 0 else -1
        if end >= 0 and chance.random() < 0.7:
            return chance.randrange(end, max(span, end + 10)) if span >= 0 else min(end + 9, len(data) - 1)
        at = chance.randrange(len(data))
    return at


RAW: dict[str, Mutation] = {
    "bits flipped": bits_flipped,
    "bit outside streams": bit_outside_streams,
    "cut short": cut_short,
    "stretch lost": stretch_lost,
    "stretch doubled": stretch_doubled,
    "stretch overwritten": stretch_overwritten,
    "stretches exchanged": stretches_exchanged,
    "list of objects": list_of_objects,
    "number outside streams": number_outside_streams,
    "key renamed": key_renamed,
    "wrong length": wrong_length,
    "filter changed": filter_changed,
    "stream cut": stream_cut,
    "around the file": around_the_file,
    "line ends changed": line_ends_changed,
    "object overridden": object_overridden,
}
