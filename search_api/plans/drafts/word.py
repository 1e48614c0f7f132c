"""A Word file -> its blocks, tracked changes accepted; each passage keeps the pieces that it was read
from.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from .blocks import Blocks, is_web
from .limits import Limits
from .office.flow import Flow, Story, boxes, choice, count_tracked, follow, sound_fields
from .office.package import Package, Style, heading_level
from .office.xml_tree import Element
from .records import Block, BlockKind, Cell, Draft, Link, Mark

OWN_AUTHOR = "Pinpoint"
_AWAY = frozenset(("del", "moveFrom"))
_KEPT_IN = ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo", "body", "Choice", "Fallback")
_TAKEN_IN = frozenset(("altChunk", "subDoc"))
_PICTURED = frozenset(("chart", "relIds", "OLEObject"))


@dataclass(frozen=True, slots=True)
class Passage:
    """A block with what it was read from. flow: its pieces. paragraph: its first `w:p`; body: whether the
    block
    is text of the body itself. home: the paragraph of the body where a note, box or header belongs; at: its
    offset there, -1 for all of it.
    """

    block: Block
    flow: Flow
    paragraph: Element
    body: bool
    home: Element | None = None
    at: int = -1


@dataclass(frozen=True, slots=True)
class _Where:
    """Where a block stands. place: said before the number of a paragraph, "" in the body."""

    part: str
    kind: BlockKind = "text"
    place: str = ""
    note: str = ""
    cell: Cell | None = None
    home: Element | None = None
    at: int = -1


@dataclass(slots=True)
class WordReading:
    """passages: in reading order, with and without text of the body. root: of the main part."""

    package: Package
    root: Element
    passages: list[Passage] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def read_word(name: str, data: bytes, limits: Limits) -> Draft:
    """The draft. Raises UnreadableDraft."""
    reading = read_passages(data, limits)
    return Draft(name, "word", tuple(passage.block for passage in reading.passages), tuple(reading.remarks))


def read_passages(data: bytes, limits: Limits) -> WordReading:
    """All passages of a Word file. Raises UnreadableDraft."""
    return _Reader(Package(data, limits), limits).read()


class _Reader:
    def __init__(self, package: Package, limits: Limits) -> None:
        self.package = package
        self.blocks = Blocks(limits)
        self.notes: dict[str, dict[str, tuple[str, Element]]] = {}  # kind -> id -> its part and itself
        self.stories: dict[str, Story] = {}
        self.tables = self.paragraphs = self.boxes = self.tracked = self.own = 0
        self.numbers = {"footnote": 0, "endnote": 0, "comment": 0}
        self.seen: set[tuple[str, str]] = set()
        self.lost: set[str] = set()
        root = self._open(package.main)
        self.reading = WordReading(package, root)

    def read(self) -> WordReading:
        relations = self.package.relations(self.package.main)
        for kind in ("footnote", "endnote", "comment"):
            for part in (item.target for item in relations if item.kind == f"{kind}s" and not item.external):
                self._collect(kind, part)
        main = self.package.main
        body = self.reading.root.find("body")
        home = next((item for item in body.all("p")), None) if body is not None else None
        headers = self._headers(relations)
        for part in headers["header"]:
            self._header(part, "page header", home)
        if body is not None:
            self._container(body, _Where(main))
        for part in headers["footer"]:
            self._header(part, "page footer", home)
        self._say()
        return self.reading

    def _open(self, part: str) -> Element:
        root = self.package.archive.xml(part)
        if root is None:
            root = Element("empty", {}, 0, 0)
        addresses = {
            item.id: item.target
            for item in self.package.relations(part)
            if item.kind == "hyperlink" and item.external
        }
        self.stories[part] = Story(self.package.styles, addresses, sound_fields(root))
        self.tracked += count_tracked(root)
        if root.has_any(_TAKEN_IN):
            self.lost.add("The draft takes text from another file, which was not read.")
        if root.has_any(_PICTURED):
            self.lost.add("Text in charts, diagrams and embedded files was not read.")
        return root

    def _collect(self, kind: str, part: str) -> None:
        held = self.notes.setdefault(kind, {})
        for element in self._open(part):
            if element.tag == kind and element.get("type") in ("", "normal"):
                held.setdefault(element.get("id"), (part, element))

    def _headers(self, relations: tuple[object, ...]) -> dict[str, list[str]]:
        targets = {
            item.id: item.target for item in self.package.relations(self.package.main) if not item.external
        }
        found: dict[str, list[str]] = {"header": [], "footer": []}
        for kind, parts in found.items():
            for reference in self.reading.root.all(f"{kind}Reference"):
                part = targets.get(reference.get("id"), "")
                if part and part not in parts:
                    parts.append(part)
        return found

    def _header(self, part: str, place: str, home: Element | None) -> None:
        self._container(self._open(part), _Where(part, "header", place, home=home))

    def _container(self, parent: Element, where: _Where) -> None:
        """Paragraphs and tables in their order. Where the end of a paragraph was deleted, the next goes on
        in it.
        """
        started: list[Element] = []
        for element in inside(parent):
            if element.tag == "p":
                started.append(element)
                if not _end_is_deleted(element):
                    self._paragraph(started, where)
                    started = []
            else:
                if started:
                    self._paragraph(started, where)
                    started = []
                self._table(element, where)
        if started:
            self._paragraph(started, where)

    def _paragraph(self, paragraphs: list[Element], where: _Where) -> None:
        flow, story = Flow(), self.stories[where.part]
        for paragraph in paragraphs:
            follow(story, paragraph, flow)
        properties = paragraphs[-1].find("pPr")
        named = properties.find("pStyle") if properties is not None else None
        style = self.package.styles.get(named.get("val") if named is not None else "", Style())
        body = where.part == self.package.main and where.kind == "text"
        home = paragraphs[0] if body else where.home
        text = flow.text
        if text.strip() and not style.contents and not self._is_repeated(where, text):
            level = heading_level(properties) or style.level
            kind = where.kind if where.kind != "text" else "cell" if where.cell else "text"
            if style.quote and kind in ("text", "cell"):
                kind = "quote"
            elif level and kind in ("text", "cell"):
                kind = "heading"
            block = Block(
                text, self._place(where, body), kind, level if kind == "heading" else 0, where.cell,
                where.note,
                self._marks(flow), _links(flow), f"{where.part}#{paragraphs[0].order}",
            )  # fmt: skip
            if self.blocks.add(block):
                self.reading.passages.append(Passage(block, flow, paragraphs[0], body, where.home, where.at))
        for offset, kind_, name in flow.marks:
            self._note(kind_, name, home, offset if body else where.at)
        for box, paragraph in flow.boxes:
            self.boxes += 1
            at = home if body and paragraph is paragraphs[0] else paragraph if body else where.home
            self._container(box, _Where(where.part, "box", f"text box {self.boxes}", home=at))

    def _place(self, where: _Where, body: bool) -> str:
        if where.cell:
            table = f"table {where.cell.table}, row {where.cell.row}, column {where.cell.column}"
            return f"{where.place}, {table}" if where.place else table
        if where.place:
            return where.place
        self.paragraphs += 1
        return f"paragraph {self.paragraphs}"

    def _is_repeated(self, where: _Where, text: str) -> bool:
        """A header that stands in another header too: the first page's and the others' are often the same."""
        if where.kind != "header":
            return False
        key = (where.place, text.strip())
        if key in self.seen:
            return True
        self.seen.add(key)
        return False

    def _marks(self, flow: Flow) -> tuple[Mark, ...]:
        return tuple(
            Mark(offset, f"{kind}-{name}")
            for offset, kind, name in flow.marks
            if kind != "comment" and name in self.notes.get(kind, {})
        )

    def _note(self, kind: str, name: str, home: Element | None, at: int) -> None:
        """The note or comment that belongs to a mark, once."""
        if (found := self.notes.get(kind, {}).pop(name, None)) is None:
            return
        part, element = found
        if kind == "comment" and element.get("author") == OWN_AUTHOR:
            self.own += 1
            return
        self.numbers[kind] += 1
        note = f"{kind}-{name}" if kind != "comment" else ""
        block_kind: BlockKind = "comment" if kind == "comment" else "note"
        self._container(
            element, _Where(part, block_kind, f"{kind} {self.numbers[kind]}", note, home=home, at=at)
        )

    def _table(self, table: Element, where: _Where) -> None:
        self.tables += 1
        number = self.tables
        rows = [row for row in inside(table, ("tr",)) if not _is_deleted(row.find("trPr"))]
        for place, row in enumerate(rows, start=1):
            for cell, column, width in _cells(row):
                if _merged(cell) == "continue":
                    continue
                covered = 1
                if _merged(cell) == "restart":
                    covered += _covered(rows[place:], column)
                heading = row.find("trPr", "tblHeader")
                at = Cell(number, place, column, heading is not None, covered, width)
                self._container(cell, replace(where, cell=at))

    def _say(self) -> None:
        remarks = self.reading.remarks
        if self.tracked:
            what = "1 tracked change: it was read as if it" if self.tracked == 1 else (
                f"{self.tracked:,} tracked changes: it was read as if they"
            )  # fmt: skip
            remarks.append(f"The draft has {what} had been accepted.")
        if hidden := sum(story.hidden for story in self.stories.values()):
            remarks.append(f"{hidden:,} hidden characters were left out.")
        if self.own:
            what = (
                "1 comment by Pinpoint itself was"
                if self.own == 1
                else f"{self.own:,} comments by Pinpoint itself were"
            )
            remarks.append(f"{what} left out.")
        if self.package.macros:
            remarks.append("The file's macros were ignored.")
        remarks += sorted(self.lost)


def inside(parent: Element, tags: tuple[str, ...] = ("p", "tbl")) -> Iterator[Element]:
    """Elements of these tags in here, through content controls and the like, without what was deleted."""
    for element in parent:
        if element.tag in tags:
            yield element
        elif element.tag == "AlternateContent":
            if (chosen := choice(element)) is not None:
                yield from inside(chosen, tags)
        elif element.tag in _KEPT_IN:
            yield from inside(element, tags)
        elif element.tag in ("drawing", "pict", "object"):
            for box in boxes(element):
                yield from inside(box, tags)


def _is_deleted(properties: Element | None) -> bool:
    return properties is not None and any(child.tag in _AWAY for child in properties)


def _end_is_deleted(paragraph: Element) -> bool:
    return _is_deleted(paragraph.find("pPr", "rPr"))


def _number(element: Element | None, otherwise: int) -> int:
    value = element.get("val") if element is not None else ""
    return min(int(value), 1000) if value.isascii() and value.isdigit() and len(value) < 6 else otherwise


def _cells(row: Element) -> Iterator[tuple[Element, int, int]]:
    """Each cell with its first column, from 1, and how many it covers."""
    column = 1 + _number(row.find("trPr", "gridBefore"), 0)
    for cell in inside(row, ("tc",)):
        properties = cell.find("tcPr")
        width = max(1, _number(properties.find("gridSpan") if properties is not None else None, 1))
        if not (properties is not None and properties.find("cellDel") is not None):
            yield cell, column, width
        column += width


def _merged(cell: Element) -> str:
    found = cell.find("tcPr", "vMerge")
    return "" if found is None else found.get("val", "continue")


def _covered(rows: list[Element], column: int) -> int:
    """Rows right below that a merged cell goes on in."""
    covered = 0
    for row in rows:
        if not any(_merged(cell) == "continue" and at == column for cell, at, _ in _cells(row)):
            break
        covered += 1
    return covered


def _links(flow: Flow) -> tuple[Link, ...]:
    found: list[Link] = []
    for piece in flow.pieces:
        end = piece.start + len(piece.text)
        if not is_web(piece.url):
            continue
        if found and found[-1].end == piece.start and found[-1].url == piece.url:
            found[-1] = replace(found[-1], end=end)
        else:
            found.append(Link(piece.start, end, piece.url))
    return tuple(found)
