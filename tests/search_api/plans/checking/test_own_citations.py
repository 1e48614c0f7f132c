"""Every citation that Pinpoint prints is read back from a draft as what it is: one claim, and right."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

import pytest

from indexer.store.reader import IndexReader
from search_api.citations import Style, cite
from search_api.index.index import Index
from search_api.plans.check_draft import check_draft
from tests.support.api_bench import sample_index
from tests.support.encoders import HashEncoder


@pytest.fixture(scope="module")
def index() -> Iterator[Index]:
    with Index(IndexReader.open(sample_index()), encoder=HashEncoder()) as opened:
        yield opened


@pytest.mark.parametrize("style", get_args(Style))
def test_every_paragraph_of_the_samples_is_read_back(index: Index, style: Style) -> None:
    wrong = []
    lines, ids = [], []
    for report in index.reader.reports():
        for paragraph in index.reader.paragraphs(report.id):
            quoted = " ".join(paragraph.text.split()[:12]).rstrip(".,;:")
            if not set("‘’“”()[]") & set(quoted):
                lines.append(f"“{quoted}” ({cite(report, paragraph, style)})")
                ids.append(paragraph.id)
    assert len(lines) > 100
    for line, name in zip(lines, ids, strict=True):
        found = check_draft(index, "plan.txt", line.encode(), suggest=False).findings
        at = [each.paragraph.id for item in found for each in item.evidence]
        if [item.verdict for item in found] not in (["right"], ["superseded"]) or at != [name]:
            wrong.append((line, [(item.verdict, item.text, item.reason) for item in found]))
    assert wrong == []
