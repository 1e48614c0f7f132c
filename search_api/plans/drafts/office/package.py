"""The parts of a Word file, found by their relations, and its styles."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from urllib.parse import unquote

from indexer.errors import UnreadableDraft
from search_api.plans.drafts.limits import Limits

from .archive import AGAIN, DAMAGED, Archive
from .xml_tree import Element

TYPES = "[Content_Types].xml"
_QUOTES = {"quote", "intense quote", "block text", "quotations", "block quotation", "block quote"}
_OFF = ("0", "false", "off", "none")


@dataclass(frozen=True, slots=True)
class Relation:
    """kind: the last part of its type, as in "footnotes". target: a part's name, or an address if
    external.
    """

    id: str
    kind: str
    target: str
    external: bool


@dataclass(frozen=True, slots=True)
class Style:
    """level: of a heading, 0 for none. hidden: None where neither it nor what it is based on says."""

    level: int = 0
    quote: bool = False
    contents: bool = False
    hidden: bool | None = None


class Package:
    """A Word file. Raises UnreadableDraft where it is none."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        self.archive = Archive(data, limits)
        main = next((item for item in self.relations("") if item.kind == "officeDocument"), None)
        self.main = main.target if main else "word/document.xml"
        if self.main not in self.archive:
            raise UnreadableDraft(f"{DAMAGED}: it holds no document", AGAIN)
        kind = self._content_type(self.main)
        for word, name in (("spreadsheetml", "a spreadsheet"), ("presentationml", "slides")):
            if word in kind:
                raise UnreadableDraft(
                    f"the file holds {name}, not a text", "save the draft as a Word file (.docx)"
                )
        self.macros = "macroEnabled" in kind or any(
            name.lower().endswith("vbaproject.bin") for name in self.archive.parts
        )
        self.styles = self._styles()

    def relations(self, part: str) -> tuple[Relation, ...]:
        """Of a part; of the whole file for ""."""
        root = self.archive.xml(relations_part(part))
        found = []
        for item in root if root is not None else ():
            external = item.get("TargetMode") == "External"
            target = item.get("Target")
            if not external:
                target = posixpath.normpath(
                    posixpath.join("/", posixpath.dirname(part), unquote(target))
                ).lstrip("/")
            found.append(Relation(item.get("Id"), item.get("Type").rpartition("/")[2], target, external))
        return tuple(found)

    def _content_type(self, part: str) -> str:
        root = self.archive.xml(TYPES)
        for item in root if root is not None else ():
            if item.tag == "Override" and item.get("PartName").lstrip("/").lower() == part.lower():
                return item.get("ContentType")
        return ""

    def _styles(self) -> dict[str, Style]:
        related = next((item.target for item in self.relations(self.main) if item.kind == "styles"), "")
        root = self.archive.xml(related) if related else None
        written = {item.get("styleId"): item for item in root or () if item.tag == "style"}
        return {name: _style(name, written) for name in written}


def relations_part(part: str) -> str:
    """The name of the part that holds the relations of another."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def is_on(element: Element | None) -> bool | None:
    """What a switch says; None where there is none."""
    return None if element is None else element.get("val", "1").lower() not in _OFF


def heading_level(properties: Element | None) -> int:
    """The outline level that a paragraph's or style's properties give, from 1; 0 for none or body text."""
    found = properties.find("outlineLvl") if properties is not None else None
    value = found.get("val") if found is not None else ""
    return int(value) + 1 if value in tuple("012345678") else 0


def _style(name: str, written: dict[str, Element]) -> Style:
    """With what it is based on; a ring of styles ends where it closes."""
    level, quote, contents, seen = 0, False, False, set[str]()
    hidden: bool | None = None
    while name in written and name not in seen:
        seen.add(name)
        style = written[name]
        label = style.find("name")
        called = (label.get("val") if label is not None else name).lower()
        number = called.removeprefix("heading ")
        own = int(number) if number in tuple("123456789") and number != called else 0
        level = level or own or heading_level(style.find("pPr")) or (1 if called == "title" else 0)
        quote = quote or called in _QUOTES
        contents = contents or called.startswith(("toc ", "table of figures", "contents "))
        if hidden is None:
            hidden = is_on(style.find("rPr", "vanish"))
        based = style.find("basedOn")
        name = based.get("val") if based is not None else ""
    return Style(level, quote, contents, hidden)
