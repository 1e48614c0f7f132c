"""Names of authorities as they are printed and typed, and names that must not be guessed."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.authorities.register import Authority, Register, default_register
from indexer.errors import PinpointError, UnknownAuthority

HEADER = "urn,la_code,ons_code,name,also_known_as,region,la_type,statistical_neighbours\n"
ROWS = (
    '9001,101,E1,"Northmoor, City of",[Northmoor Bay],Far West,Unitary Authority,102 103\n'
    "9002,102,E2,St. Osyth and Wexcombe,,Far West,County,101\n"
    '9003,103,E3,"Saltby, Thorpe and Wold","[STW, Saltby, Thorpe & Wold]",The Levels and Marsh,,\n'
    "9004,104,E4,Saltbyshire Borough,,The Levels and Marsh,Metropolitan District,\n"
)


def register_of(folder: Path, rows: str = ROWS, header: str = HEADER) -> Register:
    path = folder / "authorities.csv"
    path.write_text(header + rows, "utf-8")
    return Register.load(path)


@pytest.fixture
def register(tmp_path: Path) -> Register:
    return register_of(tmp_path)


@pytest.fixture(scope="module")
def real() -> Register:
    return default_register()


@pytest.mark.parametrize(
    ("name", "urn"),
    [
        ("Northmoor, City of", "9001"),
        ("NORTHMOOR", "9001"),
        ("Northmoor City Council", "9001"),
        ("northmoor  bay", "9001"),
        ("Inspection of Northmoor local authority children’s services", "9001"),
        ("Re-inspection of the City of Northmoor Council", "9001"),
        ("St Osyth & Wexcombe County Council", "9002"),
        ("Saint Osyth and Wexcombe", "9002"),
        ("stw", "9003"),
        ("Saltby, Thorpe & Wold", "9003"),
        ("Saltby Thorpe and Wold Council", "9003"),
        ("Metropolitan Borough of Saltbyshire", "9004"),
        ("Saltbyshire MBC", "9004"),
    ],
)
def test_a_name_is_known_in_every_printed_form(register: Register, name: str, urn: str) -> None:
    found = register.match(name)
    assert found is not None
    assert found.urn == urn
    assert register.find(name) is found


@pytest.mark.parametrize(
    "name",
    [
        *("", "  ", "Council", "Inspection of children’s social care services", "the", "&"),
        *(
            "Saltby",
            "Thorpe & Wold",
            "Northmor",
            "North moor",
            "Northmoor and Saltbyshire",
            "Greater Northmoor",
        ),
        *(
            "London Borough of Northmoor",
            "Royal Borough of Northmoor",
            "Northmoor Metropolitan Borough Council",
        ),
        *("St Osyth and Wexcombe City Council", "Saltbyshire County Council"),
        "Northmoor" + " Council" * 100,
    ],
)
def test_a_name_that_is_not_surely_one_authority_is_nobodys(register: Register, name: str) -> None:
    assert register.match(name) is None


def test_a_list_of_aliases_keeps_a_name_that_holds_commas(register: Register) -> None:
    found = register.by_urn("9003")
    assert found is not None
    assert found.also_known_as == ("STW", "Saltby, Thorpe & Wold")


@pytest.mark.parametrize(
    ("name", "suggested"),
    [
        ("Northmor", "did you mean Northmoor, City of?"),
        ("Saltby", "did you mean Saltby, Thorpe and Wold or Saltbyshire Borough?"),
        ("Zzzz", "use a name from authorities.csv"),
    ],
)
def test_an_unknown_name_is_answered_by_near_names(register: Register, name: str, suggested: str) -> None:
    with pytest.raises(UnknownAuthority) as caught:
        register.find(name)
    assert str(caught.value) == f"{name!r} is not in the register of authorities: {suggested}"


def test_neighbours_come_nearest_first(register: Register) -> None:
    northmoor = register.find("Northmoor")
    assert [neighbour.name for neighbour in register.neighbours(northmoor)] == [
        "St. Osyth and Wexcombe",
        "Saltby, Thorpe and Wold",
    ]
    assert register.neighbours(register.find("STW")) == ()


def test_a_neighbour_that_is_not_in_the_register_is_said(tmp_path: Path) -> None:
    register = register_of(tmp_path, "9001,101,E1,Northmoor,,Far West,County,102 999\n9002,102,E2,Wold,,,,\n")
    with pytest.raises(PinpointError, match="statistical neighbour 999"):
        register.neighbours(register.find("Northmoor"))


def test_regions_are_found_in_any_spelling(register: Register) -> None:
    assert register.regions() == ("Far West", "The Levels and Marsh")
    assert [a.urn for a in register.in_region("levels & marsh")] == ["9003", "9004"]
    with pytest.raises(UnknownAuthority, match="use one of Far West, The Levels and Marsh"):
        register.in_region("Near East")


def test_an_authority_is_found_by_its_codes(register: Register) -> None:
    assert register.by_urn("9002") is register.by_code("102")
    assert register.by_urn("9999") is None
    assert register.by_code("9999") is None
    assert [authority.urn for authority in register] == ["9001", "9002", "9003", "9004"]
    assert len(register) == 4


@pytest.mark.parametrize(
    ("rows", "wrong"),
    [
        ("9001,101,E1,Northmoor,,W,,\n9001,102,E2,Wold,,W,,\n", "'9001' to Northmoor and to Wold"),
        ("9001,101,E1,Northmoor,,W,,\n9002,101,E2,Wold,,W,,\n", "'101' to Northmoor and to Wold"),
        ("9001,101,E1,Wold & Marsh,,W,,\n9002,102,E2,Wold and Marsh,,W,,\n", "'wold and marsh'"),
        ("9001,101,E1,Northmoor,[Wold],W,,\n9002,102,E2,Wold,,W,,\n", "'wold' to Wold and to Northmoor"),
        ("9001,101,E1,,,W,,\n", "line 2: not a row"),
        ("9001,101,E1,Northmoor,,W,,\nx,102,E2,Wold,,W,,\n", "line 3: not a row"),
        ("9001,101,E1,Northmoor,,W,,,more\n", "line 2: not a row"),
        ("9001,101,E1,!!!,,W,,\n", "the register gives ''"),
    ],
)
def test_a_register_that_contradicts_itself_is_refused(tmp_path: Path, rows: str, wrong: str) -> None:
    with pytest.raises(PinpointError) as caught:
        register_of(tmp_path, rows)
    assert wrong in str(caught.value)


def test_a_register_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PinpointError, match="lacks the column also_known_as"):
        register_of(tmp_path, "", "urn,name\n")
    with pytest.raises(PinpointError, match="cannot read the register"):
        Register.load(tmp_path / "none.csv")
    (tmp_path / "binary.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(PinpointError, match="cannot read the register"):
        Register.load(tmp_path / "binary.csv")


def test_a_short_name_that_two_authorities_share_is_nobodys(tmp_path: Path) -> None:
    rows = '9001,101,E1,"Wold, City of",,W,,\n9002,102,E2,Wold County,,W,,\n'
    register = register_of(tmp_path, rows)
    assert register.match("Wold") is None
    assert register.find("wold city of").urn == "9001"
    assert register.find("Wold County Council").urn == "9002"


@pytest.mark.slow
@given(st.text(max_size=300))
def test_any_text_is_answered(text: str) -> None:
    register = Register([Authority("1", "2", "", "Northmoor", (), "", "", ())])
    assert register.match(text) in (None, register.by_urn("1"))
    assert isinstance(register.near_names(text), tuple)


# Facts about real names: how councils are printed on covers and called in use.
@pytest.mark.parametrize(
    ("name", "urn"),
    [
        ("Royal Borough of Windsor and Maidenhead", "80546"),
        ("The London Borough of Barnet", "80487"),
        ("London Borough of Merton Council", "80510"),
        ("London Borough of Richmond upon Thames", "80513"),
        ("Royal Borough of Kingston", "80545"),
        ("Kingston upon Hull City Council", "80477"),
        ("Inspection of Hull local authority children’s services", "80477"),
        ("Bristol City of", "80441"),
        ("City of Bristol", "80441"),
        ("london corporation", "80450"),
        ("Inspection of City of London local authority children's services", "80450"),
        ("City of Westminster", "80519"),
        ("Medway Children’s Services", "80522"),
        ("Inspection of Newcastle local authority children’s services", "80525"),
        ("Borough of Redcar and Cleveland", "80541"),
        ("Metropolitan Borough of Barnsley Council", "80426"),
        ("Tameside metropolitan borough", "80569"),
        ("St Helens Metropolitan Borough Council", "80560"),
        ("Council of the Isles of Scilly", "80455"),
        ("City of Bradford Metropolitan District Council", "80449"),
        ("City of York Council", "80453"),
        ("Stoke on Trent", "80564"),
        ("Newcastle on Tyne", "80525"),
        ("Southend-on-Sea Borough Council", "80559"),
        ("Telford & Wrekin", "80570"),
        ("BCP Council", "2532287"),
        ("Bournemouth, Christchurch and Poole Council", "2532287"),
        ("Borough of Poole", "137316"),
        ("Northamptonshire County Council", "121939"),
        ("Cumbria", "135513"),
        ("Derby City", "80459"),
        ("Derbyshire County Council", "80460"),
        ("Durham County Council", "80465"),
        ("County Durham", "80465"),
        ("Herefordshire, County of", "80474"),
        ("Dorset Council", "2532283"),
        ("bedford", "80428"),
    ],
)
def test_real_names_find_their_authority(real: Register, name: str, urn: str) -> None:
    assert real.find(name).urn == urn


@pytest.mark.parametrize(
    ("name", "suggested"),
    [
        ("London", "City of London"),
        ("Kingston", "Kingston upon Thames"),
        ("Bournemouth Borough Council", "Bournemouth, Christchurch and Poole"),
        ("Dorset County Council", "Dorset"),
        ("Derby County Council", "Derbyshire"),
        ("Leicester County Council", "Leicestershire"),
        ("Cheshire", "Cheshire East"),
        ("Yorkshire", "North Yorkshire"),
        ("London Borough of Torbay", "Torbay"),
        ("Torbey", "Torbay"),
    ],
)
def test_real_names_of_other_bodies_are_not_taken_for_an_authority(
    real: Register, name: str, suggested: str
) -> None:
    assert real.match(name) is None
    assert suggested in real.near_names(name)


def test_the_supplied_register_is_sound(real: Register) -> None:
    assert len(real) == 156
    assert len(real.regions()) == 9
    for authority in real:
        assert real.match(authority.name) is authority
        assert all(real.match(alias) is authority for alias in authority.also_known_as)
        assert len(real.neighbours(authority)) in (0, 10)
    assert default_register() is real


@pytest.mark.corpus
@pytest.mark.parametrize("table", ["reports.csv", "catalogue.csv"])
def test_every_published_name_finds_the_authority_of_its_urn(real_corpus: Path, table: str) -> None:
    register = Register.load(real_corpus / "authorities.csv")
    with (real_corpus / table).open(encoding="utf-8", newline="") as file:
        names = {(row["authority"], row["urn"]) for row in csv.DictReader(file)}
    found = {name: register.match(name) for name, _ in names}
    misses = [(name, urn, found[name]) for name, urn in names if getattr(found[name], "urn", None) != urn]
    assert len(names) >= 88
    assert misses == []
