"""From the first visit to a table of cited paragraphs, as an improvement officer goes."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from playwright.sync_api import Download, expect

from tests.browser.browser_bench import PHONE, WIDE, Visitor
from tests.browser.conftest import Open
from tests.browser.page_states import MARAC, PLANNED, TWO_PAGES, asked, plan

_CITED = "Northmoor"
_NOTE = "Ask the board, = and “quote” it"


def natural_widths(visitor: Visitor) -> list[int]:
    """Pixels of the pictures of pages, once the browser has them; 0 where one could not be shown."""
    pictures = visitor.page.locator(".picture img")
    for picture in pictures.all():
        picture.scroll_into_view_if_needed()
        expect(picture).to_have_js_property("complete", True)
    found: list[int] = pictures.evaluate_all("images => images.map(image => image.naturalWidth)")
    return found


def rows(download: Download) -> list[dict[str, str]]:
    assert re.fullmatch(r"pinpoint-plan-\d{4}-\d\d-\d\d\.csv", download.suggested_filename)
    with Path(download.path()).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def ask_and_open(visitor: Visitor) -> None:
    """The first example, filtered by authority, to the first paragraph of the answer."""
    page = visitor.page
    visitor.go("/")
    page.get_by_role("link", name=MARAC).click()
    expect(page.get_by_role("heading", name="What inspectors said")).to_be_visible()
    expect(page).to_have_title(re.compile("MARAC"))
    choice = page.locator("#authority")
    if not choice.is_visible():
        page.get_by_role("link", name="Filters").click()
    choice.fill(_CITED)
    page.get_by_role("button", name="Apply filters").first.click()
    expect(page.locator(".chip")).to_contain_text(_CITED)
    assert "authority=Northmoor" in visitor.path
    assert set(visitor.texts(".answer-source strong")) == {_CITED}
    page.locator(".answer figcaption a").first.click()
    page.wait_for_url("**/paragraphs/northmoor-**")
    expect(page.get_by_role("heading", level=1)).to_contain_text(_CITED)


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_from_the_first_visit_to_the_table(open_window: Open, size: tuple[int, int]) -> None:
    visitor = open_window(size, permissions=["clipboard-read", "clipboard-write"], accept_downloads=True)
    page = visitor.page
    ask_and_open(visitor)

    widths = natural_widths(visitor)
    assert widths
    assert min(widths) > 500

    citation = page.locator("#citation-plain").inner_text().strip()
    page.locator("[data-copy-from='#citation-plain']").click()
    expect(page.locator("[data-status]")).to_have_text("Copied.")
    assert page.evaluate("() => navigator.clipboard.readText()") == citation
    assert _CITED in citation

    page.get_by_role("link", name=re.compile("^Same .* elsewhere$")).click()
    page.locator(".elsewhere .result-heading a").first.click()
    page.wait_for_url(re.compile("/paragraphs/(?!northmoor)"))
    similar = visitor.path.removeprefix("/paragraphs/").partition("?")[0]
    page.locator(".cite").get_by_role("button", name=re.compile("^Add to plan")).click()
    expect(page.locator("[data-status]")).to_have_text("Added to your plan, which now has 1 paragraph.")
    expect(page.locator("[data-plan-count]")).to_have_text("1")
    page.go_back()
    expect(page.locator("[data-plan-count]")).to_have_text("1")
    page.locator(".cite").get_by_role("button", name=re.compile("^Add to plan")).click()
    expect(page.locator("[data-plan-count]")).to_have_text("2")

    page.get_by_role("navigation", name="Main").get_by_role("link", name="Plan").click()
    expect(page.locator("[data-plan-item]")).to_have_count(2)
    assert page.locator("[data-plan-item]").first.get_attribute("data-plan-item") == similar
    page.get_by_role("textbox", name=re.compile("^Note")).last.fill(_NOTE)
    with page.expect_download() as begun:
        page.locator("summary", has_text="Other kinds of file").click()
        page.get_by_role("button", name="Download as CSV").click()
    table = rows(begun.value)
    assert len(table) == 2
    assert citation in table[1].values()
    assert _NOTE in table[1].values()
    assert visitor.sideways() == 0


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_the_same_without_scripts(open_window: Open, size: tuple[int, int]) -> None:
    """A citation is read and not copied; the plan is in the address."""
    visitor = open_window(size, script=False, accept_downloads=True)
    page = visitor.page
    ask_and_open(visitor)
    assert min(natural_widths(visitor)) > 500
    expect(page.locator("[data-copy], [data-copy-from]").first).to_be_hidden()
    citation = page.locator("#citation-plain").inner_text().strip()
    assert _CITED in citation
    cited = visitor.path.removeprefix("/paragraphs/")
    page.locator(".cite").get_by_role("link", name=re.compile("^Add to plan")).click()
    visitor.arrive(plan(cited))
    expect(page.locator("[data-plan-item]")).to_have_count(1)
    page.get_by_role("textbox", name=re.compile("^Note")).fill(_NOTE)
    with page.expect_download() as begun:
        page.locator("summary", has_text="Other kinds of file").click()
        page.get_by_role("button", name="Download as CSV").click()
    (row,) = rows(begun.value)
    assert citation in row.values()
    assert _NOTE in row.values()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_plan_is_put_in_order(open_window: Open, script: bool) -> None:
    visitor = open_window(script=script)
    page = visitor.page
    visitor.go(plan(*PLANNED))
    items = page.locator("[data-plan-item]")
    expect(items).to_have_count(3)
    items.nth(2).get_by_role("button", name=re.compile("^Move up")).click()
    expect(items.nth(1)).to_have_attribute("data-plan-item", PLANNED[2])
    if script:
        expect(page.locator("[data-status]")).to_have_text("Wexcombe, paragraph 6 is now number 2 of 3.")
    items.nth(0).get_by_role("button", name=re.compile("^Remove")).click()
    expect(items).to_have_count(2)
    if script:
        expect(page.locator("[data-status]")).to_have_text(
            re.compile(r"^Removed Northmoor, .*\. Your plan now has 2 paragraphs\.$")
        )
        assert page.evaluate("() => document.activeElement.closest('[data-plan-item]') !== null")
    visitor.arrive(plan(PLANNED[2], PLANNED[1]))
    page.reload()
    expect(items).to_have_count(2)


def test_the_plan_outlasts_the_window_and_a_shared_one_does_not_replace_it(visitor: Visitor) -> None:
    page = visitor.page
    visitor.go(f"/paragraphs/{PLANNED[0]}")
    page.locator(".cite [data-plan-add]").click()
    visitor.go("/plan")
    page.wait_for_url("**/plan?p=**")
    expect(page.locator("[data-plan-item]")).to_have_count(1)
    page.get_by_role("textbox", name=re.compile("^Note")).fill(_NOTE)
    visitor.go(plan(PLANNED[1]))
    expect(page.locator("[data-plan-shared]")).to_be_visible()
    expect(page.locator("[data-plan-count]")).to_have_text("1")
    page.get_by_role("button", name="Add these to my plan").click()
    expect(page.locator("[data-plan-item]")).to_have_count(2)
    expect(page.get_by_role("textbox", name=re.compile("^Note")).first).to_have_value(_NOTE)
    page.get_by_role("button", name="Clear plan").click()
    expect(page.locator("[data-status]")).to_have_text("Plan cleared. Use the same button to restore it.")
    expect(page.locator("[data-plan-count]")).to_be_hidden()
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("[data-plan-count]")).to_have_text("2")


def test_adding_is_taken_back_where_it_was_done(visitor: Visitor) -> None:
    page = visitor.page
    visitor.go(asked(MARAC))
    first = page.locator(".answer [data-plan-add]").first
    first.click()
    expect(first).to_have_text(re.compile("^Remove from plan"))
    visitor.arrive(asked(MARAC))
    first.click()
    expect(first).to_have_text(re.compile("^Add to plan"))
    expect(page.locator("[data-status]")).to_have_text("Removed from your plan, which now has 0 paragraphs.")
    expect(page.locator("[data-plan-count]")).to_be_hidden()


@pytest.mark.parametrize("secure", [True, False], ids=["https-or-localhost", "plain-http"])
def test_every_copy_button_copies_what_it_names(open_window: Open, secure: bool) -> None:
    """Over plain HTTP browsers have no clipboard for pages but that of a selection."""
    visitor = open_window(permissions=["clipboard-read", "clipboard-write"])
    page = visitor.page
    if not secure:
        page.add_init_script("Object.defineProperty(window, 'isSecureContext', {value: false})")
    page.clock.install()  # a button says for two seconds that it has copied
    visitor.go(f"/paragraphs/{TWO_PAGES}")
    page.locator("summary", has_text="Other styles").click()
    buttons = page.locator("[data-copy], [data-copy-from]")
    assert buttons.count() >= 5
    for button in buttons.all():
        expect(button).to_be_visible()
        looked = button.inner_html()
        button.click()
        expect(button).to_have_text("Copied")
        page.clock.run_for(100)
        expect(page.locator("[data-status]")).to_have_text("Copied.")
        source = button.get_attribute("data-copy-from")
        wanted = page.locator(source).text_content() if source else button.get_attribute("data-copy")
        assert wanted
        assert page.evaluate("() => navigator.clipboard.readText()").strip() == wanted.strip()
        page.clock.run_for(2000)
        assert button.inner_html() == looked


def test_a_paragraph_over_two_pages_shows_both(visitor: Visitor) -> None:
    visitor.go(f"/paragraphs/{TWO_PAGES}")
    assert len(natural_widths(visitor)) == 2
    page = visitor.page
    page.locator(".steps").get_by_role("link", name=re.compile("Next")).click()
    page.wait_for_url("**/para-20")
    page.get_by_role("link", name="See it in the full report").click()
    visitor.arrive("/reports/northmoor-2016-01-29#para-20")
    expect(page.locator("[id='para-20']")).to_be_in_viewport()


def test_from_the_list_of_reports_to_an_authority_and_a_question_about_it(visitor: Visitor) -> None:
    visitor.go("/reports")
    page = visitor.page
    page.get_by_role("link", name="29 January 2016").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Northmoor")
    page.locator("main").get_by_role("link", name="Northmoor", exact=True).first.click()
    visitor.arrive("/authorities/northmoor")
    page.locator("#q").fill("supervision")
    page.locator("#q").press("Enter")
    page.wait_for_url("**authority=Northmoor**")
    assert all("Northmoor" in text for text in visitor.texts(".result-heading"))
