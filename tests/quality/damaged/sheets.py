"""Pages lost, moved, turned, cropped, pictured, or set on other sheets."""

from __future__ import annotations

import io
from random import Random

from pypdf import PageObject, PdfReader, PdfWriter, Transformation
from pypdf.generic import DecodedStreamObject, NameObject, RectangleObject

from tests.quality.damaged.tools import (
    A4,
    Made,
    Maker,
    as_picture,
    each,
    inner,
    page_count,
    unmoved,
    with_pages,
    written,
)


def blank_page(data: bytes, chance: Random, other: bytes) -> Made:
    """One page without anything on it."""
    writer, place = PdfWriter(clone_from=io.BytesIO(data)), inner(data, chance)
    writer.pages[place][NameObject("/Contents")] = writer._add_object(DecodedStreamObject())
    return written(writer), unmoved


def deleted_page(data: bytes, chance: Random, other: bytes) -> Made:
    """One page is missing."""
    gone = inner(data, chance)
    return with_pages(data, [place for place in range(page_count(data)) if place != gone])


def swapped_pages(data: bytes, chance: Random, other: bytes) -> Made:
    """Two pages beside each other have changed places."""
    place, order = inner(data, chance), list(range(page_count(data)))
    order[place], order[place + 1] = order[place + 1], order[place]
    return with_pages(data, order)


def doubled_page(data: bytes, chance: Random, other: bytes) -> Made:
    """One page is there twice."""
    place = inner(data, chance)
    return with_pages(data, sorted([*range(page_count(data)), place]))


def first_pages_lost(data: bytes, chance: Random, other: bytes) -> Made:
    """The second to fourth pages are missing, as in an excerpt with its cover."""
    return with_pages(data, [0, *range(4, page_count(data))])


def last_pages_lost(data: bytes, chance: Random, other: bytes) -> Made:
    """The file ends early: the last fifth of its pages is missing."""
    count = page_count(data)
    return with_pages(data, list(range(count - max(3, count // 5))))


def reversed_pages(data: bytes, chance: Random, other: bytes) -> Made:
    """Scanned from the back: the last page comes first."""
    return with_pages(data, list(reversed(range(page_count(data)))))


def scanned_page(data: bytes, chance: Random, other: bytes) -> Made:
    """One page is a picture of itself."""
    place, reader, writer = inner(data, chance), PdfReader(io.BytesIO(data)), PdfWriter()
    for number, page in enumerate(reader.pages):
        writer.add_page(as_picture(data, place) if number == place else page)
    return written(writer), unmoved


def inserted_scan(data: bytes, chance: Random, other: bytes) -> Made:
    """A picture of a page of another report stands in between."""
    place, reader, writer = inner(data, chance), PdfReader(io.BytesIO(data)), PdfWriter()
    for number, page in enumerate(reader.pages):
        if number == place:
            writer.add_page(as_picture(other, 3))
        writer.add_page(page)
    return written(writer), lambda page: page + (page > place)


def turned(degrees: int) -> Maker:
    def make(data: bytes, chance: Random, other: bytes) -> Made:
        def turn(_: PdfWriter, page: PageObject) -> None:
            page.rotate(degrees)

        return each(data, turn), unmoved

    return make


def drawn_on_its_side(data: bytes, chance: Random, other: bytes) -> Made:
    """One page is drawn on its side."""
    writer, place = PdfWriter(clone_from=io.BytesIO(data)), inner(data, chance)
    page = writer.pages[place]
    wide, high = float(page.mediabox.width), float(page.mediabox.height)
    page.add_transformation(Transformation().rotate(90).translate(high, 0))
    for box in (page.mediabox, page.cropbox):
        box.upper_right = (high, wide)
    return written(writer), unmoved


def cropped_margins(data: bytes, chance: Random, other: bytes) -> Made:
    """Cropped to the text: the margins are gone."""

    def crop(_: PdfWriter, page: PageObject) -> None:
        box = page.mediabox
        page.cropbox = RectangleObject((50, 60, float(box.right) - 50, float(box.top) - 60))

    return each(data, crop), unmoved


def cropped_text(data: bytes, chance: Random, other: bytes) -> Made:
    """Cropped too far: a strip of text at the top of one page is out of sight."""
    writer, place = PdfWriter(clone_from=io.BytesIO(data)), inner(data, chance)
    page = writer.pages[place]
    page.cropbox = RectangleObject((0, 0, float(page.mediabox.right), float(page.mediabox.top) - 160))
    return written(writer), unmoved


def larger_sheet(data: bytes, chance: Random, other: bytes) -> Made:
    """Every page stands in the middle of an A3 sheet."""
    reader, writer = PdfReader(io.BytesIO(data)), PdfWriter()
    for page in reader.pages:
        sheet = writer.add_blank_page(842, 1191)
        sheet.merge_transformed_page(page, Transformation().translate(123, 174))
    return written(writer), unmoved


def scaled_sheet(data: bytes, chance: Random, other: bytes) -> Made:
    """Printed to fit: every page is 70% of its size."""
    reader, writer = PdfReader(io.BytesIO(data)), PdfWriter()
    for page in reader.pages:
        sheet = writer.add_blank_page(*A4)
        sheet.merge_transformed_page(page, Transformation().scale(0.7).translate(90, 130))
    return written(writer), unmoved


def two_on_a_sheet(data: bytes, chance: Random, other: bytes) -> Made:
    """Two pages beside each other on each sheet."""
    reader, writer = PdfReader(io.BytesIO(data)), PdfWriter()
    for place, page in enumerate(reader.pages):
        if place % 2 == 0:
            sheet = writer.add_blank_page(1191, 842)
        sheet.merge_transformed_page(page, Transformation().translate(595.5 * (place % 2), 0))
    return written(writer), lambda page: (page + 1) // 2
