"""The sentences that answer a question, verbatim and cited; or why there are none.

Nothing here writes a sentence: an answer is made of quotations only.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from indexer.errors import InvalidRequest
from indexer.records import Acronym, Report, report_of
from search_api.question.expansions import counted_senses
from search_api.question.request import EVERYTHING, Request
from search_api.question.scope import covering
from search_api.retrieval.results import Ranking, Understood

from .asks import (
    NO_RANKS,
    asks_for_count,
    asks_for_list,
    asks_for_ranks,
    asks_how_many,
    asks_who,
    authorities,
    defined,
    holders,
    meaning,
    names_nothing,
)  # fmt: skip
from .counting import NOT_COUNTED, as_typed, counted_words, details, published_then, spelt_otherwise
from .elsewhere import elsewhere
from .exact import beside, holding, is_exact, read_freely
from .groups import Part, both_sides, by_question, by_subject, newest_only, parts_of, remark_on
from .intended import Intended
from .judgements import asks_nothing_else, judged, judged_area, premise, without_overall
from .quotations.noted import as_written, with_anomalies
from .quotations.order import by_report, grouped, lacking_side, spread, without_passage
from .quotations.passages import best_place, takes, with_sides
from .quotations.ranks import Ranks
from .quotations.records import Answer, Evidence, Group, Passage, Selection
from .selection import Selector
from .whole import NOT_ANSWERED, WholeParagraphs

if TYPE_CHECKING:
    from indexer.arrays import Float32Array

_GROUPED = 80  # passages, best first, that are told apart by side and counted
_EXAMPLES = 3  # passages quoted beside a count
_LEAST_OF_EACH = 2  # passages of each authority or report that is compared, at least
_OVER_TIME = 0.4  # the same between inspections of one authority
_MENTIONS, _TELLS = 0.25, 0.4  # and the least score of one that mentions the matter, or only resembles it
_NEAR_MISS = 0.4  # cosine of the closest passage, below which none is shown
_BEHIND = 0.25  # a passage scoring this much less than the best of all groups is left out of a comparison


class Answerer:
    """Asks one searcher. Shareable between threads as the searcher is."""

    def __init__(self, searcher: Ranks) -> None:
        self.searcher = searcher
        self._selector = Selector(searcher)
        self._whole = WholeParagraphs(searcher)
        self._intended = Intended(searcher)

    def ask(self, question: str, request: Request = EVERYTHING, limit: int | None = None) -> Answer:
        """At most `limit` passages, one of a paragraph; of a list that is asked for, all.

        Every paragraph within the filters that holds an acronym of the question is a candidate,
        whatever its kind. Raises as `Searcher.search`.
        """
        limit = self._checked(limit)
        understood = self.searcher.understand(question, request)
        return self.answer(understood, self.searcher.rank(understood), limit)

    def _checked(self, limit: int | None) -> int:
        limit = self.searcher.settings.ask_limit if limit is None else limit
        if limit < 1:
            raise InvalidRequest(f"limit {limit}", "give a limit from 1", field="limit")
        return limit

    def _select(self, understood: Understood, ranking: Ranking, *, sure: bool = False) -> Selection:
        """What bears on it; of words that must or must not stand there what does so. sure: as of Selector."""
        weights = self._selector.weights(understood.terms)
        if understood.question.phrases:
            return holding(self.searcher, understood, ranking, weights)
        found = self._selector.select(understood, ranking, sure=sure)
        return beside(self.searcher, understood, ranking, weights, found)

    def answer(self, understood: Understood, ranking: Ranking, limit: int | None = None) -> Answer:
        """As `ask`, of a question that is understood and ranked already."""
        found = self._answer(understood, ranking, self._checked(limit))
        return with_anomalies(as_written(found, reader := self.searcher.reader), reader.noted)

    def _answer(self, understood: Understood, ranking: Ranking, limit: int) -> Answer:
        if understood.lookup.asked:
            return self._whole.quoted(understood, understood.lookup.rows, understood.lookup.notes)
        held = {report.framework for report in understood.scope.reports}
        other = "" if understood.request.literal else elsewhere(read_freely(understood), held)
        if other:
            text = (
                f"The reports here are not by the {other}."
                if other[0].isupper()
                else f"No {other} are among the reports searched."
            )
            found = self._select(understood, ranking)
            miss = found.miss or next(iter(found.passages), None)
            return replace(self._refused(understood, replace(found, miss=miss)), text=text)
        if understood.scope.empty and (
            found_then := self._after_year(understood, limit) or self._of_year(understood, limit)
        ):
            return found_then
        if is_exact(understood):
            return self._exactly(understood, ranking, limit)
        if parts := by_question(understood, self.searcher):
            return self._of_parts(understood, parts, limit)
        if asks_for_list(understood):
            return self._whole.listed(understood)
        both = both_sides(understood)
        if both is not understood:
            understood, ranking = both, replace(ranking, side=0.0)
        return (
            self._special(understood, ranking, limit)
            or self._whole.of_intent(understood, self._intended.of(understood, ranking), limit)
            or self._plain(understood, ranking, limit)
        )

    def _special(self, understood: Understood, ranking: Ranking, limit: int) -> Answer | None:
        """Of a definition, a grade that is taken for granted, one side of whole reports, or several parts."""
        acronym = defined(understood, self.searcher.reader.acronyms)
        if acronym is not None:
            return self._defined(understood, ranking, acronym, limit)
        taken = premise(understood, self.searcher.reader.reports())
        if taken is not None:
            return self._whole.of_grade(understood, taken)
        side = understood.question.polarity
        if side and names_nothing(understood):
            return self._whole.of_side(understood, side == "strength", limit)
        parts = parts_of(understood, self.searcher)
        return self._of_parts(understood, parts, limit) if parts else None

    def _plain(self, understood: Understood, ranking: Ranking, limit: int) -> Answer:
        counts = asks_for_count(understood)
        if counts and (counted := self._counted(understood, ranking, limit)):
            return counted
        found = self._select(understood, ranking)
        judgements = self._judgements(understood)
        asked, filters = understood.question.rest, understood.question.filters
        if judgements and asks_nothing_else(asked, filters, or_change=found.weak):
            none = without_overall(judgements)
            return self._made(understood, (), replace(found, matters=()), judgements, none)
        if found.weak:
            return self._refused(understood, found)
        several = len(authorities(understood)) > 1
        who = several and asks_who(understood)
        remarks = (*found.remarks, *(holders(found.matters) if who else ()))
        passages, groups = self._grouped(found.passages, understood, limit, who=who)
        remarks += lacking_side(groups, understood.question.polarity)
        if not found.remarks:  # those tell which reports do not mention it
            remarks += without_passage(understood.scope.reports, passages)
        first = (NO_RANKS,) if several and asks_for_ranks(understood) else ()
        if counts and asks_how_many(understood):  # "how often are visits made?" asks for no number of reports
            first = (NOT_COUNTED,)
        answer = self._made(understood, passages, found, judgements, remarks, first)
        return replace(answer, groups=groups)

    def _counted(self, understood: Understood, ranking: Ranking, limit: int) -> Answer | None:
        """How often what is counted is mentioned, with a few quotations; None where that cannot be said.

        What has no name that is known is counted word for word, as if it had been typed in quotation marks.
        """
        what, text = counted_words(understood.question.rest), understood.parsed.text
        narrowed = self._published(understood)
        about = self.searcher.about(narrowed, what) if what else narrowed
        ranking = ranking if about is understood else self.searcher.rank(about)
        matters = tuple(self.searcher.mentions(about))
        if len(matters) == 1 and matters[0].countable and len(matters[0].counted):
            found = self._select(about, ranking)
            held = set(matters[0].counted.tolist())
            named = [item for item in found.passages if self.searcher.reader.row(item.paragraph.id) in held]
            passages = by_report(spread(named or found.passages, min(limit, _EXAMPLES)))
            others = spelt_otherwise(self.searcher.reader, narrowed, matters[0])
            remarks = (*found.remarks, *others, *details(matters[0], text, narrowed.scope.reports))
            return self._made(narrowed, passages, replace(found, matters=matters), (), remarks)
        if not what or not as_typed(what, self.searcher.reader) or text.count(what) != 1:
            return None
        quoted = re.sub(rf"[‘'“\"]?{re.escape(what)}[’'”\"]?", lambda _: f'"{what}"', text, count=1)
        exact = self._published(self.searcher.understand(quoted, understood.request))
        if not is_exact(exact):
            return None
        answer = self.answer(exact, self.searcher.rank(exact), limit)
        more = details(answer.mentions[0], text, exact.scope.reports) if answer.mentions else ()
        return replace(answer, query=understood.query, remarks=(*answer.remarks, *more))

    def _published(self, understood: Understood) -> Understood:
        """Of the reports published in the years that are named alone; itself where those are all."""
        reports = published_then(understood.question.mentions, understood.scope.reports)
        if not reports or len(reports) == len(understood.scope.reports):
            return understood
        return self._searched(self.searcher.narrowed(understood, reports))

    def _after_year(self, understood: Understood, limit: int) -> Answer | None:
        """Of "what is to improve after 2023?", where the last report is of 2023: that report."""
        said = [item for item in understood.question.mentions if item.field == "published"]
        after = re.fullmatch(r"after\s+(20\d\d)", said[0].text, re.IGNORECASE) if len(said) == 1 else None
        if after is None:
            return None
        named = understood.scope.chosen.of("authority")
        reports = [
            report for report in self.searcher.reader.reports()
            if report.authority in named and report.published.year == int(after[1])
        ]  # fmt: skip
        if not reports:
            return None
        then = self._searched(
            self.searcher.narrowed(understood, reports)
        )  # what was understood stays as typed
        answer = self.answer(then, self.searcher.rank(then), limit)
        newest = f"There is no report after {after[1]}: this is from {after[1]}."
        return replace(answer, remarks=(newest, *answer.remarks))

    def _of_year(self, understood: Understood, limit: int) -> Answer | None:
        """What other reports say of a year in which none was published: figures are of the year before."""
        said = [item for item in understood.question.mentions if item.field == "published"]
        if len(said) != 1 or not re.fullmatch(r"20\d\d", said[0].value):
            return None
        words = understood.request.taking_as_words([said[0].text])
        wider = self.searcher.understand(understood.query, words)
        found = self._select(wider, self.searcher.rank(wider))
        year = re.compile(rf"\b{said[0].value}\b")
        passages = [item for item in found.passages if year.search(item.quote)]
        if found.weak or not passages or wider.scope.empty:
            return None
        speak = f"These passages of other reports speak of {said[0].value}."
        answer = self._made(wider, by_report(passages[:limit]), replace(found, matters=()), (), (speak,))
        notes = tuple(dict.fromkeys((*understood.scope.notes, *wider.scope.notes)))
        scope = replace(wider.scope, notes=notes)
        return replace(answer, understood=replace(wider, scope=scope))

    def _grouped(
        self, passages: Sequence[Passage], understood: Understood, limit: int, *, who: bool = False
    ) -> tuple[tuple[Passage, ...], tuple[Group, ...]]:
        """With the side of each."""
        reader = self.searcher.reader
        labelled = with_sides(passages[:_GROUPED], self.searcher)
        side = understood.question.polarity
        labelled = tuple(item for item in labelled if side and takes(item, side)) or labelled

        def vectors(items: Sequence[Passage]) -> Float32Array:
            first = [best_place(item, reader) for item in items]
            best = np.stack([reader.sentence_vectors(row)[at] for row, at in first])
            whole = reader.vectors([row for row, _ in first])
            both: Float32Array = np.hstack([best, whole]) * np.float32(0.5**0.5)  # both must say the same
            return both

        return grouped(labelled, understood, limit, vectors, who=who)

    def _defined(self, understood: Understood, ranking: Ranking, acronym: Acronym, limit: int) -> Answer:
        """What it stands for, quoted from a paragraph that spells it out, and then how it is used."""
        reader = self.searcher.reader
        told = [sense.defined_in for sense in counted_senses(acronym)]
        inside = {report.id for report in understood.scope.reports}
        rows = [reader.row(name) for name in told if report_of(name) in inside]
        found = self._select(understood, ranking)
        whole = self._whole.quoted(understood, rows, (), acronym.short).passages
        used = [item for item in found.passages if item.paragraph.id not in told]
        passages = (*whole, *by_report(spread(used, max(limit - len(whole), 0))))
        return self._made(understood, passages[:limit], found, first=(meaning(acronym),))

    def _exactly(self, understood: Understood, ranking: Ranking, limit: int) -> Answer:
        """Of words that must or must not stand there: quotations only, and of nothing else."""
        parts = () if understood.parsed.pasted else parts_of(understood, self.searcher)
        if parts and (parts[0].compared or not understood.question.phrases):
            return self._of_parts(understood, parts, limit)
        found = self._select(understood, ranking)
        if found.weak:
            return self._refused(understood, found)
        limit = min(limit, _EXAMPLES) if asks_for_count(understood) else limit
        passages = by_report(spread(found.passages, limit))
        return self._made(understood, passages, found, (), found.remarks)

    def _made(
        self, understood: Understood, passages: tuple[Passage, ...], found: Selection,
        judgements: tuple[Report, ...] = (), remarks: tuple[str, ...] = (),
        first: tuple[str, ...] = (),
    ) -> Answer:  # fmt: skip
        counted = tuple(matter for matter in found.matters if matter.countable)
        remarks = (*first, *(matter.sentence for matter in counted if matter.sentence), *remarks)
        coverage = understood.scope.coverage
        answer = Answer(understood.query, understood, True, passages, None, coverage, "", found.evidence)
        return replace(answer, judgements=judgements, remarks=remarks, mentions=counted)

    def _refused(self, understood: Understood, found: Selection) -> Answer:
        """Why there is no answer, with the closest passage there is."""
        if found.absent:
            text = " ".join(found.remarks)
        elif found.miss is None:
            text = " ".join(understood.scope.notes) or NOT_ANSWERED
        else:
            offers = [offer for offer in understood.offers if not offer.certain]
            offered = {offer.typed.lower() for offer in offers}
            missing = [
                word for word in found.evidence.missing or understood.unknown if word.lower() not in offered
            ]
            absent = " or ".join(f"‘{word}’" for word in missing)
            text = NOT_ANSWERED + (f" No report uses the word {absent}." if absent else "")
            text = " ".join([text, *(offer.text for offer in offers)])
        coverage, miss = understood.scope.coverage, found.miss
        if miss and miss.cosine < _NEAR_MISS:  # it would only look foolish
            miss = None
        return Answer(understood.query, understood, False, (), miss, coverage, text, found.evidence)

    def _of_parts(self, understood: Understood, parts: Sequence[Part], limit: int) -> Answer:
        """Each part answered by itself, in order, with equal room; what is not answered is said."""
        room = max(limit // len(parts), _LEAST_OF_EACH)
        lists = [self._list_of(part) for part in parts]
        found = [
            Selection((), None, Evidence(1.0), False) if listed
            else self._select(part.understood, self.searcher.rank(part.understood))
            for part, listed in zip(parts, lists, strict=True)
        ]  # fmt: skip
        if all(item.absent for item in found):  # of each authority or inspection it is said
            text = " ".join(dict.fromkeys(remark for item in found for remark in item.remarks))
            return replace(self._refused(understood, found[0]), text=text)
        if not any(item.passages for item in found) and not any(lists):
            return self._refused(understood, max(found, key=lambda item: item.evidence.score))
        best = max((item.passages[0].score for item in found if item.passages), default=0.0)
        found = [  # where one report bears on it, another may in other words
            self._select(part.understood, self.searcher.rank(part.understood), sure=True)
            if part.compared and item.weak and not item.absent else item
            for part, item in zip(parts, found, strict=True)
        ]  # fmt: skip
        passages: list[Passage] = []
        groups: list[Group] = []
        remarks: list[str] = []
        in_lists = {passage.paragraph.id for listed in lists if listed for passage in listed.passages}
        for part, item, listed in zip(parts, found, lists, strict=True):
            good = [passage for passage in item.passages if passage.score >= _least(part, item, best)]
            if part.compared and not good and not part.understood.question.polarity:
                # Of one that is compared the nearest is quoted, if it is near at all.
                good = [passage for passage in item.passages if passage.score >= _TELLS][:_LEAST_OF_EACH]
            taken = {passage.paragraph.id for passage in passages} | (set() if listed else in_lists)
            several = listed.passages if listed else by_subject(good, part, room)
            chosen = [passage for passage in several if passage.paragraph.id not in taken]
            passages += chosen
            if chosen:
                ids = tuple(passage.paragraph.id for passage in chosen)
                groups.append(Group(part.label, len(several) if listed else len(good), ids))
            if listed:
                remarks += listed.remarks or (listed.text,)
            elif part.compared and not part.over_time and good:
                remarks += without_passage(part.understood.scope.reports, chosen)
            elif not good:
                remarks += item.remarks if item.absent else (remark_on(part),)
        remarks = [*_counted_by_part(parts, found), *remarks, *newest_only(understood, parts)]
        quoted = {passage.report.id for passage in passages}
        compared = any(part.compared for part in parts)
        judgements = (judged_area(understood, quoted) if compared else ()) or self._judgements(understood)
        # Each part's counts are of its own reports.
        best_part = replace(max(found, key=lambda item: item.evidence.score), matters=())
        wider = self._searched(understood, [part.understood for part in parts])
        answer = self._made(wider, tuple(passages), best_part, judgements, tuple(remarks))
        return replace(answer, groups=tuple(groups))

    def _searched(self, understood: Understood, parts: Sequence[Understood] = ()) -> Understood:
        """With a coverage that counts what was searched: of these parts, or as far as it was narrowed."""
        scopes = [part.scope for part in parts] or [understood.scope]
        return replace(understood, scope=covering(understood.scope, self.searcher.reader, scopes))

    def _list_of(self, part: Part) -> Answer | None:
        """Of a part that asks for a list, all of it; where only its length is asked, that alone."""
        if not asks_for_list(part.understood):
            return None
        listed = self._whole.listed(part.understood)
        return replace(listed, passages=()) if asks_how_many(part.understood) else listed

    def _judgements(self, understood: Understood) -> tuple[Report, ...]:
        question = understood.question
        return judged(understood.parsed.text, question.rest, question.filters, understood.scope.reports)


def _least(part: Part, found: Selection, best: float) -> float:
    """The score from which on a passage of a part is quoted. best: of all parts."""
    if part.over_time:  # another inspection may tell of the same in other words
        return max(best - _OVER_TIME, _MENTIONS if found.matters else _TELLS)
    return best - _BEHIND if part.compared else -1.0


def _counted_by_part(parts: Sequence[Part], found: Sequence[Selection]) -> list[str]:
    """One sentence for each matter with a name, on the parts that are compared and mention it."""
    counted: dict[str, list[str]] = {}
    for part, item in zip(parts, found, strict=True):
        for matter in item.matters if part.compared else ():
            if matter.countable and len(matter.counted):
                counted.setdefault(matter.label, []).append(f"{part.name} ({matter.many})")
    return [f"‘{what}’ is mentioned in {'; '.join(where)}." for what, where in counted.items()]
