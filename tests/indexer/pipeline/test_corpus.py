"""All real reports through the whole write side: reading processes, journal, index, and again unchanged."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.pipeline.run import index_paths
from indexer.store.reader import IndexReader
from indexer.store.verify import check
from tests.support.encoders import HashEncoder


@pytest.mark.corpus
def test_every_published_report_is_indexed_and_the_two_web_pages_are_refused(
    real_corpus: Path, tmp_path: Path
) -> None:
    index = tmp_path / "index"
    first = index_paths([real_corpus / "reports"], index, HashEncoder)
    assert (first.indexed, first.reports) == (284, 284)
    assert {Path(refusal.path).parent.name for refusal in first.refused} == {
        "80490_bromley",
        "80543_rotherham",
    }
    assert all(refusal.reason.startswith("a web page, not a PDF") for refusal in first.refused)
    assert check(index) == []

    again = index_paths([real_corpus / "reports"], index, HashEncoder)
    assert (again.indexed, again.unchanged, again.published) == (0, 284, False)

    text = index_paths([real_corpus / "torbay-2018-seed.txt"], index, HashEncoder)
    assert [duplicate.reason for duplicate in text.duplicates] == ["same report"]
    with IndexReader.open(index) as reader:
        assert len(reader.reports()) == 284
        assert len(reader) == first.paragraphs
        assert reader.get("torbay-2018-08-24/para-27").page_first == 15
