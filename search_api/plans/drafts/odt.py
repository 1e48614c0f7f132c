"""An OpenDocument text -> its blocks, tracked changes accepted."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from indexer.errors import UnreadableDraft

from .blocks import Blocks, is_web
from .office.archive import Archive
from .office.xml_tree import Element
from .records import Block, BlockKind, Cell, Draft, Link, Mark

_QUOTES = {"quotations", "quote", "intense_20_quote", "block_20_quotation"}
_SKIPPED = {"tracked-changes", "table-of-content", "illustration-index", "table-index", "alphabetical-index",
            "user-index", "bibliography", "hidden-text", "forms", "sequence-decls", "note-citation",
            "ruby-text",
            "desc", "title-of-frame", "annotation-end", "binary-data", "event-listeners"}  # fmt: skip
_HOLDERS = {"list", "list-item", "list-header", "section", "text", "note-body", "text-box",
          "header", "footer",
            "header-left", "footer-left", "header-first", "footer-first", "page-sequence",
            "numbered-paragraph",
            "annotation", "table-cell"}  # fmt: skip
_HEADERS = ("header", "header-left", "header-first", "footer", "footer-left", "footer-first")
_MOST_REPEATED = 1000


@dataclass(frozen=True, slots=True)
class _Where:
    kind: BlockKind = "text"
    place: str = ""
    note: str = ""
    cell: Cell | None = None


@dataclass(slots=True)
class _Line:
    """One paragraph as it is read. after: notes, comments and boxes that stand in it, in order."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    links: list[Link] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    after: list[tuple[str, Element]] = field(default_factory=list)

    def add(self, text: str) -> None:
        """Text as it is."""
        self.parts.append(text)
        self.length += len(text)

    def collapsed(self, text: str) -> None:
        """Text whose white space is one space, and none at the beginning or after white space."""
        text = re.sub(r"[ \t\r\n]+", " ", text).replace("\u00ad", "")
        if not self.length or self.parts[-1][-1:] in (" ", "\n"):
            text = text.removeprefix(" ")
        if text:
            self.add(text)


def read_odt(name: str, archive: Archive, blocks: Blocks) -> Draft:  # noqa: C901 - one check after another
    """The draft. Raises UnreadableDraft."""
    manifest = archive.xml("META-INF/manifest.xml")
    if manifest is not None and manifest.has_any(frozenset(("encryption-data",))):
        raise UnreadableDraft("the file is protected by a password", "save it without one and try that file")
    root = archive.xml("content.xml")
    body = root.find("body") if root is not None else None
    if root is None or body is None:
        raise UnreadableDraft("the file is damaged: it holds no document", "save it as .docx")
    text = body.find("text")
    if text is None:
        held = next((item.tag for item in body), "nothing")
        raise UnreadableDraft(f"the file holds a {held}, not a text", "save the draft as .docx or .odt")
    reader = _Reader(blocks)
    styles = archive.xml("styles.xml")
    for part in (styles, root):
        reader.take_styles(part)
    headers = _headers(styles)
    for element in headers:
        if element.tag.startswith("header"):
            reader.container(element, _Where("header", "page header"))
    reader.container(text, _Where())
    for element in headers:
        if element.tag.startswith("footer"):
            reader.container(element, _Where("header", "page footer"))
    tracked = sum(1 for _ in root.all("changed-region"))
    remarks = []
    if tracked:
        what = "1 tracked change: it was read as if it" if tracked == 1 else (
            f"{tracked:,} tracked changes: it was read as if they"
        )  # fmt: skip
        remarks.append(f"The draft has {what} had been accepted.")
    if reader.hidden:
        remarks.append(f"{reader.hidden:,} hidden characters were left out.")
    if reader.own:
        what = (
            "1 comment by Pinpoint itself was"
            if reader.own == 1
            else f"{reader.own:,} comments by Pinpoint itself were"
        )
        remarks.append(f"{what} left out.")
    if root.has_any(frozenset(("object", "object-ole"))):
        remarks.append("Text in charts, diagrams and embedded files was not read.")
    return Draft(name, "odt", tuple(blocks.found), tuple(remarks))


def _headers(styles: Element | None) -> list[Element]:
    if styles is None:
        return []
    return [element for page in styles.all("master-page") for element in page if element.tag in _HEADERS]


