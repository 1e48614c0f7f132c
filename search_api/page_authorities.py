"""What the page of one authority shows: its inspections in time, what changed, what it was told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from indexer.authorities import Authority, name_key
from indexer.errors import UnknownAuthority
from indexer.index_reader import Filters
from indexer.records import AREAS, Framework, Report, slug

from .page_labels import AREAS as AREA_LABELS
from .page_replies import by_age
from .page_report_parts import Advice, advice, overall
from .question_names import indexed_only
from .searcher import Searcher

_RANKS = {"inadequate": 0, "requires improvement": 1, "adequate": 1, "good": 2, "outstanding": 3}
_STEPS = {1: "one grade", 2: "two grades", 3: "three grades"}
# What the overall grade of these is about; of the others it is about all services for children.
_PART_ONLY: dict[Framework, str] = {
    "protection": "the protection of children only",
    "looked_after": "services for looked after children only",
    "lscb": "the Local Safeguarding Children Board only",
    "other": "something else, or it is not known what",
}


@dataclass(frozen=True, slots=True)
class Graded:
    """area: as a reader knows it. grade: in the words of GRADES."""

    area: str
    grade: str


@dataclass(frozen=True, slots=True)
class Step:
    """One inspection on the time line. change: a sentence on its overall grade and the one before it here."""

    report: Report
    grades: tuple[Graded, ...]
    change: str


@dataclass(frozen=True, slots=True)
class Told:
    """What one inspection recommends or finds in need of improvement, in reading order."""

    report: Report
    advice: tuple[Advice, ...]


@dataclass(frozen=True, slots=True)
class Neighbour:
    """reports: how many of it are here."""

    name: str
    reports: int


@dataclass(frozen=True, slots=True)
class AuthorityPage:
    """known: its row of the register, None where the register lacks it. neighbours: nearest first.

    steps: oldest first. told: newest first, inspections without any left out.
    """

    name: str
    known: Authority | None
    neighbours: tuple[Neighbour, ...]
    steps: tuple[Step, ...]
    told: tuple[Told, ...]


class NoSuchPage(UnknownAuthority):
    """near: authorities that may be meant, the likeliest first."""

    def __init__(self, asked: str, near: tuple[str, ...]) -> None:
        remedy = f"did you mean {' or '.join(near)}?" if near else "see the list of reports"
        super().__init__(f"no authority has the page {asked[:80]!r}", remedy)
        self.near = near


def authority_page(searcher: Searcher, asked: str) -> AuthorityPage:
    """asked: the slug of an authority's name. Raises NoSuchPage."""
    reader, register = searcher.reader, searcher.register
    held: dict[str, list[Report]] = {}
    for report in reader.reports():
        held.setdefault(report.authority, []).append(report)
    known = {item.name: item for item in register}
    name = next((name for name in (*held, *known) if slug(name) == asked), None)
    if name is None:
        raise NoSuchPage(asked, _near(searcher, asked, held))
    found = known.get(name)
    return AuthorityPage(
        name,
        found,
        tuple(
            Neighbour(other.name, len(held.get(other.name, ())))
            for other in (register.neighbours(found) if found else ())
        ),
        _steps(held.get(name, ())),
        tuple(told for report in by_age(held.get(name, [])) if (told := _told(searcher, report)).advice),
    )


def change(before: Report | None, after: Report) -> str:
    """What became of the overall grade, in one sentence; a comparison that would mislead is not made."""
    if before is None:
        return "The earliest inspection here."
    old, new = overall(before), overall(after)
    if not new:
        return "It prints no overall grade: nothing to compare with the one before."
    if not old:
        return "The inspection before it prints no overall grade: nothing to compare with."
    if before.framework != after.framework:
        partial = [item for item in (before, after) if item.framework in _PART_ONLY]
        if partial:
            said = " and ".join(
                f"the overall grade of {item.published.year} is about {_PART_ONLY[item.framework]}"
                for item in partial
            )
            return f"Not compared with the inspection before: {said}."
    if old == new:
        return f"The same overall grade as the inspection before: {_named(new)}."
    if {old, new} == {"adequate", "requires improvement"}:
        return (
            f"Overall from {_named(old)} to {_named(new)}: grades were renamed and redefined between the "
            "two, so that neither is the higher."
        )
    steps = _RANKS[new] - _RANKS[old]
    way = "higher" if steps > 0 else "lower"
    return f"Overall from {_named(old)} to {_named(new)}: {_STEPS[abs(steps)]} {way}."


def _steps(reports: Iterable[Report]) -> tuple[Step, ...]:
    found: list[Step] = []
    for report in sorted(reports, key=lambda item: (item.published, item.id)):
        grades = tuple(
            Graded(AREA_LABELS[item.area], item.grade)
            for item in sorted(report.judgements, key=lambda item: AREAS.index(item.area))
        )
        found.append(Step(report, grades, change(found[-1].report if found else None, report)))
    return tuple(found)


def _told(searcher: Searcher, report: Report) -> Told:
    reader = searcher.reader
    chosen = frozenset({"recommendation", "improvement"})
    rows = reader.select(Filters(reports=frozenset({report.id}), kinds=chosen))
    paragraphs = reader.by_rows([] if rows is None else rows)
    findings = reader.paragraphs(report.id) if any(item.linked for item in paragraphs) else ()
    return Told(report, advice(report, paragraphs, [item for item in findings if item.kind == "finding"]))


def _near(searcher: Searcher, asked: str, held: Iterable[str]) -> tuple[str, ...]:
    words = name_key(asked)
    local = indexed_only(held, searcher.register)
    sure = [found.name for found in (local.match(words), searcher.register.match(words)) if found]
    near = (*sure, *local.near_names(words), *searcher.register.near_names(words)) if words else ()
    return tuple(dict.fromkeys(near))[:4]


def _named(grade: str) -> str:
    return grade[:1].upper() + grade[1:]
