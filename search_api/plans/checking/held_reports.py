"""The reports of an index as a check of a draft asks for them: paragraphs, words, sides, addresses; each read
once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from indexer.records import Paragraph, Report, report_of
from indexer.store.reader import IndexReader
from search_api.question.exact import ExactWords
from search_api.retrieval.labels import Labels

from .quoted import Held, held, longest_piece

_MOST_FOUND = 6  # paragraphs that hold a quotation; of more it is a set phrase


class HeldReports:
    """Of one open index, for one draft."""

    def __init__(
        self, reader: IndexReader, exact: ExactWords, labels: Labels, urls: Mapping[str, str] | None = None
    ) -> None:
        """urls: report id -> its own address at the inspectorate, where that is known."""
        self.urls = urls or {}
        self.reader, self._exact, self._labels = reader, exact, labels
        self._paragraphs: dict[str, tuple[Paragraph, ...]] = {}
        self._headings: dict[str, frozenset[str]] = {}

    @cached_property
    def reports(self) -> tuple[Report, ...]:
        """By authority and date of publication."""
        return self.reader.reports()

    def paragraphs(self, report: Report) -> tuple[Paragraph, ...]:
        """In the order of the report."""
        if report.id not in self._paragraphs:
            self._paragraphs[report.id] = self.reader.paragraphs(report.id)
        return self._paragraphs[report.id]

    def has_heading(self, report: Report, words: str) -> bool:
        """Whether the words are a heading of the report: letters, white space and marks at the end aside."""
        if report.id not in self._headings:
            every = (heading for paragraph in self.paragraphs(report) for heading in paragraph.section)
            self._headings[report.id] = frozenset(map(_as_heading, every))
        return _as_heading(words) in self._headings[report.id]

    def report(self, paragraph: Paragraph) -> Report:
        """The report that a paragraph stands in."""
        return self.reader.report(report_of(paragraph.id))

    def holding(self, quotation: str, first: Iterable[Report]) -> list[tuple[Paragraph, Held]]:
        """Paragraphs of the index that hold all of a quotation, those of `first` in front, in that order."""
        longest = longest_piece(quotation)
        if not longest:
            return []
        order = {report.id: place for place, report in enumerate(first)}
        rows = self._exact.holding(longest)
        found = []
        for paragraph in self.reader.by_rows(rows[:200]):
            if (where := held(paragraph.text, quotation)) is not None:
                found.append((paragraph, where))
        found.sort(key=lambda item: order.get(report_of(item[0].id), len(order)))
        return found[:_MOST_FOUND]

    def sides(
        self, paragraph: Paragraph, spans: Sequence[tuple[int, int]] = ()
    ) -> list[tuple[str, float, int]]:
        """(side, strength, place) of its sentences; of those that the spans touch, where there are spans."""
        row = self.reader.row(paragraph.id)
        every = self.reader.spans(row)
        places = [
            place for place, (start, end) in enumerate(every)
            if not spans or any(start < stop and begin < end for begin, stop in spans)
        ]  # fmt: skip
        found = self._labels.sides([(row, place) for place in places])
        return [(side.label, side.strength, place) for side, place in zip(found, places, strict=True) if side]


def _as_heading(words: str) -> str:
    return " ".join(words.replace("’", "'").casefold().split()).rstrip(" ,;:.")
