"""Text that nobody sees: found by cheap signs, and where they leave a doubt by drawing the page twice.

Sure signs are the invisible modes, a place off the page, a size that nobody reads. A light colour, a layer, a
clip or something painted over the text raise a doubt only; then the page is drawn with and without
the doubtful text, and what makes no difference to the picture is not seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pypdfium2
import pypdfium2.raw as pdfium

from indexer.reading.pages import Line

from . import calls
from .calls import Box
from .frame import Frame, device_box
from .objects import IMAGE, PATH, TEXT, Painted

Colour = tuple[int, int, int, int]  # red, green, blue, alpha of 0 to 255
_INVISIBLE = (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)
_OUTLINES = (pdfium.FPDF_TEXTRENDERMODE_STROKE, pdfium.FPDF_TEXTRENDERMODE_STROKE_CLIP)
_LIGHT = 176  # of 255: text whose weakest colour is lighter may be lost on white
_FAINT = 26  # of 255: the alpha below which text may be lost
_NEAR = 64  # of 255: colours that are nearer than this in every part may not be told apart
_DIFFERENCE = 24  # of 255: what the eye can tell from its ground
_THIN = 2.5  # points: rules and underlines cover nothing
_COVERING = 0.2  # share of a text's box that something must lie over to cover it
_TINY = 3.0  # points of size that nobody reads
_SCALE, _MOST_PIXELS = 1.5, 3_000_000
_LEAST_HEIGHT = 5  # pixels: of a text in which a hole may be looked for
_PICTURE_PAGE = 0.5  # share of the page that a scan fills at least


@dataclass(frozen=True, slots=True)
class Unseen:
    """hidden: text objects that nobody sees, by why. part: boxes of texts of which only a part is seen.

    behind_picture: the hidden ones are what a program recognised in a picture of the page.
    """

    hidden: dict[str, list[Painted]]
    part: tuple[Box, ...] = ()
    behind_picture: bool = False


def unseen(
    page: pypdfium2.PdfPage, frame: Frame, lines: Sequence[Line], objects: Sequence[Painted], *, layers: bool
) -> Unseen:
    """The text of an open page that its picture does not show.

    lines: as read with all of it. layers: whether the document has layers, which may be off.
    """
    texts = [item for item in objects if item.kind == TEXT]
    items = [text.item for text in texts]
    fills = calls.fill_colours(items)
    faint = (fills[:, 3] <= _FAINT) | (fills[:, :3].min(axis=1, initial=255) >= _LIGHT)
    hidden: dict[str, list[Painted]] = {}
    doubtful: list[Painted] = []
    clear: list[Painted] = []
    cut = _cut(items)
    signs = zip(texts, map(calls.render_mode, items), faint.tolist(), strict=True)
    for row, (text, mode, light) in enumerate(signs):
        if mode in _INVISIBLE:
            hidden.setdefault("invisible", []).append(text)
        elif (
            (_is_faint(calls.stroke_colour(text.item)) if mode in _OUTLINES else light)
            or row in cut
            or (layers and calls.count_marks(text.item))
        ):
            doubtful.append(text)
        else:
            clear.append(text)
    if _may_be_off_page_or_tiny(lines, frame):
        for text in [*doubtful, *clear]:
            why = _off_page_or_tiny(text, frame)
            if why:
                hidden.setdefault(why, []).append(text)
    covers = _covers(objects, lines, frame)
    doubtful.extend(_perhaps_covered(covers, clear, fills))
    sure = {text.order for found in hidden.values() for text in found}
    lost, part = _drawn_apart(page, frame, [text for text in doubtful if text.order not in sure])
    for text in lost:
        hidden.setdefault(_why(text, covers), []).append(text)
    return Unseen(hidden, part, bool(hidden) and _is_picture_page(objects, texts, hidden, frame))


def switch(texts: Iterable[Painted], *, on: bool) -> None:
    """Take text objects out of an open page, or put them back."""
    for text in texts:
        calls.set_active(text.item, int(on))


def _is_faint(colour: Colour) -> bool:
    return colour[3] <= _FAINT or min(colour[:3]) >= _LIGHT


def _cut(items: Sequence[int]) -> set[int]:
    """Places of the texts of which a clip leaves a part only."""
    rows, clips = calls.clip_boxes(items)
    boxes = calls.many_bounds([items[row] for row in rows])
    slack = np.maximum(0.25 * (boxes[:, 3] - boxes[:, 1]), 1.0)[:, None]
    out = (boxes[:, :2] < clips[:, :2] - slack) | (boxes[:, 2:] > clips[:, 2:] + slack)
    cut = out.any(axis=1) & (boxes[:, 2] > boxes[:, 0])
    return {rows[place] for place in np.flatnonzero(cut)}


def _may_be_off_page_or_tiny(lines: Sequence[Line], frame: Frame) -> bool:
    return any(
        line.left < 0
        or line.bottom < 0
        or line.right > frame.width
        or line.top > frame.height
        or (line.top - line.bottom < _TINY and any(map(str.isalnum, line.text)))
        or 0 < line.size < _TINY
        for line in lines
    )


def _off_page_or_tiny(text: Painted, frame: Frame) -> str:
    left, bottom, right, top = frame.read(text.box)
    if left == right:
        return ""
    if right <= 0 or top <= 0 or left >= frame.width or bottom >= frame.height:
        return "off the page"
    if top - bottom < _TINY and right > left:
        a, b, c, d, _, _ = calls.matrix(text.item)
        scale = abs(a * d - b * c) ** 0.5
        if text.form is not None:
            scale *= abs(text.form[0] * text.form[3] - text.form[1] * text.form[2]) ** 0.5
        if 0 < calls.font_size(text.item) * scale < _TINY:
            return "too small to read"
    return ""


@dataclass(frozen=True, slots=True)
class _Cover:
    order: int
    box: Box
    colour: Colour | None  # None: a picture or a gradient


def _covers(objects: Sequence[Painted], lines: Sequence[Line], frame: Frame) -> list[_Cover]:
    """What is painted where lines stand, but for rules."""
    found = []
    for item in objects:
        if item.kind == TEXT:
            continue
        if item.kind == PATH and not calls.is_filled(item.item):
            continue
        box = item.box
        if box[2] - box[0] < _THIN or box[3] - box[1] < _THIN:
            continue
        left, bottom, right, top = frame.read(box)
        if any(
            line.left < right and line.right > left and line.bottom < top and line.top > bottom
            for line in lines
        ):
            found.append(_Cover(item.order, box, calls.fill_colour(item.item) if item.kind == PATH else None))
    return found


def _perhaps_covered(
    covers: Sequence[_Cover], texts: Sequence[Painted], fills: npt.NDArray[np.uint32]
) -> list[Painted]:
    """Texts with something over them, or under them in a colour like theirs. fills: all colours met."""
    first = texts[0].order if texts else 0
    near = [
        cover
        for cover in covers
        if cover.order > first or cover.colour is None or _alike(fills, cover.colour).any()
    ]
    if not near or not texts:
        return []
    items = [text.item for text in texts]
    boxes = calls.many_bounds(items)
    for row, text in enumerate(texts):
        if text.form is not None:
            boxes[row] = np.array(text.box, dtype=np.float32)
    colours = calls.fill_colours(items)
    orders = np.array([text.order for text in texts])
    areas = np.maximum((boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1]), 1e-6)
    found = np.zeros(len(texts), dtype=np.bool_)
    for cover in near:
        left, bottom, right, top = cover.box
        across = np.minimum(boxes[:, 2], right) - np.maximum(boxes[:, 0], left)
        down = np.minimum(boxes[:, 3], top) - np.maximum(boxes[:, 1], bottom)
        over = (across > 0) & (down > 0) & (across * down >= _COVERING * areas)
        if cover.colour is not None:
            later = orders < cover.order if cover.colour[3] else np.zeros(len(texts), dtype=np.bool_)
            over &= later | _alike(colours, cover.colour)
        found |= over
    return [text for text, doubtful in zip(texts, found.tolist(), strict=True) if doubtful]


def _alike(colours: npt.NDArray[np.uint32], one: Colour) -> npt.NDArray[np.bool_]:
    apart = np.abs(colours[:, :3].astype(np.int32) - np.array(one[:3], dtype=np.int32))
    alike: npt.NDArray[np.bool_] = np.all(apart < _NEAR, axis=1)
    return alike


def _shared(over: Box, box: Box) -> float:
    """Share of `box` that lies under `over`."""
    across = min(over[2], box[2]) - max(over[0], box[0])
    down = min(over[3], box[3]) - max(over[1], box[1])
    area = (box[2] - box[0]) * (box[3] - box[1])
    return across * down / area if across > 0 and down > 0 and area > 0 else 0.0


def _why(text: Painted, covers: Sequence[_Cover]) -> str:
    colour = calls.fill_colour(text.item)
    if colour[3] <= _FAINT:
        return "transparent"
    if any(cover.order > text.order and _shared(cover.box, text.box) >= _COVERING for cover in covers):
        return "under something painted later"
    if _cut([text.item]):
        return "cut off by a clip"
    if min(colour[:3]) < _LIGHT and calls.count_marks(text.item):
        return "in a layer that is off"
    return "in the colour of its ground"


def _drawn_apart(
    page: pypdfium2.PdfPage, frame: Frame, doubtful: Sequence[Painted]
) -> tuple[list[Painted], tuple[Box, ...]]:
    """Those of the texts that make no difference to the page's picture, and boxes of those half lost."""
    if not doubtful:
        return [], ()
    with_text = _picture(page, frame)
    switch(doubtful, on=False)
    without = _picture(page, frame)
    switch(doubtful, on=True)
    lost, part = [], []
    for text in doubtful:
        box = frame.read(text.box)
        if box[2] - box[0] <= 0 or box[3] - box[1] <= 0:
            continue  # spaces
        x0, y0, x1, y1 = device_box(frame, box, with_text.shape[:2])
        place = slice(y0, max(y1, y0 + 1)), slice(x0, max(x1, x0 + 1))
        apart = np.maximum(with_text[place], without[place]) - np.minimum(with_text[place], without[place])
        within: npt.NDArray[np.bool_] = np.any(apart >= _DIFFERENCE, axis=2)
        if not within.any():
            lost.append(text)
        elif within.shape[0] >= _LEAST_HEIGHT and _has_a_hole(within):
            part.append(box)
    return lost, tuple(part)


