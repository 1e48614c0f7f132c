"""What the lineage of recommendations says: records."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from indexer.records import Anomaly, Paragraph, Report

# In the order of a legend: from what is worst for the authority to what is best, then what is not known.
Verdict = Literal["repeated", "still a concern", "improving", "addressed", "unclear", "not mentioned"]
Sure = Literal["clear", "likely", "uncertain"]


@dataclass(frozen=True, slots=True)
class Beside:
    """Another sentence of a paragraph on the same matter, or the one that takes back what the first says.

    span, side: as of Match.
    """

    span: tuple[int, int]
    side: str


@dataclass(frozen=True, slots=True)
class Match:
    """A paragraph of another inspection on the same matter.

    span: of the sentence that answers, in the paragraph's text; source_span: of its fellow in the asked
    one's; both half-open. score: of how sure it is that both are on one matter, in [0, 1]; comparable
    within one index. side: of the sentence, as Labels.of. matters: names and words that both share, the
    most telling first. covered: of what the asked sentence names,
    the share that this paragraph names too, in [0, 1]; told: the share that the sentence alone names.
    subject: whether the sentence names what tells the asked one most from others. beside: other sentences
    of the paragraph that count with it. said: words of the sentence that tell how it stands ("since the
    last inspection").
    """

    row: int
    paragraph: Paragraph
    report: Report
    span: tuple[int, int]
    source_span: tuple[int, int]
    score: float
    side: str
    matters: tuple[str, ...]
    covered: float = 1.0
    told: float = 1.0
    subject: bool = True
    beside: tuple[Beside, ...] = ()
    said: tuple[str, ...] = ()
    anomalies: tuple[Anomaly, ...] = ()

    @property
    def quote(self) -> str:
        """The sentence, verbatim."""
        return self.paragraph.text[slice(*self.span)]

    @property
    def quotes_beside(self) -> tuple[str, ...]:
        """The other sentences, verbatim, in text order."""
        return tuple(self.paragraph.text[slice(*item.span)] for item in self.beside)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one later inspection says of one recommendation.

    sure: of the verdict; docs/comparing/lineage.md has the rule. why: one sentence on what it rests on.
    matches: what it rests on, the nearest first; () where nothing is near enough.
    """

    report: Report
    verdict: Verdict
    sure: Sure
    why: str
    matches: tuple[Match, ...] = ()


@dataclass(frozen=True, slots=True)
class Followed:
    """A recommendation or 'needs to improve' bullet, and the later inspections, oldest first."""

    report: Report
    paragraph: Paragraph
    outcomes: tuple[Outcome, ...]
    anomalies: tuple[Anomaly, ...] = ()

    @property
    def latest(self) -> Outcome | None:
        """The last inspection's word on it; None where none came later."""
        return self.outcomes[-1] if self.outcomes else None


@dataclass(frozen=True, slots=True)
class Lineage:
    """Of one authority. reports: oldest first. rows: by report, oldest first, then in reading order.

    notes: what a reader must know, one sentence each.
    """

    authority: str
    reports: tuple[Report, ...]
    rows: tuple[Followed, ...]
    notes: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class FollowedUp:
    """How many recommendations and bullets of one report the authority's last report follows up.

    counted: verdict -> recommendations, in the order of Verdict, without 0.
    """

    report: Report
    last: Report
    counted: tuple[tuple[Verdict, int], ...]

    @property
    def recommendations(self) -> int:
        """All in all."""
        return sum(count for _, count in self.counted)

    @property
    def silent(self) -> int:
        """Those that the last report does not mention, as far as was found."""
        return dict(self.counted).get("not mentioned", 0)


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What one other inspection says on a paragraph's matter, the nearest first; () for not mentioned.

    why: why nothing can be expected there, "" where it could have been.
    """

    report: Report
    matches: tuple[Match, ...]
    why: str = ""
