"""Two files of one authority and day: one report or two, decided alike in whatever order they come."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import permutations

import pytest

from indexer.pipeline.same_reports import SAME_DAY, Candidate, as_first, settle
from indexer.records import ReadReport
from tests.support.builders import make_paragraph, make_report

DAY = date(2022, 5, 16)


def read(*texts: str, media: str = "pdf", printed: bool = True, first: int = 1) -> ReadReport:
    report = make_report("Saltby", DAY, media=media)
    paragraphs = [make_paragraph(report, number, text) for number, text in enumerate(texts, start=first)]
    if not printed:
        paragraphs = [
            replace(item, printed=False, id=item.id.replace("para", "unnumbered-para")) for item in paragraphs
        ]
    return ReadReport(report, tuple(paragraphs))


TEN = [f"Paragraph about theme {number}." for number in range(10)]


def test_reports_of_different_days_keep_their_ids() -> None:
    other = ReadReport(make_report("Saltby", date(2023, 1, 1)), ())
    settled = settle([Candidate("/a.pdf", read(*TEN)), Candidate("/b.pdf", other)])
    assert [item.report.id for item in settled.reports.values()] == ["saltby-2022-05-16", "saltby-2023-01-01"]
    assert settled.twins == {}


def test_the_second_in_path_order_is_numbered() -> None:
    candidates = [
        Candidate("/c.pdf", read("Third.")),
        Candidate("/a.pdf", read("First.")),
        Candidate("/b.pdf", read("Second.", "More.")),
    ]
    for order in permutations(candidates):
        reports = settle(order).reports
        assert {key: item.report.id for key, item in reports.items()} == {
            "/a.pdf": "saltby-2022-05-16",
            "/b.pdf": "saltby-2022-05-16-2",
            "/c.pdf": "saltby-2022-05-16-3",
        }
        assert [item.id for item in reports["/b.pdf"].paragraphs] == [
            "saltby-2022-05-16-2/para-1",
            "saltby-2022-05-16-2/para-2",
        ]
        assert [(item.kind, item.detail) for item in reports["/b.pdf"].anomalies] == [
            (SAME_DAY, "another report of Saltby was published on this day: a.pdf")
        ]
        assert reports["/a.pdf"].anomalies == ()


def test_numbering_can_be_undone() -> None:
    second = read("Second.")
    settled = settle([Candidate("/a.pdf", read("First.")), Candidate("/b.pdf", second)])
    assert as_first(settled.reports["/b.pdf"]) == second


def test_other_bytes_that_say_the_same_are_one_report() -> None:
    settled = settle([Candidate("/b.pdf", read(*TEN)), Candidate("/a.pdf", read(*TEN))])
    assert list(settled.reports) == ["/a.pdf"]
    assert settled.twins == {"/b.pdf": "/a.pdf"}


def test_an_export_gives_way_to_its_pdf() -> None:
    export = read(*(text.replace(".", " .") for text in TEN[:9]), media="text")
    for order in permutations([Candidate("/a.txt", export), Candidate("/b.pdf", read(*TEN))]):
        settled = settle(order)
        assert list(settled.reports) == ["/b.pdf"]
        assert settled.twins == {"/a.txt": "/b.pdf"}


def test_an_export_with_other_numbers_is_another_report() -> None:
    export = read(*TEN, media="text", first=6)
    settled = settle([Candidate("/a.txt", export), Candidate("/b.pdf", read(*TEN))])
    assert {key: item.report.id for key, item in settled.reports.items()} == {
        "/a.txt": "saltby-2022-05-16",
        "/b.pdf": "saltby-2022-05-16-2",
    }


@pytest.mark.parametrize(("words", "same"), [(TEN, True), (["Nothing of the kind."], False)])
def test_without_printed_numbers_the_words_decide(words: list[str], same: bool) -> None:
    export = read(" ".join(words), media="text", printed=False)
    settled = settle([Candidate("/a.txt", export), Candidate("/b.pdf", read(*TEN, printed=False))])
    assert (settled.twins == {"/a.txt": "/b.pdf"}) is same


def test_more_reports_on_a_day_than_ids_can_tell_apart() -> None:
    settled = settle([Candidate(f"/{number:02}.pdf", read(f"Text {number}.")) for number in range(11)])
    assert len({item.report.id for item in settled.reports.values()}) == 9
    assert settled.surplus == ("/09.pdf", "/10.pdf")


def test_a_twin_of_a_report_beyond_the_ninth_is_beyond_it_too() -> None:
    texts = [*(f"Text {number}." for number in range(10)), "Text 9."]
    settled = settle([Candidate(f"/{place:02}.pdf", read(text)) for place, text in enumerate(texts)])
    assert settled.surplus == ("/09.pdf", "/10.pdf")
    assert settled.twins == {}
