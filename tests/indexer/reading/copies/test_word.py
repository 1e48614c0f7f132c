"""Word files: their text with the numbers that only Word prints, or refused with what to do."""

from __future__ import annotations

import zipfile
from pathlib import Path
from random import Random

import pytest

from indexer.errors import UnreadableReport
from indexer.reading.copies.word import read_word_pages
from indexer.reading.report import read_file
from tests.indexer.reading.copies.word_files import LEVELS, a_list, abstract, paragraph, row, word_file

DECIMAL = (("decimal", "%1", 1), ("decimal", "%1.%2", 1), ("lowerLetter", "(%3)", 1))


def save(tmp_path: Path, data: bytes) -> Path:
    path = tmp_path / "inspection - 29 march 2018.docx"
    path.write_bytes(data)
    return path


def lines(tmp_path: Path, *blocks: str, numbering: str = "", styles: str = "") -> list[str]:
    (page,), _ = read_word_pages(save(tmp_path, word_file(*blocks, numbering=numbering, styles=styles)))
    return [line.text for line in page.lines]


def test_automatic_numbers_and_bullets(tmp_path: Path) -> None:
    numbering = abstract("0", *LEVELS) + a_list("1", "0")
    blocks = [
        paragraph("First.", number="1"), paragraph("with a part", number="1", level=1), paragraph("Plain."),
        paragraph("Second.", number="1"), paragraph("Third.", number="1"),
    ]  # fmt: skip
    assert lines(tmp_path, *blocks, numbering=numbering) == [
        "1. First.", "  - with a part", "Plain.", "2. Second.", "3. Third."
    ]  # fmt: skip


def test_levels_restart_and_show_the_levels_above(tmp_path: Path) -> None:
    numbering = abstract("0", *DECIMAL) + a_list("1", "0")
    at = [0, 1, 1, 2, 2, 1, 0, 1, 2]
    found = lines(tmp_path, *(paragraph("x", number="1", level=level) for level in at), numbering=numbering)
    assert found == ["1 x", "1.1 x", "1.2 x", "(a) x", "(b) x", "1.3 x", "2 x", "2.1 x", "(a) x"]


def test_lists_of_one_description_share_its_count_unless_they_begin_anew(tmp_path: Path) -> None:
    numbering = abstract("0", ("decimal", "%1.", 34)) + a_list("1", "0") + a_list("2", "0")
    numbering += a_list("3", "0", starts={0: 1})
    blocks = [paragraph("x", number=name) for name in ("1", "1", "2", "3", "3")]
    assert lines(tmp_path, *blocks, numbering=numbering) == ["34. x", "35. x", "36. x", "1. x", "2. x"]


def test_numbers_that_a_style_gives(tmp_path: Path) -> None:
    numbering = abstract("0", *DECIMAL) + a_list("7", "0")
    styles = (
        '<w:style w:styleId="Base"><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="7"/></w:numPr></w:pPr>'
        "</w:style>"
        '<w:style w:styleId="Numbered"><w:basedOn w:val="Base"/></w:style>'
    )
    blocks = [
        paragraph("x", style="Numbered"),
        paragraph("x", style="Base"),
        paragraph("x", style="Numbered", number="0"),
    ]
    assert lines(tmp_path, *blocks, numbering=numbering, styles=styles) == ["1.1 x", "1.2 x", "x"]


@pytest.mark.parametrize(
    ("form", "text", "shown"),
    [
        ("upperLetter", "%1)", ["A) x", "B) x"]),
        ("lowerRoman", "(%1)", ["(i) x", "(ii) x"]),
        ("upperRoman", "%1.", ["I. x", "II. x"]),
        ("decimalZero", "%1.", ["01. x", "02. x"]),
        ("decimal", "Paragraph %1:", ["Paragraph 1: x", "Paragraph 2: x"]),
        ("none", "", ["x", "x"]),
    ],
)
def test_forms_of_number(form: str, text: str, shown: list[str], tmp_path: Path) -> None:
    numbering = abstract("0", (form, text, 1)) + a_list("1", "0")
    assert lines(tmp_path, *(paragraph("x", number="1") for _ in range(2)), numbering=numbering) == shown


@pytest.mark.parametrize("numbering", [abstract("0", ("hebrew1", "%1", 1)) + a_list("1", "0"), ""])
def test_numbers_that_cannot_be_counted_refuse_the_file(numbering: str, tmp_path: Path) -> None:
    with pytest.raises(UnreadableReport, match=r"not known here.*save it as PDF"):
        lines(tmp_path, paragraph("x", number="1"), numbering=numbering)


