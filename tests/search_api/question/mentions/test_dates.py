"""Dates in a question, as people in Britain say them, told from a fixed day."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search_api.question.mentions.dates import find_dates
from search_api.question.mentions.mention import Mention
from search_api.question.mentions.periods import read
from search_api.question.request import Chosen
from search_api.question.understanding import choose_from, parse_question
from tests.search_api.question.asking import HOLDINGS, PLACES, reports_of, understand

TODAY = date(2026, 3, 15)


def found_in(text: str) -> list[Mention]:
    return find_dates(text, (), with_authority=False, today=TODAY)


@pytest.mark.parametrize(
    ("text", "since", "until", "value"),
    [
        # The day counts.
        ("since 01/03/2019", "2019-03-01", "", "since 1 March 2019"),
        ("since 1 March 2019", "2019-03-01", "", "since 1 March 2019"),
        ("from 2020 through to the latest", "2020-01-01", "", "since 2020"),
        ("after 1 March 2019", "2019-03-02", "", "since 2 March 2019"),
        ("before 1 March 2019", "", "2019-02-28", "until 28 February 2019"),
        ("before 1 March 2020", "", "2020-02-29", "until 29 February 2020"),
        ("until 1 March 2019", "", "2019-03-01", "until 1 March 2019"),
        ("after 31 December 2019", "2020-01-01", "", "since 1 January 2020"),
        ("on 5/2/2018", "2018-02-05", "2018-02-05", "5 February 2018"),
        ("on the 5th of February 2018", "2018-02-05", "2018-02-05", "5 February 2018"),
        ("dated Monday 5 February 2018", "2018-02-05", "2018-02-05", "5 February 2018"),
        ("since February 5th, 2018", "2018-02-05", "", "since 5 February 2018"),
        ("since 05.02.2018", "2018-02-05", "", "since 5 February 2018"),
        ("since 5/2/18", "2018-02-05", "", "since 5 February 2018"),
        ("since 2018-02-05", "2018-02-05", "", "since 5 February 2018"),
        ("between 1 March 2019 and 5/6/2020", "2019-03-01", "2020-06-05", "1 March 2019 to 5 June 2020"),
        ("11 June to 5 July 2018", "2018-06-11", "2018-07-05", "11 June to 5 July 2018"),
        ("from 1 to 15 March 2019", "2019-03-01", "2019-03-15", "1 to 15 March 2019"),
        # Months.
        ("in March 2019", "2019-03-01", "2019-03-31", "March 2019"),
        ("since 03/2019", "2019-03-01", "", "since March 2019"),
        ("after March 2019", "2019-04-01", "", "since April 2019"),
        ("before March 2019", "", "2019-02-28", "until the end of February 2019"),
        ("March 2019 to June 2020", "2019-03-01", "2020-06-30", "March 2019 to June 2020"),
        ("March 2019–June 2020", "2019-03-01", "2020-06-30", "March 2019 to June 2020"),
        ("between March and June 2019", "2019-03-01", "2019-06-30", "March to June 2019"),
        ("from November to March 2019", "2018-11-01", "2019-03-31", "November 2018 to March 2019"),
        ("in autumn 2019", "2019-09-01", "2019-11-30", "September to November 2019"),
        ("in the summer of 2021", "2021-06-01", "2021-08-31", "June to August 2021"),
        ("in winter 2019/20", "2019-12-01", "2020-02-29", "December 2019 to February 2020"),
        ("since late 2019", "2019-09-01", "", "since September 2019"),
        # Years.
        ("from 2015 on", "2015-01-01", "", "since 2015"),
        ("in the 2010s", "2010-01-01", "2019-12-31", "2010 to 2019"),
        ("since the end of 2019", "2020-01-01", "", "since 2020"),
        ("in 2018/19", "2018-04-01", "2019-03-31", "April 2018 to March 2019"),
        ("neglect 2018-19", "2018-04-01", "2019-03-31", "April 2018 to March 2019"),
        ("neglect 2018/2019", "2018-04-01", "2019-03-31", "April 2018 to March 2019"),
        ("since 2018/19", "2018-04-01", "", "since April 2018"),
        ("from 2018/19 to 2020/21", "2018-04-01", "2021-03-31", "April 2018 to March 2021"),
        ("in the academic year 2018/19", "2018-09-01", "2019-08-31", "September 2018 to August 2019"),
        # Told from today.
        ("last year", "2025-01-01", "2025-12-31", "2025"),
        ("this year", "2026-01-01", "2026-12-31", "2026"),
        ("since last year", "2025-01-01", "", "since 2025"),
        ("last month", "2026-02-01", "2026-02-28", "February 2026"),
        ("in the last financial year", "2024-04-01", "2025-03-31", "April 2024 to March 2025"),
        ("three years ago", "2023-01-01", "2023-12-31", "2023"),
        ("18 months ago", "2024-09-01", "2024-09-30", "September 2024"),
        ("more than three years ago", "", "2023-03-15", "until 15 March 2023"),
        ("in the last year", "2025-03-15", "", "since 15 March 2025"),
        ("in the last three years", "2023-03-15", "", "since 15 March 2023"),
        ("over the past five years", "2021-03-15", "", "since 15 March 2021"),
        ("in the last 18 months", "2024-09-15", "", "since 15 September 2024"),
        ("over the last decade", "2016-03-15", "", "since 15 March 2016"),
        ("neglect, last 5 years", "2021-03-15", "", "since 15 March 2021"),
        # The pandemic.
        ("since covid", "2020-03-01", "", "since March 2020"),
        ("during covid", "2020-03-01", "2022-02-28", "March 2020 to February 2022"),
        ("during the pandemic", "2020-03-01", "2022-02-28", "March 2020 to February 2022"),
        ("before the pandemic", "", "2020-03-31", "until the end of March 2020"),
    ],
)
def test_dates_as_people_say_them(text: str, since: str, until: str, value: str) -> None:
    assert [(item.members, item.value) for item in found_in(text)] == [((since, until), value)]


@pytest.mark.parametrize(
    "text",
    [
        "since 45/13/2019",
        "on 31/02/2019",
        "since 31 February 2019",
        "since 29 February 2019",
        "on 03/25/2019",
        "the 2018-20 strategy",
        "data for 2018-19",
        "open 24/7",
        "1/3 of children",
        "a hub launched mid-2018",
        "attendance in the autumn term 2019",
        "children who came into care last year",
        "children in their last year of school",
        "support in the last year of primary school",
        "children in care for the last three years",
        "how did children fare in the pandemic response",
        "in the last 0 years",
        "recent audits",
        "between 2020 and 2016",
    ],
)
def test_words_that_are_no_date_of_a_report(text: str) -> None:
    assert found_in(text) == []


@pytest.mark.parametrize(
    ("text", "notes"),
    [
        ("neglect on 31/02/2019", ["‘31/02/2019’ is not a date in the calendar, so it chose no reports."]),
        (
            "neglect since 03/25/2019",
            [
                "‘03/25/2019’ is not a date in the calendar, so it chose no reports; "
                "if you mean 25 March 2019, write 25/03/2019."
            ],
        ),
        (
            "what was said recently on neglect",
            [
                "‘recently’ chose no reports; name a year, or write ‘in the last three years’ or "
                "‘latest report’."
            ],
        ),
        ("recent audits of neglect", []),
        ("neglect since 1 March 2019", []),
    ],
)
def test_a_date_that_is_not_used_is_said(text: str, notes: list[str]) -> None:
    found = understand(text)
    assert list(found.notes) == notes
    if notes:
        assert (found.filters, found.rest) == ((), text)


def test_a_date_that_is_none_is_not_taken_for_its_month_or_year() -> None:
    found = understand("Torbay since 31 February 2018: neglect")
    assert [item.field for item in found.filters] == ["authority"]


def test_how_a_year_across_two_and_the_pandemic_are_taken_is_said_while_they_filter() -> None:
    text = "neglect in 2018/19"
    note = "‘2018/19’ is taken as the financial year, 1 April 2018 to 31 March 2019."
    assert understand(text).notes == (note,)
    assert understand(text, as_words=["in 2018/19"]).notes == ()
    assert understand("neglect during covid").notes == (
        "‘during covid’ is taken as March 2020 to February 2022, "
        "until the last restrictions in England ended.",
    )


def test_a_typed_day_is_one_of_publication() -> None:
    # Inspected in December 2019, published on 27 January 2020.
    assert reports_of(understand("Plymouth before 2020")) == {"plymouth-2020-01-27"}
    assert understand("Plymouth before 1 January 2020").empty
    assert reports_of(understand("Plymouth before 28 January 2020")) == {"plymouth-2020-01-27"}
    assert reports_of(understand("Plymouth on 13/12/2019")) == {"plymouth-2020-01-27"}


def test_a_day_without_a_report_gives_way_to_its_month_or_year_and_says_so() -> None:
    month = understand("neglect on 25 August 2018 in Torbay")
    assert reports_of(month) == {"torbay-2018-08-24"}
    assert month.notes == ("There is no report from 25 August 2018, so reports from August 2018 were used.",)
    year = understand("neglect on 5/2/2018 in Torbay")
    assert year.notes == ("There is no report from 5 February 2018, so reports from 2018 were used.",)


def test_two_open_ends_that_exclude_each_other_are_one_or_the_other() -> None:
    found = understand("Torbay before 2017 or after 2020: neglect")
    assert reports_of(found) == {"torbay-2016-01-05", "torbay-2022-05-16"}


def test_today_is_given_by_who_asks() -> None:
    parsed = parse_question("neglect last year", PLACES, date(2023, 6, 1))
    assert choose_from(parsed, Chosen(), HOLDINGS).since == "2022-01-01"
    parsed = parse_question("neglect in the last three years", PLACES, date(2024, 2, 29))
    assert choose_from(parsed, Chosen(), HOLDINGS).since == "2021-02-28"


def test_what_is_shown_can_be_taken_back() -> None:
    text = "neglect after 1 March 2019"
    assert understand(text, as_words=["after 1 March 2019"]).filters == ()


_PIECES = st.sampled_from(
    ["since", "before", "after", "between", "and", "to", "in", "on", "the", "last", "year", "years", "3",
     "ago", "31/02/2019", "45/13/19", "1/3/2019", "2018/19", "2018-06", "March", "2019", "30 February",
     "winter", "2010s", "during covid", "00/00/2000", "0", "29 February 2019", "FY2018/19", "99", "two",
     "few"]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=40), st.lists(_PIECES, max_size=8).map(" ".join)))
def test_any_text_is_read(text: str) -> None:
    for item in find_dates(text, (), with_authority=True, today=TODAY):
        assert text[item.start : item.end] == item.text
        since, until = item.members
        assert since or until
        assert not until or since <= until
    read(text, TODAY)


@pytest.mark.parametrize("text", ["since ſept 2019", "in ſummer 2019", "in wınter 2019", "in mİd 2019"])
def test_letters_that_a_pattern_takes_for_others_are_read(text: str) -> None:
    (item,) = found_in(text)
    assert item.value


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("what did JTAI 2018 say about neglect?", [("2018", "2018")]),
        ("JTAI (2018) neglect", [("2018", "2018")]),
        ("what did area SEND inspections in 2024 find about waits?", [("2024", "in 2024")]),
        ("focused visits 2019 and 2021 caseloads", [("2019", "2019"), ("2021", "2021")]),
        ("focused visits 2018 to 2020 caseloads", [("2018 to 2020", "2018 to 2020")]),
        ("the ILACS 2018 framework and thresholds", []),
        ("what did focused visits say of the 2018 plan?", []),
    ],
)
def test_a_year_after_a_kind_of_report_is_of_its_reports(question: str, said: list[tuple[str, str]]) -> None:
    parsed = parse_question(question, PLACES)
    assert [(item.value, item.text) for item in parsed.dates] == said
