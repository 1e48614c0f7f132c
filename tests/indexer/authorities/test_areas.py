"""Areas of several authorities, and councils that are no more."""

from __future__ import annotations

from indexer.authorities.areas import AREAS, areas_of, listed
from indexer.authorities.register import Authority, Register, default_register, name_key


def test_every_area_is_of_authorities_in_the_supplied_register() -> None:
    register = default_register()
    names = {authority.name for authority in register}
    held = areas_of(register)
    for area in AREAS:
        assert names.issuperset(area.members), area.name
        assert area.today, area.name
        assert len(set(area.members)) == len(area.members)
        assert held[name_key(area.name)] is area
        assert area.note.endswith(".")


def test_no_two_areas_share_a_spelling_and_none_is_a_council_of_today() -> None:
    spellings = [name_key(text) for area in AREAS for text in (area.name, *area.spellings)]
    assert len(set(spellings)) == len(spellings)
    register = default_register()
    for area in AREAS:
        authority = register.match(area.name)
        assert authority is None or authority.name in area.members


def test_inner_and_outer_london_are_all_of_london_once() -> None:
    held = areas_of(default_register())
    inner, outer = held["inner london"].members, held["outer london"].members
    assert not set(inner) & set(outer)
    london = {authority.name for authority in default_register().in_region("London")}
    assert london == {*inner, *outer}


def test_an_area_that_another_register_does_not_have_is_none() -> None:
    register = Register([Authority("1", "2", "", "Northmoor", (), "", "", ())])
    assert areas_of(register) == {}


def test_names_are_listed_as_people_say_them() -> None:
    assert listed(["Leeds"]) == "Leeds"
    assert listed(["Leeds", "Derby", "Bristol, City of"]) == "Leeds, Derby and Bristol"
