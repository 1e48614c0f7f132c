"""Behind a prefix the scripts keep to it: any request outside it fails the test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.browser_bench import Visitor, served, visit
from tests.browser.page_states import PLANNED
from tests.support.api_bench import sample_index


@pytest.fixture
def below(browser: Browser) -> Iterator[Visitor]:
    with (
        served(sample_index(), serve_root_path="/pinpoint") as site,
        visit(browser, site) as visitor,
    ):
        yield visitor


def test_suggestions_plans_keys_and_what_is_kept_stay_below_a_prefix(below: Visitor) -> None:
    page = below.page
    below.go("/my-authority?mine=Saltby")
    page.get_by_role("button", name="Keep Saltby in this browser").click()
    below.go("/")
    page.locator("#q").press_sequentially("visits in Salt")
    expect(page.get_by_role("option").first).to_contain_text("Saltby")
    page.get_by_role("button", name="Search", exact=True).click()
    page.wait_for_url(f"{below.site}/?q=visits+in+Salt*mine=Saltby*")
    below.go(f"/paragraphs/{PLANNED[0]}")
    page.locator(".cite [data-plan-add]").click()
    page.get_by_role("link", name="Plan", exact=False).first.click()
    page.wait_for_url(f"{below.site}/plan?p=*")
    page.get_by_role("button", name="Clear plan").click()
    below.arrive("/plan")
    page.locator("body").press("/")
    below.arrive("/#q")
    kept = page.evaluate("() => Object.keys(localStorage).sort()")
    assert kept == ["pinpoint-authority/pinpoint", "pinpoint-plans/pinpoint"]
