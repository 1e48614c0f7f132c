"""What is read of the real reports: every number, cover, grade and link that was checked by hand.

All reports are read where anything changed that their reading rests on, and by the command
`python -m tests.corpus.proved`; otherwise one in six and those that a test below names.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path

import pytest

from indexer.audit.check_worker import check_files
from indexer.audit.ledger import differences, ledger_row, to_json
from indexer.cli.audit import spread
from indexer.reading.normalise import fold
from indexer.reading.report import read_file
from indexer.records import AREAS, Paragraph, ReadReport, Report
from indexer.sandbox.pool import usable_cores
from tests.corpus.proved import part, whole
from tests.indexer.reading.faults.kinds import FAULTS
from tests.support.corpus_readings import Reading, names_and_paths, read_corpus
from tests.support.paths import GOLDEN

pytestmark = pytest.mark.corpus
WHOLE = whole("reading")
ONE_IN = 6
REFUSED = ("bromley|2012-08-17", "rotherham|2012-08-10")  # web pages that were saved as PDFs
NAMED = {*REFUSED, "torbay|2016-01-05", "torbay|2018-08-24", "lancashire|2015-11-27"}
CHECKED_TWICE = 12  # reports that are read with both readers on every run; the command reads all
SETTLED = {  # cover fields of the hand-read table that say more or less than our record can
    ("medway|2013-08-23", "framework"): "looked_after",  # there "other:", for want of a word
    ("medway|2013-08-23", "overall"): "inadequate",  # printed with the sections, not on the cover
    ("medway|2013-08-23", "leadership"): "inadequate",
}
SAME_AREA = {
    "overall_effectiveness_grade": "overall",
    "impact_of_leaders_grade": "leadership",
    "help_and_protection_grade": "help_and_protection",
    "in_care_grade": "looked_after",
    "care_leavers_grade": "care_leavers",
}
NOT_PRINTED = ("not_reported_post_reform", "inspection_pre_dates_judgement")


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def readings(real_corpus: Path) -> dict[str, Reading]:
    rows = names_and_paths(real_corpus)
    assert len(rows) == 286
    drawn = set(part("reading", rows, ONE_IN))
    return read_corpus(real_corpus, [row for row in rows if row in drawn or row[0] in NAMED])


@pytest.fixture(scope="module")
def reports(readings: dict[str, Reading]) -> dict[str, ReadReport]:
    return {name: reading.read for name, reading in readings.items() if reading.read is not None}


@pytest.fixture(scope="module")
def listed(reports: dict[str, ReadReport]) -> Callable[[str], bool]:
    """Whether what a list says of the report with this id or name concerns this run."""
    known = {*reports, *(read.report.id for read in reports.values())}
    return lambda report: WHOLE or report in known


def paragraph(reports: Mapping[str, ReadReport], identity: str) -> Paragraph:
    (found,) = (item for read in reports.values() for item in read.paragraphs if item.id == identity)
    return found


def test_every_file_is_read_but_the_two_that_are_web_pages(readings: dict[str, Reading]) -> None:
    refused = {name: reading.refused for name, reading in readings.items() if reading.read is None}
    assert refused == dict.fromkeys(REFUSED, "not a PDF: it does not start as one")
    assert len(readings) == 286 if WHOLE else len(readings) >= 286 / ONE_IN


def test_every_line_of_every_report_is_accounted_for(reports: dict[str, ReadReport]) -> None:
    assert {name: read.accounted for name, read in reports.items() if read.accounted != 100.0} == {}


def test_ids_are_unique_and_every_page_is_there(reports: dict[str, ReadReport]) -> None:
    ids = [item.id for read in reports.values() for item in read.paragraphs]
    assert len(ids) == len(set(ids))
    for read in reports.values():
        for item in read.paragraphs:
            assert item.page_first is not None
            assert item.page_last is not None
            assert 1 <= item.page_first <= item.page_last <= (read.report.pages or 0)
            assert {box.page for box in item.boxes} == set(range(item.page_first, item.page_last + 1))


def test_every_paragraph_stands_on_its_pages_and_holds_nothing_foreign(readings: dict[str, Reading]) -> None:
    assert [problem for reading in readings.values() for problem in reading.problems] == []


def test_both_readers_agree_on_reports_of_every_kind(real_corpus: Path, readings: dict[str, Reading]) -> None:
    readable = [real_corpus / "reports" / item.path for item in readings.values() if item.read is not None]
    checks = list(check_files(spread(readable, CHECKED_TWICE), fast=False, workers=min(usable_cores(), 8)))
    assert [problem for check in checks for problem in check.problems] == []
    assert all(check.paragraphs == check.first == check.second == check.agreed for check in checks)
    assert len(checks) == CHECKED_TWICE


def test_numbers_run_without_a_gap_but_for_the_listed_anomalies(
    reports: dict[str, ReadReport], listed: Callable[[str], bool]
) -> None:
    printed = [
        (read.report.id, anomaly.kind, "" if anomaly.page is None else str(anomaly.page))
        for read in reports.values()
        for anomaly in read.anomalies
    ]
    known = [
        (row["report"], row["anomaly"], row["page"])
        for row in table(GOLDEN / "ledger_reasons.csv")
        if listed(row["report"])
    ]
    assert sorted(printed) == sorted(known)
    for read in reports.values():
        assert ledger_row(read).gaps == ()


def test_the_ledger_is_as_committed(reports: dict[str, ReadReport], listed: Callable[[str], bool]) -> None:
    """Remake it with `pinpoint ledger ../shared/corpus/reports --snapshot tests/golden/ledger.json`."""
    lines = json.loads((GOLDEN / "ledger.json").read_text(encoding="utf-8"))
    kept = [line for line in lines if listed(line["report"])]
    changed = differences(kept, to_json(ledger_row(read) for read in reports.values()))
    assert not changed, "the reading changed:\n" + "\n".join(changed)


def cover_fields(report: Report) -> dict[str, str]:
    grades = {judgement.area: judgement.grade for judgement in report.judgements}
    return {
        "framework": report.framework,
        "inspection_start": iso(report.inspection_start),
        "inspection_end": iso(report.inspection_end),
        "lead_inspector": report.lead_inspector,
        **{area: grades.get(area, "") for area in AREAS},
    }


def iso(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def test_covers_read_by_hand(
    reports: dict[str, ReadReport], shared_eval: Path, listed: Callable[[str], bool]
) -> None:
    rows = table(shared_eval / "covers.csv")
    wrong, compared = [], 0
    for row in rows:
        name = f"{row['authority']}|{row['published']}"
        if not listed(name):
            continue
        compared += 1
        for field, value in cover_fields(reports[name].report).items():
            if value != SETTLED.get((name, field), row.get(field, "")):
                wrong.append((name, field, value, row.get(field)))
    assert wrong == []
    assert len(rows) == 30
    assert compared == 30 if WHOLE else compared


def test_grades_published_elsewhere(
    reports: dict[str, ReadReport], shared_eval: Path, listed: Callable[[str], bool]
) -> None:
    """At least 99% agree, and each that does not was settled by looking at the cover."""
    fields, apart = 0, []
    for row in table(shared_eval / "grades.csv"):
        day = datetime.strptime(row["publication_date"], "%d/%m/%y").date()
        name = f"{row['local_authority']}|{day.isoformat()}"
        if not listed(name):
            continue
        report = reports[name].report
        for field, ours, theirs in _compared(report, row):
            fields += 1
            if ours != theirs and not (field == "lead_inspector" and theirs.lower() in ours.lower()):
                apart.append((report.id, field, ours, theirs))
    settled = [
        (row["report"], row["field"], row["read"], row["elsewhere"])
        for row in table(GOLDEN / "grades_settled.csv")
        if listed(row["report"])
    ]
    assert sorted(apart) == sorted(settled)
    assert fields == 1472 if WHOLE else fields
    assert len(apart) <= fields / 100 + 1 or not WHOLE


def _compared(report: Report, row: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    ours = cover_fields(report)
    for field, area in SAME_AREA.items():
        yield area, ours[area], "" if row[field] in NOT_PRINTED else row[field]
    for field in ("inspection_start", "inspection_end"):
        day = row[f"{field}_date"]
        yield field, ours[field], datetime.strptime(day, "%d/%m/%Y").date().isoformat() if day else ""
    yield "lead_inspector", ours["lead_inspector"], row["inspector_name"]


def test_every_single_inspection_cover_gives_its_grade_table(reports: dict[str, ReadReport]) -> None:
    expected = {"overall", "help_and_protection", "looked_after", "adoption", "care_leavers", "leadership"}
    for read in reports.values():
        if read.report.framework in ("sif", "sif_reinspection"):
            areas = {judgement.area for judgement in read.report.judgements}
            missing = expected - areas
            # City of London placed no child for adoption: its cover prints "Not judged".
            assert missing == ({"adoption"} if read.report.id == "city-of-london-2016-09-20" else set())


def test_graded_sections_give_their_grade_to_every_finding(reports: dict[str, ReadReport]) -> None:
    """An ILACS finding always has one; a SIF finding unless it stands in the executive summary."""
    for read in reports.values():
        for item in read.paragraphs:
            if item.kind == "finding" and read.report.framework == "ilacs":
                assert item.grade, item.id
            if item.kind == "finding" and not item.grade:
                assert item.section[0].endswith(("because", "strengths", "last inspection")) or (
                    read.report.framework == "looked_after"
                ), item.id


def test_exported_text_and_pdf_give_the_same_paragraphs(
    reports: dict[str, ReadReport], real_corpus: Path
) -> None:
    exported = read_file(real_corpus / "torbay-2018-seed.txt")
    pdf = reports["torbay|2018-08-24"]
    numbered = [
        {item.id: item for item in read.paragraphs if item.kind in ("finding", "recommendation")}
        for read in (exported, pdf)
    ]
    assert numbered[0].keys() == numbered[1].keys()
    assert sorted(item.number for item in numbered[0].values()) == list(range(1, 102))
    assert all(fold(item.text) == fold(numbered[1][key].text) for key, item in numbered[0].items())
    judged = [{item.area: item.grade for item in read.report.judgements} for read in (exported, pdf)]
    assert judged[0] == judged[1]
    assert {item.page_first for item in exported.paragraphs} == {None}


@pytest.mark.parametrize(
    "identity", ["torbay-2018-08-24/para-27", "torbay-2018-08-24/rec-6", "torbay-2016-01-05/para-28"]
)
def test_paragraphs_on_multi_agency_risk_assessment_conferences(
    reports: dict[str, ReadReport], identity: str
) -> None:
    assert "MARAC" in paragraph(reports, identity).text


def test_inspectors_own_links(
    reports: dict[str, ReadReport], shared_eval: Path, listed: Callable[[str], bool]
) -> None:
    """Where a range's dash is not printed ("146 149"), only what is printed is linked."""
    lines = (shared_eval / "crossrefs.jsonl").read_text(encoding="utf-8").splitlines()
    lost = []
    for row in map(json.loads, lines):
        name = f"{row['authority'].replace('_', ' ')}|{row['published']}"
        if not listed(name):
            continue
        read = reports[name]
        head = fold(row["text"])[:60]
        linked = {
            number
            for item in read.paragraphs
            if item.kind == "recommendation" and head in fold(item.text)
            for number in item.linked
        }
        missing = set(row["paragraphs"]) - linked
        if missing:
            lost.append((read.report.id, row["recommendation"], sorted(missing)))
    assert lost == [("lancashire-2015-11-27", 139, [147, 148])]
    assert len(lines) == 151


def test_faults_of_whole_kinds_stay_mended(
    reports: dict[str, ReadReport], listed: Callable[[str], bool]
) -> None:
    """Every report that had one, before and after; what is left is printed so ("Catch22")."""
    known = {
        (row["kind"], row["report"]): int(row["after"])
        for row in table(GOLDEN / "faults_mended.csv")
        if listed(row["report"])
    }
    counted = {
        (kind, read.report.id): count
        for read in reports.values()
        for kind, of in FAULTS.items()
        if (count := of(read)) or (kind, read.report.id) in known
    }
    assert counted == known
