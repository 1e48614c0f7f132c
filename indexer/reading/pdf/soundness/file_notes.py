"""What is wrong with a file as a whole or with the parts of it that a page draws from, as notes on pages."""

from __future__ import annotations

from collections.abc import Iterator

from indexer.reading.pages import PageNote

from .damage import Scan
from .sources import Sources, damaged_encrypted, sources

_WHOLE = "damaged file"
_PAGE = "damaged page"


def file_notes(data: bytes, scanned: Scan, pages: int, *, encrypted: bool) -> Iterator[tuple[int, PageNote]]:
    """(place of the page from 0, note) of a file in which PDFium finds so many pages."""
    if scanned.files > 1:
        yield (
            0,
            PageNote(
                "two files", f"{scanned.files:,} PDFs are joined in one file: what a viewer shows is read"
            ),
        )
    if scanned.structure:
        detail = "the list of its parts is damaged: pages or words may be missing"
        yield 0, PageNote(_WHOLE, detail, whole_file=True)
    if not (scanned.damaged or scanned.structure or encrypted):
        return
    try:
        damaged = set(damaged_encrypted(data)) if encrypted else scanned.damaged
        used = sources(data) if damaged or scanned.structure else []
    except Exception:  # noqa: BLE001 - what a library makes of a damaged file is not to be foreseen
        yield 0, PageNote(_WHOLE, "its parts cannot be followed", whole_file=True, unsure=True)
        return
    if scanned.structure and len(used) != pages:
        detail = f"one program finds {pages:,} pages in it, another {len(used):,}"
        yield 0, PageNote(_WHOLE, detail, whole_file=True)
    yield from _damaged_pages(damaged, used[:pages])


def _damaged_pages(damaged: set[int], used: list[Sources]) -> Iterator[tuple[int, PageNote]]:
    known: set[int] = set()
    for place, page in enumerate(used):
        if damaged & page.drawing:
            detail = "what is drawn on the page is damaged: words may be missing or stand elsewhere"
            yield place, PageNote(_PAGE, detail, unsure=True)
        elif damaged & page.fonts:
            detail = "a typeface of the page is damaged: letters may be read as others"
            yield place, PageNote(_PAGE, detail, unsure=True)
        known |= page.drawing | page.fonts
    if damaged - known:
        detail = "a part that no page is known to use is damaged"
        yield 0, PageNote(_WHOLE, detail, whole_file=True)
