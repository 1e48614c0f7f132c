"""The ground of a Word file: A4, British English, headings and styles, page numbers, links, heading rows."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from docx import Document
from docx.document import Document as Paper
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

LANGUAGE = "en-GB"
_FONT = "Arial"
_INK, _QUIET, _LINK = RGBColor(0x0B, 0x0C, 0x0C), RGBColor(0x50, 0x5A, 0x5F), RGBColor(0x1D, 0x70, 0xB8)
_LONG_SIDE, _SHORT_SIDE = Cm(29.7), Cm(21.0)
_SIZES = {"Title": 20, "Heading 1": 15, "Heading 2": 12.5, "Heading 3": 11}  # points
# What XML cannot hold: most control characters, halves of surrogate pairs, and two that are no characters.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_PADDING = (
    f'<w:tblCellMar {nsdecls("w")}><w:top w:w="60" w:type="dxa"/><w:bottom w:w="40" w:type="dxa"/>'
    "</w:tblCellMar>"
)
QUOTATION, SMALL, REFERENCE = "Quote", "Pinpoint small", "Pinpoint reference"  # styles of paragraphs
HYPERLINK = "Hyperlink"


def new_paper(title: str, *, subject: str = "", landscape: bool = False) -> Paper:
    """An empty document with its title as a property; what it says is the caller's to add."""
    paper = Document()
    _properties(paper, sound(title), sound(subject))
    _styles(paper)
    _page(paper, landscape=landscape)
    _modern(paper)
    return paper


def to_bytes(paper: Paper) -> bytes:
    """The file."""
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def sound(text: str) -> str:
    """Text that XML can hold: what it cannot becomes the character that stands for a lost one."""
    return _NOT_XML.sub("\ufffd", text)


def add_link(paragraph: Paragraph, text: str, address: str) -> None:
    """Text that leads to an address of the web, at the end of a paragraph of any part; plain for ""."""
    if not address:
        paragraph.add_run(sound(text))
        return
    relation = paragraph.part.relate_to(sound(address), RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), relation)
    run = paragraph.add_run(sound(text), style=HYPERLINK)
    link.append(run._r)
    paragraph._p.append(link)


def add_labelled(paragraph: Paragraph, label: str, text: str) -> None:
    """The label, bold, and a colon, then the text."""
    paragraph.add_run(f"{label}: ").bold = True
    paragraph.add_run(sound(text))


def add_table(paper: Paper, columns: Sequence[str], widths: Sequence[float]) -> Table:
    """A table with its heading row, which is repeated on each page. widths: of the columns, in cm."""
    table: Table = paper.add_table(rows=1, cols=len(columns), style="Table Grid")
    table.autofit = False
    look = table._tbl.tblPr.find(qn("w:tblLook"))  # the schema wants what a table looks like last
    look.addprevious(parse_xml(_PADDING))
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    for cell, name in zip(table.rows[0].cells, columns, strict=True):
        cell.paragraphs[0].add_run(name).bold = True
        _shade(cell)
    _row_property(table, 0, "w:cantSplit")
    _row_property(table, 0, "w:tblHeader")
    return table


def add_row(table: Table) -> tuple[_Cell, ...]:
    """The cells of a new row, as wide as their columns; a row stays on one page where it fits on one."""
    cells: tuple[_Cell, ...] = table.add_row().cells  # type: ignore[no-untyped-call]
    _row_property(table, -1, "w:cantSplit")
    for cell, column in zip(cells, table.columns, strict=True):
        cell.width = column.width
    return cells


def _properties(paper: Paper, title: str, subject: str) -> None:
    facts = paper.core_properties
    now = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    facts.title, facts.subject, facts.language = title[:255], subject[:255], LANGUAGE
    facts.author = facts.last_modified_by = "Pinpoint"
    facts.comments = facts.keywords = ""
    facts.created = facts.modified = now
    facts.revision = 1
    for relation in [*paper.part.package.rels.values()]:
        if relation.reltype.endswith("/thumbnail"):  # of the template: a picture of an empty page
            del paper.part.package.rels[relation.rId]


