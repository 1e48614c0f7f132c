"""Twelve journeys of those who write and check plans, each from the question to what it was asked for."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.browser_bench import PHONE, WIDE
from tests.browser.conftest import Open
from tests.browser.journeys.ways import Keyboard, Pointing
from tests.browser.page_states import MARAC, TWO_PAGES

_ATTENDED = "Social workers attended only 17 of the last 26 meetings"
_REPLY = "had stopped expecting a reply"
_DRAFT = (
    "Northmoor improvement plan\n\n"
    "An adviser “had stopped expecting an answer” (Ofsted 2016, para 19).\n\n"
    "See paragraph 444 of the 2016 report."
)
Journey = Callable[[Pointing], None]


def is_at(page: Page, title: str, words: str) -> None:
    """A paragraph's page is shown: its name, and words of the report in it."""
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(rf"^\s*{title}\s*$"))
    expect(page.get_by_role("region", name="The paragraph", exact=True)).to_contain_text(words)


def listed(page: Page, number: int) -> Locator:
    """The results of a list that says it has `number`, which are as many."""
    said = page.get_by_role("heading", level=2, name=re.compile(rf"\b{number} (paragraphs|of these)\b"))
    expect(said).to_be_visible()
    results = page.locator(".result-list > li")
    expect(results).to_have_count(number)
    return results


def answer(page: Page) -> Locator:
    return page.get_by_role("region", name="What inspectors said")


def what_inspectors_said(way: Pointing) -> None:
    way.ask(MARAC)
    expect(answer(way.page)).to_contain_text("16 paragraphs in 6 of 6 reports mention ‘MARAC’")
    way.follow(way.page.get_by_role("link", name="Show all 6 paragraphs that ask for improvement"))
    asking = listed(way.page, 6).filter(has_text="Saltby")
    way.follow(asking.get_by_role("heading").get_by_role("link"))
    is_at(way.page, "Saltby, what needs to improve, bullet 2", "The attendance of social workers at MARAC")


def the_same_elsewhere(way: Pointing) -> None:
    way.open(f"/paragraphs/{TWO_PAGES}")
    way.follow(way.page.get_by_role("link", name="Same finding elsewhere"))
    similar = way.page.get_by_role("region", name="Similar findings in other authorities")
    headings = similar.get_by_role("heading", level=3)
    expect(headings.first).to_be_visible()
    assert not [text for text in headings.all_inner_texts() if "Northmoor" in text]
    way.follow(headings.get_by_role("link", name=re.compile(r"^Paragraph 6\b.*Saltby$")))
    is_at(way.page, "Saltby, paragraph 6", "Children who live with domestic abuse receive a mixed response.")


def a_citation_is_taken_along(way: Pointing) -> None:
    page = way.page
    way.open(f"/paragraphs/{TWO_PAGES}")
    cited = page.get_by_role("region", name="Cite this paragraph")
    way.act(cited.get_by_role("button", name="Copy citation"))
    expect(page.locator("[data-status]")).to_have_text("Copied.")
    copied = page.evaluate("() => navigator.clipboard.readText()")
    assert re.fullmatch(r"Ofsted, Northmoor, .*, published 29 January 2016, paragraph 19, pages 9-10", copied)
    expect(cited).to_contain_text(copied)
    way.act(cited.get_by_role("button", name=re.compile("^Add to plan")))
    expect(page.locator("[data-status]")).to_have_text("Added to your plan, which now has 1 paragraph.")
    way.main_menu("Plan")
    expect(page.locator("[data-plan-item]")).to_have_count(1)
    expect(page.locator("[data-plan-item]")).to_contain_text(copied)
    expect(page.locator("[data-plan-item]")).to_contain_text(_ATTENDED)


def a_count(way: Pointing) -> None:
    way.ask("how many reports mention supervision?")
    expect(answer(way.page)).to_contain_text("6 of 6 reports mention ‘supervision’, in 12 paragraphs")
    way.view("All results 12")
    for text in listed(way.page, 12).all_inner_texts():
        assert "supervis" in text.lower()


def an_absence(way: Pointing) -> None:
    way.ask("zebra crossings")
    none = way.page.get_by_role("region", name="No answer found")
    expect(none).to_contain_text("No report uses the word ‘zebra’ or ‘crossings’.")
    expect(answer(way.page)).to_have_count(0)
    way.follow(none.get_by_role("link", name="Check which reports are included"))
    expect(way.page.get_by_role("heading", level=1)).to_have_text("Inspection reports")
    expect(way.page.get_by_role("main")).to_contain_text("6 reports on 3 authorities")


def a_look_up(way: Pointing) -> None:
    way.ask("Northmoor 2016 paragraph 19")
    main = way.page.get_by_role("main")
    way.follow(main.get_by_role("link", name="Paragraph 19", exact=True).first)
    is_at(way.page, "Northmoor, paragraph 19", _ATTENDED)


