"""Does a report of a kind that grades services come with the grades that it prints?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from indexer.kinds.base import KindOfReport
from indexer.reading.pages import Page
from indexer.records import Anomaly, Judgement, Paragraph

_NONE = "no grades were read on the cover"


def ungraded_anomalies(
    kind: KindOfReport,
    judgements: Sequence[Judgement],
    pages: Sequence[Page],
    paragraphs: Sequence[Paragraph],
) -> Iterator[Anomaly]:
    """One where a copy of a report of such a kind has no judgement at all, with its findings.

    pages: of the report, the cover first. A copy has no positions by which a grade finds its label; in a PDF
    the absence of a table is what the page shows.
    """
    if judgements or not kind.grades_all or pages[0].number is not None:
        return
    touched = tuple(item.id for item in paragraphs if item.kind == "finding")
    yield Anomaly("no grades", pages[0].number, _NONE, touched)
