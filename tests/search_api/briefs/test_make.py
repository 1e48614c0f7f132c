"""What a brief counts and quotes: every report once, every sentence verbatim, silence said."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.errors import InvalidRequest, UnknownAuthority
from search_api.briefs.blocks import Heading, Table
from search_api.briefs.layout import COLUMNS, lay_out
from search_api.briefs.picking import Sentence, quotable
from search_api.briefs.records import Brief, Evidence
from search_api.briefs.words import short_name
from search_api.index.index import Index
from search_api.sides.model import Side
from tests.support.builders import make_paragraph, make_report

from .made_up import ASKED, brief_of, entry, open_made_up


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    with open_made_up(tmp_path_factory.mktemp("brief")) as opened:
        yield opened


@pytest.fixture(scope="module")
def brief(index: Index) -> Brief:
    return brief_of(index, "supervision", "Northmoor")


def quoted(brief: Brief) -> list[Evidence]:
    found = [item for told in brief.own for item in told.shown]
    found += [item for side in brief.near.values() for item in side]
    found += [*brief.elsewhere, *brief.nearest, *brief.named]
    found += [each for item in brief.recommended for each in (item.evidence, *item.alike)]
    return [each for item in found for each in (item, item.but) if each is not None]


def test_every_report_of_a_group_is_counted_once_by_all_that_it_says(brief: Brief) -> None:
    rows = {group.name: (group.reports, *group.counts.values()) for group in brief.groups}
    # Of the report: praised only, criticised only, both, mentioned, not mentioned.
    assert rows == {
        "Northmoor": (3, 0, 1, 1, 0, 1),  # the one of 2014 was superseded
        "Statistical neighbours": (3, 1, 2, 0, 0, 0),
        "Rest of the region, West Vale": (3, 1, 2, 0, 0, 0),
        "All other authorities": (7, 2, 2, 1, 0, 2),  # Rushby, and Quarl 2018, which speaks of its board
    }
    for group in brief.groups:
        assert sum(group.counts.values()) == group.reports
    assert brief.notes == ("1 report that a later version replaced is left out.",)


def test_its_own_reports_stand_newest_first_and_a_silent_one_is_said(brief: Brief) -> None:
    assert [(told.report.published.year, told.side, told.sentences) for told in brief.own] == [
        (2022, "both", 3),
        (2018, "criticised", 1),
        (2015, "not mentioned", 0),
    ]
    assert brief.own[0].sides == {"criticism": 2, "praise": 1}


def test_every_quotation_is_a_span_of_its_paragraph(index: Index, brief: Brief) -> None:
    found = quoted(brief)
    assert len(found) >= 8
    for item in found:
        stored = index.get(item.paragraph.id).paragraph.text
        assert item.quote == stored[slice(*item.span)]
        assert item.quote.strip()


def test_a_sentence_that_leans_on_the_one_before_is_passed_over(brief: Brief) -> None:
    assert not [item.quote for item in quoted(brief) if item.quote.startswith("This ")]


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("Supervision of social workers is good and regular.", True),
        ("This supervision of social workers is good and regular.", False),
        ("However, supervision of social workers is poor in some teams.", False),
        ("For most of these children, supervision did not end the delay.", False),
        ("Delay was long and, for a number of reasons, supervision of these cases was poor.", False),
        ("Carers who stay with the young people they raised thrive in these homes for years.", True),
        ("Supervision of those who are new:", False),
        ("which was good in every team and at every level.", False),
        ("Supervision is good.", False),
    ],
)
def test_what_can_be_read_alone(text: str, alone: bool) -> None:
    report = make_report()
    paragraph = make_paragraph(report, 1, f"{text} And more.")
    span = (0, len(text))
    assert quotable(Sentence(0, 0, span, text, paragraph, report, "praise", True, 1.0)) == alone


def test_what_is_said_of_a_board_is_left_out(brief: Brief) -> None:
    assert not [item for item in quoted(brief) if "board" in item.quote]


def test_neighbours_without_a_report_and_those_that_are_quoted(brief: Brief) -> None:
    [neighbours] = [group for group in brief.groups if group.name == "Statistical neighbours"]
    assert (neighbours.authorities, neighbours.missing) == (("Saltby", "Wexcombe"), ("Pinford",))
    assert brief.near_whose == "Statistical neighbours"
    # Saltby's criticism of 2016 no longer holds: its newest report praises.
    assert [item.report.authority for item in brief.near["criticism"]] == ["Wexcombe"]
    assert [item.report.published.year for item in brief.near["praise"]] == [2021]


def test_what_most_reports_ask_for_comes_first_with_their_number(brief: Brief) -> None:
    first, second = brief.recommended
    assert (first.evidence.quote, first.reports) == (ASKED, 3)
    assert {item.report.authority for item in first.alike} == {"Saltby", "Wexcombe", "Oakham Vale"} - {
        first.evidence.report.authority
    }
    assert second.reports == 1
    assert brief.recommending == 4


def test_praise_elsewhere_names_no_authority_twice_and_adds_the_criticism(brief: Brief) -> None:
    names = [item.report.authority for item in brief.elsewhere]
    assert sorted(names) == ["Oakham Vale", "Quarl"]
    [both] = [item for item in brief.elsewhere if item.report.authority == "Oakham Vale"]
    assert both.but is not None
    assert "poor" in both.but.quote


def test_a_silent_authority_is_told_so_and_gets_the_rest(index: Index) -> None:
    brief = brief_of(index, "supervision", "Rushby")
    assert not brief.speaks
    assert [told.side for told in brief.own] == ["not mentioned"]
    assert brief.elsewhere
    assert brief.recommended
    assert brief.region == ""


def test_an_authority_without_a_report_here(index: Index) -> None:
    brief = brief_of(index, "supervision", "Pinford")
    assert brief.own == ()
    assert brief.groups[0].reports == 0
    assert brief.near["criticism"]


def test_a_theme_that_is_only_named_is_not_silence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The tagger of themes may pass over a name in a list; a report that prints it is no silent one."""
    with open_made_up(tmp_path) as index:
        none = index.reader.phrase_rows("nothing that stands here")
        monkeypatch.setattr(index.themes, "sentences", lambda _: [])
        monkeypatch.setattr(index.themes, "rows", lambda _: none)
        brief = brief_of(index, "supervision", "Northmoor")
        assert brief.groups[0].counts == {
            "praised": 0, "criticised": 0, "both": 0, "mentioned": 2, "not mentioned": 1,
        }  # fmt: skip
        assert brief.named
        assert {item.side for item in quoted(brief)} == {""}