def what_became_of_it(way: Pointing) -> None:
    way.open("/")
    way.main_menu("Reports")
    way.follow(way.page.get_by_role("table").get_by_role("link", name="Northmoor", exact=True).first)
    way.follow(way.page.get_by_role("link", name="See what became of each in later inspections"))
    row = way.page.get_by_role("row", name=re.compile("^Recommendation 3 Make sure that a social worker"))
    way.follow(row.get_by_role("link", name=re.compile("^Repeated")))
    is_at(way.page, "Northmoor, recommendation 2", "Record the actions from MARAC on the child’s record")


def two_side_by_side(way: Pointing) -> None:
    way.ask("MARAC")
    way.view("Compare")
    form = way.page.get_by_role("form", name="Compare authorities")
    way.choose(form.get_by_role("combobox", name="Compare"), "Northmoor")
    way.choose(form.get_by_role("combobox", name="with"), "Saltby")
    way.follow(form.get_by_role("button", name="Compare"))
    table = way.page.get_by_role("table", name="Paragraphs that mention ‘MARAC’, side by side")
    expect(table.get_by_role("columnheader")).to_have_text(["‘MARAC’", "Northmoor", "Saltby"])
    expect(table.get_by_role("row", name="Paragraphs that mention it 8 3")).to_be_visible()


def a_cell_to_its_paragraph(way: Pointing) -> None:
    way.ask(MARAC)
    way.view("By authority")
    way.follow(way.page.get_by_role("link", name=re.compile(r"^5 paragraphs, .*: Northmoor, 2016$")))
    found = listed(way.page, 5)
    assert all("Northmoor" in text and "29 January 2016" in text for text in found.all_inner_texts())
    way.follow(found.get_by_role("link", name=re.compile(r"^Paragraph 19\b.*Northmoor$")))
    is_at(way.page, "Northmoor, paragraph 19", _ATTENDED)


def a_year_to_its_list(way: Pointing) -> None:
    way.ask(MARAC)
    way.view("Over time")
    table = way.page.get_by_role("table", name=re.compile("by year of publication"))
    way.follow(table.get_by_role("link", name="3 paragraphs, 2018"))
    assert all("published 29 March 2018" in text for text in listed(way.page, 3).all_inner_texts())


def a_plan_for_word(way: Pointing) -> None:
    page = way.page
    way.ask(MARAC)
    for added, name in enumerate(("Northmoor, paragraph 19", "Wexcombe, paragraph 6"), start=1):
        way.act(answer(page).get_by_role("button", name=re.compile(f"^Add to plan.*{name}$")))
        expect(page.locator("[data-plan-count]")).to_have_text(str(added))
    way.main_menu("Plan")
    expect(page.locator("[data-plan-item]")).to_have_count(2)
    file = way.download(page.get_by_role("button", name="Download as Word"))
    assert file.suggested_filename.endswith(".docx")
    with Path(file.path()).open("rb") as opened:
        (table,) = docx.Document(opened).tables
    first, second = (" ".join(cell.text for cell in row.cells) for row in table.rows[1:])
    assert "Northmoor" in first
    assert _ATTENDED in first
    assert "Wexcombe" in second
    assert "works well as a meeting" in second


def a_draft_is_checked(way: Pointing) -> None:
    page = way.page
    way.open("/")
    way.main_menu("Check a draft")
    way.type(page.get_by_role("textbox", name="Or paste its text"), _DRAFT)
    way.follow(page.get_by_role("button", name="Check the draft"))
    expect(page.get_by_role("main")).to_contain_text("We checked 2 claims. Look at 2 of them.")
    differs = page.get_by_role("listitem").filter(
        has=page.get_by_role("heading", name=re.compile("Quotation differs$"))
    )
    expect(differs.get_by_role("figure")).to_contain_text(_REPLY)
    expect(page.get_by_role("main")).to_contain_text("report of 29 January 2016 has no paragraph 444.")


JOURNEYS: tuple[Journey, ...] = (
    what_inspectors_said, the_same_elsewhere, a_citation_is_taken_along, a_count, an_absence, a_look_up,
    what_became_of_it, two_side_by_side, a_cell_to_its_paragraph, a_year_to_its_list, a_plan_for_word,
    a_draft_is_checked,
)  # fmt: skip
# Only a script can copy, and only a script keeps a plan in the browser from one page to the next. What takes
# their place is in ../test_journeys.py: the citation is read, and the plan is in the address.
NEED_A_SCRIPT = (a_citation_is_taken_along, a_plan_for_word)


@pytest.mark.parametrize("way", ["wide", "phone", "keyboard", "no-script"])
@pytest.mark.parametrize("journey", JOURNEYS, ids=lambda journey: journey.__name__)
def test_a_reader_comes_to_the_end(open_window: Open, journey: Journey, way: str) -> None:
    scripted = way != "no-script"
    if not scripted and journey in NEED_A_SCRIPT:
        pytest.skip("copying, and a plan kept in the browser, need a script")
    allowed = {"permissions": ["clipboard-read", "clipboard-write"]} if scripted else {}
    visitor = open_window(PHONE if way == "phone" else WIDE, script=scripted, **allowed)
    journey((Keyboard if way == "keyboard" else Pointing)(visitor))
    assert visitor.sideways() == 0
