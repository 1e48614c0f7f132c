"""What is similar, praised instead, common, or turned from weak to strong: records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from indexer.records import Anomaly, Paragraph, Report
from search_api.question.records import Coverage, Scope

from .names import Authorities, ScopeName, Side

Sentence = tuple[int, int]  # row of the paragraph, place among its sentences


@dataclass(frozen=True, slots=True)
class Common:
    """A sentence, and how many other reports say it too.

    span: half-open, in the text of its paragraph. reports: other reports that say nearly the same, from the
    same side. in_words: those of them that say it in nearly the same words. boilerplate: whether those are so
    many that the sentence tells little of one authority.
    """

    span: tuple[int, int]
    reports: int
    in_words: int
    boilerplate: bool


@dataclass(frozen=True, slots=True)
class SimilarFinding:
    """A paragraph that says nearly what the asked one says, or the opposite of it; the nearest of its report.

    score: 0.6 times sentence_cosine plus 0.2 times cosine plus 0.2 times words, at most 1; comparable between
    paragraphs of one index and between results of one `side`. words: from 0, no telling word in common, to 1.
    Both cosines are of vectors less the index's mean vector;
    where another side is asked for, less the direction in which praise and criticism differ, too.
    sentence_cosine: of the nearest pair of sentences; cosine: of the whole paragraphs. rank: from 1 over the
    whole list, whatever the offset. span: of that sentence in this paragraph's text; source_span: of its
    fellow in the asked one's; both half-open. label, source_label: the sides of both: "praise", "criticism",
    "mixed", "neutral", or "" where nothing is known. common: of this sentence, None where that was not asked.
    anomalies: those that touch the paragraph.
    """

    paragraph: Paragraph
    report: Report
    score: float
    rank: int
    span: tuple[int, int]
    source_span: tuple[int, int]
    sentence_cosine: float
    cosine: float
    words: float
    anomalies: tuple[Anomaly, ...] = ()
    label: str = ""
    source_label: str = ""
    common: Common | None = None


@dataclass(frozen=True, slots=True)
class SimilarResult:
    """paragraph, report: the asked one's. results: best first, equal scores ordered by row, one a report.

    side: of the results: the "same" as the asked one's, or what was asked for. scopes: names of SCOPES, all
    of which hold; () for no such limit. reports: how many hold a similar paragraph. searched: how many could:
    those within the filters, without the asked one, that hold a paragraph of a kind that is compared.
    kinds: those. notes: what the user should know about the filters, one sentence each. common: of the asked
    paragraph's sentences, in text order. anomalies: those that touch the asked one.
    """

    paragraph: Paragraph
    report: Report
    authorities: Authorities
    kinds: frozenset[str]
    results: tuple[SimilarFinding, ...]
    reports: int
    searched: int
    coverage: Coverage
    notes: tuple[str, ...]
    anomalies: tuple[Anomaly, ...] = ()
    side: Side = "same"
    scopes: tuple[ScopeName, ...] = ()
    common: tuple[Common, ...] = ()

    @property
    def total(self) -> int:
        """Results there are, whatever the limit and the offset: one for each of `reports`."""
        return self.reports


@dataclass(frozen=True, slots=True)
class Place:
    """One sentence of one paragraph. span: half-open. label: its side. anomalies: of the paragraph."""

    paragraph: Paragraph
    report: Report
    span: tuple[int, int]
    label: str
    anomalies: tuple[Anomaly, ...] = ()

    @property
    def quote(self) -> str:
        """The sentence."""
        return self.paragraph.text[slice(*self.span)]


@dataclass(frozen=True, slots=True)
class Turned:
    """An authority whose weakness was a strength at a later inspection.

    weak: a criticism; strong: praise of the same matter in a report of a later inspection. pair_score: cosine
    of both sentences less the side. score: the least of it and of the cosines of both with what was asked
    for; pair_score itself where a theme or a term was. Both at most 1. rank: from 1 over the whole list.
    """

    authority: str
    weak: Place
    strong: Place
    score: float
    pair_score: float
    rank: int


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """A theme or term. about: as typed. label: its name. sentences: those on it within the scope."""

    about: str
    kind: Literal["theme", "term"]
    label: str
    sentences: list[Sentence]
    scope: Scope
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TurnedResult:
    """about: as typed. kind: what that is: "paragraph", "theme" or "term". asked: the paragraph and its
    sentences that are compared, () for a theme or a term. results: best first, one an authority.

    authorities: how many turned. weak: how many were criticised for it at any inspection but their last;
    searched: how many have two inspections or more within the filters. coverage, notes: as of similar
    findings.
    """

    about: str
    kind: Literal["paragraph", "theme", "term"]
    label: str
    asked: tuple[Place, ...]
    results: tuple[Turned, ...]
    authorities: int
    weak: int
    searched: int
    scopes: tuple[ScopeName, ...]
    coverage: Coverage
    notes: tuple[str, ...]

    @property
    def headline(self) -> str:
        """The numbers for the user: how many turned, of how many that could, among how many."""
        if not self.searched:
            return "No authority within these filters was inspected more than once."
        if self.weak == 1:
            one = (
                "was praised for it later"
                if self.authorities
                else "was not praised for it later, as far as we found"
            )
            said = f"The one authority that was criticised for this before its latest inspection {one}."
        elif self.weak:
            many = f"{self.authorities:,}" if self.authorities else "None"
            were = "was" if self.authorities == 1 else "were"
            said = (
                f"{many} of the {self.weak:,} authorities that were criticised for this before their latest "
                f"inspection {were} praised for it later."
            )
        else:
            said = "We found no authority that was criticised for this before its latest inspection."
        inspected = "1 authority was" if self.searched == 1 else f"{self.searched:,} authorities were"
        return f"{said} {inspected} inspected more than once."
