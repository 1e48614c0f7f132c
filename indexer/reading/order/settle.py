"""Pages as a PDF has them -> pages as their report was printed: additions left out, edges known."""

from __future__ import annotations

from indexer.reading.pages import Page

from .margins import without_additions
from .sheets import check_one_to_a_sheet, placed, usual_size


def settled(pages: tuple[Page, ...]) -> tuple[Page, ...]:
    """Raises UnreadableReport where two pages or more stand on each sheet."""
    check_one_to_a_sheet(pages)
    return without_additions(placed(usual_size(pages)))
