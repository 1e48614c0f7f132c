"""With the keyboard alone: everything is reached, in the order of reading, and where one is shows."""

from __future__ import annotations

import pytest

from tests.browser.browser_bench import PHONE, WIDE, Visitor
from tests.browser.conftest import Open
from tests.browser.keyboard_walk import at, focused, reach, stops
from tests.browser.page_states import MARAC, PLANNED, STATES, asked, plan

_WALKED = [
    "search-first",
    "results-filtered",
    "paragraph",
    "report",
    "reports",
    "acronyms",
    "plan",
    "problem-no-page",
]


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize("name", _WALKED)
def test_every_control_is_reached_in_order_and_shows_it(
    open_window: Open, name: str, size: tuple[int, int]
) -> None:
    visitor = open_window(size)
    visitor.go(*STATES[name])
    expected = visitor.page.evaluate(stops)
    assert len(expected) > 8
    walked = []
    for _ in expected:
        visitor.page.keyboard.press("Tab")
        found = focused(visitor)
        assert found.outlined, f"the focus does not show: {found.what}"
        assert found.inside, f"the focus is outside the window: {found.what}"
        walked.append(found.what)
    assert walked == expected


_FIRST = "element => element.matches('.answer-source a, .quote a, .result-heading a')"


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize("name", ["results", "results-filters-said"])
def test_the_first_result_is_soon_reached(open_window: Open, name: str, size: tuple[int, int]) -> None:
    visitor = open_window(size)
    visitor.go(*STATES[name])
    for _ in range(25):
        visitor.page.keyboard.press("Tab")
        if visitor.page.locator(":focus").evaluate(_FIRST):
            return
    raise AssertionError(f"not within 25 presses; the last one reached {focused(visitor).what}")


def test_the_skip_link_comes_first_and_leads_to_the_content(visitor: Visitor) -> None:
    visitor.go(asked(MARAC))
    visitor.page.keyboard.press("Tab")
    assert at(visitor, visitor.page.get_by_role("link", name="Skip to main content"))
    assert visitor.page.get_by_role("link", name="Skip to main content").bounding_box()["y"] >= 0  # type: ignore[index]
    visitor.page.keyboard.press("Enter")
    visitor.page.keyboard.press("Tab")
    assert at(visitor, visitor.page.locator("#q"))


def test_a_question_is_typed_filtered_and_opened(visitor: Visitor) -> None:
    visitor.go("/")
    keys, page = visitor.page.keyboard, visitor.page
    reach(visitor, page.locator("#q"))
    keys.type("multi-agency risk assessment conference")
    keys.press("Enter")
    page.wait_for_url("**/?q=multi*")
    reach(visitor, page.locator("#authority"))
    keys.type("Northmoor")
    reach(visitor, page.get_by_role("button", name="Apply filters"))
    keys.press("Enter")
    page.wait_for_url("**authority=Northmoor**")
    reach(visitor, page.locator(".quote figcaption a").first)
    keys.press("Enter")
    page.wait_for_url("**/paragraphs/northmoor-**")


def test_the_plan_is_made_and_taken_away(visitor: Visitor) -> None:
    visitor.go(f"/paragraphs/{PLANNED[0]}")
    keys, page = visitor.page.keyboard, visitor.page
    reach(visitor, page.locator(".cite [data-plan-add]"))
    keys.press("Enter")
    page.wait_for_function("() => document.querySelector('[data-status]').textContent.trim()")
    visitor.arrive(f"/paragraphs/{PLANNED[0]}")
    assert page.locator("[data-plan-count]").inner_text().strip() == "1"
    reach(visitor, page.get_by_role("navigation", name="Main").get_by_role("link", name="Plan"), back=True)
    keys.press("Enter")
    page.wait_for_url("**/plan**")
    visitor.go(plan(*PLANNED))
    reach(visitor, page.locator("summary", has_text="Other kinds of file"))
    keys.press("Enter")
    with page.expect_download() as begun:
        reach(visitor, page.get_by_role("button", name="CSV"))
        keys.press("Enter")
    assert begun.value.suggested_filename.endswith(".csv")
