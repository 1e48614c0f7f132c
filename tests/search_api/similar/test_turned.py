"""Who turned a weakness into a strength: later, on the same matter, and not criticised again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from indexer.errors import InvalidRequest
from indexer.store.format import ReportEntry
from search_api.question.request import Request
from search_api.similar.about import is_paragraph, unused
from search_api.similar.records import TurnedResult

from .made_up import ASKED, FAR, LATE, ONCE, PROMPT, said, weak_to_strong_of, written

NORTHMOOR = said("Northmoor", 2018, LATE, grade="requires improvement")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "index"


def turned(folder: Path, reports: Sequence[ReportEntry], **asked: object) -> TurnedResult:
    with written(folder, [NORTHMOOR, *reports]) as reader:
        return weak_to_strong_of(reader).of_paragraph(ASKED, **asked)  # type: ignore[arg-type]


def pairs(result: TurnedResult) -> list[tuple[str, str, str]]:
    return [
        (item.authority, item.weak.report.id[-10:], item.strong.report.id[-10:]) for item in result.results
    ]


def test_a_criticism_and_later_praise(folder: Path) -> None:
    result = turned(folder, [said("Saltby", 2016, LATE), said("Saltby", 2019, f"{FAR} {PROMPT}")])
    assert pairs(result) == [("Saltby", "2016-08-24", "2019-08-24")]
    [item] = result.results
    assert (item.weak.quote, item.strong.quote) == (LATE, PROMPT)
    assert (item.weak.label, item.strong.label) == ("criticism", "praise")
    assert 0 < item.score <= item.pair_score <= 1
    assert [place.quote for place in result.asked] == [LATE]
    assert (result.authorities, result.weak, result.searched, result.kind) == (1, 1, 1, "paragraph")
    assert result.coverage.reports_searched == 2


def test_a_mixed_sentence_is_neither_a_weakness_to_start_from_nor_a_strength(folder: Path) -> None:
    reports = [said("Saltby", 2016, ONCE), said("Saltby", 2019, PROMPT)]
    assert turned(folder, reports).results == ()
    reports = [said("Saltby", 2016, LATE), said("Saltby", 2019, ONCE)]
    assert turned(folder / "again", reports).results == ()


@pytest.mark.parametrize(
    "reports",
    [
        [said("Saltby", 2016, PROMPT), said("Saltby", 2019, LATE)],  # from strong to weak
        [said("Saltby", 2016, f"{LATE} {PROMPT}")],  # one inspection
        [said("Saltby", 2016, LATE), said("Wexcombe", 2019, PROMPT)],  # two authorities
        [said("Saltby", 2016, LATE), said("Saltby", 2019, FAR)],  # praised for something else
        [said("Saltby", 2016, LATE), said("Saltby", 2019, f"{PROMPT} {LATE}")],  # and still criticised
        [said("Saltby", 2016, LATE), said("Saltby", 2018, PROMPT), said("Saltby", 2021, LATE)],  # fell back
        [said("Saltby", 2016, LATE), said("Saltby", 2019, PROMPT), said("Saltby", 2021, ONCE)],  # in part
        [said("Northmoor", 2021, PROMPT)],  # the asked authority itself
    ],
)
def test_what_did_not_turn(folder: Path, reports: list[ReportEntry]) -> None:
    assert turned(folder, reports).results == ()


@pytest.mark.parametrize(
    ("reports", "told"),
    [
        ([said("Saltby", 2016, FAR)], ["No authority within these filters was inspected more than once."]),
        (
            [said("Saltby", 2016, FAR), said("Saltby", 2019, PROMPT)],
            [
                "We found no authority that was criticised for this",
                "1 authority was inspected more than once",
            ],
        ),
        ([said("Saltby", 2016, LATE), said("Saltby", 2019, FAR)], ["The one authority", "was not praised"]),
        ([said("Saltby", 2016, LATE), said("Saltby", 2019, PROMPT)], ["The one authority", "was praised"]),
        (
            [said(name, year, LATE) for name in ("Saltby", "Wexcombe") for year in (2016, 2019)],
            ["None of the 2 authorities", "were praised", "2 authorities were inspected"],
        ),
    ],
)
def test_the_numbers_are_a_sensible_sentence_of_nothing_too(
    folder: Path, reports: list[ReportEntry], told: list[str]
) -> None:
    headline = turned(folder, reports).headline
    assert all(words in headline for words in told), headline
    assert not re.search(r"\b0\b", headline)


def test_scopes_and_filters(folder: Path) -> None:
    reports = [
        said("Saltby", 2016, LATE),
        said("Saltby", 2019, PROMPT, grade="outstanding"),
        said("Saltby", 2021, FAR),
        said("Wexcombe", 2016, LATE),
        said("Wexcombe", 2020, PROMPT, grade="inadequate"),
    ]
    with written(folder, [NORTHMOOR, *reports]) as reader:
        weak_to_strong = weak_to_strong_of(reader)

        def who(request: Request | None = None, **asked: object) -> list[str]:
            found = weak_to_strong.of_paragraph(ASKED, request or Request(), **asked)  # type: ignore[arg-type]
            return [item.authority for item in found.results]

        assert sorted(who()) == ["Saltby", "Wexcombe"]
        assert who(scopes="region") == ["Saltby"]
        assert who(scopes="neighbours") == ["Wexcombe"]
        assert who(scopes="newest") == ["Wexcombe"]
        assert who(scopes="better") == ["Saltby"]
        assert who(Request(since="2017")) == []
        assert sorted(who(limit=1) + who(limit=1, offset=1)) == ["Saltby", "Wexcombe"]
        with pytest.raises(InvalidRequest, match="give a limit from 1"):
            who(limit=0)


def test_a_scope_without_a_paragraph_to_start_from_is_not_used_and_this_is_said() -> None:
    assert unused(()) == ()
    assert len(unused("region")) == len(unused(["region", "newest"])) == 1
    with pytest.raises(InvalidRequest):
        unused("nowhere")


def test_a_paragraph_that_criticises_nothing_says_so(folder: Path) -> None:
    with written(folder, [said("Northmoor", 2018, FAR), said("Saltby", 2016, LATE)]) as reader:
        result = weak_to_strong_of(reader).of_paragraph(ASKED)
    assert result.notes == (
        "This paragraph criticises nothing, as far as we can tell, so there is nothing to compare.",
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [(ASKED, True), ("northmoor-2018-08-24/rec-6 ", True), ("private fostering", False), ("a/b", False)],
)
def test_what_is_written_as_an_id(text: str, found: bool) -> None:
    assert is_paragraph(text) is found
