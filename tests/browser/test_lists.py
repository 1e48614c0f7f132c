"""The list of reports narrows while one types; the pages of reports work as well without a script."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.browser_bench import Visitor
from tests.browser.conftest import Open


def test_the_list_narrows_as_one_types_and_the_address_follows(visitor: Visitor) -> None:
    page = visitor.page
    visitor.go("/reports?limit=2")
    box = page.get_by_label("Authority", exact=True)
    box.press_sequentially("sal")  # whose reports are on another part of the list
    expect(page.locator("tbody tr")).to_have_count(2)
    expect(page.locator("tbody tr").first).to_contain_text("Saltby")
    expect(page.locator(".list-count")).to_contain_text("2 of 6 reports on 1 authority")
    expect(page.locator("[data-status]")).to_have_text("2 of 6 reports")
    expect(box).to_be_focused()
    assert visitor.path == "/reports?authority=sal&limit=2"
    box.press_sequentially("xx")
    expect(page.locator("#wrong")).to_contain_text("We know no authority called ‘salxx’")
    page.get_by_role("link", name="Clear filters").click()
    assert visitor.path == "/reports"


def test_heads_of_columns_sort_without_a_script(open_window: Open) -> None:
    visitor = open_window(script=False)
    page = visitor.page
    visitor.go("/reports")
    page.get_by_label("Authority", exact=True).fill("north")
    page.get_by_role("button", name="Apply filters").click()
    expect(page.locator("tbody tr")).to_have_count(2)
    page.get_by_role("link", name="Published", exact=True).click()
    expect(page.locator("tbody tr").first).to_contain_text("29 March 2018")
    expect(page.locator("th[aria-sort]")).to_have_text("Published▼")
    assert "authority=north" in visitor.path


def test_the_contents_of_a_report_stay_in_view_and_mark_what_is_read(visitor: Visitor) -> None:
    page = visitor.page
    visitor.go("/reports/northmoor-2016-01-29")
    contents = page.get_by_role("navigation", name="Contents")
    contents.get_by_role("link", name="Leadership, management and governance").first.click()
    chapter = contents.locator("li", has_text="Leadership, management and governance").last
    expect(chapter.locator("[aria-current=location]")).to_be_visible()
    expect(contents).to_be_in_viewport()
    page.locator("#para-19").scroll_into_view_if_needed()
    expect(contents).to_be_in_viewport()


def test_on_a_phone_the_contents_are_folded_at_the_top_without_a_script_too(open_window: Open) -> None:
    visitor = open_window((390, 844), script=False)
    page = visitor.page
    visitor.go("/reports/northmoor-2016-01-29")
    expect(page.get_by_role("navigation", name="Contents")).to_be_hidden()
    folded = page.locator(".contents-folded")
    link = folded.get_by_role("link", name="Leadership, management and governance").first
    expect(link).to_be_hidden()
    folded.locator("summary").click()
    link.click()
    assert "#section-" in visitor.path


def test_a_paragraph_that_an_address_names_is_marked(visitor: Visitor) -> None:
    page = visitor.page
    visitor.go("/reports/northmoor-2016-01-29#para-19")
    target = page.locator("#para-19")
    expect(target).to_be_in_viewport()
    colours = "(it) => getComputedStyle(it).backgroundColor"
    assert target.evaluate(colours) != page.locator("#para-18").evaluate(colours)


def test_words_are_found_within_a_report_without_a_script(open_window: Open) -> None:
    visitor = open_window(script=False)
    page = visitor.page
    visitor.go("/reports/northmoor-2016-01-29")
    page.get_by_label("Find in this report").fill("neglect")
    page.get_by_role("button", name="Find", exact=True).click()
    expect(page.locator(".para mark").first).to_be_visible()
    page.get_by_role("link", name="Show the whole report").click()
    assert visitor.path == "/reports/northmoor-2016-01-29"


def test_skip_links_lead_past_contents_and_filters(visitor: Visitor) -> None:
    page = visitor.page
    for path, name, first in (
        ("/reports/northmoor-2016-01-29", "Skip the contents", ".report-parts a"),
        ("/reports", "Skip to the list", "[data-list] a"),
    ):
        visitor.go(path)
        link = page.get_by_role("link", name=name)
        link.focus()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        expect(page.locator(first).first).to_be_focused()
