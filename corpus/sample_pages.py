"""A sample report as PDF: its blocks set one after another in the form of its framework."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from corpus.sample_covers import UNNUMBERED_PAGES, draw_cover, draw_record, furniture_of
from corpus.sample_layout import (
    BOLD,
    BOTTOM,
    DASH,
    DOT,
    LEADING,
    LEFT,
    PLAIN,
    RIGHT,
    SIZE,
    SMALL_SQUARE,
    SQUARE,
    WIDE_SQUARE,
    Placed,
    Sheet,
    width_of,
    wrap,
)
from corpus.sample_text import Block, Sample, without_marks

# size, leading, gap above
_HEADINGS = {"h1": (16.0, 19.0, 21.0), "h2": (13.0, 17.0, 16.0), "h3": (SIZE, LEADING, 13.0)}
_HANG = 28.0  # from the margin number to the text
_CONTENTS_TITLES = ("h1", "h2", "box", "frame")


@dataclass(frozen=True)
class MadeReport:
    """A report's bytes, how many pages it has, and what was set on which page."""

    pdf: bytes
    pages: int
    placed: tuple[Placed, ...]
    line_end_hyphens: int


def make_report(sample: Sample) -> MadeReport:
    """Sets the report twice: the first time to learn the page numbers that its contents page prints.

    Leaves in each unit of `sample` the pages on which it stands.
    """
    first = _Setter(sample, {})
    first.run()
    return _Setter(sample, first.headings).run()


