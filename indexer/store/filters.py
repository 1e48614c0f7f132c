"""Which rows does a filter keep, and what does a search give? On small arrays, one value a row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from indexer.arrays import Float32Array, Int64Array
from indexer.errors import DimensionMismatch
from indexer.records import KINDS, Report

Facets = dict[str, dict[str, int]]


@dataclass(frozen=True, slots=True)
class Hit:
    """What a search of any kind gives: a paragraph's row and its score; a higher score is better."""

    row: int
    score: float


def usable_query(query: Float32Array, dimension: int) -> Float32Array:
    """(dimension,) float32, in one piece. Raises DimensionMismatch; ValueError where it is not finite."""
    query = np.ascontiguousarray(query, dtype=np.float32)
    if query.shape != (dimension,):
        raise DimensionMismatch(
            f"the query vector has shape {query.shape}, the index has dimension {dimension}",
            "search with the encoder that the index was made with",
        )
    if not np.isfinite(query).all():
        raise ValueError("the query vector holds a value that is not finite")
    return query


def best_hits(query: Float32Array, rows: Int64Array, vectors: Float32Array, wanted: int) -> list[Hit]:
    """The `wanted` best of `rows`, whose vectors are (len(rows), dim); ties by row.

    Scored in double precision, so that the score of a row depends on nothing but row and query: not on the
    engine, nor on what else was compared.
    """
    products = np.einsum("ij,j->i", vectors.astype(np.float64), query.astype(np.float64))
    scores = products.astype(np.float32)
    order = np.lexsort((rows, -scores))[:wanted]
    return [Hit(int(rows[place]), float(scores[place])) for place in order]


@dataclass(frozen=True, slots=True)
class Filters:
    """Both must hold. reports: ids, None for every report. kinds: of paragraph, empty for every kind."""

    reports: frozenset[str] | None = None
    kinds: frozenset[str] = frozenset()

    def keep_all(self) -> bool:
        """Whether nothing is filtered."""
        return self.reports is None and not self.kinds


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
        wanted = filters.reports
        kept = np.fromiter((wanted is None or report.id in wanted for report in self.reports), bool)
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
