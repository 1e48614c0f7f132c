"""The tabs beside a paragraph: one address scheme, one of them shown, and nothing else looked for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from indexer.records import Box
from indexer.store.reader import IndexReader
from search_api.index.index import Index
from search_api.retrieval.labels import Labels
from tests.support.api_bench import SPANNING, client, sample_index
from tests.support.builders import make_paragraph, make_report, make_report_entry
from tests.support.page_reading import get, links, over, words
from web.views.paragraphs.elsewhere import whole_words
from web.views.paragraphs.pictures import pictures
from web.views.paragraphs.tabs import tab_url, tabs

ADDRESS = f"/paragraphs/{SPANNING}/para-15"


@pytest.fixture(scope="module")
def http() -> Iterator[TestClient]:
    with client() as made:
        yield made


def current(page: str) -> list[str]:
    """The names of the tabs that are shown as the current one."""
    bar = page.split('<nav class="tabs"')[1].split("</nav>")[0]
    return re.findall(r'aria-current="true">([^<]+)</a>', bar)


@pytest.mark.parametrize(
    ("query", "name", "section"),
    [
        ("", "In this report", "in-place"),
        ("?mark=0-20#this", "In this report", "in-place"),
        ("?quote=true#cite", "In this report", "in-place"),
        ("?show=same", "Same finding elsewhere", "similar"),
        ("?show=praised", "Praised elsewhere", "similar"),
        ("?show=criticised", "Criticised elsewhere", "similar"),
        ("?show=before-after", "Before and after", "same"),
        # Addresses from before there were tabs.
        ("?similar=20#similar", "Same finding elsewhere", "similar"),
        ("?side=any#similar", "Same finding elsewhere", "similar"),
        ("?scope=region&scope=newest#similar", "Same finding elsewhere", "similar"),
        ("?side=praise#similar", "Praised elsewhere", "similar"),
        ("?similar=20&side=criticism&scope=better#similar", "Criticised elsewhere", "similar"),
    ],
)
def test_each_address_opens_its_tab(http: TestClient, query: str, name: str, section: str) -> None:
    page = get(http, f"{ADDRESS}{query}")
    assert current(page) == [name]
    shown = [anchor for anchor in ("in-place", "similar", "same") if f'<h2 id="{anchor}"' in page]
    assert shown == [section]
    for anchor in ("similar", "same"):  # an older link finds its place, or the tab that leads there
        assert page.count(f'id="{anchor}"') == 1
    assert f"{ADDRESS}?show=before-after#beside" in links(page)
    assert 'id="beside"' in page


def test_the_side_is_the_tabs_own(http: TestClient) -> None:
    praised = get(http, f"{ADDRESS}?show=praised&side=criticism")
    assert current(praised) == ["Praised elsewhere"]
    assert "Who was praised for this" in words(praised)
    assert '<input type="hidden" name="side" value="any">' in get(http, f"{ADDRESS}?side=any")


def test_only_what_is_shown_is_looked_for(http: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def watched(name: str) -> None:
        real: Any = getattr(Index, name)

        def called(*given: Any, **named: Any) -> Any:
            asked.append(name)
            return real(*given, **named)

        monkeypatch.setattr(Index, name, called)

    watched("similar_to")
    watched("elsewhere")
    for show, wanted in (
        ("", []),
        ("?show=same", ["similar_to"]),
        ("?show=praised", ["similar_to"]),
        ("?show=before-after", ["elsewhere"]),
    ):
        get(http, f"{ADDRESS}{show}")
        assert list(dict.fromkeys(asked)) == wanted  # once more where nothing is the same
        asked.clear()


def test_who_is_praised_is_offered_where_something_is_criticised() -> None:
    def offered(criticises: bool = False, praises: bool = False) -> list[str]:
        made = tabs("a-2018-01-01/rec-1", "", "recommendations", criticises=criticises, praises=praises)
        return [tab.name for tab in made]

    usual = ["In this report", "Same recommendation elsewhere", "Before and after"]
    assert offered() == usual
    assert offered(criticises=True) == [*usual[:2], "Praised elsewhere", usual[2]]
    assert offered(praises=True) == [*usual[:2], "Criticised elsewhere", usual[2]]


def test_whose_reports_are_kept_from_tab_to_tab_and_only_where_they_count() -> None:
    made = tabs("a-2018-01-01/para-1", "same", "findings", criticises=True, praises=False, scopes=("region",))
    assert [tab.url.partition("para-1")[2] for tab in made] == [
        "#beside",
        "?show=same&scope=region#beside",
        "?show=praised&scope=region#beside",
        "?show=before-after#beside",
    ]
    assert tab_url("a/para-1", "same", similar=20, side="any").endswith(
        "?show=same&side=any&similar=20#beside"
    )


def test_what_criticises_nothing_has_no_search_for_praise_to_report(tmp_path: Path) -> None:
    reports = make_report(), make_report("Saltby")
    told = [make_paragraph(item, 1, "The council has six offices.") for item in reports]
    entries = [make_report_entry(item, [one]) for item, one in zip(reports, told, strict=True)]
    with over(tmp_path, entries) as http:
        said = words(get(http, f"/paragraphs/{told[0].id}?show=praised"))
        assert "so there is nothing to compare" in said or "cannot be told apart" in said
        assert "found nothing near enough" not in said


@pytest.mark.parametrize("can", [True, False])
def test_no_tab_is_offered_that_has_nothing_to_compare(
    http: TestClient, monkeypatch: pytest.MonkeyPatch, can: bool
) -> None:
    monkeypatch.setattr(Index, "compares", lambda *_: can)
    monkeypatch.setattr(Labels, "of", lambda _, sentences: ["criticism"] * len(sentences))
    with IndexReader.open(sample_index()) as reader:
        held = [item.id for item in reader.paragraphs(SPANNING)]
    pages = [get(http, f"/paragraphs/{identity}") for identity in held[4:10]]
    offered = [found for page in pages for found in re.findall(r"show=(?:praised|criticised)#beside", page)]
    assert bool(offered) == can


def test_a_tab_that_cannot_compare_says_what_does(tmp_path: Path) -> None:
    reports = make_report(), make_report("Saltby")
    told = [make_paragraph(item, 1, "The council has six offices.") for item in reports]
    entries = [make_report_entry(item, [one]) for item, one in zip(reports, told, strict=True)]
    with over(tmp_path, entries) as http:
        for show, would in (
            ("praised", "this paragraph criticises"),
            ("criticised", "this paragraph praises"),
        ):
            page = get(http, f"/paragraphs/{told[0].id}?show={show}")
            assert would in words(page)
            assert f"/paragraphs/{told[0].id}?show=same#beside" in links(page)


def test_where_nothing_is_the_same_the_nearest_stand_there_and_are_not_counted_as_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real: Any = Index.similar_to

    def only_near(index: Index, identity: str, **named: Any) -> Any:
        found = real(index, identity, **{**named, "side": "any"})
        assert found.results
        if named["side"] == "any":
            return found
        return replace(found, side=named["side"], results=(), reports=0)

    monkeypatch.setattr(Index, "similar_to", only_near)
    text = "Social workers visit children at home and write down what these children say."
    reports = make_report(), make_report("Saltby")
    entries = [make_report_entry(item, [make_paragraph(item, 1, text)]) for item in reports]
    address = f"/paragraphs/{reports[0].id}/para-1"
    with over(tmp_path, entries) as http:
        by_tab = words(get(http, f"{address}?show=same"))
        by_side = words(get(http, f"{address}?show=same&side=any"))
    for said in (by_tab, by_side):
        assert "on the same matter, whether they praise or criticise it" in said or "has a paragraph" in said
        assert "They are not counted as the same finding" in said
        assert "nothing similar enough" not in said
        assert "We found similar" not in said
    assert by_tab.split("We searched")[1] == by_side.split("We searched")[1]


def test_the_tab_stays_when_a_citation_is_asked_for(http: TestClient) -> None:
    page = get(http, f"{ADDRESS}?show=before-after&quote=true")
    assert '<input type="hidden" name="show" value="before-after">' in page
    assert re.search(r'<details class="styles no-print" open>', page)
    assert '<details class="styles no-print">' in get(http, ADDRESS)


def test_words_that_both_share_are_printed_whole() -> None:
    text = "Households with domestic abuse; a child protection conference."
    assert whole_words(("househ", "domestic abuse", "protec", "marac"), text) == (
        "Households",
        "domestic abuse",
        "protection",
        "marac",
    )


def test_the_room_for_a_wide_page_is_wide() -> None:
    report = make_report()
    tall = make_paragraph(report, 1, page=3, boxes=(_line(3, 520.0),))
    wide = make_paragraph(report, 2, page=4, boxes=(_line(4, 780.0),))
    for paragraph, size in ((tall, (595, 842)), (wide, (842, 595))):
        [found] = pictures(report, paragraph, (tall, wide), kept=True).of
        assert (found.width, found.height) == size


def _line(page: int, right: float) -> Box:
    return Box(page, 70.0, 100.0, right, 112.0)


def test_where_it_is_published_is_linked_at_its_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    report = make_report("Northmoor", date(2018, 8, 24))
    paragraph = make_paragraph(report, 27, page=14)
    for url, said in (
        ("https://publisher.example/file/1#page=14", "Page 14 of the report on Ofsted’s website"),
        ("https://publisher.example/about", "The report on Ofsted’s website"),
    ):
        monkeypatch.setattr("web.views.paragraphs.citing.address", lambda *_, url=url: url)
        with over(tmp_path / said[:3], [make_report_entry(report, [paragraph])]) as http:
            page = get(http, f"/paragraphs/{paragraph.id}")
            assert f'<p class="published"><a href="{url}">{said}</a>' in page
    monkeypatch.undo()
