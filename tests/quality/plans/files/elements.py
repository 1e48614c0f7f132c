"""A draft before it is a file: headings, paragraphs, notes, quotations, tables and boxes, in order."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["heading", "text", "quote", "item", "row", "box", "header"]
How = Literal["", "inserted", "deleted"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a paragraph. how: its tracked change. url: where it leads to, "" for nowhere."""

    text: str
    how: How = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Element:
    """One paragraph, or one row of a table that goes on as long as rows follow; the first is its heading.

    note: the text of a note whose mark stands at the end, "" for none; endnote: whether it is an endnote.
    """

    kind: Kind
    pieces: tuple[Piece, ...] = ()
    cells: tuple[str, ...] = ()
    note: str = ""
    endnote: bool = False

    @property
    def text(self) -> str:
        """With every change accepted."""
        return "".join(piece.text for piece in self.pieces if piece.how != "deleted")


@dataclass(slots=True)
class Layout:
    """Elements in order. name: of the file, without what tells its format."""

    name: str
    elements: list[Element] = field(default_factory=list)

    def add(self, kind: Kind, *pieces: Piece | str, note: str = "", endnote: bool = False) -> None:
        """Append a paragraph of these pieces."""
        made = tuple(Piece(piece) if isinstance(piece, str) else piece for piece in pieces)
        self.elements.append(Element(kind, made, note=note, endnote=endnote))

    def row(self, *cells: str) -> None:
        """Append a row."""
        self.elements.append(Element("row", cells=cells))

    def groups(self) -> list[list[Element]]:
        """Elements one by one, the rows of one table together; page headers first."""
        found: list[list[Element]] = []
        for item in sorted(self.elements, key=lambda element: element.kind != "header"):
            if item.kind == "row" and found and found[-1][0].kind == "row":
                found[-1].append(item)
            else:
                found.append([item])
        return found
