"""Reports to ask about, and a question as it is understood."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from indexer.authorities.register import default_register
from indexer.records import Grade, Judgement, Report
from search_api.question.filters import Holdings
from search_api.question.mentions.places import Places
from search_api.question.records import Understanding
from search_api.question.request import Chosen
from search_api.question.understanding import choose_from, parse_question
from tests.support.builders import make_report


def _graded(grade: Grade) -> tuple[Judgement, ...]:
    return (Judgement("overall", "Overall effectiveness", grade, grade.capitalize()),)


REPORTS: tuple[Report, ...] = (
    make_report("Torbay", date(2016, 1, 5)),
    make_report(
        "Torbay", date(2018, 8, 24), framework="sif_reinspection", judgements=_graded("requires improvement")
    ),
    make_report("Torbay", date(2022, 5, 16), framework="ilacs", judgements=_graded("outstanding")),
    make_report("Plymouth", date(2020, 1, 27), framework="ilacs", inspection_end=date(2019, 12, 13)),
    make_report("Leeds", date(2018, 12, 18), framework="ilacs", judgements=_graded("outstanding")),
    make_report("Bury", date(2021, 12, 17), framework="ilacs", judgements=_graded("inadequate")),
    make_report("Reading", date(2019, 9, 30), framework="ilacs"),
    make_report("Northmoor", date(2018, 8, 24)),
    make_report("Bristol, City of", date(2023, 3, 17), framework="ilacs"),
    make_report("Derby", date(2022, 5, 11), framework="ilacs"),
    make_report(
        "Kent", date(2024, 5, 1), framework="ilacs",
        judgements=(
            Judgement("looked_after", "Children", "good", "Good"),
            Judgement("leadership", "Leaders", "inadequate", "Inadequate"),
        ),
    ),
)  # fmt: skip


HOLDINGS = Holdings(REPORTS, default_register())


PLACES = Places(default_register(), HOLDINGS.local)


NOTHING_TYPED = Chosen()


def reports_of(found: Understanding) -> set[str] | None:
    return None if found.reports is None else set(found.reports)


def understand(text: str, typed: Chosen = NOTHING_TYPED, as_words: Sequence[str] = ()) -> Understanding:
    return choose_from(parse_question(text, PLACES), typed, HOLDINGS, as_words)


def typed(**values: set[str]) -> Chosen:
    return Chosen({name: frozenset(held) for name, held in values.items()})
