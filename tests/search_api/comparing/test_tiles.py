"""The tile map: each authority of today has one tile, and a tile says its state without its colour."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from indexer.authorities.register import default_register
from search_api.comparison.matrix import maps
from search_api.comparison.matrix.grid import CODES, of_today, places, size
from search_api.index.index import Index

from .judged import opened, standard

# Further apart than this no two tiles of one region stand, counted from the middle of the region.
_SPREAD = 6


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    with opened(tmp_path_factory.mktemp("tiles"), standard()) as made:
        yield made


def test_every_authority_of_today_has_one_tile_and_no_other_has_any() -> None:
    named = [place.authority for place in places()]
    assert sorted(named) == sorted(item.name for item in of_today(default_register()))
    assert len(set(named)) == len(named) == len(CODES)


def test_former_councils_are_not_of_today() -> None:
    gone = {item.name for item in default_register()} - {item.name for item in of_today(default_register())}
    assert gone == {"Cumbria", "Northamptonshire", "Poole"}


def test_no_two_tiles_share_a_place_or_a_code() -> None:
    found = list(places())
    assert len({(place.column, place.row) for place in found}) == len(found)
    assert len({place.code for place in found}) == len(found)
    columns, rows = size()
    assert all(place.column < columns and place.row < rows for place in found)


def test_a_region_stands_together() -> None:
    region = {item.name: item.region for item in of_today(default_register())}
    held: dict[str, list[tuple[int, int]]] = {}
    for place in places():
        held.setdefault(region[place.authority], []).append((place.column, place.row))
    for name, found in held.items():
        middle = [sum(axis) / len(found) for axis in zip(*found, strict=True)]
        far = max(max(abs(column - middle[0]), abs(row - middle[1])) for column, row in found)
        assert far <= _SPREAD, name


def test_the_south_lies_below_the_north_and_the_east_right_of_the_west() -> None:
    at = {place.authority: place for place in places()}
    assert (
        at["Northumberland"].row < at["Leeds"].row < at["Birmingham"].row < at["Camden"].row < at["Kent"].row
    )
    assert (
        at["Cornwall"].column < at["Bristol, City of"].column < at["Oxfordshire"].column < at["Kent"].column
    )


def test_the_map_of_grades_has_the_latest_overall_grade_and_its_year(index: Index) -> None:
    found = index.tile_map(shown="grade")
    tiles = {tile.authority: tile for tile in found.tiles}
    assert (tiles["Torbay"].state, tiles["Torbay"].letter, tiles["Torbay"].year) == ("good", "G", "2022")
    assert "gives no overall grade" in tiles["Torbay"].detail  # of 2026
    assert [item.id for item in tiles["Torbay"].reports] == ["torbay-2022-05-18"]
    assert (tiles["Kent"].state, tiles["Kent"].letter) == ("", "")
    assert found.beside == ("Northmoor",)
    assert any("Northmoor" in note for note in found.notes)


def test_a_map_of_a_matter_goes_by_the_newest_report(index: Index) -> None:
    found = index.tile_map("leaders", "side")
    assert {tile.year for tile in found.tiles if tile.reports} == {"2023", "2026"}
    mention = {tile.authority: tile.letter for tile in index.tile_map("leaders", "mention").tiles}
    assert mention["Torbay"] == "4/4"


def test_every_state_has_a_letter_or_sign_of_its_own(index: Index) -> None:
    for shown in maps.SHOWN:
        legend = index.tile_map("leaders", shown).legend
        assert len({letter for _, letter, _, _ in legend}) == len(legend)
        assert sum(count for *_, count in legend) == len(CODES)


def test_a_list_of_the_map_goes_by_the_legend_and_leaves_out_who_has_no_report(index: Index) -> None:
    found = index.tile_map(shown="grade")
    order = [state for state, *_ in found.legend]
    listed = [order.index(tile.state) for tile in found.by_state]
    assert listed == sorted(listed)
    assert {tile.authority for tile in found.by_state} == {it.authority for it in found.tiles if it.reports}
