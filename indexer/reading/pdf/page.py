"""One open page of a PDF -> its lines as the eye sees them, and what is odd about it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pypdfium2

from indexer.reading.normalise import split_bullet
from indexer.reading.pages import Line, Page, PageNote

from . import calls
from .annotations import laid_over
from .calls import Box
from .faces import Faces
from .frame import Frame, slant, upright
from .letters import odd_letters
from .lines import lines_of
from .objects import IMAGE, TEXT, Painted, painted
from .replaced import read_as_drawn, replaced
from .visibility import switch, unseen

_SLANTED = 8.0  # degrees: text that is turned further is not a line of the report


def read_page(
    page: pypdfium2.PdfPage, number: int, faces: Faces, *, layers: bool, actual: bool
) -> tuple[Page, bool]:
    """The page, and whether it must stay open for the sake of its typefaces. Raises PdfiumError.

    number: from 1. layers: whether the document has layers. actual: whether it replaces drawn text by other
    text.
    """
    frame = upright(page)
    objects = painted(calls.handle(page.raw))
    lines = _lines(page, frame)
    notes: list[PageNote] = []
    if actual and (other := replaced(objects)):
        read_as_drawn(other)
        drawn = _lines(page, frame)
        if _letters(drawn) != _letters(lines):
            said = {line.text for line in lines}
            where = tuple(
                (line.left, line.bottom, line.right, line.top) for line in drawn if line.text not in said
            )
            detail = "the file gives other words than it draws: what is drawn is read"
            notes.append(PageNote("replaced text", detail, where, unsure=True))
            lines = drawn
    new_faces = faces.meet(objects)
    notes.extend(_doubts(page, frame, objects, faces))
    left_out: list[tuple[str, str, list[Painted]]] = []
    turned = _turned(lines, objects, frame)
    if turned:
        left_out.append(("turned text", "turned sideways or aslant", turned))
    found = unseen(page, frame, lines, objects, layers=layers)
    if found.behind_picture:
        detail = "the page is a picture with recognised text, which may be wrong"
        notes.append(PageNote("recognised text", detail, unsure=True))
    else:
        left_out.extend(("hidden text", why, texts) for why, texts in found.hidden.items())
    if found.part:
        detail = "part of a line cannot be seen, and is read all the same"
        notes.append(PageNote("covered text", detail, found.part, unsure=True))
    if left_out:
        notes.extend(_leave_out(page, frame, left_out))
        lines = _lines(page, frame)
    notes.extend(laid_over(page, frame, lines))
    notes.extend(odd_letters(lines))
    if not any(line.text.strip() for line in lines):
        notes.extend(_without_text(objects))
    return Page(number, frame.width, frame.height, lines, tuple(notes)), new_faces


def _doubts(
    page: pypdfium2.PdfPage, frame: Frame, objects: Sequence[Painted], faces: Faces
) -> list[PageNote]:
    if not faces.any_wrong:
        return []
    textpage = page.get_textpage()
    try:
        return list(faces.note(objects, calls.handle(textpage.raw), frame))
    finally:
        textpage.close()


def _letters(lines: Sequence[Line]) -> list[str]:
    return sorted(letter for line in lines for letter in line.text if letter.isalnum())


def _lines(page: pypdfium2.PdfPage, frame: Frame) -> tuple[Line, ...]:
    textpage = page.get_textpage()
    try:
        return tuple(lines_of(textpage.raw, frame))
    finally:
        textpage.close()


def _leave_out(
    page: pypdfium2.PdfPage, frame: Frame, groups: Sequence[tuple[str, str, list[Painted]]]
) -> Iterator[PageNote]:
    """Take each group (kind, why, texts) out of the open page.

    Bullets stay: where they cannot be seen, a shape is drawn in their place.
    """
    textpage = page.get_textpage()
    try:
        raw = calls.handle(textpage.raw)
        said = [[(text, calls.text_of(text.item, raw)) for text in texts] for _, _, texts in groups]
    finally:
        textpage.close()
    for (kind, why, _), texts in zip(groups, said, strict=True):
        switch([text for text, words in texts if split_bullet(words.strip() + "x") != (True, "x")], on=False)
        count = sum(map(str.isalnum, "".join(words for _, words in texts)))
        if count:
            where = _joined([frame.read(text.box) for text, words in texts if any(map(str.isalnum, words))])
            in_lines = "a line" if len(where) == 1 else f"{len(where):,} lines"
            counted = "1 letter or digit" if count == 1 else f"{count:,} letters and digits"
            yield PageNote(kind, f"{why}: {counted} in {in_lines}, left out", tuple(where))


def _joined(boxes: Sequence[Box]) -> list[Box]:
    """Boxes at the same height as one: the lines that they make."""
    rows: list[Box] = []
    for left, bottom, right, top in sorted(boxes, key=lambda box: -box[1]):
        if rows and abs(rows[-1][1] - bottom) < 0.5 * max(top - bottom, 1.0):
            last = rows[-1]
            rows[-1] = (min(last[0], left), min(last[1], bottom), max(last[2], right), max(last[3], top))
        else:
            rows.append((left, bottom, right, top))
    return rows


def _turned(lines: Sequence[Line], objects: Sequence[Painted], frame: Frame) -> list[Painted]:
    """Text that stands otherwise than most of the page's."""
    if not any(line.top - line.bottom > 2.5 * max(line.size, 8.0) for line in lines):
        return []
    upright_at = 90.0 * frame.quarter_turns
    found = []
    for text in objects:
        if text.kind == TEXT and text.form is None:
            apart = abs((slant(calls.matrix(text.item)) - upright_at + 180) % 360 - 180)
            if apart > _SLANTED:
                found.append(text)
    return found


def _without_text(objects: Sequence[Painted]) -> Iterator[PageNote]:
    if any(item.kind == IMAGE for item in objects):
        yield PageNote("no text", "the page is a picture without text, and is not read")
    elif objects:
        yield PageNote("no text", "the page has no text")
