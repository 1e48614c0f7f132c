"""What a question is taken to mean, and how it is left: many small cases, those that must not match too."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.authorities.register import default_register
from search_api.question.filters import Holdings
from search_api.question.mentions.mention import without
from search_api.question.request import Chosen
from search_api.question.understanding import choose_from, parse_question
from search_api.question.words import words
from tests.search_api.question.asking import (
    NOTHING_TYPED,
    PLACES,
    REPORTS,
    reports_of,
    typed,
    understand,
)
from tests.support.builders import make_report


@pytest.mark.parametrize(
    ("text", "since", "until", "rest"),
    [
        ("neglect in 2018", "2018-01-01", "2018-12-31", "neglect"),
        ("neglect since 2022", "2022-01-01", "", "neglect"),
        ("neglect from 2019 onwards", "2019-01-01", "", "neglect"),
        ("neglect after 2019", "2020-01-01", "", "neglect"),
        ("neglect before 2020", "", "2019-12-31", "neglect"),
        ("neglect up to 2019", "", "2019-12-31", "neglect"),
        ("neglect between 2016 and 2018", "2016-01-01", "2018-12-31", "neglect"),
        ("neglect from 2016 to 2018", "2016-01-01", "2018-12-31", "neglect"),
        ("neglect 2018-2020", "2018-01-01", "2020-12-31", "neglect"),
        ("neglect 2018–2020", "2018-01-01", "2020-12-31", "neglect"),
        ("neglect since March 2020", "2020-03-01", "", "neglect"),
        ("neglect since 2016 and before 2019", "2016-01-01", "2018-12-31", "neglect"),
        ("neglect after covid", "2020-03-01", "", "neglect"),
        ("neglect pre-pandemic", "", "2020-03-31", "neglect"),
        ("neglect in the 2018 reports", "2018-01-01", "2018-12-31", "neglect"),
        ("reports published in 2018 on neglect", "2018-01-01", "2018-12-31", "on neglect"),
        ("Torbay 2018 neglect", "2018-01-01", "2018-12-31", "neglect"),
        ("Torbay: neglect (2018)", "2018-01-01", "2018-12-31", "neglect"),
        ("neglect in Torbay (2018 report)", "2018-01-01", "2018-12-31", "neglect"),
        ("neglect in Torbay? 2018 inspection", "2018-01-01", "2018-12-31", "neglect?"),
        ("Torbay 2016 and 2018: neglect", "2016-01-01", "2018-12-31", "neglect"),
        ("neglect in Torbay, according to the August 2018 report", "2018-08-01", "2018-08-31", "neglect"),
        ("neglect in Torbay by 2018", "", "2018-12-31", "neglect"),
        ("Torbay 2015-16: neglect", "2015-04-01", "2016-03-31", "neglect"),
        (
            "did Torbay in the 2018 report mend the hub opened in 2016",
            "2018-01-01",
            "2018-12-31",
            "did mend the hub opened in 2016",
        ),
    ],
)
def test_dates(text: str, since: str, until: str, rest: str) -> None:
    found = understand(text)
    assert (found.since, found.until, found.rest) == (since, until, rest)
    assert found.reports


@pytest.mark.parametrize(
    "text",
    [
        "what came of the 2014 recommendations",
        "a plan to end neglect by 2018",
        "a hub launched mid-2018",
        "failings found by the July 2018 inspection",
        "exam results 2018 of an academy",
        "progress since the 2016 inspection",
        "2018 children were seen, and 2016% of £2020",
        "data for 2018-19",
        "the Children Act 1989",
        "since the last inspection little has improved",
        "gaps from the last inspection remain",
    ],
)
def test_years_that_are_part_of_what_is_asked(text: str) -> None:
    found = understand(text)
    assert (found.filters, found.reports, found.rest) == ((), None, text)


def test_beside_an_authority_a_year_in_passing_counts_only_if_it_has_a_report() -> None:
    assert reports_of(understand("did Torbay act on the 2016 recommendations")) == {"torbay-2016-01-05"}
    passing = understand("did Torbay act on the 2014 recommendations")
    assert (passing.reports, passing.rest) == (None, "did act on the 2014 recommendations")
    assert understand("Torbay: progress since the 2016 inspection").reports is None


@pytest.mark.parametrize(
    ("text", "reports"),
    [
        (
            "how has neglect gone in Torbay across the 2016, 2018 and 2022 inspections?",
            {"2016", "2018", "2022"},
        ),
        ("compare neglect in Torbay 2016 inspection with jan 2022", {"2016", "2022"}),
        ("Torbay neglect: 2018 compared with the newest report", {"2018", "2022"}),
        ("Torbay neglect - the 2016 one to the latest", {"2016", "2022"}),
        (
            "Torbay: what did the 2016 inspection want for neglect, and was it done by 2022?",
            {"2016", "2018", "2022"},
        ),
        ("Has neglect been sorted in Torbay? They were in trouble over it in 2018", {"2018", "2022"}),
        ("what was said on neglect in Torbay in 2018", {"2018"}),
        ("what has Torbay 2018 improved?", {"2018"}),
        ("neglect in Torbay from 2018 to now", {"2018", "2022"}),
        ("what was on the list after the 2018 inspection of Torbay?", {"2018"}),
        # An event of a year without a report is told of later.
        ("what did the flood in 2017 do to neglect work, Torbay", {"2018", "2022"}),
    ],
)
def test_years_that_are_compared_or_followed_up(text: str, reports: set[str]) -> None:
    assert {name.split("-")[1] for name in reports_of(understand(text)) or ()} == reports


def test_a_year_without_a_report_is_said() -> None:
    assert understand("what did the flood in 2017 do to neglect work, Torbay").notes == (
        "Torbay has no report from 2017, so its later reports were used.",
    )
    assert understand("Torbay neglect, the June 2019 visit").notes == (
        "Torbay has no report from June 2019, so all its reports were used.",
    )


def test_numbers_per_year_from_a_year_are_of_all_since() -> None:
    found = understand("neglect: numbers per year from 2018")
    assert (found.since, found.until) == ("2018-01-01", "")


def test_a_year_is_of_publication_or_of_inspection() -> None:
    assert reports_of(understand("Plymouth 2019")) == {"plymouth-2020-01-27"}
    assert reports_of(understand("Plymouth 2020")) == {"plymouth-2020-01-27"}
    assert reports_of(understand("Plymouth before 2020: neglect")) == {"plymouth-2020-01-27"}


def test_a_month_without_a_report_gives_way_to_its_year_and_says_so() -> None:
    found = understand("Torbay, June 2018: neglect")
    assert reports_of(found) == {"torbay-2018-08-24"}
    assert found.notes == ("There is no report from June 2018, so reports from 2018 were used.",)


@pytest.mark.parametrize(
    ("text", "reports", "rest"),
    [
        ("Torbay's latest report on neglect", {"torbay-2022-05-16"}, "on neglect"),
        ("neglect in Torbay's last inspection", {"torbay-2022-05-16"}, "neglect"),
        ("What did the previous inspection of Torbay make of neglect?", {"torbay-2018-08-24"}, None),
        ("Torbay before 2020, latest report: neglect", {"torbay-2018-08-24"}, "neglect"),
        ("neglect in Torbay over its last two inspections",
         {"torbay-2018-08-24", "torbay-2022-05-16"}, "neglect"),
        ("what was Torbay asked to work on last time Ofsted were in?", {"torbay-2022-05-16"}, None),
        ("what does Torbay still have to improve after the latest inspection?", {"torbay-2022-05-16"}, None),
        ("neglect in outstanding authorities", {"torbay-2022-05-16", "leeds-2018-12-18"}, "neglect"),
        ("neglect in councils rated inadequate", {"bury-2021-12-17"}, "neglect"),
        ("are inadequate councils slow to plan", {"bury-2021-12-17"}, "are slow to plan"),
        ("were councils rated inadequate slow to plan", {"bury-2021-12-17"}, "were slow to plan"),
        ("requires improvement councils: neglect", {"torbay-2018-08-24"}, "neglect"),
        ("authorities judged to be requires improvement or inadequate: neglect",
         {"torbay-2018-08-24", "bury-2021-12-17"}, "neglect"),
    ],
)  # fmt: skip
def test_filters_on_single_reports(text: str, reports: set[str], rest: str | None) -> None:
    found = understand(text)
    assert reports_of(found) == reports
    assert rest is None or found.rest == rest


def test_the_latest_report_is_each_authoritys_own() -> None:
    found = understand("neglect in the last inspection")
    newest = {report.authority: report.id for report in sorted(REPORTS, key=lambda item: item.published)}
    assert reports_of(found) == set(newest.values())


@pytest.mark.parametrize(
    "text",
    [
        "audits graded inadequate",
        "authorities judged good for leadership",
        "an outstanding foster carer",
        "inadequate local authority support",
        "preparing for re-inspection",
        "adoption panel recommendations about matches",
        "recommendations from serious case reviews",
        "how were recommendations tracked",
        "are recommendations tracked",
        "tracking of recommendations",
        "do leaders act on recommendations",
        "serious case review recommendations",
        "learning from recommendations",
        "recommendations are not carried out",
        "recommendations tracked by the board",
        "what the board does with recommendations",
        "good authority figures",
        "is the council rated outstanding?",
        "was the local authority judged inadequate in its plans",
        "are authorities that were rated good",
    ],
)
def test_words_of_grades_frameworks_and_kinds_in_other_senses(text: str) -> None:
    found = understand(text)
    assert (found.filters, found.rest) == ((), text)


@pytest.mark.parametrize(
    ("text", "frameworks", "kinds", "rest"),
    [
        ("ILACS neglect", {"ilacs"}, set(), "neglect"),
        ("neglect in SIF reports", {"sif", "sif_reinspection"}, set(), "neglect"),
        ("neglect at the re-inspection", {"sif_reinspection"}, set(), "neglect"),
        ("what did JTAI inspectors say about neglect", {"jtai"}, set(),
         "what did inspectors say about neglect"),
        ("neglect in the joint targeted area inspection", {"jtai"}, set(), "neglect"),
        ("queues in the area SEND inspection", {"area_send", "area_send_2016"}, set(), "queues"),
        ("recommendations about neglect", set(), {"recommendation", "improvement"}, "neglect"),
        ("What needs to improve about PLO?", set(), {"recommendation", "improvement"}, "PLO?"),
        ("supervision recommendations", set(), {"recommendation", "improvement"}, "supervision"),
        ("Torbay 2018 LSCB recommendations", set(), {"recommendation", "improvement"}, "LSCB"),
        ("PLO recommendations in Torbay, 2018", set(), {"recommendation", "improvement"}, "PLO"),
        ("recommendations: PLO", set(), {"recommendation", "improvement"}, "PLO"),
        ("recommendations for care leavers", set(), {"recommendation", "improvement"}, "care leavers"),
        ("Torbay recommendations neglect", set(), {"recommendation", "improvement"}, "neglect"),
        ("what are the recommendations for children", set(), {"recommendation", "improvement"}, "children"),
        ("What did inspectors recommend about PLO?", set(), {"recommendation", "improvement"}, "PLO?"),
    ],
)  # fmt: skip
def test_frameworks_and_kinds(text: str, frameworks: set[str], kinds: set[str], rest: str) -> None:
    found = understand(text)
    assert (set(found.said("framework")), set(found.said("kind")), found.rest) == (frameworks, kinds, rest)


@pytest.mark.parametrize(
    ("text", "kind", "rest"),
    [
        ("thresholds at the focused visit", "focused_visit", "thresholds"),
        ("caseloads in monitoring visit letters", "monitoring_visit", "caseloads"),
    ],
)
def test_visits_are_filters_only_where_there_are_letters_of_them(text: str, kind: str, rest: str) -> None:
    """Reports of inspections tell of earlier visits: the words are then what is looked for."""
    found = understand(text)
    assert (found.filters, found.rest) == ((), text)
    assert any("is searched for as words" in note for note in found.notes)
    letter = make_report("Torbay", date(2019, 5, 4), framework=kind)
    with_letter = choose_from(
        parse_question(text, PLACES), NOTHING_TYPED, Holdings((*REPORTS, letter), default_register()), ()
    )
    assert (with_letter.said("framework"), with_letter.rest) == (frozenset({kind}), rest)


def test_polarity_is_said_and_filters_nothing() -> None:
    for text, polarity in (
        ("good practice in life story work", "strength"),
        ("concerns about supervision", "weakness"),
        ("strengths and weaknesses of the hub", ""),
        ("what is the hub good at", "strength"),
        ("was it any good at early help", ""),
        ("is the hub good at early help?", ""),
        ("is there good practice in early help?", "strength"),
        ("supervision", ""),
    ):
        found = understand(text)
        assert (found.polarity, found.filters, found.rest) == (polarity, (), text)


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("Torbay 2017: MARAC", "Torbay has no report of 2017 in this index; it has 2016, 2018, 2022."),
        ("MARAC in 2031",
         "No authority has a report of 2031 in this index; there are reports of 2016 to 2024."),
        ("MARAC in Hackney", "Hackney is not among the 9 authorities of this index."),
        ("Leeds SIF MARAC",
         "Leeds has no report of the kind ‘Single inspection framework (2013–17)’ or ‘Re-inspection under "
         "the single inspection framework’ in this index; it has ‘ILACS (from 2018)’."),
        ("Leeds among inadequate authorities: MARAC",
         "Leeds has no report graded inadequate among those selected."),
        ("What did the previous inspection of Leeds say about MARAC",
         "Leeds has only one report among those selected."),
    ],
)  # fmt: skip
def test_filters_that_leave_nothing(text: str, note: str) -> None:
    found = understand(text)
    assert found.empty
    assert found.notes == (note,)


def test_the_one_authority_of_an_index_is_named_where_another_is_asked_for() -> None:
    only = Holdings((make_report("Leeds", date(2018, 12, 18)),), default_register())
    found = choose_from(parse_question("MARAC in Hackney", PLACES), NOTHING_TYPED, only, ())
    assert found.notes == ("Hackney is not in this index, which has only Leeds.",)


def test_one_authority_that_is_absent_does_not_hide_the_other() -> None:
    found = understand("MARAC in Hackney and Torbay")
    assert not found.empty
    assert found.notes == ("Hackney is not among the 9 authorities of this index.",)


def test_typed_filters_win_over_what_the_question_says_of_the_same_field() -> None:
    leeds = typed(authority={"Leeds"})
    found = understand("how does Torbay record neglect in 2018", leeds)
    assert found.authorities == frozenset()
    assert (reports_of(found), found.rest) == ({"leeds-2018-12-18"}, "how does Torbay record neglect")
    assert understand("neglect in Leeds", leeds).rest == "neglect"
    assert understand("neglect since 2022", Chosen(until=date(2019, 1, 1))).reports is None
    assert understand("recommendations about PLO", typed(kind={"finding"})).said("kind") == frozenset()
    assert understand("ILACS PLO", typed(framework={"sif"})).said("framework") == frozenset()


@pytest.mark.parametrize("text", ["Torbay", "Torbay 2018", "What did inspectors say about Torbay?", "ILACS"])
def test_a_question_of_nothing_but_filters_is_searched_whole(text: str) -> None:
    found = understand(text)
    assert found.filters
    assert found.rest == text


def test_mentions_are_stretches_of_the_question() -> None:
    text = "Which recommendations about PEPs did Bristol's latest report make since 2022 in the South West?"
    found = understand(text)
    assert [item.field for item in found.mentions] == ["kind", "authority", "report", "published", "region"]
    assert [text[item.start : item.end] for item in found.mentions] == [item.text for item in found.mentions]


def test_what_is_cut_leaves_no_empty_brackets_or_hanging_marks() -> None:
    found = understand("How are visits recorded in Torbay (2018)?")
    assert found.rest == "How are visits recorded?"
    assert without("(a) b", []) == "(a) b"


_PIECES = st.sampled_from(
    ["Torbay", "Reading", "Bury's", "in", "2018", "2014-15", "since", "before covid", "(", ")", ",", "'s",
     "and", "latest report", "ILACS", "my neighbours", "except", "not in",
     "other than", "outside London", "London boroughs", "rated good councils", "MARAC",
     "the", "?", "Kensington &", "recommendations about", "between 2020 and 2016", "March 2019", "ß", "½",
     "İ", "\u200b"]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=60), st.lists(_PIECES, max_size=8).map(" ".join)))
def test_any_text_is_handled(text: str) -> None:
    found = understand(text)
    assert bool(words(found.rest)) == bool(words(text))
    for item in found.mentions:
        assert text[item.start : item.end] == item.text
        assert item.text
    ordered = found.filters
    assert all(one.end <= other.start for one, other in pairwise(ordered))
    assert not (found.empty and not found.notes)


def test_a_stretch_that_is_to_be_words_filters_nothing_and_is_left_to_search() -> None:
    text = "Reading of case records in Leeds since 2018"
    found = understand(text, as_words=[" leeds "])
    assert found.authorities.isdisjoint({"Leeds"})
    assert found.since == "2018-01-01"
    assert "Leeds" in found.rest
    assert "2018" not in found.rest
    both = understand(text, as_words=["Leeds", "since 2018", "Reading"])
    assert (both.mentions, both.rest, both.reports) == ((), text, None)


def test_words_that_no_filter_was_read_from_change_nothing() -> None:
    text = "MARAC in Leeds"
    assert understand(text, as_words=["MARAC", "Torbay", ""]) == understand(text)
