"""The page that checks a draft: what it says of each claim, the file back, and what it refuses."""

from __future__ import annotations

import io
import re
from base64 import b64decode
from collections.abc import Iterator
from html import unescape
from types import SimpleNamespace
from typing import cast

import docx
import pytest
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from search_api.access.admission import protect
from search_api.plans.checking.records import Checked
from tests.search_api.plans.sample_draft import LINES, as_markdown, as_word
from tests.support.api_bench import client, make_service, sample_index
from web.pages import create_site
from web.views.citing import check

HTML = {"Accept": "text/html"}
NO_FILE = {"file": ("", b"")}


@pytest.fixture(scope="module")
def http() -> Iterator[TestClient]:
    with client() as made:
        yield made


def sent(
    http: TestClient, data: bytes = b"", name: str = "plan.docx", status: int = 200, **fields: str
) -> str:
    files = {"file": (name, data)} if data else NO_FILE
    answer = http.post("/check", files=files, data={"text": "", "authority": ""} | fields, headers=HTML)
    assert answer.status_code == status, answer.text
    assert answer.headers["cache-control"] == "no-store"
    return answer.text


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def claims(html: str) -> list[str]:
    """Of those to look at."""
    return re.findall(r'<li class="claim is-([\w-]+)"', re.split("data-unread|data-no-problem", html)[0])


def test_each_claim_to_look_at_is_shown_with_its_reason_and_source(http: TestClient) -> None:
    html = sent(http, as_word())
    assert {"differs", "no-number", "wrong-grade", "elsewhere", "uncited"} <= set(claims(html))
    said = words(html)
    assert f"We checked 7 claims. Look at {len(claims(html))} of them. 1 agrees with the reports." in said
    assert "We read it as a plan of Northmoor." in said
    assert "2. Quotation differs Your draft, paragraph 3" in said
    assert "has no paragraph 444." in said
    assert "Where the words are" in said
    assert "<mark>Most live close to home with carers who know them well</mark>" in html
    assert re.search(r"<del>.*an answer.*</del> <ins>.*a reply.*</ins>", html)
    assert "[your draft has: an answer ]" in said
    assert 'href="/paragraphs/northmoor-2016-01-29/para-19?mark=' in html
    assert 'data-plan-add="northmoor-2016-01-29/para-19"' in html
    assert f"Agrees with the reports ({7 - len(claims(html))})" in said


def test_the_page_holds_the_word_file_with_comments(http: TestClient) -> None:
    html = sent(http, as_word(), "Plan.docx")
    found = re.search(
        r'<a class="button" href="data:[\w./-]+;base64,([^"]+)" download="Plan-checked.docx">', html
    )
    assert found
    back = docx.Document(io.BytesIO(b64decode(found[1])))
    assert [paragraph.text for paragraph in back.paragraphs] == list(LINES)
    assert len(list(back.comments)) == len(claims(html))
    assert "data:" not in sent(http, as_markdown(), "plan.md")


