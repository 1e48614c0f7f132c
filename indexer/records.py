"""What a report is made of: frozen, typed records. Ids are built and parsed here and nowhere else."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, TypeAlias

from indexer.kinds import table
from indexer.kinds.paragraph import PARAGRAPHS

from .errors import InvalidPinpoint

# Names of indexer/kinds/table.py: of a kind of paragraph, of what is judged, of a grade, of a kind of report.
# Records hold any string; `unlisted` says whether the table has it.
Kind: TypeAlias = str
Area: TypeAlias = str
Grade: TypeAlias = str
Framework: TypeAlias = str
Media: TypeAlias = Literal["pdf", "text", "word", "html"]  # the kind of file that a report was read from
KINDS, AREAS, GRADES, FRAMEWORKS = table.KINDS, table.AREAS, table.GRADES, table.FRAMEWORKS

# The word that stands for a kind in an id.
_ID_WORD: dict[Kind, str] = {kind.name: kind.id_word for kind in PARAGRAPHS}
_KIND_OF_WORD: dict[str, Kind] = {word: kind for kind, word in _ID_WORD.items()}
ID_WORDS = "|".join(_KIND_OF_WORD)  # for patterns
# What a report may print before the last number of a paragraph: "1." of 1.1, "A" of A1, "A1." of A1.2.
LABEL_PREFIX = r"(?:[A-Z]{1,2}\.?)?(?:\d{1,4}\.)*"

_REPORT_ID = re.compile(
    r"(?P<slug>[a-z0-9]+(?:-[a-z0-9]+)*)-(?P<date>\d{4}-\d{2}-\d{2})(?:-(?P<serial>[2-9]))?"
)
_LOCATOR = re.compile(
    r"(?:(?P<part>lscb|part[2-9])-)?(?:(?P<unprinted>unnumbered)-)?"
    rf"(?P<word>{ID_WORDS})-"
    r"(?:(?P<section>[a-z][a-z0-9]*(?:-[a-z0-9]+)*)-)?"
    rf"(?P<prefix>{LABEL_PREFIX})(?P<number>\d+)(?P<repeat>[b-z])?"
)


def slug(name: str) -> str:
    """Lower-case words joined by hyphens: "St. Helens" -> "st-helens", "Bath & NE" -> "bath-and-ne".

    The register's inverted forms lose their tail: "Bristol, City of" -> "bristol".
    """
    name = re.sub(r",\s*(?:city|county) of$", "", name.strip(), flags=re.IGNORECASE)
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    plain = plain.lower().replace("&", " and ").replace("'", "")
    return "-".join(re.findall(r"[a-z0-9]+", plain))


def report_id(authority: str, published: date, serial: int = 1) -> str:
    """Authority slug and publication date; a second report of that day ends in "-2", a third in "-3"."""
    base = f"{slug(authority)}-{published.isoformat()}"
    return base if serial == 1 else f"{base}-{serial}"


def report_of(paragraph_id: str) -> str:
    """The id of the report that a paragraph's id begins with; the whole text where it has no slash."""
    return paragraph_id.partition("/")[0]


@dataclass(frozen=True, slots=True)
class Pinpoint:
    """The exact place that a citation names, as text: `torbay-2018-08-24/para-27`.

    `part` names a second sequence of the same report ("lscb", "part2"). `section` is set where the
    number is an ordinal within a section and not printed in the report. `prefix` is what is printed
    before the number: "1." where the report prints 1.1, "A" where it prints A1. `repeat` ("b", "c") tells
    apart paragraphs that print the same number. `printed` is False for an ordinal given to a
    finding or recommendation in a report that prints no numbers.
    """

    report: str
    kind: Kind
    number: int
    part: str = ""
    section: str = ""
    repeat: str = ""
    printed: bool = True
    prefix: str = ""

    @property
    def label(self) -> str:
        """The number as the report prints it, or the ordinal: "27", "1.1", "A1"."""
        return f"{self.prefix}{self.number}"

    def __str__(self) -> str:
        part = f"{self.part}-" if self.part else ""
        mark = "" if self.printed else "unnumbered-"
        section = f"{self.section}-" if self.section else ""
        return f"{self.report}/{part}{mark}{_ID_WORD[self.kind]}-{section}{self.label}{self.repeat}"

    @classmethod
    def parse(cls, text: str) -> Pinpoint:
        """The reverse of `str`. Raises InvalidPinpoint; never guesses a nearby id."""
        report, slash, locator = text.strip().partition("/")
        found = _LOCATOR.fullmatch(locator)
        if not slash or not _REPORT_ID.fullmatch(report) or not found:
            raise InvalidPinpoint(
                f"{text[:80]!r} is not the id of a paragraph",
                "write it as in torbay-2018-08-24/para-27 (or rec-6, improve-2, summary-executive-3)",
            )
        return cls(
            report=report,
            kind=_KIND_OF_WORD[found["word"]],
            number=int(found["number"]),
            part=found["part"] or "",
            section=found["section"] or "",
            repeat=found["repeat"] or "",
            printed=not found["unprinted"],
            prefix=found["prefix"],
        )


