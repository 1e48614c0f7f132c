"""Made-up reports, the embedded index of them, and what any engine must say of them, too."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np

from indexer.arrays import Float32Array
from indexer.store.format import ReportEntry
from indexer.store.reader import IndexReader
from tests.support.builders import make_paragraph, make_report, make_report_entry

WORDS = (
    "marac", "plans", "visits", "missing", "homes", "leaders", "thresholds", "delay", "health", "voice",
    "Bedford", "O’Neill", "café", "’looked-after’", "children’s", "s47", "MARAC", "CSE", "2018", "running",
    "visiting", "visited", "planned",
)  # fmt: skip
PHRASES = (
    "plans", "Plans for", "marac plans", "missing homes", "CAFE", "looked after", "O'Neill", "the planning",
    "visits", "visiting leaders", "s47", "children s", "2018", "nowhere", "", "…", '"', "a OR b", "homes*",
)  # fmt: skip


def made_reports(seed: int = 3, years: int = 4) -> list[ReportEntry]:
    """Several hundred paragraphs of few words: many texts, and so vectors and scores, are the same."""
    random = np.random.default_rng(seed)
    reports: list[ReportEntry] = []
    for name in ("Saltby", "Wexcombe", "Ashmere"):
        for year in range(years):
            report = make_report(name, date(2015, 1, 1) + timedelta(days=400 * year))
            texts = [_text(random) for _ in range(int(random.integers(0, 60)))]
            items = [make_paragraph(report, n + 1, text) for n, text in enumerate(texts)]
            reports.append(make_report_entry(report, items))
    return reports


def _text(random: np.random.Generator) -> str:
    sentences = [" ".join(random.choice(WORDS, random.integers(1, 6))) for _ in range(random.integers(1, 4))]
    return ". ".join(sentences) + "."


def queries(reader: IndexReader, count: int = 12) -> list[Float32Array]:
    """Vectors of paragraphs, sums of two, and of nothing that is there; L2-normalised."""
    random = np.random.default_rng(7)
    every = reader.vectors(range(len(reader)))
    picked = [every[row] for row in random.choice(len(every), count // 2)]
    picked += [every[one] + every[other] for one, other in random.choice(len(every), (count // 4, 2))]
    picked += list(random.standard_normal((count // 4, reader.dimension)).astype(np.float32))
    return [(one / np.linalg.norm(one)).astype(np.float32) for one in picked]


def choices(reader: IndexReader) -> list[Sequence[int] | None]:
    """Rows that a search may be held to: all, none, one, some, a report's, nearly all."""
    random = np.random.default_rng(11)
    every = np.arange(len(reader))
    some = np.sort(random.choice(every, len(every) // 3, replace=False)).tolist()
    biggest = max((reader.rows_of(report.id) for report in reader.reports()), key=len)
    return [None, [], [int(every[-1])], some, biggest, every[1:].tolist()]
