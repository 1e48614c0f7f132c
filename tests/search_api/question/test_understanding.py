"""What a question is taken to mean, and how it is left: many small cases, those that must not match too."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.authorities.register import default_register
from indexer.records import Grade, Judgement, Report
from indexer.store.filters import Filters
from search_api.question.mentions import without
from search_api.question.names import indexed_only
from search_api.question.places import Places
from search_api.question.understanding import Understanding, understand_question
from search_api.question.words import words
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
PLACES = Places(
    default_register(), indexed_only((report.authority for report in REPORTS), default_register())
)


def reports_of(found: Understanding) -> set[str] | None:
    return None if found.reports is None else set(found.reports)


def understand(text: str, typed: Filters | None = None) -> Understanding:
    return understand_question(text, PLACES, typed or Filters(), REPORTS)


@pytest.mark.parametrize(
    ("text", "names", "rest"),
    [
        ("How well are PEPs written in Torbay?", {"Torbay"}, "How well are PEPs written?"),
        ("torbay neglect", {"Torbay"}, "neglect"),
        ("neglect, northmoor", {"Northmoor"}, "neglect"),
        ("Bristol's offer to disabled children", {"Bristol, City of"}, "offer to disabled children"),
        ("Bristol’s offer to disabled children", {"Bristol, City of"}, "offer to disabled children"),
        ("Derby City Council MASH", {"Derby"}, "MASH"),
        ("MASH of the London Borough of Tower Hamlets", {"Tower Hamlets"}, "MASH"),
        ("the MASH in Kensington & Chelsea", {"Kensington and Chelsea"}, "the MASH"),
        ("St Helens: kinship care", {"St. Helens"}, "kinship care"),
        ("kinship in Stoke on Trent", {"Stoke-on-Trent"}, "kinship"),
        ("County Durham early help", {"Durham"}, "early help"),
        ("PLO in Leeds, Derby and Torbay", {"Leeds", "Derby", "Torbay"}, "PLO"),
        ("PLO in North Somerset", {"North Somerset"}, "PLO"),
        ("neglect in Bath and North East Somerset", {"Bath and North East Somerset"}, "neglect"),
        ("Reading 2019: supervision", {"Reading"}, "supervision"),
        ("supervision in Reading", {"Reading"}, "supervision"),
        ("Reading's supervision", {"Reading"}, "supervision"),
        ("Reading council supervision", {"Reading"}, "supervision"),
        ("Reading: supervision", {"Reading"}, "supervision"),
        ("reading and spelling of children in Bury", {"Bury"}, "reading and spelling of children"),
        ("bury 2021 plans", {"Bury"}, "plans"),
        ("Does Bury write good plans?", {"Bury"}, "Does write good plans?"),
        ("children missing in Medway", {"Medway"}, "children missing"),
    ],
)
def test_authorities(text: str, names: set[str], rest: str) -> None:
    found = understand(text)
    assert (set(found.authorities), found.rest) == (names, rest)


@pytest.mark.parametrize(
    "text",
    [
        "reading in personal education plans",
        "Reading in personal education plans",
        "Reading and writing in care",
        "support with Reading and Maths",
        "progress in reading and maths",
        "IS READING SUPPORTED",
        "Improving Reading Among Looked After Children",
        "do children bury what they feel",
        "a harrowing account, bath time and a barking dog",
        "concerns about Kent Police notifications",
        "Devon and Cornwall Police",
        "South Leeds hub",
        "early help in Greater Manchester",
        "the University of Essex",
        "Leeds United in the community",
        "Newcastle-under-Lyme",
        "Sutton Coldfield",
        "Derby County Council",
        "what Estyn said about Cardiff",
        "Eastvale children's services",
        "Mr Kent, social worker",
        "the young people of London",
        "neighbours complained about noise",
        "children placed outside London",
        "a county council",
    ],
)
def test_not_an_authority(text: str) -> None:
    found = understand(text)
    assert (found.filters, found.rest) == ((), text)


HERE = {report.authority for report in REPORTS}


@pytest.mark.parametrize(
    ("text", "without_", "rest"),
    [
        ("MASH in councils other than Torbay", {"Torbay"}, "MASH"),
        ("adoption everywhere except Leeds", {"Leeds"}, "adoption"),
        ("adoption everywhere but Leeds", {"Leeds"}, "adoption"),
        ("MASH not in Kent", {"Kent"}, "MASH"),
        ("MASH, but not Kent", {"Kent"}, "MASH"),
        ("PLO apart from Leeds, Derby and Torbay", {"Leeds", "Derby", "Torbay"}, "PLO"),
        ("which councils aside from Leeds use PLO", {"Leeds"}, "which use PLO"),
        ("excluding Bristol: PLO", {"Bristol, City of"}, "PLO"),
        ("PLO outside the South West", {"Torbay", "Plymouth", "Bristol, City of"}, "PLO"),
        ("PLO except in the South West", {"Torbay", "Plymouth", "Bristol, City of"}, "PLO"),
        ("PLO not in the South West", {"Torbay", "Plymouth", "Bristol, City of"}, "PLO"),
        (
            "PLO except unitary authorities",
            {"Torbay", "Plymouth", "Bristol, City of", "Derby", "Reading"},
            "PLO",
        ),
    ],
)
def test_what_is_left_out_is_not_searched(text: str, without_: set[str], rest: str) -> None:
    found = understand(text)
    assert (set(found.authorities), found.rest) == (HERE - without_, rest)
    assert all(item.excluded and item.value.startswith("not ") for item in found.filters)


def test_a_place_less_another() -> None:
    found = understand("PLO in the South West except Torbay")
    assert {"Plymouth", "Devon"} <= found.authorities
    assert "Torbay" not in found.authorities
    assert set(understand("PLO in Leeds, not Torbay, and Bury").authorities) == {"Leeds", "Bury"}
    own = understand("PLO in Torbay and authorities other than its neighbours")
    assert [(item.field, item.excluded) for item in own.filters] == [
        ("authority", False),
        ("neighbours", True),
    ]
    assert set(own.authorities) == {"Torbay"}


def test_what_is_left_out_can_be_taken_back_and_is_left_out_of_typed_filters() -> None:
    text = "PLO in councils other than Torbay"
    back = understand_question(text, PLACES, Filters(), REPORTS, ["in councils other than Torbay"])
    assert (back.filters, back.authorities, back.rest) == ((), frozenset(), text)
    both = Filters(authorities=frozenset({"Torbay", "Leeds"}))
    assert reports_of(understand(text, both)) == {"leeds-2018-12-18"}
    # Who types it means it.
    assert understand(text, Filters(authorities=frozenset({"Torbay"}))).reports is None


def test_leaving_out_everything_is_said() -> None:
    found = understand("PLO in Leeds, not in Leeds")
    assert found.empty
    assert found.notes == ("Without Leeds no report is left among those chosen.",)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("children placed outside Torbay", {"Torbay"}),
        ("children who are not in Torbay schools", {"Torbay"}),
        ("did not Torbay promise a hub", {"Torbay"}),
        ("children living outside London", set()),
        ("what Torbay said, and not all of it", {"Torbay"}),
    ],
)
def test_words_that_leave_no_council_out(text: str, names: set[str]) -> None:
    found = understand(text)
    assert set(found.authorities) == names
    assert not any(item.excluded for item in found.filters)


def test_the_longest_name_wins() -> None:
    assert set(understand("PEPs in North East Lincolnshire").authorities) == {"North East Lincolnshire"}
    assert set(understand("PEPs in West Sussex").authorities) == {"West Sussex"}


@pytest.mark.parametrize(
    ("text", "field", "value", "some", "rest"),
    [
        ("MARAC in the South West", "region", "South West", {"Torbay", "Plymouth"}, "MARAC"),
        ("MARAC across north-west authorities", "region", "North West", {"Bury"}, "MARAC"),
        ("placements in London", "region", "London", {"Hackney", "City of London"}, "placements"),
        ("how do London boroughs plan", "type", "London Borough", {"Hackney"}, "plan"),
        ("among county councils: PLO", "type", "County", {"Kent"}, "PLO"),
        ("PLO in unitary authorities", "type", "Unitary Authority", {"Torbay", "Derby"}, "PLO"),
        ("PLO for neighbours of Torbay", "neighbours", "Torbay", {"Plymouth"}, "PLO"),
        ("Torbay's statistical neighbours on PLO", "neighbours", "Torbay", {"Plymouth"}, "on PLO"),
    ],
)
def test_groups_of_authorities(text: str, field: str, value: str, some: set[str], rest: str) -> None:
    found = understand(text)
    assert [(item.field, item.value) for item in found.mentions] == [(field, value)]
    assert some <= found.authorities
    assert (field != "neighbours") or "Torbay" not in found.authorities
    assert found.rest == rest
    assert any("are in this index" in note for note in found.notes)


def test_a_region_and_a_type_together_and_an_authority_beside_its_neighbours() -> None:
    both = understand("PLO in unitary authorities in the South West")
    assert {"Torbay", "Plymouth"} <= both.authorities
    assert not {"Derby", "Devon"} & both.authorities
    assert {"Torbay", "Plymouth"} <= understand("Torbay and its statistical neighbours: PLO").authorities
    mine = understand("I work in Torbay. How do my neighbours manage PLO?")
    assert "Plymouth" in mine.authorities
    assert "Torbay" not in mine.authorities


def test_my_neighbours_needs_an_authority() -> None:
    found = understand("PLO among my neighbours")
    assert (found.filters, found.empty, found.rest) == ((), False, "PLO among my neighbours")
    assert found.notes == ("Whose neighbours? Write ‘neighbours of’ and the authority for ‘my neighbours’.",)


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
        ("Torbay 2015-16: neglect", "2015-01-01", "2016-12-31", "neglect"),
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
        "northmoor-2018-08-24/para-27",
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


def test_a_year_is_of_publication_or_of_inspection() -> None:
    assert reports_of(understand("Plymouth 2019")) == {"plymouth-2020-01-27"}
    assert reports_of(understand("Plymouth 2020")) == {"plymouth-2020-01-27"}
    assert reports_of(understand("Plymouth before 2020: neglect")) == {"plymouth-2020-01-27"}


def test_a_month_without_a_report_gives_way_to_its_year_and_says_so() -> None:
    found = understand("Torbay, June 2018: neglect")
    assert reports_of(found) == {"torbay-2018-08-24"}
    assert found.notes == ("No report is of 2018-06; those of 2018 were taken.",)


@pytest.mark.parametrize(
    ("text", "reports", "rest"),
    [
        ("Torbay's latest report on neglect", {"torbay-2022-05-16"}, "on neglect"),
        ("neglect in Torbay's last inspection", {"torbay-2022-05-16"}, "neglect"),
        ("What did the previous inspection of Torbay make of neglect?", {"torbay-2018-08-24"}, None),
        ("Torbay before 2020, latest report: neglect", {"torbay-2018-08-24"}, "neglect"),
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
    assert (set(found.frameworks), set(found.kinds), found.rest) == (frameworks, kinds, rest)


def test_polarity_is_said_and_filters_nothing() -> None:
    for text, polarity in (
        ("good practice in life story work", "strength"),
        ("concerns about supervision", "weakness"),
        ("strengths and weaknesses of the hub", ""),
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
         "Leeds has no report of framework sif or sif_reinspection in this index; it has ilacs."),
        ("Leeds among inadequate authorities: MARAC",
         "Leeds has no report graded inadequate among those chosen."),
        ("What did the previous inspection of Leeds say about MARAC",
         "Leeds has only one report among those chosen."),
    ],
)  # fmt: skip
def test_filters_that_leave_nothing(text: str, note: str) -> None:
    found = understand(text)
    assert found.empty
    assert found.notes == (note,)


def test_one_authority_that_is_absent_does_not_hide_the_other() -> None:
    found = understand("MARAC in Hackney and Torbay")
    assert not found.empty
    assert found.notes == ("Hackney is not among the 9 authorities of this index.",)


def test_typed_filters_win_over_what_the_question_says_of_the_same_field() -> None:
    leeds = Filters(authorities=frozenset({"Leeds"}))
    found = understand("how does Torbay record neglect in 2018", leeds)
    assert found.authorities == frozenset()
    assert (reports_of(found), found.rest) == ({"leeds-2018-12-18"}, "how does Torbay record neglect")
    assert understand("neglect in Leeds", leeds).rest == "neglect"
    assert understand("neglect since 2022", Filters(until=date(2019, 1, 1))).reports is None
    assert understand("recommendations about PLO", Filters(kinds=frozenset({"finding"}))).kinds == frozenset()
    assert understand("ILACS PLO", Filters(frameworks=frozenset({"sif"}))).frameworks == frozenset()


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
    found = understand_question(text, PLACES, Filters(), REPORTS, [" leeds "])
    assert found.authorities.isdisjoint({"Leeds"})
    assert found.since == "2018-01-01"
    assert "Leeds" in found.rest
    assert "2018" not in found.rest
    both = understand_question(text, PLACES, Filters(), REPORTS, ["Leeds", "since 2018", "Reading"])
    assert (both.mentions, both.rest, both.reports) == ((), text, None)


def test_words_that_no_filter_was_read_from_change_nothing() -> None:
    text = "MARAC in Leeds"
    assert understand_question(text, PLACES, Filters(), REPORTS, ["MARAC", "Torbay", ""]) == understand(text)
