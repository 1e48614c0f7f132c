"""A few damaged copies of real reports: none may be wrong in silence. run.py makes them all."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.quality.damaged.run import jobs, outcome

KINDS = ("page blank", "page deleted", "pages swapped", "page doubled", "page scanned", "two reports")


@pytest.mark.corpus
@pytest.mark.parametrize("kind", KINDS)
def test_no_paragraph_of_a_damaged_copy_is_wrong_in_silence(kind: str, real_corpus: Path) -> None:
    found = [outcome(job) for job in jobs(real_corpus / "reports", each=2, only=kind)]
    assert len(found) == 2
    assert [item for item in found if item.verdict == "silently wrong"] == []
