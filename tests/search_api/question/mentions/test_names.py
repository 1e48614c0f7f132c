"""Former, short and other names of authorities, areas of several, and regions as people name them."""

from __future__ import annotations

from datetime import date

import pytest

from indexer.authorities.register import default_register
from search_api.question.filters import Holdings, by_name
from search_api.question.mentions.mention import Mention
from search_api.question.mentions.places import Places
from search_api.question.request import Chosen
from search_api.question.understanding import choose_from, parse_question
from tests.search_api.question.asking import PLACES, reports_of, understand
from tests.support.builders import make_report


def named(text: str) -> list[Mention]:
    return PLACES.find(text)[0]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Herts", "Hertfordshire"),
        ("herts", "Hertfordshire"),
        ("Bucks", "Buckinghamshire"),
        ("Cambs", "Cambridgeshire"),
        ("Lincs", "Lincolnshire"),
        ("NE Lincs", "North East Lincolnshire"),
        ("N E Lincs", "North East Lincolnshire"),
        ("N.E. Lincolnshire", "North East Lincolnshire"),
        ("W Sussex", "West Sussex"),
        ("n yorks", "North Yorkshire"),
        ("Notts", "Nottinghamshire"),
        ("Leics", "Leicestershire"),
        ("Lancs", "Lancashire"),
        ("Staffs", "Staffordshire"),
        ("Central Beds", "Central Bedfordshire"),
        ("Hull", "Kingston Upon Hull, City of"),
        ("Kingston", "Kingston upon Thames"),
        ("Kingston upon Hull", "Kingston Upon Hull, City of"),
        ("Bath", "Bath and North East Somerset"),
        ("Brighton", "Brighton and Hove"),
        ("Telford", "Telford and Wrekin"),
        ("Windsor", "Windsor and Maidenhead"),
        ("Newcastle", "Newcastle upon Tyne"),
        ("Southend", "Southend-on-Sea"),
        ("Stoke", "Stoke-on-Trent"),
        ("Ham & Fulham", "Hammersmith and Fulham"),
        ("H&F", "Hammersmith and Fulham"),
        ("RBKC", "Kensington and Chelsea"),
        ("K&C", "Kensington and Chelsea"),
        ("LBTH", "Tower Hamlets"),
        ("BCP", "Bournemouth, Christchurch and Poole"),
        ("St Helens", "St. Helens"),
        ("IOW", "Isle of Wight"),
        ("county durham", "Durham"),
        ("East Riding", "East Riding of Yorkshire"),
        ("Blackburn", "Blackburn with Darwen"),
        ("Redcar", "Redcar and Cleveland"),
        ("Barking", "Barking and Dagenham"),
        ("Richmond", "Richmond upon Thames"),
        ("Bristol city council", "Bristol, City of"),
        ("Bournemouth", "Bournemouth, Christchurch and Poole"),
        ("Bournemouth Borough Council", "Bournemouth, Christchurch and Poole"),
        ("Christchurch", "Bournemouth, Christchurch and Poole"),
        ("Poole", "Bournemouth, Christchurch and Poole"),
        ("Dorset", "Dorset"),
        ("Dorset County Council", "Dorset"),
    ],
)
def test_other_names_of_one_authority(typed: str, name: str) -> None:
    text = f"neglect in {typed}"
    assert [(item.field, item.value, item.text) for item in named(text)] == [("authority", name, typed)]


@pytest.mark.parametrize(
    ("typed", "name", "today"),
    [
        ("Cumbria", "Cumbria", {"Cumberland", "Westmorland and Furness"}),
        ("Cumbria County Council", "Cumbria", {"Cumberland", "Westmorland and Furness"}),
        ("Northants", "Northamptonshire", {"North Northamptonshire", "West Northamptonshire"}),
        ("Beds", "Bedfordshire", {"Bedford Borough", "Central Bedfordshire"}),
        ("Cheshire", "Cheshire", {"Cheshire East", "Cheshire West and Chester"}),
        (
            "Berkshire",
            "Berkshire",
            {
                "Bracknell Forest",
                "Reading",
                "Slough",
                "West Berkshire",
                "Windsor and Maidenhead",
                "Wokingham",
            },
        ),
        (
            "Avon",
            "Avon",
            {"Bath and North East Somerset", "Bristol, City of", "North Somerset", "South Gloucestershire"},
        ),
        ("Sussex", "Sussex", {"Brighton and Hove", "East Sussex", "West Sussex"}),
        ("Merseyside councils", "Merseyside", {"Knowsley", "Liverpool", "Sefton", "St. Helens", "Wirral"}),
        ("South Yorkshire", "South Yorkshire", {"Barnsley", "Doncaster", "Rotherham", "Sheffield"}),
    ],
)
def test_areas_of_several_authorities(typed: str, name: str, today: set[str]) -> None:
    (item,) = named(f"neglect in {typed}")
    assert (item.field, item.value, item.text) == ("area", name, typed)
    assert set(item.members) - {name} == today