def test_a_word_file_too_large_for_a_link_is_had_from_the_form(
    http: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(check, "_LINKED", 1000)
    html = sent(http, as_word())
    assert "data:" not in html
    assert "too large to be offered here" in words(html)
    answer = http.post("/check", files={"file": ("plan.docx", as_word())}, data={"format": "docx"})
    assert answer.headers["content-disposition"].startswith('attachment; filename="plan-checked.docx"')
    assert answer.content.startswith(b"PK")


def test_pasted_text_is_checked_and_one_of_two_drafts_is_not_lost_in_silence(http: TestClient) -> None:
    assert claims(sent(http, text=as_markdown().decode()))[0] == "differs"
    both = words(sent(http, as_word(), text="see para 1"))
    assert "The text that you pasted was not checked, as you chose a file." in both


def test_what_is_beyond_the_most_that_is_shown_is_counted(
    http: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(check, "SHOWN", 3)
    said = words(sent(http, as_word()))
    assert "This page shows the first 3 claims and leaves out 4." in said


@pytest.mark.parametrize(
    ("data", "fields", "said"),
    [
        (b"", {}, "No draft was sent: choose a file or paste its text."),
        (b"%PDF-1.7", {}, "PDF"),
        (b"", {"text": "Ofsted", "authority": "Atlantis"}, "We know no authority called Atlantis"),
        (as_markdown(), {"format": "docx"}, "Only a Word file can be given back with comments"),
    ],
)
def test_what_cannot_be_checked_is_said_beside_the_form(
    http: TestClient, data: bytes, fields: dict[str, str], said: str
) -> None:
    html = sent(http, data, "plan.md", 422, **fields)
    assert "<title>Error: Check a draft" in html
    assert 'role="alert"' in html
    assert said in words(html).replace("‘", "").replace("’", "")
    for value in (fields.get("text"), fields.get("authority")):
        assert not value or value in html


def test_no_form_and_a_broken_one_are_refused(http: TestClient) -> None:
    assert http.post("/check", content=b"x", headers=HTML).status_code == 422
    head = HTML | {"Content-Type": "multipart/form-data; boundary=x"}
    assert http.post("/check", content=b"--x\r\n", headers=head).status_code == 422


def test_text_of_a_draft_is_only_ever_text(http: TestClient) -> None:
    hostile = '<script>alert(1)</script>"><img src=x>'
    html = sent(http, f"# Northmoor\n\n“{hostile}” (Ofsted 2016, para 19).".encode(), f"{hostile}.md")
    assert "<script>alert" not in html
    assert "<img" not in html
    assert "alert(1)" in html


def test_a_form_of_a_page_elsewhere_is_refused() -> None:
    service = make_service(sample_index())
    guard = Middleware(protect, settings=service.settings, keys=None, open_to_all=False)
    app = create_site(service.settings, service=service, middleware=[guard])
    with TestClient(app, base_url="http://localhost") as http:
        files = {"file": ("plan.md", as_markdown())}
        refused = http.post("/check", files=files, headers={"Origin": "https://elsewhere.example"})
        assert refused.status_code == 403
        assert http.post("/check", files=files, headers={"Origin": "http://localhost"}).status_code == 200


@pytest.mark.parametrize(
    ("kinds", "told"),
    [
        ("a", "The one claim agrees with the reports."),
        ("aaa", "All 3 citations, quotations and grades agree with the reports."),
        (
            "au",
            "1 agrees with the reports. 1 quotes nothing: we did not compare what you say there. Read the "
            "paragraph.",
        ),
        ("uul", "2 quote nothing: we did not compare what you say there. Read the paragraphs."),
        ("l", ""),
    ],
)
def test_what_agrees_and_what_was_not_compared_are_counted_apart(kinds: str, told: str) -> None:
    findings = [SimpleNamespace(agrees=kind == "a", compared=kind != "u", look=kind == "l") for kind in kinds]
    assert check._agreed(cast("Checked", SimpleNamespace(findings=findings))) == told


UNREAD = (
    "Inspectors praised caring in 2016 (Ofsted 2016, para 20).",
    "Northmoor was inspected by Ofsted in 2018 (Northmoor 2018, para 1).",
    "Northmoor was inspected. See paragraphs 19 and 20 of the 2016 report.",
    "Northmoor was inspected (Ofsted 2016).",
)


@pytest.mark.parametrize("text", UNREAD)
def test_a_claim_that_quotes_nothing_has_no_tick_and_is_never_without_problem(
    http: TestClient, text: str
) -> None:
    html = sent(http, text=f"Northmoor plan\n\n{text}")
    said = words(html)
    assert "no problem" not in said.casefold()
    assert "agrees with the report" not in said
    assert "agree with the report" not in said
    assert 'class="claim-heading sign-tick"' not in html
    if claims(html):  # what a person must look at already
        return
    assert "1 quotes nothing: we did not compare what you say there." in said
    assert "1. Not checked: you quote nothing" in said
    assert "so we did not compare what you say with it: read it before you rely on it." in said
    assert 'class="cut"' not in html.partition("data-unread")[2]  # each paragraph whole


def test_what_agrees_is_folded_beside_what_must_be_looked_at_only(http: TestClient) -> None:
    right = "Inspectors wrote that “several came without having read the file” (Ofsted 2016, para 19)."
    assert "data-no-problem open" in sent(http, text=f"Northmoor plan\n\n{right}")
    assert "data-no-problem open" not in sent(http, as_word())
