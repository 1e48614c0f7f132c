"""The plan that an address or a file holds: chosen paragraphs in order, with their fields. No HTTP."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import urlencode

from indexer.records import Paragraph, Report

MOST = 200  # paragraphs
LONGEST_ID, LONGEST_NOTE, LONGEST_TITLE = 160, 4000, 200  # characters
# The free text of a paragraph in a plan -> its most characters, in the order in which people fill them in.
LONGEST: dict[str, int] = {
    "area": 200,
    "action": 4000,
    "owner": 200,
    "date": 60,
    "note": LONGEST_NOTE,
    "quote": 8000,
}
# What stands in a file where the plan has no title, or a paragraph no area.
NO_TITLE, NO_AREA = "Evidence from inspection reports", "Other findings"
Move = Literal["up", "down", "remove"]


@dataclass(frozen=True, slots=True)
class Entry:
    """id: as in the address, whether or not there is such a paragraph.

    area, action, owner, date, note: the reader's own words, "" for none; a date is not interpreted.
    quote: the words of the paragraph that are quoted, "" for all of them.
    """

    id: str
    note: str = ""
    area: str = ""
    action: str = ""
    owner: str = ""
    date: str = ""
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """entries: in order, no id twice. title: "" where it has none."""

    entries: tuple[Entry, ...] = ()
    title: str = ""

    @classmethod
    def of(
        cls,
        ids: Sequence[str],
        notes: Sequence[str] = (),
        *,
        title: str = "",
        given: Mapping[str, Sequence[str]] | None = None,
    ) -> Plan:
        """notes, and each list of `given` (name of a field -> its values): in the order of the ids.

        Missing ones are empty. Of an id given twice the first counts.
        """
        columns = {**(given or {}), "note": notes}
        found: dict[str, Entry] = {}
        for place, identity in enumerate(ids):
            texts = {name: as_typed(values[place]) for name, values in columns.items() if place < len(values)}
            if identity.strip():
                found.setdefault(identity.strip(), Entry(identity.strip(), **texts))
        return cls(tuple(found.values()), " ".join(title.split()))

    @property
    def url(self) -> str:
        """The address of the plan page with this plan; each field only where some paragraph has it."""
        pairs = [("title", self.title)] if self.title else []
        pairs += [("p", entry.id) for entry in self.entries]
        for name in LONGEST:
            values = [getattr(entry, name) for entry in self.entries]
            if any(values):
                pairs += [(PARAMETERS[name], value) for value in values]
        return "/plan" + (f"?{urlencode(pairs)}" if pairs else "")

    def moved(self, place: int, move: Move) -> Plan:
        """With the entry at `place`, from 0, one place up or down, or taken out; as it is where it cannot."""
        if not 0 <= place < len(self.entries):
            return self
        entries = list(self.entries)
        entry = entries.pop(place)
        if move != "remove":
            entries.insert(min(max(place + (-1 if move == "up" else 1), 0), len(entries)), entry)
        return replace(self, entries=tuple(entries))


# Field -> what an address and a form call it.
PARAMETERS: dict[str, str] = {name: "n" if name == "note" else name for name in LONGEST}


def as_typed(note: str) -> str:
    """Without what a form adds: it sends the ends of lines as CR LF."""
    return note.replace("\r\n", "\n").replace("\r", "\n").strip()


@dataclass(frozen=True, slots=True)
class Chosen:
    """A paragraph of the plan. entry: with the reader's own words. link: absolute, "" where none is known.

    check: what to check on its page before it is quoted, as one line; "" where all is well.
    """

    paragraph: Paragraph
    report: Report
    entry: Entry
    link: str
    check: str = ""

    @property
    def quotation(self) -> str:
        """Verbatim: the words of the paragraph that were chosen, or all of it."""
        part = self.entry.quote
        return part if part and part in self.paragraph.text else self.paragraph.text
