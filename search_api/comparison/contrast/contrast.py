"""What sections of two grades say about one subject, side by side, the distinctive statements first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from indexer.arrays import in_both
from indexer.errors import InvalidRequest
from indexer.kinds.table import FRAMEWORK_LABELS, GRADES_OF_SERVICES
from indexer.records import GRADES, Report
from indexer.store.reader import IndexReader
from search_api.comparison.matter import Matter
from search_api.question.request import checked_limit

from .records import Contrast, GradeSide, Section, Statement
from .sections import within
from .words import Weights, stems_of, weigh

GRADES_OFFERED = tuple(grade for grade in GRADES if grade in GRADES_OF_SERVICES)
LabelsOf = Callable[[Sequence[tuple[int, int]]], Sequence[str]]
_ADEQUATE = "adequate"


@dataclass(frozen=True, slots=True)
class _Said:
    """One sentence about the subject. section: its place among those of its side."""

    section: int
    row: int
    span: tuple[int, int]
    place: int
    stems: dict[str, str]


def contrast(
    reader: IndexReader,
    labels: LabelsOf,
    judged: Sequence[Section],
    matter: Matter,
    grades: tuple[str, str],
    limit: int,
    offset: int = 0,
) -> Contrast:
    """At most `limit` statements of each side after the first `offset`. labels: the side of each sentence.
    judged: every section of the index.

    Raises InvalidRequest for a grade that no section of children's services can have.
    """
    checked_limit(limit, offset)
    grades = _checked(*grades)
    left = within(judged, matter.scope.rows)
    sides = [[section for section in left if section.grade == grade] for grade in grades]
    said = [list(_statements(reader, matter, held)) for held in sides]
    weights = weigh(_by_section(said[0]), _by_section(said[1]), matter.stems)
    made = [
        _side(reader, labels, grade, held, found, weights, sign, slice(offset, offset + limit))
        for grade, held, found, sign in zip(grades, sides, said, (1, -1), strict=True)
    ]
    notes = (*matter.notes, *_notes(grades, made))
    return Contrast(
        matter.subject, matter.theme, matter.names, (made[0], made[1]), notes, matter.scope.coverage
    )


def _checked(one: str, other: str) -> tuple[str, str]:
    grades = one.strip().lower(), other.strip().lower()
    for grade in grades:
        if grade not in GRADES_OFFERED:
            raise InvalidRequest(
                f"{grade[:80]!r} is not a grade of a section", f"use one of {', '.join(GRADES_OFFERED)}",
                field="grade",
            )  # fmt: skip
    return grades


def _statements(reader: IndexReader, matter: Matter, held: Sequence[Section]) -> Iterator[_Said]:
    """The sentences about the subject, section by section."""
    for place, section in enumerate(held):
        rows = in_both(section.rows, matter.rows)
        for row, at, span, text in matter.sentences(reader, section.rows if rows is None else rows):
            yield _Said(place, row, span, at, stems_of(text))


def _by_section(said: Sequence[_Said]) -> list[dict[str, str]]:
    """The words of each section's statements; of sections that do not speak of the subject nothing."""
    found: dict[int, dict[str, str]] = {}
    for item in said:
        found[item.section] = item.stems | found.get(item.section, {})
    return list(found.values())


def _side(
    reader: IndexReader,
    labels: LabelsOf,
    grade: str,
    held: Sequence[Section],
    said: Sequence[_Said],
    weights: Weights,
    sign: int,
    part: slice,
) -> GradeSide:
    scored = sorted(said, key=lambda item: (-weights.score(item.stems, sign), item.row, item.place))
    shown = _one_of_each(scored)[part]
    paragraphs = reader.by_rows([item.row for item in shown])
    sides = labels([(item.row, item.place) for item in shown])
    statements = tuple(
        Statement(
            paragraph, held[item.section].report, held[item.section].title, item.span,
            round(weights.score(item.stems, sign), 3), weights.telling(item.stems, sign), side,
            reader.noted.touching(paragraph),
        )
        for item, paragraph, side in zip(shown, paragraphs, sides, strict=True)
    )  # fmt: skip
    speaking = {item.section for item in said}
    reports: set[Report] = {held[place].report for place in speaking}
    kinds = Counter(FRAMEWORK_LABELS[section.report.framework] for section in held)
    return GradeSide(
        grade, len(held), len(speaking), len(reports), len(said), statements, weights.own(sign), dict(kinds)
    )


def _one_of_each(scored: Sequence[_Said]) -> list[_Said]:
    """The best of each section first, then the second best of each: no long report fills a screen."""
    turns: Counter[int] = Counter()
    ordered = []
    for rank, item in enumerate(scored):
        ordered.append((turns[item.section], rank, item))
        turns[item.section] += 1
    return [item for *_, item in sorted(ordered, key=lambda turn: turn[:2])]


def _notes(grades: Sequence[str], sides: Sequence[GradeSide]) -> Iterator[str]:
    """What a reader must know before comparing the two."""
    if grades[0] == grades[1]:
        yield f"Both sides are the sections judged {grades[0]}: nothing sets them apart."
    for side in sides:
        if not side.sections:
            yield f"No section within the filters is judged {side.grade}."
        elif not side.speaking:
            yield f"None of the {side.sections:,} sections judged {side.grade} speaks of it."
    kinds = {name for side in sides for name in side.frameworks}
    if len(kinds) > 1:
        yield (
            "The sections were judged under several frameworks, whose grades do not mean quite the same: "
            f"{'; '.join(sorted(kinds))}."
        )
    if _ADEQUATE in grades:
        yield "Until 2013 ‘adequate’ stood in the place of ‘requires improvement’, with another meaning."
