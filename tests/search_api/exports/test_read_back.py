"""A plan that was taken away comes back: paragraphs, order and every field, from each kind of file."""

from __future__ import annotations

import contextlib
import csv
import io
import json
from dataclasses import replace

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.errors import UnreadableDraft
from search_api.exports.formats import FORMATS
from search_api.exports.markdown import as_markdown
from search_api.exports.spreadsheet import as_csv
from search_api.exports.word.paper import add_row
from search_api.plans.imports.read import read_plan
from search_api.plans.plan import LONGEST, MOST, Chosen, Entry
from tests.search_api.exports.plans import TITLE, chosen
from tests.support.builders import make_paragraph, make_report

READ_BACK = ("docx", "docx-footnotes", "csv", "markdown", "csl-json")
NO_TITLE = ("csv", "csl-json")  # have no place for it


@pytest.mark.parametrize("name", READ_BACK)
def test_every_field_comes_back(name: str) -> None:
    items = chosen()
    form = FORMATS[name]
    found = read_plan(f"plan.{form.ending}", form.make(items, TITLE))
    assert found.remarks == ()
    assert found.plan.title == ("" if name in NO_TITLE else TITLE)
    assert [replace(entry, quote="") for entry in found.plan.entries] == [
        replace(item.entry, quote="") for item in items
    ]
    for entry, item in zip(found.plan.entries, items, strict=True):
        assert entry.quote == item.quotation


# What a line of a text may hold; the blanks at its ends and other line ends are not kept in Markdown.
LINES = st.lists(
    st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), max_size=12), max_size=3
)


@settings(max_examples=60, deadline=None)
@given(LINES)
def test_any_note_comes_back_from_markdown_and_csv(lines: list[str]) -> None:
    report = make_report()
    paragraph = make_paragraph(report, 1)
    note = "\n".join(lines).strip()
    items = [Chosen(paragraph, report, Entry(paragraph.id, note, action=note), "")]
    for text in (as_markdown(items), as_csv(items)):
        (entry,) = read_plan("plan", text.encode()).plan.entries
        assert (entry.note, entry.action) == (note, note)


def test_a_table_that_a_spreadsheet_saved_again_is_read() -> None:
    rows = list(csv.reader(io.StringIO(as_csv(chosen()).removeprefix("\ufeff"), newline="")))
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows([*rows, ["", "", "something"], [""]])
    for encoding in ("utf-8", "cp1252", "utf-16"):
        found = read_plan("Plan.CSV", out.getvalue().encode(encoding, "replace"))
        assert [entry.id for entry in found.plan.entries] == [item.paragraph.id for item in chosen()]
        assert found.plan.entries[0].owner == "=Head of service"
        assert found.remarks == ("Row 5 of the table has no id and was left out.",)


def test_a_word_table_that_people_worked_on_is_read() -> None:
    paper = docx.Document(io.BytesIO(FORMATS["docx"].make(chosen(), TITLE)))
    table = paper.tables[0]
    table.rows[3].cells[3].text = "Write it up"
    table._tbl.append(table.rows[1]._tr)  # the first is now the last
    for cell, text in zip(add_row(table), ("Own", "An idea of ours"), strict=False):
        cell.text = text
    out = io.BytesIO()
    paper.save(out)
    found = read_plan("plan.docx", out.getvalue())
    assert [entry.id for entry in found.plan.entries] == [chosen()[place].paragraph.id for place in (1, 2, 0)]
    assert found.plan.entries[1].action == "Write it up"
    assert found.remarks == ("Row 5 of table 1 has no reference and was left out.",)


def test_what_was_taken_away_before_there_was_a_reference_is_read() -> None:
    old = "# Evidence\n\n## 1. Northmoor, paragraph 27\n\n> Text.\n>\n> — Northmoor. " \
          "<http://localhost:8765/paragraphs/northmoor-2018-08-24/para-27>\n\nMy note.\n"  # fmt: skip
    (entry,) = read_plan("plan.md", old.encode()).plan.entries
    assert entry.id == "northmoor-2018-08-24/para-27"


def test_what_is_left_out_is_said() -> None:
    text = as_markdown(chosen()) + "\n## 4. My own\n\nText\n" + as_markdown(chosen()[:1]).partition("\n\n")[2]
    found = read_plan("plan.md", text.encode())
    assert len(found.plan.entries) == 3
    assert found.remarks == (
        "‘4. My own’ has no reference and was left out.",
        f"{chosen()[0].paragraph.id} is there twice. The first counts.",
    )


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "no paragraph of a plan was found"),
        (b"A letter about nothing.", "no paragraph of a plan was found"),
        (b"id,note\r\n", "no paragraph of a plan was found"),
        (b"PK\x03\x04 damaged", "damaged"),
        (b"id,note\r\na/para-1," + b"x" * 200_000, "damaged"),
        (b"id,note\r\na/para-1," + b"x" * (LONGEST["note"] + 1), "can have 4,000"),
        (b"id,note\r\n" + b"".join(b"a/para-%d,\r\n" % n for n in range(MOST + 1)), "a plan can have 200"),
        (b"id,note\r\n" + b"a" * 200, "is no reference"),
        (b"\0\1\2", "no text"),
        (b"[{", "the JSON is damaged"),
        (b"[" * 100_000, "the JSON is damaged"),
        (b'[5, {"type": "report"}]', "no paragraph of a plan was found"),
        (b'{"title": 5, "entries": {}}', "no paragraph of a plan was found"),
    ],
)
def test_other_files_are_refused_with_the_reason(data: bytes, says: str) -> None:
    with pytest.raises(UnreadableDraft, match=says):
        read_plan("plan.csv", data)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    for head in (b"", b"id,note\n", b'[{"id": "a/b", "custom": ', b"## \n> Reference: a/b\n"):
        with contextlib.suppress(UnreadableDraft):
            assert read_plan("plan", head + data).plan.entries


def test_reference_managers_get_each_paragraph_with_its_link() -> None:
    items = chosen()
    found = json.loads(FORMATS["csl-json"].make(items, TITLE))
    assert [each["id"] for each in found] == [item.paragraph.id for item in items]
    assert [each["URL"] for each in found] == [item.link for item in items]
    assert found[0]["custom"]["owner"] == "=Head of service"
    assert found[2]["custom"] == {"quotation": items[2].paragraph.text}
    records = FORMATS["ris"].make(items, TITLE).decode()
    assert records.count("TY  - RPRT") == records.count("ER  - ") == len(items)
    assert [line[6:] for line in records.splitlines() if line.startswith("UR  - ")] == [i.link for i in items]
