"""The pages of comparisons over the samples: what they show, what they link to, what they say is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import urlencode

import pytest
from starlette.testclient import TestClient

from tests.support.api_bench import client
from tests.support.page_reading import get, links, title, words


@pytest.fixture(scope="module")
def http() -> Iterator[TestClient]:
    with client() as made:
        yield made


def test_compare_leads_to_every_page_that_there_is(http: TestClient) -> None:
    page = get(http, "/compare")
    found = [link for link in links(page) if link.startswith(("/contrast", "/praised", "/my-authority"))]
    assert {"/contrast", "/praised", "/my-authority"} <= set(found)
    for link in links(page):
        if link.startswith("/") and not link.startswith("/praised?"):  # which asks whose criticism is meant
            assert http.get(link).status_code == 200, link


def test_the_navigation_says_where_one_is(http: TestClient) -> None:
    assert 'href="/compare" aria-current="page"' in get(http, "/compare")
    assert 'href="/compare" aria-current="true"' in get(http, "/contrast")
    assert 'href="/compare"' in get(http, "/authorities/northmoor")


def test_a_contrast_counts_and_quotes_and_links(http: TestClient) -> None:
    page = get(
        http, "/contrast?" + urlencode({"about": "MARAC", "one": "good", "other": "requires improvement"})
    )
    assert title(page) == "Contrast by grade: ‘MARAC’"
    said = words(page)
    assert "sections speak of it" in said
    assert any(link.startswith("/paragraphs/") for link in links(page))


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/contrast?about=neglect&one=splendid", "is not a grade of a section"),
        ("/contrast?about=MARAC+and+LADO", "ask for one of them"),
        ("/contrast?about=neglect&authority=Atlantis", "Atlantis"),
        ("/praised?about=supervision", "Nobody has said which authority"),
        ("/praised?about=supervision&mine=Atlantis", "no authority called ‘Atlantis’. See all authorities"),
        ("/my-authority?mine=Atlantis", "no authority called ‘Atlantis’. See all authorities"),
    ],
)
def test_what_cannot_be_shown_is_said_on_the_page(http: TestClient, path: str, said: str) -> None:
    page = get(http, path, 422)
    assert said in words(page)
    assert title(page).startswith("Error: ")


def test_praise_elsewhere_shows_both_sides(http: TestClient) -> None:
    page = get(http, "/praised?" + urlencode({"about": "MARAC", "mine": "Northmoor"}))
    said = words(page)
    assert "Northmoor is criticised" in said
    assert "other authorities are praised on this" in said


def test_my_authority_shows_what_follows_from_it(http: TestClient) -> None:
    page = get(http, "/my-authority?mine=Northmoor")
    assert "Our last inspection" in words(page)
    assert any(link.startswith("/reports/northmoor-") for link in links(page))
    example = next(link for link in links(page) if "mine=Northmoor" in link and link.startswith("/?"))
    assert "Northmoor, your authority" in words(get(http, example))


def test_the_own_authority_goes_with_every_link_of_a_search(http: TestClient) -> None:
    asked = "/?" + urlencode({"q": "what needed to improve in our last inspection?", "mine": "Northmoor"})
    page = get(http, asked)
    assert '<input type="hidden" name="mine" value="Northmoor">' in page
    own = [link for link in links(page) if link.startswith("/?")]
    assert own
    assert all("mine=Northmoor" in link for link in own if "q=" in link)
    unknown = words(get(http, "/?" + urlencode({"q": "what needed to improve in our last inspection?"})))
    assert "does not know which authority is yours" in unknown


def test_a_question_opens_its_view(http: TestClient) -> None:
    asked = "/?" + urlencode({"q": "what do good and inadequate councils say about MARAC?"})
    page = get(http, asked)
    assert "This was read as a contrast" in words(page)
    assert any(link.startswith("/contrast?about=MARAC") for link in links(page))
    assert "See more sentences of both grades" in words(page)
    plain = get(http, "/?" + urlencode({"q": "what did inspectors say about MARAC?"}))
    assert 'aria-labelledby="view-heading"' not in plain


def test_authorities_that_are_compared_stand_in_columns(http: TestClient) -> None:
    page = get(http, "/?" + urlencode({"q": "compare Northmoor and Saltby on MARAC"}))
    assert "This was read as a comparison of Northmoor and Saltby" in words(page)
    assert page.index('class="sides"') < page.index("answer-kind")


def test_what_two_sides_say_begins_at_one_height(http: TestClient) -> None:
    asked = {"q": "MARAC", "view": "compare", "one": "Northmoor", "other": "others"}
    page = get(http, "/?" + urlencode(asked))
    assert "have a report within your filters" in words(page)
    sides = page.split('<section class="side"')[1:]
    assert len(sides) == 2
    for side in sides:  # nothing between its name and its first list
        assert re.search(r"</h3>\s*<h4", side)


def test_the_results_lead_to_their_feed(http: TestClient) -> None:
    page = get(http, "/?" + urlencode({"q": "MARAC", "authority": "Saltby"}))
    [feed] = [link for link in links(page) if link.startswith("/feeds/")]
    reply = http.get(feed)
    assert reply.status_code == 200
    assert reply.headers["content-type"].startswith("application/atom+xml")
    assert "saltby-2023-11-13/para-6" in reply.text


@pytest.mark.parametrize(
    "path",
    ["/contrast?about=MARAC&one=good&other=requires+improvement", "/themes/domestic-abuse",
     "/silence?about=MARAC", "/matrix/sentences?about=MARAC", "/authorities/northmoor/tracker"],
)  # fmt: skip
def test_a_quoted_sentence_is_marked_in_the_paragraph_that_its_link_opens(
    http: TestClient, path: str
) -> None:
    page = get(http, path)
    marked = [link for link in links(page) if link.startswith("/paragraphs/") and "?mark=" in link]
    assert marked
    for link in marked[:3]:
        opened = get(http, link.partition("#")[0])
        sentence = unescape(opened.split("<mark>")[1].split("</mark>")[0])
        assert sentence in words(page)
        assert "<mark>" in opened.split('id="this"')[1]


def test_a_mark_that_is_no_stretch_marks_nothing(http: TestClient) -> None:
    link = next(link for link in links(get(http, "/themes/domestic-abuse")) if "?mark=" in link)
    plain = link.partition("?")[0]
    assert (
        "<mark>"
        not in get(http, plain + "?mark=9999998-9999999").split('id="this"')[1].split("</section>")[0]
    )
    assert http.get(plain + "?mark=one-two").status_code == 422


def test_the_comparing_pages_lead_back_to_compare(http: TestClient) -> None:
    for path in (
        "/themes",
        "/themes/neglect",
        "/silence",
        "/matrix",
        "/grades",
        "/contrast",
        "/praised",
        "/weak-to-strong",
    ):
        crumbs = get(http, path).split('aria-label="Breadcrumb"')[1].split("</nav>")[0]
        assert 'href="/compare"' in crumbs, path


def test_a_page_of_movements_leads_to_every_later_inspection(http: TestClient) -> None:
    later = "/grades?way=up&later=true"
    assert later in links(get(http, "/grades?way=up"))
    assert later not in links(get(http, later))
