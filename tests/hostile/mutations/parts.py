"""A PDF taken apart into its objects, so that one can be altered and the file written again without an
error.
"""

from __future__ import annotations

import base64
import io
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from random import Random

from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, IndirectObject, StreamObject

PageMap = Callable[[int], int | None]  # page of the sound file -> page of the copy, None where it is gone
_PACKED = ("/FlateDecode", ["/FlateDecode"], ["/ASCII85Decode", "/FlateDecode"])


def unmoved(page: int) -> int | None:
    """The map of a copy whose pages stand where they stood."""
    return page


@dataclass(frozen=True, slots=True)
class Part:
    """One object. head: its text; of a stream its dictionary without what packs it.

    stream: the bytes of a stream, inflated; written: the same as they lie in the file; filters: what unpacks
    them, as text of the dictionary.
    """

    head: bytes
    stream: bytes | None = None
    written: bytes | None = None
    filters: bytes = b""

    def text(self, number: int) -> bytes:
        """The object as it stands in a file."""
        if self.stream is None:
            return b"%d 0 obj\n%b\nendobj\n" % (number, self.head)
        packed = self.written
        filters = self.filters
        if packed is None:
            packed, filters = zlib.compress(self.stream), b"/Filter /FlateDecode"
        inner = self.head.strip()[2:-2]
        head = b"<<%b %b /Length %d >>" % (inner, filters, len(packed))
        return b"%d 0 obj\n%b\nstream\n%b\nendstream\nendobj\n" % (number, head, packed)

    def holding(self, stream: bytes) -> Part:
        """The same with another text, packed anew with its right checksum."""
        return replace(self, stream=stream, written=None, filters=b"")


@dataclass(frozen=True, slots=True)
class Source:
    """A sound file: its bytes, its objects by number, what they are.

    contents: streams that pages draw. maps: maps of glyphs to characters. pages: page objects in order.
    """

    name: str
    data: bytes
    parts: Mapping[int, Part] = field(default_factory=dict)
    root: int = 0
    info: int = 0
    contents: tuple[int, ...] = ()
    maps: tuple[int, ...] = ()
    pages: tuple[int, ...] = ()

    def remade(self, changed: Mapping[int, Part], *, root: int | None = None) -> bytes:
        """A file of all objects, those of `changed` in place of their own."""
        return assembled({**self.parts, **changed}, root or self.root, self.info)


@dataclass(frozen=True, slots=True)
class Altered:
    """data: the altered file. what: in words, to find it again. page_map: where the pages went."""

    data: bytes
    what: str
    page_map: PageMap = unmoved


Mutation = Callable[[Source, Random], Altered]


def assembled(parts: Mapping[int, Part], root: int, info: int) -> bytes:
    """A file with a classic list of objects."""
    out, places = [b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"], {}
    place = len(out[0])
    for number in sorted(parts):
        places[number] = place
        out.append(parts[number].text(number))
        place += len(out[-1])
    size = max(parts) + 1
    rows = [b"xref\n0 %d\n0000000000 65535 f \n" % size]
    rows += [
        b"%010d 00000 n \n" % places[n] if n in places else b"0000000000 00000 f \n" for n in range(1, size)
    ]
    trailer = b"trailer\n<< /Size %d /Root %d 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        size, root, info, place,
    )  # fmt: skip
    return b"".join([*out, *rows, trailer])


def taken_apart(name: str, data: bytes) -> Source:
    """The objects of a sound file that needs no password; without objects where one is needed."""
    if PdfReader(io.BytesIO(data)).is_encrypted:
        return Source(name, data)
    writer = PdfWriter(clone_from=io.BytesIO(data))
    parts: dict[int, Part] = {}
    for number, item in enumerate(writer._objects, 1):
        if item is None:
            continue
        target = io.BytesIO()
        if isinstance(item, StreamObject):
            plain = DictionaryObject({k: v for k, v in item.items() if k not in ("/Length", "/Filter")})
            filters = item.get("/Filter")
            raw = bytes(item._data)
            if filters in _PACKED and "/DecodeParms" not in item:
                plain.write_to_stream(target)
                parts[number] = Part(target.getvalue(), _unpacked(raw, filters), None)
                parts[number] = replace(
                    parts[number],
                    written=zlib.compress(parts[number].stream or b""),
                    filters=b"/Filter /FlateDecode",
                )
            else:
                plain.write_to_stream(target)
                parts[number] = Part(target.getvalue(), raw, raw, _text_of(item.get("/Filter")))
            continue
        item.write_to_stream(target)
        parts[number] = Part(target.getvalue())
    contents: list[int] = []
    for page in writer.pages:
        held = page.raw_get("/Contents") if "/Contents" in page else None
        target_object = held.get_object() if held is not None else None
        items = target_object if isinstance(target_object, list) else [held]
        contents += [item.idnum for item in items if isinstance(item, IndirectObject)]
    maps = [n for n, part in parts.items() if part.stream and b"begincmap" in part.stream]
    pages = [page.indirect_reference.idnum for page in writer.pages if page.indirect_reference]
    root = writer._root_object.indirect_reference
    info = writer._info.indirect_reference if writer._info is not None else None
    return Source(
        name, data, parts, root.idnum if root else 0, info.idnum if info else 0,
        tuple(dict.fromkeys(contents)), tuple(maps), tuple(pages),
    )  # fmt: skip


def _unpacked(raw: bytes, filters: object) -> bytes:
    if isinstance(filters, list) and len(filters) == 2:
        raw = base64.a85decode(b"<~" + raw.strip().removeprefix(b"<~"), adobe=True)
    return zlib.decompressobj().decompress(raw)


def _text_of(filters: object) -> bytes:
    if filters is None:
        return b""
    target = io.BytesIO()
    filters.write_to_stream(target)  # type: ignore[attr-defined]
    return b"/Filter " + target.getvalue()
