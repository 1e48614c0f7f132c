"""What an answer is: records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexer.arrays import Spans
from indexer.records import Anomaly, Paragraph, Report
from search_api.citations import cite
from search_api.question.records import Coverage
from search_api.retrieval.results import Understood

if TYPE_CHECKING:
    from search_api.retrieval.matters import Mentions
    from search_api.views.records import View

# Fitted by training/fit_refusal.py, divided by the weight of the cosine and rounded; docs/evaluation.md.
_PULL, _RAREST, _MISSING = 0.3, 0.3, 0.4
_STATED = 0.3  # a word that is looked up and is there is an answer, however far the vectors are


@dataclass(frozen=True, slots=True)
class Passage:
    """A verbatim quotation with its citation.

    quote: one contiguous stretch of the paragraph's text, beginning at `start` (characters).
    spans: the sentences in it that answer, half-open, counted from the beginning of `quote`. core: the
    stretch of it that bears on the question, counted likewise; the rest is there so that nothing stands out
    of its context.
    score: the mean of the cosines of the best of them and of the whole paragraph, plus LEXICAL_WEIGHT
    times `share`, the share of the question's weight of words that the paragraph holds, plus
    POLARITY_WEIGHT times `agreement`, that of the best sentence with the side that the question takes,
    in [-1, 1], 0 where it takes none. cosine: of the best sentence. said: the mean polarity of the sentences
    that answer, from -1 where all is well to 1 where it is wanting; 0 where nothing is known. side: "praise",
    "criticism", "mixed" or "neutral"; "" where nothing is known. alike: further reports that say nearly the
    same, each left out for this. anomalies: those that touch the paragraph.
    """

    quote: str
    start: int
    paragraph: Paragraph
    report: Report
    spans: Spans
    core: tuple[int, int]
    score: float
    cosine: float
    share: float
    agreement: float = 0.0
    said: float = 0.0
    side: str = ""
    alike: int = 0
    anomalies: tuple[Anomaly, ...] = ()

    @property
    def citation(self) -> str:
        """The words that cite the paragraph."""
        return cite(self.report, self.paragraph)

    @property
    def told(self) -> str:
        """The text of the core."""
        return self.quote[slice(*self.core)]

    @property
    def is_whole(self) -> bool:
        """Whether the whole paragraph is quoted."""
        return len(self.quote) == len(self.paragraph.text.strip())


@dataclass(frozen=True, slots=True)
class Evidence:
    """How well the reports bear on a question.

    cosine: of the nearest sentence among the first paragraphs. pull: how much nearer those would come if
    the question were asked without the words that none of them holds: what it asks beyond them.
    rarest: the rarity of the rarest of those words, as a share of a word's that no report holds.
    unknown: content words that occur nowhere in the index. missing: those of them that are names or
    years, as typed: what is asked about somebody or some place of whom the reports never speak is not
    answered by what they say of others. stated: a keyword query all of whose words one of the first
    paragraphs holds.
    """

    cosine: float
    pull: float = 0.0
    rarest: float = 0.0
    unknown: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    stated: bool = False

    @property
    def score(self) -> float:
        """cosine - 0.5 pull - 0.3 rarest, less 0.4 where a name is missing, and 0.3 more where stated.

        Compare with Settings.answer_evidence.
        """
        missing = _MISSING if self.missing else 0.0
        stated = _STATED if self.stated else 0.0
        return self.cosine - _PULL * self.pull - _RAREST * self.rarest - missing + stated


@dataclass(frozen=True, slots=True)
class Selection:
    """What bears on a question in one scope.

    passages: those that answer, best first. miss: the best candidate where none answers, None where nothing
    was searched. evidence: how well the whole scope bears on it; weak: whether that is too little. absent:
    whether the reports do not mention it at all; remarks: what of it is not mentioned, and where.
    matters: what is asked about, where that has a name, with what mentions it.
    """

    passages: tuple[Passage, ...]
    miss: Passage | None
    evidence: Evidence
    weak: bool
    remarks: tuple[str, ...] = ()
    absent: bool = False
    matters: tuple[Mentions, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Passages of an answer that belong together: of one side, inspection, authority, or part of a question.

    label: for the user. count: of the passages that were good enough, the chosen ones included; of one side
    those among the eighty that answer best. passages: ids of their paragraphs, in order; they stand side by
    side in the answer. further: good enough and not quoted: of other authorities,
    the newest first; or of the one report that is asked about.
    """

    label: str
    count: int
    passages: tuple[str, ...]
    further: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """passages: the report with the best passage first, and best first within a report; empty where
    not answered, or where the judgements say it all. nearest_miss: of what is not answered the best
    passage there is, None if nothing was searched. text: one sentence saying why there is no answer,
    "" where there is one. judgements: the reports whose covers say how they judged, where that is asked
    of few reports; oldest first of each authority. remarks: what the user should know before the passages,
    one sentence each: a grade that the question has wrong, a report that does not mention what is asked.
    mentions: of each matter with a name, what mentions it within the filters. groups: of the passages, in
    their order, none of which stands in two; () for a plain list. view: of many reports, where the question
    asks for one.
    """

    query: str
    understood: Understood
    answered: bool
    passages: tuple[Passage, ...]
    nearest_miss: Passage | None
    coverage: Coverage
    text: str
    evidence: Evidence
    judgements: tuple[Report, ...] = ()
    remarks: tuple[str, ...] = ()
    mentions: tuple[Mentions, ...] = ()
    groups: tuple[Group, ...] = ()
    view: View | None = None
