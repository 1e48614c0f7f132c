"""The sample reports as a whole: every fact and paragraph that the layout put there is read back."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from indexer.authorities.register import Register
from indexer.errors import UnreadableReport
from indexer.reading.normalise import fold
from indexer.reading.report import read_file
from indexer.records import Pinpoint
from tests.support.paths import TESTS
from tests.support.small_pdfs import lines_of_text, pdf_bytes

GOLDEN: list[dict[str, Any]] = json.loads((TESTS / "golden" / "samples.json").read_text(encoding="utf-8"))
COVER = [
    "Inspection of Northmoor local authority children’s services",
    "Inspection dates: 15 to 19 January 2018",
    "Lead inspector: Ada Example, Her Majesty’s Inspector",
]


@pytest.mark.parametrize("facts", GOLDEN, ids=lambda facts: str(facts["id"]))
def test_samples_are_read_exactly(facts: dict[str, Any], samples: Path) -> None:
    read = read_file(samples / facts["path"])
    report = read.report
    for name in ("id", "authority", "framework", "lead_inspector", "pages"):
        assert getattr(report, name) == facts[name]
    for name in ("inspection_start", "inspection_end", "published"):
        assert getattr(report, name) == date.fromisoformat(facts[name])
    judged = {judgement.area: judgement.grade for judgement in report.judgements}
    assert judged == {row["area"]: row["grade"] for row in facts["judgements"]}
    wanted = {row["id"]: row for row in facts["paragraphs"]}
    assert [paragraph.id for paragraph in read.paragraphs] == list(wanted)
    for paragraph in read.paragraphs:
        row = wanted[paragraph.id]
        for name in ("kind", "number", "printed", "page_first", "page_last", "text", "recommendation_mark"):
            assert getattr(paragraph, name) == row[name], f"{paragraph.id}: {name}"
        assert list(paragraph.linked) == row["linked"], paragraph.id
        assert list(paragraph.footnotes) == row["footnotes"], paragraph.id
        assert str(Pinpoint.parse(paragraph.id)) == paragraph.id
    assert {anomaly.kind for anomaly in read.anomalies} <= {"authority"}  # fictional: not in the register


def test_exported_text_and_pdf_of_one_report_give_the_same_paragraphs(samples: Path) -> None:
    (facts,) = (row for row in GOLDEN if row["id"] == "northmoor-2018-03-29")
    pdf = read_file(samples / facts["path"])
    exported = read_file(TESTS / "data" / "northmoor-2018-export.txt")
    assert exported.report.id == pdf.report.id
    assert exported.report.judgements == pdf.report.judgements
    numbered = [
        [(item.id, item.number, fold(item.text)) for item in read.paragraphs if item.printed]
        for read in (exported, pdf)
    ]
    assert numbered[0] == numbered[1]
    assert {(item.page_first, item.page_last, item.boxes) for item in exported.paragraphs} == {
        (None, None, ())
    }
    assert (exported.report.media, exported.report.pages) == ("text", None)


def make(tmp_path: Path, name: str, *texts: str, folder: str = "plain") -> Path:
    path = tmp_path / folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(pdf_bytes(lines_of_text(*COVER), lines_of_text("A picture."), lines_of_text(*texts)))
    return path


FINDINGS = [f"{n}. Words of finding {n}." for n in range(1, 7)]


def test_the_publication_date_comes_from_the_file_name_where_nothing_else_has_it(tmp_path: Path) -> None:
    read = read_file(make(tmp_path, "inspection - 29 march 2018.pdf", *FINDINGS), catalogue={})
    assert (read.report.published, read.report.published_source) == (date(2018, 3, 29), "file name")
    assert read.report.id == "northmoor-2018-03-29"
    assert [item.number for item in read.paragraphs] == [1, 2, 3, 4, 5, 6]


def test_the_catalogue_dates_a_report_whose_name_says_nothing(tmp_path: Path) -> None:
    register = Register.load(_register(tmp_path))
    dates = {"99901": [date(2016, 1, 29), date(2018, 3, 29)]}
    path = make(tmp_path, "download.pdf", *FINDINGS, folder="99901_northmoor")
    report = read_file(path, register=register, catalogue=dates).report
    assert (report.published, report.published_source, report.urn) == (
        date(2018, 3, 29),
        "catalogue",
        "99901",
    )


def _register(tmp_path: Path) -> Path:
    path = tmp_path / "authorities.csv"
    path.write_text(
        "urn,la_code,ons_code,name,also_known_as,region,la_type,statistical_neighbours\n"
        "99901,901,E09999901,Northmoor,,North,county,\n",
        encoding="utf-8",
    )
    return path


def test_a_report_without_any_date_is_refused_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(UnreadableReport, match=r"no publication date.*end the file's name with it"):
        read_file(make(tmp_path, "download.pdf", *FINDINGS), catalogue={})


def test_a_document_that_is_no_report_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "minutes - 29 march 2018.pdf"
    path.write_bytes(pdf_bytes(lines_of_text("Northmoor", "Minutes of a meeting", "Present: Ada Example")))
    with pytest.raises(UnreadableReport, match="not an inspection report"):
        read_file(path, catalogue={})


def test_a_scan_without_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "inspection - 29 march 2018.pdf"
    path.write_bytes(pdf_bytes(lambda canvas: canvas.rect(10, 10, 100, 100)))
    with pytest.raises(UnreadableReport, match="no text in it"):
        read_file(path)
