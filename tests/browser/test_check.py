"""A draft in a browser: with and without a script, the filter, the file back, and the plan."""

from __future__ import annotations

import io
from pathlib import Path

import docx
from playwright.sync_api import FilePayload, expect

from tests.browser.browser_bench import Visitor
from tests.browser.conftest import Open
from tests.browser.page_states import STATES
from tests.search_api.plans.sample_draft import as_word

WORD: FilePayload = {"name": "plan.docx", "mimeType": "application/octet-stream", "buffer": as_word()}


def test_a_word_file_is_checked_and_given_back_without_a_script(open_window: Open) -> None:
    visitor = open_window(script=False)
    page = visitor.page
    visitor.go("/check")
    page.set_input_files("#file", files=[WORD])
    page.get_by_role("button", name="Check the draft").click()
    expect(page.get_by_role("heading", name="plan.docx")).to_be_visible()
    with page.expect_download() as linked:
        page.get_by_role("link", name="Download the Word file with comments").click()
    visitor.go("/check")
    page.set_input_files("#file", files=[WORD])
    with page.expect_download() as posted:
        page.get_by_role("button", name="Download the Word file with comments").click()
    for download in (linked.value, posted.value):
        assert download.suggested_filename == "plan-checked.docx"
        assert list(docx.Document(io.BytesIO(Path(download.path()).read_bytes())).comments)


def test_claims_are_filtered_by_verdict(visitor: Visitor) -> None:
    page = visitor.page
    visitor.go(*STATES["check"])
    claims = page.locator("[data-checked] .claim")
    whole = claims.count()
    assert whole > 2
    page.get_by_label("Quotation differs 1").uncheck()
    expect(page.locator(".claim.is-differs")).to_be_hidden()
    expect(page.locator("[data-checked-shown]")).to_have_text(f"Showing {whole - 1} of {whole}.")
    page.get_by_label("Quotation differs 1").check()
    expect(page.locator(".claim.is-differs")).to_be_visible()


def test_a_link_in_the_table_opens_what_is_folded_away(visitor: Visitor) -> None:
    page = visitor.page
    visitor.go(*STATES["check"])
    expect(page.locator("#claim-1")).to_be_hidden()
    page.get_by_text("All claims in one table").click()
    page.locator("a[href='#claim-1']").click()
    expect(page.locator("#claim-1")).to_be_visible()


def test_a_paragraph_goes_into_the_plan(visitor: Visitor) -> None:
    page = visitor.page
    visitor.go(*STATES["check"])
    page.locator(".claim.is-elsewhere [data-plan-add]").last.click()
    expect(page.locator("[data-plan-count]")).to_have_text("1")


def test_a_file_that_is_too_large_is_told_before_it_is_sent(visitor: Visitor) -> None:
    page = visitor.page
    visitor.go("/check")
    page.evaluate("() => { document.querySelector('[data-check-form]').dataset.most = '0.001'; }")
    page.set_input_files("#file", files=[WORD])
    page.get_by_role("button", name="Check the draft").click()
    expect(page.get_by_role("alert")).to_contain_text("This file is larger than")
    assert visitor.path == "/check"
    expect(page.locator("#file")).to_be_visible()
