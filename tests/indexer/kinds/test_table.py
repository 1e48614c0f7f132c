"""The table of kinds: every name is there once, and every cover finds one kind."""

from __future__ import annotations

import re
from itertools import chain

import pytest

from indexer.kinds import ofsted, table
from indexer.kinds.base import AreaOfJudgement, CoverWords
from indexer.kinds.paragraph import PARAGRAPHS


def test_names_are_there_once() -> None:
    for names in (table.FRAMEWORKS, table.AREAS, table.GRADES, table.KINDS):
        assert len(set(names)) == len(names)
    assert len({kind.id_word for kind in PARAGRAPHS}) == len(PARAGRAPHS)


def test_every_name_has_words_for_readers() -> None:
    assert tuple(table.FRAMEWORK_LABELS) == table.FRAMEWORKS
    assert tuple(table.AREA_LABELS) == table.AREAS
    assert tuple(table.KIND_LABELS) == tuple(table.KIND_NOUNS) == table.KINDS


def test_headings_name_areas_that_their_kind_judges() -> None:
    for kind in table.KINDS_OF_REPORT:
        judged = {None, *(area.name for area in kind.areas)}
        assert {wording.area for wording in kind.headings} <= judged


def test_patterns_capture_nothing() -> None:
    """They are joined into larger ones, which count their groups."""
    kinds = table.KINDS_OF_REPORT
    patterns = chain(
        (area.row for kind in kinds for area in kind.areas),
        (text for grade in table.SCALE for text in (grade.heading, grade.cell, grade.asked)),
        (wording.pattern for wording in table.HEADINGS),
        (pattern for pattern, _ in table.QUESTIONS),
    )
    for pattern in patterns:
        assert re.compile(pattern).groups == 0, pattern


@pytest.mark.parametrize(
    ("title", "graded", "name"),
    [
        ("inspection of northmoor children’s services", False, "ilacs"),
        ("northmoor children’s services", True, "ilacs"),
        ("northmoor children’s services", False, "other"),
        ("children’s services and the local safeguarding children board", False, "other"),
        ("review of the local safeguarding children board", False, "lscb"),
        ("inspection of looked after children services", False, "looked_after"),
        ("inspection of local authority arrangements for the protection of children", False, "protection"),
        ("inspection of services for children in need of help and protection", True, "sif"),
        ("re-inspection of services for children in need of help and protection", True, "sif_reinspection"),
        ("minutes of a meeting", False, "other"),
    ],
)
def test_a_cover_finds_its_kind(title: str, graded: bool, name: str) -> None:
    assert table.on_cover(CoverWords(title, (), graded)).name == name


def test_one_name_with_two_labels_is_refused() -> None:
    with pytest.raises(ValueError, match="'overall' has two labels"):
        table._labels([*ofsted.AREAS, AreaOfJudgement("overall", "All of it")])


def test_a_kind_is_found_by_its_name() -> None:
    assert [table.framework(name).name for name in table.FRAMEWORKS] == list(table.FRAMEWORKS)
    with pytest.raises(KeyError):
        table.framework("harbour")