@dataclass(frozen=True, slots=True)
class Box:
    """One line of a paragraph on its page: PDF points, origin at the lower left of the page."""

    page: int
    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True, slots=True)
class Paragraph:
    r"""One unit of a report that can be cited.

    number: as printed, or the ordinal where `printed` is False; of 1.1 and A1 the last part, 1: `label`
    is all that is printed. section: heading path, outermost
    first. grade: the judgement printed for the paragraph's own area, "" if none. page_first and
    page_last: counted from 1 in the file, both None where the source has no pages. text: after the
    normalisation documented in docs/normalisation.md; list lines are separated by "\n".
    linked: for a recommendation the numbers of the findings that it names, in printed order.
    recommendation_mark: the paragraph ends with "(Recommendation)".
    """

    id: str
    kind: Kind
    number: int
    printed: bool
    part: str
    section: tuple[str, ...]
    grade: str
    page_first: int | None
    page_last: int | None
    text: str
    boxes: tuple[Box, ...] = ()
    footnotes: tuple[str, ...] = ()
    linked: tuple[int, ...] = ()
    recommendation_mark: bool = False

    @property
    def label(self) -> str:
        """The number as the report prints it, or the ordinal: "27", "1.1", "A1"."""
        return Pinpoint.parse(self.id).label


@dataclass(frozen=True, slots=True)
class Judgement:
    """One grade as printed on the cover. `grade` is one of GRADES."""

    area: Area
    printed_name: str
    grade: Grade
    printed_grade: str


@dataclass(frozen=True, slots=True)
class Report:
    """The facts of one report. A fact that is not printed is "" or None, never guessed.

    published_source: "cover", "catalogue", "file name" or "user". pages: None where the source has none.
    authority: the register's name, or the printed name where the register lacks it (urn is then ""), or
    "Unknown authority".
    source: file name as given; sha256: of the source file's bytes; media: the kind of file.
    other_authorities: those that the report is also about, by the register's names, in printed order.
    agencies: other bodies that it is addressed to or names as inspected, as printed.
    made: when its PDF says that it was last changed, ISO 8601 without a zone; "" where it does not say.
    superseded_by: id of the report of the same inspection that was published in its place, else "".
    """

    id: str
    authority: str
    urn: str
    title: str
    framework: Framework
    inspection_start: date | None
    inspection_end: date | None
    published: date
    published_source: str
    lead_inspector: str
    judgements: tuple[Judgement, ...]
    pages: int | None
    source: str
    sha256: str
    media: Media
    other_authorities: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    made: str = ""
    superseded_by: str = ""


@dataclass(frozen=True, slots=True)
class Anomaly:
    """Something in a report that a reader should know: a gap, a repeat, an unnumbered stretch.

    page: where it begins, from 1; None where it has no page. detail: in words, without the page.
    paragraphs: ids of those that it touches, in reading order; every quotation of them says it.
    """

    kind: str
    page: int | None
    detail: str
    paragraphs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadReport:
    """One report as understood: facts, paragraphs in reading order, anomalies in page order.

    accounted: share of the file's text, in per cent, that is in paragraphs or known as something else; None
    where the report does not come from its file but from an index, which does not keep it.
    """

    report: Report
    paragraphs: tuple[Paragraph, ...]
    anomalies: tuple[Anomaly, ...] = field(default=())
    accounted: float | None = None


@dataclass(frozen=True, slots=True)
class Sense:
    """One meaning of an acronym.

    expansion: spelled as most often printed. definitions: paragraphs that print it, in any spelling,
    together with the acronym. defined_in: id of the first of them in the order given: the one to cite.
    """

    expansion: str
    definitions: int
    defined_in: str


@dataclass(frozen=True, slots=True)
class Acronym:
    """short: in the singular, as most often printed: "MARAC", "CiN". senses: most often defined first,
    ties by expansion. paragraphs: those that print the acronym at all, in the singular or plural.
    as_word: those that print the same letters as a word in small letters: "send", "it".
    """

    short: str
    senses: tuple[Sense, ...]
    paragraphs: int
    as_word: int = 0


# Fields that hold a name of the table, and the names that they may hold.
_LISTED: dict[type, tuple[tuple[str, tuple[str, ...]], ...]] = {
    Report: (("framework", FRAMEWORKS),),
    Judgement: (("area", AREAS), ("grade", GRADES)),
    Paragraph: (("kind", KINDS),),
}


def unlisted(record: object) -> str:
    """The first field of a record whose value is no name of the table of kinds; "" if there is none.

    Asked wherever a record comes from outside: from another process, from a database, from a caller.
    """
    return next(
        (field for field, names in _LISTED.get(type(record), ()) if getattr(record, field) not in names), ""
    )


def ranges(labels: Sequence[str]) -> str:
    """["17", "18", "19", "21"] -> "17-19, 21"; ["1.1", "1.2", "2.1"] -> "1.1 to 2.1"."""
    if not all(label.isdigit() for label in labels):
        return f"{labels[0]} to {labels[-1]}"
    numbers = [int(label) for label in labels]
    pieces: list[list[int]] = []
    for number in sorted(set(numbers)):
        if pieces and number == pieces[-1][1] + 1:
            pieces[-1][1] = number
        else:
            pieces.append([number, number])
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in pieces)