@pytest.mark.parametrize(
    ("typed", "count"),
    [
        ("Cleveland", 4),
        ("Teesside", 4),
        ("Humberside", 4),
        ("Tyne and Wear", 5),
        ("West Yorkshire", 5),
        ("Greater Manchester", 10),
        ("West Midlands metropolitan county", 7),
        ("inner London", 13),
        ("outer London boroughs", 20),
    ],
)
def test_larger_areas(typed: str, count: int) -> None:
    (item,) = named(f"neglect in {typed}")
    assert (item.field, len(item.members)) == ("area", count)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("neglect in West Midlands", "West Midlands"),
        ("North East: neglect", "North East"),
        ("North East neglect", "North East"),
        ("neglect, north east", "North East"),
        ("neglect in the south east", "South East"),
        ("how does the North East do on neglect", "North East"),
        ("reports from London on neglect", "London"),
        ("London: neglect", "London"),
        ("neglect in Yorkshire", "Yorkshire and the Humber"),
        ("neglect in the Midlands", "East Midlands and West Midlands"),
        ("neglect in the north", "North East, North West and Yorkshire and the Humber"),
        ("neglect in the north of England", "North East, North West and Yorkshire and the Humber"),
        ("neglect in southern councils", "South East and South West"),
        ("neglect in the ſouth eaſt", "South East"),
    ],
)
def test_regions_as_people_name_them(text: str, value: str) -> None:
    assert [(item.field, item.value) for item in named(text)] == [("region", value)]


@pytest.mark.parametrize(
    "text",
    [
        "bath time for children",
        "a barking dog",
        "the number of beds in homes",
        "staff's views and Staff's views",
        "to buck the trend",
        "services in the north of the county",
        "the north west team",
        "South East London adoption",
        "young people of London",
        "children moved to London",
        "Greater Manchester Police",
        "Avon and Somerset Police",
        "Stratford-upon-Avon",
        "Kingston Road hub",
        "the University of Sussex",
        "Mr Windsor",
        "a sale of wells and rugby kit, by rights",
    ],
)
def test_words_and_names_of_others(text: str) -> None:
    assert named(text) == []


def test_what_a_former_name_is_taken_as_is_said() -> None:
    found = understand("neglect in Avon")
    assert "Bristol, City of" in found.authorities
    assert found.notes == (
        "Avon is now Bath and North East Somerset, Bristol, North Somerset and South Gloucestershire.",
        "This index has no report of Bath and North East Somerset, North Somerset and South Gloucestershire.",
    )
    assert understand("neglect in Avon", as_words=["Avon"]).notes == ()
    nowhere = understand("neglect in Cumbria")
    assert nowhere.empty
    assert nowhere.notes == (
        "Cumbria is now Cumberland and Westmorland and Furness.",
        "This index has no report of any of them.",
    )


def test_reports_under_the_former_name_stay_in_reach() -> None:
    reports = (
        make_report("Cumbria", date(2017, 5, 1)),
        make_report("Cumberland", date(2025, 5, 1)),
        make_report("Leeds", date(2018, 5, 1)),
    )
    holdings = Holdings(reports, default_register())
    places = Places(default_register(), holdings.local)
    found = choose_from(parse_question("neglect in Cumbria", places), Chosen(), holdings)
    assert found.authorities >= {"Cumbria", "Cumberland"}
    assert found.notes == (
        "Cumbria is now Cumberland and Westmorland and Furness.",
        "This index has no report of Westmorland and Furness.",
    )
    # Typed as a filter, a council that has reports of its own means those.
    authority = by_name("authority")
    assert authority.match(["Cumbria"], holdings) == {"Cumbria"}
    assert authority.match(["West Yorkshire"], holdings) == {"Leeds"}
    without = Holdings(reports[1:], default_register())
    assert authority.match(["Cumbria"], without) == {"Cumberland"}
    assert authority.match(["Herts"], without) == {"Hertfordshire"}


def test_an_area_is_left_out_and_takes_a_year_as_an_authority_does() -> None:
    left = understand("PLO except in Avon")
    assert "Bristol, City of" not in left.authorities
    assert left.authorities
    assert reports_of(understand("Avon 2023: PLO")) == {"bristol-2023-03-17"}


@pytest.mark.parametrize(
    ("text", "notes"),
    [
        (
            "neglect in Northfold",
            ("‘Northfold’ is not an authority or a region that Pinpoint knows, so it chose no reports.",),
        ),
        ("neglect in Northmoor", ()),
        ("visits in March", ()),
        ("support in Family Hubs", ()),
        ("teaching in English", ()),
        ("Better Practice In Northfold", ()),
    ],
)
def test_a_place_that_is_none_is_said(text: str, notes: tuple[str, ...]) -> None:
    assert understand(text).notes == notes


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Plymouths LADO service", ["Plymouth"]),
        ("what did torbays report say", ["Torbay"]),
        ("the readings were high", []),
        ("Staffs were asked", []),
        ("burys", []),
    ],
)
def test_an_owner_without_the_apostrophe_is_an_authority(text: str, found: list[str]) -> None:
    assert [item.value for item in named(text)] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("bury lado", ["Bury"]),
        ("Bucks homeless teenagers, anything said?", ["Buckinghamshire"]),
        ("early help in slough", ["Slough"]),
        ("children who bury their feelings", []),
        ("do staff bury concerns", []),
        ("what good reading looks like", []),
        ("bath time in children's homes", []),
    ],
)
def test_a_name_that_is_rarely_an_ordinary_word_is_taken_in_small_letters(
    text: str, found: list[str]
) -> None:
    assert [item.value for item in named(text)] == found


def test_what_comes_after_a_colon_is_no_part_of_the_name() -> None:
    values = [item.value for item in named("north northants vs west northants: police powers")]
    assert values == ["North Northamptonshire", "West Northamptonshire"]
    assert named("west northants police powers") == []
