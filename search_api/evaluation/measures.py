"""What a ranking is worth on labelled sets: measures, intervals, paired tests, run files. Pure but for files.

Every measure is described in docs/evaluation.md.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from indexer.errors import InvalidRequest, PinpointError
from indexer.files import replace_file

from .files import lines
from .sets import Qrels

Float64Array = npt.NDArray[np.float64]
Run = Mapping[str, Sequence[str]]  # query -> paragraph ids, best first

DEPTH = 100  # ranks that are scored and written
RESAMPLES = 2000
_FLIPS = 10_000
_EXACT = 12  # queries up to which every assignment of signs is tried
_SEED = 20_240_501


class PartScores(NamedTuple):
    """measure -> one value for each query, (n,), in the order of `queries`."""

    queries: tuple[str, ...]
    values: dict[str, Float64Array]


def score(part: str, qrels: Qrels, run: Run) -> PartScores:
    """Per-query values of the part's measures; a query that `run` lacks has found nothing.

    part: "topics", "questions" or "crossrefs". Raises PinpointError if ir-measures is not installed.
    """
    try:
        import ir_measures as ir
    except ImportError as error:
        raise PinpointError("ir-measures is missing", "pip install 'pinpoint-reports[eval]'") from error
    # The gain 2^g-1 as gains over plain log2 discounts. `dcg="exp-log2"` names the same formula, but
    # runs a Perl script that refuses query ids such as "t01".
    gains = {grade: 2**grade - 1 for grade in range(4)}
    recall_and_rank = {"r1": ir.R @ 1, "r5": ir.R @ 5, "r10": ir.R @ 10, "mrr": ir.RR}
    if part == "topics":
        named = {"ndcg10": ir.nDCG(gains=gains) @ 10, "p5": ir.P(rel=3) @ 5, "judged10": ir.Judged @ 10}
    elif part == "questions":
        named = recall_and_rank
    else:
        named = {name: recall_and_rank[name] for name in ("r5", "r10", "mrr")}
    # Scores that only fall with the rank: trec_eval sorts by score and breaks ties by the id.
    scored = {
        query: {item: float(DEPTH - rank) for rank, item in enumerate(ids)}
        for query, ids in run.items()
        if ids
    }
    place = {query: n for n, query in enumerate(qrels)}
    values = {measure: np.zeros(len(place)) for measure in named.values()}
    judged = {query: dict(grades) for query, grades in qrels.items()}
    for metric in ir.iter_calc(list(values), judged, scored):
        values[metric.measure][place[metric.query_id]] = metric.value
    return PartScores(tuple(place), {name: values[measure] for name, measure in named.items()})


_PLAIN = str.maketrans("‘’‚‛“”„‟‐‑‒–—−", "''''\"\"\"\"------", "\u00ad")


def holds_span(span: str, quotes: Iterable[str]) -> bool:
    """Whether one of the quotes holds the words, whatever the white space, quotation marks and dashes."""
    wanted = _plain(span)
    return any(wanted in _plain(quote) for quote in quotes)


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).translate(_PLAIN).split())


Estimate = tuple[float | None, tuple[float, float] | None]  # value and its 95% interval


def refusal(refused: Sequence[bool], unanswerable: Sequence[bool]) -> dict[str, Estimate]:
    """{"precision": ..., "recall": ...} of refusing; None where there is nothing to divide by.

    refused, unanswerable: one for each question asked.
    """
    flags = np.array([refused, unanswerable], dtype=bool)
    sample = flags[:, _resamples(flags.shape[1])]
    found: dict[str, Estimate] = {}
    for name, whole in (("precision", 0), ("recall", 1)):
        total, both = flags[whole].sum(), flags.all(axis=0).sum()
        totals, boths = sample[whole].sum(axis=1), sample.all(axis=0).sum(axis=1)
        if total:
            low, high = np.percentile(boths[totals > 0] / totals[totals > 0], (2.5, 97.5))
            found[name] = (float(both / total), (float(low), float(high)))
        else:
            found[name] = (None, None)
    return found


def macro_f1(sides: Sequence[tuple[str, str]]) -> Estimate:
    """Mean F1 of the labels that occur among (label, said), with its bootstrap interval; None for no rows."""
    if not sides:
        return None, None
    names = sorted({name for pair in sides for name in pair})
    true, given = (np.array([[pair[n] == name for name in names] for pair in sides]) for n in (0, 1))

    def mean(rows: npt.NDArray[np.int64]) -> float:
        both = (true[rows] & given[rows]).sum(axis=0)
        either = true[rows].sum(axis=0) + given[rows].sum(axis=0)
        return float((2 * both[either > 0] / either[either > 0]).mean())

    every = np.arange(len(sides))
    low, high = np.percentile([mean(rows) for rows in _resamples(len(sides))], (2.5, 97.5))
    return mean(every), (float(low), float(high))


# How sure


def share(right: Sequence[float]) -> Estimate:
    """Of rows that are each right (1) or not (0), with Wilson's score interval; None where there is no row.

    A bootstrap of none in forty would say that there is no doubt: 0 to 0, where this says 0 to 0.09.
    """
    count = len(right)
    if not count:
        return None, None
    part, z = sum(right) / count, 1.96
    middle, whole = part + z * z / (2 * count), 1 + z * z / count
    half = z * (part * (1 - part) / count + z * z / (4 * count * count)) ** 0.5
    return part, (max(middle - half, 0.0) / whole, min((middle + half) / whole, 1.0))


def mean_of(values: Sequence[float]) -> Estimate:
    """The mean with its bootstrap interval; None where there is no value."""
    if not values:
        return None, None
    found = np.array(values, dtype=np.float64)
    return float(found.mean()), interval(found)


def interval(values: Float64Array) -> tuple[float, float]:
    """95% percentile bootstrap interval of the mean, resampling queries; the same for the same values."""
    low, high = np.percentile(values[_resamples(len(values))].mean(axis=1), (2.5, 97.5))
    return float(low), float(high)


class Difference(NamedTuple):
    """Of two means over the same queries: now less then, its 95% bootstrap interval, two-sided p."""

    difference: float
    low: float
    high: float
    p: float


def paired(now: Float64Array, then: Float64Array) -> Difference:
    """p: sign-flip permutation test on the differences; exact up to 12 queries, else 10,000 flips."""
    change = now - then
    count = len(change)
    if count <= _EXACT:
        flips = (np.arange(2**count)[:, None] >> np.arange(count)) & 1
    else:
        flips = np.random.default_rng(_SEED).integers(0, 2, (_FLIPS, count))
    sums = np.abs((1 - 2 * flips) @ change)
    as_far = int((sums >= abs(change.sum()) - 1e-9).sum())
    p = as_far / len(flips) if count <= _EXACT else (as_far + 1) / (len(flips) + 1)
    return Difference(float(change.mean()), *interval(change), p)


def _resamples(count: int) -> npt.NDArray[np.int64]:
    return np.random.default_rng(_SEED).integers(0, count, (RESAMPLES, count))


# Run files


def write_run(path: Path, run: Run) -> None:
    """TREC format, `query Q0 id rank score tag`. The score is DEPTH less the rank, so that tools which
    sort by it keep the order.
    """
    rows = (
        f"{query} Q0 {item} {rank} {DEPTH - rank} pinpoint\n"
        for query, ids in run.items()
        for rank, item in enumerate(ids, start=1)
    )
    replace_file(path, "".join(rows).encode())


def read_run(path: Path) -> dict[str, list[str]]:
    """In the order of the scores, ties in the order of the ranks. Raises InvalidRequest with the line."""
    rows: dict[str, list[tuple[float, int, str]]] = {}
    for place, line in lines(path):
        try:
            query, _, item, rank, value, _ = line.split()
            rows.setdefault(query, []).append((-float(value), int(rank), item))
        except ValueError as error:
            raise InvalidRequest(f"{place} is not 'query Q0 id rank score tag'", "give a run file") from error
    return {query: list(dict.fromkeys(item for *_, item in sorted(found))) for query, found in rows.items()}
