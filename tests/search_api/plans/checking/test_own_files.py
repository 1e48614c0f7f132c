"""A plan that Pinpoint wrote, and a brief, pass its own check: each quotation is found with its source."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from indexer.store.reader import IndexReader
from search_api.briefs.files import FILES
from search_api.briefs.make import make_brief
from search_api.exports.formats import FORMATS
from search_api.index.index import Index
from search_api.plans.check_draft import check_draft
from search_api.plans.checking.records import Checked
from search_api.plans.plan import Chosen, Entry
from tests.support.api_bench import sample_index
from tests.support.encoders import HashEncoder


@pytest.fixture(scope="module")
def index() -> Iterator[Index]:
    with Index(IndexReader.open(sample_index()), encoder=HashEncoder()) as opened:
        yield opened


def told(checked: Checked) -> list[tuple[str, str, str]]:
    """What is not right, nor replaced by a later version as the file itself says."""
    return [
        (item.verdict, item.text, item.reason)
        for item in checked.findings
        if item.verdict not in ("right", "superseded")
    ]


@pytest.mark.parametrize("name", ["docx", "docx-footnotes", "markdown"])
def test_a_plan_passes(index: Index, name: str) -> None:
    chosen = [
        Chosen(paragraph, report, Entry(paragraph.id), "https://files.example/1.pdf#page=1")
        for report in index.reader.reports()
        for paragraph in index.reader.paragraphs(report.id)[::9]
    ]
    assert len(chosen) > 25
    form = FORMATS[name]
    checked = check_draft(index, f"plan.{form.ending}", form.make(chosen, "Plan"), suggest=False)
    quoted = {each.paragraph.id for item in checked.findings if item.quotation for each in item.evidence}
    assert told(checked) == []
    assert quoted >= {item.paragraph.id for item in chosen}


@pytest.mark.parametrize("kind", ["docx", "md"])
def test_a_brief_passes(index: Index, kind: str) -> None:
    brief = make_brief(index, "missing children", "Northmoor", made=date(2026, 11, 28))
    checked = check_draft(index, f"brief.{kind}", FILES[kind].write(brief), suggest=False)
    assert len(checked.findings) > 5
    assert told(checked) == []
