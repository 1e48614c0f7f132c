"""The plan that an address holds: chosen paragraphs in order, each with a note. No HTTP, no markup."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import urlencode

from indexer.errors import InvalidPinpoint, UnknownPinpoint
from indexer.index_reader import IndexReader

from .page_urls import paragraph_url
from .plan_export import Chosen

MOST = 200  # paragraphs
LONGEST_ID, LONGEST_NOTE = 160, 4000  # characters
Move = Literal["up", "down", "remove"]


@dataclass(frozen=True, slots=True)
class Entry:
    """id: as in the address, whether or not there is such a paragraph."""

    id: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """entries: in order, no id twice."""

    entries: tuple[Entry, ...] = ()

    @classmethod
    def of(cls, ids: Sequence[str], notes: Sequence[str]) -> Plan:
        """notes: in the order of the ids; missing ones are empty. Of an id given twice the first counts."""
        found: dict[str, Entry] = {}
        padded = [*notes, *[""] * len(ids)]
        for identity, note in zip(ids, padded, strict=False):
            if identity.strip():
                found.setdefault(identity.strip(), Entry(identity.strip(), as_typed(note)))
        return cls(tuple(found.values()))

    @property
    def url(self) -> str:
        """The address of the plan page with this plan; notes only where there is one."""
        fields = [("p", entry.id) for entry in self.entries]
        if any(entry.note for entry in self.entries):
            fields += [("n", entry.note) for entry in self.entries]
        return "/plan" + (f"?{urlencode(fields)}" if fields else "")

    def moved(self, place: int, move: Move) -> Plan:
        """With the entry at `place`, from 0, one place up or down, or taken out; as it is where it cannot."""
        if not 0 <= place < len(self.entries):
            return self
        entries = list(self.entries)
        entry = entries.pop(place)
        if move != "remove":
            entries.insert(min(max(place + (-1 if move == "up" else 1), 0), len(entries)), entry)
        return replace(self, entries=tuple(entries))


@dataclass(frozen=True, slots=True)
class Item:
    """An entry and what it names; chosen: None where this index does not hold it."""

    entry: Entry
    chosen: Chosen | None


def items(plan: Plan, reader: IndexReader, base: str = "") -> tuple[Item, ...]:
    """In the order of the plan, none left out. base: of absolute links, as http://127.0.0.1:8765."""
    found = []
    for entry in plan.entries:
        try:
            paragraph = reader.get(entry.id)
        except (InvalidPinpoint, UnknownPinpoint):
            found.append(Item(entry, None))
            continue
        report = reader.report(paragraph.id.partition("/")[0])
        link = base + paragraph_url(paragraph.id)
        found.append(Item(entry, Chosen(paragraph, report, entry.note, link)))
    return tuple(found)


def as_typed(note: str) -> str:
    """Without what a form adds: it sends the ends of lines as CR LF."""
    return note.replace("\r\n", "\n").replace("\r", "\n").strip()
