"""Changes of what a page draws and of how its glyphs are read, packed anew with the right checksum."""

from __future__ import annotations

import re
from random import Random

from .parts import Altered, Mutation, Source

_STRING = re.compile(rb"\((?:[^()\\]|\\.)+\)|<[0-9A-Fa-f]{2,}>")
_OPERATOR = re.compile(rb"(?<=\s)[A-Za-z'\"*]{1,3}(?=\s)")
_OTHERS = b"xx Tj TJ Td TD T* Tm Q q BT ET cm Tr Tz Ts Do BI EMC gs rg f".split()
_NUMBER = re.compile(rb"(?<![\w./-])-?\d+(?:\.\d+)?(?=\s)")


def _content(source: Source, chance: Random) -> tuple[int, bytes]:
    number = chance.choice([n for n in source.contents if source.parts[n].stream])
    return number, source.parts[number].stream or b""


def _one_of(
    pattern: re.Pattern[bytes], source: Source, chance: Random
) -> tuple[int, bytes, re.Match[bytes] | None]:
    """Number and text of a stream that pages draw, and a match of the pattern in it, None if none."""
    number, text = _content(source, chance)
    found = list(pattern.finditer(text))
    return number, text, chance.choice(found) if found else None


def _made(source: Source, number: int, text: bytes, what: str) -> Altered:
    return Altered(source.remade({number: source.parts[number].holding(text)}), f"stream {number}: {what}")


def letters_changed(source: Source, chance: Random) -> Altered:
    """A byte of a drawn text is another."""
    number, text, match = _one_of(_STRING, source, chance)
    if match is None:
        return operators_moved(source, chance)
    at = chance.randrange(match.start() + 1, match.end() - 1)
    new = chance.choice(b"0123456789abcdef") if text[match.start()] == 60 else chance.randrange(32, 127)
    return _made(source, number, text[:at] + bytes([new]) + text[at + 1 :], f"byte {at} is {new}")


def operators_moved(source: Source, chance: Random) -> Altered:
    """Two lines of the drawing have changed places, or a stretch is drawn last."""
    number, text = _content(source, chance)
    lines = text.split(b"\n")
    if len(lines) < 4:
        lines = text.split(b" ")
    one, two = sorted(chance.sample(range(len(lines)), 2))
    if chance.random() < 0.5:
        lines[one], lines[two] = lines[two], lines[one]
        what = f"lines {one} and {two} exchanged"
    else:
        taken = lines[one : one + 12]
        del lines[one : one + 12]
        lines += taken
        what = f"12 lines from {one} drawn last"
    return _made(source, number, b"\n".join(lines), what)


def operator_changed(source: Source, chance: Random) -> Altered:
    """An operator is another, gone or unknown."""
    number, text, match = _one_of(_OPERATOR, source, chance)
    if match is None:
        return operators_moved(source, chance)
    new = chance.choice((*_OTHERS, b"", b"W n"))
    changed = text[: match.start()] + new + text[match.end() :]
    return _made(source, number, changed, f"{match[0]!r} at {match.start()} is {new!r}")


def operand_changed(source: Source, chance: Random) -> Altered:
    """A number is another: a place, a size, a colour, a way of drawing."""
    number, text, match = _one_of(_NUMBER, source, chance)
    if match is None:
        return operators_moved(source, chance)
    was = float(match[0])
    new = str(
        chance.choice((0, 1, 3, -was, was * 2, was / 3, was + 10, was - 200, 10**9, 10**20, 0.01))
    ).encode()
    changed = text[: match.start()] + new + text[match.end() :]
    return _made(source, number, changed, f"{text[match.start() - 5 : match.end() + 15]!r} is {new!r}")


def drawing_cut(source: Source, chance: Random) -> Altered:
    """A stretch of the drawing is gone, doubled, or covered or hidden by operators put before it."""
    number, text = _content(source, chance)
    start = chance.randrange(len(text))
    length = chance.choice((1, 10, 200, len(text)))
    way = chance.choice(("gone", "doubled", "invisible", "white", "tiny", "clip", "cover", "off"))
    before = {"invisible": b" 3 Tr ", "white": b" 1 1 1 rg ", "tiny": b" 0.01 0 0 0.01 0 0 cm ",
              "clip": b" 0 0 300 300 re W n ", "cover": b" 1 g 50 300 500 90 re f ",
              "off": b" 1 0 0 1 900 0 cm "}.get(way)  # fmt: skip
    if before is not None:
        lines = [m.end() for m in re.finditer(rb"\n", text)] or [0]
        start = chance.choice(lines)
        changed = text[:start] + before + text[start:]
    elif way == "gone":
        changed = text[:start] + text[start + length :]
    else:
        changed = text[: start + length] + text[start:]
    return _made(source, number, changed, f"{way} at {start}, {length}")


def map_changed(source: Source, chance: Random) -> Altered:
    """A map of glyphs to characters gives another character, lacks a line, is another's, or is cut."""
    if not source.maps:
        return letters_changed(source, chance)
    number = chance.choice(source.maps)
    text = source.parts[number].stream or b""
    way = chance.choice(("character", "character", "character", "line", "other's", "cut", "code"))
    if way == "other's":
        other = chance.choice(source.maps)
        return _made(source, number, source.parts[other].stream or b"", f"map of {other}")
    start = text.find(b"beginbf")
    found = list(re.finditer(rb"<([0-9A-Fa-f]{2,8})>", text[start:])) if start >= 0 else []
    if way == "cut" or not found:
        at = chance.randrange(len(text))
        return _made(source, number, text[:at], f"map cut at {at}")
    if way == "line":
        lines = text.split(b"\n")
        gone = chance.randrange(len(lines))
        return _made(source, number, b"\n".join(lines[:gone] + lines[gone + 1 :]), f"map lacks line {gone}")
    match = chance.choice(found)
    value = chance.choice(
        (0, 10, 32, 48, 49, 55, 65, 97, 101, 111, 0x202E, 0xD800, 0x2019, int(match[1], 16) + 1)
    )
    new = b"%0*X" % (len(match[1]), value)
    at = start + match.start(1)
    return _made(
        source, number, text[:at] + new + text[at + len(match[1]) :], f"map: {match[1]!r} at {at} is {new!r}"
    )


DRAWING: dict[str, Mutation] = {
    "letters changed": letters_changed,
    "operators moved": operators_moved,
    "operator changed": operator_changed,
    "operand changed": operand_changed,
    "drawing cut or hidden": drawing_cut,
    "map of characters changed": map_changed,
}
