"""The sentences that answer a question, verbatim and cited; or why there are none.

Nothing here writes a sentence: an answer is made of quotations only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from indexer.dates import day
from indexer.errors import InvalidRequest
from indexer.records import Paragraph, Report, report_of
from search_api.citations import cite
from search_api.question.elsewhere import elsewhere
from search_api.question.request import EVERYTHING, Request
from search_api.retrieval.results import Ranking, Understood

from .evidence import Ranks
from .groups import Part, by_subject, parts_of, remark_on
from .judgements import asks_nothing_else, judged, judged_area
from .lists import ASKS, asks_for_count, asks_for_list, names_nothing
from .order import by_report, spread
from .passages import Choice, make_passage
from .premises import Premise, premise
from .records import Answer, Evidence, Passage
from .selection import Selection, Selector

NOT_ANSWERED = "The reports searched do not answer this."
_EXAMPLES = 3  # passages quoted beside a count
_REASONS = 8  # findings quoted for a grade, beside the summary
_LEAST_OF_EACH = 2  # passages of each authority or report that is compared, at least
_BEHIND = 0.25  # a passage scoring this much less than the best of all groups is left out of a comparison


class Answerer:
    """Asks one searcher. Shareable between threads as the searcher is."""

    def __init__(self, searcher: Ranks) -> None:
        self.searcher = searcher
        self._selector = Selector(searcher)

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

    def answer(self, understood: Understood, ranking: Ranking, limit: int | None = None) -> Answer:
        """As `ask`, of a question that is understood and ranked already."""
        limit = self._checked(limit)
        if understood.lookup.asked:
            return self._quoted(understood, understood.lookup.rows, understood.lookup.notes)
        other = "" if understood.request.literal else elsewhere(understood.parsed.text)
        if other:
            text = (
                f"The reports here are not by the {other}."
                if other[0].isupper()
                else f"No {other} are in this index."
            )
            found = self._selector.select(understood, ranking)
            miss = found.miss or next(iter(found.passages), None)
            return replace(self._refused(understood, replace(found, miss=miss)), text=text)
        if asks_for_list(understood):
            return self._listed(understood)
        side = understood.question.polarity
        if side and names_nothing(understood):
            return self._of_side(understood, side == "strength", limit)
        taken = premise(understood)
        if taken is not None:
            return self._of_grade(understood, taken)
        parts = parts_of(understood, self.searcher)
        if parts:
            return self._of_parts(understood, parts, limit)
        found = self._selector.select(understood, ranking)
        if asks_for_count(understood) and any(matter.countable for matter in found.matters):
            passages = by_report(spread(found.passages, min(limit, _EXAMPLES)))
            return self._made(understood, passages, replace(found, weak=False), (), found.remarks)
        judgements = self._judgements(understood)
        asked, filters = understood.question.rest, understood.question.filters
        if judgements and asks_nothing_else(asked, filters, or_change=found.weak):
            return self._made(understood, (), found, judgements)
        if found.weak:
            return self._refused(understood, found)
        passages = by_report(spread(found.passages, limit))
        return self._made(understood, passages, found, judgements, found.remarks)

    def _made(
        self, understood: Understood, passages: tuple[Passage, ...], found: Selection,
        judgements: tuple[Report, ...] = (), remarks: tuple[str, ...] = (),
    ) -> Answer:  # fmt: skip
        counted = tuple(matter for matter in found.matters if matter.countable)
        remarks = (*(matter.sentence for matter in counted if matter.sentence), *remarks)
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
        coverage = understood.scope.coverage
        return Answer(understood.query, understood, False, (), found.miss, coverage, text, found.evidence)

    def _of_parts(self, understood: Understood, parts: Sequence[Part], limit: int) -> Answer:
        """Each part answered by itself, in order, with equal room; what is not answered is said."""
        room = max(limit // len(parts), _LEAST_OF_EACH)
        found = [
            self._selector.select(part.understood, self.searcher.rank(part.understood)) for part in parts
        ]
        scores = [item.passages[0].score for item in found if item.passages]
        if all(item.absent for item in found):  # of each authority or inspection it is said
            text = " ".join(dict.fromkeys(remark for item in found for remark in item.remarks))
            return replace(self._refused(understood, found[0]), text=text)
        if not scores:
            return self._refused(understood, max(found, key=lambda item: item.evidence.score))
        best = max(scores)
        passages: list[Passage] = []
        remarks = []
        for part, item in zip(parts, found, strict=True):
            least = best - _BEHIND if part.compared else -1.0
            good = [passage for passage in item.passages if passage.score >= least]
            taken = {passage.paragraph.id for passage in passages}
            passages += [p for p in by_subject(good, part, room) if p.paragraph.id not in taken]
            for matter in item.matters if part.compared else ():
                if matter.countable and matter.sentence:
                    remarks.append(f"{part.label}: {matter.sentence}")
            if not good and (remark := remark_on(part)):
                remarks.append(remark)
        judgements = judged_area(understood, {passage.report.id for passage in passages}) or self._judgements(
            understood
        )
        # Each part's counts are of its own reports.
        best_part = replace(max(found, key=lambda item: item.evidence.score), matters=())
        return self._made(understood, tuple(passages), best_part, judgements, tuple(remarks))

    def _listed(self, understood: Understood) -> Answer:
        """All that the reports recommend or say needs to improve, the newest report first."""
        newest = sorted(understood.scope.reports, key=lambda report: report.published, reverse=True)
        rows = [row for report in newest for row in self._asked_of(report)]
        none = f"The {'report has' if len(newest) == 1 else 'reports have'} no recommendations."
        return self._quoted(understood, rows, (none,))

    def _of_side(self, understood: Understood, good: bool, limit: int) -> Answer:
        """What the newest report finds well, or wanting, where no matter is named."""
        newest = max(understood.scope.reports, key=lambda report: (report.published, report.id))
        rows = [self.searcher.reader.row(item.id) for item in self._furthest(newest, good, limit)]
        answer = self._quoted(understood, sorted(rows), (NOT_ANSWERED,))
        of = f"These are from the newest report, of {day(newest.published)}."
        return replace(answer, remarks=(of,) if len(understood.scope.reports) > 1 and rows else ())

    def _asked_of(self, report: Report) -> Iterable[int]:
        reader = self.searcher.reader
        return (reader.row(item.id) for item in reader.paragraphs(report.id) if item.kind in ASKS)

    def _of_grade(self, understood: Understood, taken: Premise) -> Answer:
        """The cover; and where the question has it right, what the report gives as reasons."""
        reader, report = self.searcher.reader, taken.report
        remarks = (taken.correction,) if taken.correction else ()
        rows = self._reasons(taken) if taken.holds else []
        answer = self._quoted(understood, [reader.row(item.id) for item in rows], ())
        return replace(answer, answered=True, text="", judgements=(report,), remarks=remarks)

    def _reasons(self, taken: Premise) -> list[Paragraph]:
        """The summary, the findings furthest to the side of the grade, and what needs to improve."""
        reader = self.searcher.reader
        whole = reader.paragraphs(taken.report.id)
        good = taken.claimed in ("outstanding", "good")
        chosen = {item.id for item in self._furthest(taken.report, good, _REASONS)}
        asks = () if good else ASKS
        return [item for item in whole if item.kind in ("summary", *asks) or item.id in chosen]

    def _furthest(self, report: Report, good: bool, count: int) -> list[Paragraph]:
        """Findings that lean furthest to one side, those of each section in turn."""
        reader = self.searcher.reader
        findings = [item for item in reader.paragraphs(report.id) if item.kind == "finding" and not item.part]
        said = self.searcher.sides([reader.row(item.id) for item in findings])
        order = sorted(range(len(findings)), key=lambda place: said[place] if good else -said[place])
        of_section: Counter[tuple[str, ...]] = Counter()
        turns = []
        for rank, place in enumerate(order):
            section = findings[place].section[:1]
            turns.append((of_section[section], rank, findings[place]))
            of_section[section] += 1
        return [item for *_, item in sorted(turns, key=lambda turn: turn[:2])[:count]]

    def _quoted(self, understood: Understood, rows: Sequence[int], otherwise: Sequence[str]) -> Answer:
        """Paragraphs, whole and in the order given; `otherwise` is said where there is none."""
        reader, coverage = self.searcher.reader, understood.scope.coverage
        passages = []
        for row, paragraph in zip(rows, reader.by_rows(rows), strict=True):
            spans = reader.spans(row) or ((0, len(paragraph.text)),)
            report = reader.report(report_of(paragraph.id))
            whole = Choice(0, len(spans) - 1, tuple(range(len(spans))), 1.0, 1.0)
            passages.append(make_passage(paragraph, report, cite(report, paragraph), spans, whole, 1.0))
        text, evidence = "" if passages else " ".join(otherwise), Evidence(1.0 if passages else 0.0)
        found = tuple(passages)
        return Answer(understood.query, understood, bool(found), found, None, coverage, text, evidence)

    def _judgements(self, understood: Understood) -> tuple[Report, ...]:
        question = understood.question
        return judged(understood.parsed.text, question.rest, question.filters, understood.scope.reports)
