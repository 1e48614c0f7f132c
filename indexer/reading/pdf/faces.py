"""The typefaces of a document, each looked at once: which glyphs are read as what they do not show?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pypdfium2

from indexer.reading.pages import PageNote

from . import calls
from .frame import Frame
from .glyphs import doubtful, read_as, targets_of
from .objects import TEXT, Painted

_LONGEST = 4  # characters that one glyph may stand for: ligatures


class Faces:
    """Typefaces met so far, by PDFium's handle. A handle stays good while a page that uses it is open."""

    def __init__(self, document: pypdfium2.PdfDocument, maps: Mapping[int, bytes]) -> None:
        self._document = document
        self._targets = targets_of(maps)
        self._strange = [code for code, targets in self._targets.items() if any(map(_is_strange, targets))]
        self._wrong: dict[int, set[str]] = {0: set()}  # letters of a typeface that it does not show
        self._crooked: set[int] = set()  # typefaces that give what no glyph shows

    @property
    def any_wrong(self) -> bool:
        """Whether there is something to be said of a typeface that was met."""
        return bool(self._crooked) or any(self._wrong.values())

    def meet(self, objects: Sequence[Painted]) -> bool:
        """Look at the typefaces of an open page; whether one of them is new."""
        if not self._targets:
            return False
        items = [item.item for item in objects if item.kind == TEXT]
        new = set(map(calls.text_font, items)) - self._wrong.keys()
        for font in new:
            self._wrong[font] = set(doubtful(self._document, font, list(self._targets)).values())
            if any(_is_strange(read_as(self._document, font, code)) for code in self._strange):
                self._crooked.add(font)
        return bool(new)

    def note(self, objects: Sequence[Painted], textpage: int, frame: Frame) -> Iterator[PageNote]:
        """What is to be said of an open page whose typefaces were met. textpage: PDFium's handle."""
        boxes, letters = [], set()
        for text in objects:
            if text.kind == TEXT:
                font = calls.text_font(text.item)
                found = self._wrong.get(font, set()) & set(calls.text_of(text.item, textpage))
                letters |= found
                if found or font in self._crooked:
                    boxes.append(frame.read(text.box))
        if boxes:
            detail = "glyphs may show other characters than are read"
            if letters:
                detail += f" ({', '.join(sorted(letters))})"
            yield PageNote("glyphs", detail, tuple(boxes), unsure=True)


def _is_strange(said: str) -> bool:
    """Whether no single glyph shows this: long texts, line ends, signs of direction, halves, tags."""
    return len(said) > _LONGEST or any(
        (code < 32 and (code not in (0, 9, 10, 13) or len(said) > 1))
        or 0x202A <= code <= 0x202E
        or 0x2066 <= code <= 0x2069
        or 0xD800 <= code <= 0xDFFF
        or code in (0xFFFE, 0xFFFF)
        or code > 0xFFFF
        for code in map(ord, said)
    )
