"""The lines of a letter -> blocks, each under its section; what is no paragraph is put by with the reason.

Every line goes into exactly one place: a heading, a block, or what is left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from indexer.kinds.base import LetterWords, SectionOfLetter
from indexer.reading.blocks import Block
from indexer.reading.furniture import BodyLine, Footnote
from indexer.reading.normalise import clean, join_lines, split_bullet
from indexer.reading.pages import without_marks

from .layout import Layout, is_page_number

# What is between the subject and the first heading, and what stands under a heading that no kind has.
INTRODUCTION = SectionOfLetter("", "context", "context", "")
UNKNOWN = SectionOfLetter("other", "finding", "finding", "")
_SIGNED = re.compile(r"yours? (?:sincerely|faithfully|truly)\b", re.I)
_SMALL = 0.88  # letters smaller than this share of the text's are no text
_NOTE, _NOTE_MARK = 0.92, re.compile(r"(\d{1,2})\s+(?=\S)")  # size of a footnote's letters, and how it begins
_LOW = 60.0  # points from the lower edge in which a letterhead has its last line
_LONGEST_HEADING = 300
_SENTENCES = re.compile(r"[a-z][.!?] [A-Z]")  # bold words that begin a paragraph
_ADDRESS = re.compile(
    r"piccadilly gate|store street|manchester m1 2wd|t:? ?0300|textphone|enquiries@ofsted"
    r"|www\.(?:gov\.uk/)?ofsted|ofsted is proud to use recycled paper",
    re.I,
)
_FACT = re.compile(r"inspection dates?\b|dates? of (?:the )?previous inspections?\b", re.I)
Put = Literal["front", "page number", "small print", "closing", "signature", "table heading"]


@dataclass(slots=True)
class Part:
    """A block with its section and heading path, which ends in who is responsible where a table says so.

    again: which section of that key it is, from 1: a letter may print several case studies.
    """

    block: Block
    section: SectionOfLetter
    path: tuple[str, ...]
    again: int = 1


@dataclass(slots=True)
class Sections:
    """parts: in reading order. put_by: lines that are no paragraph, and why. footnotes: further ones.

    beside: lines of headings, of rows of a table and of those footnotes, some of them put by as well.
    """

    parts: list[Part] = field(default_factory=list)
    put_by: list[tuple[Put, BodyLine]] = field(default_factory=list)
    footnotes: list[Footnote] = field(default_factory=list)
    beside: list[BodyLine] = field(default_factory=list)

    def explained(self) -> list[BodyLine]:
        """Every line that is no paragraph's for a reason, but for the closing ones."""
        return [*self.beside, *(line for why, line in self.put_by if why != "closing")]

    def closing(self) -> list[BodyLine]:
        """Lines that only close the letter, in reading order."""
        return [line for why, line in self.put_by if why == "closing"]


