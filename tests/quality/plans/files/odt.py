"""A layout as an OpenDocument text: its notes, boxes, changes, links and page header."""

from __future__ import annotations

from html import escape

from tests.search_api.plans.drafts.files import odt

from .elements import Element, Layout, Piece

_ODF = "urn:oasis:names:tc:opendocument:xmlns"
_STYLES = (
    '<style:style style:name="Quotations" style:family="paragraph"/>'
    '<style:style style:name="Text_20_body" style:family="paragraph"/>'
)


def odt_file(layout: Layout) -> bytes:
    """The bytes of an .odt."""
    return _Writer().write(layout)


class _Writer:
    def __init__(self) -> None:
        self.changes: list[str] = []
        self.notes = 0

    def write(self, layout: Layout) -> bytes:
        body, header = "", ""
        for group in layout.groups():
            if group[0].kind == "row":
                body += self._table(group)
            elif group[0].kind == "header":
                header = _text(group[0].text)
            else:
                body += self._paragraph(group[0])
        changed = (
            f"<text:tracked-changes>{''.join(self.changes)}</text:tracked-changes>" if self.changes else ""
        )
        styles = (
            f'<office:document-styles xmlns:office="{_ODF}:office:1.0" xmlns:style="{_ODF}:style:1.0" '
            f'xmlns:text="{_ODF}:text:1.0"><office:master-styles><style:master-page style:name="Standard">'
            f"<style:header><text:p>{header}</text:p></style:header></style:master-page></office:master-styles>"
            "</office:document-styles>"
        )
        return odt(changed + body, _STYLES, {"styles.xml": styles} if header else None)

    def _table(self, rows: list[Element]) -> str:
        made = ""
        for row in rows:
            cells = "".join(
                f"<table:table-cell><text:p>{_text(cell)}</text:p></table:table-cell>" for cell in row.cells
            )
            made += f"<table:table-row>{cells}</table:table-row>"
        return f"<table:table>{made}</table:table>"

    def _paragraph(self, element: Element) -> str:
        inside = "".join(map(self._piece, element.pieces))
        if element.kind == "heading":
            return f'<text:h text:outline-level="2">{inside}</text:h>'
        if element.kind == "box":
            box = f"<draw:frame><draw:text-box><text:p>{inside}</text:p></draw:text-box></draw:frame>"
            return f"<text:p>{box}</text:p>"
        if element.note:
            self.notes += 1
            kind = "endnote" if element.endnote else "footnote"
            inside += (
                f'<text:note text:id="ftn{self.notes}" text:note-class="{kind}">'
                f"<text:note-citation>{self.notes}</text:note-citation>"
                f"<text:note-body><text:p>{_text(element.note)}</text:p></text:note-body></text:note>"
            )
        if element.kind == "item":
            return f"<text:list><text:list-item><text:p>{inside}</text:p></text:list-item></text:list>"
        style = ' text:style-name="Quotations"' if element.kind == "quote" else ""
        return f"<text:p{style}>{inside}</text:p>"

    def _piece(self, piece: Piece) -> str:
        words = _text(piece.text)
        if piece.url:
            return f'<text:a xlink:href="{escape(piece.url)}">{words}</text:a>'
        if not piece.how:
            return words
        name = f"ct{len(self.changes) + 1}"
        facts = "<office:change-info><dc:creator>A Reviewer</dc:creator></office:change-info>"
        if piece.how == "deleted":
            region = f"<text:deletion>{facts}<text:p>{words}</text:p></text:deletion>"
            mark = f'<text:change text:change-id="{name}"/>'
        else:
            region = f"<text:insertion>{facts}</text:insertion>"
            mark = f'<text:change-start text:change-id="{name}"/>{words}'
            mark += f'<text:change-end text:change-id="{name}"/>'
        self.changes.append(f'<text:changed-region text:id="{name}">{region}</text:changed-region>')
        return mark


def _text(text: str) -> str:
    return escape(text, quote=False)
