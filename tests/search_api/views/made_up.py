"""An index of short reports of three made-up authorities, for questions that name them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from indexer.authorities.register import default_register
from indexer.store.reader import IndexReader
from search_api.retrieval.searcher import Searcher
from tests.support.builders import make_paragraph, make_report, make_report_entry, write_small_index
from tests.support.encoders import WordEncoder

TEXTS = (
    "Neglect is recognised early. Supervision is regular and reflective.",
    "Private fostering arrangements are assessed. Early help is effective for families.",
    "Return home interviews take place. Care leavers live in suitable accommodation.",
    "Caseloads are too high. Domestic abuse is understood. Exploitation is mapped.",
    "Unregistered homes are used for too many children.",
)
PLACES = ("Northmoor", "Saltby", "Wexcombe")


@contextmanager
def searcher_of(folder: Path) -> Iterator[Searcher]:
    """Over one report of each, which all say the same."""
    entries = []
    for year, place in enumerate(PLACES, start=2018):
        report = make_report(place, date(year, 5, 1))
        entries.append(
            make_report_entry(
                report, [make_paragraph(report, number, text) for number, text in enumerate(TEXTS, start=1)]
            )
        )
    write_small_index(folder / "index", entries)
    with IndexReader.open(folder / "index") as reader:
        yield Searcher(reader, WordEncoder(), default_register())
