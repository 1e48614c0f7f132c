"""Which paragraphs bear on what is asked, and which of their sentences are quoted."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from typing import TYPE_CHECKING

from indexer.arrays import Int64Array, products
from indexer.records import report_of
from indexer.store.filters import Hit
from indexer.words.bm25 import inverse_frequency
from search_api.question.words import Terms, words
from search_api.retrieval.lexical import index_terms
from search_api.retrieval.results import Ranking, Understood
from search_api.sides.model import ASKS

from .absence import look
from .figures import asks_for_sum, figure_asked, gives_figure, measured, names_sum
from .quotations.evidence import weigh
from .quotations.focus import speaking
from .quotations.passages import choose, holds_acronym, make_passage, takes, with_sides
from .quotations.ranks import Ranks
from .quotations.records import Evidence, Passage, Selection

if TYPE_CHECKING:
    from search_api.retrieval.matters import Mentions

_POOL = 150  # candidates read for one answer, best first
_NEAR = 0.3  # a passage scoring this much less than the best is left out
_FLOOR = 0.48  # and one scoring less than this, unless it is the best there is
_BESIDE = 0.12  # of one authority a passage scoring so much less than the best is quoted, however far that is
_LABEL = 6  # a paragraph of context of fewer words names something and says nothing
_BACKGROUND = 0.2  # a paragraph of context, which no inspector found, gives way to one so much lower
_WANTING = 0.5  # of whatever is recommended: it was found wanting, however it is put
_OPPOSITE = -0.3  # agreement of a passage that says the opposite of what is asked for
_AGREES = 0.0  # agreement of a passage that says what the side asked for is, at least in part
_AGREEING = 20  # candidates, one of which must take the side that is asked for, so that others are left out
_HINT = 0.25  # of the side that a question's vector takes without a word for it: the model read sentences
# What is counted stands in the context, too.
_COUNTS = re.compile(r"\b(?:how (?:many|much)|numbers? of|proportion|percentage|per cent|rates? of)\b", re.I)
_SINGLE = 0.1  # less evidence is enough of one report, or of two, which the user names and will read
_NAMED = 2
_OWN = 0.05  # and a little less of one authority with more reports
_SIDES = {"strength": "good", "weakness": "wanting"}
_FEW_REPORTS = 6  # in which every mention of a matter can be quoted, and nothing else is
_FINDINGS = 2  # findings quoted beside a bullet that names what is asked
_ALL_OF = 8  # paragraphs that mention a matter are all quoted, however short the mention
_QUESTION = re.compile(
    r"\W*(?:what|which|how|who|whose|when|where|why|is|are|was|were|do|does|did|has|have|had|can|could|"
    r"should|will|would)\b|[^?]*\?\s*$",
    re.IGNORECASE,
)


class Selector:
    """Chooses among what one searcher ranks. Shareable between threads as the searcher is."""

    def __init__(self, searcher: Ranks) -> None:
        self.searcher = searcher

    def select(self, understood: Understood, ranking: Ranking, *, sure: bool = False) -> Selection:
        """Every passage that is good enough, best first.

        sure: whether it is known that reports bear on the question, as others were found to.
        """
        matters = tuple(self.searcher.mentions(understood))
        return replace(self._select(understood, ranking, matters, sure=sure), matters=matters)

    def _select(
        self, understood: Understood, ranking: Ranking, matters: Sequence[Mentions], *, sure: bool
    ) -> Selection:
        settings = self.searcher.settings
        # A number that the reports write in words is known.
        told = {
            word
            for matter in matters
            for item in matter.subjects
            if len(item.rows)
            for word in words(item.typed)
        }
        unknown = tuple(word for word in understood.unknown if word not in told)
        understood = replace(understood, unknown=unknown)
        found = look(matters, understood.scope, ranking, understood.question.rest)
        few = len(understood.scope.reports) <= _FEW_REPORTS
        named = found.rows is not None and len(matters) == 1 and len(matters[0].subjects) == 1
        only = None
        if found.rows is not None and (few or (named and len(found.rows) <= _POOL)):
            # What mentions the matter is read, however far down it stands, even where its words differ.
            only = found.rows
            lacking = [row for row in only.tolist() if row not in ranking.sentences]
            ranking = self.searcher.rank(understood, lacking) if lacking else ranking
        candidates = self.candidates(understood, ranking, only)
        giving = self._giving_figures(understood, candidates)
        if candidates and not giving:
            return Selection((), candidates[0], Evidence(0.0, unknown=unknown), True)
        candidates = giving
        if found.absent:
            miss = max(candidates, key=lambda passage: passage.score, default=None)
            return Selection((), miss, Evidence(0.0, unknown=unknown), True, found.remarks, True)
        if found.rows is not None and few:
            name = any(item.named for matter in matters for item in matter.subjects)
            return self._mentioning(understood, ranking, candidates, found.remarks, sure=sure or name)
        if not candidates:
            return Selection((), None, Evidence(0.0, unknown=unknown), True)
        evidence = weigh(self.searcher, understood, ranking, unknown)
        miss = max(candidates, key=lambda passage: passage.score)
        # The nearest of the few sentences of one report is further off than the nearest of all.
        one = len({report.authority for report in understood.scope.reports}) == 1
        single = _SINGLE if understood.scope.coverage.reports_searched <= _NAMED else _OWN if one else 0.0
        weak = evidence.score < settings.answer_evidence - single and not sure
        # A lone word is no name: "train" of train times.
        if weak and (evidence.missing or not named or not matters[0].subjects[0].named):
            return Selection((), miss, evidence, True)
        best = max(item.score for item in candidates if _is_label(item) == _is_label(candidates[0]))
        # One thin quotation of a report that says more about it helps nobody.
        floor = min(best - _BESIDE if one and few else best, _FLOOR)
        least = best - _NEAR if named else max(best - _NEAR, floor)
        if understood.scope.chosen.of("kind"):  # who asks for recommendations gets those there are
            question = understood.question
            nothing_else = question.said("kind") and question.rest == understood.parsed.text
            least = -1.0 if nothing_else else best - _NEAR
        if understood.question.polarity and any(item.agreement >= _AGREES for item in candidates[:_AGREEING]):
            candidates = [item for item in candidates if item.agreement >= _AGREES]
        acronyms = understood.terms.acronyms
        good = [
            item
            for item in candidates
            if item.score >= least
            or (item.agreement > _OPPOSITE and any(holds_acronym(item.told, name) for name in acronyms))
        ]
        listed = named or all(subject.listed for matter in matters for subject in matter.subjects)
        if found.rows is not None and listed:  # those that only resemble what many mention are left out
            among = set(found.rows.tolist())
            good = [item for item in good if self.searcher.reader.row(item.paragraph.id) in among] or good
        if not understood.scope.chosen.of("kind"):
            good = self._to_the_point(understood, ranking, good, few=few)
        return Selection(tuple(good), miss, evidence, False)

    def _to_the_point(
        self, understood: Understood, ranking: Ranking, good: list[Passage], *, few: bool
    ) -> list[Passage]:
        """Without padding; and in few reports with the findings behind bullets that stand alone."""
        text = understood.question.rest
        subjects = self.searcher.listed(understood)
        good = speaking(self.searcher.reader, text, subjects, good, self.searcher.beside)
        if few and good and all(item.paragraph.kind in ASKS for item in good):
            good += self._behind(understood, ranking, good)
        return good

    def _giving_figures(self, understood: Understood, candidates: list[Passage]) -> list[Passage]:
        """Where a sum or a figure is asked for, those that give one of what it is asked of; otherwise all."""
        text, gives = understood.parsed.text, figure_asked(understood.question.rest)
        if asks_for_sum(text):
            reader = self.searcher.reader
            named_rows = [set(subject.rows.tolist()) for subject in self.searcher.listed(understood)]
            return [
                item for item in candidates
                if names_sum(item.told) and all(reader.row(item.paragraph.id) in rows for rows in named_rows)
            ]  # fmt: skip
        if gives is None:
            return candidates
        # What is measured may go by another name that a list knows: "caseloads", "workloads".
        asked = set(measured(understood.question.rest))
        other = {
            row
            for subject in self.searcher.listed(understood)
            if asked <= set(words(subject.typed))
            for row in subject.rows.tolist()
        }
        return [
            item for item in candidates
            if gives(item.paragraph.text)
            or (self.searcher.reader.row(item.paragraph.id) in other and gives_figure(item.paragraph.text))
        ]  # fmt: skip

    def _mentioning(
        self,
        understood: Understood,
        ranking: Ranking,
        mentioning: Sequence[Passage],
        remarks: tuple[str, ...],
        *,
        sure: bool,
    ) -> Selection:
        """Of a matter with a name, in a few reports: the paragraphs that mention it, and no others.

        sure: whether it has one; of a lone word the evidence must tell that it is what is asked for.
        """
        evidence = weigh(self.searcher, understood, ranking, understood.unknown)
        weak = not sure and evidence.score < self.searcher.settings.answer_evidence
        if not mentioning or evidence.missing or weak:
            return Selection((), next(iter(mentioning), None), evidence, True, remarks)
        best = max(item.score for item in mentioning)
        near = [item for item in mentioning if item.score >= best - _NEAR or len(mentioning) <= _ALL_OF]
        side = understood.question.polarity
        kept = [item for item in with_sides(near, self.searcher) if takes(item, side)] if side else near
        if side and not kept:
            remarks = (*remarks, f"No passage that mentions it says that anything is {_SIDES[side]}.")
        found = tuple(kept or near)
        if all(item.paragraph.kind in ASKS for item in found) and not understood.scope.chosen.of("kind"):
            found += self._behind(understood, ranking, found)
        return Selection(found, None, evidence, False, remarks)

    def _behind(
        self, understood: Understood, ranking: Ranking, bullets: Sequence[Passage]
    ) -> tuple[Passage, ...]:
        """The findings nearest to what is asked, of the reports that only name it in what is to improve.

        A bullet alone tells nothing of what was found.
        """
        reports = {item.report.id for item in bullets}
        near = [
            item for item in self.candidates(understood, ranking)
            if item.paragraph.kind == "finding" and item.report.id in reports and item.score >= _FLOOR
        ]  # fmt: skip
        return tuple(near[:_FINDINGS])

    def candidates(
        self, understood: Understood, ranking: Ranking, rows: Int64Array | None = None
    ) -> list[Passage]:
        """A passage of each of the first paragraphs ranked, those that would be quoted first in front.

        rows: the only ones that are looked at, None for all.
        """
        question = understood.question
        said = {word for item in question.mentions if item.field == "polarity" for word in words(item.text)}
        side = ranking.side
        if not question.polarity and _QUESTION.match(question.rest):
            side *= _HINT
        background = 0.0 if _COUNTS.search(understood.parsed.text) else _BACKGROUND
        weights = self.weights(understood.terms, said)
        allowed = None if rows is None else set(rows.tolist())
        hits = [hit for hit in ranking.hits if allowed is None or hit.row in allowed][:_POOL]
        return self._passages(hits, ranking, understood.terms, weights, side, background)

    def weights(self, terms: Terms, side: Set[str] = frozenset()) -> dict[str, float]:
        """How much each index term of the question tells.

        side: words that only say which side is asked for ("weaknesses"): they tell nothing of the matter.
        """
        reader = self.searcher.reader
        rarity = {
            word: {term: reader.rarity(term) for term in index_terms(reader, word)} for word in terms.content
        }
        matter = {word: found for word, found in rarity.items() if word not in side} or rarity
        weights = {term: weight for found in matter.values() for term, weight in found.items()}
        # A word that no report holds tells the most of all.
        rarest = inverse_frequency(0, len(reader))
        return {term: weight or rarest for term, weight in weights.items()}

    def _passages(
        self,
        hits: Sequence[Hit],
        ranking: Ranking,
        terms: Terms,
        weights: Mapping[str, float],
        side: float,
        background: float,
    ) -> list[Passage]:
        """One passage of each candidate that has a sentence, best first.

        Labels come last. Of the others those that hold more of the question's acronyms come first, unless
        they say the opposite of what is asked for, then those of higher score, less `background` for
        context; equal ones in the order of the search.
        """
        reader = self.searcher.reader
        found: list[tuple[int, Passage]] = []
        rows = [hit.row for hit in hits]
        whole = products(reader.vectors(rows), ranking.vector).tolist()
        held = zip(hits, reader.by_rows(rows, glance=True), reader.spans_of(rows), whole, strict=True)
        for hit, paragraph, spans, cosine in held:
            if not spans:
                continue
            cosines, said = ranking.sentences[hit.row].tolist(), ranking.said[hit.row].tolist()
            if paragraph.kind in ASKS:
                said = [max(polarity, _WANTING) for polarity in said]
            choice = choose(paragraph.text, spans, cosines, weights, terms.acronyms, said, side)
            report = reader.report(report_of(paragraph.id))
            passage = make_passage(paragraph, report, spans, choice, cosine)
            named = sum(holds_acronym(paragraph.text, acronym) for acronym in terms.acronyms)
            found.append((named if passage.agreement > _OPPOSITE else 0, passage))
        found.sort(
            key=lambda item: (
                _is_label(item[1]),
                -item[0],
                background * (item[1].paragraph.kind == "context") - item[1].score,
            )
        )
        return [passage for _, passage in found]


def _is_label(passage: Passage) -> bool:
    """As "Signs of Safety" under "The casework model used in this area"."""
    return passage.paragraph.kind == "context" and len(words(passage.paragraph.text)) < _LABEL
