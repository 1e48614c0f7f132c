"""What is odd in the pages of a file: pages without text, printed page numbers that do not run on."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.reading.order.page_numbers import Jump, page_number_jumps, runs_on, textless
from indexer.reading.pages import Page
from indexer.records import Anomaly, Paragraph

from .anomalies import doubts_after, ids_around, ids_on, in_page_order, spans, worded


def seam_anomalies(pages: Sequence[Page], paragraphs: Sequence[Paragraph]) -> list[Anomaly]:
    """Anomalies of the pages, each with the paragraphs that it touches."""
    found: list[Anomaly] = []
    blank = textless(pages)
    for first, last in spans(blank):
        around = ids_around(paragraphs, first, last)
        found += [
            Anomaly("no text", page, _why_blank(pages, page), around) for page in range(first, last + 1)
        ]
        found += doubts_after(paragraphs, _first_on(paragraphs, last + 1), after_loss=True)
    for _, last in spans(page.number for page in pages if page.number and _is_damaged(page)):
        found += doubts_after(paragraphs, _first_on(paragraphs, last + 1), after_loss=True)
    jumps = page_number_jumps(pages)
    if not runs_on(pages, jumps):
        said = "the printed page numbers do not run on: pages are missing, doubled or out of order"
        found.append(Anomaly("page numbers", None, said, tuple(item.id for item in paragraphs)))
        return found
    moved = {jump.page for jump in jumps if jump.printed <= jump.before and jump.printed > 1}
    for place, jump in enumerate(jumps):
        begins = [place, place - 1] if jump.page in moved else []
        ends = jumps[place + 1].page if place + 1 < len(jumps) else jump.page + 1
        out_of_place = range(jumps[max(min(begins, default=0), 0)].page if begins else jump.page, ends)
        around = ids_around(paragraphs, jump.page, jump.page - 1)
        if begins or (place + 1 < len(jumps) and jumps[place + 1].page in moved):
            near = {*around, *ids_on(paragraphs, *out_of_place)}
            around = tuple(item.id for item in paragraphs if item.id in near)
        found.append(Anomaly("page numbers", jump.page, _worded(jump), around))
        lost = jump.printed != 1  # where they start again, a new part of the report begins
        found += doubts_after(paragraphs, _first_on(paragraphs, jump.page), after_loss=lost)
    return list(in_page_order(found))


def _is_damaged(page: Page) -> bool:
    """Whether lines of the page may be lost, a heading among them."""
    return any(note.kind == "damaged page" for note in page.notes)


def _why_blank(pages: Sequence[Page], number: int) -> str:
    notes = (note for page in pages if page.number == number for note in page.notes)
    return next((note.detail for note in notes if note.kind == "no text"), "the page has no text")


def _worded(jump: Jump) -> str:
    if not jump.before:
        return f"page {jump.page} of the file is printed as page {jump.printed}"
    if jump.printed > jump.before + 1:
        missing = worded("page", range(jump.before + 1, jump.printed))
        are = "is" if jump.printed == jump.before + 2 else "are"
        return f"after printed page {jump.before} comes {jump.printed}: printed {missing} {are} missing"
    if jump.printed == 1:
        return f"after printed page {jump.before} the page numbers start again"
    return f"after printed page {jump.before} comes {jump.printed}: pages are doubled or out of order"


def _first_on(paragraphs: Sequence[Paragraph], page: int) -> int:
    """Place of the first paragraph that begins on the page or after it."""
    places = (
        n for n, item in enumerate(paragraphs) if item.page_first is not None and item.page_first >= page
    )
    return next(places, len(paragraphs))
