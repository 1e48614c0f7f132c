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
    expect(page.locator("#wrong")).to_contain_text("We know no authority that is called ‘salxx’.")
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
