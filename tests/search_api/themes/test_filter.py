"""The filter by theme: rows, counts, similar findings, and what is said where it leaves nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from indexer.errors import InvalidRequest
from indexer.store.reader import IndexReader
from search_api.index.index import Index
from tests.support.builders import make_paragraph, make_report, make_report_entry, write_small_index
from tests.support.encoders import WordEncoder


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    north = make_report("Northmoor", date(2018, 8, 24))
    saltby = make_report("Saltby", date(2019, 5, 16), framework="ilacs", urn="80002")
    write_small_index(
        tmp_path / "index",
        [
            make_report_entry(north, [
                make_paragraph(north, 1, "Neglect is recognised early. Visits are late."),
                make_paragraph(north, 2, "Private fostering is little known."),
                make_paragraph(north, 3, "Tackle neglect.", kind="recommendation"),
            ]),
            make_report_entry(saltby, [make_paragraph(saltby, 1, "Neglect is recognised late.")]),
        ],
    )  # fmt: skip
    with Index(IndexReader.open(tmp_path / "index"), encoder=WordEncoder()) as opened:
        yield opened


def test_only_paragraphs_of_the_theme_are_searched(index: Index) -> None:
    found = index.search("visits", themes="neglect")
    assert {item.paragraph.id for item in found.results} <= {
        "northmoor-2018-08-24/para-1", "northmoor-2018-08-24/rec-3", "saltby-2019-05-16/para-1",
    }  # fmt: skip
    assert found.coverage.paragraphs_searched == 3
    both = index.search("visits", themes=["neglect", "LADO"], kinds="finding", authorities="Northmoor")
    assert [item.paragraph.id for item in both.results] == ["northmoor-2018-08-24/para-1"]


def test_the_values_are_counted_as_the_other_filters_leave_them(index: Index) -> None:
    facet = {item.field: item for item in index.facets(authorities="Northmoor")}["theme"]
    assert {value.name: value.paragraphs for value in facet.values}.items() >= {
        "neglect": 2,
        "private-fostering": 1,
    }.items()
    chosen = {item.field: item for item in index.facets(themes="neglect")}
    assert [value.name for value in chosen["theme"].values if value.chosen] == ["neglect"]
    assert {value.name: value.paragraphs for value in chosen["kind"].values} == {
        "finding": 2, "recommendation": 1,
    }  # fmt: skip


def test_a_theme_that_leaves_nothing_is_said(index: Index) -> None:
    found = index.search("visits", themes="adoption")
    assert found.results == ()
    assert "The reports selected have no paragraph of the theme ‘Adoption’." in found.understood.scope.notes
    kind = index.search("visits", themes="private-fostering", kinds="recommendation")
    assert any("no paragraph" in note for note in kind.understood.scope.notes)


def test_similar_findings_keep_to_the_theme(index: Index) -> None:
    kept = index.similar("northmoor-2018-08-24/para-1", themes="neglect")
    assert kept.coverage.paragraphs_searched == 1
    result = index.similar("northmoor-2018-08-24/para-1", themes="private-fostering")
    assert result.results == ()
    assert any("theme" in note for note in result.notes)


def test_an_unknown_theme_is_refused_with_what_is_near(index: Index) -> None:
    with pytest.raises(InvalidRequest, match="is not a theme") as refused:
        index.search("visits", themes="neglekt")
    assert "neglect" in str(refused.value.remedy)
