"""A brief as a Word document: headings, tables with a header row, quotations with live links."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime

from docx.document import Document as Paper
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt, RGBColor

from search_api.exports.word.paper import (
    QUOTATION,
    SMALL,
    add_link,
    add_row,
    add_table,
    new_paper,
    sound,
    to_bytes,
)

from .blocks import Block, Heading, Quote, Table, Text

_CITATION = "Pinpoint citation"
_WIDTH = 17.0  # cm between the margins
_NUMBERS = 2.1  # cm of a column of numbers
_OF_FOUR = (3.6, 3.0, 4.0, 6.4)  # cm of the columns of the table of neighbours


def as_word(title: str, made: date, blocks: Sequence[Block]) -> bytes:
    """The document. The same blocks and day give the same bytes."""
    paper = new_paper(title, subject="Evidence brief")
    _closer(paper)
    for block in blocks:
        match block:
            case Heading():
                paper.add_heading(sound(block.text), block.level - 1)
            case Text():
                style = "List Bullet" if block.item else SMALL if block.small else None
                paper.add_paragraph(sound(block.text), style=style)
            case Table():
                _table(paper, block)
            case Quote():
                _quote(paper, block)
    facts = paper.core_properties
    facts.created = facts.modified = datetime(made.year, made.month, made.day)
    return _steady(to_bytes(paper))


def _closer(paper: Paper) -> None:
    """A few pages must hold all of it: smaller letters and gaps, wider lines."""
    section, styles = paper.sections[0], paper.styles
    section.left_margin = section.right_margin = Cm((21 - _WIDTH) / 2)
    section.top_margin = section.bottom_margin = Cm(1.9)
    for name, size, before, after in (
        ("Normal", 10.0, 0.0, 4.0),
        ("Title", 17.0, 0.0, 5.0),
        ("Heading 1", 13.0, 10.0, 3.0),
        ("Heading 2", 10.5, 6.0, 2.0),
        ("List Bullet", 9.0, 0.0, 2.0),
        (SMALL, 9.0, 0.0, 3.0),
        (QUOTATION, 10.0, 0.0, 1.0),
    ):
        style = styles[name]
        style.font.size = Pt(size)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
        style.paragraph_format.line_spacing = 1.05
    cited = styles.add_style(_CITATION, WD_STYLE_TYPE.PARAGRAPH)
    cited.base_style = styles["Normal"]
    cited.font.size, cited.font.color.rgb = Pt(8.5), RGBColor(0x41, 0x41, 0x41)
    cited.paragraph_format.space_after, cited.paragraph_format.line_spacing = Pt(5), 1.0
    for style in (styles[QUOTATION], cited):
        style.paragraph_format.left_indent, style.paragraph_format.right_indent = Cm(0.6), Cm(0)
        style.paragraph_format.keep_together = True
    styles[QUOTATION].paragraph_format.keep_with_next = True


def _table(paper: Paper, block: Table) -> None:
    caption = paper.add_paragraph(sound(block.caption), style=SMALL)
    caption.paragraph_format.keep_with_next = True
    table = add_table(paper, block.header, _widths(block))
    for row in block.rows:
        for cell, text in zip(add_row(table), row, strict=True):
            cell.paragraphs[0].add_run(sound(text))
    for at, cells in enumerate(table.rows):
        for column, cell in enumerate(cells.cells):
            paragraph = cell.paragraphs[0]
            paragraph.style = paper.styles[SMALL]
            paragraph.paragraph_format.space_after = Pt(1)
            paragraph.paragraph_format.keep_with_next = at < len(block.rows)
            if block.numbers and column:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    gap = paper.add_paragraph(style=SMALL).paragraph_format
    gap.space_after, gap.line_spacing = Pt(0), Pt(6)


def _widths(block: Table) -> list[float]:
    columns = len(block.header)
    if block.numbers:
        return [_WIDTH - _NUMBERS * (columns - 1), *[_NUMBERS] * (columns - 1)]
    return list(_OF_FOUR) if columns == len(_OF_FOUR) else [_WIDTH / columns] * columns


def _quote(paper: Paper, block: Quote) -> None:
    if block.within:
        lead = paper.add_paragraph(sound(block.within), style=_CITATION)
        lead.paragraph_format.keep_with_next = True
    paper.add_paragraph(sound(f"‘{block.text}’"), style=QUOTATION)
    cited = paper.add_paragraph(style=_CITATION)
    add_link(cited, block.cited, block.link)
    if block.tag:
        cited.add_run(sound(f" ({block.tag})"))
    if block.check:
        cited.add_run(sound(f" {block.check}."))


def _steady(data: bytes) -> bytes:
    """The same archive with one date for every part, so that the same brief gives the same bytes."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name), old.read(name), zipfile.ZIP_DEFLATED)
    return held.getvalue()
