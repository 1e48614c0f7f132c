"""A web page -> blocks: headings, block quotes, tables, footnotes and links. Nothing that it names is
fetched.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser

from indexer.errors import UnreadableDraft

from .blocks import Blocks, bare_links, is_web
from .records import Block, BlockKind, Cell, Draft, Link, Mark

_DEEPEST = 400  # elements within each other
_LEFT_OUT = {"script", "style", "noscript", "template", "head", "svg", "iframe", "object", "audio", "video",
             "canvas", "select", "button", "del", "title"}  # fmt: skip
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_BLOCKS = {"p", "div", "section", "article", "main", "header", "footer", "nav", "aside", "ul",
          "ol", "li", "dl", "dt",
           "dd", "table", "tr", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "figure",
           "figcaption", "address", "body", "caption", "details", "summary", "form", "fieldset",
           "hr"}  # fmt: skip
_CLOSED_BY = {"p": _BLOCKS, "li": {"li"}, "dt": {"dt", "dd"}, "dd": {"dt", "dd"}, "tr": {"tr"},
              "td": {"td", "th", "tr"}, "th": {"td", "th", "tr"}}  # fmt: skip
_STARTS_ANEW = {"ul", "ol", "table", "dl"}
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_MARK = re.compile(r"\s*\[?(?:\d{1,3}|[ivxlc]{1,6}|[*†‡§]{1,3}|↩.?|\^)\]?\s*")


@dataclass(slots=True)
class _Opened:
    """What is open: an element, whether its text is left out, where its text begins."""

    tag: str
    left_out: bool
    url: str = ""
    start: int = 0


@dataclass(slots=True)
class _Found:
    """A block before notes are in their place. names: anchors in it; jumps: (offset, anchor) of marks."""

    block: Block
    names: set[str] = field(default_factory=set)
    jumps: list[tuple[int, str]] = field(default_factory=list)


def read_html(name: str, text: str, blocks: Blocks) -> Draft:
    """The draft. Raises UnreadableDraft."""
    reader = _Reader()
    try:
        reader.feed(text)
        reader.close()
    except (AssertionError, RecursionError, ValueError) as error:  # how html.parser says that it cannot go on
        raise UnreadableDraft(
            "the web page is damaged: its markup cannot be followed", "save it as .docx"
        ) from error
    reader.end_block()
    for block in _with_notes(reader.found):
        blocks.add(block)
    return Draft(name, "html", tuple(blocks.found), tuple(reader.remarks))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[_Found] = []
        self.remarks: list[str] = []
        self._open: list[_Opened] = []
        self._text = ""
        self._links: list[Link] = []
        self._jumps: list[tuple[int, str]] = []
        self._names: set[str] = set()
        self._tables: list[
            list[int]
        ] = []  # number, row, column and columns of the cell; of each table that is open
        self._taken: list[dict[int, int]] = []  # column -> rows that a cell above still covers
        self._table = self._paragraph = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = {name: value or "" for name, value in attrs}
        self._close_implied(tag)
        if len(self._open) > _DEEPEST:
            raise UnreadableDraft("the web page's parts are nested too deeply to be read", "save it as .docx")
        if tag == "br":
            self._text += "\n"
        if tag in _BLOCKS:
            self.end_block()
        self._table_tag(tag, facts)
        self._names.update(facts[key] for key in ("id", "name") if facts.get(key))
        if tag not in _VOID:
            hidden = "hidden" in facts or bool(_HIDDEN.search(facts.get("style", "")))
            self._open.append(
                _Opened(tag, tag in _LEFT_OUT or hidden, facts.get("href", ""), len(self._text))
            )

    def handle_endtag(self, tag: str) -> None:
        if not any(item.tag == tag for item in self._open):
            return
        while self._open:
            item = self._open[-1]
            self._ended(item)
            self._open.pop()
            if item.tag == tag:
                return

    def handle_data(self, data: str) -> None:
        if any(item.left_out for item in self._open):
            if self._open and any(item.tag == "del" for item in self._open) and not self.remarks:
                self.remarks.append("Deleted text was left out.")
            return
        if not any(item.tag == "pre" for item in self._open):
            data = re.sub(r"[ \t\r\n\f]+", " ", data)
            if not self._text or self._text[-1] in " \n":
                data = data.removeprefix(" ")
        self._text += data.replace("\u00ad", "")

    def end_block(self) -> None:
        """What was read since the last block is one."""
        text = self._text.rstrip()
        if text:
            tags = [item.tag for item in self._open]
            heading = next((int(tag[1]) for tag in reversed(tags) if re.fullmatch("h[1-6]", tag)), 0)
            cell = self._cell()
            kind: BlockKind = "cell" if cell else "text"
            if heading:
                kind = "heading"
            elif "blockquote" in tags:
                kind = "quote"
            if cell:
                place = f"table {cell.table}, row {cell.row}, column {cell.column}"
            else:
                self._paragraph += 1
                place = f"paragraph {self._paragraph}"
            links = tuple(link for link in self._links if link.end <= len(text))
            block = Block(text, place, kind, heading, cell, links=bare_links(text, links))
            self.found.append(_Found(block, self._names, self._jumps))
            self._names = set()
        self._text, self._links, self._jumps = "", [], []
        for item in self._open:
            item.start = 0

    def _ended(self, item: _Opened) -> None:
        if item.tag == "a" and item.url:
            inner = self._text[item.start :]
            if item.url.startswith("#") and _MARK.fullmatch(inner):
                self._text = self._text[: item.start]
                self._jumps.append((item.start, item.url[1:]))
            elif is_web(item.url) and inner:
                self._links.append(Link(item.start, len(self._text), item.url.strip()))
        if item.tag in _BLOCKS:
            self.end_block()
        if item.tag == "table" and self._tables:
            self._tables.pop()
            self._taken.pop()

    def _table_tag(self, tag: str, facts: dict[str, str]) -> None:
        if tag == "table":
            self._table += 1
            self._tables.append([self._table, 0, 0, 1, 1, 0])
            self._taken.append({})
        elif tag == "tr" and self._tables:
            table = self._tables[-1]
            table[1], table[2], table[3] = table[1] + 1, 0, 1
            self._taken[-1] = {column: rows - 1 for column, rows in self._taken[-1].items() if rows > 1}
        elif tag in ("td", "th") and self._tables:
            table, taken = self._tables[-1], self._taken[-1]
            column = table[2] + table[3] if table[2] else 1
            while taken.get(column):
                column += 1
            width, height = _span(facts.get("colspan", "")), _span(facts.get("rowspan", ""))
            table[2], table[3], table[4], table[5] = column, width, height, int(tag == "th")
            if height > 1:
                self._taken[-1].update(dict.fromkeys(range(column, column + width), height))

    def _cell(self) -> Cell | None:
        inside = next((item.tag for item in reversed(self._open) if item.tag in ("td", "th", "table")), "")
        if inside not in ("td", "th") or not self._tables:
            return None
        number, row, column, width, height, heading = self._tables[-1]
        in_head = bool(heading) and (row == 1 or any(item.tag == "thead" for item in self._open))
        return Cell(number, max(row, 1), max(column, 1), in_head, height, width)

    def _close_implied(self, tag: str) -> None:
        """End tags that HTML lets a page leave out: of a paragraph, an item, a cell."""
        for item in reversed(self._open):
            if tag in _CLOSED_BY.get(item.tag, ()):
                self.handle_endtag(item.tag)
                return
            if item.tag in _STARTS_ANEW or item.tag in ("td", "th"):
                return


def _span(text: str) -> int:
    return min(max(int(text), 1), 1000) if re.fullmatch(r"[0-9]{1,5}", text.strip()) else 1


def _with_notes(found: list[_Found]) -> list[Block]:
    """Each note right after the block of its mark. A mark leads on to its note, and the note leads back."""
    where = {name: place for place, item in reversed(list(enumerate(found))) for name in item.names}
    notes: dict[int, str] = {}  # first block of a note -> its id
    marks: dict[int, list[Mark]] = {}
    for place, item in enumerate(found):
        for offset, target in item.jumps:
            if (there := where.get(target, -1)) > place:
                notes.setdefault(there, target)
                marks.setdefault(place, []).append(Mark(offset, notes[there]))
    held: dict[str, list[Block]] = {}
    order: list[tuple[int, Block]] = []
    name, last = "", -2
    for place, item in enumerate(found):
        if place in notes:
            name = notes[place]
        elif not (name and place == last + 1 and not item.names and item.block.kind == "text" and held[name]):
            name = ""
        if name:
            last = place
            number = list(notes.values()).index(name) + 1 if name in notes.values() else 0
            moved = replace(item.block, kind="note", note=name, place=f"footnote {number}")
            held.setdefault(name, []).append(moved)
        else:
            order.append((place, replace(item.block, marks=tuple(marks.get(place, ())))))
    result: list[Block] = []
    for _, block in order:
        result.append(block)
        for mark in block.marks:
            result += held.pop(mark.note, [])
    for left in held.values():
        result += left
    return result
