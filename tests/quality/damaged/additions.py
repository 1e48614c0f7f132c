"""What people add to a report, print over it, and what breaks in its file."""

from __future__ import annotations

import io
from random import Random

import pypdfium2
from pypdf import PdfReader, PdfWriter, Transformation
from pypdf.generic import DecodedStreamObject, NameObject
from reportlab.pdfgen.canvas import Canvas

from tests.quality.damaged.tools import (
    A4,
    Made,
    as_picture,
    drawn_pages,
    inner,
    overlaid,
    unmoved,
    written,
)


def watermark(data: bytes, chance: Random, other: bytes) -> Made:
    """A word across every page."""

    def draw(canvas: Canvas, page: int) -> None:
        canvas.saveState()
        canvas.translate(297, 421)
        canvas.rotate(45)
        canvas.setFont("Helvetica", 70)
        canvas.setFillGray(0.85)
        canvas.drawCentredString(0, 0, "CONFIDENTIAL")
        canvas.restoreState()

    return overlaid(data, draw)


def watermark_level(data: bytes, chance: Random, other: bytes) -> Made:
    """A word over the middle of every page, level and in the text's size."""

    def draw(canvas: Canvas, page: int) -> None:
        canvas.setFont("Helvetica", 12)
        canvas.setFillGray(0.4)
        canvas.drawString(250, 421, "Draft for committee")

    return overlaid(data, draw)


def line_numbers(data: bytes, chance: Random, other: bytes) -> Made:
    """Lines are numbered in the left margin, on every page anew."""

    def draw(canvas: Canvas, page: int) -> None:
        canvas.setFont("Helvetica", 8)
        for line in range(1, 46):
            canvas.drawString(30, 780 - 16 * line, str(line))

    return overlaid(data, draw)


def numbered_margin(data: bytes, chance: Random, other: bytes) -> Made:
    """Lines are numbered from 1 on through the whole file, each number with a full stop."""

    def draw(canvas: Canvas, page: int) -> None:
        canvas.setFont("Helvetica", 11)
        for line in range(1, 41):
            canvas.drawString(35, 770 - 17 * line, f"{40 * (page - 1) + line}.")

    return overlaid(data, draw)


def margin_notes(data: bytes, chance: Random, other: bytes) -> Made:
    """Somebody's remarks stand in the right margin."""

    def draw(canvas: Canvas, page: int) -> None:
        canvas.setFont("Helvetica-Oblique", 9)
        if page % 3 == 0:
            for line, words in enumerate(("ask the board", "about this", "before March")):
                canvas.drawString(525, 500 - 11 * line, words)

    return overlaid(data, draw)


def recognised(data: bytes, chance: Random, other: bytes) -> Made:
    """Every page is a picture under a layer of recognised text that nobody sees."""
    reader, writer = PdfReader(io.BytesIO(data)), PdfWriter()
    for place in range(len(reader.pages)):
        document = pypdfium2.PdfDocument(data)
        textpage = document[place].get_textpage()
        words = [
            (*textpage.get_rect(n), textpage.get_text_bounded(*textpage.get_rect(n)))
            for n in range(textpage.count_rects())
        ]
        document.close()

        def draw(canvas: Canvas, page: int, words: list[tuple[float, ...]] = words) -> None:
            for left, bottom, _, top, text in words:
                line = canvas.beginText(left, bottom)
                line.setFont("Helvetica", max(round(top - bottom), 6))
                line.setTextRenderMode(3)
                line.textOut(str(text))
                canvas.drawText(line)

        page = writer.add_page(as_picture(data, place))
        page.merge_page(drawn_pages(draw, 1).pages[0])
    return written(writer), unmoved


def merged(data: bytes, chance: Random, other: bytes) -> Made:
    """Another report follows in the same file."""
    writer = PdfWriter(clone_from=io.BytesIO(data))
    writer.append(io.BytesIO(other))
    return written(writer), unmoved


