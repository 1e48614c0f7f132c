"""Real reports read and checked once, by worker processes, for the tests of one run."""

from __future__ import annotations

import csv
import multiprocessing
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from indexer.audit.readings import Problem, first_texts, foreign_text, not_found
from indexer.errors import UnreadableReport
from indexer.reading.pdf import open_checked, read_pages
from indexer.reading.report import understand_pages
from indexer.records import ReadReport
from indexer.sandbox.pool import usable_cores


@dataclass(frozen=True, slots=True)
class Reading:
    """One file of reports.csv. name: "authority|publication date" as there. read: None if refused."""

    name: str
    path: str
    read: ReadReport | None
    refused: str
    problems: tuple[Problem, ...]


def names_and_paths(corpus: Path) -> list[tuple[str, str]]:
    """Of every file of reports.csv, in its order: its name as a Reading has it, its path in `reports/`."""
    with (corpus / "reports.csv").open(encoding="utf-8", newline="") as file:
        return [(f"{row['authority']}|{row['published']}", row["path"]) for row in csv.DictReader(file)]


def read_corpus(corpus: Path, rows: Sequence[tuple[str, str]]) -> dict[str, Reading]:
    """name -> reading of each name and path, in their order. Checks with PDFium alone."""
    jobs = [(name, path, str(corpus / "reports" / path)) for name, path in rows]
    with ProcessPoolExecutor(usable_cores(), multiprocessing.get_context("spawn")) as pool:
        return {reading.name: reading for reading in pool.map(_read, jobs, chunksize=8)}


def _read(job: tuple[str, str, str]) -> Reading:
    name, path, whole = job
    try:
        pages = read_pages(open_checked(Path(whole), max_pages=500))
        read = understand_pages(pages, path=Path(whole))
    except UnreadableReport as error:
        return Reading(name, path, None, str(error), ())
    missing = not_found(read, first_texts(pages), "first reader")
    return Reading(name, path, read, "", (*missing.values(), *foreign_text(read, pages)))
