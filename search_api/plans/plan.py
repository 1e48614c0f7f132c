"""The plan that an address holds: chosen paragraphs in order, each with a note. No HTTP, no markup."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import urlencode

from indexer.records import Paragraph, Report

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


def as_typed(note: str) -> str:
    """Without what a form adds: it sends the ends of lines as CR LF."""
    return note.replace("\r\n", "\n").replace("\r", "\n").strip()


@dataclass(frozen=True, slots=True)
class Chosen:
    """A paragraph of the plan. note: the reader's own, "" for none. link: absolute.

    check: what to check on its page before it is quoted, as one line; "" where all is well.
    """

    paragraph: Paragraph
    report: Report
    note: str
    link: str
    check: str = ""
