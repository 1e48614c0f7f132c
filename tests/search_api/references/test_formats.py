"""Files for reference managers: each as its golden file, and read back by libraries that are not ours."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import LatexDecodingMiddleware

from indexer.records import Paragraph, Report
from search_api.references.csl import csl_item
from search_api.references.formats import FORMATS, FormatName
from tests.support.builders import make_paragraph, make_report

_GOLDEN = Path(__file__).parent / "golden"
_PUBLISHER, _DAY = "Ofsted", date(2018, 8, 24)
_HARD = 'Visits & “plans” of 100% #1 {draft} ~ TY  - JOUR\nER  - \\ $5 "x"'


def _cited() -> list[tuple[Report, Paragraph]]:
    report = make_report("Northmoor", _DAY, title="Re-inspection of services for children")
    hard = make_report("Saltby", date(2022, 3, 1), title=_HARD, urn="80002")
    unnumbered = make_paragraph(report, 3, "Leaders listen.", kind="summary", page=9, section=("Summary",))
    return [
        (report, make_paragraph(report, 27, "Visits are regular.", page=14)),
        (report, make_paragraph(report, 6, "Improve supervision.", kind="recommendation", page=7)),
        (report, unnumbered),
        (hard, make_paragraph(hard, 1, "Plans are clear.", page=2)),
    ]


ITEMS = [
    csl_item(report, paragraph, server="https://pinpoint.example.gov.uk") for report, paragraph in _cited()
]


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_is_as_it_was(name: FormatName) -> None:
    """A change of these files changes what people import: look at it before the golden file is remade."""
    form = FORMATS[name]
    kept = (_GOLDEN / f"cited{form.suffix}").read_bytes().decode("utf-8")
    assert form.write(ITEMS) == kept


def test_the_record_is_read_back_from_csl_json() -> None:
    assert json.loads(FORMATS["csl-json"].write(ITEMS)) == ITEMS


def test_rispy_reads_back_what_was_written() -> None:
    read = rispy.loads(FORMATS["ris"].write(ITEMS))
    assert len(read) == len(ITEMS)
    for found, item in zip(read, ITEMS, strict=True):
        year, month, day = item["issued"]["date-parts"][0]
        assert found["type_of_reference"] == "RPRT"
        assert found["authors"] == [_PUBLISHER]
        assert found["title"] == " ".join(item["title"].split())
        assert (found["publisher"], found["year"]) == (_PUBLISHER, str(year))
        assert found["date"] == f"{year}/{month:02d}/{day:02d}"
        assert found.get("start_page", "") == (item["locator"] if item["label"] == "page" else "")
        assert found["notes"] == [item["note"]]
        assert found["urls"] == [item["URL"]]


def test_bibtexparser_reads_back_what_was_written() -> None:
    middle = [LatexDecodingMiddleware()]
    library = parse_string(FORMATS["bibtex"].write(ITEMS), append_middleware=middle)
    assert not library.failed_blocks
    assert [entry.key for entry in library.entries] == [item["id"].replace("/", ":") for item in ITEMS]
    for entry, item in zip(library.entries, ITEMS, strict=True):
        fields = {field.key: str(field.value).strip("{}") for field in entry.fields}
        assert entry.entry_type == "techreport"
        assert fields["author"] == _PUBLISHER
        assert fields["year"] == str(item["issued"]["date-parts"][0][0])
        assert fields.get("pages", "").replace("–", "--") == (
            item["locator"] if item["label"] == "page" else ""
        )
        assert fields["url"] == item["URL"]
        assert fields["note"] == item["note"]
        if "Saltby" not in item["title"]:  # of signs of TeX, their order and the words are enough
            assert fields["title"] == item["title"]
        else:
            assert fields["title"].startswith("Saltby: Visits & “plans” of 100% #1")