class _Reader:
    def __init__(self, blocks: Blocks) -> None:
        self.blocks = blocks
        self.parents: dict[str, str] = {}
        self.unseen: set[str] = set()
        self.tables = self.paragraphs = self.boxes = self.hidden = self.own = 0
        self.numbers = {"footnote": 0, "endnote": 0, "comment": 0}
        self.headers: set[str] = set()

    def take_styles(self, root: Element | None) -> None:
        """What styles are based on and which hide their text."""
        for style in root.all("style") if root is not None else ():
            name = style.get("name")
            self.parents[name] = style.get("parent-style-name")
            properties = style.find("text-properties")
            if properties is not None and properties.get("display") == "none":
                self.unseen.add(name)
            if (section := style.find("section-properties")) is not None and section.get("display") == "none":
                self.unseen.add(name)

    def container(self, parent: Element, where: _Where) -> None:
        """Paragraphs, lists and tables in their order."""
        for element in parent:
            if element.tag in ("p", "h"):
                self._paragraph(element, where)
            elif element.tag == "table":
                self._table(element, where)
            elif element.tag in ("frame", "custom-shape", "g", "a"):
                self._frame(element)
            elif element.tag in _HOLDERS and element.get("display") != "none":
                self.container(element, where)

    def _chain(self, name: str) -> list[str]:
        found: list[str] = []
        while name and name not in found:
            found.append(name)
            name = self.parents.get(name, "")
        return found

    def _paragraph(self, element: Element, where: _Where) -> None:
        line = _Line()
        chain = self._chain(element.get("style-name"))
        if any(name in self.unseen for name in chain):
            self.hidden += len("".join(_texts(element)))
            return
        self._inline(element, line)
        text = "".join(line.parts)
        kind = where.kind if where.kind != "text" else "cell" if where.cell else "text"
        level = (
            int(element.get("outline-level", "1")[:1] or 1)
            if element.tag == "h" and kind in ("text", "cell")
            else 0
        )
        if level:
            kind = "heading"
        elif kind in ("text", "cell") and any(name.lower() in _QUOTES for name in chain):
            kind = "quote"
        if text.strip() and not (where.kind == "header" and text in self.headers):
            if where.kind == "header":
                self.headers.add(text)
            block = Block(text, self._place(where), kind, level, where.cell, where.note, tuple(line.marks),
                          tuple(line.links))  # fmt: skip
            self.blocks.add(block)
        for tag, inside in line.after:
            if tag == "note":
                self._note(inside)
            elif tag == "annotation":
                self._comment(inside)
            else:
                self._frame(inside)

    def _place(self, where: _Where) -> str:
        if where.cell:
            table = f"table {where.cell.table}, row {where.cell.row}, column {where.cell.column}"
            return f"{where.place}, {table}" if where.place else table
        if where.place:
            return where.place
        self.paragraphs += 1
        return f"paragraph {self.paragraphs}"

    def _inline(self, parent: Element, line: _Line) -> None:
        for child in parent.children:
            if isinstance(child, str):
                line.collapsed(child)
                continue
            tag = child.tag
            if tag in _SKIPPED:
                if tag == "hidden-text":
                    self.hidden += len(child.get("string-value") or child.text())
            elif tag == "s":
                count = child.get("c", "1")
                line.add(
                    " " * (min(int(count), _MOST_REPEATED) if count.isascii() and count.isdigit() else 1)
                )
            elif tag == "tab":
                line.add("\t")
            elif tag == "line-break":
                line.add("\n")
            elif tag == "note":
                line.marks.append(Mark(line.length, _note_name(child)))
                line.after.append((tag, child))
            elif tag in ("annotation", "frame", "custom-shape", "g"):
                line.after.append((tag, child))
            elif any(name in self.unseen for name in self._chain(child.get("style-name"))):
                self.hidden += len("".join(_texts(child)))
            else:
                start = line.length
                self._inline(child, line)
                if tag == "a" and is_web(child.get("href")) and line.length > start:
                    line.links.append(Link(start, line.length, child.get("href").strip()))

    def _note(self, note: Element) -> None:
        kind = "endnote" if note.get("note-class") == "endnote" else "footnote"
        self.numbers[kind] += 1
        if (body := note.find("note-body")) is not None:
            self.container(body, _Where("note", f"{kind} {self.numbers[kind]}", _note_name(note)))

    def _comment(self, comment: Element) -> None:
        creator = comment.find("creator")
        if creator is not None and creator.text() == "Pinpoint":
            self.own += 1
            return
        self.numbers["comment"] += 1
        self.container(comment, _Where("comment", f"comment {self.numbers['comment']}"))

    def _frame(self, frame: Element) -> None:
        """The text boxes of a frame; a shape holds its text without one."""
        if frame.tag == "custom-shape" or frame.tag == "text-box":
            self.boxes += 1
            self.container(frame, _Where("box", f"text box {self.boxes}"))
            return
        for element in frame:
            if element.tag in ("text-box", "frame", "custom-shape", "g"):
                self._frame(element)

    def _table(self, table: Element, where: _Where) -> None:
        self.tables += 1
        number, place = self.tables, 0
        for row, heading in _rows(table, heading=False):
            place += 1
            column = 1
            for cell in row:
                if cell.tag not in ("table-cell", "covered-table-cell"):
                    continue
                if cell.tag == "table-cell":
                    at = Cell(number, place, column, heading, _count(cell, "number-rows-spanned"),
                              _count(cell, "number-columns-spanned"))  # fmt: skip
                    self.container(cell, replace(where, cell=at))
                column += _count(cell, "number-columns-repeated")


def _count(element: Element, name: str) -> int:
    value = element.get(name, "1")
    return (
        min(max(int(value), 1), _MOST_REPEATED)
        if value.isascii() and value.isdigit() and len(value) < 7
        else 1
    )


def _rows(parent: Element, *, heading: bool) -> list[tuple[Element, bool]]:
    found: list[tuple[Element, bool]] = []
    for element in parent:
        if element.tag == "table-row":
            found.append((element, heading))
        elif element.tag in ("table-rows", "table-row-group", "table-header-rows"):
            found += _rows(element, heading=heading or element.tag == "table-header-rows")
    return found


def _note_name(note: Element) -> str:
    return note.get("id") or f"note-{note.order}"


def _texts(element: Element) -> list[str]:
    found: list[str] = []
    for child in element.children:
        found += [child] if isinstance(child, str) else _texts(child)
    return found