def _has_a_hole(ink: npt.NDArray[np.bool_]) -> bool:
    """Whether a stretch as wide as two letters or more, at either end or within, shows nothing."""
    columns = np.flatnonzero(ink.any(axis=0))
    stops = np.concatenate([[-1], columns, [ink.shape[1]]])
    return bool(np.diff(stops).max() > 2.0 * ink.shape[0])


def _picture(page: pypdfium2.PdfPage, frame: Frame) -> npt.NDArray[np.uint8]:
    scale = min(_SCALE, (_MOST_PIXELS / max(frame.width * frame.height, 1.0)) ** 0.5)
    bitmap = page.render(scale=scale, may_draw_forms=False, draw_annots=False, prefer_bgrx=False)
    picture: npt.NDArray[np.uint8] = bitmap.to_numpy()[:, :, :3]
    return picture


def _is_picture_page(
    objects: Sequence[Painted], texts: Sequence[Painted], hidden: dict[str, list[Painted]], frame: Frame
) -> bool:
    """Whether nearly all text is hidden and a picture fills the page: a scan with recognised text."""
    gone = [*hidden.get("invisible", ()), *hidden.get("under something painted later", ())]
    if len(gone) < 0.8 * len(texts):
        return False
    whole = (frame.left, frame.bottom, frame.right, frame.top)
    return sum(_shared(item.box, whole) for item in objects if item.kind == IMAGE) >= _PICTURE_PAGE
