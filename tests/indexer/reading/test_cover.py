"""Covers of the frameworks: facts that are printed, and none that are not."""

from __future__ import annotations

from datetime import date

import pytest

from indexer.authorities.printed import without_council
from indexer.reading.cover import Cover, read_cover
from tests.support.reading_pages import body_lines, heading, line

ILACS = (
    "Inspection of Northmoor local authority children’s services",
    "Inspection dates: 12 to 16 January 2026",
    "Lead inspector: Ada Example, His Majesty’s",
    "Inspector",
    "Judgement Grade",
    "The impact of leaders on social work practice with children and families Good",
    "The experiences and progress of children who need help and protection Good",
    "The experiences and progress of children in care Outstanding",
    "Overall effectiveness Good",
    "Children in Northmoor get good help.",
)
SIF = (
    "Northmoor County Council",
    "Inspection of services for children in need of help and protection, children looked after",
    "and care leavers",
    "and",
    "Review of the effectiveness of the Local Safeguarding Children Board1",
    "Inspection date: 9 November 2015 – 3 December 2015",
    "Report published: 29 January 2016",
    "Children’s services in Northmoor are inadequate",
    "1. Children who need help and protection Inadequate",
    "2. Children looked after and achieving permanence Good",
    "3. Leadership, management and governance Requires improvement",
)


def cover(*texts: str) -> Cover:
    return read_cover(body_lines(*map(line, texts)))


def grades(found: Cover) -> dict[str, str]:
    return {judgement.area: judgement.grade for judgement in found.judgements}


def test_an_ilacs_cover() -> None:
    found = cover(*ILACS)
    assert found.framework == "ilacs"
    assert "Northmoor" in found.names
    assert (found.inspection_start, found.inspection_end) == (date(2026, 1, 12), date(2026, 1, 16))
    assert found.published is None
    assert found.lead_inspector == "Ada Example, His Majesty’s Inspector"
    assert grades(found) == {
        "leadership": "good",
        "help_and_protection": "good",
        "looked_after": "outstanding",
        "overall": "good",
    }
    assert found.body_start == 9  # the narrative, right below the table


def test_a_single_inspection_cover() -> None:
    found = cover(*SIF)
    assert found.framework == "sif"
    assert "Northmoor County Council" in found.names
    assert found.published == date(2016, 1, 29)
    assert (found.inspection_start, found.inspection_end) == (date(2015, 11, 9), date(2015, 12, 3))
    assert grades(found) == {
        "overall": "inadequate",
        "help_and_protection": "inadequate",
        "looked_after": "good",
        "leadership": "requires improvement",
    }
    assert found.lead_inspector == ""


def test_a_re_inspection_is_a_framework_of_its_own() -> None:
    texts = ("Northmoor", SIF[1].replace("Inspection", "Re-inspection"), *SIF[4:])
    assert cover(*texts).framework == "sif_reinspection"


def test_the_boards_grade_where_the_cover_prints_it() -> None:
    texts = (*SIF, "The effectiveness of the Local Safeguarding Children Board (LSCB) is good")
    assert grades(cover(*texts))["lscb"] == "good"


@pytest.mark.parametrize(
    ("title", "framework"),
    [
        ("Inspection of local authority arrangements for the protection of children", "protection"),
        ("Inspection of looked after children services", "looked_after"),
        ("Review of the effectiveness of the Local Safeguarding Children Board", "lscb"),
        ("A guide to something else", "other"),
    ],
)
def test_other_frameworks(title: str, framework: str) -> None:
    assert cover(title, "Northmoor", "Inspection dates: 15-19 July 2013").framework == framework


def test_the_lead_inspector_is_found_late_and_the_deputy_is_someone_else() -> None:
    lines = body_lines(
        *map(line, SIF),
        heading("Executive summary"),
        line("Deputy lead inspector: Ben Other"),
        line("Lead inspector: Ada Example HMI"),
    )
    assert read_cover(lines).lead_inspector == "Ada Example HMI"


def test_the_cover_ends_at_the_first_heading_of_the_text() -> None:
    lines = body_lines(*map(line, SIF), heading("Executive summary"), line("Services are poor."))
    assert read_cover(lines).body_start == len(SIF)


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("Northmoor Metropolitan Borough Council", "Northmoor"),
        ("London Borough of Saltby", "Saltby"),
        ("Wexcombe", "Wexcombe"),
        ("Council", "Council"),
    ],
)
def test_names_outside_the_register_lose_the_word_council(printed: str, name: str) -> None:
    assert without_council(printed) == name


@pytest.mark.parametrize(
    "title",
    [
        "Inspection of Northmoor Children’s Trust",
        "Inspection of Northmoor Children First",
        "Inspection of children’s social care in Northmoor",
    ],
)
def test_the_grade_table_tells_the_framework_whoever_runs_the_services(title: str) -> None:
    found = cover(title, *ILACS[1:])
    assert (found.framework, found.body_start) == ("ilacs", 9)


def test_a_trusts_title_names_the_authority() -> None:
    assert "Northmoor" in cover("Inspection of Northmoor Children’s Trust", *ILACS[1:]).names


def test_a_grade_table_that_runs_on_to_the_next_page_is_read_whole() -> None:
    one = [*map(line, ILACS[:7])]
    two = [*map(line, ("Judgement Grade", *ILACS[7:]))]
    found = read_cover([*body_lines(*one), *body_lines(*two, number=2)])
    assert grades(found) == {
        "leadership": "good",
        "help_and_protection": "good",
        "looked_after": "outstanding",
        "overall": "good",
    }
    assert found.body_start == 10


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (("Ada Example, Senior", "His Majesty’s Inspector"), "Ada Example, Senior His Majesty’s Inspector"),
        (("Ada Example", "Social care regulatory inspector"), "Ada Example Social care regulatory inspector"),
        (("Ada Example HMI", "Deputy lead inspector: Bo Other"), "Ada Example HMI"),
    ],
)
def test_the_lead_inspectors_title_may_stand_on_the_next_line(lines: tuple[str, str], name: str) -> None:
    assert cover(*ILACS[:2], f"Lead inspector: {lines[0]}", lines[1], *ILACS[4:]).lead_inspector == name
