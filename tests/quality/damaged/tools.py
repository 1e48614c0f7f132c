"""Tools with which copies are made: pages in another order, drawn over, or turned into pictures."""

from __future__ import annotations

import io
from collections.abc import Callable
from random import Random

import pypdfium2
from PIL import Image
from pypdf import PageObject, PdfReader, PdfWriter
from reportlab.pdfgen.canvas import Canvas

from tests.quality.damaged.compare import PageMap

Made = tuple[bytes, PageMap]
Maker = Callable[[bytes, Random, bytes], Made]
Drawing = Callable[[Canvas, int], None]
A4 = (595.0, 842.0)


def unmoved(page: int) -> int | None:
    """The map of a copy whose pages stand where they stood."""
    return page


def written(writer: PdfWriter) -> bytes:
    """The bytes of what was written."""
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def with_pages(data: bytes, order: list[int]) -> Made:
    """The pages in another order. order: places from 0 in the sound file."""
    reader, writer = PdfReader(io.BytesIO(data)), PdfWriter()
    for place in order:
        writer.add_page(reader.pages[place])
    there = {place + 1: n + 1 for n, place in reversed(list(enumerate(order)))}
    return written(writer), lambda page: there.get(page)


def page_count(data: bytes) -> int:
    """Number of pages."""
    return len(PdfReader(io.BytesIO(data)).pages)


def inner(data: bytes, chance: Random) -> int:
    """A page between the third and the last but two, from 0."""
    return chance.randrange(2, page_count(data) - 2)


def each(data: bytes, change: Callable[[PdfWriter, PageObject], None]) -> bytes:
    """Every page changed."""
    writer = PdfWriter(clone_from=io.BytesIO(data))
    for page in writer.pages:
        change(writer, page)
    return written(writer)


def drawn_pages(draw: Drawing, pages: int, size: tuple[float, float] = A4) -> PdfReader:
    """New pages, drawn."""
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=size, invariant=True)
    for page in range(pages):
        draw(canvas, page + 1)
        canvas.showPage()
    canvas.save()
    return PdfReader(io.BytesIO(target.getvalue()))


def overlaid(data: bytes, draw: Drawing) -> Made:
    """Something drawn over every page."""
    writer = PdfWriter(clone_from=io.BytesIO(data))
    over = drawn_pages(draw, len(writer.pages))
    for page, drawn in zip(writer.pages, over.pages, strict=True):
        page.merge_page(drawn)
    return written(writer), unmoved


def picture(data: bytes, place: int, dpi: int = 100) -> Image.Image:
    """A page in grey."""
    document = pypdfium2.PdfDocument(data)
    try:
        picture: Image.Image = document[place].render(scale=dpi / 72).to_pil().convert("L")
        return picture
    finally:
        document.close()


def as_picture(data: bytes, place: int) -> PageObject:
    """A page that is a picture of itself."""
    target = io.BytesIO()
    picture(data, place).save(target, "PDF", resolution=100)
    return PdfReader(io.BytesIO(target.getvalue())).pages[0]
