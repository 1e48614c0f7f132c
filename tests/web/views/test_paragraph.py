"""The page of one paragraph: its place, pages, citations, likenesses; and that hostile text stays text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from html import unescape
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from indexer.records import Anomaly, Kind, Paragraph
from indexer.store.format import ReportEntry
from indexer.store.reader import IndexReader
from search_api.citations import STYLE_NAMES, cite
from search_api.references.styles import reference
from tests.support.api_bench import SPANNING, client, sample_index
from tests.support.builders import make_paragraph, make_report, make_report_entry
from tests.support.page_reading import get, links, over, title, words

HOSTILE = "\"></p><script>alert(1)</script> & 'so' {{ 7 * 7 }} <img src=x onerror=alert(2)> <b>bold</b>"
SAID = "Children who go missing are not always offered a return interview in good time."


@pytest.fixture(scope="module")
def http() -> Iterator[TestClient]:
    with client() as made:
        yield made


def read(identity: str) -> tuple[Any, Paragraph]:
    """The report and the paragraph as the sample index has them."""
    with IndexReader.open(sample_index()) as reader:
        return reader.report(identity.partition("/")[0]), reader.get(identity)


def part(page: str, anchor: str) -> str:
    """The section whose heading has that id, as a page of its own for `words`."""
    return "<main>" + page.split(f'id="{anchor}"')[1].split("</section>")[0] + "</main>"


def pictures(page: str) -> list[str]:
    return re.findall("<img [^>]*>", page)


# The paragraph in its place


def test_the_whole_paragraph_stands_between_its_neighbours(http: TestClient) -> None:
    identity = f"{SPANNING}/para-15"
    page = get(http, f"/paragraphs/{identity}")
    api = http.get(f"/api/v1/paragraphs/{identity}").json()
    assert title(page) == "Northmoor, paragraph 15 (29 January 2016)"
    assert "<h1>Northmoor, paragraph 15</h1>" in page
    said = words(page)
    for fact in ("Single inspection framework (2013–17)", "published 29 January 2016", "inspected "):
        assert fact in said
    assert api["section"].replace(" > ", " › ") in said
    places = [said.index(" ".join(line.split())) for line in api["text"].split("\n")]
    assert places == sorted(places)
    for side in ("before", "after"):
        (beside,) = api[side]
        assert f"/paragraphs/{beside['id']}" in links(page)
        assert f"The {'previous' if side == 'before' else 'next'} paragraph" in page
    assert re.search(rf'rel="prev" href="/paragraphs/{api["before"][0]["id"]}"', page)
    assert re.search(rf'rel="next" href="/paragraphs/{api["after"][0]["id"]}"', page)
    assert f"/reports/{SPANNING}#para-15" in links(page)
    assert "/?authority=Northmoor" in links(page)
    assert f'data-plan-add="{identity}"' in page


def test_every_sample_paragraph_is_shown_word_for_word(http: TestClient) -> None:
    with IndexReader.open(sample_index()) as reader:
        everything = [item for report in reader.reports() for item in reader.paragraphs(report.id)]
        ids = {item.id for item in everything}
    for item in everything[:: max(len(everything) // 40, 1)]:
        page = get(http, f"/paragraphs/{item.id}")
        shown = page.split('id="this"')[1]
        shown_lines = re.findall(r'<p class="report-text">(.*?)</p>|<li>(.*?)</li>', shown, re.DOTALL)
        wanted = item.text.split("\n")
        assert [unescape(first or line) for first, line in shown_lines[: len(wanted)]] == wanted
        found = {link.partition("/paragraphs/")[2] for link in links(page) if link.startswith("/paragraphs/")}
        assert {re.split("[?#]", link)[0] for link in found} <= ids
        anchors = re.findall(r'\sid="([^"]*)"', page)
        assert len(anchors) == len(set(anchors))


def test_list_lines_and_footnotes(tmp_path: Path) -> None:
    report = make_report()
    listed = make_paragraph(
        report, 1, "Plans lack:\n• dates;\n• names.", footnotes=("A plan is a plan.",), section=()
    )
    with over(tmp_path, [make_report_entry(report, [listed])]) as http:
        page = get(http, f"/paragraphs/{listed.id}")
        assert re.search(r"<li>• dates;</li>\s*<li>• names.</li>", page)
        said = words(page)
        assert "Footnote: A plan is a plan." in said
        assert "Section: no heading (section judged good)" in said
        assert "This is the first paragraph of the report." in said
        assert "This is the last paragraph of the report." in said


def test_long_neighbours_give_what_is_next_to_the_paragraph(tmp_path: Path) -> None:
    report = make_report()
    long = " ".join(f"word{number}" for number in range(300))
    paragraphs = [
        make_paragraph(report, 1, f"Beginning. {long} End."),
        make_paragraph(report, 2, "Between."),
        make_paragraph(report, 3, f"Beginning. {long} End."),
    ]
    with over(tmp_path, [make_report_entry(report, paragraphs)]) as http:
        page = get(http, f"/paragraphs/{paragraphs[1].id}")
        before, after = (page.split(f'aria-label="The {side} paragraph"')[1] for side in ("previous", "next"))
        before = words(f"<main>{before.split('</div>')[0]}</main>")
        after = words(f"<main>{after.split('</div>')[0]}</main>")
        assert "(start of paragraph not shown)" in before
        assert before.endswith("word299 End.")
        assert "Beginning. word0" in after
        assert after.endswith("(rest of paragraph not shown)")
        assert all(re.fullmatch(r"word\d+", word) for word in before.split() if word.startswith("wor"))


# What it names, what names it, what is odd


def test_a_recommendation_and_its_findings_lead_to_each_other(http: TestClient) -> None:
    with IndexReader.open(sample_index()) as reader:
        held = reader.paragraphs(SPANNING)
    advice = next(item for item in held if item.linked)
    section = part(get(http, f"/paragraphs/{advice.id}"), "named")
    assert [link for link in links(section) if link.startswith("/paragraphs/")] == [
        f"/paragraphs/{SPANNING}/para-{number}" for number in advice.linked
    ]
    for number in advice.linked:
        back = part(get(http, f"/paragraphs/{SPANNING}/para-{number}"), "named-by")
        assert f"/paragraphs/{advice.id}" in links(back)


def test_a_number_that_no_finding_has_is_said(tmp_path: Path) -> None:
    report = make_report()
    named = make_paragraph(
        report, 5, "A recommendation, which the report calls paragraph 5.", kind="recommendation"
    )
    elsewhere = make_paragraph(report, 6, "Of the other part.", part="lscb")
    advice = make_paragraph(report, 2, "Do it.", kind="recommendation", linked=(5, 6, 2))
    with over(tmp_path, [make_report_entry(report, [advice, named, elsewhere])]) as http:
        section = part(get(http, f"/paragraphs/{advice.id}"), "named")
        assert links(section) == [f"/paragraphs/{named.id}"]
        assert "Paragraph 6: we could not find this in the report." in words(section)
        assert "Paragraph 2: we could not find this in the report." in words(section)
        assert 'id="named-by"' not in get(http, f"/paragraphs/{elsewhere.id}")


def test_what_was_odd_is_said_where_it_concerns_the_paragraph(tmp_path: Path) -> None:
    report = make_report()
    first = make_paragraph(report, 57, "The first of the two.", page=4)
    again = make_paragraph(report, 57, "The second of the two.", page=11, id=f"{report.id}/para-57b")
    far = make_paragraph(report, 5, "Another.", page=9)
    touched = (first.id, again.id)
    odd = [
        Anomaly("repeat", 11, "number 57 is printed again", touched),
        Anomaly("gap", 9, "number 4 is not printed"),
    ]
    with over(tmp_path, [make_report_entry(report, [first, again, far], odd)]) as http:
        for one, other in ((first, again), (again, first)):
            page = get(http, f"/paragraphs/{one.id}")
            check = "Check the page before you quote this: number 57 is printed again (page 11)."
            assert check in words(page)
            assert "The report uses this number more than once" in words(page)
            assert f"/paragraphs/{other.id}" in links(page)
            assert "before you quote this: number 4" not in words(page)
        said = words(get(http, f"/paragraphs/{far.id}"))
        assert "Check the page before you quote this: number 4 is not printed (page 9)." in said
        assert "before you quote this: number 57" not in said
        assert "uses this number more than once" not in said


def test_a_number_that_was_counted_is_said(tmp_path: Path) -> None:
    report = make_report()
    counted = make_paragraph(report, 3, printed=False, id=f"{report.id}/unnumbered-para-care-leavers-3")
    odd = Anomaly("no numbers", None, "the report prints no paragraph numbers; ordinals are given")
    with over(tmp_path, [make_report_entry(report, [counted], [odd])]) as http:
        page = get(http, f"/paragraphs/{counted.id}")
        assert "<h1>Northmoor, paragraph 3</h1>" in page
        assert "The report prints no number for this paragraph" in words(page)
        assert "ordinals are given" not in words(page), "the report's page says what concerns all of it"
        assert "care leavers, para 3 (unnumbered), p 3" in words(page)


# Its pages


def test_each_page_that_it_spans_is_pictured(http: TestClient) -> None:
    page = get(http, f"/paragraphs/{SPANNING}/para-15")
    numbers = http.get(f"/api/v1/paragraphs/{SPANNING}/para-15").json()["pages"]
    assert len(numbers) == 2
    assert len(pictures(page)) == 2
    first, second = pictures(page)
    assert 'fetchpriority="high"' in first
    assert "lazy" not in first
    assert 'loading="lazy"' in second
    for number, picture in zip(numbers, (first, second), strict=True):
        address = f"/api/v1/paragraphs/{SPANNING}/para-15/page.png?page={number}"
        assert f'src="{address}"' in picture
        assert 'width="595" height="842"' in picture
        assert f'alt="Page {number} of the report on Northmoor' in picture
        assert http.get(address).headers["content-type"] == "image/png"
        assert f"/api/v1/reports/{SPANNING}/source#page={number}" in links(page)
    assert "where the paragraph starts" in words(page)
    assert "where it continues" in words(page)


def test_other_reasons_for_no_picture(tmp_path: Path) -> None:
    report = make_report()
    placed, lost = make_paragraph(report, 1), make_paragraph(report, 2, page=None)
    with over(tmp_path, [make_report_entry(report, [placed, lost])]) as http:
        page = get(http, f"/paragraphs/{lost.id}")
        assert pictures(page) == []
        assert "we do not know which page this paragraph is on" in words(part(page, "pictures"))
        assert len(pictures(get(http, f"/paragraphs/{placed.id}"))) == 1
        for kept in (tmp_path / "index" / "sources").iterdir():
            kept.unlink()
        page = get(http, f"/paragraphs/{placed.id}")
        assert pictures(page) == []
        assert "there is no copy of the report file here" in words(part(page, "pictures"))
        assert not any("/source" in link for link in links(page))


# Citations


@pytest.mark.parametrize("locator", ["para-15", "rec-1"])
def test_citations_quotation_and_link_are_there_to_copy(http: TestClient, locator: str) -> None:
    identity = f"{SPANNING}/{locator}"
    report, paragraph = read(identity)
    page = get(http, f"/paragraphs/{identity}")
    for style in STYLE_NAMES:
        said = re.search(f'<div id="citation-{style}" class="cited"><p>(.*?)</p></div>', page)
        assert said
        assert unescape(re.sub("</?em>", "", said[1])) == cite(report, paragraph, style)
        assert f'data-copy-from="#citation-{style}" data-copy-rich hidden' in page
    quoted = re.search('<blockquote id="quotation"[^>]*>(.*?)</blockquote>', page, re.DOTALL)
    assert quoted
    link = f"http://testserver/paragraphs/{identity}"
    made = reference(report, paragraph, quote=True, link=link)
    assert quoted[1] == made.html
    assert re.search(f'<a id="permalink" href="/paragraphs/{identity}">{link}</a>', page)
    assert 'data-copy-from="#permalink" hidden' in page


def test_a_year_with_two_reports_is_told_beside_the_short_citation(tmp_path: Path) -> None:
    reports = [make_report(published=date(2018, month, 1)) for month in (3, 9)]
    entries = [make_report_entry(item, [make_paragraph(item, 1)]) for item in reports]
    alone = make_report("Saltby")
    entries.append(make_report_entry(alone, [make_paragraph(alone, 1)]))
    with over(tmp_path, entries) as http:
        warning = "There is another 2018 report on"
        assert warning in words(get(http, f"/paragraphs/{reports[0].id}/para-1"))
        assert warning not in words(get(http, f"/paragraphs/{alone.id}/para-1"))


# Who says the same


def likenesses() -> list[ReportEntry]:
    """One report of Northmoor asked about; before and after it others that say the same or do not."""
    asked = make_report("Northmoor", date(2018, 8, 24))
    texts = {
        make_report("Northmoor", date(2020, 3, 2)): SAID,
        make_report("Northmoor", date(2014, 5, 6)): SAID,
        make_report("Northmoor", date(2022, 7, 8)): "Foster carers are recruited from across the county.",
        make_report("Northmoor", date(2012, 9, 10)): SAID,
    }
    texts |= {make_report("Saltby", date(2000 + year, 1, 5)): SAID for year in range(1, 8)}
    texts[make_report("Wexcombe")] = "Budgets are set by the full council in spring every year."
    entries = [make_report_entry(asked, [make_paragraph(asked, 27, SAID)])]
    return entries + [
        make_report_entry(item, [make_paragraph(item, 3, text)]) for item, text in texts.items()
    ]


def test_similar_findings_of_others_are_counted_listed_and_marked(tmp_path: Path) -> None:
    with over(tmp_path, likenesses()) as http:
        address = "/paragraphs/northmoor-2018-08-24/para-27"
        api = http.get(f"/api/v1{address}/similar", params={"limit": 100}).json()
        assert api["reports"] >= 7
        section = part(get(http, f"{address}?show=same"), "similar")
        assert f"similar findings in about {api['reports']} of {api['searched']} reports on other" in words(
            section
        )
        assert section.count('<li class="result">') == 5
        assert section.count(f"<mark>{SAID}</mark>") == 5
        assert f"/paragraphs/{api['results'][0]['id']}?mark=0-{len(SAID)}#this" in links(section)
        assert f"{address}?show=same&similar=20#beside" in links(section)
        longer = part(get(http, f"{address}?similar=20"), "similar")
        assert longer.count('<li class="result">') == api["reports"]
        assert "?similar=" not in longer


def test_inspections_of_the_same_authority_are_told_in_time(tmp_path: Path) -> None:
    with over(tmp_path, likenesses()) as http:
        section = part(get(http, "/paragraphs/northmoor-2018-08-24/para-27?show=before-after"), "same")
        earlier, later = section.split("<h3>Later</h3>")
        assert [link.partition("?")[0] for link in links(earlier) if link.startswith("/paragraphs")] == [
            "/paragraphs/northmoor-2012-09-10/para-3",
            "/paragraphs/northmoor-2014-05-06/para-3",
        ]
        assert "/paragraphs/northmoor-2020-03-02/para-3" in (link.partition("?")[0] for link in links(later))
        assert "saltby" not in section
        assert "Not mentioned in the report published 8 July 2022" in words(f"<main>{later}</main>")
        assert "/reports/northmoor-2022-07-08" in links(later)
        alone = part(get(http, "/paragraphs/wexcombe-2018-08-24/para-3?show=before-after"), "same")
        assert "There are no other inspections of Wexcombe here." in words(alone)


def test_an_index_of_one_report_says_that_there_is_nothing_to_compare_with(tmp_path: Path) -> None:
    report = make_report()
    with over(tmp_path, [make_report_entry(report, [make_paragraph(report, 1)])]) as http:
        section = words(part(get(http, f"/paragraphs/{report.id}/para-1?show=same"), "similar"))
        assert "No other report of another authority" in section
        assert "about" not in section


# What cannot be shown


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        (f"/paragraphs/{SPANNING}/para-999", 404, "has no paragraph 999. Its findings are paragraphs "),
        ("/paragraphs/torbay-2001-01-01/para-1", 404, "torbay-2001-01-01"),
        (f"/paragraphs/{SPANNING}/chapter-9", 422, "para-27"),
        (f"/paragraphs/{SPANNING}/para-15?similar=0", 422, "Similar cannot be"),
        (f"/paragraphs/{SPANNING}/para-15?similar=101", 422, "less than or equal to 100"),
        (f"/paragraphs/{SPANNING}/para-15?similr=3", 422, "similr"),
        (f"/paragraphs/{SPANNING}/para-15?show=everything", 422, "Show cannot be"),
    ],
)
def test_what_is_not_there_or_not_understood(http: TestClient, path: str, status: int, said: str) -> None:
    assert said in words(get(http, path, status))


def test_text_of_a_hostile_report_is_only_text(tmp_path: Path) -> None:
    report = make_report("Eastwick <b>& Co</b>", title=HOSTILE)
    other = make_report("Saltby </h3><i>", title=HOSTILE)
    kinds: tuple[tuple[Kind, tuple[int, ...]], ...] = (
        ("recommendation", (2,)),
        ("finding", ()),
        ("finding", ()),
    )
    paragraphs = [
        make_paragraph(
            report, number, f"{HOSTILE}\n• {HOSTILE}", section=(HOSTILE, f"{HOSTILE}{number}"), kind=kind,
            grade="<u>good</u>", footnotes=(HOSTILE,), linked=linked,
        )
        for number, (kind, linked) in enumerate(kinds, 1)
    ]  # fmt: skip
    entries = [
        make_report_entry(report, paragraphs, [Anomaly("gap", 3, HOSTILE)]),
        make_report_entry(other, [make_paragraph(other, 2, f"{HOSTILE}\n• {HOSTILE}", section=(HOSTILE,))]),
    ]
    with over(tmp_path, entries) as http:
        for paragraph, show in product(paragraphs, ("", "?show=same", "?show=praised", "?show=before-after")):
            page = get(http, f"/paragraphs/{paragraph.id}{show}")
            assert not re.search(r"<(i|u|b)\b", page)
            assert all(
                picture.startswith('<img src="/api/v1/paragraphs/eastwick-') for picture in pictures(page)
            )
            assert "<script>" not in page
            assert "49" not in words(page)
            assert unescape(page).count(HOSTILE) > 8
            assert reference(report, paragraph, quote=True).html.removesuffix(")</p>") in page


def test_a_similar_finding_says_beside_which_sentence_it_stands(tmp_path: Path) -> None:
    asked, other = make_report("Northmoor", date(2018, 8, 24)), make_report("Saltby", date(2020, 1, 5))
    entries = [
        make_report_entry(
            asked, [make_paragraph(asked, 27, f"{SAID} Foster carers are recruited from afar.")]
        ),
        make_report_entry(other, [make_paragraph(other, 3, SAID)]),
    ]
    with over(tmp_path, entries) as http:
        said = words(part(get(http, "/paragraphs/northmoor-2018-08-24/para-27?show=same"), "similar"))
        assert re.findall("Compared with ‘(.+?)’", said) == [SAID]
        alone = words(part(get(http, "/paragraphs/saltby-2020-01-05/para-3?show=same"), "similar"))
        assert "Northmoor" in alone
        assert "Compared with" not in alone