class _Setter:
    def __init__(self, sample: Sample, headings: dict[int, int]) -> None:
        self.sample = sample
        self.known = headings
        self.headings: dict[int, int] = {}
        bottom = float(sample.facts.get("bottom", BOTTOM))
        self.sheet = Sheet(_document_title(sample), sample.footnotes, furniture_of(sample), bottom)
        self.small = False
        self.bullet = WIDE_SQUARE if sample.facts.get("style") == "2026" else SQUARE
        self.inner = SMALL_SQUARE if sample.facts["layout"] == "protection" else DOT

    def run(self) -> MadeReport:
        draw_cover(self.sheet, self.sample)
        for place, block in enumerate(self.sample.blocks):
            if block.unit:
                block.unit.pages.clear()
            self._set(place, block)
        pdf = self.sheet.finish()
        return MadeReport(pdf, self.sheet.page, tuple(self.sheet.placed), self.sheet.line_end_hyphens)

    def _set(self, place: int, block: Block) -> None:  # noqa: C901 - one case for each directive
        sheet = self.sheet
        match block.style:
            case "page":
                sheet.close_frame()
                sheet.new_page()
            case "toc":
                self._contents()
            case "h1" | "h2" | "h3":
                self._heading(place, block)
            case "frame":
                self._frame(place, block)
            case "box":
                self._graded(place, block)
            case "endbox":
                sheet.y -= 4
                sheet.close_frame()
                sheet.y -= 6
            case "grade":
                title = block.text.split(" | ")[0]
                sheet.box(LEFT - 6, sheet.y - 32, RIGHT + 6, sheet.y - 8)
                sheet.y -= 10
                sheet.lines([title], LEFT, font=BOLD, size=13, style="h2")
                sheet.y -= 20
            case "gradeline":
                sheet.lines([block.text], LEFT, font=BOLD, size=13, leading=15, style="h2")
            case "record":
                draw_record(sheet, self.sample)
            case "small":
                self.small = True
            case "numbered" | "kind" | "part":
                pass
            case "number" | "bullet" | "plain":
                self._text(block)
            case other:
                raise ValueError(f"{self.sample.name}: unknown directive @{other}")

    def _heading(self, place: int, block: Block) -> None:
        size, leading, gap = _HEADINGS[block.style]
        self.sheet.need(gap + leading * 2 + 40)
        if self.sheet.y < 740:
            self.sheet.y -= gap
        self.headings[place] = self.sheet.page
        lines = wrap(block.text, BOLD, size, RIGHT - LEFT)
        self.sheet.lines(lines, LEFT, font=BOLD, size=size, leading=leading, style=block.style)

    def _frame(self, place: int, block: Block) -> None:
        sheet = self.sheet
        sheet.need(120)
        self.headings[place] = sheet.page
        top = sheet.y - 2
        sheet.y -= 4
        sheet.lines([block.text], LEFT, font=BOLD, size=13, leading=15, style="h2")
        sheet.box(LEFT - 6, sheet.y - 7, RIGHT + 6, top)
        sheet.y -= 5
        sheet.open_frame()

    def _graded(self, place: int, block: Block) -> None:
        sheet = self.sheet
        title, grade, _ = block.text.split(" | ")
        self.headings[place] = sheet.page
        split = 366.0
        lines = wrap(title, BOLD, 13, split - LEFT - 12)
        top = sheet.y - 2
        sheet.y -= 6
        beside = min(1, len(lines) - 1)
        sheet.lines(lines, LEFT, font=BOLD, size=13, leading=16, style="h2")
        sheet.text(split + 10, sheet.y + 16 * (len(lines) - 1 - beside), grade, BOLD, 12)
        sheet.box(LEFT - 6, sheet.y - 9, RIGHT + 6, top)
        sheet.canvas.line(split, sheet.y - 9, split, top)
        sheet.placed.append(Placed(sheet.page, "grade", "", grade))
        sheet.y -= 7
        sheet.open_frame()
        sheet.y -= 6
        sheet.lines(["Summary"], LEFT, font=BOLD, style="h3")

    def _contents(self) -> None:
        sheet = self.sheet
        sheet.lines(["Contents"], LEFT, size=18, leading=22, style="h2")
        offset = UNNUMBERED_PAGES if self.sample.facts["layout"] == "protection" else 0
        for place, block in enumerate(self.sample.blocks):
            if block.style not in _CONTENTS_TITLES:
                continue
            font = BOLD if block.style == "h1" else PLAIN
            lines = wrap(without_marks(block.text.split(" | ")[0]), font, SIZE, 380)
            sheet.y -= 8
            sheet.lines(lines, LEFT + (0 if block.style == "h1" else 14), font=font, style="contents")
            number = str(self.known.get(place, 0) - offset)
            sheet.text(RIGHT - width_of(number, font, SIZE), sheet.y, number, font)
            last = sheet.placed[-1]
            sheet.placed[-1] = Placed(last.page, last.style, "", f"{last.text}\t{number}")

    def _text(self, block: Block) -> None:
        sheet, size = self.sheet, 9.0 if self.small else SIZE
        leading = 12.0 if self.small else LEADING
        sheet.y -= 6 if block.style == "bullet" or self.small else 13
        base = LEFT + {"number": _HANG, "bullet": 18.0}.get(block.style, 0.0)
        pages: set[int] = set()
        for place, part in enumerate(block.parts):
            x = base
            mark = None
            if part.item:
                sheet.y -= 3
                glyph = DASH if block.style == "bullet" else self.inner
                x = base + (44 if block.style == "bullet" else 36)
                mark = (x - 18, glyph)
            elif place == 0 and block.style == "bullet":
                mark = (LEFT, self.bullet)
            elif place == 0 and block.variant == "alone":
                self._number_alone(block)
            elif place == 0 and block.style == "number" and not block.variant:
                mark = (LEFT, block.label)
            pages |= sheet.lines(
                wrap(part.text, PLAIN, size, RIGHT - x),
                x,
                size=size,
                leading=leading,
                style=block.style if place == 0 else "item" if part.item else "plain",
                label=block.label if place == 0 else "",
                tight=block.label if place == 0 and block.variant == "tight" else "",
                first=None if mark is None else _drawer(sheet, *mark),
            )
        if block.unit:
            block.unit.pages |= pages

    def _number_alone(self, block: Block) -> None:
        self.sheet.need(3 * LEADING)
        self.sheet.y -= LEADING
        self.sheet.text(LEFT, self.sheet.y, block.label)


def _drawer(sheet: Sheet, x: float, text: str) -> Callable[[float], None]:
    draw = sheet.text if text[0].isdigit() else sheet.symbol
    return lambda y: draw(x, y, text)


def _document_title(sample: Sample) -> str:
    return f"{sample.facts['authority']}: {sample.facts['title']} (fictional sample)"
