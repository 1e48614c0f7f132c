"""What a report does not mention is not answered from what it says of something else.

Only a matter with a name can be missed for certain; of all others the evidence decides (evidence.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from indexer.arrays import Int64Array
from indexer.dates import day
from indexer.records import Report
from search_api.question.exact import whose
from search_api.question.records import Scope
from search_api.question.words import words
from search_api.retrieval.results import Ranking
from search_api.sides.model import ASKS

if TYPE_CHECKING:
    from search_api.retrieval.matters import Mentions

_FEW = 6  # reports of which each is said to mention something or not
_MOST_SUBJECTS = 2  # of one matter; what names more describes something, and may be told in any words
_NEAREST = 3  # paragraphs, best first, that may answer where a matter is described and not named
_KEYWORDS = 2  # words of a query that is no sentence
_RELATED = 0.55  # cosine of a sentence that speaks of the matter in related words
_ALSO = 0.45  # and where other paragraphs name it, or this one prints the halves of its name apart


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """Of what is asked about, what the reports within the filters mention.

    rows: of paragraphs that may be quoted, ascending; None where any may. absent: whether nothing that is
    asked about is mentioned at all. remarks: one sentence on each matter or report without a mention.
    """

    rows: Int64Array | None
    absent: bool
    remarks: tuple[str, ...]


def look(matters: Sequence[Mentions], scope: Scope, ranking: Ranking, text: str) -> Found:
    """matters: what is asked about, side by side; none where the question names no matter. text: the
    question's, without its filters.
    """
    if not matters or not scope.reports:
        return Found(None, False, ())
    kinds = scope.chosen.of("kind")
    asks = bool(kinds) and kinds <= ASKS  # of a part of the reports nothing is said of the whole
    rows: list[Int64Array] = []
    remarks: list[str] = []
    absent: list[Mentions] = []
    free = False
    for matter in matters:
        if len(matter.subjects) > _MOST_SUBJECTS:
            free = True
        elif not matter.missing and len(matter.rows):
            rows += [
                matter.rows,
                _near(matter.related_rows, ranking, _ALSO),
                _near(matter.apart_rows, ranking, _ALSO),
            ]
            if _describes(matter):
                first = np.array([hit.row for hit in ranking.hits[:_NEAREST]], np.int64)
                rows.append(_near(first, ranking, _RELATED))
        elif (near := _speaking_of(matter, ranking)).size:
            rows.append(near)
            remarks.append(_other_words(matter, scope.reports))
        elif matter.missing and _told(matter, text):
            absent.append(matter)
        else:
            free = True
    if free:
        return Found(None, False, ())
    if not rows:
        return Found(None, True, (_not_mentioned(absent, scope.reports, asks=asks),))
    if absent:
        remarks.append(_not_mentioned(absent, scope.reports, asks=asks))
    elif len(matters) == 1 and _one_name(matters[0]) and 1 < len(scope.reports) <= _FEW:
        remarks += _without(matters[0], scope.reports)
    return Found(np.unique(np.concatenate(rows)), False, tuple(remarks))


def _describes(matter: Mentions) -> bool:
    """Whether a word without a name of its own stands beside another ("in writing … review meeting").

    What prints both may be beside the point, and the answer may print neither.
    """
    return (
        len(matter.subjects) > 1 and not matter.missing and not all(item.listed for item in matter.subjects)
    )


def _one_name(matter: Mentions) -> bool:
    """Whether a report without it can be named: of what is only a phrase, another may mean the same."""
    return len(matter.subjects) == 1 and matter.subjects[0].listed


def _told(matter: Mentions, text: str) -> bool:
    """Whether its absence can be told: a missing subject has a name, or is a lone word that is asked about.

    A word that only tells what happened ("did splitting help?") may be told in any words.
    """
    if any(item.named and item.listed for item in matter.missing):
        return True
    word = re.escape(matter.subjects[0].typed)
    asked = re.compile(
        rf"\b(?:about|on|of|for|with|regarding|mention\w*|cover\w*|is|are|the)\s+{word}\b", re.I
    )
    return len(matter.subjects) == 1 and (len(words(text)) <= _KEYWORDS or asked.search(text) is not None)


def _speaking_of(matter: Mentions, ranking: Ranking) -> Int64Array:
    """Rows that do not name it, with a sentence near enough to what is asked."""
    related, apart = _near(matter.related_rows, ranking, _RELATED), _near(matter.apart_rows, ranking, _ALSO)
    return np.union1d(related, apart)


def _near(rows: Int64Array, ranking: Ranking, least: float) -> Int64Array:
    near = [
        row
        for row in rows.tolist()
        if (cosines := ranking.sentences.get(row)) is not None
        and len(cosines)
        and float(cosines.max()) >= least
    ]
    return np.array(near, dtype=np.int64)


def _whose(reports: Sequence[Report]) -> str:
    """As in "Torbay’s report of 24 February 2026"."""
    if len(reports) == 1:
        return whose(reports)
    names = list(dict.fromkeys(report.authority for report in reports))
    years = sorted({report.published.year for report in reports})
    when = f"{years[0]} to {years[-1]}" if len(years) > 1 else str(years[0])
    who = f"{names[0]}’s " if len(names) == 1 else "the "
    return f"{who}{len(reports):,} reports of {when}"


def _not_mentioned(matters: Sequence[Mentions], reports: Sequence[Report], *, asks: bool = False) -> str:
    what = " or ".join(f"‘{item.typed}’" for matter in matters for item in matter.missing)
    them = _whose(reports)
    if asks:
        return f"No recommendation or area for improvement in {them} mentions {what}."
    if len(reports) == 1:
        return f"{them[0].upper()}{them[1:]} does not mention {what}."
    return f"None of {them} mentions {what}."


def _other_words(matter: Mentions, reports: Sequence[Report]) -> str:
    them = _whose(reports)
    what = " or ".join(f"‘{item.typed}’" for item in matter.missing or matter.subjects)
    verb = "does" if len(reports) == 1 else "do"
    start = f"{them[0].upper()}{them[1:]} {verb} not use the word {what}"
    return f"{start}; these passages speak of it in other words."


def _without(matter: Mentions, reports: Sequence[Report]) -> list[str]:
    held = {report.id for report in matter.holding}
    lacking = [report for report in reports if report.id not in held]
    if not lacking:
        return []
    named = "; ".join(f"{report.authority}, {day(report.published)}" for report in lacking)
    return [f"Not mentioned in: {named}."]
