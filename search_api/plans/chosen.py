"""What the entries of a plan name: each with its paragraph and report, or known to be missing."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from indexer.anomalies import warning
from indexer.errors import InvalidPinpoint, InvalidRequest, UnknownPinpoint
from indexer.records import Paragraph, Report, report_of
from indexer.store.reader import IndexReader

from .plan import Chosen, Entry, Plan

Linked = Callable[[Report, Paragraph], str]
NOT_ITS_WORDS = "The words that were chosen are not in this paragraph. All of it is quoted."


@dataclass(frozen=True, slots=True)
class Item:
    """An entry and what it names; chosen: None where this index does not hold it."""

    entry: Entry
    chosen: Chosen | None


def items(plan: Plan, reader: IndexReader, link: Linked) -> tuple[Item, ...]:
    """In the order of the plan, none left out. link: a paragraph's absolute address, "" for none."""
    return tuple(Item(entry, _chosen(entry, reader, link)) for entry in plan.entries)


def all_chosen(found: Sequence[Item]) -> tuple[Chosen, ...]:
    """Raises InvalidRequest where a paragraph is missing: a file must not lose one in silence."""
    missing = [item.entry.id for item in found if item.chosen is None]
    if missing:
        more = f" and {len(missing) - 1} more" if len(missing) > 1 else ""
        raise InvalidRequest(
            f"we could not find the paragraph {missing[0][:80]!r}{more}",
            "remove it from the plan, then download again",
        )
    return tuple(item.chosen for item in found if item.chosen is not None)


def _chosen(entry: Entry, reader: IndexReader, link: Linked) -> Chosen | None:
    try:
        paragraph = reader.get(entry.id)
    except (InvalidPinpoint, UnknownPinpoint):
        return None
    report = reader.report(report_of(paragraph.id))
    checks = [warning(reader.noted.touching(paragraph))]
    if entry.quote:
        quote = _verbatim(entry.quote, paragraph.text)
        if not quote:
            checks.append(NOT_ITS_WORDS)
        entry = replace(entry, quote="" if quote == paragraph.text else quote)
    return Chosen(paragraph, report, entry, link(report, paragraph), " ".join(filter(None, checks)))


def _verbatim(words: str, text: str) -> str:
    """The words as the text prints them, "" where it does not. Blanks and ends of lines may differ."""
    if words in text:
        return words
    pieces = [re.escape(word) for word in words.split()]
    found = re.search(r"\s+".join(pieces), text) if pieces else None
    return found[0] if found else ""