def cover_in_front(data: bytes, chance: Random, other: bytes) -> Made:
    """A committee's paper, with numbered paragraphs of its own, stands in front."""

    def draw(canvas: Canvas, page: int) -> None:
        canvas.setFont("Helvetica-Bold", 16)
        canvas.drawString(71, 760, "Children and Families Scrutiny Committee" if page == 1 else "Appendix A")
        canvas.setFont("Helvetica", 11)
        texts = (
            "Report of the Director of Children's Services to the meeting of 4 March",
            "1. Purpose of this report",
            "1. Members are asked to note the inspection report in the appendix.",
            "2. Members are asked to agree the action plan.",
            "3. There are no financial implications of this report.",
            "4. There are no legal implications of this report.",
        )
        for line, text in enumerate(texts if page == 1 else texts[:1]):
            canvas.drawString(71, 720 - 22 * line, text)

    writer = PdfWriter()
    writer.append(drawn_pages(draw, 2))
    writer.append(io.BytesIO(data))
    return written(writer), lambda page: page + 2


def plan_appended(data: bytes, chance: Random, other: bytes) -> Made:
    """An action plan with numbered actions follows the report."""

    def draw(canvas: Canvas, page: int) -> None:
        canvas.setFont("Helvetica-Bold", 16)
        canvas.drawString(71, 760, "Post-inspection action plan")
        canvas.setFont("Helvetica", 12)
        for line in range(12):
            number = 12 * (page - 1) + line + 1
            canvas.drawString(71, 720 - 30 * line, f"{number}. Managers will audit case files every month.")
            canvas.drawString(99, 706 - 30 * line, "Owner: head of service. Due: the end of June.")

    writer = PdfWriter(clone_from=io.BytesIO(data))
    writer.append(drawn_pages(draw, 2))
    return written(writer), unmoved


def browser_print(data: bytes, chance: Random, other: bytes) -> Made:
    """Printed again from a browser: its address, the day and the page on every page."""
    reader, writer = PdfReader(io.BytesIO(data)), PdfWriter()
    count = len(reader.pages)

    def draw(canvas: Canvas, page: int) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.drawString(24, 826, "27/11/2026, 10:15")
        canvas.drawString(260, 826, "Inspection report - Northmoor Council")
        canvas.drawString(24, 14, "https://www.northmoor.example/reports/inspection.pdf")
        canvas.drawString(550, 14, f"{page}/{count}")

    over = drawn_pages(draw, count)
    for page, drawn in zip(reader.pages, over.pages, strict=True):
        sheet = writer.add_blank_page(*A4)
        sheet.merge_transformed_page(page, Transformation().scale(0.92).translate(24, 34))
        sheet.merge_page(drawn)
    return written(writer), unmoved


def text_dump(data: bytes, chance: Random, other: bytes) -> Made:
    """All text of the file, one line to a line."""
    document = pypdfium2.PdfDocument(data)
    texts = [page.get_textpage().get_text_range().replace("\ufffe", "-\n") for page in document]
    document.close()
    return "\n\n".join(text.replace("\r\n", "\n") for text in texts).encode(), unmoved


def flipped_bit(data: bytes, chance: Random, other: bytes) -> Made:
    """One bit of one page's drawing is another."""
    writer, place = PdfWriter(clone_from=io.BytesIO(data)), inner(data, chance)
    contents = writer.pages[place].get_contents()
    content = bytearray(contents.get_data() if contents is not None else b"")
    if content:
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    stream = DecodedStreamObject()
    stream.set_data(bytes(content))
    writer.pages[place][NameObject("/Contents")] = writer._add_object(stream)
    return written(writer), unmoved


def flipped_packed_bit(data: bytes, chance: Random, other: bytes) -> Made:
    """One bit of the file is another, in a packed stream."""
    content = bytearray(data)
    starts = [
        n
        for n in range(len(content) - 8)
        if content[n : n + 7] == b"stream\r" or content[n : n + 7] == b"stream\n"
    ]
    start = chance.choice(starts) + 60
    content[min(start + chance.randrange(400), len(content) - 1)] ^= 1 << chance.randrange(8)
    return bytes(content), unmoved


def cut_stream(data: bytes, chance: Random, other: bytes) -> Made:
    """One page's drawing ends in the middle."""
    writer, place = PdfWriter(clone_from=io.BytesIO(data)), inner(data, chance)
    contents = writer.pages[place].get_contents()
    content = contents.get_data() if contents is not None else b""
    stream = DecodedStreamObject()
    stream.set_data(content[: len(content) // 2])
    writer.pages[place][NameObject("/Contents")] = writer._add_object(stream)
    return written(writer), unmoved
