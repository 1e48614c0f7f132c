"""The search page over the sample reports: its states, and that every link of it leads where it says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from tests.support.api_bench import client
from web.shared.forms import typed_day
from web.shared.render import assets
from web.shared.urls import SearchState, pages_shown

HTML = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def http() -> Iterator[TestClient]:
    with client() as made:
        yield made


def page(http: TestClient, path: str, status: int = 200, **query: Any) -> str:
    answer = http.get(path, params=query or None, headers=HTML)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["referrer-policy"] == "same-origin"
    return answer.text


def words(html: str) -> str:
    body = html.split("<main", 1)[1].split("</main>", 1)[0]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", body)))


def links(html: str) -> list[str]:
    return [unescape(found) for found in re.findall(r'href="([^"]+)"', html)]


def test_the_first_page_asks_and_offers_examples(http: TestClient) -> None:
    html = page(http, "/")
    assert "<title>Search inspection reports – Pinpoint</title>" in html
    assert html.count("<h1") == 1
    examples = [link for link in links(html) if link.startswith("/?q=")]
    assert len(examples) >= 3
    for link in examples:
        assert "What was searched" in page(http, link)
    assert len(http.get("/", headers=HTML).content) < 100_000


def test_an_answer_comes_first_and_every_quotation_is_the_report_s(http: TestClient) -> None:
    html = page(http, "/", q="what did inspectors say about MARAC?")
    assert "What inspectors said" in html
    assert 'class="result"' not in html, "a paragraph stands once"
    quoted = re.findall(r'<blockquote>(.*?)</blockquote>.*?href="(/paragraphs/[^"]+)"', html, re.DOTALL)
    assert quoted
    for markup, link in quoted:
        text = http.get(f"/api/v1{link}").json()["text"]
        said = unescape(re.sub(r"<[^>]+>", "", markup.replace("</p>", "\n"))).strip()
        assert said.replace("\n\n", "\n") in text


def test_what_was_understood_is_a_chip_that_can_be_taken_back(http: TestClient) -> None:
    html = page(http, "/", q="visits in Northmoor", kind="finding")
    chips = re.findall(r'class="chip">.*?href="([^"]+)"', html, re.DOTALL)
    chosen, said = (parse_qs(urlsplit(unescape(chip)).query) for chip in chips)
    assert chosen == {"q": ["visits in Northmoor"]}
    assert said["as_words"] == ["in Northmoor"] or said["as_words"] == ["Northmoor"]
    again = page(http, unescape(chips[1]))
    assert "Searched for as words, not used as filters" in again
    assert "<strong>Northmoor</strong>" in html
    assert "<strong>Northmoor</strong>" not in again.split('class="result-list"')[0].split("answer-source")[0]


def test_a_chip_of_several_kinds_names_each_as_the_filters_do(http: TestClient) -> None:
    said = words(page(http, "/", q="recommendations about supervision"))
    assert "Type of paragraph: Recommendations, What needs to improve from your words" in said


def test_pages_join_up(http: TestClient) -> None:
    def found(html: str) -> list[str]:
        return re.findall(r'class="result-heading"><a href="([^"]+)"', html)

    first, second = page(http, "/", q="children", view="results"), page(http, "/", q="children", page=2)
    assert len(found(first)) == 20
    assert not set(found(first)) & set(found(second))
    assert "What inspectors said" not in second
    assert "page 2" in second.split("</title>")[0]
    assert "There are no results on page 25" in words(page(http, "/", q="children", page=25))


def test_a_filter_that_leaves_nothing_says_so(http: TestClient) -> None:
    text = words(page(http, "/", q="visits", authority="Saltby", until="2001"))
    assert "No report of Saltby was published until 31 December 2001" in text
    assert "What was searched" in text


def test_a_question_without_an_answer_helps(http: TestClient) -> None:
    text = words(page(http, "/", q="which aeroplane flew over Mars?", authority="Saltby"))
    assert "No answer found" in text
    assert "What you can try" in text


@pytest.mark.parametrize(
    ("path", "status", "says"),
    [
        ("/nothing-here", 404, "There is no page at this web address"),
        ("/?q=visits&authority=Atlantis", 422, "We know no authority called ‘Atlantis’. See all authorities"),
        ("/?q=visits&autority=Saltby", 422, "does not know ‘autority’"),
        ("/?q=visits&since=tomorrow", 422, "31/03/2018"),
        ("/?q=%3F%3F", 422, "ask in words"),
        ("/?q=visits&page=0", 422, "page"),
    ],
)
def test_refusals_are_pages_for_readers(http: TestClient, path: str, status: int, says: str) -> None:
    html = page(http, path, status)
    assert says.lower() in words(html).lower()
    assert 'name="q"' in html


def test_refusals_stay_problems_for_programs(http: TestClient) -> None:
    for path, headers in (("/nothing-here", {}), ("/api/v1/nothing", HTML)):
        answer = http.get(path, headers=headers)
        assert answer.headers["content-type"] == "application/problem+json"
    assert http.head("/nothing-here", headers=HTML).content == b""


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script> visits",
        '"><img src=x onerror=alert(1)> visits',
        "visits' onmouseover='alert(1)",
        "{{ 7*7 }} visits {% raw %}",
        "visits \u202e\u2066 \x00",
    ],
)
def test_a_hostile_question_is_text(http: TestClient, hostile: str) -> None:
    html = http.get("/", params={"q": hostile, "as_words": hostile[:60]}, headers=HTML).text
    assert "<script>alert" not in html
    assert "<img src=x" not in html
    assert "onmouseover='" not in html
    assert "49 visits" not in html


def test_assets_are_named_by_their_content(http: TestClient) -> None:
    html = page(http, "/")
    named = [link for link in (*links(html), *re.findall(r'src="([^"]+)"', html)) if "/assets/" in link]
    assert {"pinpoint.css", "pinpoint.js"} <= {urlsplit(link).path.rpartition("/")[2] for link in named}
    for link in named:
        answer = http.get(link)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]
    assert {asset.url for asset in assets().values()} >= set(named)
    assert http.get("/assets/../page_html.py").status_code == 404
    assert http.get("/assets/nothing.css").status_code == 404


def test_pages_are_not_kept_by_caches(http: TestClient) -> None:
    assert http.get("/?q=visits", headers=HTML).headers["cache-control"] == "no-store"


def test_help_and_accessibility(http: TestClient) -> None:
    assert "Privacy" in words(page(http, "/help"))
    assert "WCAG" in page(http, "/accessibility") or "Guidelines" in page(http, "/accessibility")


NAMES = st.lists(st.text(alphabet="abc &=?#+%é", min_size=1, max_size=8), max_size=3).map(tuple)


@given(st.text(max_size=20), NAMES, NAMES, st.sampled_from(["", "2016", "2018-03-31"]), st.integers(1, 25))
def test_the_whole_state_is_in_the_address(
    q: str, authority: tuple[str, ...], as_words: tuple[str, ...], since: str, number: int
) -> None:
    given = {"authority": authority, "since": (since,) if since else ()}
    state = replace(SearchState(q=q, as_words=as_words).having(**given), page=number)
    try:
        query = parse_qs(urlsplit(state.url).query, keep_blank_values=True, errors="strict")
    except UnicodeError:
        return
    assert query.get("q", [""]) == [q]
    assert tuple(query.get("authority", ())) == authority
    assert tuple(query.get("as_words", ())) == as_words
    assert query.get("page", ["1"]) == [str(number)]


def test_links_below_a_list() -> None:
    assert pages_shown(1, 1) == [1]
    assert pages_shown(1, 4) == [1, 2, 3, 4]
    assert pages_shown(6, 12) == [1, "gap", 5, 6, 7, "gap", 12]
    assert pages_shown(12, 12) == [1, "gap", 11, 12]


@pytest.mark.parametrize(
    ("typed", "taken"),
    [
        ("31/03/2018", "2018-03-31"),
        ("1.3.2018", "2018-03-01"),
        ("03/2018", "2018-03"),
        (" 2018 ", "2018"),
        ("2018-03-31", "2018-03-31"),
        ("last year", "last year"),
    ],
)
def test_british_dates_are_taken(typed: str, taken: str) -> None:
    assert typed_day(typed) == taken


@pytest.mark.parametrize(
    "fields",
    [
        {"since": "last year"},
        {"since": "32/03/2018"},
        {"since": "2019", "until": "2018"},
        {"authority": "Atlantis"},
    ],
)
def test_what_is_wrong_is_said_in_the_form_and_nothing_is_lost(
    http: TestClient, fields: dict[str, Any]
) -> None:
    html = page(http, "/", 422, q="visits", kind="finding", **fields)
    assert "We have not searched yet" in html
    assert "--since" not in html
    assert 'value="finding" checked' in html
    assert 'value="visits"' in html
    assert html.split("<title>")[1].startswith("Error: ")
    if "since" in fields:
        assert f'value="{typed_day(fields["since"])}"' in html


def test_what_the_question_says_and_is_not_used_is_said(http: TestClient) -> None:
    text = words(page(http, "/", q="visits in Northmoor", authority="Saltby"))
    assert (
        "We did not use ‘Northmoor’ from your question, because you chose a different filter for authority."
        in text
    )
    assert "We did not use" not in words(page(http, "/", q="visits in Northmoor", authority="Northmoor"))
    assert "We did not use" not in words(page(http, "/", q="visits in Northmoor", kind="finding"))


def test_words_taken_back_belong_to_their_question(http: TestClient) -> None:
    again: Any = {"as_words": "Northmoor", "as_words_of": "visits in Northmoor"}
    same = words(page(http, "/", q="visits in Northmoor", **again))
    other = words(page(http, "/", q="plans in Northmoor", **again))
    assert "Searched for as words" in same
    assert "Searched for as words" not in other
    assert "Searched 2 of 6 reports" in other
    html = page(http, "/", q="visits in Northmoor", as_words="Northmoor", kind="finding")
    found = re.search(r'<a href="([^"]+)">Clear filters', html)
    assert found
    left = unescape(found[1])
    assert "as_words=Northmoor" in left
    assert "kind" not in left


def test_a_follow_up_keeps_the_rest_of_the_question(http: TestClient) -> None:
    asked = page(http, "/", q="What did inspectors say about visits in Northmoor?")
    form = re.search(r'<form id="follow-form".*?</form>', asked, re.DOTALL)
    assert form
    assert '<label for="follow">Ask a follow-up</label>' in form[0]
    hidden = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form[0])
    assert hidden == [("follows", "What did inspectors say about visits in Northmoor?")]
    html = page(http, "/", q="and in Saltby?", follows=hidden[0][1])
    assert "Read as: What did inspectors say about visits in Saltby?" in words(html)
    assert 'name="q" type="search" value="What did inspectors say about visits in Saltby?"' in html
    assert 'name="follows" value="What did inspectors say about visits in Saltby?"' in html
    # The page of the question that was read: its links go on from there.
    assert not any("follows=" in link for link in links(html))


def test_no_follow_up_is_offered_where_nothing_was_answered(http: TestClient) -> None:
    html = page(http, "/", q="which aeroplane flew over Mars?", authority="Saltby")
    assert "No answer found" in html
    assert "follow-form" not in html


def test_a_follow_up_replaces_the_filter_that_it_says(http: TestClient) -> None:
    asked: Any = {"q": "visits", "authority": "Northmoor", "kind": "finding"}
    form = re.search(r'<form id="follow-form".*?</form>', page(http, "/", **asked), re.DOTALL)
    assert form
    assert 'name="authority" value="Northmoor"' in form[0]
    html = page(http, "/", **asked | {"q": "and in Saltby?", "follows": "visits"})
    assert "We did not use" not in words(html)
    assert "(Saltby; " in words(html)
    assert re.search(r'name="kind" value="finding" checked', html)


def test_a_follow_up_to_nothing_is_a_problem_that_is_said(http: TestClient) -> None:
    assert "There is a problem" in words(page(http, "/", 422, q="and in Saltby?", follows="?!"))
    assert "Read as" not in words(page(http, "/", q="visits in Saltby", follows=" "))


def test_other_authorities_are_cited_below_a_group(http: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web.views.search.page.PASSAGES", 1)
    html = page(http, "/", q="plans for children")
    cited = re.search(r'<details class="answer-further">(.*?)</details>', html, re.DOTALL)
    assert cited is not None
    assert links(cited[1])
    for link in links(cited[1]):
        page(http, link)


def test_every_mention_can_be_reached_and_of_matches_the_first(
    http: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.views.search.results.PAGE", 1)
    monkeypatch.setattr("web.views.search.page.PAGE", 1)
    monkeypatch.setattr("web.views.search.results.LAST_PAGE", 2)
    asked: dict[str, Any] = {"q": "supervision", "view": "results"}
    every = page(http, "/", **asked, mentioned="true")
    count = re.search(r"([\d,]+) paragraphs that mention", words(every))
    assert count is not None
    assert int(count[1]) > 2
    last = page(http, "/", **asked, mentioned="true", page=int(count[1]))
    assert len(re.findall(r'class="result-heading"', last)) == 1
    assert f"page={count[1]}" in "".join(links(every))
    ranked = " ".join(links(page(http, "/", **asked)))
    assert max(map(int, re.findall(r"[?&]page=(\d+)", ranked))) == 2


@pytest.mark.parametrize("question", ["visits to children", "supervision"])
def test_the_number_of_matches_does_not_look_like_a_count(http: TestClient, question: str) -> None:
    html = page(http, "/", q=question, view="results")
    heading = re.search(r'id="results-heading">([^<]+)<', html)
    assert heading is not None
    assert re.fullmatch(r"The [\d,]+ best matches", heading[1])
    assert ("not a count" in words(html)) != ("a number that you can quote" in words(html))


def test_a_list_by_date_says_how_many_matches_it_has_only_where_that_is_so(http: TestClient) -> None:
    said = words(page(http, "/", q="visits to children", view="results", sort="newest"))
    shown = re.search(r"of ([\d,]+)", said)
    assert shown is not None
    assert ("The 100 best matches" in said) == (int(shown[1].replace(",", "")) == 100)
