"""Which paragraphs an anomaly touches, and the words for pages and numbers in what it says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from indexer.records import Anomaly, Paragraph


def ids_on(paragraphs: Iterable[Paragraph], *pages: int) -> tuple[str, ...]:
    """Ids of those that stand on any of the pages, wholly or in part, in reading order."""
    return tuple(
        item.id
        for item in paragraphs
        if item.page_first is not None
        and item.page_last is not None
        and any(item.page_first <= page <= item.page_last for page in pages)
    )


def ids_around(paragraphs: Sequence[Paragraph], first: int, last: int) -> tuple[str, ...]:
    """Ids around the pages `first` to `last`: those on them, the last before and the first after.

    The one before may have lost its end and the one after its beginning. With last = first - 1 no page is
    meant but the seam above `first`.
    """
    placed = [
        (n, p.page_first, p.page_last) for n, p in enumerate(paragraphs) if p.page_first and p.page_last
    ]
    near = {n for n, begin, end in placed if begin <= last and end >= first}
    before = [(end, n) for n, _, end in placed if end < first]
    after = [(begin, n) for n, begin, _ in placed if begin > last]
    if before:
        near.add(max(before)[1])
    if after:
        near.add(min(after)[1])
    near |= {n for n, begin, end in placed if begin < first <= end or begin <= last < end}
    return tuple(paragraphs[n].id for n in sorted(near))


def doubts_after(paragraphs: Sequence[Paragraph], place: int, *, after_loss: bool = False) -> list[Anomaly]:
    """Text was lost or moved before the paragraph at `place`: which sections and ordinals are in doubt.

    Those from there to the next printed section heading, which may have lost a heading of their own, and
    later ones without a printed number whose ordinal counts on from there.

    after_loss: a page is known to be lost or damaged. Then the heading over that paragraph, too, may have
    been read before what was lost, and be that of other paragraphs.
    """
    if place >= len(paragraphs):
        return []
    first = paragraphs[place]
    end = place
    if after_loss or not place or first.section[:1] == paragraphs[place - 1].section[:1]:
        while end < len(paragraphs) and paragraphs[end].section[:1] == first.section[:1]:
            end += 1
    groups = {_group(item) for item in paragraphs[:end]} - {""}
    later = [item.id for item in paragraphs[end:] if _group(item) in groups]
    touched = (*(item.id for item in paragraphs[place:end]), *later)
    if not touched:
        return []
    detail = (
        "a page or heading may be missing here: the section, grade or count of these paragraphs may be wrong"
    )
    return [Anomaly("section", first.page_first, detail, touched)]


def _is_numbered(item: Paragraph) -> bool:
    return item.printed and item.kind in ("finding", "recommendation")


def _group(item: Paragraph) -> str:
    """The id without its ordinal; "" where the number is printed."""
    return "" if _is_numbered(item) else item.id.rstrip("abcdefghijklmnopqrstuvwxyz").rpartition("-")[0]


def spans(values: Iterable[int]) -> list[tuple[int, int]]:
    """First and last of each stretch of consecutive values, in ascending order."""
    found: list[tuple[int, int]] = []
    for value in sorted(set(values)):
        if found and value == found[-1][1] + 1:
            found[-1] = (found[-1][0], value)
        else:
            found.append((value, value))
    return found


def worded(noun: str, values: Iterable[int]) -> str:
    """'page 12', 'pages 12 to 14', 'numbers 3, 5 to 7'."""
    parts = [f"{low}" if low == high else f"{low} to {high}" for low, high in spans(values)]
    plural = len(parts) > 1 or " " in parts[0]
    return f"{noun}{'s' if plural else ''} {', '.join(parts)}"


def in_page_order(anomalies: Iterable[Anomaly]) -> tuple[Anomaly, ...]:
    """Those of the whole report first, then page by page; as given within a page."""
    return tuple(sorted(anomalies, key=lambda anomaly: anomaly.page or 0))
