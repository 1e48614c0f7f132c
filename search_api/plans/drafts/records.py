"""A draft as it was read: its blocks of text in reading order, each with its place in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Format = Literal["word", "odt", "markdown", "text", "html"]
BlockKind = Literal["text", "heading", "quote", "cell", "note", "comment", "box", "header"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A reference mark: `offset` characters into the block's text stands the mark of the note with that
    id.
    """

    offset: int
    note: str


@dataclass(frozen=True, slots=True)
class Link:
    """The characters [start, end) of a block's text lead to this address."""

    start: int
    end: int
    url: str


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a block stands in a table: all counted from 1; heading: whether its row is a heading row.

    rows and columns: how many a merged cell covers, from `row` and `column` on. A nested table has a
    number of
    its own.
    """

    table: int
    row: int
    column: int
    heading: bool = False
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph of a draft: of its body, a cell, a note, a text box, a comment, a page header or footer.

    text: as a reader sees it with every tracked change accepted; marks of notes are not in it. place: for
    people, as in "paragraph 12" or "table 2, row 3, column 2". level: of a heading, from 1; else 0. kind
    "quote": the whole block is set off as a quotation. note: its id, where it belongs to a foot- or endnote;
    marks: those of notes that stand in this block, in order. links: to addresses of the web, in order.
    anchor:
    how the writer of its format finds the block again, "" where nothing can be written beside it.
    """

    text: str
    place: str
    kind: BlockKind = "text"
    level: int = 0
    cell: Cell | None = None
    note: str = ""
    marks: tuple[Mark, ...] = ()
    links: tuple[Link, ...] = ()
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """name: of the file, as given. blocks: in reading order, each note right after the block of its mark.

    remarks: what the user must know of the reading, one sentence each: tracked changes, what was left out.
    """

    name: str
    format: Format
    blocks: tuple[Block, ...]
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment on the characters [start, end) of the block with that anchor; text: lines become
    paragraphs.
    """

    anchor: str
    start: int
    end: int
    text: str
