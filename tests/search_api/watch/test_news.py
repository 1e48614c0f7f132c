"""What is new: by report and file, whatever the generation; nothing is listed twice or lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from indexer.errors import InvalidRequest
from indexer.store.format import ReportEntry
from indexer.store.reader import IndexReader
from search_api.index.index import Index
from search_api.question.request import EVERYTHING, Request
from search_api.watch.atom import Addresses, feed
from search_api.watch.news import news, reports_of
from search_api.watch.saved import known
from tests.support.builders import (
    make_paragraph,
    make_report,
    make_report_entry,
    small_reports,
    write_small_index,
)
from tests.support.encoders import WordEncoder

ATOM = "{http://www.w3.org/2005/Atom}"
ROOT = Addresses(
    "http://127.0.0.1:1", "http://127.0.0.1:1/feeds/atom?q=MARAC", "http://127.0.0.1:1/feeds/atom?q=MARAC"
)


def later() -> ReportEntry:
    report = make_report("Saltby", date(2025, 3, 4), framework="ilacs", urn="80002")
    return make_report_entry(
        report, [make_paragraph(report, 1, "MARAC works well. Actions are followed up.")]
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_small_index(tmp_path / "index", small_reports())
    write_small_index(tmp_path / "index", [*small_reports(), later()])
    return tmp_path / "index"


@pytest.fixture
def index(folder: Path) -> Iterator[Index]:
    with Index(IndexReader.open(folder), encoder=WordEncoder()) as opened:
        yield opened


def test_only_paragraphs_of_reports_that_were_not_there_are_new(index: Index) -> None:
    seen = known(report for report in index.reader.reports() if report.published.year < 2025)
    found = news(index, "MARAC", EVERYTHING, seen)
    assert [item.paragraph.id for item in found.found] == ["saltby-2025-03-04/para-1"]
    assert (found.how, found.total) == ("mention", 1)
    assert found.sentence == "1 paragraph of 1 new report mention it."
    nothing = news(index, "MARAC", EVERYTHING, known(index.reader.reports()))
    assert (nothing.found, nothing.reports, nothing.gone) == ((), (), ())


def test_a_report_in_another_file_is_new_and_one_that_went_is_named(index: Index) -> None:
    seen = known(index.reader.reports()) | {"saltby-2025-03-04": "another file", "gone-2010-01-01": "x"}
    found = news(index, "MARAC", EVERYTHING, seen)
    assert [(item.paragraph.id, item.reissued) for item in found.found] == [
        ("saltby-2025-03-04/para-1", True)
    ]
    assert found.gone == ("gone-2010-01-01",)


def test_every_mention_is_listed_in_parts_and_those_of_new_reports_first(index: Index, folder: Path) -> None:
    first = reports_of(folder, "previous", index.generation)
    parts = [news(index, "MARAC", EVERYTHING, {}, 2, offset, first) for offset in (0, 2, 4)]
    ids = [item.paragraph.id for part in parts for item in part.found]
    assert len(ids) == len(set(ids)) == parts[0].total
    assert ids[0] == "saltby-2025-03-04/para-1"


def test_an_old_report_that_came_late_is_first_too(index: Index) -> None:
    reports = index.reader.reports()
    first = known(report for report in reports if report.published.year != 2016)
    found = news(index, "MARAC", EVERYTHING, {}, 50, 0, first)
    assert found.found[0].report.published.year == 2016


def test_filters_alone_list_all_that_they_leave(index: Index) -> None:
    found = news(index, "", Request(authorities="Saltby"), {})
    assert found.how == "filters"
    assert {item.report.authority for item in found.found} == {"Saltby"}
    assert found.total == 4


def test_a_generation_that_is_not_kept_is_said(index: Index, folder: Path) -> None:
    assert set(reports_of(folder, "previous", index.generation)) < {
        item.id for item in index.reader.reports()
    }
    with pytest.raises(InvalidRequest, match="it keeps gen-000002"):
        reports_of(folder, "gen-000009-0a1b2c3d", index.generation)


def document(index: Index) -> ET.Element:
    found = news(index, "MARAC", EVERYTHING, {})
    return ET.fromstring(feed("MARAC & others", "q=MARAC", found, datetime(2026, 1, 2, tzinfo=UTC), ROOT))


def test_the_feed_has_what_atom_asks_for(index: Index) -> None:
    """RFC 4287, 4.1.1 and 4.1.2: id, title and updated once each, an author, a self link, text or a link."""
    top = document(index)
    assert top.tag == f"{ATOM}feed"
    for name in ("id", "title", "updated"):
        assert len(top.findall(f"{ATOM}{name}")) == 1
    assert top.findtext(f"{ATOM}author/{ATOM}name")
    assert [link.get("href") for link in top.findall(f"{ATOM}link") if link.get("rel") == "self"] == [
        ROOT.own
    ]
    entries = top.findall(f"{ATOM}entry")
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(set(ids)) == len(ids) == 5
    for entry in entries:
        assert str(entry.findtext(f"{ATOM}id")).startswith("urn:uuid:")
        assert datetime.fromisoformat(str(entry.findtext(f"{ATOM}updated"))).tzinfo is not None
        [link] = entry.findall(f"{ATOM}link")
        identity = str(link.get("href")).removeprefix("http://127.0.0.1:1/paragraphs/")
        assert index.get(identity).paragraph.text in str(entry.findtext(f"{ATOM}content"))
        assert identity in str(entry.findtext(f"{ATOM}content"))
        assert "paragraph" in str(entry.findtext(f"{ATOM}summary")) or "recommendation" in str(
            entry.findtext(f"{ATOM}summary")
        )


def test_ids_stay_the_same_in_a_later_index_and_change_with_the_file(index: Index) -> None:
    from search_api.watch.atom import entry_id

    before = {str(entry.findtext(f"{ATOM}id")) for entry in document(index).findall(f"{ATOM}entry")}
    assert before == {str(entry.findtext(f"{ATOM}id")) for entry in document(index).findall(f"{ATOM}entry")}
    report = index.reader.reports()[0]
    paragraph = index.reader.paragraphs(report.id)[0].id
    assert entry_id(paragraph, report) != entry_id(paragraph, replace(report, sha256="0" * 64))
