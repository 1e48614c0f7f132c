"""What praise of others beside the criticism of one authority gives: records."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.records import Anomaly, Paragraph, Report
from search_api.question.records import Coverage

WHOSE = ("all", "neighbours", "region")


@dataclass(frozen=True, slots=True)
class Finding:
    """A sentence, `paragraph.text[slice(*span)]`. side: "praise", "criticism" or "mixed".

    score: of praise the cosine with the nearest criticism, 0 where there is none to be near to. but: of
    praise a criticism on the same subject in the same report, None for none.
    """

    paragraph: Paragraph
    report: Report
    span: tuple[int, int]
    side: str
    score: float = 0.0
    but: Finding | None = None
    anomalies: tuple[Anomaly, ...] = ()

    @property
    def quote(self) -> str:
        """The sentence, word for word."""
        return self.paragraph.text[slice(*self.span)]


@dataclass(frozen=True, slots=True)
class PraisedElsewhere:
    """mine: the authority. own: what it is criticised for, the newest report first; own_total: of how many.

    others: one praise of each authority, in the newest of its reports that takes a side on the subject; those
    that this report does not criticise too come first, then the nearest. authorities: how many are praised
    there, and clear: of those, how many without criticism. speaking: how many others speak of the subject;
    searched: how many have a report within the filters.
    """

    subject: str
    theme: str
    mine: str
    own: tuple[Finding, ...]
    own_total: int
    others: tuple[Finding, ...]
    authorities: int
    clear: int
    speaking: int
    searched: int
    notes: tuple[str, ...]
    coverage: Coverage
