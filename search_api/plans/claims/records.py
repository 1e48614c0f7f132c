"""What one draft cites, quotes and claims, before any of it is looked up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from indexer.records import Area, Framework, Grade

# What a citation counts: "report" for one of a whole report, "id" for an id or the permalink that holds it.
Word = Literal["paragraph", "summary", "recommendation", "bullet", "page", "report", "id"]
Which = Literal["latest", "previous", "first", ""]


@dataclass(frozen=True, slots=True)
class Stretch:
    """The characters [start, end) of block number `block`, from 0."""

    block: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Citation:
    """text: as written. numbers: as printed, ranges in full. part: "lscb" or "". same: it is "ibid" or begins
    so.

    page: the page given beside a number, "" for none. id: where `word` is "id". url: of the link that it
    stands in or that it is, "" for none.
    """

    at: Stretch
    text: str
    word: Word
    numbers: tuple[str, ...] = ()
    part: str = ""
    same: bool = False
    page: str = ""
    id: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Quotation:
    """text: between its marks. marked: whether it has marks; else its block is set off as a quotation."""

    at: Stretch
    text: str
    marked: bool = True


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that say which report is meant. authorities: register names. first and last: days of a year,
    month or day; None for none. frameworks: kinds of report. which: its place among the authority's. url: of
    a report.
    """

    at: Stretch
    text: str
    authorities: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None
    frameworks: tuple[Framework, ...] = ()
    which: Which = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class GradeClaim:
    """A grade that the draft says a report gives. area: "" for the overall judgement. year: of its clause, or
    0.
    """

    at: Stretch
    text: str
    grade: Grade
    area: Area = ""
    year: int = 0


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation with the quotations that it is of, in the order of the draft; and the sentence that it
    stands in (of a note: the sentence of its mark). side: "praise" or "criticism" that the draft says of it,
    "" for neither; side_text: the words that say so.
    """

    citation: Citation
    quotations: tuple[Quotation, ...]
    sentence: Stretch
    side: Literal["praise", "criticism", ""] = ""
    side_text: str = ""


@dataclass(frozen=True, slots=True)
class Uncited:
    """A sentence that says what inspectors found, or a quotation, without a citation near it."""

    at: Stretch
    text: str
    quotation: Quotation | None = None