def test_what_no_report_speaks_of_gives_what_they_do_speak_of(index: Index) -> None:
    brief = brief_of(index, "xylophone lessons", "Northmoor")
    assert [group.counts["not mentioned"] for group in brief.groups] == [3, 3, 3, 7]
    assert [item.theme.key for item in brief.themes] == ["supervision"]
    assert brief.recommended == ()


def test_dates_hold_for_all_that_is_counted_and_quoted(index: Index) -> None:
    brief = brief_of(index, "supervision", "Northmoor", since="2020")
    assert [told.report.published.year for told in brief.own] == [2022]
    assert brief.groups[-1].reports == 4
    assert min(item.report.published.year for item in quoted(brief)) >= 2020


def test_the_same_sentence_is_not_quoted_of_two_authorities(tmp_path_factory: pytest.TempPathFactory) -> None:
    same = "Supervision of social workers is good, regular and recorded."
    entries = [entry(place, 2021, same) for place in ("Northmoor", "Saltby", "Wexcombe", "Quarl")]
    with open_made_up(tmp_path_factory.mktemp("same"), entries) as index:
        brief = brief_of(index, "supervision", "Northmoor")
    others = [*brief.near["praise"], *brief.elsewhere]
    assert [item.quote for item in others] == [same]


def test_whose_brief_it_is_must_be_known(index: Index) -> None:
    with pytest.raises(InvalidRequest, match="nobody has said which authority the brief is for"):
        brief_of(index, "supervision", "")
    with pytest.raises(UnknownAuthority, match="Atlantis"):
        brief_of(index, "supervision", "Atlantis")


def test_a_side_that_is_not_sure_is_counted_and_not_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_made_up(tmp_path) as index:
        doubtful = Side("criticism", 0.5)
        monkeypatch.setattr(index.labels, "sides", lambda found: [doubtful] * len(found))
        brief = brief_of(index)
    assert brief.own[0].sides == {"criticism": 2, "praise": 1}
    assert brief.own[0].shown
    assert {item.side for item in quoted(brief)} == {"", "neutral"}  # what is asked for takes no side here
    assert not any(brief.near.values())
    assert brief.elsewhere == ()
    blocks = lay_out(brief)
    headings = [block.text for block in blocks if isinstance(block, Heading)]
    assert "What is praised elsewhere" not in headings
    [table, *_] = [block for block in blocks if isinstance(block, Table)]
    for side, label in COLUMNS.items():
        assert (label in table.header) == any(group.counts[side] for group in brief.groups)
    others = brief.groups[-1].counts
    praising = others["praised"] + others["both"]
    assert ("No praise elsewhere that can be quoted" if praising else "No praise elsewhere") in headings


def test_an_inverted_name_is_turned_in_lists() -> None:
    assert short_name("Northmoor, City of") == "Northmoor"
    assert short_name("City of Northmoor") == "City of Northmoor"


def test_figures_of_the_area_are_quoted_last(tmp_path: Path) -> None:
    finds = [
        "Supervision of new workers takes place in every week.",
        "Managers arrange group supervision for the duty team on Mondays.",
        "Agency workers join the same supervision and training as others.",
        "Reflective supervision is offered by a trained psychologist.",
    ]
    made = entry("Northmoor", 2022, *finds, facts=("In 2022, 57 workers had supervision.",))
    with open_made_up(tmp_path, [made]) as index:
        [told] = brief_of(index).own
    assert told.sentences == 5
    assert {item.quote for item in told.shown} == set(finds)
