"""What a file's ending and first bytes say: refused by name, with what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.sandbox.limits import ReadLimits
from indexer.sandbox.quick_checks import quick_problem


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.doc", b"\xd0\xcf\x11\xe0", "an old Word file, which is not read: save it as PDF"),
        ("a.rtf", b"{\\rtf1", "a rich text file, which is not read: save it as PDF"),
        ("a.odt", b"PK\x03\x04", "an OpenDocument file, which is not read"),
        ("a.xlsx", b"PK\x03\x04", "a spreadsheet, not a report"),
        ("a.PPTX", b"PK\x03\x04", "slides, not a report"),
        ("a.jpg", b"\xff\xd8", "a picture: text in pictures is not read"),
        ("a.zip", b"PK\x03\x04", "an archive: unpack it"),
        ("a.msg", b"\xd0\xcf\x11\xe0", "an e-mail: save the file that is attached"),
        ("a.mht", b"MIME", "a web archive, which is not read"),
        ("a.xyz", b"?", "no file that can be read (.pdf, .docx, .html, .htm, .txt)"),
        ("a.pdf", b"PK\x03\x04", "not a PDF: a Word or other Office file with the wrong ending"),
        ("a.docx", b"%PDF-1.7", "a PDF with the wrong ending"),
        ("a.docx", b"\xd0\xcf\x11\xe0", "an old Office file, or one protected by a password"),
        ("a.docx", b"plain text", "not a Word file: it does not begin as one"),
        ("a.txt", b"%PDF-1.7", "a PDF with the wrong ending"),
        ("a.txt", b"{\\rtf1", "a rich text file"),
        ("a.txt", b"PK\x03\x04", "a Word or other Office file with the wrong ending"),
        ("a.txt", b"<!DOCTYPE html><html>", "a web page with the wrong ending: call it .html"),
        ("a.html", b"%PDF-1.7", "a PDF with the wrong ending"),
        ("a.txt", b"Northmoor", ""),
        ("a.docx", b"PK\x03\x04", ""),
        ("a.htm", b"<p>Northmoor", ""),
    ],
)
def test_the_true_reason(name: str, data: bytes, said: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    problem = quick_problem(path, ReadLimits())
    assert problem.startswith(said) if said else problem == ""
