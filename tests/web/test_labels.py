"""How the pages name where a paragraph stands, and what its section was judged."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.builders import make_paragraph, make_report, make_report_entry
from tests.support.page_reading import get, over, words
from web.shared.labels import inspector, judged, section

_CHAPTER = "The experiences and progress of children who need help and protection"


@pytest.mark.parametrize(
    ("headings", "named"),
    [
        ((), ""),
        (("Summary",), "Summary"),
        ((_CHAPTER, "Inspection findings"), "Children who need help and protection › Inspection findings"),
        (("Areas for improvement", "Governance"), "Areas for improvement › Governance"),
        (("What", "Areas for improvement", "Missing children"), "Areas for improvement › Missing children"),
        (("The graded judgment for the experiences and progress of care leavers",), "Care leavers"),
        (("The graded judgement for adoption performance",), "Adoption performance"),
        (("Leadership", "LEADERSHIP"), "Leadership"),
        (("The", "The impact of leaders"), "The › The impact of leaders"),
        (("The experiences and progress of ",), "The experiences and progress of "),
    ],
)
def test_a_section_is_named_by_its_chapter(headings: tuple[str, ...], named: str) -> None:
    assert section(make_paragraph(make_report(), 1, section=headings)) == named


def test_a_grade_is_the_sections_and_not_the_sentences(tmp_path: Path) -> None:
    report, other = make_report(), make_report("Saltby")
    said = "Children who go missing are not always offered a return interview in good time."
    there = make_paragraph(other, 3, said, section=(_CHAPTER, "Inspection findings"), grade="inadequate")
    here = make_paragraph(report, 1, said, section=(), grade="requires improvement")
    assert judged(here) == "Section judged requires improvement"
    assert judged(make_paragraph(report, 2, grade="")) == ""
    with over(tmp_path, [make_report_entry(report, [here]), make_report_entry(other, [there])]) as http:
        for address in ("/?q=return+interview&view=results", f"/plan?p={there.id}"):
            page = get(http, address)
            wanted = "Children who need help and protection › Inspection findings; section judged inadequate"
            assert wanted in words(page)
            assert "grade-inadequate" not in page.split("<main")[1]


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("Ann Example Her Majesty’s Inspector", "Ann Example, Her Majesty’s Inspector"),
        ("Ann Example, His Majesty's Inspector", "Ann Example, His Majesty's Inspector"),
        ("Ann Example HMI", "Ann Example, HMI"),
        ("Ann Example (HMI)", "Ann Example (HMI)"),
        ("Ann Example ,  HMI, Ofsted", "Ann Example, HMI, Ofsted"),
        ("Ann Example-Hmill", "Ann Example-Hmill"),
        ("Her Majesty’s Inspector", "Her Majesty’s Inspector"),
        ("", ""),
    ],
)
def test_an_inspector_is_a_name_then_a_role(printed: str, shown: str) -> None:
    assert inspector(printed) == shown