def test_what_word_does_not_print_is_left_out(tmp_path: Path) -> None:
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>unseen</w:t></w:r>"
    field = "<w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t> 12</w:t></w:r>"
    field += '<w:r><w:footnoteReference w:id="2"/></w:r>'
    data = word_file(paragraph("Seen", inside=hidden + field), paragraph("1 Summary 3", style="TOC1"))
    (page,), odd = read_word_pages(save(tmp_path, data))
    assert [line.text for line in page.lines] == ["Seen 12"]
    assert [item.kind for item in odd] == ["hidden text", "footnotes"]


def test_tracked_changes_are_refused(tmp_path: Path) -> None:
    changed = '<w:ins w:id="1"><w:r><w:t>new</w:t></w:r></w:ins>'
    with pytest.raises(UnreadableReport, match="tracked changes: accept or reject"):
        read_word_pages(save(tmp_path, word_file(paragraph("Old ", inside=changed))))


def test_a_table_of_grades_is_read_row_by_row(tmp_path: Path) -> None:
    table = (
        f"<w:tbl>{row('Overall effectiveness', 'Good')}{row('Adoption performance', 'Outstanding')}</w:tbl>"
    )
    assert lines(tmp_path, table) == ["Overall effectiveness Good", "Adoption performance Outstanding"]


def test_a_report_is_read_whole(tmp_path: Path) -> None:
    numbering = abstract("0", *LEVELS) + a_list("1", "0")
    blocks = [
        *(paragraph(text) for text in (
            "Northmoor", "Re-inspection of services for children in need of help and protection",
            "Inspection dates: 15 January 2018 to 8 February 2018", "Report published: 29 March 2018",
            "Recommendations",
        )),
        *(paragraph(f"Do thing {n} within three months.", number="1") for n in (1, 2)),
        paragraph("The experiences and progress of children who need help and protection"),
        *(paragraph(f"Children are seen often, as matter {n} shows.", number="1") for n in range(3, 9)),
    ]  # fmt: skip
    found = read_file(save(tmp_path, word_file(*blocks, numbering=numbering)), catalogue={})
    assert [item.id.partition("/")[2] for item in found.paragraphs] == [
        "rec-1", "rec-2", *(f"para-{n}" for n in range(3, 9))
    ]  # fmt: skip
    assert found.paragraphs[3].text == "Children are seen often, as matter 4 shows."
    assert (found.report.media, found.report.pages, found.report.authority) == ("word", None, "Northmoor")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"PK\x03\x04 nothing", "no archive, or damaged"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 600, "protected by a password"),
        (word_file(parts={"word/document.xml": b"<a"}), "damaged"),
        (word_file(parts={"word/document.xml": b"<a/>"}), "holds no document"),
        (word_file(parts={"word/document.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a/>'}), "does not write"),
        (word_file(parts={"word/document.xml": "<a/>".encode("utf-16")}), "does not write"),
        (word_file(parts={"word/document.xml": b" " * 41_000_000}), "more than any report has"),
        (word_file(parts={f"p{n}": b"0" * 30_000_000 for n in range(6)}), "more than any report has"),
        (word_file(parts={f"p{n}": b"" for n in range(3001)}), "more than any report has"),
    ],
    ids=range(9),
)  # fmt: skip
def test_bad_archives_are_refused(data: bytes, reason: str, tmp_path: Path) -> None:
    with pytest.raises(UnreadableReport, match=reason):
        read_word_pages(save(tmp_path, data))


def test_an_archive_that_lies_about_its_sizes_is_cut_off(tmp_path: Path) -> None:
    path = save(tmp_path, word_file(parts={"word/document.xml": b" " * 41_000_000}))
    data = path.read_bytes()
    size = (41_000_000).to_bytes(4, "little")
    assert size in data
    path.write_bytes(data.replace(size, (100).to_bytes(4, "little")))
    with pytest.raises(UnreadableReport):
        read_word_pages(path)
    assert zipfile.is_zipfile(path)


def test_levels_that_are_no_numbers_are_damage(tmp_path: Path) -> None:
    numbering = abstract("0", *LEVELS).replace('w:ilvl="0"', 'w:ilvl="x"') + a_list("1", "0")
    with pytest.raises(UnreadableReport, match="damaged"):
        lines(tmp_path, paragraph("x", number="1"), numbering=numbering)


def test_damaged_files_raise_nothing_else(tmp_path: Path) -> None:
    numbering = abstract("0", *LEVELS) + a_list("1", "0")
    sound = word_file(
        *(paragraph(f"Text {n}", number="1", level=n % 2) for n in range(9)), numbering=numbering
    )
    random = Random(7)
    for _ in range(200):
        data = bytearray(sound)
        for _ in range(random.randint(1, 4)):
            data[random.randrange(len(data))] = random.randrange(256)
        try:
            read_word_pages(save(tmp_path, bytes(data)))
        except UnreadableReport:
            continue
