"""Movements of grades: what is asked of them, and what is found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from indexer.kinds.table import AREA_LABELS, framework
from indexer.records import Area, Grade, Judgement, Report
from search_api.comparison.crosswalk import Comparison, Judged
from search_api.question.records import Scope

Way = Literal["up", "down", "same"]
WAYS: tuple[Way, ...] = ("up", "down", "same")


@dataclass(frozen=True, slots=True)
class Asked:
    """Which movements are wanted. lines: areas of the crosswalk, empty for all that judge the council.

    before, after: grades, empty for any. ways: empty for every move where a grade is asked for, else for all
    that went up or down. later: every later inspection and not only the next that judges the area.
    """

    lines: tuple[str, ...] = ()
    before: tuple[Grade, ...] = ()
    after: tuple[Grade, ...] = ()
    ways: tuple[Way, ...] = ()
    later: bool = False

    @property
    def wanted(self) -> tuple[Way, ...]:
        """The ways that are listed."""
        if self.ways:
            return self.ways
        return WAYS if self.before or self.after else ("up", "down")

    @property
    def words(self) -> str:
        """As in "from inadequate to good on leadership, management and governance"."""
        said = []
        if self.before:
            said.append(f"from {' or '.join(self.before)}")
        if self.after:
            said.append(f"to {' or '.join(self.after)}")
        if self.ways and len(self.ways) < len(WAYS):
            said.append(
                " or ".join({"up": "up", "down": "down", "same": "unchanged"}[way] for way in self.ways)
            )
        if self.lines:
            said.append(f"on {' or '.join(label(line) for line in self.lines)}")
        return " ".join(said)


@dataclass(frozen=True, slots=True)
class Printed:
    """A grade as one report gives it. judged: what the framework judged there. judgement: as printed.

    paragraph: id of the first paragraph below the heading of that area, "" where there is none (an overall
    grade stands on the cover alone). page: of that paragraph, counted from 1; None where it is not known.
    check: what to check in the report before the grade is quoted, as where its cover and its section differ;
    "" where all is well.
    """

    report: Report
    judged: Judged
    judgement: Judgement
    paragraph: str = ""
    page: int | None = None
    check: str = ""

    @property
    def grade(self) -> Grade:
        """In the words of GRADES."""
        return self.judgement.grade

    @property
    def on_cover(self) -> bool:
        """Whether the first page of its file prints it: some kinds print grades under headings alone."""
        return self.report.pages is not None and not framework(self.report.framework).judged_under_headings


@dataclass(frozen=True, slots=True)
class Move:
    """The grades of one area at two inspections of one authority. line: the area on the time line.

    between: inspections between the two that could have judged the area and did not, or that do not compare.
    """

    line: str
    region: str
    before: Printed
    after: Printed
    compared: Comparison
    between: tuple[Report, ...] = ()

    @property
    def authority(self) -> str:
        """By the register's name, as both reports have it."""
        return self.after.report.authority

    @property
    def area(self) -> Area:
        """The area for readers."""
        return AREA_LABELS[self.line]

    @property
    def steps(self) -> int:
        """Grades up, negative for down, 0 for the same; 0 also where the two are not compared."""
        return self.compared.steps or 0

    @property
    def way(self) -> Way:
        """Where the grade went."""
        return "up" if self.steps > 0 else "down" if self.steps < 0 else "same"

    @property
    def words(self) -> str:
        """As in "up two grades", "unchanged" or "not compared"."""
        if self.compared.steps is None:
            return "not compared"
        if not self.steps:
            return "unchanged"
        number = {1: "one grade", 2: "two grades", 3: "three grades"}[abs(self.steps)]
        return f"{self.way} {number}"


@dataclass(frozen=True, slots=True, eq=False)
class Moves:
    """rows: by authority, area and date. uncompared: those that fit and do not compare, with the reason.

    counts: of all pairs that compare in these areas and filters, by way, whatever grades were asked for.
    scope: what the filters leave; they are on the later report. further: of two grades that were asked for,
    the authorities that moved so only over more than two inspections, by name; none where `later` was asked.
    """

    asked: Asked
    rows: tuple[Move, ...]
    uncompared: tuple[Move, ...]
    counts: dict[Way, int]
    scope: Scope
    further: tuple[str, ...] = ()

    @property
    def authorities(self) -> tuple[str, ...]:
        """Those that moved so, each once, in order."""
        return tuple(dict.fromkeys(move.authority for move in self.rows))

    @property
    def headline(self) -> str:
        """As in "14 moves from inadequate to good on leadership in 14 authorities, from one inspection …"."""
        count, who = len(self.rows), len(self.authorities)
        noun = "move" if self.asked.wanted != ("same",) else "pair of grades"
        moves = (
            f"{count:,} {noun}{'' if count == 1 else 's'}" if noun == "move" else f"{count:,} pairs of grades"
        )
        said = " ".join(part for part in (moves if count else "No moves", self.asked.words) if part)
        whose = f" in {who:,} {'authority' if who == 1 else 'authorities'}" if count else ""
        to_what = "any later one" if self.asked.later else "the next that judged the area"
        return f"{said}{whose}, from one inspection to {to_what}."

    @property
    def summary(self) -> str:
        """How all pairs of the areas and filters went, and who got there only over more inspections."""
        total = sum(self.counts.values())
        many = "" if total == 1 else "s"
        all_of = " ".join(part for part in (f"pair{many} of inspections", _on(self.asked.lines)) if part)
        more = len(self.further)
        further = (
            f" Compared with every later inspection, {more:,} more "
            f"{'authority' if more == 1 else 'authorities'} moved so: {'; '.join(self.further)}."
        )
        return (
            f"Of {total:,} {all_of} that can be compared, {self.counts['up']:,} went up, "
            f"{self.counts['down']:,} went down and {self.counts['same']:,} stayed the same."
            f"{further if more else ''}"
        )


@dataclass(frozen=True, slots=True)
class Stop:
    """One inspection on the time line of an authority. grades: line -> as printed there, of the lines that
    it judges; compared: line -> with the grade before on that line, where there is one.
    """

    report: Report
    stage: str
    grades: dict[str, Printed]
    compared: dict[str, Comparison]


@dataclass(frozen=True, slots=True)
class TimeLine:
    """All areas of one authority. lines: those that any inspection judged. stops: oldest first."""

    authority: str
    lines: tuple[str, ...]
    stops: tuple[Stop, ...]


def label(line: str) -> str:
    """The area of a time line within a sentence."""
    found = AREA_LABELS[line]
    return found if line in ("lscb", "area_send") else found[:1].lower() + found[1:]


def counted(moves: Iterable[Move]) -> dict[Way, int]:
    """How many went each way, none left out."""
    held = Counter(move.way for move in moves)
    return {way: held[way] for way in WAYS}


def _on(lines: tuple[str, ...]) -> str:
    return f"on {' or '.join(map(label, lines))}" if lines else ""
