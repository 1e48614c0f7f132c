"""An index of reports of fictional authorities with what few indexes hold.

A letter that gives no grades in the year of another report, and a version that was replaced.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from indexer.records import Judgement, Paragraph, Report
from indexer.store.reader import IndexReader
from search_api.index.index import Index
from tests.support.builders import (
    DIMENSION,
    ENCODER,
    make_paragraph,
    make_report,
    make_report_entry,
    write_small_index,
)
from tests.support.encoders import HashEncoder

PLACES = ("Northmoor", "Saltby", "Wexcombe", "Eastmarsh", "Westholme")
_WHO = ("Social workers", "Team managers", "Foster carers", "Personal advisers",
        "Independent reviewing officers", "Leaders", "Partner agencies", "Young people", "Duty staff",
        "Health visitors", "School nurses", "Advocates")  # fmt: skip
_DO = ("record", "review", "discuss", "understand", "follow up", "share", "plan", "shape", "test", "explain")
_WHAT = ("visits to children in need", "the work of the front door", "plans for permanence",
         "decisions about risk at home",
         "the views of disabled children", "offers of early help", "return home interviews",
         "moves between foster homes",
         "checks on private fostering", "the reasons for missed meetings")  # fmt: skip
_HOW = ("with care and in good time", "at every monthly meeting", "together with their partners",
        "once the assessment is complete", "before the first review", "in words that families know",
        "as the local procedure describes", "with help from the legal team")  # fmt: skip


@contextmanager
def made_up_index(folder: Path) -> Iterator[Index]:
    """Open while the context lasts. Its sentences are the same each time; no two are alike."""
    texts = _sentences()
    entries = []
    for number, place in enumerate(PLACES):
        for report, count in _reports(place, number):
            made = [_finding(report, at, next(texts), next(texts)) for at in range(1, count + 1)]
            for at in range(1, 7):
                if report.framework in ("sif", "ilacs"):
                    kind = "recommendation" if report.framework == "sif" else "improvement"
                    words = f"Ensure that {next(texts)[:-1].lower()}."
                    made.append(
                        make_paragraph(report, at, words, kind=kind, page=2, printed=kind == "recommendation")
                    )
            entries.append(make_report_entry(report, made))
    write_small_index(folder / "index", entries)
    encoder = HashEncoder(DIMENSION, name=ENCODER, revision="")
    with Index(IndexReader.open(folder / "index"), encoder=encoder) as index:
        yield index


def _reports(place: str, number: int) -> Iterator[tuple[Report, int]]:
    """Each with how many findings it has."""

    def made(year: int, month: int, framework: str, grade: str, **changes: object) -> Report:
        published = date(year, month, 12)
        judged = (Judgement("overall", "Overall effectiveness", grade, grade.capitalize()),) if grade else ()
        return make_report(place, published, framework=framework, urn=f"9000{number}", judgements=judged,
                           inspection_start=date(year, 1, 9), inspection_end=date(year, 1, 20), **changes)  # type: ignore[arg-type] # fmt: skip

    newer = made(2019, 6, "ilacs", "requires improvement")
    yield made(2014, 6, "sif", "inadequate"), 40
    yield made(2018, 11, "ilacs", "requires improvement", superseded_by=newer.id), 20
    yield newer, 22
    yield made(2022, 5, "ilacs", "good"), 30
    yield made(2022, 9, "jtai", ""), 18


def _finding(report: Report, number: int, *sentences: str) -> Paragraph:
    return make_paragraph(report, number, " ".join(sentences), page=2 + number // 5)


def _sentences() -> Iterator[str]:
    every = [f"{who} {do} {what} {how}." for who in _WHO for do in _DO for what in _WHAT for how in _HOW]
    random.Random(1).shuffle(every)
    yield from every
