"""A report that was put right and published again: the later file supersedes, where the files tell it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import permutations
from typing import Any

import pytest

from indexer.pipeline.reissues import SUPERSEDED, SUPERSEDES
from indexer.pipeline.same_reports import SAME_DAY, Candidate, as_first, settle
from indexer.reading.document.reissue import REISSUED
from indexer.records import Anomaly, ReadReport
from search_api.citations import STYLE_NAMES, cite
from tests.support.builders import make_paragraph, make_report

TEXTS = [f"Paragraph about theme {number}." for number in range(10)]
RIGHT = [*TEXTS[:9], "Nine of ten visits were on time."]


def version(*texts: str, says: str = "", **facts: Any) -> ReadReport:
    report = make_report("Saltby", date(2022, 5, 16), **facts)
    paragraphs = [make_paragraph(report, number, text) for number, text in enumerate(texts, start=1)]
    notes = (Anomaly(REISSUED, 1, says),) if says else ()
    return ReadReport(report, tuple(paragraphs), notes)


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        (("/a.pdf", version(*TEXTS)), ("/b.pdf", version(*RIGHT, says="‘Corrected version’"))),
        (("/b.pdf", version(*TEXTS)), ("/a.pdf", version(*RIGHT, says="‘Amended 1 June 2022’"))),
        (("/b.pdf", version(*TEXTS)), ("/a - corrected.pdf", version(*RIGHT))),
        (("/report.pdf", version(*TEXTS)), ("/report_v2.pdf", version(*RIGHT))),
        (
            ("/b.pdf", version(*TEXTS, made="2022-05-10T09:00")),
            ("/a.pdf", version(*RIGHT, made="2022-06-01T09:00")),
        ),
        (  # what the page says counts before the date of the file
            ("/a.pdf", version(*TEXTS, made="2022-06-01T09:00")),
            ("/b.pdf", version(*RIGHT, says="‘Corrected’", made="2022-05-20T09:00")),
        ),
    ],
)
def test_the_later_version_has_the_days_own_id(
    earlier: tuple[str, ReadReport], later: tuple[str, ReadReport]
) -> None:
    for order in permutations([Candidate(*earlier), Candidate(*later)]):
        reports = settle(order).reports
        old, new = reports[earlier[0]], reports[later[0]]
        assert (new.report.id, old.report.id) == ("saltby-2022-05-16", "saltby-2022-05-16-2")
        assert (new.report.superseded_by, old.report.superseded_by) == ("", new.report.id)
        (said,) = [item for item in old.anomalies if item.kind == SUPERSEDED]
        assert said.paragraphs == tuple(item.id for item in old.paragraphs)
        assert said.detail.startswith(f"superseded by {later[0][1:]}: ")
        (said,) = [item for item in new.anomalies if item.kind == SUPERSEDES]
        assert said.paragraphs == ("saltby-2022-05-16/para-10",)
        assert not any(item.kind == SAME_DAY for item in (*old.anomalies, *new.anomalies))
        for style in STYLE_NAMES:
            assert "superseded" in cite(old.report, old.paragraphs[9], style)
            assert "superseded" not in cite(new.report, new.paragraphs[9], style)
        assert as_first(old) == earlier[1]
        assert as_first(new) == later[1]


@pytest.mark.parametrize(
    "other",
    [
        version(*RIGHT),  # nothing tells which is the later
        version(*RIGHT, made="2022-06-01T09:00"),  # the first does not say when it was made
        version(*[f"Another matter {n}." for n in range(10)], says="‘Corrected’"),  # another report
        version(*RIGHT, says="‘Corrected’", framework="lscb"),
        version(*RIGHT, says="‘Corrected’", inspection_end=date(2022, 4, 1)),
    ],
)
def test_else_they_are_two_reports_of_one_day(other: ReadReport) -> None:
    settled = settle([Candidate("/a.pdf", version(*TEXTS)), Candidate("/b.pdf", other)])
    assert [it.report.superseded_by for it in settled.reports.values()] == ["", ""]
    assert [it.kind for it in settled.reports["/b.pdf"].anomalies if it.kind != REISSUED] == [SAME_DAY]


def test_of_three_versions_the_last_supersedes_both() -> None:
    made = [f"2022-06-0{day}T09:00" for day in (1, 2, 3)]
    texts = [TEXTS, RIGHT, ["Put right again.", *RIGHT[1:]]]
    candidates = [
        Candidate(f"/{place}.pdf", version(*text, made=day))
        for place, text, day in zip("abc", texts, made, strict=True)
    ]
    for order in permutations(candidates):
        reports = settle(order).reports
        assert reports["/c.pdf"].report.id == "saltby-2022-05-16"
        assert {reports[key].report.superseded_by for key in ("/a.pdf", "/b.pdf")} == {"saltby-2022-05-16"}
        assert as_first(replace(reports["/b.pdf"])) == candidates[1].read
