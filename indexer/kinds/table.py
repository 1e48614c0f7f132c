"""Every kind of report in one table, and what is looked up in it: names, labels, headings, questions.

Records hold names of this table as plain strings; what comes from outside is checked against it.
"""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter
from typing import get_args

from . import generic, ilacs, jtai, lscb, other, printed, protection, send, sif, visits
from .base import AreaOfJudgement, CoverWords, GradeOfScale, HeadingWording, KindOfReport, Role
from .paragraph import PARAGRAPHS

# In the order of every list of frameworks, counts and the enum of docs/openapi.json included.
KINDS_OF_REPORT: tuple[KindOfReport, ...] = (
    *protection.KINDS,
    *sif.KINDS,
    *ilacs.KINDS,
    *lscb.KINDS,
    *visits.KINDS,
    *jtai.KINDS,
    *send.KINDS,
    *printed.KINDS,
    *generic.KINDS,
    *other.KINDS,
)


def _names(items: Iterable[KindOfReport | AreaOfJudgement | GradeOfScale]) -> tuple[str, ...]:
    """Each name once, in the order given."""
    return tuple(dict.fromkeys(item.name for item in items))


def _labels(items: Iterable[KindOfReport | AreaOfJudgement]) -> dict[str, str]:
    """name -> label. Raises ValueError where one name has two labels: a reader could not tell them apart."""
    found: dict[str, str] = {}
    for item in items:
        if found.setdefault(item.name, item.label) != item.label:
            raise ValueError(f"{item.name!r} has two labels: {found[item.name]!r} and {item.label!r}")
    return found


def _questions() -> tuple[tuple[str, tuple[str, ...]], ...]:
    named: dict[str, list[str]] = {}
    for kind in KINDS_OF_REPORT:
        for pattern in kind.asked:
            named.setdefault(pattern, []).append(kind.name)
    # "SIF re-inspection" before "SIF": what names fewer kinds is the more particular wording.
    return tuple(sorted(((pattern, tuple(names)) for pattern, names in named.items()), key=_kinds_named))


def _kinds_named(item: tuple[str, tuple[str, ...]]) -> int:
    return len(item[1])


def _headings() -> tuple[HeadingWording, ...]:
    roles: tuple[Role, ...] = get_args(Role)
    every = dict.fromkeys(wording for kind in KINDS_OF_REPORT for wording in kind.headings)
    return tuple(sorted(every, key=lambda wording: roles.index(wording.role)))


_AREAS = tuple(dict.fromkeys(area for kind in KINDS_OF_REPORT for area in kind.areas))

# Names, as records hold them: of kinds of report, of what is judged, of grades and of kinds of paragraph.
FRAMEWORKS = _names(KINDS_OF_REPORT)
AREAS = _names(_AREAS)
KINDS = tuple(kind.name for kind in PARAGRAPHS)

# Every grade of every scale, in the order of the kinds.
SCALE: tuple[GradeOfScale, ...] = tuple(
    dict.fromkeys(grade for kind in KINDS_OF_REPORT for grade in kind.grades)
)
GRADES = _names(SCALE)
# Those by which an authority's services are judged.
GRADES_OF_SERVICES = frozenset(
    grade.name for kind in KINDS_OF_REPORT if not kind.apart for grade in kind.grades
)

# Name -> words for readers.
FRAMEWORK_LABELS = _labels(KINDS_OF_REPORT)
AREA_LABELS = _labels(_AREAS)
AREAS_OF_JUDGEMENT = _AREAS
KIND_LABELS = {kind.name: kind.label for kind in PARAGRAPHS}
KIND_NOUNS = {kind.name: kind.noun for kind in PARAGRAPHS}

# By role, then by kind. Tried on every report: a heading ends the cover, before its kind is known.
HEADINGS = _headings()

# What grade tables hold: areas and grades that go together, each pair once, in the order of the kinds.
GRADE_TABLES: tuple[tuple[tuple[AreaOfJudgement, ...], tuple[GradeOfScale, ...]], ...] = tuple(
    dict.fromkeys((kind.areas, kind.grades) for kind in KINDS_OF_REPORT)
)

# Pattern of words in a question -> the kinds that it names, the most particular first.
QUESTIONS = _questions()

_BY_NAME = {kind.name: kind for kind in KINDS_OF_REPORT}
_BY_TURN = sorted(KINDS_OF_REPORT, key=attrgetter("turn"))
if len(_BY_NAME) < len(KINDS_OF_REPORT):
    raise ValueError(f"two kinds of report have one name: {', '.join(kind.name for kind in KINDS_OF_REPORT)}")


def framework(name: str) -> KindOfReport:
    """The kind of that name. Raises KeyError."""
    return _BY_NAME[name]


def on_cover(words: CoverWords) -> KindOfReport:
    """The kind that a cover tells; the last kind takes every cover."""
    return next(kind for kind in _BY_TURN if kind.known_by(words))


# Kinds that are letters, or are set like them: known by their subject, before any cover is read.
LETTERS = tuple(kind for kind in KINDS_OF_REPORT if kind.letter is not None)

# What ids call their sections, but for those that other kinds have too.
SECTIONS_OF_LETTERS = frozenset(
    section.key for kind in LETTERS if kind.letter is not None for section in kind.letter.sections
) - {"", *(wording.key for wording in HEADINGS)} | {"other"}
