"""Which objects of the file does each page draw from? Asked of pypdf, where something is wrong with some."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

import pypdf
from pypdf.generic import DictionaryObject, IndirectObject, PdfObject, StreamObject

_DEEPEST = 6  # forms within forms


@dataclass(slots=True)
class Sources:
    """Numbers of the objects that one page draws with: drawing (its streams and forms), fonts (their parts).

    maps: number of the map of glyphs to characters -> the typefaces' names.
    """

    drawing: set[int] = field(default_factory=set)
    fonts: set[int] = field(default_factory=set)
    maps: dict[int, str] = field(default_factory=dict)


def sources(data: bytes) -> list[Sources]:
    """For each page in order. Raises what pypdf raises of damaged files."""
    reader = _reader(data)
    found = []
    for page in reader.pages:
        used = Sources()
        _references(page.raw_get("/Contents") if "/Contents" in page else None, used.drawing)
        _resources(_plain(page.get("/Resources")), used, 0)
        found.append(used)
    return found


def damaged_encrypted(data: bytes) -> Iterator[int]:
    """Objects that pages draw with whose streams, decrypted, are not as written."""
    reader = _reader(data)
    checked: set[int] = set()
    for page in sources(data):
        for number in sorted((page.drawing | set(page.maps)) - checked):
            checked.add(number)
            item = reader.get_object(number)
            if isinstance(item, StreamObject) and item.get("/Filter") in ("/FlateDecode", ["/FlateDecode"]):
                engine = zlib.decompressobj()
                try:
                    engine.decompress(item._data, 64 << 20)
                except zlib.error:
                    yield number
                    continue
                if not engine.eof and not engine.unconsumed_tail:
                    yield number


def _reader(data: bytes) -> pypdf.PdfReader:
    reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
    if reader.is_encrypted:
        reader.decrypt("")
    return reader


def _plain(item: PdfObject | None) -> PdfObject | None:
    return item.get_object() if item is not None else None


def _references(item: PdfObject | None, into: set[int]) -> None:
    if isinstance(item, IndirectObject):
        into.add(item.idnum)
        item = item.get_object()
    if isinstance(item, list):
        into.update(part.idnum for part in item if isinstance(part, IndirectObject))


def _resources(resources: PdfObject | None, used: Sources, depth: int) -> None:
    if not isinstance(resources, DictionaryObject) or depth > _DEEPEST:
        return
    fonts, forms = _plain(resources.get("/Font")), _plain(resources.get("/XObject"))
    for font in _values(fonts):
        _font(font, used)
    for form in _values(forms):
        part = form.get_object()
        if isinstance(part, DictionaryObject) and part.get("/Subtype") == "/Form":
            if isinstance(form, IndirectObject):
                if form.idnum in used.drawing:
                    continue
                used.drawing.add(form.idnum)
            _resources(_plain(part.get("/Resources")), used, depth + 1)


def _font(font: PdfObject, used: Sources) -> None:
    plain = font.get_object()
    if not isinstance(plain, DictionaryObject):
        return
    name = str(plain.get("/BaseFont", "")).lstrip("/")
    parts = [plain, *(part.get_object() for part in _values(_plain(plain.get("/DescendantFonts"))))]
    for part in parts:
        if not isinstance(part, DictionaryObject):
            continue
        described = _plain(part.get("/FontDescriptor"))
        for holder in (part, described):
            if isinstance(holder, DictionaryObject):
                for key, value in holder.items():
                    if isinstance(value, IndirectObject) and key != "/FontDescriptor":
                        used.fonts.add(value.idnum)
                        if key == "/ToUnicode":
                            used.maps[value.idnum] = name


def _values(holder: PdfObject | None) -> list[PdfObject]:
    if isinstance(holder, DictionaryObject):
        return [holder.raw_get(key) for key in holder]
    return list(holder) if isinstance(holder, list) else []
