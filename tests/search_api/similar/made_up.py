"""A small index of fictional authorities whose inspections praise and criticise the same matters."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from indexer.authorities.register import Authority, Register
from indexer.records import Paragraph, Report
from indexer.store.format import ReportEntry
from indexer.store.reader import IndexReader
from search_api.retrieval.labels import Labels, Sentence
from search_api.settings import Settings
from search_api.sides.model import Side
from search_api.similar.similar import Similar
from search_api.similar.turned import WeakToStrong
from tests.support.builders import make_paragraph, make_report, make_report_entry, write_small_index

DIMENSION = 256
LATE = "Return home interviews are not completed within seventy-two hours."
PROMPT = "Return home interviews are completed well within seventy-two hours."
ONCE = "Return home interviews are mostly completed but not within seventy-two hours."
FAR = "Foster carers value the buddy scheme and the training weekends they attend."
SETTINGS = Settings(
    similar_least=0.3, similar_least_opposite=0.3, similar_least_praised=0.3, similar_least_turned=0.3
)
SIDES = {
    LATE: Side("criticism", 0.9),
    PROMPT: Side("praise", -0.9),
    ONCE: Side("mixed", 0.2),
    FAR: Side("praise", -0.9),
}
ASKED = "northmoor-2018-08-24/para-1"

REGISTER = Register(
    Authority(f"8{code}", code, "", name, (), region, la_type, neighbours)
    for name, code, region, la_type, neighbours in (
        ("Northmoor", "101", "North", "County", ("103",)),
        ("Saltby", "102", "North", "Unitary Authority", ()),
        ("Wexcombe", "103", "South", "County", ()),
        ("Fernwick", "104", "South", "Unitary Authority", ()),
    )
)


class Labelled(Labels):
    """Knows the sides of the sentences above."""

    unknown = False

    def sides(self, sentences: Sequence[Sentence]) -> list[Side | None]:
        found = []
        for row, place in sentences:
            [text], spans = self._reader.texts_of([row]), self._reader.spans(row)
            found.append(SIDES.get(text[slice(*spans[place])]))
        return found


def said(name: str, year: int, *texts: str, grade: str = "good") -> ReportEntry:
    """A report of that summer, each text a finding."""
    report = make_report(name, date(year, 8, 24), urn=f"8{len(name)}")
    return entry(report, [make_paragraph(report, at, text, grade=grade) for at, text in enumerate(texts, 1)])


def entry(report: Report, paragraphs: Sequence[Paragraph]) -> ReportEntry:
    return make_report_entry(report, paragraphs, dimension=DIMENSION)


def written(folder: Path, reports: Sequence[ReportEntry]) -> IndexReader:
    """The index of these reports, open."""
    write_small_index(folder, reports, dimension=DIMENSION)
    return IndexReader.open(folder)


def similar_of(reader: IndexReader, settings: Settings = SETTINGS) -> Similar:
    """As an index has it whose sides are known."""
    return Similar(reader, REGISTER, settings, labels=Labelled(reader))


def weak_to_strong_of(reader: IndexReader) -> WeakToStrong:
    """The same."""
    similar = similar_of(reader)
    return WeakToStrong(similar.finder, similar.comparer)
