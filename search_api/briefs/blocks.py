"""The parts of a brief in order, the same for every kind of file: headings, text, tables and quotations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Heading:
    """level: 1 for the title, 2 for a section, 3 below it."""

    text: str
    level: int


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph of the brief's own words. small: what need not be read at first. item: one of a list."""

    text: str
    small: bool = False
    item: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """header: one cell for each column. rows: as many cells each. caption: what it shows. numbers: whether
    all columns but the first hold numbers.
    """

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: bool = False


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence, verbatim. cited: the words that cite it; link: where it can be read, "" where that is not
    known. tag: how it was read, "" for nothing to say. check: what to check on its page. within: what stands
    in front of one that belongs to the quotation before it.
    """

    text: str
    cited: str
    link: str = ""
    tag: str = ""
    check: str = ""
    within: str = ""


Block: TypeAlias = Heading | Text | Table | Quote
