"""A paragraph that is longer than any that inspectors print: where it ends was not told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from indexer.records import Anomaly, Paragraph

LONGEST = 8000  # characters; the longest of the published reports has under 5,000


def too_long(paragraphs: Iterable[Paragraph]) -> Iterator[Anomaly]:
    """One for each paragraph that is longer than `LONGEST`."""
    for item in paragraphs:
        if len(item.text) > LONGEST:
            said = f"{len(item.text):,} characters in one paragraph: where it ends was not told"
            yield Anomaly("long paragraph", item.page_first, said, (item.id,))
