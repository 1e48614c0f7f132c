"""The page of a paragraph: citing in the first screen, a picture that moves nothing, short tabs, paper."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route, expect

from tests.browser.browser_bench import PHONE, Visitor
from tests.browser.conftest import Open
from tests.browser.page_states import TWO_PAGES

_PAGE = f"/paragraphs/{TWO_PAGES}"
_PICTURES = "**/page.png*"


@pytest.mark.parametrize(("size", "screens"), [((1280, 900), 1), (PHONE, 2)], ids=["wide", "phone"])
def test_citing_is_in_the_first_screen(open_window: Open, size: tuple[int, int], screens: int) -> None:
    visitor = open_window(size)
    visitor.go(_PAGE)
    cite = visitor.page.locator(".cite")
    for what in ("#citation-plain", "[data-copy-from='#citation-plain']", "[data-plan-add]"):
        box = cite.locator(what).bounding_box()
        assert box
        assert box["y"] + box["height"] <= size[1] * screens
    link = visitor.page.locator(".this").get_by_role("link", name="Cite this")
    if size == PHONE:  # below a long text it is a click away
        link.click()
        expect(cite.locator("#citation-plain")).to_be_in_viewport()
    else:
        expect(link).to_be_hidden()
    expect(cite.locator("#citation-harvard")).to_be_hidden()
    cite.locator("summary").click()
    expect(cite.locator("#citation-harvard")).to_be_visible()


def test_nothing_moves_when_the_picture_comes_or_fails(visitor: Visitor) -> None:
    page = visitor.page
    held: list[Route] = []
    page.route(_PICTURES, lambda route: held.append(route))
    page.goto(visitor.site + _PAGE, wait_until="domcontentloaded")
    first = page.locator(".picture img").first
    page.wait_for_function("() => document.styleSheets.length > 1")
    waiting = first.bounding_box()
    assert waiting
    assert waiting["height"] > waiting["width"] > 300
    assert "gradient" in first.evaluate("image => getComputedStyle(image).backgroundImage")
    while not held:
        page.wait_for_timeout(20)
    for route in held:
        route.continue_()
    page.wait_for_function("() => document.querySelector('.picture img').naturalWidth > 0")
    shown = first.bounding_box()
    assert shown
    assert abs(shown["height"] - waiting["height"]) <= 2
    page.unroute(_PICTURES)
    page.route(_PICTURES, lambda route: route.abort())
    page.goto(visitor.site + _PAGE)
    failed = first.bounding_box()
    assert failed
    assert abs(failed["height"] - waiting["height"]) <= 2
    assert "The text of the paragraph is on this web page" in (first.get_attribute("alt") or "")
    expect(page.get_by_role("link", name="Open the PDF at page").first).to_be_visible()
    page.evaluate("1")
    visitor.troubles[:] = [said for said in visitor.troubles if "net::ERR_FAILED" not in said]


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_tabs_lead_to_each_other(open_window: Open, script: bool) -> None:
    visitor = open_window(script=script)
    page = visitor.page
    visitor.go(_PAGE)
    tabs = page.get_by_role("navigation", name="Beside this paragraph").get_by_role("link")
    names = tabs.all_inner_texts()
    assert names[0] == "In this report"
    for name in names[1:]:
        tabs.get_by_text(name, exact=True).click()
        current = page.locator(".tabs [aria-current]")
        expect(current).to_have_text(name)
        expect(current).to_be_in_viewport()
    page.goto(f"{visitor.site}{_PAGE}#same")
    expect(page.locator(".tabs #same")).to_be_in_viewport()


def test_on_paper_it_is_an_evidence_sheet(visitor: Visitor) -> None:
    page = visitor.page
    visitor.go(f"{_PAGE}?show=same")
    page.emulate_media(media="print")
    for there in (".this", "#citation-plain", ".picture img"):
        expect(page.locator(there).first).to_be_visible()
    for gone in (".beside", ".steps", ".styles", ".cite .button"):
        expect(page.locator(gone).first).to_be_hidden()
