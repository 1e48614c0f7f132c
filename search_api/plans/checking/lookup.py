"""Which paragraphs of a report have the number, or stand on the page, that a draft cites?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from indexer.records import Kind, Paragraph
from search_api.plans.claims.records import Citation

# Kinds of paragraph that each word may mean; the first of which the report has the number is meant.
_KINDS: dict[str, tuple[Kind, ...]] = {
    "paragraph": ("finding", "recommendation", "improvement"),
    "summary": ("summary",),
    "recommendation": ("recommendation", "improvement"),
    "bullet": ("improvement", "recommendation"),
}


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a number in a report. best: those meant; several where the number is printed twice.

    others: of the same number in another part of the report, or of another kind.
    """

    number: str
    best: tuple[Paragraph, ...]
    others: tuple[Paragraph, ...] = ()


def readings(paragraphs: Sequence[Paragraph], citation: Citation) -> list[Reading]:
    """For each number that is cited, in order. paragraphs: of one report. Of a whole report one reading with
    all.
    """
    if citation.word == "report":
        return [Reading("", tuple(paragraphs))]
    if citation.word == "page":
        return [
            Reading(number, tuple(item for item in paragraphs if on_page(item, int(number))))
            for number in citation.numbers
        ]
    return [_of_number(paragraphs, citation, number) for number in citation.numbers]


def on_page(paragraph: Paragraph, page: int) -> bool:
    """Whether any of it stands on the page, counted from 1 in the file."""
    first, last = paragraph.page_first, paragraph.page_last
    return first is not None and first <= page <= (last if last is not None else first)


def _of_number(paragraphs: Sequence[Paragraph], citation: Citation, number: str) -> Reading:
    kinds = _KINDS[citation.word]
    every = [item for item in paragraphs if item.label.lower() == number.lower()]
    wanted = [
        item for item in every if item.kind in kinds and (not citation.part or item.part == citation.part)
    ]
    wanted.sort(key=lambda item: (bool(item.part), not item.printed, kinds.index(item.kind)))
    best = tuple(
        item for item in wanted
        if (item.part, item.printed, item.kind) == (wanted[0].part, wanted[0].printed, wanted[0].kind)
    )  # fmt: skip
    return Reading(number, best, tuple(item for item in every if item not in best))
