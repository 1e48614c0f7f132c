"""Exported text of a report: the same lines as a PDF, without places."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.errors import UnreadableReport
from indexer.reading.text import read_text_pages


def write(tmp_path: Path, data: bytes) -> Path:
    path = tmp_path / "export.txt"
    path.write_bytes(data)
    return path


def test_lines_know_the_blank_lines_above_them(tmp_path: Path) -> None:
    (page,) = read_text_pages(write(tmp_path, b"Northmoor\n\nInspection  \n\n\nNext\r\nline\n"))
    assert [(line.text, line.gap) for line in page.lines] == [
        ("Northmoor", 1),
        ("Inspection", 1),
        ("Next", 2),
        ("line", 0),
    ]
    assert page.number is None
    assert all(line.left == line.right == line.size == 0 for line in page.lines)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("children’s".encode(), "children’s"),
        ("\ufeffchildren’s".encode(), "children’s"),
        ("children’s".encode("cp1252"), "children’s"),
    ],
    ids=["UTF-8", "with byte order mark", "Windows code page"],
)
def test_encodings(tmp_path: Path, data: bytes, text: str) -> None:
    assert read_text_pages(write(tmp_path, data))[0].lines[0].text == text


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b" \n\t", "the file is empty"),
        (b"a\0b", "not a text file: it holds zero bytes"),
        (b"x" * 5_000_001, "over the limit"),
    ],
)
def test_what_is_refused(tmp_path: Path, data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableReport, match=reason):
        read_text_pages(write(tmp_path, data))


def test_a_copy_cut_into_lines_and_pages_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "inspection - 29 march 2018.txt"
    wrapped = [
        f"{n}. Social workers in this place see children\noften enough, as the matter\nshows.\n"
        for n in range(1, 20)
    ]
    for text in ("Northmoor\n\f2. Findings", "\n".join(wrapped)):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(UnreadableReport, match=r"cut into its lines and pages.*use the PDF"):
            read_text_pages(path)


def test_an_export_that_ends_in_a_page_break_is_no_such_copy(tmp_path: Path) -> None:
    path = tmp_path / "inspection - 29 march 2018.txt"
    path.write_text("Northmoor\n\n- 1. A paragraph on one line.\n- 2. Another.\n\f", encoding="utf-8")
    assert len(read_text_pages(path)[0].lines) == 3
