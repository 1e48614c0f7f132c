"""Whether a matter is mentioned more often: only years that compare, and no more than the figures carry."""

from __future__ import annotations

import pytest

from search_api.comparison.matrix.change import YearShare, change


def years(*found: tuple[str, int, int, bool]) -> list[YearShare]:
    return [YearShare(*item) for item in found]


def test_the_first_and_the_last_year_since_the_kinds_changed_are_compared() -> None:
    said = change(
        "x",
        years(("2017", 40, 1, False), ("2019", 40, 10, True), ("2020", 9, 9, False), ("2021", 40, 30, False)),
    )
    assert said == (
        "Mentioned more in 2021 than in 2019. In 2019, 10 of 40 reports (25%) mention ‘x’; in 2021, 30 of 40 "
        "(75%). That is a larger share of the reports. Earlier years have other kinds of report, so they are "
        "not compared."
    )


@pytest.mark.parametrize(
    ("last", "words"),
    [
        (("2021", 40, 12, False), "That difference may be chance."),
        (("2021", 40, 10, False), "That is the same share."),
        (("2021", 40, 1, False), "That is a smaller share of the reports."),
    ],
)
def test_a_difference_is_said_only_where_it_is_more_than_chance(
    last: tuple[str, int, int, bool], words: str
) -> None:
    assert change("x", years(("2019", 40, 10, False), last)).endswith(f"). {words}")


@pytest.mark.parametrize(
    ("found", "words"),
    [
        ([("2019", 40, 10, False)], "all these reports are from the same year."),
        (
            [("2018", 40, 10, False), ("2019", 40, 30, True)],
            "the reports of 2019 are of other kinds than those before.",
        ),
        ([("2018", 40, 10, False), ("2019", 4, 4, False)], "there are not two years of the same kinds"),
        ([("2018", 40, 1, False), ("2019", 0, 0, False)], "all these reports are from the same year."),
    ],
)
def test_where_nothing_compares_it_says_why(found: list[tuple[str, int, int, bool]], words: str) -> None:
    said = change("x", years(*found))
    assert words in said
    assert "%" not in said


def test_where_every_report_mentions_it_a_count_shows_no_more() -> None:
    assert "cannot show" in change("x", years(("2019", 9, 9, False), ("2020", 8, 8, False)))


def test_without_a_report_nothing_is_said() -> None:
    assert change("x", years(("2019", 0, 0, False))) == ""


@pytest.mark.parametrize(
    ("first", "last", "found"),
    [
        ((2,) * 9, (2, 3) * 4, "Mentioned more in 2020 than in 2019."),
        ((1, 9) * 5, (2, 8, 6, 5, 4, 5), "No clear sign of growth or decline since 2019."),
        ((5,) * 9, (1, 2) * 4, "Mentioned less in 2020 than in 2019."),
    ],
)
def test_the_finding_comes_first_and_weighs_paragraphs_where_every_report_mentions_it(
    first: tuple[int, ...], last: tuple[int, ...], found: str
) -> None:
    held = [
        YearShare("2019", len(first), len(first), False, first),
        YearShare("2020", len(last), len(last), False, last),
    ]
    said = change("x", held)
    assert said.startswith(found)
    assert f"Paragraphs per report: {sum(first) / len(first):.1f} in 2019" in said


def test_where_reports_and_paragraphs_go_opposite_ways_no_finding_is_said() -> None:
    first = YearShare("2019", 40, 10, False, (4,) * 10 + (0,) * 30)
    last = YearShare("2020", 40, 30, False, (0,) * 40)
    assert change("x", [first, last]).startswith("In 2019")
