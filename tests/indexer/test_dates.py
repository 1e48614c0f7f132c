"""Dates in the forms in which covers print them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.dates import MONTHS, date_range, single_date

DAYS = st.dates(date(2012, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("printed", "first", "last"),
    [
        ("11 June 2018 to 5 July 2018", date(2018, 6, 11), date(2018, 7, 5)),
        ("12 to 16 January 2026", date(2026, 1, 12), date(2026, 1, 16)),
        ("15-19 July 2013", date(2013, 7, 15), date(2013, 7, 19)),
        ("18 November – 10 December 2014", date(2014, 11, 18), date(2014, 12, 10)),
        ("18 November–10 December 2014", date(2014, 11, 18), date(2014, 12, 10)),
        ("29 November to 12 January 2014", date(2013, 11, 29), date(2014, 1, 12)),
        ("30 September to 11 October 2024 and 13 to 16 January 2025", date(2024, 9, 30), date(2025, 1, 16)),
        ("14th January 2014 – 5th February 2014", date(2014, 1, 14), date(2014, 2, 5)),
        ("04/06/2018 to 15/06/2018", date(2018, 6, 4), date(2018, 6, 15)),
        ("3 May 2016", date(2016, 5, 3), date(2016, 5, 3)),
    ],
)
def test_first_and_last_day(printed: str, first: date, last: date) -> None:
    assert date_range(printed) == (first, last)


@pytest.mark.parametrize("printed", ["", "June 2018", "31 February 2018", "5 July", "in the summer"])
def test_no_date_is_guessed(printed: str) -> None:
    assert date_range(printed) is None
    assert single_date(printed) is None


@given(DAYS, st.integers(0, 60))
def test_a_range_written_in_full_is_read_as_written(first: date, days: int) -> None:
    last = first + timedelta(days)
    assert date_range(f"{_written(first)} to {_written(last)}") == (first, last)


@given(DAYS)
def test_a_single_date_is_read_as_written(day: date) -> None:
    assert single_date(_written(day)) == day
    assert single_date(day.strftime("%d/%m/%Y")) == day


def _written(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1].title()} {day.year}"
