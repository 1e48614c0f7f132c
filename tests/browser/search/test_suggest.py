"""The question box suggests: with the keyboard, with the mouse, and never what was asked for before."""

from __future__ import annotations

from playwright.sync_api import Route, expect

from tests.browser.browser_bench import Visitor
from tests.browser.conftest import Open
from tests.browser.states.axe import violations

BOX = "#q"


def test_the_keyboard_alone_completes_a_question(visitor: Visitor) -> None:
    visitor.go("/")
    page, box = visitor.page, visitor.page.locator(BOX)
    expect(box).to_have_role("combobox")
    box.press_sequentially("visits in Salt")
    expect(page.get_by_role("option").first).to_contain_text("Saltby")
    expect(box).to_have_attribute("aria-expanded", "true")
    assert box.get_attribute("aria-activedescendant") is None  # nothing is chosen for the reader
    box.press("ArrowDown")
    active = box.get_attribute("aria-activedescendant")
    assert active
    expect(page.locator(f"#{active}")).to_have_attribute("aria-selected", "true")
    box.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(box).to_have_value("visits in Salt")
    box.press("ArrowDown")
    expect(page.get_by_role("option").first).to_be_visible()
    box.press("ArrowDown")
    box.press("Enter")
    expect(box).to_have_value("visits in Saltby")
    expect(box).to_be_focused()
    expect(page.get_by_role("listbox")).to_be_hidden()
    box.press("Enter")  # nothing is open: the question is asked
    page.wait_for_url("**/?q=visits+in+Saltby*")


def test_the_number_of_suggestions_is_told(visitor: Visitor) -> None:
    visitor.go("/")
    visitor.page.locator(BOX).press_sequentially("northm")
    expect(visitor.page.locator("[data-status]")).to_contain_text("2 suggestions")


def test_a_citation_opens_its_paragraph(visitor: Visitor) -> None:
    visitor.go("/")
    visitor.page.locator(BOX).press_sequentially("northmoor 2016 para 19")
    visitor.page.get_by_role("option", name="paragraph 19").click()
    visitor.arrive("/paragraphs/northmoor-2016-01-29/para-19")


def test_an_answer_to_what_was_typed_before_is_not_shown(visitor: Visitor) -> None:
    page, box = visitor.page, visitor.page.locator(BOX)
    held: list[Route] = []
    page.route("**/suggest?q=north", lambda route: held.append(route))
    visitor.go("/")
    box.press_sequentially("north")
    page.wait_for_timeout(400)
    assert held
    box.fill("")
    box.press_sequentially("salt")
    expect(page.get_by_role("option").first).to_contain_text("Saltby")
    held[0].continue_()
    page.wait_for_timeout(200)
    expect(page.get_by_role("option").first).to_contain_text("Saltby")


def test_a_server_that_is_away_is_told_once(visitor: Visitor) -> None:
    page, box = visitor.page, visitor.page.locator(BOX)
    visitor.go("/")
    page.route("**/suggest?*", lambda route: route.abort())
    box.press_sequentially("salt")
    told = page.locator("main .note-strong", has_text="There is no connection to this service")
    expect(told).to_have_count(1)
    visitor.troubles.clear()  # the browser's own word on it
    page.unroute("**/suggest?*")
    box.press_sequentially("b")
    expect(page.get_by_role("option").first).to_be_visible()
    expect(told).to_have_count(0)


def test_earlier_questions_are_kept_only_where_the_reader_says_so(visitor: Visitor) -> None:
    page = visitor.page
    held = "() => localStorage.getItem('pinpoint-questions')"
    visitor.go("/?q=visits")
    assert page.evaluate(held) is None
    visitor.go("/help")
    page.get_by_label("Keep my questions in this browser").check()
    visitor.go("/?q=visits")
    visitor.go("/")
    page.locator(BOX).press("ArrowDown")
    expect(page.get_by_role("option")).to_contain_text(["visits"])
    visitor.go("/help")
    page.get_by_role("button", name="Forget my questions").click()
    assert page.evaluate(held) is None
    page.get_by_label("Keep my questions in this browser").uncheck()
    visitor.go("/?q=visits")
    assert page.evaluate(held) is None


def test_without_a_script_the_box_is_a_plain_field(open_window: Open) -> None:
    visitor = open_window(script=False)
    visitor.go("/")
    expect(visitor.page.locator(BOX)).to_have_role("searchbox")


def test_a_slash_goes_to_the_question_and_is_typed_within_one(visitor: Visitor) -> None:
    page, box = visitor.page, visitor.page.locator(BOX)
    visitor.go("/?q=visits")
    page.keyboard.press("/")
    expect(box).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.type("/j")
    expect(box).to_have_value("visits/j")
    visitor.go("/help")
    page.keyboard.press("p")  # others wait until they are wanted
    assert visitor.path == "/help"
    page.keyboard.press("/")
    page.wait_for_url("**/#q")
    expect(box).to_be_focused()


def test_single_keys_are_turned_on_and_off(visitor: Visitor) -> None:
    page = visitor.page
    visitor.go("/help")
    page.get_by_label("All of these keys").check()
    visitor.go("/?q=MARAC")
    page.keyboard.press("j")
    first = page.evaluate("() => document.activeElement.getAttribute('href')")
    assert first.startswith("/paragraphs/")
    page.keyboard.press("j")
    assert page.evaluate("() => document.activeElement.getAttribute('href')") != first
    page.keyboard.press("k")
    assert page.evaluate("() => document.activeElement.getAttribute('href')") == first
    page.keyboard.press("?")
    page.wait_for_url("**/help#shortcuts")
    page.get_by_label("No keys").check()
    page.locator("h1").click()
    page.keyboard.press("/")
    assert visitor.path.startswith("/help")


def test_open_suggestions_are_as_accessible_as_the_page(visitor: Visitor) -> None:
    visitor.go("/")
    visitor.page.locator(BOX).press_sequentially("northm")
    expect(visitor.page.get_by_role("option").first).to_be_visible()
    visitor.page.locator(BOX).press("ArrowDown")
    assert violations(visitor) == []
