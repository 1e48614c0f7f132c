"""What is no inspection report is refused by what it is, whatever its file is called."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.errors import UnreadableReport
from indexer.reading.document.nature import check_nature
from indexer.reading.pages import Page
from indexer.reading.report import read_file
from tests.support.reading_pages import line, page
from tests.support.small_pdfs import lines_of_text, pdf_bytes

PROSE = [
    "Inspections of children’s services in Northmoor are carried out by Ofsted. Every",
    "inspection of local authority children’s services leads to a report. This report",
    "sets out what leaders must do. Findings of inspections are shared with partners.",
]


def pages(*texts: str) -> list[Page]:
    return [page(*(line(text) for text in texts)), page(*(line(text) for text in PROSE), number=2)]


@pytest.mark.parametrize(
    ("title", "what"),
    [
        (("Keeping children safe in Northmoor", "Statutory guidance for schools"), "statutory guidance"),
        (("Working together to safeguard children", "A guide to inter-agency working"), "statutory guidance"),
        (("Guidance for local authorities on visits",), "guidance"),
        (("A guide to kinship care",), "guidance"),
        (("Inspecting children’s services", "Inspection framework 2026"), "a framework or handbook"),
        (("Inspection of children’s homes: inspection handbook",), "a framework or handbook"),
        (("The Northmoor Inquiry", "Independent inquiry into exploitation"), "the report of an inquiry"),
        (("Serious Case Review", "Child A"), "a case review"),
        (("Local child safeguarding practice review", "Child B"), "a case review"),
        (("The independent review of children’s social care",), "an independent review"),
        (("Minutes of the Corporate Parenting Panel",), "minutes of a meeting"),
        (("Report to Cabinet", "Outcome of the Ofsted inspection"), "a committee’s paper"),
        (("Northmoor children’s services improvement plan",), "a plan"),
        (("Written statement of action",), "a plan"),
        (("Local Safeguarding Children Board annual report",), "an annual report"),
        (("Government response to the consultation",), "a response"),
        (("Northmoor sufficiency strategy 2026",), "a strategy or policy"),
        (("Skip to main content", "Northmoor Council", "News"), "a web page"),
        (("7 May 2026", "Dear Ms Quill", "Your request"), "a letter about another matter"),
    ],
)  # fmt: skip
def test_other_documents_are_refused_by_what_they_are(title: tuple[str, ...], what: str) -> None:
    said = f"^this looks like {what}.*, not an inspection report: to index it anyway, add --kind generic "
    with pytest.raises(UnreadableReport, match=said):
        check_nature(pages(*title))


def test_a_document_that_says_nothing_of_itself_is_refused_for_what_it_lacks() -> None:
    said = "^not an inspection report, as its first pages name no inspection: to index it anyway, add --kind"
    with pytest.raises(UnreadableReport, match=said):
        check_nature(pages("Northmoor Council", "Budget monitoring"))


@pytest.mark.parametrize(
    "title",
    [
        ("Inspection of Northmoor local authority children’s services",),
        ("Northmoor", "Re-inspection of services for children in need of help and protection"),
        ("Northmoor Council", "Inspection of local authority arrangements for the protection of children"),
        ("Review of the effectiveness of the Local Safeguarding Children Board",),
        ("Joint targeted area inspection of the multi-agency response to domestic abuse in Northmoor",),
        ("7 May 2026", "Dear Ms Quill", "Focused visit to Northmoor children’s services"),
        ("7 May 2026", "Dear Ms Quill", "Monitoring visit of Northmoor children’s services"),
        ("Area SEND inspection of Northmoor Local Area Partnership",),
        ("7 May 2026", "Dear Ms Quill", "Northmoor", "This letter outlines the findings of the visit"),
        ("Joint area review", "Northmoor Children’s Services Authority Area"),
        ("Inspection report for children’s home", "Unique reference number 999001"),
        ("Quill House", "Inspection dates: 3 to 4 March 2026"),
    ],
)  # fmt: skip
def test_reports_and_letters_of_inspections_are_none_of_those(title: tuple[str, ...]) -> None:
    check_nature(pages(*title))


def test_the_name_of_the_file_makes_no_report(tmp_path: Path) -> None:
    path = tmp_path / "99901_northmoor" / "children's services inspection - 29 march 2018.pdf"
    path.parent.mkdir()
    numbered = [f"{number}. Every local authority must do thing {number}." for number in range(1, 9)]
    path.write_bytes(
        pdf_bytes(
            lines_of_text("Statutory guidance", "Inspection of children’s services and what follows it"),
            lines_of_text("Recommendations", *numbered),
        )
    )
    with pytest.raises(
        UnreadableReport, match="this looks like statutory guidance, not an inspection report"
    ):
        read_file(path, catalogue={})


def test_a_title_alone_on_a_page_is_read_with_the_next(tmp_path: Path) -> None:
    check_nature([page(line("Northmoor")), page(line("Inspection of children’s services"), number=2)])
