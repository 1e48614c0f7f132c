"""PDFium functions that are called once for every object of a page, with handles as plain integers.

The library's own bindings make a Python object of every handle and a reference of every argument; these do
not, which halves the cost. The arguments are those of PDFium's public headers (fpdf_edit.h).
"""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Callable, Sequence
from itertools import repeat
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2.raw as pdfium

_HANDLE, _INT = ctypes.c_void_p, ctypes.c_int


def handle(pointer: Any) -> int:
    """The address that a handle of the library's bindings holds; 0 for none."""
    return ctypes.cast(pointer, _HANDLE).value or 0


def _quick(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:
    address = handle(function)
    made: Callable[..., Any] = ctypes.PYFUNCTYPE(result, *arguments)(address)
    return made


count_objects = _quick(pdfium.FPDFPage_CountObjects, _INT, _HANDLE)
get_object = _quick(pdfium.FPDFPage_GetObject, _HANDLE, _HANDLE, _INT)
count_in_form = _quick(pdfium.FPDFFormObj_CountObjects, _INT, _HANDLE)
get_in_form = _quick(pdfium.FPDFFormObj_GetObject, _HANDLE, _HANDLE, ctypes.c_ulong)
object_type = _quick(pdfium.FPDFPageObj_GetType, _INT, _HANDLE)
render_mode = _quick(pdfium.FPDFTextObj_GetTextRenderMode, _INT, _HANDLE)
text_font = _quick(pdfium.FPDFTextObj_GetFont, _HANDLE, _HANDLE)
clip_path = _quick(pdfium.FPDFPageObj_GetClipPath, _HANDLE, _HANDLE)
count_clips = _quick(pdfium.FPDFClipPath_CountPaths, _INT, _HANDLE)
count_marks = _quick(pdfium.FPDFPageObj_CountMarks, _INT, _HANDLE)
get_mark = _quick(pdfium.FPDFPageObj_GetMark, _HANDLE, _HANDLE, ctypes.c_ulong)
mark_value = _quick(pdfium.FPDFPageObjMark_GetParamValueType, _INT, _HANDLE, ctypes.c_char_p)
remove_mark = _quick(pdfium.FPDFPageObj_RemoveMark, _INT, _HANDLE, _HANDLE)
set_active = _quick(pdfium.FPDFPageObj_SetIsActive, _INT, _HANDLE, _INT)
object_text = _quick(pdfium.FPDFTextObj_GetText, ctypes.c_ulong, _HANDLE, _HANDLE, _HANDLE, ctypes.c_ulong)
_font_size = _quick(pdfium.FPDFTextObj_GetFontSize, _INT, _HANDLE, _HANDLE)
_fill_colour = _quick(pdfium.FPDFPageObj_GetFillColor, _INT, *[_HANDLE] * 5)
_stroke_colour = _quick(pdfium.FPDFPageObj_GetStrokeColor, _INT, *[_HANDLE] * 5)
_bounds = _quick(pdfium.FPDFPageObj_GetBounds, _INT, *[_HANDLE] * 5)
_matrix = _quick(pdfium.FPDFPageObj_GetMatrix, _INT, _HANDLE, _HANDLE)
_draw_mode = _quick(pdfium.FPDFPath_GetDrawMode, _INT, *[_HANDLE] * 3)
_clip_segments = _quick(pdfium.FPDFClipPath_CountPathSegments, _INT, _HANDLE, _INT)
_clip_segment = _quick(pdfium.FPDFClipPath_GetPathSegment, _HANDLE, _HANDLE, _INT, _INT)
_segment_point = _quick(pdfium.FPDFPathSegment_GetPoint, _INT, *[_HANDLE] * 3)

count_characters = _quick(pdfium.FPDFText_CountChars, _INT, _HANDLE)
character = _quick(pdfium.FPDFText_GetUnicode, ctypes.c_uint, _HANDLE, _INT)
_char_box = _quick(pdfium.FPDFText_GetCharBox, _INT, _HANDLE, _INT, *[_HANDLE] * 4)
text_index = _quick(pdfium.FPDFText_GetCharIndexFromTextIndex, _INT, _HANDLE, _INT)
_font_weight = _quick(pdfium.FPDFText_GetFontWeight, _INT, _HANDLE, _INT)
_font_info = _quick(
    pdfium.FPDFText_GetFontInfo, ctypes.c_ulong, _HANDLE, _INT, _HANDLE, ctypes.c_ulong, _HANDLE
)
_count_rects = _quick(pdfium.FPDFText_CountRects, _INT, _HANDLE, _INT, _INT)
_text_rect = _quick(pdfium.FPDFText_GetRect, _INT, _HANDLE, _INT, *[_HANDLE] * 4)
set_size = _quick(pdfium.FPDFText_GetFontSize, ctypes.c_double, _HANDLE, _INT)
character_at = _quick(pdfium.FPDFText_GetCharIndexAtPos, _INT, _HANDLE, *[ctypes.c_double] * 4)
place_in_text = _quick(pdfium.FPDFText_GetTextIndexFromCharIndex, _INT, _HANDLE, _INT)
_loose_box = _quick(pdfium.FPDFText_GetLooseCharBox, _INT, _HANDLE, _INT, _HANDLE)
_origin = _quick(pdfium.FPDFText_GetCharOrigin, _INT, _HANDLE, _INT, *[_HANDLE] * 2)

# One thread reads, so that the places for results are made once.
_floats = (ctypes.c_float * 6)()
_float_at = [ctypes.addressof(_floats) + 4 * place for place in range(6)]
_ints = (ctypes.c_uint * 4)()
_int_at = [ctypes.addressof(_ints) + 4 * place for place in range(4)]

_doubles = (ctypes.c_double * 4)()
_double_at = [ctypes.addressof(_doubles) + 8 * place for place in range(4)]
_name = ctypes.create_string_buffer(128)
_name_at = ctypes.addressof(_name)

Box = tuple[float, float, float, float]  # left, bottom, right, top in points of the page's own space
Matrix = tuple[float, float, float, float, float, float]


def fill_colour(item: int) -> tuple[int, int, int, int]:
    """Red, green, blue, alpha of 0 to 255; black where none is set."""
    if not _fill_colour(item, *_int_at):
        return 0, 0, 0, 255
    return _ints[0], _ints[1], _ints[2], _ints[3]


def fill_colours(items: Sequence[int]) -> npt.NDArray[np.uint32]:
    """(objects, 4) as `fill_colour`, of many objects at once."""
    found = np.zeros((len(items), 4), dtype=np.uint32)
    found[:, 3] = 255
    first = found.ctypes.data
    places = (range(first + 4 * part, first + 4 * part + found.nbytes, 16) for part in range(4))
    deque(map(_fill_colour, items, *places), maxlen=0)
    return found


def stroke_colour(item: int) -> tuple[int, int, int, int]:
    """As `fill_colour`, of the outline."""
    if not _stroke_colour(item, *_int_at):
        return 0, 0, 0, 255
    return _ints[0], _ints[1], _ints[2], _ints[3]


def bounds(item: int) -> Box:
    """The box around an object, in the space of the page or form that holds it."""
    if not _bounds(item, *_float_at[:4]):
        return 0.0, 0.0, 0.0, 0.0
    return _floats[0], _floats[1], _floats[2], _floats[3]


def many_bounds(items: Sequence[int]) -> npt.NDArray[np.float32]:
    """(objects, 4) as `bounds`, of many objects at once."""
    found = np.zeros((len(items), 4), dtype=np.float32)
    first = found.ctypes.data
    places = (range(first + 4 * part, first + 4 * part + found.nbytes, 16) for part in range(4))
    deque(map(_bounds, items, *places), maxlen=0)
    return found


def matrix(item: int) -> Matrix:
    """a, b, c, d, e, f of an object's matrix."""
    if not _matrix(item, _float_at[0]):
        return 1.0, 0.0, 0.0, 1.0, 0.0, 0.0
    return _floats[0], _floats[1], _floats[2], _floats[3], _floats[4], _floats[5]


def font_size(item: int) -> float:
    """Size of a text object as set, before its matrix."""
    return float(_floats[0]) if _font_size(item, _float_at[0]) else 0.0


def is_filled(path: int) -> bool:
    """Whether a path's inside is painted."""
    return bool(_draw_mode(path, _int_at[0], _int_at[1])) and _ints[0] != 0


def clip_box(item: int) -> Box | None:
    """The box that an object's clipping paths leave; None where nothing clips it."""
    clip = clip_path(item)
    count = count_clips(clip) if clip else -1
    if count <= 0:
        return None
    left, bottom, right, top = -1e9, -1e9, 1e9, 1e9
    for path in range(count):
        xs, ys = [], []
        segments = _clip_segments(clip, path)
        for segment in (0, 2) if 4 <= segments <= 5 else range(segments):  # of a rectangle two corners do
            if _segment_point(_clip_segment(clip, path, segment), _float_at[0], _float_at[1]):
                xs.append(_floats[0])
                ys.append(_floats[1])
        if not xs:
            return 0.0, 0.0, 0.0, 0.0
        left, bottom = max(left, min(xs)), max(bottom, min(ys))
        right, top = min(right, max(xs)), min(top, max(ys))
    return left, bottom, right, top


def clip_boxes(items: Sequence[int]) -> tuple[list[int], npt.NDArray[np.float32]]:
    """Rows of the objects that are clipped, and (those, 4) their boxes as `clip_box` gives them."""
    clips: list[int] = list(map(clip_path, items))
    counts: list[int] = list(map(count_clips, clips))
    rows = [row for row, count in enumerate(counts) if count > 0]
    if not rows:
        return rows, np.empty((0, 4), dtype=np.float32)
    clipped = [clips[row] for row in rows for _ in range(counts[row])]
    paths = [path for row in rows for path in range(counts[row])]
    segments: list[int] = list(map(_clip_segments, clipped, paths))
    if not all(4 <= count <= 5 for count in segments):  # not rectangles alone
        boxes = [clip_box(items[row]) or (0.0, 0.0, 0.0, 0.0) for row in rows]
        return rows, np.array(boxes, dtype=np.float32)
    corners = np.zeros((len(paths), 4), dtype=np.float32)
    for corner, segment in enumerate((0, 2)):
        at = corners.ctypes.data + 8 * corner
        points = map(_clip_segment, clipped, paths, repeat(segment))
        places = range(at, at + corners.nbytes, 16)
        deque(map(_segment_point, points, places, range(at + 4, at + 4 + corners.nbytes, 16)), maxlen=0)
    firsts = np.cumsum([0, *(counts[row] for row in rows[:-1])])
    lows, highs = np.minimum(corners[:, :2], corners[:, 2:]), np.maximum(corners[:, :2], corners[:, 2:])
    return rows, np.hstack([np.maximum.reduceat(lows, firsts), np.minimum.reduceat(highs, firsts)])


def text_of(item: int, textpage: int) -> str:
    """What a text object says on a text page that was loaded while it was active."""
    size = object_text(item, textpage, None, 0)
    buffer = ctypes.create_string_buffer(size + 2)
    object_text(item, textpage, ctypes.addressof(buffer), size)
    return buffer.raw[:size].decode("utf-16-le", "replace").rstrip("\0")


def text_boxes(textpage: int, first: int, count: int) -> list[Box]:
    """The boxes around `count` characters of a text page from `first`, a box for each unbroken stretch."""
    found = []
    for number in range(_count_rects(textpage, first, count)):
        _text_rect(textpage, number, *_double_at)
        left, top, right, bottom = _doubles
        found.append((left, bottom, right, top))
    return found


def is_bold(textpage: int, index: int) -> bool:
    """Whether a character's typeface is bold by weight or by name."""
    if _font_weight(textpage, index) >= 600:
        return True
    _font_info(textpage, index, _name_at, 128, _int_at[0])
    return b"bold" in _name.value.lower()


def loose_height(textpage: int, index: int) -> float:
    """Points from the foot to the head of a character's line; 0 where unknown."""
    return _floats[1] - _floats[3] if _loose_box(textpage, index, _float_at[0]) else 0.0


def origin(textpage: int, index: int) -> tuple[float, float]:
    """Where a character stands on its line: across and up, in points of the page's own space."""
    _origin(textpage, index, *_double_at[:2])
    return _doubles[0], _doubles[1]


def character_box(textpage: int, index: int) -> Box:
    """The box around the ink of a character of a text page."""
    if not _char_box(textpage, index, *_double_at):
        return 0.0, 0.0, 0.0, 0.0
    left, right, bottom, top = _doubles
    return left, bottom, right, top
