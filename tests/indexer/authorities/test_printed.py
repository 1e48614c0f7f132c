"""Whose name is printed: a place's or nobody's; and no two authorities of an index have one name."""

from __future__ import annotations

import pytest

from indexer.authorities.printed import UNKNOWN, is_place, listed, place_name, spelled_alike, without_council
from indexer.authorities.register import default_register, indexed_only
from indexer.records import report_id, slug

REGISTER = default_register()


@pytest.mark.parametrize(
    "prose",
    [
        "local authority", "Local Authority", "the local authority", "Working Together to",
        "Working Together to Safeguard Children", "Dear Ms Quill", "7 May 2019", "Page 3",
        "Statutory guidance", "children in need", "Headline findings", "services for children",
        "Ofsted Piccadilly Gate", "", "…", "A", "Of the", "and", "Саутмур", "12 High Street Northmoor",
        "Saltby is a coastal town", "The Report of an Inquiry", "Director of Children’s Services",
    ],
)  # fmt: skip
def test_prose_is_never_an_authoritys_name(prose: str) -> None:
    assert not is_place(prose)
    assert place_name([prose], REGISTER) == ""


@pytest.mark.parametrize(
    "printed",
    [
        "Northmoor",
        "Saltby Borough Council",
        "Wexcombe and the Vale",
        "Marsh-le-Fen",
        "King’s Saltby",
        "St. Ody",
    ],
)
def test_a_place_that_the_register_lacks_keeps_its_printed_name(printed: str) -> None:
    assert place_name([printed], REGISTER) == without_council(printed)


def test_the_first_name_that_the_register_knows_counts() -> None:
    found = listed(["local authority", "Torbay Council"], REGISTER)
    assert found is not None
    assert found.name == "Torbay"
    assert listed(["local authority"], REGISTER) is None


def test_no_printed_name_becomes_that_of_another_authority() -> None:
    """A council that the register refuses, because it is another body, is not filed under its namesake."""
    for authority in REGISTER:
        for form in ("{} County Council", "London Borough of {}", "City of {}", "Royal Borough of {}"):
            printed = form.format(authority.name)
            if REGISTER.match(printed) is not None:
                continue
            name = place_name([printed], REGISTER)
            assert name == "" or REGISTER.match(name) is None
            assert slug(name) not in {slug(other.name) for other in REGISTER} or name == ""


def test_the_unknown_authority_has_an_id_and_is_no_authority_of_the_register() -> None:
    from datetime import date

    assert report_id(UNKNOWN, date(2019, 5, 7)) == "unknown-authority-2019-05-07"
    assert REGISTER.match(UNKNOWN) is None
    assert place_name([UNKNOWN], REGISTER) == ""


def test_spellings_that_read_alike_are_one_name() -> None:
    names = ["SALTBY", "Saltby", "Saltby", "Wexcombe upon Sea", "Wexcombe on Sea", "Torbay"]
    alike = spelled_alike(names, REGISTER)
    assert alike["SALTBY"] == "Saltby"
    assert len({alike["Wexcombe upon Sea"], alike["Wexcombe on Sea"]}) == 1
    assert "Torbay" not in alike


def test_an_index_opens_whatever_names_it_holds() -> None:
    names = ["local authority", "Local Authority", "Саутмур", "…", "Saltby", "SALTBY", "Torbay", ""]
    local = indexed_only(names, REGISTER)
    assert [authority.name for authority in local] == ["Local Authority", "SALTBY"]
