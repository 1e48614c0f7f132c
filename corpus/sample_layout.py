"""Sets lines on A4 pages: wrapping, page ends, footnotes, frames. Knows nothing about any form of report."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import reportlab
import reportlab.rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from corpus.sample_text import MARKS

WIDTH, HEIGHT = 595.0, 842.0
LEFT, RIGHT, TOP, BOTTOM = 72.0, 523.0, 730.0, 92.0
PLAIN, BOLD = "Helvetica", "Helvetica-Bold"
SIZE, LEADING = 12.6, 15.8
NOTE_SIZE, NOTE_LEADING = 8.5, 10.5
reportlab.rl_config.useA85 = 0  # streams as bytes: a fifth smaller
_RAISED = 0.62  # size of a footnote's mark, as a share of the letters beside it

# Published reports print bullets with code points of symbol fonts that mean nothing outside the font.
# Bitstream Vera, the one free font at hand, has no squares: the square is drawn, and the code point is
# set over it unseen, so that a reader extracts what it would from a published report.
SQUARE, SMALL_SQUARE, DASH, WIDE_SQUARE, DOT = "\uf06e", "\uf0a7", "\uf02d", "\u25fc", "•"
_GLYPHS = {SQUARE: 0x2022, SMALL_SQUARE: 0x2022, WIDE_SQUARE: 0x2022, DASH: 0x2013, DOT: 0x2022}
_SQUARES = {SQUARE: 5.6, SMALL_SQUARE: 3.2, WIDE_SQUARE: 5.6}  # points
_UNSEEN = 3  # PDF text rendering mode


def _symbols() -> str:
    """Registers the font of symbols once, under the name that is returned."""
    name = "SampleSymbols"
    if name not in pdfmetrics.getRegisteredFontNames():
        font = TTFont(name, str(Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"))
        for character, glyph in _GLYPHS.items():
            font.face.charToGlyph[ord(character)] = font.face.charToGlyph[glyph]
            font.face.charWidths[ord(character)] = font.face.charWidths[glyph]
        pdfmetrics.registerFont(font)
    return name


@dataclass(frozen=True)
class Placed:
    """What was set on one page, for the exported text: `style` of the block, printed `label`."""

    page: int
    style: str
    label: str
    text: str


def width_of(text: str, font: str, size: float) -> float:
    """Points; raised marks count with their own size."""
    total = 0.0
    for piece, raised in _pieces(text):
        total += pdfmetrics.stringWidth(piece, font, size * _RAISED if raised else size)
    return total


def wrap(text: str, font: str, size: float, width: float) -> list[str]:
    """Lines no wider than `width`; a line keeps the space it was broken at, none after a hyphen."""
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        pieces = re.split(r"(?<=\w-)(?=\w)", word)
        pieces[-1] += " "
        for piece in pieces:
            if line and width_of((line + piece).rstrip(), font, size) > width:
                lines.append(line)
                line = ""
            line += piece
    return [*lines, line.rstrip()]


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    for piece in re.split(f"([{MARKS}]+)", text):
        if piece:
            raised = piece[0] in MARKS
            yield ("".join(str(MARKS.index(c)) for c in piece) if raised else piece), raised


class Sheet:
    """A document under construction. `y` is the baseline of the line set last on the page."""

    def __init__(
        self,
        title: str,
        footnotes: dict[str, str],
        furniture: Callable[[Sheet], None],
        bottom: float = BOTTOM,
    ) -> None:
        self._bytes = BytesIO()
        self.canvas = Canvas(self._bytes, pagesize=(WIDTH, HEIGHT), invariant=1, pageCompression=1)
        self.canvas.setTitle(title)
        self.canvas.setAuthor("Pinpoint sample")
        self.symbols = _symbols()
        self.page = 1
        self.y = TOP + LEADING
        self.placed: list[Placed] = []
        self.line_end_hyphens = 0
        self._furniture = furniture
        self._footnotes = footnotes
        self._noted: list[str] = []
        self._lowest = self._bottom = bottom
        self._frame: float | None = None

    def finish(self) -> bytes:
        """The PDF as bytes. Nothing can be drawn after it."""
        self._close_page()
        self.canvas.save()
        return self._bytes.getvalue()

    def new_page(self) -> None:
        """Close the page and begin the next at the top."""
        self._close_page()
        self.canvas.showPage()
        self.page += 1
        self.y = TOP + LEADING
        self._noted, self._bottom = [], self._lowest
        if self._frame is not None:
            self._frame = TOP + LEADING - 2

    def room(self) -> float:
        """Points between the last line and the lowest that a line may stand."""
        return self.y - self._bottom

    def need(self, points: float) -> None:
        """Begin a new page where fewer than `points` are left on this one."""
        if self.room() < points:
            self.new_page()

    def text(self, x: float, y: float, text: str, font: str = PLAIN, size: float = SIZE) -> None:
        """Draws, and reserves nothing."""
        for piece, raised in _pieces(text):
            small = size * _RAISED if raised else size
            self.canvas.setFont(font, small)
            self.canvas.drawString(x, y + (size * 0.36 if raised else 0), piece)
            x += pdfmetrics.stringWidth(piece, font, small)

    def symbol(self, x: float, y: float, character: str) -> None:
        """A bullet or dash whose foot stands at `y`."""
        side = _SQUARES.get(character)
        if side:
            self.canvas.rect(x, y + 3.6 - side / 2, side, side, stroke=0, fill=1)
        self.canvas.setFont(self.symbols, 9)
        self.canvas.drawString(x, y + 0.5, character, mode=_UNSEEN if side else 0)

    def lines(
        self,
        lines: list[str],
        x: float,
        *,
        font: str = PLAIN,
        size: float = SIZE,
        leading: float = LEADING,
        style: str = "plain",
        label: str = "",
        tight: str = "",
        first: Callable[[float], None] | None = None,
    ) -> set[int]:
        """Sets the lines one below the other, over page ends if need be; returns their pages.

        tight: stands before the first line without a space, in the margin. first: draws in the margin
        beside the first line, given its baseline.
        """
        texts: dict[int, list[str]] = {}
        for place, line in enumerate(lines):
            if self.room() - self._cost(line) < leading:
                self.new_page()
            self._note(line)
            self.y -= leading
            if place == 0 and first:
                first(self.y)
            before = "" if place else tight
            self.text(x - width_of(before, font, size), self.y, before + line, font, size)
            texts.setdefault(self.page, []).append(line)
            self.line_end_hyphens += bool(re.search(r"\w-$", line)) and line is not lines[-1]
        for page, held in texts.items():
            self.placed.append(Placed(page, style, label, "".join(held).strip()))
            style, label = "rest", ""
        return set(texts)

    def open_frame(self) -> None:
        """Begin a frame around what comes next, across pages."""
        self._frame = self.y - 2

    def close_frame(self) -> None:
        """Draw the frame that is open, if one is."""
        if self._frame is not None:
            self._draw_frame(self._frame)
            self._frame = None

    def rule(self, y: float, left: float = LEFT, right: float = RIGHT, weight: float = 0.7) -> None:
        """A horizontal line at `y`. All in points."""
        self.canvas.setLineWidth(weight)
        self.canvas.line(left, y, right, y)

    def box(self, left: float, bottom: float, right: float, top: float) -> None:
        """The outline of a rectangle. All in points from the lower left."""
        self.canvas.setLineWidth(0.7)
        self.canvas.rect(left, bottom, right - left, top - bottom)

    def _draw_frame(self, top: float) -> None:
        if top - self.y > 4:
            self.box(LEFT - 6, self.y - 6, RIGHT + 6, top)

    def _cost(self, line: str) -> float:
        notes = [self._footnotes[str(MARKS.index(c))] for c in line if c in MARKS]
        rows = sum(len(wrap(note, PLAIN, NOTE_SIZE, RIGHT - LEFT)) for note in notes)
        return (rows * NOTE_LEADING + (0 if self._noted else 22)) if notes else 0

    def _note(self, line: str) -> None:
        self._bottom += self._cost(line)
        self._noted += [str(MARKS.index(c)) for c in line if c in MARKS]

    def _close_page(self) -> None:
        if self._frame is not None:
            self._draw_frame(self._frame)
        if self._noted:
            y = self._bottom - 8
            self.rule(y, LEFT, LEFT + 144)
            for mark in self._noted:
                note = MARKS[int(mark)] + " " + self._footnotes[mark]
                for line in wrap(note, PLAIN, NOTE_SIZE, RIGHT - LEFT):
                    y -= NOTE_LEADING
                    self.text(LEFT, y - 2, line, PLAIN, NOTE_SIZE)
                self.placed.append(Placed(self.page, "note", "", note))
        self._furniture(self)
