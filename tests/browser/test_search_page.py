"""The search page in a browser: its state is in the address, and every state helps onwards."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.browser_bench import PHONE, Visitor
from tests.browser.conftest import Open
from tests.browser.page_states import MARAC, asked

LISTED = asked(MARAC, view="results")


def results(visitor: Visitor) -> list[str]:
    return visitor.texts(".result-heading")


def quoted(visitor: Visitor) -> list[str]:
    return visitor.texts(".answer-source")


def apply(visitor: Visitor) -> None:
    visitor.page.get_by_role("button", name="Apply filters").first.click()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_back_and_forward_keep_what_was_asked_and_chosen(open_window: Open, script: bool) -> None:
    visitor = open_window(script=script)
    page = visitor.page
    visitor.go(LISTED)
    every = results(visitor)
    page.locator("#authority").fill("Saltby")
    apply(visitor)
    expect(page.locator(".chip")).to_have_count(1)
    narrowed, address = results(visitor), visitor.path
    assert narrowed
    assert all("Saltby" in heading for heading in narrowed)
    assert narrowed != every
    page.locator(".result-heading a").first.click()
    expect(page).to_have_url(re.compile("/paragraphs/"))
    page.go_back()
    visitor.arrive(address)
    assert results(visitor) == narrowed
    assert page.get_by_role("checkbox", name="Saltby").is_checked()
    assert page.locator("#q").input_value() == MARAC
    page.go_back()
    assert results(visitor) == every
    expect(page.get_by_role("checkbox", name="Saltby")).to_have_count(0)
    expect(page.locator("#authority")).to_have_value("")
    page.go_forward()
    assert results(visitor) == narrowed


def test_a_filter_that_the_question_says_is_taken_back(visitor: Visitor) -> None:
    page = visitor.page
    visitor.go(asked("recommendations about supervision since 2018", view="results"))
    said = page.locator(".chip")
    expect(said).to_have_count(2)
    before = results(visitor)
    page.get_by_role("link", name="Search for the words since 2018 instead of using this filter").click()
    expect(said).to_have_count(1)
    expect(page.get_by_text("Searched for as words, not used as filters")).to_be_visible()
    assert results(visitor) != before
    page.get_by_role("link", name="Use the filters in my question again").click()
    expect(said).to_have_count(2)


def test_a_question_that_is_refused_says_so_and_what_can_be_tried(visitor: Visitor) -> None:
    visitor.go(asked("zebra crossings on the moon"))
    page = visitor.page
    expect(page.get_by_role("heading", name="No answer found")).to_be_visible()
    expect(page.get_by_role("heading", name="What you can try")).to_be_visible()
    page.get_by_role("link", name="Check which reports are included").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Inspection reports")


def test_filters_that_leave_nothing_can_be_removed(visitor: Visitor) -> None:
    visitor.go(asked(MARAC, authority="Saltby", until="2013"))
    page = visitor.page
    expect(page.get_by_role("heading", name="No answer found")).to_be_visible()
    assert quoted(visitor) == []
    page.get_by_role("link", name="Remove filter 2013").click()
    expect(page.get_by_role("heading", name="What inspectors said")).to_be_visible()
    visitor.go(asked(MARAC, authority="Saltby", until="2013"))
    page.get_by_role("link", name="Clear filters").click()
    visitor.arrive(asked(MARAC))
    assert quoted(visitor)


def test_pages_of_results_go_on_where_the_last_ended(visitor: Visitor) -> None:
    visitor.go(asked("children", view="results"))
    page = visitor.page
    first = results(visitor)
    page.get_by_role("navigation", name="Pages of results").get_by_role("link", name="Next").click()
    expect(page).to_have_title(re.compile("page 2"))
    second = results(visitor)
    assert len(first) == len(second) == 20
    assert first != second
    assert page.locator(".result-list").get_attribute("start") == "21"
    expect(page.get_by_role("link", name="Page 2", exact=True)).to_have_attribute("aria-current", "page")
    page.get_by_role("link", name="Previous page").click()
    assert results(visitor) == first
    visitor.go(asked(MARAC, page="25"))
    page.get_by_role("link", name="Go to the first page").click()
    visitor.arrive(LISTED)


@pytest.mark.parametrize(
    ("path", "status"),
    [("/nothing-here", 404), ("/paragraphs/northmoor-2016-01-29/para-999", 404), ("/?autority=Saltby", 422)],
)
def test_an_address_that_leads_nowhere_leads_back(visitor: Visitor, path: str, status: int) -> None:
    visitor.go(path, status)
    page = visitor.page
    assert page.get_by_role("heading", level=1).inner_text()
    page.locator("#q").fill(MARAC)
    page.get_by_role("button", name="Search", exact=True).click()
    visitor.arrive(asked(MARAC))
    assert quoted(visitor)


def test_a_date_that_is_none_is_corrected_where_it_stands(visitor: Visitor) -> None:
    visitor.go(asked(MARAC, since="yesterday", authority="Northmoor"), 422)
    page = visitor.page
    expect(page.get_by_role("alert")).to_contain_text("We have not searched yet")
    expect(page.locator("#q")).to_have_value(MARAC)
    expect(page.locator("#since")).to_have_value("yesterday")
    page.locator("#since").select_option("2016")
    apply(visitor)
    assert quoted(visitor)
    expect(page.locator("#since")).to_have_value("2016")
    expect(page.get_by_role("checkbox", name=re.compile("^Northmoor"))).to_be_checked()


def test_everything_sent_at_once(visitor: Visitor) -> None:
    """One button sends question, choices and dates; fields that are empty are no filter."""
    visitor.go(asked(MARAC))
    page = visitor.page
    page.locator("#authority").fill("Northmoor")
    page.get_by_role("checkbox", name=re.compile("^Findings")).check()
    page.locator("#since").select_option("2018")
    page.locator("#q").fill("domestic abuse")
    page.get_by_role("button", name="Search", exact=True).click()
    chips = [" ".join(text.split()) for text in visitor.texts(".chip")]
    assert [text.split(" ×")[0] for text in chips] == [
        "Authority: Northmoor", "Type of paragraph: Findings", "Published from: 2018",
    ]  # fmt: skip
    assert quoted(visitor)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_filters_are_behind_one_button_on_a_small_screen(open_window: Open, script: bool) -> None:
    visitor = open_window(PHONE, script=script)
    visitor.go(asked(f"{MARAC} since 2016"))
    page = visitor.page
    expect(page.locator("#authority")).to_be_hidden()
    page.get_by_role("link", name="Filters (1)").click()
    expect(page.get_by_role("checkbox", name="Since 2016")).to_be_checked()
    page.locator("#authority").fill("Northmoor")
    apply(visitor)
    expect(page.locator(".chip", has_text="Northmoor")).to_be_visible()
    expect(page.locator("#authority")).to_be_hidden()
    page.get_by_role("link", name="Filters (2)").click()
    page.get_by_role("checkbox", name="Northmoor").uncheck()
    page.get_by_role("checkbox", name="Since 2016").uncheck()
    apply(visitor)
    expect(page.locator(".chip")).to_have_count(0)
    expect(page.get_by_text("Searched for as words, not used as filters: ‘since 2016’")).to_be_visible()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_the_first_page_is_light(open_window: Open, script: bool) -> None:
    """Under 100 KB with style sheet and script, as the server sends them."""
    visitor = open_window(script=script)
    sizes: list[int] = []
    visitor.page.on("response", lambda reply: sizes.append(len(reply.body())))
    visitor.go("/")
    visitor.page.wait_for_load_state("networkidle")
    assert len(sizes) >= 2
    assert sum(sizes) < 100_000
