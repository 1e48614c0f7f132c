"""A draft while it is generated: its layout, and what is right of each claim put into it."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from search_api.plans.checking.records import Verdict

from .files.elements import Kind, Layout, Piece
from .files.odt import odt_file
from .files.prose import html_file, markdown_file, text_file
from .files.word import word_file
from .sources import Source, Sources

WRITERS: dict[str, Callable[[Layout], bytes]] = {
    "docx": word_file, "odt": odt_file, "md": markdown_file, "html": html_file, "txt": text_file,
}  # fmt: skip
FORMATS = tuple(WRITERS)


@dataclass(frozen=True, slots=True)
class Expected:
    """The verdict that is right for one claim. key: a piece of its quotation, of its text, or of its block.

    It is found among the findings by that. paragraph: the id that must be in its evidence or its offers, ""
    for none.
    """

    key: str
    verdict: Verdict
    form: str
    fault: str
    paragraph: str = ""


@dataclass(frozen=True, slots=True)
class Generated:
    """A draft as a file, and what is right of it, in its order."""

    name: str
    data: bytes
    expected: tuple[Expected, ...]
    authority: str


@dataclass(frozen=True, slots=True)
class Cite:
    """What a form writes down. number and when: as the draft gives them. target: the id that it leads to."""

    source: Source
    words: str
    number: str
    when: str
    target: str


class Canvas:
    """format: of FORMATS, which decides what a form may use."""

    def __init__(self, sources: Sources, format: str, chance: random.Random) -> None:
        self.sources, self.format, self.chance = sources, format, chance
        self.authority = sources.authority
        self.layout = Layout(f"{self.authority.lower().replace(' ', '-')}-plan")
        self.expected: list[Expected] = []
        self.count = 0

    def made(self) -> Generated:
        """As a file."""
        data = WRITERS[self.format](self.layout)
        return Generated(f"{self.layout.name}.{self.format}", data, tuple(self.expected), self.authority)

    def text(self, *pieces: Piece | str, note: str = "", endnote: bool = False) -> None:
        """A paragraph, or an item of a list."""
        kind: Kind = "item" if not note and self.chance.random() < 0.2 else "text"
        self.layout.add(kind, *pieces, note=note, endnote=endnote)

    def expect(self, key: str, verdict: Verdict, form: str, fault: str = "none", paragraph: str = "") -> None:
        """Note what is right of the claim that was just written."""
        self.expected.append(Expected(key, verdict, form, fault, paragraph))

    def action(self) -> str:
        """A new name for an action, to find a claim again that quotes nothing."""
        self.count += 1
        return f"Action {chr(64 + self.count // 26 + 1)}{chr(65 + self.count % 26)}"
