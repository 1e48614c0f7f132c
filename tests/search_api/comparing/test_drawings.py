"""Drawings: well-formed, named, described, safe, and the same figures as the table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree

import pytest

from search_api.comparison.matrix import drawings
from search_api.comparison.matrix.svg import FILLS, box, class_of, text
from search_api.index.index import Index

from .judged import entry, finding, opened, report, standard

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    odd = report("Salt & Wold <Moor>", "2019-03-01", leadership="good")
    entries = [*standard(), entry(odd, finding(odd, 1, "Leaders & managers know <neglect>."))]
    with opened(tmp_path_factory.mktemp("drawings"), entries) as made:
        yield made


def drawn(index: Index) -> dict[str, str]:
    return {
        "trend": drawings.trend(index.matrix("leaders")),
        "matrix": drawings.grid(index.matrix("leaders", "authority")),
        "map": drawings.tiles(index.tile_map(shown="grade")),
    }


@pytest.mark.parametrize("name", ["trend", "matrix", "map"])
def test_a_drawing_is_an_image_with_a_title_and_a_description(index: Index, name: str) -> None:
    root = ElementTree.fromstring(drawn(index)[name])
    assert root.tag == f"{SVG}svg"
    assert root.get("role") == "img"
    title, desc = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert title.text
    assert root.get("aria-labelledby") == title.get("id")
    assert desc is not None
    assert desc.text
    assert root.get("aria-describedby") == desc.get("id")
    assert root.find(f".//{SVG}a") is None  # an image has no links: they are in the table


@pytest.mark.parametrize("name", ["trend", "matrix", "map"])
def test_a_drawing_needs_no_style_and_no_script(index: Index, name: str) -> None:
    assert not re.search(r"<style|<script|\sstyle=|\son[a-z]+=|href=", drawn(index)[name])


def test_names_from_reports_are_text_and_never_markup(index: Index) -> None:
    texts = [item.text for item in ElementTree.fromstring(drawn(index)["matrix"]).iter(f"{SVG}text")]
    assert "Salt & Wold <Moor>" in texts


def test_the_trend_prints_each_figure(index: Index) -> None:
    matrix = index.matrix("leaders")
    root = ElementTree.fromstring(drawings.trend(matrix))
    texts = [item.text for item in root.iter(f"{SVG}text")]
    for column in matrix.columns:
        cell = matrix.years[column.name]
        if cell.searched:
            assert column.name in texts
            assert f"of {cell.searched}" in texts
            assert str(cell.mentioned) in texts
    told = root.find(f"{SVG}desc")
    assert told is not None
    assert "2014 no report" in (told.text or "")


def _luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("kind", sorted(set(FILLS) - {"blank"}))
def test_letters_and_outlines_stand_out_from_every_fill(kind: str) -> None:
    fill, outline = FILLS[kind]
    assert _contrast("#14181a", fill) >= 7
    assert _contrast(outline, fill) >= 3


def test_a_criticism_is_hatched_and_a_text_is_escaped() -> None:
    assert "-hatch)" in box("map", class_of("criticised"), 0, 0, 9, 9)
    assert "-hatch)" not in box("map", class_of("praised"), 0, 0, 9, 9)
    assert "<b>" not in text("<b>", 0, 0)
