"""The plans that a browser keeps: several, with fields; dragged into order; taken away and opened again."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from playwright.sync_api import expect

from tests.browser.browser_bench import Visitor
from tests.browser.page_states import PLANNED, plan

_OLD, _KEY = "pinpoint-plan", "pinpoint-plans"


def stored(visitor: Visitor, key: str = _KEY) -> Any:
    return json.loads(visitor.page.evaluate(f"() => localStorage.getItem('{key}')") or "null")


def keep(visitor: Visitor, key: str, value: object) -> None:
    visitor.page.evaluate("([key, text]) => localStorage.setItem(key, text)", [key, json.dumps(value)])


def own_plan(visitor: Visitor) -> None:
    """A plan of this browser with the planned paragraphs, in use and shown."""
    visitor.go("/plan")
    keep(visitor, _OLD, [{"id": identity, "note": ""} for identity in PLANNED])
    visitor.go("/plan")
    visitor.page.wait_for_url("**/plan?p=**")
    expect(visitor.page.locator("[data-plan-item]")).to_have_count(len(PLANNED))


def test_the_plan_of_an_earlier_version_is_kept(visitor: Visitor) -> None:
    visitor.go("/plan")
    keep(visitor, _OLD, [{"id": PLANNED[0], "note": "old"}, {"id": 5}])
    visitor.go("/plan")
    visitor.page.wait_for_url("**/plan?p=**")
    expect(visitor.page.get_by_role("textbox", name=re.compile("^Note"))).to_have_value("old")
    assert stored(visitor, _OLD) is None
    # A tab of the earlier version may write once more: neither plan takes from the other.
    keep(visitor, _OLD, [{"id": PLANNED[1], "note": "late"}])
    visitor.go("/plan")
    visitor.page.wait_for_url("**/plan?p=saltby**")
    first, second = stored(visitor)["plans"]
    assert [entry["note"] for entry in (*first["entries"], *second["entries"])] == ["old", "late"]


def test_what_is_kept_and_damaged_harms_no_page(visitor: Visitor) -> None:
    visitor.go("/plan")
    lists: tuple[object, ...] = ([None, {"key": 3}], [{"key": "a", "entries": 7}], 5)
    every: list[object] = [None, 5, [], *({"plans": held} for held in lists)]
    for damaged in every:
        keep(visitor, _KEY, damaged)
        visitor.go(f"/paragraphs/{PLANNED[0]}")
        expect(visitor.page.locator("[data-plan-count]")).to_be_hidden()
    visitor.page.locator(".cite [data-plan-add]").click()
    expect(visitor.page.locator("[data-plan-count]")).to_have_text("1")


def test_fields_are_kept_as_they_are_typed(visitor: Visitor) -> None:
    own_plan(visitor)
    page = visitor.page
    typed = {"Area": "Missing", "Owner": "Jo", "Date": "May 2027", "Action": "Ask\nagain", "Note": "“x”"}
    for name, text in typed.items():
        page.get_by_role("textbox", name=re.compile(f"^{name}")).nth(1).fill(text)
    page.get_by_label("Title of the plan").fill("Ours")
    page.get_by_label(re.compile("^Quote")).nth(1).select_option(index=1)
    entry = stored(visitor)["plans"][0]["entries"][1]
    assert entry["quote"]
    visitor.go("/plan")
    page.wait_for_url("**/plan?p=**")
    for name, text in typed.items():
        expect(page.get_by_role("textbox", name=re.compile(f"^{name}")).nth(1)).to_have_value(text)
    expect(page.get_by_label("Title of the plan")).to_have_value("Ours")
    expect(page.get_by_label(re.compile("^Quote")).nth(1)).to_have_value(entry["quote"])
    assert "Ours" not in page.url
    assert "Missing" not in page.url


def test_several_plans(visitor: Visitor) -> None:
    own_plan(visitor)
    page = visitor.page
    page.get_by_label("Title of the plan").fill("First")
    page.get_by_role("button", name="New plan").click()
    visitor.arrive("/plan")
    expect(page.locator("[data-plan-count]")).to_be_hidden()
    visitor.go(f"/paragraphs/{PLANNED[1]}")
    page.locator(".cite [data-plan-add]").click()
    visitor.go("/plan")
    page.wait_for_url("**/plan?p=saltby**")
    page.get_by_label("Title of the plan").fill("Second")
    choice = page.get_by_label("Your plans in this browser")
    expect(choice.locator("option")).to_have_text(["First (3 paragraphs)", "Second (1 paragraph)"])
    choice.select_option("First (3 paragraphs)")
    page.get_by_role("button", name="Open", exact=True).click()
    expect(page.locator("[data-plan-item]")).to_have_count(3)
    expect(page.get_by_label("Title of the plan")).to_have_value("First")
    page.get_by_role("button", name="Delete plan").click()
    assert [kept["title"] for kept in stored(visitor)["plans"]] == ["Second"]
    page.get_by_role("button", name="Undo").click()
    assert [kept["title"] for kept in stored(visitor)["plans"]] == ["Second", "First"]
    expect(page.locator("[data-plan-count]")).to_have_text("3")
    page.get_by_role("button", name="Delete plan").click()
    visitor.go("/plan")
    page.wait_for_url("**/plan?p=saltby**")
    expect(page.get_by_label("Title of the plan")).to_have_value("Second")


def test_dragging_puts_in_order(visitor: Visitor) -> None:
    own_plan(visitor)
    page = visitor.page
    items = page.locator("[data-plan-item]")
    page.get_by_role("textbox", name=re.compile("^Note")).first.fill("goes along")
    items.nth(0).locator("[data-plan-drag]").hover()
    page.mouse.down()
    page.mouse.move(300, 560, steps=3)
    expect(page.locator(".plan-dragging")).to_be_visible()
    expect(items.nth(2).get_by_role("textbox").first).to_be_hidden()
    box = items.nth(2).bounding_box()
    assert box
    page.mouse.move(300, box["y"] + box["height"] - 5, steps=5)
    page.mouse.up()
    moved = [PLANNED[1], PLANNED[2], PLANNED[0]]
    assert [entry["id"] for entry in stored(visitor)["plans"][0]["entries"]] == moved
    assert stored(visitor)["plans"][0]["entries"][2]["note"] == "goes along"
    expect(page.locator("[data-status]")).to_have_text(re.compile("is now number 3 of 3"))
    visitor.arrive(plan(*moved))


def test_a_file_is_opened_and_saved_as_a_new_plan(visitor: Visitor, tmp_path: Path) -> None:
    own_plan(visitor)
    page = visitor.page
    page.get_by_label("Title of the plan").fill("Sent")
    page.get_by_role("textbox", name=re.compile("^Owner")).first.fill("Jo")
    with page.expect_download() as begun:
        page.get_by_role("button", name="Download as Word (table)").click()
    assert re.fullmatch(r"pinpoint-plan-sent-\d{4}-\d\d-\d\d\.docx", begun.value.suggested_filename)
    file = tmp_path / "plan.docx"
    begun.value.save_as(file)
    page.get_by_label("File").set_input_files(file)
    page.get_by_role("button", name="Open file").click()
    expect(
        page.get_by_text("This plan was read from plan.docx. All its paragraphs are here.")
    ).to_be_visible()
    expect(page.get_by_role("textbox", name=re.compile("^Owner")).first).to_have_value("Jo")
    assert len(stored(visitor)["plans"]) == 1
    page.get_by_role("button", name="Save as a new plan").click()
    page.wait_for_url("**/plan?p=**")
    expect(page.get_by_role("textbox", name=re.compile("^Owner")).first).to_have_value("Jo")
    assert [kept["title"] for kept in stored(visitor)["plans"]] == ["Sent", "Sent"]
    assert stored(visitor)["plans"][0]["entries"] == stored(visitor)["plans"][1]["entries"]
