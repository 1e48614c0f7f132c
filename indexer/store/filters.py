"""Which paragraphs does a filter keep? Decided on small arrays, one value a row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from indexer.arrays import Int64Array
from indexer.records import KINDS, Report

Facets = dict[str, dict[str, int]]


@dataclass(frozen=True, slots=True)
class Filters:
    """All that is set must hold; a set holds if any member does; an empty set does not filter.

    authorities: the register's names. reports: ids. since, until: on the publication date, both
    inclusive. frameworks, kinds: as in records. within: authorities of the regions asked for. grades:
    as `is_graded`.
    """

    authorities: frozenset[str] = frozenset()
    reports: frozenset[str] = frozenset()
    since: date | None = None
    until: date | None = None
    frameworks: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    within: frozenset[str] = frozenset()
    grades: frozenset[str] = frozenset()

    def keep_all(self) -> bool:
        return self == Filters()

    def keep_report(self, report: Report) -> bool:
        """Whether the filters on whole reports (all but `kinds`) let this one pass."""
        return (
            (not self.authorities or report.authority in self.authorities)
            and (not self.reports or report.id in self.reports)
            and (self.since is None or report.published >= self.since)
            and (self.until is None or report.published <= self.until)
            and (not self.frameworks or report.framework in self.frameworks)
            and (not self.within or report.authority in self.within)
            and (not self.grades or is_graded(report, self.grades))
        )


def is_graded(report: Report, grades: frozenset[str]) -> bool:
    """By the overall judgement; where there is none by every judgement but that of the board."""
    judged = grades_of(report)
    return bool(judged) and judged <= grades


def grades_of(report: Report) -> frozenset[str]:
    """What `is_graded` goes by: one grade where there is an overall judgement, else all; empty if none."""
    overall = frozenset(item.grade for item in report.judgements if item.area == "overall")
    return overall or frozenset(item.grade for item in report.judgements if item.area != "lscb")


@dataclass(frozen=True, slots=True, eq=False)
class RowFacts:
    """reports: in the index's order. report_of_row, kind_of_row: (n,) places in `reports` and in KINDS."""

    reports: Sequence[Report]
    report_of_row: npt.NDArray[np.int32]
    kind_of_row: npt.NDArray[np.int8]

    def select(self, filters: Filters) -> Int64Array | None:
        """Rows that pass, ascending; None where nothing is filtered."""
        if filters.keep_all():
            return None
        kept = np.fromiter((filters.keep_report(report) for report in self.reports), bool, len(self.reports))
        mask = kept[self.report_of_row]
        if filters.kinds:
            kinds = np.array([kind in filters.kinds for kind in KINDS])
            mask &= kinds[self.kind_of_row]
        return np.flatnonzero(mask).astype(np.int64)

    def facets(self, rows: Int64Array | None) -> Facets:
        """Paragraphs by authority, framework, kind, report and year of publication; names sorted, no 0."""
        of_report = self.report_of_row if rows is None else self.report_of_row[rows]
        of_kind = self.kind_of_row if rows is None else self.kind_of_row[rows]
        per_report = np.bincount(of_report, minlength=len(self.reports))
        per_kind = np.bincount(of_kind, minlength=len(KINDS))
        counted: dict[str, Counter[str]] = {
            name: Counter() for name in ("authority", "framework", "kind", "report", "year")
        }
        for report, count in zip(self.reports, per_report.tolist(), strict=True):
            counted["authority"][report.authority] += count
            counted["framework"][report.framework] += count
            counted["report"][report.id] += count
            counted["year"][str(report.published.year)] += count
        counted["kind"].update(dict(zip(KINDS, per_kind.tolist(), strict=True)))
        return {name: dict(sorted((+counts).items())) for name, counts in counted.items()}
