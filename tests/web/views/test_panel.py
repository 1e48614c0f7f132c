"""The filter panel as a browser without a script sends it: what is ticked, taken back and counted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode

import pytest
from starlette.testclient import TestClient

from tests.support.api_bench import client
from web.shared.ticks import Said, settled

Sent = list[tuple[str, str]]


class Form(HTMLParser):
    """What the button ‘Apply filters’ sends: the controls of the form "search", as they stand on the page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.sent: Sent = []
        self.choices: Sent = []  # every box, ticked or not
        self._inside = False
        self._select = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._inside = self._inside or (tag == "form" and given.get("id") == "search")
        if tag == "option" and self._select and "selected" in given:
            self.sent.append((self._select, given["value"]))
        if tag == "select":
            self._select = given["name"]
        if tag != "input" or not (self._inside or given.get("form") == "search") or "name" not in given:
            return
        pair = given["name"], given.get("value", "")
        if given.get("type") == "checkbox":
            self.choices.append(pair)
        if given.get("type") != "checkbox" or "checked" in given:
            self.sent.append(pair)

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "form"
        self._select = "" if tag == "select" else self._select


HTML = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def http() -> Iterator[TestClient]:
    with client() as made:
        yield made


def words(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html))).strip()


def page(http: TestClient, sent: Sent | dict[str, str]) -> str:
    answer = http.get(f"/?{urlencode(sent)}", headers=HTML)
    assert answer.status_code == 200, answer.text
    return answer.text


def chips(html: str) -> list[str]:
    return [words(chip) for chip in re.findall(r'<li class="chip">(.*?)<a', html, re.DOTALL)]


SAID = (
    "recommendations about visits in SIF and ILACS, in the latest reports of Northmoor and Saltby before 2020"
)


def test_what_the_question_says_is_ticked_and_stays_said(http: TestClient) -> None:
    html = page(http, {"q": SAID})
    form = Form(html)
    for box in [("authority", "Northmoor"), ("authority", "Saltby"), ("framework", "sif"),
                ("kind", "recommendation"), ("latest", "true"), ("kept", "before 2020")]:  # fmt: skip
        assert box in form.sent, box
    again = page(http, form.sent)
    assert chips(again) == chips(html)
    assert "We did not use" not in again
    assert "Searched for as words" not in again
    assert Form(again).sent == form.sent


@pytest.mark.parametrize(
    ("box", "stretch"),
    [
        (("authority", "Saltby"), "Saltby"),
        (("kept", "before 2020"), "before 2020"),
        (("latest", "true"), "in the latest reports"),
    ],
)
def test_a_tick_that_is_taken_out_makes_words_of_it(
    http: TestClient, box: tuple[str, str], stretch: str
) -> None:
    form = Form(page(http, {"q": SAID}))
    again = page(http, [pair for pair in form.sent if pair != box])
    assert f"Searched for as words, not used as filters: ‘{stretch}" in words(again)
    assert box not in Form(again).sent
    assert len(chips(again)) == len(chips(page(http, {"q": SAID}))) - 1
    assert page(http, Form(again).sent).count("checked") == again.count("checked")


def test_more_of_the_same_is_chosen_beside_it(http: TestClient) -> None:
    """Of ‘Saltby’ in the question and Northmoor in the box both are meant."""
    form = Form(page(http, {"q": "visits in Saltby"}))
    again = page(http, [*form.sent, ("authority", "northmoor")])
    assert sorted(chips(again)) == ["Authority: Saltby", "Authority: northmoor"]
    assert "We did not use" not in again
    assert ("authority", "northmoor") in Form(again).sent


def test_another_question_takes_its_filters_with_it(http: TestClient) -> None:
    sent = [
        pair for pair in Form(page(http, {"q": "visits in Saltby", "grade": "good"})).sent if pair[0] != "q"
    ]
    again = page(http, [*sent, ("q", "visits to children")])
    assert chips(again) == ["Overall grade: Good"]


