"""One pass over labelled sets: search and ask everything as a user would, and score what comes back."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from indexer.errors import InvalidRequest, UnknownAuthority
from search_api.answers.answerer import Answerer
from search_api.answers.quotations.records import Answer
from search_api.question.request import EVERYTHING, Request

from .answering import Answering, Failure, Unmapped
from .measures import DEPTH, Estimate, PartScores, holds_span, interval, paired, refusal, score
from .sets import RANKED, SetIds, Sets, is_numbered

if TYPE_CHECKING:
    from search_api.retrieval.searcher import Searcher

_Found = TypeVar("_Found")


@dataclass
class Evaluation:
    """One pass. After `run`: `runs` (part -> run), `scores`, and what the methods make of them.

    all_kinds: results that no id of the sets can name stay in the runs. spans: question -> whether its
    answer quotes the words. refused: every question with a paragraph and every unanswerable one -> whether
    there was no answer. unmapped: what the index lacks. failures: of the parts that are asked. seconds: of
    each call, by way of asking. notes: one line each, for the user, of what was left out, not mapped or
    refused.
    """

    searcher: Searcher
    sets: Sets
    all_kinds: bool = False
    qrels: dict[str, dict[str, dict[str, int]]] = field(default_factory=dict)
    runs: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    scores: dict[str, PartScores] = field(default_factory=dict)
    spans: dict[str, bool] = field(default_factory=dict)
    refused: dict[str, bool] = field(default_factory=dict)
    unmapped: list[Unmapped] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    seconds: dict[str, list[float]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.answering = Answering(self.searcher, self.sets.answering)

    def run(self) -> None:
        """Raises PinpointError if ir-measures is not installed, and what the searcher raises of an index."""
        self.notes.extend(self.sets.notes)
        ids = SetIds(self.searcher.reader, self.searcher.register)
        self._map(ids)
        self.answering.map(ids)
        for part in self.qrels:
            score(part, {}, {})  # a library that is missing is said before the minutes of searching
        self._search_everything()
        self._search_within_reports(ids)
        for part, found in self.runs.items():
            self.scores[part] = score(part, self.qrels[part], found)
        self._ask()
        self.unmapped += self.answering.unmapped
        self.failures += self.answering.failures
        self.notes += self.answering.left_out()
        lost = [f"{item.id} ({item.part})" for item in self.unmapped if item.scored]
        if lost:
            named = ", ".join(dict.fromkeys(lost))
            self.notes.append(f"No paragraph searched has these ids, which count as not found: {named}.")

    def _map(self, ids: SetIds) -> None:
        """An id that the index lacks stays as the set has it, so that it counts as not found."""

        def place(part: str, query: str, set_id: str, found: str | None) -> str:
            if found is None:
                self.unmapped.append(Unmapped(part, query, set_id, True))
            return found or set_id

        topics: dict[str, dict[str, int]] = {}
        for query, grades in self.sets.judged.items():
            topics[query] = {}
            for set_id, grade in grades.items():
                name = place("topics", query, set_id, ids.paragraph(set_id))
                topics[query][name] = max(grade, topics[query].get(name, 0))
        questions: dict[str, dict[str, int]] = {}
        for item in self.sets.questions if "questions" in self.sets.parts else ():
            known = ids.paragraph(item.id)
            questions[item.query] = {place("questions", item.query, item.id, known): 1}
            if known and not holds_span(item.answer_span, [self.searcher.reader.get(known).text]):
                self.notes.append(f"{item.query}: {known} does not hold the answer's words.")
        crossrefs = {
            link.query: {
                place("crossrefs", link.query, name, ids.paragraph(name, ("finding",))): 1
                for name in link.ids()
            }
            for link in self.sets.crossrefs
        }
        every = {"questions": questions, "topics": topics, "crossrefs": crossrefs}
        self.qrels = {part: found for part, found in every.items() if found}

    def _search_everything(self) -> None:
        asked = {
            "questions": {item.query: item.text for item in self.sets.questions},
            "topics": self.sets.topics,
        }
        warm = False
        for part, texts in asked.items():
            if part not in self.sets.parts:
                continue
            for query, text in texts.items():
                if not warm:  # the first search opens what all others then find open
                    self._or_none(query, text, EVERYTHING, self.searcher.search)
                    warm = True
                self.runs.setdefault(part, {})[query] = self._ranked(query, text, EVERYTHING, "search")

    def _search_within_reports(self, ids: SetIds) -> None:
        for item in self.sets.crossrefs:
            report = ids.report(item.authority, item.published)
            found: list[str] = []
            if report is not None:
                day = report.published.isoformat()
                request = Request(
                    authorities=report.authority, since=day, until=day, kinds="finding", literal=True
                )
                found = self._ranked(item.query, item.text, request, "search within a report", report.id)
            self.runs.setdefault("crossrefs", {})[item.query] = found

    def _ranked(
        self, query: str, text: str, request: Request, way: str, report: str | None = None
    ) -> list[str]:
        """Ids, best first, at most DEPTH. A filter that the searcher sees in the text holds, as for users.

        The search is timed with the limit that users get, then repeated for all that is ranked.
        report: keep this report's only, as two reports may share authority and day.
        """
        started = time.perf_counter()
        if self._or_none(query, text, request, self.searcher.search) is None:
            return []
        self.seconds.setdefault(way, []).append(time.perf_counter() - started)
        everything = self.searcher.search(text, request, limit=max(len(self.searcher.reader), 1))
        ids = [
            found.paragraph.id
            for found in everything.results
            if (self.all_kinds or is_numbered(found.paragraph)) and report in (None, found.report.id)
        ]
        return ids[:DEPTH]

    def _ask(self) -> None:
        answerer = Answerer(self.searcher)
        warm = False

        def ask(query: str, text: str) -> Answer | None:
            nonlocal warm
            if not warm:
                self._or_none(query, text, EVERYTHING, answerer.ask)
                warm = True
            started = time.perf_counter()
            answer = self._or_none(query, text, EVERYTHING, answerer.ask)
            self.seconds.setdefault("ask", []).append(time.perf_counter() - started)
            return answer

        def fail(part: str, query: str, reason: str) -> None:
            if part in self.sets.parts:
                self.failures.append(Failure(part, query, reason))

        for item in self.sets.questions:
            answer = ask(item.query, item.text)
            self.refused[item.query] = answer is None or not answer.answered
            quotes = [passage.quote for passage in answer.passages] if answer else []
            self.spans[item.query] = holds_span(item.answer_span, quotes)
            if not self.spans[item.query]:
                fail("questions", item.query, "refused" if self.refused[item.query] else "words not quoted")
        for query, text in self.sets.unanswerable.items():
            answer = ask(query, text)
            self.refused[query] = answer is None or not answer.answered
            if answer and answer.answered:
                given = [*(item.paragraph.id for item in answer.passages), *(r.id for r in answer.judgements)]
                fail("unanswerable", query, f"answered: {' '.join(dict.fromkeys(given))}")
        self.answering.run(ask)

    def _or_none(
        self, query: str, text: str, request: Request, call: Callable[[str, Request], _Found]
    ) -> _Found | None:
        """None where a user would be told that the query itself cannot be used: it finds nothing."""
        try:
            return call(text, request)
        except (InvalidRequest, UnknownAuthority) as error:
            note = f"{query} was refused: {error}."
            if note not in self.notes:
                self.notes.append(note)
            return None

    def estimates(self) -> dict[str, tuple[int, dict[str, Estimate]]]:
        """part -> (number of queries, {measure: (value, 95% interval)}); the parts that there are."""
        found: dict[str, tuple[int, dict[str, Estimate]]] = {}
        for part, scores in self.scores.items():
            values = dict(scores.values)
            if part == "questions":
                values["answer_span"] = np.array(list(self.spans.values()), dtype=np.float64)
            found[part] = (
                len(scores.queries),
                {name: (float(each.mean()), interval(each)) for name, each in values.items()},
            )
        if self.sets.unanswerable:
            asked = [query in self.sets.unanswerable for query in self.refused]
            measured = refusal(list(self.refused.values()), asked)
            if not self.sets.questions:
                measured["precision"] = (None, None)  # every refusal would be right
            found["unanswerable"] = (len(self.sets.unanswerable), measured)
        found |= self.answering.estimates()
        return found

    def part_of(self, name: str, run: Mapping[str, list[str]]) -> str:
        """The part whose queries the run holds. Raises InvalidRequest where it holds none."""
        shared = {
            part: len(run.keys() & set(queries))
            for part, queries in self.sets.queries().items()
            if part in RANKED
        }
        part = max(shared, key=shared.__getitem__)
        if not shared[part]:
            raise InvalidRequest(f"{name} holds no query of these sets", "give a file that --runs wrote")
        return part

    def compared(self, name: str, run: Mapping[str, list[str]]) -> dict[str, Any]:
        """{run, part, n, measures: {name: {difference, low, high, p}}}, now less then.

        Queries that `run` lacks have found nothing in it. Raises as `part_of`.
        """
        part = self.part_of(name, run)
        queries = set(self.sets.queries()[part])
        for what, count in (
            ("lacks {} of the queries, which count as not found", len(queries - run.keys())),
            ("holds {} other queries, which do not count", len(run.keys() - queries)),
        ):
            if count:
                self.notes.append(f"{name} {what.format(count)}.")
        then = score(part, self.qrels[part], {query: ids[:DEPTH] for query, ids in run.items()})
        differences = {
            measure: paired(values, then.values[measure])._asdict()
            for measure, values in self.scores[part].values.items()
        }
        return {"run": name, "part": part, "n": len(self.qrels[part]), "measures": differences}
