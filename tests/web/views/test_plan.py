"""The plan: what an address holds is shown in order, and exported without a change to any word."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import date
from html import unescape
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from search_api.access.admission import protect
from search_api.exports.formats import FORMATS
from search_api.exports.markdown import as_markdown
from search_api.exports.spreadsheet import COLUMNS, as_csv
from search_api.plans.plan import MOST, Chosen, Entry, Plan
from tests.support.api_bench import client, make_service, sample_index
from tests.support.builders import make_paragraph, make_report
from web.pages import create_site

HTML = {"Accept": "text/html"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(2)>'


@pytest.fixture(scope="module")
def http() -> Iterator[TestClient]:
    with client() as made:
        yield made


@pytest.fixture(scope="module")
def ids(http: TestClient) -> list[str]:
    found = http.get("/api/v1/search", params={"q": "children", "limit": 3}).json()["results"]
    return [item["id"] for item in found]


def get(http: TestClient, **fields: Any) -> str:
    answer = http.get("/plan", params=fields, headers=HTML)
    assert answer.status_code == 200, answer.text
    return answer.text


def export(http: TestClient, format_: str, ids: list[str], notes: list[str], status: int = 200) -> bytes:
    fields = [("format", format_), *(("p", item) for item in ids), *(("n", item) for item in notes)]
    answer = http.post("/plan/export", content=urlencode(fields), headers=FORM)
    assert answer.status_code == status, answer.text
    return answer.content


def test_an_empty_plan_says_how_to_fill_it(http: TestClient) -> None:
    html = get(http)
    assert "data-plan-empty" in html
    assert "Without JavaScript" in html


def test_items_stand_in_order_with_notes(http: TestClient, ids: list[str]) -> None:
    html = get(http, p=ids[::-1], n=["first <b>note</b>", "", "third"])
    assert re.findall(r'data-plan-item="([^"]+)"', html) == ids[::-1]
    notes = re.findall(r"<textarea[^>]* name=\"n\"[^>]*>([^<]*)</textarea>", html)
    assert [unescape(note) for note in notes] == ["first <b>note</b>", "", "third"]
    for identity in ids:
        facts = http.get(f"/api/v1/paragraphs/{identity}").json()
        assert facts["citation"] in unescape(html)
        for line in facts["text"].split("\n"):
            assert line in unescape(html)


def test_what_the_index_lacks_is_said_and_not_dropped(http: TestClient, ids: list[str]) -> None:
    html = get(http, p=[ids[0], "northmoor-2018-08-24/para-9999", HOSTILE], n=[HOSTILE, "", ""])
    assert html.count("We could not find this paragraph") == 2
    assert html.count("data-plan-item=") == 3
    assert "<script>alert" not in html
    assert "<img src=x" not in html
    refused = export(http, "csv", [ids[0], "northmoor-2018-08-24/para-9999"], [], 422)
    assert b"northmoor-2018-08-24/para-9999" in refused


def test_buttons_without_a_script_keep_the_notes(http: TestClient, ids: list[str]) -> None:
    one, two, three = ids
    answer = http.get(
        "/plan", params={"p": ids, "n": ["a", "b\r\nc", ""], "move": "1:up"}, follow_redirects=False
    )
    assert answer.status_code == 303
    assert answer.headers["location"].endswith("#entry-1")
    html = http.get(answer.headers["location"], headers=HTML).text
    assert re.findall(r'data-plan-item="([^"]+)"', html) == [two, one, three]
    assert "b\nc</textarea>" in html
    for move, left in (("0:remove", [two, three]), ("2:down", ids), ("0:up", ids), ("9:up", ids)):
        html = http.get("/plan", params={"p": ids, "move": move}, headers=HTML).text
        assert re.findall(r'data-plan-item="([^"]+)"', html) == left


def test_the_csv_is_read_back_whole(http: TestClient, ids: list[str]) -> None:
    notes = ['=HYPERLINK("http://evil")', 'two\r\nlines, with "quotes"', ""]
    body = export(http, "csv", ids, notes)
    assert body.startswith(b"\xef\xbb\xbforder,id,")
    rows = list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline="")))
    assert tuple(rows[0]) == COLUMNS
    assert [row["order"] for row in rows] == ["1", "2", "3"]
    for row, identity in zip(rows, ids, strict=True):
        facts = http.get(f"/api/v1/paragraphs/{identity}").json()
        assert row["id"] == identity
        assert row["quotation"] == facts["text"]
        assert row["citation"] == facts["citation"]
        assert row["published"] == facts["published"]
        assert row["link"] == f"http://testserver/paragraphs/{identity}"
    assert [row["note"] for row in rows] == ['\'=HYPERLINK("http://evil")', 'two\nlines, with "quotes"', ""]


def test_the_download_has_a_name(http: TestClient, ids: list[str]) -> None:
    for format_, ending in (("csv", "csv"), ("markdown", "md")):
        answer = http.post(
            "/plan/export", content=urlencode([("format", format_), ("p", ids[0])]), headers=FORM
        )
        name = f'attachment; filename="pinpoint-plan-{date.today().isoformat()}.{ending}"'
        assert answer.headers["content-disposition"] == name
        assert answer.headers["cache-control"] == "no-store"


def test_markdown_quotes_cites_and_escapes() -> None:
    report = make_report("Northmoor", date(2018, 8, 24))
    text = "Plans are *not* [timely]:\n• visits\n- reviews\n1. care_notes"
    note = "# ask <Jo> &copy;\n===\n\n    by May"
    chosen = Chosen(
        make_paragraph(report, 27, text), report, Entry("a", note), "http://x/paragraphs/a/para-27"
    )
    said = as_markdown([chosen])
    assert "## 1. Northmoor 2018, paragraph 27" in said
    quoted = "> Plans are \\*not\\* \\[timely\\]:  \n> • visits  \n> \\- reviews  \n> 1\\. care\\_notes\n"
    assert quoted in said
    assert said.endswith("\n\n**Note:** \\# ask \\<Jo\\> \\&copy;  \n\\===\n\nby May\n")
    assert "paragraph 27" in said.split("> — ")[1]
    assert said.rstrip().count("<http://x/paragraphs/a/para-27>") == 1


def test_the_end_of_a_line_counts_once(http: TestClient, ids: list[str]) -> None:
    """As in the browser, which lets 4,000 be typed and sends one more for each line."""
    note = "\r\n".join(["x" * 99] * 40)
    assert len(note) > 4000
    assert b"\n".join([b"x" * 99] * 40) in export(http, "csv", ids[:1], [note])
    assert get(http, p=ids[0], n=note).count("x" * 99) == 40
    assert b"4,000 characters" in export(http, "csv", ids[:1], ["x" * 4001], 422)


@given(st.lists(st.text(max_size=40), min_size=1, max_size=4))
def test_any_text_survives_the_csv(texts: list[str]) -> None:
    report = make_report("Northmoor", date(2018, 8, 24))
    items = [Chosen(make_paragraph(report, 1, text or "x"), report, Entry("a", text), "") for text in texts]
    rows = list(csv.reader(io.StringIO(as_csv(items).removeprefix("\ufeff"), newline="")))
    for row, text in zip(rows[1:], texts, strict=True):
        note = row[COLUMNS.index("note")]
        assert note.removeprefix("'") == text.removeprefix("'") or note == text
        assert not re.match(r"[=+\-@\t\r\n]", note)


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("format=pdf&p=a", "use one of: docx, docx-footnotes, csv, markdown, csl-json, ris"),
        ("format=csv&colour=red", "is not part of a plan"),
        ("format=csv&" + "&".join(["p=a"] * (MOST + 1)), "keep to 200 paragraphs"),
        ("format=csv&p=a&n=" + "x" * 4001, "4,000 characters"),
        ("&".join(["p=a"] * 3000), "this plan could not be read"),
        ("p=%FF%FE", "this plan could not be read"),
    ],
)
def test_forms_that_are_none_are_refused(http: TestClient, body: str, says: str) -> None:
    answer = http.post("/plan/export", content=body, headers=FORM)
    assert answer.status_code == 422
    assert says in answer.text


def test_too_many_in_an_address_are_refused(http: TestClient) -> None:
    answer = http.get("/plan", params={"p": ["a"] * (MOST + 1)}, headers=HTML)
    assert answer.status_code == 422
    assert answer.headers["content-type"].startswith("text/html")


def test_a_form_of_this_server_s_page_is_let_through_and_others_are_not(ids: list[str]) -> None:
    service = make_service(sample_index())
    middleware = [Middleware(protect, settings=service.settings, keys=None, open_to_all=False)]
    app = create_site(service.settings, service=service, middleware=middleware)
    body = urlencode([("format", "csv"), ("p", ids[0])])
    with TestClient(app, base_url="http://localhost:8765", raise_server_exceptions=False) as http:
        for origin, status in (("http://localhost:8765", 200), ("http://evil.example", 403), ("null", 403)):
            answer = http.post("/plan/export", content=body, headers=FORM | {"Origin": origin})
            assert answer.status_code == status
        large = http.post("/plan/export", content="n=" + "x" * 300_000, headers=FORM)
        assert large.status_code == 422


NAMES = st.lists(st.sampled_from(["a", "b", "c", "d"]), unique=True, max_size=4)


@given(NAMES, st.integers(0, 5), st.sampled_from(["up", "down", "remove"]))
def test_a_move_loses_nothing_else(names: list[str], place: int, move: str) -> None:
    plan = Plan.of(names, [])
    moved = [entry.id for entry in plan.moved(place, move).entries]  # type: ignore[arg-type]
    gone = {names[place]} if move == "remove" and place < len(names) else set()
    assert sorted(moved) == sorted(set(names) - gone)


FIELDS = {"area": "Missing <x>", "action": "Ask\nagain", "owner": "Jo & co", "date": "May", "n": "Note"}


def test_title_and_fields_are_shown_kept_by_moves_and_exported(http: TestClient, ids: list[str]) -> None:
    pairs = [("title", "Our <plan>"), *(("p", identity) for identity in ids)]
    pairs += [(name, value) for name, text in FIELDS.items() for value in ("", text, "")]
    answer = http.get(f"/plan?{urlencode([*pairs, ('move', '1:up')])}", headers=HTML)
    assert answer.status_code == 200
    html = unescape(answer.text)
    first = html.partition('data-plan-item="')[2].partition('data-plan-item="')[0]
    assert first.startswith(ids[1])
    for text in FIELDS.values():
        assert f'value="{text}"' in first or f">{text}</textarea>" in first
    assert 'value="Our <plan>"' in html
    body = http.post("/plan/export", content=urlencode([*pairs, ("format", "csv")]), headers=FORM).content
    rows = list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline="")))
    assert {name: rows[1]["note" if name == "n" else name] for name in FIELDS} == FIELDS
    assert rows[0]["area"] == rows[2]["area"] == ""


def test_a_sentence_is_quoted_and_other_words_are_not(http: TestClient, ids: list[str]) -> None:
    html = unescape(get(http, p=ids[0]))
    (sentence, *_) = re.findall(r'<option value="([^"]+)"', html)
    text = http.get(f"/api/v1/paragraphs/{ids[0]}").json()["text"]
    assert sentence in text
    for quote, quoted in ((sentence, sentence), ("Other words.", text)):
        body = urlencode([("format", "csv"), ("p", ids[0]), ("quote", quote)])
        content = http.post("/plan/export", content=body, headers=FORM).content.decode("utf-8-sig")
        (row,) = csv.DictReader(io.StringIO(content, newline=""))
        assert row["quotation"] == quoted
        assert ("The words that were chosen are not in this paragraph" in row["check"]) == (quote != quoted)


@pytest.mark.parametrize("format_", sorted(set(FORMATS) - {"ris"}))
def test_a_download_is_opened_again(http: TestClient, ids: list[str], format_: str) -> None:
    data = export(http, format_, ids[::-1], ["first <note>", "", "third"])
    answer = http.post("/plan/import", files={"file": (f"plan <1>.{format_}", data)}, headers=HTML)
    assert answer.status_code == 200
    assert "no-store" in answer.headers["cache-control"]
    html = unescape(answer.text)
    assert "This plan was read from plan <1>." in html
    assert "data-plan-imported" in html
    assert re.findall(r'data-plan-item="([^"]+)"', html) == ids[::-1]
    assert "first <note></textarea>" in html
    assert "&lt;1&gt;" in answer.text


def test_of_a_file_what_is_not_here_is_said(http: TestClient, ids: list[str]) -> None:
    table = f"id,note\r\n{ids[0]},a\r\nnorthmoor-2018-08-24/para-9999,b\r\n,c\r\n"
    html = http.post("/plan/import", files={"file": ("plan.csv", table.encode())}, headers=HTML).text
    assert "We could not find 1 of its 2 paragraphs here." in html
    assert "Row 4 of the table has no id and was left out." in html
    assert "northmoor-2018-08-24/para-9999" in html


def test_files_that_are_no_plan_are_refused(http: TestClient) -> None:
    for files, says in (
        ({"file": ("a.pdf", b"text")}, "No paragraph of a plan was found"),
        ({"other": ("a", b"b")}, "No file was chosen"),
    ):
        answer = http.post("/plan/import", files=files, headers=HTML)
        assert answer.status_code == 422
        assert says in answer.text
    assert http.post("/plan/import", content=b"p=a", headers=FORM).status_code == 422
    assert http.get("/plan/import", follow_redirects=False).headers["location"] == "/plan"


@pytest.mark.parametrize(
    ("base", "link"),
    [
        ("http://localhost:8765", ""),
        ("http://127.0.0.1:8765", ""),
        ("https://pinpoint.example", "https://pinpoint.example/paragraphs/"),
    ],
)
def test_a_link_that_is_dead_for_colleagues_is_left_out(
    http: TestClient, ids: list[str], base: str, link: str
) -> None:
    body = urlencode([("format", "csv"), ("p", ids[0])])
    answer = http.post(f"{base}/plan/export", content=body, headers=FORM)
    (row,) = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline=""))
    assert row["link"] == (link and link + ids[0])
