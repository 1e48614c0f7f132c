"""A small index of fictional authorities for briefs, with a register; one word tells the side."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from indexer.authorities.register import Authority, Register
from indexer.store.format import ReportEntry
from indexer.store.reader import IndexReader
from search_api.briefs.make import make_brief
from search_api.briefs.records import Brief
from search_api.index.index import Index
from search_api.question.request import Request
from tests.support.builders import make_paragraph, make_report, make_report_entry, write_small_index
from tests.support.encoders import WordEncoder

BOARD = ("The Local Safeguarding Children Board",)
_COUNTY = (("Northmoor", "901"), ("Saltby", "902"), ("Wexcombe", "903"), ("Pinford", "904"))
REGISTER = Register(
    Authority(f"99{code}", code, "", name, (), "West Vale", "County", tuple(
        other for _, other in _COUNTY if other != code))
    for name, code in _COUNTY
)  # fmt: skip
ASKED = "Ensure that supervision of all staff is regular, recorded and reflective."


def entry(
    place: str, year: int, *texts: str, asks: Sequence[str] = (), facts: Sequence[str] = (), **changes: Any
) -> ReportEntry:
    section = changes.pop("section", ("Findings",))
    report = make_report(place, date(year, 5, 1), framework="ilacs", **changes)
    found = [make_paragraph(report, at, text, section=section) for at, text in enumerate(texts, 1)]
    found += [
        make_paragraph(report, at, text, kind="context", section=("This area",), grade="")
        for at, text in enumerate(facts, 1)
    ]
    found += [
        make_paragraph(report, at, text, kind="recommendation", section=("Recommendations",), grade="")
        for at, text in enumerate(asks, 1)
    ]
    return make_report_entry(report, found)


ENTRIES = (
    entry("Northmoor", 2022, "Supervision of social workers is poor and irregular in two teams. "
          "This supervision is poor.", "Supervision of new social workers is good and thorough."),
    entry("Northmoor", 2018, "Supervision of social workers is poor across the whole service."),
    entry("Northmoor", 2015, "Carers like their training courses very much."),
    entry("Northmoor", 2014, "Supervision of social workers is poor and nobody records it.",
          superseded_by="northmoor-2015-05-01"),
    entry("Saltby", 2021, "Supervision of social workers is good, regular and recorded.", asks=(ASKED,)),
    entry("Saltby", 2016, "Supervision of social workers is poor in the duty team."),
    entry("Wexcombe", 2023, "Supervision of family workers is poor at the moment here.", asks=(ASKED,)),
    entry("Oakham Vale", 2020, "Duty managers find weekly supervision good for every family.",
          "Supervision of apprentices is poor in some places.", asks=(ASKED,)),
    entry("Quarl", 2018, "Supervision of the board is good and regular.", section=BOARD),
    entry("Quarl", 2020, "Supervision of residents is good in this new home.",
          asks=("Make sure that supervision notes reach the personnel file within a week.",)),
    entry("Rushby", 2017, "Nothing at all is said of the matter in this place."),
)  # fmt: skip


def brief_of(index: Index, about: str = "supervision", authority: str = "Northmoor", **filters: str) -> Brief:
    """A brief of one day."""
    return make_brief(index, about, authority, Request.of_keywords(filters), date(2026, 11, 28))


def open_made_up(folder: Path, entries: Sequence[ReportEntry] = ENTRIES) -> Index:
    """Sentences with "poor" criticise, those with "good" praise: the encoder of tests has no model."""
    write_small_index(folder / "index", list(entries))
    index = Index(IndexReader.open(folder / "index"), register=REGISTER, encoder=WordEncoder())

    def labels(sentences: Sequence[tuple[int, int]]) -> list[str]:
        texts = [
            index.reader.texts_of([row])[0][slice(*index.reader.spans(row)[place])]
            for row, place in sentences
        ]
        return [
            "criticism" if "poor" in text else "praise" if "good" in text else "neutral" for text in texts
        ]

    index.searcher.labels = labels  # type: ignore[method-assign]
    index.matrices._sides = labels
    return index
