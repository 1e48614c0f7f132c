"""My authority: the browser keeps it, sends it with questions, and forgets it; it works without a script."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.browser_bench import Visitor
from tests.browser.conftest import Open

_KEY = "pinpoint-authority"
_QUESTION = "what needed to improve in our last inspection?"


def kept(visitor: Visitor) -> object:
    return visitor.page.evaluate(f"() => localStorage.getItem('{_KEY}')")


def test_it_is_kept_sent_with_questions_and_forgotten(visitor: Visitor) -> None:
    page = visitor.page
    visitor.go("/my-authority?mine=Saltby")
    assert kept(visitor) is None
    page.get_by_role("button", name="Keep Saltby in this browser").click()
    assert kept(visitor) == "Saltby"
    visitor.go("/")
    expect(page.locator("[data-mine-told]")).to_contain_text("Saltby")
    page.get_by_label("Your question").fill(_QUESTION)
    page.get_by_role("button", name="Search", exact=True).click()
    expect(page.locator(".chips")).to_contain_text("Saltby")
    assert "mine=Saltby" in visitor.path
    # It can be undone.
    page.locator(".chip", has_text="Saltby").get_by_role("link").click()
    expect(page.locator(".chips")).not_to_contain_text("Saltby")
    visitor.go("/my-authority")
    page.get_by_role("button", name="Forget my authority").click()
    assert kept(visitor) is None
    visitor.go("/")
    expect(page.locator("[data-mine-told]")).to_be_hidden()


def test_an_address_that_names_another_keeps_to_that(visitor: Visitor) -> None:
    page = visitor.page
    visitor.go("/my-authority?mine=Saltby")
    page.get_by_role("button", name="Keep Saltby in this browser").click()
    visitor.go("/?mine=Northmoor")
    assert page.locator("#search input[name='mine']").evaluate_all("all => all.map(one => one.value)") == [
        "Northmoor"
    ]


def test_without_a_script_it_stays_in_the_address(open_window: Open) -> None:
    visitor = open_window(script=False)
    page = visitor.page
    visitor.go("/my-authority")
    page.get_by_label("Your authority").fill("Saltby")
    page.get_by_role("button", name="Show").click()
    page.get_by_role("link", name="what needed to improve in our last inspection?").click()
    expect(page.locator(".chips")).to_contain_text("Saltby")
    page.get_by_label("Ask a follow-up").fill("and about neglect in our last inspection?")
    page.get_by_role("button", name="Ask", exact=True).click()
    assert "mine=Saltby" in visitor.path
    expect(page.locator(".chips")).to_contain_text("Saltby")
