"""Changes after which the file is written again as a program writes it: every checksum and list is right."""

from __future__ import annotations

import re
import zlib
from dataclasses import replace
from random import Random

from .parts import Altered, Mutation, Part, Source

_HUGE = (0, -1, 1, 2, 65_536, 2**31 - 1, 2**31, 2**32, 10**12, 10**30)
_REFERENCE = re.compile(rb"\b(\d+) 0 R\b")
_NAME = re.compile(rb"/[A-Za-z]\w*")
_NUMBER = re.compile(rb"(?<![\w.#/-])-?\d+(?:\.\d+)?(?! 0 R)(?![\w.])")


def objects_exchanged(source: Source, chance: Random) -> Altered:
    """Two objects have each other's numbers."""
    one, two = chance.sample(sorted(source.parts), 2)
    parts = source.parts
    return Altered(source.remade({one: parts[two], two: parts[one]}), f"objects {one} and {two} exchanged")


def object_removed(source: Source, chance: Random) -> Altered:
    """An object is empty, or stands in no list."""
    number = chance.choice(sorted(source.parts))
    new = chance.choice((b"null", b"<< >>", b"[ ]", b"0", b"(text)"))
    return Altered(source.remade({number: Part(new)}), f"object {number} is {new!r}")


def reference_changed(source: Source, chance: Random) -> Altered:
    """An object draws from another than before: a page from another's stream, a typeface from another's
    map.
    """
    found = [n for n, part in source.parts.items() if _REFERENCE.search(part.head)]
    number = chance.choice(found)
    head = source.parts[number].head
    match = chance.choice(list(_REFERENCE.finditer(head)))
    new = b"%d" % chance.choice([*source.parts, 0, 99_999])
    changed = head[: match.start(1)] + new + head[match.end(1) :]
    what = f"object {number}: {head[max(match.start() - 20, 0) : match.end()]!r} is {new!r}"
    return Altered(source.remade({number: replace(source.parts[number], head=changed)}), what)


def name_changed(source: Source, chance: Random) -> Altered:
    """A key or name of a dictionary is another that the file holds."""
    number = chance.choice([n for n, part in source.parts.items() if _NAME.search(part.head)])
    head = source.parts[number].head
    other = source.parts[chance.choice(sorted(source.parts))].head
    match = chance.choice(list(_NAME.finditer(head)))
    new = chance.choice([*_NAME.findall(other), b"/X", b"/ToUnicode", b"/ActualText", b"/Encrypt", b"/OC"])
    changed = head[: match.start()] + new + head[match.end() :]
    return Altered(
        source.remade({number: replace(source.parts[number], head=changed)}),
        f"object {number}: {match[0]!r} is {new!r}",
    )


def number_changed(source: Source, chance: Random) -> Altered:
    """A number of a dictionary is another: a width, a box, a count, a turn."""
    number = chance.choice([n for n, part in source.parts.items() if _NUMBER.search(part.head)])
    head = source.parts[number].head
    match = chance.choice(list(_NUMBER.finditer(head)))
    was = float(match[0])
    new = str(chance.choice((*_HUGE, -was, was * 10, was / 2, was + 1, 90, 180, 600))).encode()
    changed = head[: match.start()] + new + head[match.end() :]
    what = f"object {number}: {head[max(match.start() - 25, 0) : match.end()]!r} is {new!r}"
    return Altered(source.remade({number: replace(source.parts[number], head=changed)}), what)


def value_of_other_sort(source: Source, chance: Random) -> Altered:
    """A value of a dictionary is of a sort that does not belong there, or nested a thousand times."""
    number = chance.choice([n for n, part in source.parts.items() if _NAME.search(part.head)])
    head = source.parts[number].head
    match = chance.choice(list(re.finditer(rb"(?<=\s)(?:\d+ 0 R|-?[\d.]+|/\w+)(?=\s)", head)) or [None])
    if match is None:
        return object_removed(source, chance)
    deep = chance.choice((10, 400, 5_000))
    new = chance.choice((b"(a)", b"<00ff>", b"null", b"true", b"[]", b"<<>>", b"%d 0 R" % number,
                         b"[" * deep + b"]" * deep, b"<</A " * deep + b"0" + b">>" * deep))  # fmt: skip
    changed = head[: match.start()] + new + head[match.end() :]
    return Altered(
        source.remade({number: replace(source.parts[number], head=changed)}),
        f"object {number}: {match[0]!r} is {new[:20]!r}",
    )


