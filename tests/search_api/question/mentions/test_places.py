"""Authorities, regions, types and neighbours that a question names or leaves out."""

from __future__ import annotations

import pytest

from tests.search_api.question.asking import (
    REPORTS,
    reports_of,
    typed,
    understand,
)


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
    back = understand(text, as_words=["in councils other than Torbay"])
    assert (back.filters, back.authorities, back.rest) == ((), frozenset(), text)
    both = typed(authority={"Torbay", "Leeds"})
    assert reports_of(understand(text, both)) == {"leeds-2018-12-18"}
    # Who types it means it.
    assert understand(text, typed(authority={"Torbay"})).reports is None


def test_leaving_out_everything_is_said() -> None:
    found = understand("PLO in Leeds, not in Leeds")
    assert found.empty
    assert found.notes == ("Without Leeds no report is left among those selected.",)


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
