"""Real reports through the whole write side: reading processes, journal, index, and again unchanged.

Every twelfth of them: more are read in `tests/indexer/reading/test_corpus.py`.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.pipeline.run import index_paths
from indexer.store.reader import IndexReader
from indexer.store.verify import check
from tests.support.encoders import HashEncoder

WEB_PAGES = {"80490_bromley", "80543_rotherham"}


@pytest.mark.corpus
def test_published_reports_are_indexed_and_the_two_web_pages_are_refused(
    real_corpus: Path, tmp_path: Path
) -> None:
    index = tmp_path / "index"
    folders = sorted(folder for folder in (real_corpus / "reports").iterdir() if folder.is_dir())
    taken = [folder for place, folder in enumerate(folders) if place % 12 == 0 or folder.name in WEB_PAGES]
    taken += [folder for folder in folders if folder.name.endswith("_torbay") and folder not in taken]
    first = index_paths(taken, index, HashEncoder)
    count = sum(1 for folder in taken for file in folder.iterdir() if file.is_file()) - len(WEB_PAGES)
    assert count > 20
    assert (first.indexed, first.reports) == (count, count)
    assert {Path(refusal.path).parent.name for refusal in first.refused} == WEB_PAGES
    assert all(refusal.reason.startswith("a web page, not a PDF") for refusal in first.refused)
    assert check(index) == []

    again = index_paths(taken, index, HashEncoder)
    assert (again.indexed, again.unchanged, again.published) == (0, count, False)

    text = index_paths([real_corpus / "torbay-2018-seed.txt"], index, HashEncoder)
    assert [duplicate.reason for duplicate in text.duplicates] == ["same report"]
    with IndexReader.open(index) as reader:
        assert len(reader.reports()) == count
        assert len(reader) == first.paragraphs
        assert reader.get("torbay-2018-08-24/para-27").page_first == 15
