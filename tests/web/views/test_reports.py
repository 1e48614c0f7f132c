"""The list of reports and the page of one report: what they hold in every state, and hostile text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from html import unescape
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from indexer.records import Anomaly, Judgement
from indexer.store.format import Source
from tests.support.api_bench import client
from tests.support.builders import make_paragraph, make_report, make_report_entry, make_source
from tests.support.page_reading import HTML, get, links, over, rows, title, words
from web.shared.labels import value_label
from web.shared.lists import ListAddress, part
from web.views.report import found_in
from web.views.report_outline import Heading, sections

HOSTILE = "<script>alert(1)</script> & \"quoted\" 'so' {{ 7 * 7 }} <img src=x onerror=alert(2)>"


@pytest.fixture(scope="module")
def http() -> Iterator[TestClient]:
    """The samples, a file that is refused among them."""
    with client() as made:
        yield made


# The list of reports


def test_reports_are_listed_by_authority_and_date_with_their_facts(http: TestClient) -> None:
    page = get(http, "/reports")
    assert title(page) == "Inspection reports"
    assert [row[0] for row in rows(page)] == ["Northmoor"] * 2 + ["Saltby"] * 2 + ["Wexcombe"] * 2
    assert rows(page)[0][2:] == [
        "Inadequate", "Single inspection framework (2013–17)", "Harriet Penrose", "89",
    ]  # fmt: skip
    assert rows(page)[5][2] == "no overall grade"
    assert "6 reports on 3 authorities, sorted by authority, A to Z" in words(page)
    assert {"/authorities/saltby", "/reports/saltby-2019-07-22"} <= set(links(page))
    assert '<option value="Saltby">' in page
    assert 'aria-label="Pages of' not in page


@pytest.mark.parametrize(
    ("query", "left", "said"),
    [
        ("authority=saltby", ["Saltby", "Saltby"], "saltby"),
        ("authority=&framework=sif&since=&until=", ["Northmoor"], "Single inspection framework"),
        ("since=2018&until=2019-07-22", ["Northmoor", "Saltby"], "published from 2018"),
        ("grade=good", ["Saltby"], "overall grade good"),
        ("grade=good&grade=adequate", ["Saltby", "Wexcombe"], "overall grade adequate"),
    ],
)
def test_filters_are_those_of_a_plain_form(http: TestClient, query: str, left: list[str], said: str) -> None:
    page = get(http, f"/reports?{query}")
    assert [row[0] for row in rows(page)] == left
    assert said in title(page)
    assert "data-list-clear>" in page  # the way back to all reports is shown


def test_the_form_shows_what_was_chosen(http: TestClient) -> None:
    page = get(http, "/reports?authority=Saltby&since=2019&framework=ilacs")
    assert re.search(r'name="authority"[^>]*value="Saltby"', page)
    assert re.search(r'name="since"[^>]*value="2019"', page)
    assert re.search(r'value="ilacs" checked', page)
    assert not re.search(r'value="sif" checked', page)


def test_a_filter_by_grade_tells_of_reports_without_an_overall_grade(http: TestClient) -> None:
    assert "Left out: 1 report has no overall grade" in words(get(http, "/reports?grade=good"))
    every = "grade=good&grade=outstanding&grade=requires+improvement"
    page = get(http, f"/reports?{every}&authority=Wexcombe")
    assert [row[0] for row in rows(page)] == ["Wexcombe"]
    assert "Included: 1 report has no overall grade, but every other grade is outstanding or good" in words(
        page
    )


def test_pages_of_the_list_lead_to_each_other_and_keep_the_filters(http: TestClient) -> None:
    page = get(http, "/reports?since=2016&limit=2&offset=2")
    assert [row[0] for row in rows(page)] == ["Saltby", "Saltby"]
    assert title(page).endswith("page 2")
    assert "5 of 6 reports on 3 authorities" in words(page)
    assert "Showing 3 to 4 of 5 reports" in words(page)
    assert {"/reports?since=2016&limit=2", "/reports?since=2016&limit=2&offset=4"} <= set(links(page))
    beyond = get(http, "/reports?limit=2&offset=40")
    assert "Nothing on this page" in words(beyond)
    assert "/reports?limit=2" in links(beyond)


def test_what_leaves_no_report_is_said_with_a_way_out(http: TestClient) -> None:
    page = get(http, "/reports?since=2031")
    assert "No reports found" in words(page)
    assert "the latest was published on 15 June 2026" in words(page)
    assert {"/reports", "/coverage"} <= set(links(page))
    unknown = get(http, "/reports?authority=Saltbee")
    assert title(unknown).startswith("Error:")
    assert "Did you mean" in words(unknown)
    assert "/reports?authority=Saltby" in links(unknown)
    assert "/reports?authority=Saltby&sort=grade" in links(get(http, "/reports?authority=Saltbee&sort=grade"))
    turned = words(get(http, "/reports?since=2020&until=2019"))
    assert "1 January 2020 is after 31 December 2019: swap ‘Published from’ and" in turned
    assert "There is a problem with the filters" in words(get(http, "/reports?region=Atlantis"))
    misread = words(get(http, "/reports?since=yesterday"))
    assert "There is a problem with the filters" in misread
    assert "‘Published from’ ‘yesterday’ is not a date: enter a date like 2018" in misread
    assert "There is a problem with the filters" not in words(get(http, "/reports?since=31/03/2016"))


def test_parameters_that_are_none_are_refused(http: TestClient) -> None:
    for query in ("authorty=Saltby", "grade=fine", "framework=x", "limit=0", "limit=501"):
        get(http, f"/reports?{query}", 422)
    assert "We did not use ‘x’" in get(http, "/reports/saltby-2019-07-22?x=1")
    get(http, "/acronyms?letter=AB", 422)
    get(http, "/coverage?status=lost", 422)


# One report


def test_a_report_gives_its_facts_and_judgements_as_printed(http: TestClient) -> None:
    page = get(http, "/reports/saltby-2019-07-22")
    assert title(page) == "Saltby, inspection published 22 July 2019"
    said = words(page)
    assert "22 July 2019 (from the file name)" in said
    assert "Miriam Oakes, Her Majesty’s Inspector" in said
    assert "Overall effectiveness Requires improvement to be good" in said
    assert said.index("Overall effectiveness") < said.index("Recommendations and what needs to improve")
    assert "Saltby is not in the register of authorities (page 1)." in said
    assert "/api/v1/reports/saltby-2019-07-22/source" in links(page)
    assert "/reports/saltby-2023-11-13" in links(page)
    assert '<input type="hidden" name="authority" value="Saltby">' in page


def test_every_paragraph_is_there_in_reading_order_with_its_links(http: TestClient) -> None:
    api = http.get("/api/v1/reports/northmoor-2016-01-29/paragraphs", params={"limit": 500}).json()
    page = get(http, "/reports/northmoor-2016-01-29")
    shown_first = [item for item in api["paragraphs"] if item["kind"] in ("recommendation", "improvement")]
    rest = [item for item in api["paragraphs"] if item not in shown_first]
    anchors = re.findall('<(?:div class="para"|li class="advice") id="([^"]*)"', page)
    assert anchors == [item["id"].partition("/")[2] for item in (*shown_first, *rest)]
    found = set(links(page))
    shown = words(page)
    for item in api["paragraphs"]:
        assert f"/paragraphs/{item['id']}" in found
        assert f"/api/v1/reports/northmoor-2016-01-29/source#page={item['page_first']}" in found
        assert f'data-plan-add="{item["id"]}"' in page
        assert all(" ".join(line.split()) in shown for line in item["text"].split("\n"))
    assert "A special school counts here if pupils board" in shown
    ids = re.findall(r'\sid="([^"]*)"', page)
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in found if link.startswith("#")} <= set(ids)


def test_recommendations_lead_to_the_findings_that_they_name(http: TestClient) -> None:
    page = get(http, "/reports/northmoor-2016-01-29")
    advice = page.split('id="advice"')[1].split('id="text"')[0]
    assert "Related findings: ¶ 13 , ¶ 14" in " ".join(unescape(re.sub("<[^>]*>", " ", advice)).split())
    assert "/reports/northmoor-2016-01-29#para-13" in links(advice)
    assert "Findings that the report marks as recommendations" in advice
    improve = get(http, "/reports/saltby-2019-07-22").split('id="advice"')[1].split('id="text"')[0]
    assert "/paragraphs/saltby-2019-07-22/improve-1" in links(improve)


def test_a_report_that_is_not_here(http: TestClient) -> None:
    assert "Report published 22 July 2019" in words(get(http, "/reports/saltby-2001-01-01", 404))
    get(http, "/reports/not-an-id", 422)


def test_a_report_that_lacks_nearly_everything(tmp_path: Path) -> None:
    bare = make_report(
        "Eastwick", judgements=(), lead_inspector="", inspection_start=None, inspection_end=None, title="",
        pages=None, media="text", published_source="catalogue", urn="",
    )  # fmt: skip
    only = make_paragraph(bare, 1, "One paragraph.", page=None, section=(), grade="", printed=False)
    linked = make_paragraph(bare, 3, "Do it.", kind="recommendation", linked=(99,), page=None, grade="")
    entry = make_report_entry(bare, [only, linked], [Anomaly("gap", None, "2 is missing")])
    with over(tmp_path, [entry]) as http:
        said = words(get(http, f"/reports/{bare.id}"))
        for part_of_it in (
            "dates not found", "Lead inspector not found", "We found no grades on the cover",
            "from the list of published reports", "2 is missing.", "No heading", "exported text",
            "Related finding: ¶ 99 (not found in this report)", "no other inspections of Eastwick",
            "We found no overall grade", "1 of the 2 paragraphs has no printed number",
        ):  # fmt: skip
            assert part_of_it in said
        assert "source#page" not in get(http, f"/reports/{bare.id}")


# Outline


def paths(found: Sequence[Heading]) -> list[tuple[int, str, bool]]:
    return [(item.level, item.text, item.again) for item in found]


def test_a_section_that_goes_on_after_another_gets_its_heading_again() -> None:
    told = [("A", "a"), ("A", "b"), ("A",), (), ("A", "b"), ("B",)]
    found = sections([make_paragraph(number=n, section=path) for n, path in enumerate(told, 1)])
    assert [paths(stretch.headings) for stretch in found] == [
        [(3, "A", False), (4, "a", False)],
        [(4, "b", False)],
        [(3, "A", True)],
        [(3, "No heading", False)],
        [(3, "A", False), (4, "b", False)],
        [(3, "B", False)],
    ]


@given(st.lists(st.lists(st.sampled_from("AB"), max_size=5).map(tuple), max_size=12))
def test_headings_never_skip_a_level_and_no_paragraph_is_lost(told: list[tuple[str, ...]]) -> None:
    paragraphs = [make_paragraph(number=n, section=path) for n, path in enumerate(told, 1)]
    found = sections(paragraphs)
    assert [item for stretch in found for item in stretch.paragraphs] == paragraphs
    levels = [2, *(heading.level for stretch in found for heading in stretch.headings)]
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert all(stretch.headings for stretch in found)
    anchors = [heading.anchor for stretch in found for heading in stretch.headings]
    assert len(anchors) == len(set(anchors))


def test_the_outline_counts_what_is_under_each_heading(http: TestClient) -> None:
    page = get(http, "/reports/northmoor-2016-01-29")
    outline = words("<main>" + page.split('class="contents no-print"')[1].split("</nav>")[0] + "</main>")
    api = http.get("/api/v1/reports/northmoor-2016-01-29/paragraphs", params={"limit": 500}).json()
    rest = [item for item in api["paragraphs"] if item["kind"] not in ("recommendation", "improvement")]
    for name in ("Executive summary", "Leadership, management and governance"):
        under = sum(item["section"].split(" > ")[0] == name for item in rest)
        assert f"{name} ({under})" in outline


def test_what_is_shown_elsewhere_is_told_where_it_stands() -> None:
    kinds = ["finding", "recommendation", "improvement", "finding"]
    paragraphs = [make_paragraph(number=n, section=("A",), kind=kind) for n, kind in enumerate(kinds, 1)]
    found = sections(paragraphs, apart=("recommendation", "improvement"))
    assert [(len(stretch.paragraphs), stretch.elsewhere) for stretch in found] == [(1, 0), (0, 2), (1, 0)]
    assert [paths(stretch.headings) for stretch in found] == [[(3, "A", False)], [], [(3, "A", True)]]


@pytest.mark.parametrize(
    ("grades", "shown"),
    [
        (("good", "good"), ["good", "", ""]),
        (("good", "outstanding"), ["", "good", "outstanding"]),
        (("", "good"), ["", "", "good"]),
    ],
)
def test_a_grade_stands_at_the_outermost_heading_that_it_holds_for(
    grades: tuple[str, str], shown: list[str]
) -> None:
    found = sections(
        [
            make_paragraph(number=n, section=("A", inner), grade=grade)
            for n, (inner, grade) in enumerate(zip("ab", grades, strict=True), 1)
        ]
    )
    assert [heading.grade for stretch in found for heading in stretch.headings] == shown


# Finding within a report


def test_words_are_found_within_a_report_and_marked(http: TestClient) -> None:
    path = "/reports/northmoor-2016-01-29"
    api = http.get(f"/api/v1{path}/paragraphs", params={"limit": 500}).json()["paragraphs"]
    having = [item["id"].partition("/")[2] for item in api if re.search(r"(?i)\bsocial\s+work", item["text"])]
    page = get(http, f"{path}?find=social++Work")
    assert title(page) == "‘social Work’ in Northmoor, inspection published 29 January 2016"
    assert re.findall('<div class="para" id="([^"]*)"', page) == having
    assert 0 < len(having) < len(api)
    assert f"{len(having)} of {len(api)} paragraphs" in words(page)
    assert page.lower().count("<mark>social work") >= len(having)
    assert path in links(page)
    assert 'id="advice"' not in page


def test_a_number_finds_that_paragraph_and_nothing_offers_a_question(http: TestClient) -> None:
    path = "/reports/northmoor-2016-01-29"
    for typed in ("19", "¶ 19", "para 19"):
        assert 'id="para-19"' in get(http, f"{path}?find={typed}")
    none = get(http, f"{path}?find=zebra+%3Cb%3E")
    assert "No paragraph of this report has the words ‘zebra <b>’." in words(none)
    assert "/?q=zebra+%3Cb%3E&authority=Northmoor" in " ".join(links(none)).replace("%20", "+")
    get(http, f"{path}?find={'x' * 201}", 422)
    assert 'id="advice"' in get(http, f"{path}?find=+")


def test_words_are_found_however_they_are_broken_and_with_either_apostrophe() -> None:
    text = "The board’s plan\nis good. Planning (and re-planning) is not."
    paragraph = make_paragraph(text=text, footnotes=("A special school.",))
    assert len(found_in([paragraph], "board's plan is").spans[paragraph.id]) == 1
    assert found_in([paragraph], "plan").times == 3
    assert found_in([paragraph], "lan").times == 0
    assert found_in([paragraph], "SPECIAL school").spans == {paragraph.id: ()}
    assert found_in([paragraph], "(and").times == 1
    assert found_in([paragraph], ".*").times == 0


# Hostile text


@pytest.mark.slow
def test_text_of_a_hostile_report_is_only_text(tmp_path: Path) -> None:
    name = "Eastwick <b>& Co</b>"
    report = make_report(
        name, title=HOSTILE, lead_inspector=HOSTILE, source=f"{HOSTILE}.pdf",
        judgements=(Judgement("overall", HOSTILE, "good", "<i>Good</i>"),),
    )  # fmt: skip
    told = make_paragraph(report, 1, HOSTILE, section=(HOSTILE,), grade="<u>good</u>", footnotes=(HOSTILE,))
    advised = make_paragraph(report, 2, HOSTILE, kind="recommendation", section=(HOSTILE, HOSTILE))
    entry = make_report_entry(report, [told, advised], [Anomaly("gap", 1, HOSTILE)])
    refused = Source(f"/reports/{HOSTILE}.pdf", "/reports", "", 10, 1, "test-1", None, HOSTILE)
    with over(tmp_path, [entry], [replace(make_source(report), path="/reports/one.pdf"), refused]) as http:
        slug = report.id.removesuffix("-2018-08-24")
        for path in ("/reports", f"/reports/{report.id}", f"/authorities/{slug}", "/coverage"):
            page = get(http, path)
            assert not re.search(r"<(img|i|u|b)\b", page)
            assert "<script>" not in page
            assert HOSTILE in unescape(page)
        for path in ("/reports?authority=", "/acronyms?short=", "/authorities/"):
            reply = http.get(path + "%3Cimg%20src=x%3E", headers=HTML)
            assert "<img" not in reply.text
            assert "&lt;img src=x&gt;" in reply.text


# Parts of lists


@given(st.integers(0, 60), st.integers(1, 9), st.integers(0, 70))
def test_a_part_of_a_list_and_the_numbers_of_pages(total: int, limit: int, offset: int) -> None:
    found = part(range(total), ListAddress("/x", limit=limit), offset)
    assert list(found.rows) == list(range(total))[offset : offset + limit]
    assert (found.last - 1) * limit < max(total, 1) <= found.last * limit
    if found.rows:
        assert 1 <= found.number <= found.last


def test_an_outcome_is_told_from_grades_in_the_list_of_both() -> None:
    assert value_label("grade", "inadequate") == "Inadequate"
    said = "Area SEND inspection outcome: inconsistent experiences"
    assert value_label("grade", "inconsistent experiences") == said
