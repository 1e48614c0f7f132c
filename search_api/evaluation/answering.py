"""One pass over the sets about answers: which rows this index can be asked, and what came back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from indexer.errors import UnknownPinpoint
from indexer.records import report_of
from search_api.answers.quotations.records import Answer
from search_api.question.request import Request

from .answer_sets import AnswerSets, Count, Expected, Labelled, Pair, Side
from .labels import label_of
from .measures import Estimate, macro_f1, mean_of, share
from .rules import Reply, Verdict, of_count, of_expected, of_pair

if TYPE_CHECKING:
    from search_api.retrieval.searcher import Searcher

    from .sets import SetIds

Ask = Callable[[str, str], Answer | None]  # (query, question); None where the question cannot be used

_MEASURES: dict[str, dict[str, Callable[[Sequence[float]], Estimate]]] = {
    "absent": {
        "absent_answered": share,
        "present_answered": share,
        "present_recall": mean_of,
        "present_precision": mean_of,
    },
    "mentions": {"right": share},
    "answers": {"passed": share},
}


class Failure(NamedTuple):
    """A row that fails, and why: ids, grades and numbers, never words of a report."""

    part: str
    query: str
    reason: str


class Unmapped(NamedTuple):
    """What the index lacks of a row. scored: whether it counts as not found; else the row is left out."""

    part: str
    query: str
    id: str
    scored: bool


@dataclass
class Answering:
    """One pass over the rows that the index can be asked: `map`, `run`, then `estimates`.

    values: part -> measure -> one value for each row that counts in it. types: type of an answer -> whether
    each passed. sides: part -> (the reader's label, the program's) of each sentence.
    """

    searcher: Searcher
    sets: AnswerSets
    unmapped: list[Unmapped] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    values: dict[str, dict[str, list[float]]] = field(default_factory=dict)
    types: dict[str, list[bool]] = field(default_factory=dict)
    sides: dict[str, list[tuple[Side, Side]]] = field(default_factory=dict)

    def map(self, ids: SetIds) -> None:
        """Finds what the index lacks. Raises InvalidRequest for a filter of a row that cannot be used."""
        self._reports = {report.id for report in self.searcher.reader.reports()}
        self._pairs = [row for row in self.sets.absent if self._has_pair(row, ids)]
        self._counts = [row for row in self.sets.mentions if self._has_count(row)]
        self._expected = [row for row in self.sets.answers if self._has_expected(row)]
        self._sentences = {
            "sides": [(row, row.id) for row in self.sets.sides if self._has_report("sides", row, row.id)],
            "polarity": [
                (row, found)
                for row in self.sets.polarity
                if self._has_report("polarity", row, found := ids.paragraph(row.id) or "")
            ],
        }

    def run(self, ask: Ask) -> None:
        """Asks every question that is left, and labels every sentence."""
        for pair in self._pairs:
            self._take("absent", pair.query, of_pair(pair, Reply.of(ask(pair.query, pair.text))))
        for count in self._counts:
            self._take("mentions", count.query, of_count(count, Reply.of(ask(count.query, count.text))))
        for row in self._expected:
            verdict = of_expected(row, Reply.of(ask(row.query, row.text)))
            self._take("answers", row.query, verdict)
            self.types.setdefault(row.type, []).append(not verdict.faults)
        for part, sentences in self._sentences.items():
            for labelled, paragraph in sentences:
                self._label(part, labelled, paragraph)

    def estimates(self) -> dict[str, tuple[int, dict[str, Estimate]]]:
        """part -> (rows scored, {measure: (value, 95% interval)}); the parts that there are."""
        asked: dict[str, Sequence[object]] = {
            "absent": self._pairs,
            "mentions": self._counts,
            "answers": self._expected,
        }
        found: dict[str, tuple[int, dict[str, Estimate]]] = {}
        for part, queries in self.sets.queries().items():
            if not queries:
                continue
            if part in asked:
                values = self.values.get(part, {})
                found[part] = (
                    len(asked[part]),
                    {name: make(values.get(name, ())) for name, make in _MEASURES[part].items()},
                )
            else:
                sides = self.sides.get(part, [])
                one_sided = [
                    float(said == label) for label, said in sides if label in ("praise", "criticism")
                ]
                found[part] = (
                    len(sides),
                    {"praise_or_criticism": share(one_sided), "macro_f1": macro_f1(sides)},
                )
        return found

    def counted(self, part: str, measure: str) -> int | None:
        """How many rows count in a measure, where not all rows of its part do."""
        if measure == "praise_or_criticism":
            return sum(label in ("praise", "criticism") for label, _ in self.sides.get(part, ()))
        return len(self.values.get(part, {}).get(measure, ())) if part == "absent" else None

    def left_out(self) -> list[str]:
        """One sentence for each part that has rows which are not scored."""
        queries: dict[str, dict[str, None]] = {}
        for lost in self.unmapped:
            if not lost.scored:
                queries.setdefault(lost.part, {})[lost.query] = None
        return [
            f"{part}: {len(names)} not scored, as the index lacks what they are about: {', '.join(names)}."
            for part, names in queries.items()
        ]

    # Which rows there are

    def _has_pair(self, row: Pair, ids: SetIds) -> bool:
        if ids.report(row.authority, row.published) is None:
            return self._lacks("absent", row.query, f"{row.authority}|{row.published.isoformat()}")
        self._miss("absent", row.query, row.paragraphs)
        return True

    def _has_count(self, row: Count) -> bool:
        """A count holds for the reports that were counted, and for no others: "" where these are others."""
        for lost in row.ids:
            if report_of(lost) not in self._reports:
                return self._lacks("mentions", row.query, lost)
        if row.searched is not None:
            scope, _ = self.searcher.interpreter.scope(Request.of_keywords(row.filters))
            if len(scope.reports) != row.searched:
                return self._lacks("mentions", row.query, "")
        return True

    def _has_expected(self, row: Expected) -> bool:
        """Of a group of ids one is enough, so one report of it is."""
        needed = [*((item,) for item in (*row.must, *(grade[0] for grade in row.grades))), *row.any]
        if not needed and row.must_not:
            needed = [row.must_not]
        for group in needed:
            if not any(report_of(item) in self._reports for item in group):
                return self._lacks("answers", row.query, group[0])
        self._miss("answers", row.query, (*row.must, *(item for group in row.any for item in group)))
        return True

    def _has_report(self, part: str, row: Labelled, paragraph: str) -> bool:
        return report_of(paragraph) in self._reports or self._lacks(part, row.query, row.id)

    def _lacks(self, part: str, query: str, lost: str) -> bool:
        """False, for the row is left out."""
        self.unmapped.append(Unmapped(part, query, lost, False))
        return False

    def _miss(self, part: str, query: str, paragraphs: Iterable[str]) -> None:
        for item in paragraphs:
            try:
                self.searcher.reader.row(item)
            except UnknownPinpoint:
                self.unmapped.append(Unmapped(part, query, item, True))

    # What came back

    def _take(self, part: str, query: str, verdict: Verdict) -> None:
        for measure, value in verdict.values.items():
            self.values.setdefault(part, {}).setdefault(measure, []).append(value)
        if verdict.faults:
            self.failures.append(Failure(part, query, "; ".join(verdict.faults)))

    def _label(self, part: str, row: Labelled, paragraph: str) -> None:
        said = label_of(self.searcher, paragraph, row.quote)
        if said is None:
            self._lacks(part, row.query, row.id)
            return
        self.sides.setdefault(part, []).append((row.label, said))
        if said != row.label:
            reason = f"{paragraph} is labelled {row.label}, the program says {said}"
            self.failures.append(Failure(part, row.query, reason))