def test_a_name_that_is_none_is_not_lost(http: TestClient) -> None:
    answer = http.get(
        "/", params=[("q", "visits"), ("authority", "Saltby"), ("authority", "Northmor")], headers=HTML
    )
    form = Form(answer.text)
    assert ("authority", "Northmor") in form.sent
    assert ("authority", "Northmor") not in form.choices
    assert ("authority", "Saltby") in form.choices


def test_numbers_are_of_matches_or_there_are_none(http: TestClient) -> None:
    counted = page(http, {"q": "what was said about MARAC?"})
    assert "Numbers show how many paragraphs mention what you ask about." in words(counted)
    for value, count in re.findall(r'name="kind" value="([^"]+)"[^(]*\(([\d,]+)\)', counted):
        found = http.get("/api/v1/search", params={"q": "what was said about MARAC?", "kind": value}).json()
        assert f"{found['mentioned']:,}" == count
    plain = page(http, {"q": "do staff stay long enough for children to trust them?"})
    assert "Numbers show" not in words(plain)
    assert 'class="count">(' not in plain


def test_a_date_that_is_no_year_stays_what_it_is(http: TestClient) -> None:
    html = page(http, {"q": "visits", "since": "03/2016", "until": "2019-07-31"})
    assert '<option value="2016-03" selected>March 2016</option>' in html
    assert '<option value="2019-07-31" selected>31 July 2019</option>' in html
    assert [pair for pair in Form(html).sent if pair[0] in ("since", "until")] == [
        ("since", "2016-03"), ("until", "2019-07-31"),
    ]  # fmt: skip


def test_only_the_latest_reports(http: TestClient) -> None:
    html = page(http, {"q": "visits", "latest": "true"})
    assert chips(html) == ["Reports: only each authority’s latest"]
    assert "Searched 3 of 6 reports" in words(html)
    assert ("latest", "true") in Form(html).sent
    assert "We did not use" not in page(http, {"q": "visits in the latest report", "latest": "true"})
    assert "We did not use ‘in the previous inspection’" in words(
        page(http, {"q": "visits in the previous inspection", "latest": "true"})
    )


def test_one_button_and_no_list_of_all_authorities(http: TestClient) -> None:
    html = page(http, {"q": "visits"})
    assert html.count("Apply filters</button>") == 1
    assert ("authority", "Saltby") not in Form(html).choices
    assert '<datalist id="authorities"><option value="Northmoor">' in html
    assert html.index('id="view"') < html.index('id="filters"')


def given(**filters: Any) -> dict[str, tuple[str, ...]]:
    return {name: tuple(values) for name, values in filters.items()}


SEVERAL = Said("kind", ("recommendation", "improvement"), "recommendations")


@pytest.mark.parametrize(
    ("ticked", "left", "made_words"),
    [
        (["recommendation", "improvement"], [], ()),
        (["recommendation"], ["recommendation"], ()),
        (["recommendation", "finding"], ["recommendation", "finding"], ()),
        ([], [], ("recommendations",)),
        (["finding"], ["finding"], ("recommendations",)),
    ],
)
def test_words_that_say_several_values(
    ticked: list[str], left: list[str], made_words: tuple[str, ...]
) -> None:
    found = settled(given(kind=ticked), [SEVERAL], (), same=True)
    assert found == (given(kind=left) if left else {}, made_words)


@pytest.mark.parametrize("text", ["", ":", "::", "kind", "kind:a|b", "::::", "ward:x:y", "kind:|:"])
def test_what_is_no_hidden_field_does_no_harm(http: TestClient, text: str) -> None:
    assert isinstance(Said.read(text), Said)
    assert "visits" in page(http, {"q": "visits", "understood": text, "understood_of": "visits"})


def test_a_hidden_field_is_read_as_it_was_written() -> None:
    for item in (SEVERAL, Said("", (), "since 5: 2018"), Said("authority", ("Bristol, City of",), "Bristol")):
        assert Said.read(item.text) == item
