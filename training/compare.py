"""Compares encoders on questions about authorities that were kept out: `python -m training.compare --help`.

Each index was made from the same reports with its own encoder. Every question is searched as a user's would
be; recommendations are searched within their report. Later indexes are compared with the first.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from indexer.encoders.protocol import normalised
from search_api.evaluation.measures import interval, paired
from search_api.index.opening import open_index
from search_api.question.request import EVERYTHING, Request
from search_api.retrieval.searcher import Searcher
from search_api.settings import Settings, load_settings
from training.examples import HELD, Question, held_out, questions

_DEPTH = 100  # results looked at
_FIRST = (64, 128, 192)


@dataclass(frozen=True, slots=True, eq=False)
class Ranks:
    """Of n questions. paragraphs: ids. kinds: strings. ranks: of the paragraphs, from 1; 0 beyond _DEPTH."""

    paragraphs: np.ndarray
    kinds: np.ndarray
    ranks: np.ndarray

    def reciprocal(self) -> np.ndarray:
        found = self.ranks > 0
        return np.where(found, 1 / np.maximum(self.ranks, 1), 0.0)

    def within(self, depth: int) -> np.ndarray:
        return ((self.ranks > 0) & (self.ranks <= depth)).astype(np.float64)


def rank(searcher: Searcher, item: Question) -> int:
    """Of the paragraph among the results, without the others that may be right too; 0 if it is not there."""
    request = EVERYTHING
    if item.within:
        report = searcher.reader.report(item.paragraph.partition("/")[0])
        day = report.published.isoformat() if report.published else ""
        request = Request(authorities=report.authority, since=day, until=day, kinds="finding", literal=True)
    found = [result.paragraph.id for result in searcher.search(item.text, request, limit=_DEPTH).results]
    left = [name for name in found if name == item.paragraph or name not in item.also]
    return left.index(item.paragraph) + 1 if item.paragraph in left else 0


def ranks(index: Path, files: list[Path], settings: Settings) -> Ranks:
    """Of the questions about authorities that were kept out."""
    with open_index(index, settings) as opened:
        searcher = opened.searcher
        asked = [item for path in files for item in questions(searcher, path)]
        kept = [
            item
            for item in asked
            if held_out(searcher.reader.report(item.paragraph.partition("/")[0]).authority, HELD)
        ]
        found = [rank(searcher, item) for item in kept]
        for dimensions, share in first_scan(searcher, kept[:: max(1, len(kept) // 300)]).items():
            print(f"{index}: the first {dimensions} dimensions find {share:.3f} of the nearest ten")
        names = np.array([item.paragraph for item in kept])
        return Ranks(names, np.array([item.kind or "-" for item in kept]), np.array(found))


def first_scan(searcher: Searcher, asked: Sequence[Question]) -> dict[int, float]:
    """How much of the ten nearest paragraphs is among the hundred nearest by the first dimensions alone."""
    whole = searcher.reader.vectors(range(len(searcher.reader)))
    queries = np.array([searcher.encoder.encode_query(item.text) for item in asked])
    nearest = np.argpartition(-(queries @ whole.T), 10, axis=1)[:, :10]
    found = {}
    for dimensions in _FIRST:
        short = normalised(queries[:, :dimensions]) @ normalised(whole[:, :dimensions]).T
        hundred = np.argpartition(-short, 100, axis=1)[:, :100]
        shared = [len(set(one) & set(other)) / 10 for one, other in zip(nearest, hundred, strict=True)]
        found[dimensions] = float(np.mean(shared))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("questions", type=Path, nargs="+", help="files of questions, as mine takes them")
    parser.add_argument("--index", type=Path, required=True, action="append")
    given = parser.parse_args()
    settings = load_settings()
    first: Ranks | None = None
    for index in given.index:
        found = ranks(index, given.questions, settings)
        reciprocal, ten = found.reciprocal(), found.within(10)
        low, high = interval(reciprocal)
        print(f"{index}: {len(ten)} questions, R@10 {ten.mean():.3f}, MRR {reciprocal.mean():.3f} "
              f"({low:.3f} to {high:.3f})")  # fmt: skip
        for kind in sorted(set(found.kinds.tolist())):
            among = found.kinds == kind
            means = f"R@10 {ten[among].mean():.3f}  MRR {reciprocal[among].mean():.3f}"
            print(f"  {kind:5} {int(among.sum()):5}  {means}")
        if first is None:
            first = found
        elif not np.array_equal(first.paragraphs, found.paragraphs):
            print("  not compared: this index holds other paragraphs than the first")
        else:
            change = paired(reciprocal, first.reciprocal())
            print(f"  MRR less that of the first {change.difference:+.3f} "
                  f"({change.low:+.3f} to {change.high:+.3f}), p {change.p:.4f}")  # fmt: skip


if __name__ == "__main__":
    main()