def _styles(paper: Paper) -> None:
    styles = paper.styles
    defaults = styles.element.find(qn("w:docDefaults"))
    for language in defaults.iter(qn("w:lang")):
        language.set(qn("w:val"), LANGUAGE)
    for name, size in {"Normal": 10.5, **_SIZES}.items():
        style = styles[name]
        _set_font(style)
        style.font.size, style.font.color.rgb = Pt(size), _INK
    plain = styles["Normal"].paragraph_format
    plain.space_after, plain.line_spacing = Pt(6), 1.1
    title = styles["Title"]
    title.font.bold = True
    title.paragraph_format.space_after = Pt(6)
    for border in title.element.pPr.findall(qn("w:pBdr")):
        title.element.pPr.remove(border)
    for name in ("Heading 1", "Heading 2", "Heading 3"):
        styles[name].paragraph_format.space_before = Pt(14)
        styles[name].paragraph_format.space_after = Pt(4)
        styles[name].paragraph_format.keep_with_next = True
    quotation = styles[QUOTATION]
    quotation.font.italic, quotation.font.color.rgb = False, _INK
    quotation.paragraph_format.left_indent = quotation.paragraph_format.right_indent = Cm(1)
    for name, size in ((SMALL, 9), (REFERENCE, 7.5)):
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles["Normal"]
        style.font.size = Pt(size)
        style.paragraph_format.space_after, style.paragraph_format.line_spacing = Pt(3), 1.0
    styles[REFERENCE].font.color.rgb = _QUIET
    link = styles.add_style(HYPERLINK, WD_STYLE_TYPE.CHARACTER)
    link.font.color.rgb, link.font.underline = _LINK, True


def _set_font(style: Any) -> None:
    style.font.name = _FONT
    fonts = style.element.rPr.find(qn("w:rFonts"))
    for name in list(fonts.attrib):
        if name.endswith("Theme"):  # of the template: it would win
            del fonts.attrib[name]
    for name in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(name), _FONT)


def _page(paper: Paper, *, landscape: bool) -> None:
    section = paper.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width = _LONG_SIDE if landscape else _SHORT_SIDE
    section.page_height = _SHORT_SIDE if landscape else _LONG_SIDE
    section.left_margin = section.right_margin = Cm(1.5 if landscape else 2.5)
    section.top_margin = section.bottom_margin = Cm(1.8 if landscape else 2.2)
    section.header_distance = section.footer_distance = Cm(0.9)
    foot = section.footer.paragraphs[0]
    foot.style, foot.alignment = paper.styles[SMALL], WD_ALIGN_PARAGRAPH.RIGHT
    for text, field in (("Page ", "PAGE"), (" of ", "NUMPAGES")):
        foot.add_run(text)
        _field(foot, field)


def _field(paragraph: Paragraph, code: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    run = paragraph.add_run("1")
    field.append(run._r)
    paragraph._p.append(field)


def _modern(paper: Paper) -> None:
    """Without it Word opens the file in a compatibility mode of 2007."""
    settings = paper.settings.element
    for old in settings.findall(qn("w:compat")):
        for item in old.findall(qn("w:compatSetting")):
            old.remove(item)
    compat = settings.find(qn("w:compat"))
    if compat is None:
        return
    item = OxmlElement("w:compatSetting")
    for name, value in (
        ("w:name", "compatibilityMode"),
        ("w:uri", "http://schemas.microsoft.com/office/word"),
        ("w:val", "15"),
    ):
        item.set(qn(name), value)
    compat.append(item)


def _shade(cell: _Cell) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", "E7ECF1")):
        shade.set(qn(name), value)
    cell._tc.get_or_add_tcPr().append(shade)


def _row_property(table: Table, place: int, name: str) -> None:
    table.rows[place]._tr.get_or_add_trPr().append(OxmlElement(name))
