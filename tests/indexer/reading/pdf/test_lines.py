"""Surprises of PDF files, each by a small PDF that shows it."""

from __future__ import annotations

from pathlib import Path

import pypdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from indexer.errors import UnreadableReport
from indexer.reading.furniture import body_of
from indexer.reading.normalise import join_lines
from indexer.reading.numbering import find_starts
from indexer.reading.pages import LINE_END_HYPHEN
from indexer.reading.pdf import open_checked, read_pages, second_reading
from tests.support.small_pdfs import BOLD, FONT, lines_of_text, pdf_bytes, read_back


def refused(path: Path, data: bytes, *, max_pages: int = 5) -> str:
    path.write_bytes(data)
    with pytest.raises(UnreadableReport) as caught:
        read_pages(open_checked(path, max_pages=max_pages))
    return caught.value.problem


def test_lines_come_with_place_size_and_weight(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont(BOLD, 14)
        canvas.drawString(71, 740, "Recommendations")
        canvas.setFont(FONT, 12)
        canvas.drawString(99, 700, "Help comes early.")

    (page,) = read_back(tmp_path, draw)
    first, second = page.lines
    assert (first.text, first.bold, first.size) == ("Recommendations", True, 14)
    assert (second.text, second.bold, second.size) == ("Help comes early.", False, 12)
    assert second.left == pytest.approx(99, abs=2)
    assert 695 < second.bottom < 701 < second.top < 712
    assert (page.number, page.width, page.height) == (1, 595, 842)


def test_a_hyphen_at_a_line_end_is_kept_whatever_pdfium_makes_of_it(tmp_path: Path) -> None:
    (page,) = read_back(tmp_path, lines_of_text("The multi-", "agency plan is over-", "optimistic."))
    texts = [line.text for line in page.lines]
    assert len(texts) == 3
    assert any(text.endswith(("-", LINE_END_HYPHEN)) for text in texts)
    assert join_lines(texts) == "The multi-agency plan is over-optimistic."


def test_a_soft_hyphen_at_a_line_end_goes_or_stays_as_both_readers_see_it(tmp_path: Path) -> None:
    (page,) = read_back(tmp_path, lines_of_text("Within time\u00ad", "scales."))
    assert join_lines([line.text for line in page.lines]) in ("Within timescales.", "Within time-scales.")


def test_a_raised_digit_stuck_to_a_word_is_a_mark_and_a_full_size_one_is_not(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        text = canvas.beginText(71, 740)
        text.setFont(FONT, 12)
        text.textOut("The Board")
        text.setFont(FONT, 7)
        text.setRise(4)
        text.textOut("1")
        text.setRise(0)
        text.setFont(FONT, 12)
        text.textOut(" met in room B2.")
        canvas.drawText(text)

    (page,) = read_back(tmp_path, draw)
    assert [(line.text, line.marks) for line in page.lines] == [
        ("The Board1", ((9, 10),)),  # PDFium takes what follows for a line of its own
        ("met in room B2.", ()),
    ]


def test_font_size_one_scaled_by_the_matrix_is_read_in_points(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.saveState()
        canvas.scale(12, 12)
        canvas.setFont(FONT, 1)
        canvas.drawString(71 / 12, 740 / 12, "Set in size one and scaled.")
        canvas.restoreState()

    (page,) = read_back(tmp_path, draw)
    assert page.lines[0].size == pytest.approx(12, abs=1)


@pytest.mark.parametrize(
    ("texts", "numbers"),
    [
        (("1. Help.", "2.Services are good.", "3. More."), [1, 2, 3]),
        (("1. Help.", "2.", "Services are good.", "3. More."), [1, 2, 3]),
        (("1. Help.", "2. Homes.", "4. More.", "5. Last."), [1, 2, 4, 5]),
        (tuple(f"{n}. Words." for n in (1, 2, 3, 4, 5, 6, 1, 2, 3)), [1, 2, 3, 4, 5, 6, 1, 2, 3]),
    ],
    ids=["no space after the number", "number alone on its line", "lost number", "second sequence"],
)
def test_numbers_as_pdfs_print_them(tmp_path: Path, texts: tuple[str, ...], numbers: list[int]) -> None:
    body = body_of(read_back(tmp_path, lines_of_text(*texts)))
    assert [start.number for start in find_starts(body.lines)] == numbers


def test_the_second_reader_is_independent_and_sees_the_same_words(tmp_path: Path) -> None:
    path = tmp_path / "two.pdf"
    path.write_bytes(pdf_bytes(lines_of_text("Page one says this."), lines_of_text("Page two says that.")))
    data = open_checked(path, max_pages=5)
    first = [" ".join(line.text for line in page.lines) for page in read_pages(data)]
    assert [text.strip() for text in second_reading(data)] == first


def test_a_page_without_text_has_no_lines(tmp_path: Path) -> None:
    (page,) = read_back(tmp_path, lambda canvas: canvas.rect(10, 10, 100, 100))
    assert page.lines == ()


def test_files_that_are_no_sound_pdf_are_refused_with_the_reason(tmp_path: Path) -> None:
    path, sound = tmp_path / "file.pdf", pdf_bytes(lines_of_text("Words."))
    assert refused(path, b"") == "the file is empty"
    assert refused(path, b"<html>404: report not found</html>") == "not a PDF: it does not start as one"
    assert "damaged" in refused(path, b"%PDF-1.4\nnothing follows")
    assert "over the limit of 2" in refused(path, pdf_bytes(*[lines_of_text("Words.")] * 3), max_pages=2)
    assert open_checked_bytes(path, sound) == sound


@pytest.mark.parametrize("error", [AssertionError, IndexError, OverflowError, RecursionError, KeyError])
def test_what_a_pdf_library_makes_of_a_damaged_file_is_no_error_of_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    def reader(*_: object, **__: object) -> pypdf.PdfReader:
        raise error

    monkeypatch.setattr(pypdf, "PdfReader", reader)
    assert refused(tmp_path / "file.pdf", b"%PDF-1.4\n") == f"the PDF is damaged: {error.__name__}"


def open_checked_bytes(path: Path, data: bytes) -> bytes:
    path.write_bytes(data)
    return open_checked(path, max_pages=5)


def test_a_password_is_asked_for_by_refusing_and_an_empty_one_is_opened(tmp_path: Path) -> None:
    for password, opens in (("secret", False), ("", True)):
        writer = pypdf.PdfWriter()
        plain = tmp_path / "plain.pdf"
        plain.write_bytes(pdf_bytes(lines_of_text("Words.")))
        writer.append(plain)
        writer.encrypt(user_password=password, owner_password="owner", algorithm="AES-128")
        locked = tmp_path / "locked.pdf"
        with locked.open("wb") as file:
            writer.write(file)
        if opens:
            assert read_pages(open_checked(locked, max_pages=5))[0].lines[0].text == "Words."
        else:
            assert "password" in refused(locked, locked.read_bytes())
