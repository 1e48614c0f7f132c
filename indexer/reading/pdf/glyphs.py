"""Do the glyphs of a typeface look like the characters that the file says they are?

A file may give any character for any glyph (ToUnicode, Encoding), so that a drawn 10 is read as 11. Each
letter and figure of ASCII is drawn once from each typeface, and compared with the same one of the
standard typefaces. One that looks like another and not like itself is doubtful.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

import numpy as np
import numpy.typing as npt
import pypdfium2
import pypdfium2.raw as pdfium

from . import calls

Picture = npt.NDArray[np.float32]
_ASCII = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_STANDARD = (
    "Helvetica",
    "Helvetica-Bold",
    "Times-Roman",
    "Times-Bold",
    "Helvetica-Oblique",
    "Times-Italic",
    "Courier",
)
_SIZE, _BASE, _HEIGHT, _LONGEST = 24, 12, 44, 12_000  # points: of the type, the baseline, the sheet
_GRID = 16  # a glyph is compared at this many points each way
_STEPS = (np.arange(_GRID) + 0.5) / _GRID
_NOTHING: Picture = np.zeros((0, _GRID * _GRID + 1), dtype=np.float32)
_THIN = "1IiljJtf7"  # strokes that slant otherwise in each face: only figures among them are told apart
_NEARER = 0.05  # the same among figures: those of published reports are nearer themselves by 0.07 at least
_LIKE = 0.75  # at least so much like the other figure, as no figure of an unusual face is
_APART = 0.15  # so much more like another than itself; the most seen of letters of published reports is 0.10
_MOST = 400  # codes that are looked at in one typeface
_MAPPED = re.compile(rb"begin(bfchar|bfrange)(.*?)endbf", re.S)
_CHAR = re.compile(rb"<\s*([0-9A-Fa-f]{1,8})\s*>\s*<([0-9A-Fa-f\s]*)>")
_RANGE = re.compile(
    rb"<\s*([0-9A-Fa-f]{1,8})\s*>\s*<\s*([0-9A-Fa-f]{1,8})\s*>\s*(?:<([0-9A-Fa-f\s]*)>|\[([^\]]*)\])"
)
_HEX = re.compile(rb"<([0-9A-Fa-f\s]*)>")


def targets_of(maps: Mapping[int, bytes]) -> dict[int, set[str]]:
    """Code -> what the maps of the file say that it stands for; at most 400 codes, in order."""
    found: dict[int, set[str]] = {}
    for text in maps.values():
        for kind, body in _MAPPED.findall(text):
            for code, target in _pairs(kind == b"bfrange", body):
                found.setdefault(code, set()).add(target)
    return {code: found[code] for code in sorted(found)[:_MOST]}


def _pairs(ranges: bool, body: bytes) -> Iterator[tuple[int, str]]:
    if not ranges:
        for code, target in _CHAR.findall(body):
            yield int(code, 16), _text(target)
        return
    for first, last, start, several in _RANGE.findall(body):
        codes = range(int(first, 16), min(int(last, 16), int(first, 16) + 255) + 1)
        if several:
            yield from zip(codes, map(_text, _HEX.findall(several)), strict=False)
        else:
            begin = _text(start)
            for code in codes:
                last_letter = ord(begin[-1]) + code - codes.start if begin else 0
                yield code, begin[:-1] + chr(min(last_letter, 0x10FFFF))


def _text(target: bytes) -> str:
    try:
        return bytes.fromhex(target.decode("ascii")).decode("utf-16-be", "surrogatepass")
    except ValueError:
        return "\ufffe"


def drawn(
    document: pypdfium2.PdfDocument, font: int, codes: Sequence[int], *, everything: bool = False
) -> tuple[list[tuple[int, str]], Picture]:
    """(code, character) of those codes of a typeface that are read as a letter or figure of ASCII, and
    (codes, grid) their pictures. The document is as it was afterwards.

    everything: codes that stand for themselves, too. What other codes stand for is said by the file, but of
    these PDFium may suppose it where the typeface has no such glyph.
    """
    pages = len(document)
    page = pdfium.FPDFPage_New(document.raw, pages, _LONGEST, _HEIGHT)
    try:
        text = pdfium.FPDFPageObj_CreateTextObj(
            document.raw, ctypes.cast(ctypes.c_void_p(font), pdfium.FPDF_FONT), _SIZE
        )
        if not text:
            return [], _NOTHING
        pdfium.FPDFText_SetCharcodes(text, (ctypes.c_uint32 * len(codes))(*codes), len(codes))
        pdfium.FPDFPageObj_Transform(text, 1, 0, 0, 1, _SIZE, _BASE)
        pdfium.FPDFPage_InsertObject(page, text)
        return _read_off(page, codes, everything=everything)
    finally:
        pdfium.FPDF_ClosePage(page)
        if len(document) > pages:
            pdfium.FPDFPage_Delete(document.raw, pages)


def read_as(document: pypdfium2.PdfDocument, font: int, code: int) -> str:
    """What PDFium reads where one code of a typeface is drawn. The document is as it was afterwards."""
    pages = len(document)
    page = pdfium.FPDFPage_New(document.raw, pages, _LONGEST, _HEIGHT)
    try:
        text = pdfium.FPDFPageObj_CreateTextObj(
            document.raw, ctypes.cast(ctypes.c_void_p(font), pdfium.FPDF_FONT), _SIZE
        )
        if not text:
            return ""
        pdfium.FPDFText_SetCharcodes(text, (ctypes.c_uint32 * 1)(code), 1)
        pdfium.FPDFPage_InsertObject(page, text)
        textpage = pdfium.FPDFText_LoadPage(page)
        raw = calls.handle(textpage)
        said = [calls.character(raw, index) for index in range(calls.count_characters(raw))]
        pdfium.FPDFText_ClosePage(textpage)
        return "".join(map(chr, said))
    finally:
        pdfium.FPDF_ClosePage(page)
        if len(document) > pages:
            pdfium.FPDFPage_Delete(document.raw, pages)


def _read_off(
    page: pdfium.FPDF_PAGE, codes: Sequence[int], *, everything: bool
) -> tuple[list[tuple[int, str]], Picture]:
    textpage = pdfium.FPDFText_LoadPage(page)
    said, boxes = [], []
    try:
        raw = calls.handle(textpage)
        count = calls.count_characters(raw)
        if count != len(codes):  # a code stands for no character or for several: which is whose is not known
            return [], _NOTHING
        for index, code in enumerate(codes):
            unicode = calls.character(raw, index)
            if unicode < 128 and chr(unicode).isalnum() and (everything or unicode != code & 0xFF):
                box = calls.character_box(raw, index)
                if box[2] - box[0] > 0.5 and box[3] - box[1] > 0.5:
                    said.append((code, chr(unicode)))
                    boxes.append(box)
    finally:
        pdfium.FPDFText_ClosePage(textpage)
    if not said:
        return [], _NOTHING
    sheet = _sheet(page, min(int(boxes[-1][2]) + _SIZE, _LONGEST))
    return said, _fitted(sheet, np.array(boxes))


def _sheet(page: pdfium.FPDF_PAGE, width: int) -> npt.NDArray[np.uint8]:
    """(height, width) darkness of the left part of the sheet, a pixel a point."""
    bitmap = pdfium.FPDFBitmap_Create(width, _HEIGHT, 0)
    try:
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, _HEIGHT, 0xFFFFFFFF)
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, _LONGEST, _HEIGHT, 0, 0)
        stride = pdfium.FPDFBitmap_GetStride(bitmap)
        buffer = ctypes.cast(pdfium.FPDFBitmap_GetBuffer(bitmap), ctypes.POINTER(ctypes.c_uint8))
        pixels = np.ctypeslib.as_array(buffer, shape=(_HEIGHT, stride))
        return 255 - pixels[:, 1 : 4 * width : 4]  # green is enough: the type is black
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)


def _fitted(sheet: npt.NDArray[np.uint8], boxes: npt.NDArray[np.float64]) -> Picture:
    """Parts of the sheet stretched over the grid, without their mean and of length 1; with their slimness."""
    left, bottom, right, top = boxes.T[:, :, None]
    down = np.clip(_HEIGHT - top + _STEPS * (top - bottom), 0, _HEIGHT - 1).astype(np.intp)
    across = np.clip(left + _STEPS * (right - left), 0, sheet.shape[1] - 1).astype(np.intp)
    fitted = np.empty((len(boxes), _GRID * _GRID + 1), dtype=np.float32)
    fitted[:, :-1] = sheet[down[:, :, None], across[:, None, :]].reshape(len(boxes), -1)
    fitted[:, -1] = (255 * 6 * (right - left) / (top - bottom))[
        :, 0
    ]  # tells 1 from 0 where both fill their box
    fitted -= fitted[:, :-1].mean(axis=1, keepdims=True)
    length = np.linalg.norm(fitted, axis=1, keepdims=True)
    unit: Picture = fitted / np.maximum(length, 1e-6)
    return unit


@cache
def _standard() -> tuple[npt.NDArray[np.str_], Picture]:
    """Letters and figures, and (letters, grid) their pictures, in every standard typeface."""
    document = pypdfium2.PdfDocument.new()
    letters: list[str] = []
    pictures: list[Picture] = []
    try:
        for name in _STANDARD:
            font = pdfium.FPDFText_LoadStandardFont(document.raw, name.encode())
            said, drawings = drawn(
                document, calls.handle(font), [ord(letter) for letter in _ASCII], everything=True
            )
            letters.extend(letter for _, letter in said)
            pictures.append(drawings)
    finally:
        document.close()
    return np.array(letters), np.concatenate(pictures)


def doubtful(
    document: pypdfium2.PdfDocument, font: int, codes: Sequence[int], *, everything: bool = False
) -> dict[int, str]:
    """Code -> character, where the glyph looks like another character and not like that one.

    everything: as of `drawn`.
    """
    said, pictures = drawn(document, font, codes, everything=everything)
    letters, standard = _standard()
    figures = np.char.isdigit(letters)
    thin = np.isin(letters, list(_THIN))
    found = {}
    for (code, letter), picture in zip(said, pictures, strict=True):
        own = letters == letter
        alike = (standard * picture).sum(axis=1)
        itself = float(alike[own].max())
        figure = float(alike[figures & ~own].max())
        nearer = _APART if letter == "1" else _NEARER  # a slanting 1 is like many
        like_another = letter.isdigit() and figure > _LIKE and figure - itself > nearer
        others = ~own & ~thin if letter in _THIN else ~own
        if like_another or float(alike[others].max()) - itself > _APART:
            found[code] = letter
    return found
