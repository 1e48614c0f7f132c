"""Copies of graded reports: the grades and the summary are read, whatever the copy makes of the table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path

import pytest

from indexer.errors import UnreadableReport
from indexer.reading.report import read_file
from indexer.records import ReadReport
from tests.indexer.reading.copies.word_files import paragraph, row, word_file

LEADERS = "The impact of leaders on social work practice with children and families"
PROTECTION = "The experiences and progress of children who need help and protection"
CARE = "The experiences and progress of children in care"
LEAVERS = "The experiences and progress of care leavers"
OVERALL = "Overall effectiveness"
REQUIRES = "Requires improvement to be good"
TABLE = (
    (LEADERS, "Good"),
    (PROTECTION, REQUIRES),
    (CARE, "Good"),
    (LEAVERS, "Outstanding"),
    (OVERALL, "Good"),
)
GRADES = {
    "leadership": "good",
    "help_and_protection": "requires improvement",
    "looked_after": "good",
    "care_leavers": "outstanding",
    "overall": "good",
}
FRONT = (
    "Inspection of Northmoor local authority children’s services",
    "Inspection dates: 4 to 15 March 2019",
    "Lead inspector: Ada Example, His Majesty’s Inspector",
)
SUMMARY = (
    "Services for children in Northmoor have improved since the last inspection, when the overall"
    " effectiveness was ‘requires improvement to be good’. Most children now wait less than they did.",
    "Leaders know their services for children in care and care leavers, and they are good. More is to be done"
    " for children who wait for help from other services than those of the council.",
)
IMPROVE = ("What needs to improve", "- The timeliness of plans.", "- The quality of supervision.")
NUMBERED = "{n}. Children are seen often, and what they say is written down, as matter {n} shows."
PLAIN = "Children are seen often, and what they say is written down, as matter {n} shows."

Table = Sequence[tuple[str, str]]
Save = Callable[[Path, Sequence[str], Table | None, Sequence[str]], Path]


def text_of(finding: str = NUMBERED) -> list[str]:
    """Everything below the summary."""
    found = list(IMPROVE)
    for place, heading in enumerate((PROTECTION, CARE, LEAVERS, LEADERS)):
        found += [heading, *(finding.format(n=n) for n in range(3 * place + 1, 3 * place + 4))]
    return found


def as_word(folder: Path, front: Sequence[str], table: Table | None, rest: Sequence[str]) -> Path:
    rows = "".join(row(*cells) for cells in [("Judgement", "Grade"), *(table or ())])
    blocks = [*map(paragraph, front), *([f"<w:tbl>{rows}</w:tbl>"] if table else []), *map(paragraph, rest)]
    path = folder / "inspection - 24 april 2019.docx"
    path.write_bytes(word_file(*blocks))
    return path


def as_html(folder: Path, front: Sequence[str], table: Table | None, rest: Sequence[str]) -> Path:
    rows = "".join(f"<tr><td>{label}</td><td>{grade}</td></tr>" for label, grade in table or ())
    parts = [f"<p>{escape(text)}</p>" for text in front]
    parts += [f"<table><tr><th>Judgement</th><th>Grade</th></tr>{rows}</table>"] if table else []
    parts += [f"<ul><li>{t[2:]}</li></ul>" if t[:2] == "- " else f"<p>{escape(t)}</p>" for t in rest]
    path = folder / "inspection - 24 april 2019.html"
    path.write_text(f"<html><body>{''.join(parts)}</body></html>", encoding="utf-8")
    return path


def as_text(folder: Path, front: Sequence[str], table: Table | None, rest: Sequence[str]) -> Path:
    rows = ["Judgement\tGrade", *(f"{label}\t{grade}" for label, grade in table)] if table else []
    path = folder / "inspection - 24 april 2019.txt"
    path.write_text("\n\n".join((*front, *rows, *rest)) + "\n", encoding="utf-8")
    return path


def kinds_of(found: ReadReport) -> list[str]:
    return [item.id.partition("/")[2].partition("-")[0] for item in found.paragraphs]


def grades_of(found: ReadReport) -> dict[str, str]:
    return {item.area: item.grade for item in found.report.judgements}


WHOLE = ["summary"] * 2 + ["improve"] * 2 + ["para"] * 12
SAVED: tuple[Save, ...] = (as_word, as_html, as_text)


@pytest.mark.parametrize("finding", [NUMBERED, PLAIN], ids=["numbered", "not numbered"])
@pytest.mark.parametrize("save", SAVED)
def test_the_grades_and_the_summary_of_a_copy(save: Save, finding: str, tmp_path: Path) -> None:
    found = read_file(save(tmp_path, FRONT, TABLE, [*SUMMARY, *text_of(finding)]), catalogue={})
    assert grades_of(found) == GRADES
    word = "para" if finding == NUMBERED else "unnumbered"
    assert kinds_of(found) == [kind.replace("para", word) for kind in WHOLE]
    assert [item.text for item in found.paragraphs[:2]] == list(SUMMARY)
    assert [item.grade for item in found.paragraphs[4::3]] == [
        "requires improvement", "good", "outstanding", "good"
    ]  # fmt: skip
    said = {item.kind for item in found.anomalies}
    assert said - {"no numbers"} == {"authority"}  # Northmoor is in no register


@pytest.mark.parametrize(
    "rows",
    [
        [text for cells in TABLE for text in cells],
        [text for label, grade in TABLE for text in (f"{label}:", grade)],
        [*(label for label, _ in TABLE), "Grade", *(grade for _, grade in TABLE)],
        [f"{label}: {grade}" for label, grade in TABLE],
        [f"| {label} | {grade} |" for label, grade in TABLE],
        [" ".join(f"{label} {grade}" for label, grade in TABLE)],
    ],
    ids=["grade below", "colon, grade below", "columns", "colon", "bars", "one line"],
)
@pytest.mark.parametrize("save", SAVED)
def test_a_table_that_a_copy_makes_lines_of(save: Save, rows: list[str], tmp_path: Path) -> None:
    found = read_file(save(tmp_path, FRONT, None, ["Judgement", *rows, *SUMMARY, *text_of()]), catalogue={})
    assert grades_of(found) == GRADES
    assert kinds_of(found) == WHOLE


@pytest.mark.parametrize(
    "table",
    [
        [(label, grade) for label, grade in TABLE[:-1]] + [(OVERALL, "")],
        [(LEADERS, "Good Good"), *TABLE[1:]],
        [*TABLE[:2], ("The experiences of young people of Northmoor", "Good"), *TABLE[2:]],
        [(LEADERS, ""), (PROTECTION, ""), *TABLE[2:]],
    ],
    ids=["a grade is missing", "a grade too many", "a row of no known area", "two are missing"],
)
@pytest.mark.parametrize("save", SAVED)
def test_grades_that_cannot_be_paired_are_said(save: Save, table: Table, tmp_path: Path) -> None:
    found = read_file(save(tmp_path, FRONT, table, [*SUMMARY, *text_of()]), catalogue={})
    assert grades_of(found) == {}
    (said,) = [item for item in found.anomalies if item.kind == "no grades"]
    assert (said.detail, said.page) == ("no grades were read on the cover", None)
    assert said.paragraphs == tuple(item.id for item in found.paragraphs if item.kind == "finding")
    assert [item.text for item in found.paragraphs if item.text in SUMMARY] == list(SUMMARY)


@pytest.mark.parametrize("save", SAVED)
def test_a_copy_without_its_table_says_so_and_loses_no_text_in_silence(save: Save, tmp_path: Path) -> None:
    found = read_file(save(tmp_path, FRONT, None, [*SUMMARY, *text_of()]), catalogue={})
    said = {item.kind for item in found.anomalies}
    assert "no grades" in said
    assert "text not read" in said or "summary" in kinds_of(found)


@pytest.mark.parametrize("save", SAVED)
def test_a_section_is_no_row_of_the_table(save: Save, tmp_path: Path) -> None:
    rest = text_of()[len(IMPROVE) :]  # no heading but those of the sections, which are worded as the rows
    found = read_file(save(tmp_path, FRONT, None, rest), catalogue={})
    assert kinds_of(found) == ["para"] * 12
    found = read_file(save(tmp_path, FRONT, TABLE, rest), catalogue={})
    assert (grades_of(found), kinds_of(found)) == (GRADES, ["para"] * 12)


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("empty.docx", word_file(), "this Word file holds no text"),
        ("empty.docx", word_file(paragraph(""), paragraph("  ")), "this Word file holds no text"),
        ("empty.html", b"<html><body><p> </p></body></html>", "this web page holds no text"),
    ],
)
def test_a_copy_without_text_is_refused_as_what_it_is(
    name: str, data: bytes, reason: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(UnreadableReport, match=reason):
        read_file(tmp_path / name)
