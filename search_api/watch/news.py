"""What is new: paragraphs on a question, of reports that were not there before.

A report is new where none of its id was there, or one of another file (SHA-256): a report that was published
again is new as a whole. A report that was only read again, by a later version of the program, is not.

Of a question that names one matter all paragraphs are given that mention it; of any other those that answer
it; of filters without a question all that they leave.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

import numpy as np

from indexer.arrays import Int64Array
from indexer.errors import InvalidRequest
from indexer.records import Anomaly, Paragraph, Report, report_of
from indexer.store.housekeeping import finished
from indexer.store.reader import IndexReader
from search_api.index.index import Index
from search_api.question.request import Request
from search_api.question.scope import narrowed as narrowed_scope

from .saved import Known, known

How = Literal["mention", "answer", "filters"]
PREVIOUS = "previous"
_MOST_ANSWERS = 50


@dataclass(frozen=True, slots=True)
class NewParagraph:
    """reissued: its report was there before, in another file."""

    paragraph: Paragraph
    report: Report
    reissued: bool
    anomalies: tuple[Anomaly, ...] = ()


@dataclass(frozen=True, slots=True)
class News:
    """reports: the new ones within the filters, newest first. found: their paragraphs on the question, at
    most as many as were asked for; total: how many there are. how: what they have to do with it. gone: ids of
    reports that were there and are no longer. notes: for the user.
    """

    reports: tuple[Report, ...]
    found: tuple[NewParagraph, ...]
    total: int
    how: How
    gone: tuple[str, ...]
    notes: tuple[str, ...]
    generation: str

    @property
    def sentence(self) -> str:
        """What was found, as one sentence."""
        what = {"mention": "mention it", "answer": "answer it", "filters": "fit the filters"}[self.how]
        reports = f"{len(self.reports):,} new report{'' if len(self.reports) == 1 else 's'}"
        if not self.reports:
            return "No new report is within the filters."
        return f"{self.total:,} paragraph{'' if self.total == 1 else 's'} of {reports} {what}."


def news(
    index: Index,
    question: str,
    request: Request,
    seen: Known,
    limit: int = 50,
    offset: int = 0,
    first: Known | None = None,
) -> News:
    """seen: reports that are not new. first: reports that come after the others, None for the order of
    publication alone. Raises InvalidRequest and UnknownAuthority as a search does.
    """
    reader = index.reader
    now = known(reader.reports())
    gone = tuple(sorted(set(seen) - set(now)))
    understood = index.understand(question, request) if question.strip() else None
    scope = understood.scope if understood else index.scope(request)
    fresh = [report for report in scope.reports if seen.get(report.id) != report.sha256]
    if not fresh or scope.empty:
        return News((), (), 0, "filters", gone, scope.notes, index.generation)
    how: How = "filters"
    if understood is None:
        rows = narrowed_scope(scope, reader, fresh).rows
        rows = np.arange(len(reader), dtype=np.int64) if rows is None else rows
    else:
        then = index.searcher.narrowed(understood, fresh)
        matters = index.searcher.mentions(then)
        if len(matters) == 1 and matters[0].countable:
            how, rows = "mention", matters[0].counted
        else:
            how = "answer"
            answer = index.answer_to(then, _MOST_ANSWERS)
            rows = np.array(sorted(reader.row(item.paragraph.id) for item in answer.passages), np.int64)
    ordered = _newest_first(reader, rows, first)
    part = ordered[offset : offset + limit].tolist()
    found = []
    for item in reader.by_rows(part):
        report = reader.report(report_of(item.id))
        found.append(NewParagraph(item, report, report.id in seen, reader.noted.touching(item)))
    notes = tuple(dict.fromkeys((*scope.notes, *(understood.notes if understood else ()))))
    if how == "answer" and len(rows) >= _MOST_ANSWERS:
        notes = (*notes, f"Only the {_MOST_ANSWERS} paragraphs that answer best are given.")
    newest = sorted(fresh, key=lambda report: (report.published, report.id), reverse=True)
    return News(tuple(newest), tuple(found), len(rows), how, gone, notes, index.generation)


def _newest_first(reader: IndexReader, rows: Int64Array, first: Known | None) -> Int64Array:
    """first: what is not among these comes before the rest, whenever it was published."""
    ordered = reader.newest_first(rows)
    if first is None:
        return ordered
    later = np.array([first.get(report.id) == report.sha256 for report in reader.reports()], dtype=bool)
    held = later[reader.places_of(ordered)]
    return np.concatenate([ordered[~held], ordered[held]])


def reports_of(folder: Path, name: str, current: str) -> Known:
    """The reports of a generation that the index still keeps. name: its own, or "previous"; current: which
    one is read now. Raises InvalidRequest where it is not kept.
    """
    kept = finished(folder)
    wanted = name.strip()
    if wanted == PREVIOUS:
        earlier = [item for item in kept if item < current]
        if not earlier:
            raise InvalidRequest("the index keeps no earlier generation", "leave it out", field="newer_than")
        wanted = max(earlier)
    if wanted not in kept:
        held = ", ".join(sorted(kept, reverse=True))
        raise InvalidRequest(
            f"the index does not keep the generation {wanted[:60]!r}", f"it keeps {held}", field="newer_than"
        )
    return dict(_of_generation(folder, wanted))


@lru_cache(maxsize=4)
def _of_generation(folder: Path, name: str) -> Known:
    """A generation never changes; readers of feeds ask for the same one again and again."""
    with IndexReader.open_generation(folder, name) as reader:
        return known(reader.reports())
