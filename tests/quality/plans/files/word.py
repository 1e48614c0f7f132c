"""A layout as a Word file: python-docx writes what it can, raw XML the rest: notes, boxes, changes, links."""

from __future__ import annotations

import io
from html import escape

from docx import Document
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.text.paragraph import Paragraph

from .elements import Element, Layout, Piece

_STYLES = {"quote": "Quote", "item": "List Bullet"}
_CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CHANGED = 'w:author="A Reviewer" w:date="2026-09-01T09:00:00Z"'


def word_file(layout: Layout) -> bytes:
    """The bytes of a .docx."""
    return _Writer().write(layout)


class _Writer:
    def __init__(self) -> None:
        self.document: WordDocument = Document()
        self.notes: dict[str, list[str]] = {"footnote": [], "endnote": []}
        self.changes = 0

    def write(self, layout: Layout) -> bytes:
        for group in layout.groups():
            if group[0].kind == "row":
                self._table(group)
            elif group[0].kind == "header":
                self.document.sections[0].header.paragraphs[0].add_run(group[0].text)
            else:
                self._paragraph(group[0])
        for kind, texts in self.notes.items():
            if texts:
                self._add_notes(kind, texts)
        made = io.BytesIO()
        self.document.save(made)
        return made.getvalue()

    def _table(self, rows: list[Element]) -> None:
        table = self.document.add_table(len(rows), len(rows[0].cells), style="Table Grid")
        for row, element in enumerate(rows):
            for column, text in enumerate(element.cells):
                table.cell(row, column).paragraphs[0].add_run(text)

    def _paragraph(self, element: Element) -> None:
        if element.kind == "heading":
            self.document.add_heading(element.text, 2)
            return
        if element.kind == "box":
            self._box(element)
            return
        paragraph = self.document.add_paragraph(style=_STYLES.get(element.kind))
        for piece in element.pieces:
            self._piece(paragraph, piece)
        if element.note:
            kind = "endnote" if element.endnote else "footnote"
            self.notes[kind].append(element.note)
            mark = f'<w:{kind}Reference w:id="{len(self.notes[kind])}"/>'
            paragraph._p.append(parse_xml(f"<w:r {nsdecls('w')}>{mark}</w:r>"))

    def _piece(self, paragraph: Paragraph, piece: Piece) -> None:
        words = escape(piece.text, quote=False)
        if piece.how == "inserted":
            self.changes += 1
            inner = f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r>'
            xml = f'<w:ins {nsdecls("w")} w:id="{900 + self.changes}" {_CHANGED}>{inner}</w:ins>'
        elif piece.how == "deleted":
            self.changes += 1
            inner = f'<w:r><w:delText xml:space="preserve">{words}</w:delText></w:r>'
            xml = f'<w:del {nsdecls("w")} w:id="{900 + self.changes}" {_CHANGED}>{inner}</w:del>'
        elif piece.url:
            relation = paragraph.part.relate_to(piece.url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
            inner = f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r>'
            xml = f'<w:hyperlink {nsdecls("w", "r")} r:id="{relation}">{inner}</w:hyperlink>'
        else:
            paragraph.add_run(piece.text)
            return
        paragraph._p.append(parse_xml(xml))

    def _box(self, element: Element) -> None:
        """A text box as older Word and LibreOffice write it."""
        inner = f'<w:p><w:r><w:t xml:space="preserve">{escape(element.text, quote=False)}</w:t></w:r></w:p>'
        xml = (
            f'<w:r {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"><w:pict>'
            '<v:shape style="width:300pt;height:90pt">'
            f"<v:textbox><w:txbxContent>{inner}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
        )
        self.document.add_paragraph()._p.append(parse_xml(xml))

    def _add_notes(self, kind: str, texts: list[str]) -> None:
        notes = "".join(
            f'<w:{kind} w:id="{number}"><w:p><w:r><w:{kind}Ref/></w:r>'
            f'<w:r><w:t xml:space="preserve"> {escape(text, quote=False)}</w:t></w:r></w:p></w:{kind}>'
            for number, text in enumerate(texts, start=1)
        )
        xml = f'<?xml version="1.0" encoding="UTF-8"?><w:{kind}s {nsdecls("w")}>{notes}</w:{kind}s>'
        main = self.document.part
        name = PackURI(f"/word/{kind}s.xml")
        part = Part(name, f"{_CONTENT}.{kind}s+xml", xml.encode(), main.package)
        main.relate_to(part, f"{_RELATION}/{kind}s")
