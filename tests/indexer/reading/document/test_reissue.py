"""What pages say of a correction, told from text that speaks of revised plans."""

from __future__ import annotations

import pytest

from indexer.reading.document.reissue import reissues
from tests.support.reading_pages import line, page


@pytest.mark.parametrize(
    "said",
    [
        "This report was amended on 3 June 2022 to correct paragraph 27",
        "Corrected version",
        "Re-issued 3 June 2022",
        "Amended: June 2022",
        "CORRECTION",
        "The letter has been corrected.",
    ],
)
def test_a_line_of_the_cover_that_says_so(said: str) -> None:
    (found,) = reissues([page(line("Northmoor"), line(said))])
    assert (found.kind, found.page) == ("re-issue", 1)
    assert said in found.detail


@pytest.mark.parametrize(
    "text",
    [
        "Leaders have revised the threshold document together.",
        "The corrected figures were shared with partners in June 2022 and amended on the system.",
        "there is now a revised and more appropriately focused improvement plan. There are",
        "framework has been revised, but it is not yet fully implemented.",
        "Published: 3 June 2022",
    ],
)
def test_text_that_speaks_of_other_corrections(text: str) -> None:
    assert reissues([page(line("Northmoor"), line(text))]) == ()


def test_only_covers_and_the_last_page_are_looked_at() -> None:
    pages = [page(line("Text."), number=number) for number in (1, 2, 4)]
    pages.insert(2, page(line("Corrected version"), number=3))
    assert reissues(pages) == ()
