"""Who is praised where one is criticised: right sides, each authority once, by its newest report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import pytest

from indexer.errors import InvalidRequest, UnknownAuthority
from indexer.records import Report
from indexer.store.format import ReportEntry
from indexer.store.reader import IndexReader
from search_api.index.index import Index
from search_api.settings import Settings
from tests.support.builders import make_paragraph, make_report, make_report_entry, write_small_index
from tests.support.encoders import WordEncoder

BOARD = ("The Local Safeguarding Children Board",)


def entry(place: str, year: int, *texts: str, section: tuple[str, ...] = ("Findings",)) -> ReportEntry:
    report: Report = make_report(place, date(year, 5, 1), framework="ilacs")
    return make_report_entry(
        report, [make_paragraph(report, at, text, section=section) for at, text in enumerate(texts, 1)]
    )


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder = tmp_path_factory.mktemp("praised")
    entries = [
        entry("Northmoor", 2022, "Supervision is poor and irregular.", "Supervision is good in one team."),
        entry("Northmoor", 2018, "Supervision is poor."),
        entry("Saltby", 2021, "Supervision is good and regular."),
        entry("Saltby", 2016, "Supervision is poor."),
        entry("Wexcombe", 2023, "Supervision is poor here."),
        entry("Wexcombe", 2015, "Supervision is good."),
        entry("Oakham Vale", 2020, "Supervision is good for some.", "Supervision is poor for others."),
        entry("Pinford", 2019, "Supervision takes place monthly."),
        entry("Quarl", 2018, "Supervision is good.", section=BOARD),
        entry("Rushby", 2017, "Nothing is said of the matter."),
    ]
    write_small_index(folder / "index", entries)
    with Index(IndexReader.open(folder / "index"), encoder=WordEncoder()) as opened:
        _label(opened)
        yield opened


def _label(index: Index) -> None:
    """The side of a sentence by one word of it: the encoder of tests has no model."""

    def labels(sentences: Sequence[tuple[int, int]]) -> list[str]:
        texts = [
            index.reader.texts_of([row])[0][slice(*index.reader.spans(row)[place])]
            for row, place in sentences
        ]
        return [
            "criticism" if "poor" in text else "praise" if "good" in text else "neutral" for text in texts
        ]

    index.searcher.labels = labels  # type: ignore[method-assign]


def test_each_authority_stands_once_by_its_newest_report(index: Index) -> None:
    found = index.praised("supervision", mine="Northmoor")
    assert [item.report.authority for item in found.others] == ["Saltby", "Oakham Vale"]
    assert (found.authorities, found.clear) == (2, 1)  # Wexcombe's praise of 2015 was taken back
    assert found.others[0].but is None
    assert found.others[1].but is not None
    assert found.others[1].but.quote == "Supervision is poor for others."
    assert (found.speaking, found.searched) == (4, 6)  # nothing is said of Quarl but of its board


def test_its_own_criticism_comes_newest_first_and_without_its_praise(index: Index) -> None:
    found = index.praised("supervision", mine="Northmoor")
    assert [item.report.published.year for item in found.own] == [2022, 2018]
    assert {item.side for item in found.own} == {"criticism"}
    assert found.own_total == 2
    for item in (*found.own, *found.others):
        assert item.quote in index.get(item.paragraph.id).paragraph.text


def test_where_it_is_not_criticised_that_is_said(index: Index) -> None:
    found = index.praised("supervision", mine="Saltby", since="2020")
    assert found.own == ()
    assert any("No report on Saltby here criticises it" in note for note in found.notes)


def test_whose_authority_is_meant_must_be_known(index: Index) -> None:
    with pytest.raises(InvalidRequest, match="nobody has said which authority"):
        index.praised("supervision")
    with pytest.raises(UnknownAuthority, match="cannot be your authority"):
        index.praised("supervision", mine="Atlantis")
    with pytest.raises(InvalidRequest, match="names no authorities"):
        index.praised("supervision", mine="Saltby", whose="friends")


def test_the_settings_can_name_it(index: Index) -> None:
    own = Index(index.reader, settings=Settings(authority="Northmoor"), encoder=WordEncoder())
    assert own.praised("supervision").mine == "Northmoor"
    assert own.praised("supervision", mine="Saltby").mine == "Saltby"


def test_the_first_screen_holds_as_many_as_were_asked_for_and_their_pins_open(index: Index) -> None:
    view = index.ask("one council praised for supervision where Northmoor is criticised").view
    assert view is not None
    assert view.kind == "praised"
    _, others = view.by_side
    assert len(others[1]) == 1
    assert view.more == 1
    for line in view.lines:
        for pin in line.pins:
            assert pin.quote in index.get(pin.id).paragraph.text
