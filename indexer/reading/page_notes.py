"""What the pages themselves give cause to say, as anomalies that name the paragraphs they touch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from indexer.records import Anomaly, Paragraph

from .pages import Page, PageNote

# A note's box touches a line where they share this much of the lower of the two heights.
_SHARED = 0.3


def page_anomalies(pages: Sequence[Page], paragraphs: Sequence[Paragraph]) -> Iterator[Anomaly]:
    """One anomaly for each note of a page, in page order.

    A page without text is said with the paragraphs around it: `checks/page_checks.py`.
    """
    for page in pages:
        for note in page.notes:
            if note.kind == "no text":
                continue
            touched = tuple(item.id for item in paragraphs if _touches(note, page.number, item))
            yield Anomaly(note.kind, None if note.whole_file else page.number, note.detail, touched)


def cover_is_unsure(pages: Sequence[Page]) -> bool:
    """Whether the first page with text may show other words than were read."""
    cover = next((page for page in pages if page.lines), None)
    return cover is not None and any(note.unsure for note in cover.notes)


def cover_anomalies(pages: Sequence[Page], paragraphs: Sequence[Paragraph]) -> list[Anomaly]:
    """Where the cover may show other words than were read, every citation rests on what stands elsewhere."""
    if not cover_is_unsure(pages):
        return []
    said = "the cover may show other words than were read: whose report it is and its date are not from there"
    return [Anomaly("cover", pages[0].number, said, tuple(item.id for item in paragraphs))]


def _touches(note: PageNote, number: int | None, paragraph: Paragraph) -> bool:
    if note.whole_file:
        return True
    boxes = [box for box in paragraph.boxes if box.page == number]
    if not note.boxes or not boxes:
        first, last = paragraph.page_first, paragraph.page_last
        return (
            number is not None and first is not None and first <= number <= (last or first) and not note.boxes
        )
    return any(
        left < box.right
        and right > box.left
        and min(top, box.top) - max(bottom, box.bottom) > _SHARED * min(top - bottom, box.top - box.bottom)
        for left, bottom, right, top in note.boxes
        for box in boxes
    )
