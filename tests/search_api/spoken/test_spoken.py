"""What is said of themes and terms in a small fictional index, and which reports are silent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest

from indexer.errors import InvalidRequest
from indexer.records import Anomaly
from indexer.store.reader import IndexReader
from search_api.index.index import Index
from search_api.question.request import Request
from search_api.spoken.records import ReportOn
from tests.support.builders import make_paragraph, make_report, make_report_entry, write_small_index
from tests.support.encoders import WordEncoder


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    north = make_report("Northmoor", date(2018, 8, 24))
    saltby = make_report("Saltby", date(2019, 5, 16), framework="ilacs", urn="80002")
    fernwick = make_report("Fernwick", date(2020, 2, 3), framework="ilacs", urn="80003")
    write_small_index(
        tmp_path / "index",
        [
            make_report_entry(fernwick, [
                make_paragraph(fernwick, 1, "Foster carers are well supported. Leaders listen."),
            ], [Anomaly("gap", 2, "2 is missing between 1 and 3")]),
            make_report_entry(north, [
                make_paragraph(north, 1, "Leaders listen. Privately fostered children are visited late."),
                make_paragraph(north, 2, "Awareness of private fostering is low."),
            ]),
            make_report_entry(saltby, [
                make_paragraph(saltby, 1, "Private fostering is well known. Visits are regular."),
            ]),
        ],
    )  # fmt: skip
    with Index(IndexReader.open(tmp_path / "index"), encoder=WordEncoder()) as opened:
        yield opened


def ids(reports: Sequence[ReportOn]) -> list[str]:
    return [item.report.id for item in reports]


def test_each_report_stands_in_one_part(index: Index) -> None:
    found = index.silence.on("private fostering")
    assert found.theme == "private-fostering"
    assert ids(found.silent) == ["fernwick-2020-02-03"]
    assert ids(found.mentioned) == ["northmoor-2018-08-24", "saltby-2019-05-16"]
    assert ids(found.in_other_words) == []
    assert ids(found.perhaps) == []
    assert found.sentence == "2 of 3 reports mention ‘Private fostering’, 1 does not mention it."
    assert found.mentioned[0].paragraphs == 2


def test_a_silent_report_gives_its_nearest_sentence_and_what_to_check(index: Index) -> None:
    [silent] = index.silence.on("private fostering").silent
    assert silent.quoted is not None
    assert silent.quoted.text in ("Foster carers are well supported.", "Leaders listen.")
    assert not silent.quoted.named
    assert silent.paragraphs == 0
    assert silent.to_check == (silent.report.id in index.reader.noted.to_check)


def test_a_mention_gives_the_sentence_that_prints_it(index: Index) -> None:
    mentioned = index.silence.on("private fostering").mentioned
    for item in mentioned:
        assert item.quoted is not None
        assert "foster" in item.quoted.text
        assert item.quoted.named


def test_the_filters_hold(index: Index) -> None:
    found = index.silence.on("private fostering", Request(authorities=["Saltby", "Fernwick"]))
    assert found.sentence == "1 of 2 reports mentions ‘Private fostering’, 1 does not mention it."
    nothing = index.silence.on("private fostering", Request(since="2024"))
    assert nothing.sentence == "No report was searched for ‘Private fostering’."


def test_what_is_no_theme_is_looked_for_as_a_term(index: Index) -> None:
    found = index.silence.on("leaders listen", as_term=True)
    assert found.theme == ""
    assert "northmoor-2018-08-24" in ids(found.mentioned)
    unlisted = index.silence.on("zebra crossings")
    assert ids(unlisted.silent) == [item.id for item in index.reader.reports()]
    assert any("word for word" in note for note in unlisted.notes)


def test_the_newest_sentence_of_a_theme_stands_first(index: Index) -> None:
    found = index.speaking.of("private-fostering")
    assert [item.report.id for item in found.sentences] == [
        "saltby-2019-05-16", "northmoor-2018-08-24", "northmoor-2018-08-24",
    ]  # fmt: skip
    assert found.sentence == "3 paragraphs of 2 of 3 reports speak of ‘Private fostering’."
    assert [
        item.paragraph.id for item in index.speaking.of("private-fostering", limit=1, offset=1).sentences
    ] == ["northmoor-2018-08-24/para-1"]
    with pytest.raises(InvalidRequest, match="is not a theme"):
        index.speaking.of("zebra crossings")


def test_every_theme_is_counted(index: Index) -> None:
    counted = {item.theme.key: (item.paragraphs, item.reports) for item in index.speaking.counts()}
    assert counted["private-fostering"] == (3, 2)
    assert counted["adoption"] == (0, 0)
