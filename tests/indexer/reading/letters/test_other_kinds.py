"""What is read of the real letters and joint reports, against a list written from their pages."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from indexer.authorities.register import default_register
from indexer.records import Pinpoint, ReadReport
from tests.support.paths import GOLDEN

from .other_kinds import LEDGER, readings, row

pytestmark = pytest.mark.corpus


@pytest.fixture(scope="module")
def read(real_corpus: Path) -> dict[str, ReadReport]:
    folder = real_corpus / "other-kinds"
    if not folder.is_dir():
        pytest.skip("needs the letters in ../shared/corpus/other-kinds")
    return dict(readings(folder))


def test_kind_authority_dates_and_outcome_are_those_on_the_pages(read: dict[str, ReadReport]) -> None:
    register = default_register()
    wrong = []
    with (GOLDEN / "other_kinds.csv").open(encoding="utf-8", newline="") as file:
        listed = list(csv.DictReader(file))
    for wanted in listed:
        report = read[wanted["sha256"]].report
        facts = {
            "urn": report.urn,
            "kind": report.framework,
            "published": report.published.isoformat(),
            "inspection_start": str(report.inspection_start),
            "inspection_end": str(report.inspection_end),
            "outcome": next((item.grade for item in report.judgements), ""),
            "other_authorities": "; ".join(report.other_authorities),
        }
        wrong += [
            f"{report.id}: {name} {facts[name]}, not {wanted[name]}"
            for name in facts
            if facts[name] != wanted[name]
        ]
        if register.match(wanted["authority"]) != register.by_urn(report.urn):
            wrong.append(f"{report.id}: {wanted['authority']}")
    assert (len(listed), wrong) == (138, [])


def test_counts_of_kinds_and_sections_are_as_recorded(read: dict[str, ReadReport]) -> None:
    recorded = {item["sha256"]: item for item in json.loads(LEDGER.read_text(encoding="utf-8"))}
    changed = [
        f"{found.report.id}: {recorded.get(sha256)} is now {row(sha256, found)}"
        for sha256, found in read.items()
        if recorded.get(sha256) != row(sha256, found)
    ]
    assert (sorted(recorded), changed) == (sorted(read), [])


def test_titles_ids_and_texts_are_whole(read: dict[str, ReadReport]) -> None:
    for found in read.values():
        assert len(found.report.title) < 250
        assert len({item.id for item in found.paragraphs}) == len(found.paragraphs)
        for item in found.paragraphs:
            assert str(Pinpoint.parse(item.id)) == item.id
            assert len(item.text) < 3000, item.id
            assert not item.text.startswith(("Dear ", "Yours sincerely")), item.id


def test_praise_and_examples_ask_for_nothing(read: dict[str, ReadReport]) -> None:
    asks = ("improvement", "recommendation")
    for found in read.values():
        for item in found.paragraphs:
            heading = item.section[0].lower() if item.section else ""
            if item.kind in asks:
                assert heading.startswith(("what needs", "area")), item.id
                assert "strength" not in heading, item.id


def test_nothing_of_a_letter_is_left_over(read: dict[str, ReadReport]) -> None:
    assert [
        found.report.id for found in read.values() if any(it.kind == "letter" for it in found.anomalies)
    ] == []