def page_tree(source: Source, chance: Random) -> Altered:
    """Pages are gone, doubled, moved, counted wrong, or their tree runs in a ring."""
    tree = next(n for n, part in source.parts.items() if re.search(rb"/Type\s*/Pages\b", part.head))
    part, pages = source.parts[tree], list(source.pages)
    order = list(range(len(pages)))
    way = chance.choice(("gone", "doubled", "moved", "count", "ring", "parent"))
    count = len(pages)
    place = chance.randrange(len(pages))
    if way == "gone" and len(pages) > 1:
        order.remove(place)
    elif way == "doubled":
        order.insert(place, place)
    elif way == "moved":
        order.insert(chance.randrange(len(pages)), order.pop(place))
    kids = [b"%d 0 R" % pages[n] for n in order]
    count = len(order)
    if way == "count":
        count = chance.choice((0, -1, 1, 2, len(pages) - 1, len(pages) + 1, 10**6, 2**31))
    if way == "ring":
        kids.insert(place, b"%d 0 R" % tree)
    parts = {
        tree: replace(part, head=b"<< /Type /Pages /Kids [ %b ] /Count %d >>" % (b" ".join(kids), count))
    }
    if way == "parent":
        page = source.parts[pages[place]]
        parts = {
            pages[place]: replace(page, head=page.head.replace(b"%d 0 R" % tree, b"%d 0 R" % pages[place]))
        }
    there = {was + 1: n + 1 for n, was in reversed(list(enumerate(order)))}
    return Altered(source.remade(parts), f"{way}, page {place + 1}", lambda page: there.get(page))


def recursion(source: Source, chance: Random) -> Altered:
    """A drawing that draws itself, or ten that each draw the next ten times; or a bomb.

    One in ten: each takes the sandbox to its limits, and seconds.
    """
    if chance.random() < 0.9:
        return reference_changed(source, chance)
    page = chance.choice(source.pages)
    top = max(source.parts) + 1
    way = chance.choice(("itself", "ten times", "bomb", "packed twice"))
    parts: dict[int, Part] = {}
    box = (
        b"<< /Type /XObject /Subtype /Form /BBox [ 0 0 600 850 ] /Resources << /XObject << /R %d 0 R >> >> >>"
    )
    if way == "itself":
        parts[top] = Part(box % top, b"q /R Do Q BT ET")
    elif way == "ten times":
        for depth in range(12):
            parts[top + depth] = Part(box % (top + depth + 1), b"/R Do " * 10)
        parts[top + 12] = Part(box % top, b"")
    else:
        zeros = bytes(1 << 20)
        engine = zlib.compressobj(9)
        packed = b"".join(
            [*(engine.compress(zeros) for _ in range(chance.choice((20, 200)))), engine.flush()]
        )
        filters = b"/Filter /FlateDecode"
        if way == "packed twice":
            packed, filters = zlib.compress(packed, 9), b"/Filter [ /FlateDecode /FlateDecode ]"
        parts[top] = Part(box % top, b"", packed, filters)
    draw = top + 40
    parts[draw] = Part(b"<< >>", b"q /R Do Q\n")
    held = source.parts[page]
    match = re.search(rb"/Contents\s*(\d+ 0 R)", held.head)
    if match:
        head = held.head.replace(match[0], b"/Contents [ %b %d 0 R ]" % (match[1], draw))
        head = re.sub(rb"/XObject\s*<<", b"/XObject << /R %d 0 R" % top, head, count=1)
        if b"/R %d 0 R" % top not in head:
            head = re.sub(rb"/Resources\s*<<", b"/Resources << /XObject << /R %d 0 R >>" % top, head, count=1)
        parts[page] = replace(held, head=head)
    return Altered(source.remade(parts), f"{way} on page object {page}")


def packing_changed(source: Source, chance: Random) -> Altered:
    """A stream is packed with a wrong checksum, twice, with a predictor, or is not packed."""
    number = chance.choice(
        [
            n
            for n, part in source.parts.items()
            if part.stream is not None and part.filters == b"/Filter /FlateDecode"
        ]
    )
    part = source.parts[number]
    packed = zlib.compress(part.stream or b"")
    way = chance.choice(("checksum", "twice", "predictor", "plain", "hex", "level", "cut and packed"))
    filters = b"/Filter /FlateDecode"
    if way == "checksum":
        packed = packed[:-1] + bytes([packed[-1] ^ 1])
    elif way == "twice":
        packed, filters = zlib.compress(packed), b"/Filter [ /FlateDecode /FlateDecode ]"
    elif way == "predictor":
        filters += b" /DecodeParms << /Predictor %d /Columns %d >>" % (
            chance.choice((2, 12, 15)),
            chance.choice((1, 100, 2**31 - 1)),
        )
    elif way == "plain":
        packed, filters = part.stream or b"", b""
    elif way == "hex":
        packed, filters = packed.hex().encode() + b">", b"/Filter [ /ASCIIHexDecode /FlateDecode ]"
    elif way == "level":
        packed = zlib.compress(part.stream or b"", chance.choice((0, 1, 9)))
    else:
        text = part.stream or b""
        packed = zlib.compress(text[: chance.randrange(len(text) + 1)])
    return Altered(
        source.remade({number: replace(part, written=packed, filters=filters)}), f"object {number}: {way}"
    )


REMADE: dict[str, Mutation] = {
    "objects exchanged": objects_exchanged,
    "object removed": object_removed,
    "reference changed": reference_changed,
    "name changed": name_changed,
    "number changed": number_changed,
    "value of another sort": value_of_other_sort,
    "page tree": page_tree,
    "recursion and bombs": recursion,
    "packing changed": packing_changed,
}