class Walk:
    """Goes through the lines below the subject once."""

    def __init__(self, words: LetterWords, layout: Layout) -> None:
        self._words = words
        self._layout = layout
        self._known = [(section, re.compile(section.pattern, re.I)) for section in words.sections]
        self._sub = re.compile(words.sub, re.I) if words.sub else None
        self._closes = re.compile(words.closing, re.I) if words.closing else None
        self._section = INTRODUCTION
        self._path: tuple[str, ...] = ()
        self._again = 1
        self._seen: Counter[str] = Counter()  # sections begun, by key
        self._around: tuple[SectionOfLetter, tuple[str, ...], int] = (INTRODUCTION, (), 1)  # of a box
        self._boxed = 0.0  # left edge of the box that the walk is in, 0 outside
        self._who: list[BodyLine] = []  # the cell that names who is responsible for the last row
        self._beside: list[BodyLine] = []  # lines of that column for which no action has come yet
        self._table = 0.0  # left edge of the second column of a table, 0 outside
        self._open = False  # whether the next line may go on with the last block
        self.found = Sections()

    def through(self, below: Sequence[BodyLine]) -> Sections:
        """The sections of the lines below the subject."""
        lines = [line for line in below if not self._furniture(line)]
        place = 0
        while place < len(lines):
            line = lines[place]
            text = clean(without_marks(line.line))
            if _SIGNED.match(text):
                self._sign(lines[place:])
                break
            if self._section is INTRODUCTION and _FACT.match(text):
                self._drop("front", [line])
            elif (end := self._heading(lines, place)) > place:
                self.found.beside += lines[place:end]
                place = end
                continue
            elif not self._section.text:
                self._drop("closing", [line])
            elif self._table:
                self._row(lines, place)
            else:
                self._text(lines, place)
            place += 1
        self._close()
        return self.found

    def _drop(self, why: Put, lines: Sequence[BodyLine]) -> None:
        self.found.put_by += [(why, line) for line in lines]

    def _sign(self, lines: Sequence[BodyLine]) -> None:
        """The rest of the letter: signatures, and footnotes below them whose mark is not raised."""
        note: Footnote | None = None
        for line in lines:
            text = clean(line.line.text)
            small = 0 < line.line.size < _NOTE * self._layout.size
            opens = _NOTE_MARK.match(text) if small else None
            if opens:
                self.found.beside.append(line)
                note = Footnote(line.page, opens[1], text[opens.end() :])
                self.found.footnotes.append(note)
            elif small and note is not None and note.page == line.page:
                self.found.beside.append(line)
                note = replace(note, text=join_lines([note.text, text]))
                self.found.footnotes[-1] = note
            else:
                note = None
                self._drop("signature", [line])

    def _furniture(self, line: BodyLine) -> bool:
        """Set aside before lines are joined: a page's number, the letterhead's small print."""
        if is_page_number(line, self._layout):
            self._drop("page number", [line])
            return True
        small = 0 < line.line.size < _SMALL * self._layout.size or line.line.top < _LOW
        if small and not line.line.marks and _ADDRESS.search(clean(line.line.text)):
            self._drop("small print", [line])
            return True
        return False

    # Headings

    def _heading(self, lines: Sequence[BodyLine], place: int) -> int:
        """The line after the heading that begins here; `place` where none does."""
        line = lines[place].line
        if split_bullet(line.text.strip())[0]:
            return place
        end = self._layout.bold_run(lines, place)
        for stop in range(end, place, -1):
            printed = " ".join(clean(without_marks(item.line)) for item in lines[place:stop])
            if len(printed) <= _LONGEST_HEADING and self._enter(printed, line.left, lines[place:stop]):
                return stop
        if end > place:
            return self._unknown(lines, place, end)
        if self._layout.white_above(lines, place) and len(line.text) < 90:
            entered = self._enter(clean(without_marks(line)), line.left, lines[place : place + 1])
            return place + 1 if entered else place
        return place

    def _enter(self, printed: str, left: float, lines: Sequence[BodyLine]) -> bool:
        bare = re.sub(r"\s*\d{1,2}$", "", printed).strip(" :.?–-")
        if self._section.rows and re.match(r"responsible bod(?:y|ies)\b", bare, re.I):
            self._table = self._layout.second_column
            self._drop("table heading", lines)
            self._open = False
            return True
        for section, pattern in self._known:
            if not pattern.fullmatch(bare):
                continue
            if bare.lower() == (self._path[-1].lower().strip(" :.?–-") if self._path else ""):
                self._drop("table heading", lines)  # the heading again, as the head of its table
                self._open = False
                return True
            if section.box and not self._boxed:
                self._around = (self._section, self._path, self._again)
            inset = left > self._layout.column + 5
            self._boxed = left if section.box and inset else 0.0
            self._begin(section, (printed.strip(" :"),))
            if not section.text:
                self._drop("closing", lines)
            return True
        if self._sub is not None and self._path and not _SENTENCES.search(bare) and self._sub.fullmatch(bare):
            section, _, again = self._around if self._section.box else (self._section, (), self._again)
            self._turn(section, (self._base(), printed), again)
            return True
        return False

    def _base(self) -> str:
        path = self._around[1] if self._section.box else self._path
        return path[0] if path else ""

    def _begin(self, section: SectionOfLetter, path: tuple[str, ...]) -> None:
        self._seen[section.key] += 1
        self._turn(section, path, self._seen[section.key])

    def _turn(self, section: SectionOfLetter, path: tuple[str, ...], again: int) -> None:
        self._section, self._path, self._again = section, tuple(part for part in path if part), again
        self._table, self._who, self._beside, self._open = 0.0, [], [], False

    def _unknown(self, lines: Sequence[BodyLine], place: int, end: int) -> int:
        """A bold heading that the kind does not have: it names what follows, and asks for nothing."""
        printed = " ".join(clean(without_marks(item.line)) for item in lines[place:end])
        below = lines[end] if end < len(lines) else None
        if len(printed) > 160 or printed.endswith((".", ",", ";")) or not re.search(r"[A-Za-z]{2}", printed):
            return place
        if _SENTENCES.search(printed):
            return place
        if below is not None and not self._layout.white_above(lines, end) and not self._section.box:
            return place  # bold words that begin a paragraph
        asks = {"improvement", "recommendation"} & {self._section.text, self._section.items}
        if self._section is INTRODUCTION or asks:
            self._begin(UNKNOWN if asks else INTRODUCTION, (printed,))
        else:
            self._turn(self._section, (*self._path[:1], printed), self._again)
        return end

    # Text

    def _text(self, lines: Sequence[BodyLine], place: int) -> None:
        line = lines[place]
        bullet, _ = split_bullet(line.line.text.strip())
        if self._boxed and 0 < line.line.left <= self._layout.column + 3:
            self._turn(*self._around)
            self._boxed = 0.0
        current = self.found.parts[-1].block if self.found.parts and self._open else None
        white = place == 0 or self._layout.white_above(lines, place)
        goes_on = current is not None and self._layout.goes_on(lines, place)
        if current is None:
            self._new("item" if bullet else "text", line)
        elif bullet:
            within = self._layout.nested(current, line) if current.form == "item" else self._leads_in(current)
            if within:
                current.add(line, list_line=True)
            else:
                self._new("item", line)
        elif current.form == "item":
            hanging = not line.line.left or line.line.left > current.lines[0].line.left + 6
            if (hanging and line.line.left) or goes_on or not white:
                current.add(line, list_line=bool(white and not goes_on))
            else:
                self._new("text", line)
        elif current.starts_list and self._layout.hangs(current, line):
            current.add(line)
        elif (white and not goes_on) or (self._asks() and self._layout.breaks(lines, place)):
            self._new("text", line)
        else:
            current.add(line)

    def _leads_in(self, block: Block) -> bool:
        """A text that announces a list; where bullets are what is asked for, each stands alone."""
        if self._section.items == "improvement" and self._section.text != "improvement":
            return False
        return bool(block.starts_list) or block.text.rstrip().endswith(":")

    def _asks(self) -> bool:
        """Rows of a table of one column, set without white space between them."""
        return self._section.text in ("improvement", "recommendation")

    def _new(self, form: Literal["item", "text"], line: BodyLine) -> None:
        self._close()
        self.found.parts.append(Part(Block(form, [line]), self._section, self._path, self._again))
        self._open = True

    def _close(self) -> None:
        """A block that is complete: if it only closes the letter, it is no paragraph."""
        if not self.found.parts or not self._closes:
            return
        last = self.found.parts[-1]
        if self._closes.match(last.block.text):
            self._drop("closing", last.block.lines)
            self.found.parts.pop()
            self._open = False

    # Tables

    def _row(self, lines: Sequence[BodyLine], place: int) -> None:
        """A table of two columns: who is responsible, and the action. Each row is a paragraph."""
        line = lines[place]
        if line.line.left < self._table - 20:
            beside, action = self._layout.cells(line, self._table - 20)
            self.found.beside.append(line)
            self._beside.append(beside)
            if action is None:
                return
            line = action
        current = self.found.parts[-1].block if self.found.parts and self._open else None
        # A row that a page's end cuts in two goes on in both cells.
        goes_on = current is not None and self._layout.goes_on_after(current.lines[-1], line)
        if self._beside and not goes_on:
            self._who, current = [], None
        self._who += self._beside
        self._beside = []
        who = " ".join(clean(without_marks(item.line)) for item in self._who)
        path = (*self._path[:1], f"Responsible: {who}") if who else self._path
        if current is None:
            self._close()
            self.found.parts.append(Part(Block("text", [line]), self._section, path, self._again))
            self._open = True
            return
        self.found.parts[-1].path = path
        bullet, _ = split_bullet(line.line.text.strip())
        current.add(line, list_line=bullet or self._layout.back_to_column(current, line))
