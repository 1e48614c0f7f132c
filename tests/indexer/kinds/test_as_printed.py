"""Joint area reviews, children's homes and schools, built after the published frameworks: fictional ones."""

from __future__ import annotations

from pathlib import Path
from textwrap import wrap

import pytest
from reportlab.pdfgen.canvas import Canvas

from indexer.errors import UnreadableReport
from indexer.reading.report import read_file
from indexer.records import ReadReport
from tests.support.small_pdfs import BOLD, FONT, Drawing, pdf_bytes

Text = tuple[str, str]  # "h", "p" or a number, and what is printed


def sheet(*texts: Text) -> Drawing:
    def draw(canvas: Canvas) -> None:
        y = 760.0
        for form, text in texts:
            canvas.setFont(BOLD if form in ("h", "t") else FONT, {"t": 22, "h": 14}.get(form, 12))
            left = 71 if form in ("h", "p", "t") else 100
            if left == 100:
                canvas.drawString(71, y, form)
            for line in wrap(text, 90 if form != "p" else 60):
                canvas.drawString(left, y, line)
                y -= 14.5
            y -= 14.5

    return draw


def read(tmp_path: Path, *pages: tuple[Text, ...], name: str = "report - 7 may 2008.pdf") -> ReadReport:
    path = tmp_path / name
    path.write_bytes(pdf_bytes(*(sheet(*page) for page in pages)))
    return read_file(path, catalogue={})


def locators(found: ReadReport) -> list[str]:
    return [item.id.partition("/")[2] for item in found.paragraphs]


REVIEW = (
    (("t", "Joint area review"), ("p", "Northmoor Children’s Services Authority Area"),
     ("p", "Review of services for children and young people")),
    (("h", "Introduction"), ("1.", "This joint area review was carried out by ten inspectorates."),
     ("h", "Recommendations"), ("2.", "Agree a plan for children who go missing within six months."),
     ("3.", "Publish what is offered to care leavers by the end of the year."),
     ("h", "Safeguarding"), ("4.", "Arrangements to keep children safe are good in most schools."),
     ("5.", "Partners share what they know of risk on the day they learn it."),
     ("h", "Service management"), ("6.", "Leaders know their services well and act on what they learn.")),
)  # fmt: skip
HOME = (
    (("p", "SC999001"), ("p", "Registered provider: Northmoor Borough Council"), ("p", "Full inspection"),
     ("p", "Inspected under the social care common inspection framework"),
     ("h", "Information about this children’s home"),
     ("p", "The home cares for up to four children who have lived through hard times."),
     ("p", "Inspection dates: 3 to 4 March 2024"),
     ("p", "Overall experiences and progress of children and young people good"),
     ("p", "How well children are helped and protected inadequate"),
     ("p", "The effectiveness of leaders and managers good")),
    (("h", "Inspection judgements"),
     ("h", "Overall experiences and progress of children and young people: good"),
     ("p", "Children make progress from their starting points and like to live in this home."),
     ("p", "Staff know what each child needs and write plans that children understand."),
     ("h", "The effectiveness of leaders and managers: good"),
     ("p", "The manager visits each child on every working day and hears what they say."),
     ("h", "Recommendations"),
     ("p", "The registered person should ensure that rooms are repaired without delay.")),
)  # fmt: skip
SCHOOL = (
    (("t", "Inspection of Saltby Harbour School"), ("p", "Quay Road, Saltby"),
     ("p", "Inspection dates: 3 and 4 March 2024"), ("h", "Outcome"),
     ("p", "Overall effectiveness Good"), ("p", "The quality of education Good"),
     ("p", "Behaviour and attitudes Outstanding"), ("p", "Personal development Good"),
     ("p", "Leadership and management Requires improvement")),
    (("h", "What is it like to attend this school?"),
     ("p", "Pupils enjoy coming to this school and say that teachers are fair to them."),
     ("h", "What does the school need to do to improve?"),
     ("p", "The school should make sure that all pupils read books which match the sounds they know."),
     ("h", "School details"), ("p", "Unique reference number 999002"), ("p", "Local authority Torbay")),
)  # fmt: skip


def test_a_joint_area_review_is_read_by_its_numbers(tmp_path: Path) -> None:
    found = read(tmp_path, *REVIEW)
    report = found.report
    assert (report.framework, report.authority, report.judgements) == ("joint_area_review", "Northmoor", ())
    assert locators(found) == ["para-1", "rec-2", "rec-3", "para-4", "para-5", "para-6"]
    assert found.paragraphs[3].section == ("Safeguarding",)


def test_a_joint_area_review_without_numbers_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableReport, match="no paragraph numbers"):
        read(tmp_path, REVIEW[0], (("h", "Introduction"), ("p", "This review was carried out in May.")))


def test_a_childrens_home_is_read_by_section_with_its_grades(tmp_path: Path) -> None:
    found = read(tmp_path, *HOME, name="home - 7 may 2024.pdf")
    report = found.report
    assert (report.framework, report.authority) == ("childrens_home", "Northmoor")
    assert [(item.area, item.grade) for item in report.judgements] == [
        ("home_experiences", "good"), ("home_protection", "inadequate"), ("home_leadership", "good")
    ]  # fmt: skip
    assert report.inspection_start is not None
    assert "unnumbered-para-overall-experiences-and-progress-of-2" in locators(found)
    assert [item for item in locators(found) if "rec" in item] == ["unnumbered-rec-recommendations-1"]
    assert not any(item.printed for item in found.paragraphs)


def test_a_school_is_read_by_section_with_its_grades(tmp_path: Path) -> None:
    found = read(tmp_path, *SCHOOL, name="school - 7 may 2024.pdf")
    report = found.report
    assert (report.framework, report.authority, report.title) == (
        "school", "Torbay", "Inspection of Saltby Harbour School"
    )  # fmt: skip
    assert {item.area: item.grade for item in report.judgements} == {
        "overall": "good", "school_education": "good", "school_behaviour": "outstanding",
        "school_development": "good", "school_leadership": "requires improvement",
    }  # fmt: skip
    assert locators(found) == [
        "unnumbered-para-what-is-it-like-to-1", "unnumbered-para-what-does-the-school-need-1"
    ]  # fmt: skip
