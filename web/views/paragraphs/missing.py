"""What does a reader learn who asks for a paragraph that its report does not have?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from indexer.dates import day
from indexer.errors import UnknownPinpoint
from indexer.records import Paragraph, Pinpoint, ranges
from indexer.store.heirs import same_number
from indexer.store.reader import IndexReader
from search_api.citations import place
from search_api.lists import listed as in_words

# Kind -> how its one number is told, and how several are.
_NAMES = {
    "finding": ("its only finding is paragraph", "its findings are paragraphs"),
    "recommendation": ("its only recommendation is", "its recommendations are"),
    "improvement": ("what needs to improve is bullet", "what needs to improve is bullets"),
    "summary": ("its only summary paragraph is", "its summary paragraphs are"),
    "context": ("its only paragraph of context is", "its paragraphs of context are"),
}


def missing(reader: IndexReader, identity: str) -> UnknownPinpoint:
    """As in "Rutland, 13 February 2017 has no paragraph 999" and "its findings are paragraphs 18 to 105".

    Raises UnknownPinpoint where the report is not there either, and InvalidPinpoint.
    """
    wanted = Pinpoint.parse(identity)
    report, held = reader.report(wanted.report), reader.paragraphs(wanted.report)
    alike = [item for item in held if item.part == wanted.part]
    kinds = [wanted.kind] if any(item.kind == wanted.kind for item in alike) else list(_NAMES)
    listed = [
        said for kind in kinds if (said := _listed(kind, [item for item in alike if item.kind == kind]))
    ]
    asked = f"{report.authority}, {day(report.published)} has no {_called(wanted, held)}"
    return UnknownPinpoint(asked, f"{'; '.join(listed)}{same_number(wanted, held)}".removeprefix("; "))


def _called(wanted: Pinpoint, held: Sequence[Paragraph]) -> str:
    """As a citation calls it; the report has none, so another paragraph stands for it."""
    if wanted.kind == "improvement":
        return f"bullet {wanted.label} under what needs to improve"
    kin = next((item for item in held if item.kind == wanted.kind and item.part == wanted.part), held[0])
    return place(
        replace(
            kin,
            id=str(wanted),
            kind=wanted.kind,
            part=wanted.part,
            printed=wanted.printed,
            number=wanted.number,
        )
    )


def _listed(kind: str, held: Sequence[Paragraph]) -> str:
    """As in "its findings are paragraphs 18 to 105 and 110 to 135"; "" for none."""
    if any(not item.label.isdigit() for item in held):  # counts of ours would stand among 1.1 and A1
        held = [item for item in held if item.printed]
    if not held:
        return ""
    labels = [item.label for item in held]
    spans = [re.sub(r"^(\d+)-(\d+)$", r"\1 to \2", span) for span in ranges(labels).split(", ")]
    return f"{_NAMES[kind][len(set(labels)) > 1]} {in_words(spans)}"
