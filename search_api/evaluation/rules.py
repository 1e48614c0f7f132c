"""When is an answer right? One function for each set about answers. Pure.

The rules are described in docs/evaluation.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from search_api.answers.quotations.records import Answer

from .answer_sets import Count, Expected, Pair


@dataclass(frozen=True, slots=True)
class Counted:
    """How often an answer says that something is mentioned."""

    paragraphs: int
    reports: int
    by_year: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Reply:
    """What is scored of an answer. quoted: ids, in order; none where it is not answered.

    grades: (report, area, grade) of the covers that it gives. counted: of the first matter with a name.
    """

    quoted: tuple[str, ...] = ()
    grades: frozenset[tuple[str, str, str]] = frozenset()
    counted: Counted | None = None

    @classmethod
    def of(cls, answer: Answer | None) -> Reply:
        """None for a question that could not be used: nothing is quoted."""
        if answer is None:
            return cls()
        matter = answer.mentions[0] if answer.mentions else None
        return cls(
            tuple(passage.paragraph.id for passage in answer.passages) if answer.answered else (),
            frozenset(
                (report.id, item.area, item.grade)
                for report in answer.judgements
                for item in report.judgements
            ),
            Counted(len(matter.counted), len(matter.reports), matter.by_year) if matter else None,
        )


@dataclass(frozen=True, slots=True)
class Verdict:
    """values: measure -> what this row adds to its mean, for the measures that it counts in.

    faults: why it fails, naming ids and numbers only; empty where all is right.
    """

    values: Mapping[str, float]
    faults: tuple[str, ...]


def of_pair(row: Pair, reply: Reply) -> Verdict:
    """A matter that is absent should not be answered; of one that is present every paragraph is quoted."""
    quoted = tuple(dict.fromkeys(reply.quoted))
    if not row.paragraphs:
        faults = (f"answered as if present: {_listed(quoted)}",) if quoted else ()
        return Verdict({"absent_answered": float(bool(quoted))}, faults)
    missed = [item for item in row.paragraphs if item not in quoted]
    beside = [item for item in quoted if item not in {*row.paragraphs, *row.also}]
    values = {
        "present_answered": float(bool(quoted)),
        "present_recall": 1 - len(missed) / len(row.paragraphs),
    }
    if quoted:
        values["present_precision"] = 1 - len(beside) / len(quoted)
    found = {"not quoted": missed, "quoted as well": beside}
    return Verdict(values, tuple(f"{what}: {_listed(items)}" for what, items in found.items() if items))


def of_count(row: Count, reply: Reply) -> Verdict:
    """Reports, and reports by year where the set has them; paragraphs where it asks for a kind of them."""
    said = reply.counted
    if said is None:
        return Verdict({"right": 0.0}, ("no count",))
    faults = []
    if "kinds" in row.filters:
        if said.paragraphs != row.paragraphs:
            faults.append(f"paragraphs: {said.paragraphs} counted, {row.paragraphs} expected")
    elif said.reports != row.reports:
        faults.append(f"reports: {said.reports} counted, {row.reports} expected")
    if row.by_year is not None:
        faults += [
            f"reports of {year}: {said.by_year.get(year, 0)} counted, {row.by_year.get(year, 0)} expected"
            for year in sorted({*row.by_year, *said.by_year})
            if said.by_year.get(year, 0) != row.by_year.get(year, 0)
        ]
    return Verdict({"right": float(not faults)}, tuple(faults))


def of_expected(row: Expected, reply: Reply) -> Verdict:
    """All of `must`, one of each group of `any`, none of `must_not`, every grade; or nothing quoted."""
    quoted = set(reply.quoted)
    if row.refuse:
        faults = (f"answered: {_listed(dict.fromkeys(reply.quoted))}",) if quoted else ()
        return Verdict({"passed": float(not quoted)}, faults)
    missing = [item for item in row.must if item not in quoted]
    misleading = [item for item in row.must_not if item in quoted]
    faults = (
        *([f"not quoted: {_listed(missing)}"] if missing else ()),
        *(f"none quoted of: {_listed(group)}" for group in row.any if not quoted & set(group)),
        *([f"misleading: {_listed(misleading)}"] if misleading else ()),
        *(f"grade not given: {' '.join(grade)}" for grade in row.grades if grade not in reply.grades),
    )
    return Verdict({"passed": float(not faults)}, faults)


def _listed(ids: Iterable[str]) -> str:
    return " ".join(ids)
