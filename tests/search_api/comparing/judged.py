"""Reports of fictional authorities that judge several areas, and what is asked of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from indexer.records import Judgement, Paragraph, Report
from indexer.store.format import ReportEntry
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

LEADERSHIP = {
    "sif": "Leadership, management and governance",
    "sif_reinspection": "Leadership, management and governance",
    "ilacs": "The impact of leaders on social work practice with children and families",
    "looked_after": "Leadership and management",
}
CARE_LEAVERS = {
    "sif": "Experiences and progress of care leavers",
    "ilacs": "The experiences and progress of care leavers",
}


def report(authority: str, day: str, framework: str = "ilacs", **grades: str) -> Report:
    """grades: by area; their printed names are those of the framework, where a test reads them."""
    published = date.fromisoformat(day)
    names = {"leadership": LEADERSHIP, "care_leavers": CARE_LEAVERS}
    return make_report(
        authority,
        published,
        framework=framework,
        urn=str(sum(map(ord, authority))),
        inspection_start=published,
        inspection_end=published,
        judgements=tuple(
            Judgement(area, names.get(area, {}).get(framework, area), grade, grade.capitalize())
            for area, grade in grades.items()
        ),
    )


def finding(
    of: Report, number: int, text: str = "Leaders know their services well.", **changes: Any
) -> Paragraph:
    return make_paragraph(of, number, text, **changes)


def entry(of: Report, *paragraphs: Paragraph) -> ReportEntry:
    return make_report_entry(of, paragraphs or [finding(of, 1)])


@contextmanager
def opened(folder: Path, entries: Sequence[ReportEntry]) -> Iterator[Index]:
    write_small_index(folder / "index", entries)
    encoder = HashEncoder(DIMENSION, name=ENCODER, revision="")
    with Index(IndexReader.open(folder / "index"), encoder=encoder) as index:
        yield index


def _led(of: Report, number: int) -> Paragraph:
    grade = next((item.grade for item in of.judgements if item.area == "leadership"), "")
    heading = LEADERSHIP[of.framework]
    return finding(of, number, section=("Inspection findings", heading), grade=grade, page=20 + number)


def standard() -> list[ReportEntry]:
    """Torbay: SIF inadequate, re-inspection inadequate, ILACS good. Plymouth: only looked after services in
    2013, inadequate; then ILACS good twice. Northmoor, of no register: adequate, then requires improvement.
    """
    found = [
        report("Torbay", "2016-01-05", "sif", overall="inadequate", leadership="inadequate",
               care_leavers="requires improvement"),
        report("Torbay", "2018-08-24", "sif_reinspection", overall="requires improvement",
               leadership="inadequate"),
        report("Torbay", "2022-05-18", overall="good", leadership="good"),
        report("Torbay", "2026-05-24", leadership="outstanding", care_leavers="good"),
        report("Plymouth", "2013-06-01", "looked_after", overall="inadequate", leadership="inadequate"),
        report("Plymouth", "2019-06-01", overall="good", leadership="good"),
        report("Plymouth", "2023-06-01", overall="good", leadership="requires improvement",
               care_leavers="good"),
        report("Northmoor", "2013-09-01", "sif", overall="adequate", leadership="adequate"),
        report("Northmoor", "2017-09-01", "sif", overall="requires improvement",
               leadership="requires improvement"),
    ]  # fmt: skip
    return [entry(item, finding(item, 1), _led(item, 2)) for item in found]
