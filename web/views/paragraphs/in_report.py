"""What of its own report stands beside a paragraph: before and after it, what it names, what names it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from indexer.records import Paragraph


@dataclass(frozen=True, slots=True)
class Named:
    """A number that the paragraph names, and the report's paragraphs of that number; () where none."""

    number: int
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class InReport:
    """before, after: neighbours in reading order, None at an end of the report.

    named: findings that a recommendation names; named_by: recommendations that name this finding.
    """

    before: Paragraph | None
    after: Paragraph | None
    named: tuple[Named, ...]
    named_by: tuple[Paragraph, ...]


def in_report(paragraph: Paragraph, held: Sequence[Paragraph]) -> InReport:
    """held: all paragraphs of its report, in reading order."""
    at = next(number for number, other in enumerate(held) if other.id == paragraph.id)
    return InReport(
        before=held[at - 1] if at else None,
        after=held[at + 1] if at + 1 < len(held) else None,
        named=_named(paragraph, held),
        named_by=_named_by(paragraph, held),
    )


def namesakes(paragraph: Paragraph, held: Sequence[Paragraph]) -> tuple[Paragraph, ...]:
    """Others of the kind with the same printed number: in another part, or printed twice."""
    if not paragraph.printed:
        return ()
    return tuple(
        item
        for item in held
        if item.printed and (item.kind, item.label) == (paragraph.kind, paragraph.label)
        if item.id != paragraph.id
    )


def _named(paragraph: Paragraph, held: Sequence[Paragraph]) -> tuple[Named, ...]:
    """Findings; where none has the number a recommendation, for reports call those paragraphs too."""
    found = []
    others = [item for item in held if item.part == paragraph.part and item.id != paragraph.id]
    for number in paragraph.linked:
        same = [item for item in others if item.printed and item.label == str(number)]
        findings = tuple(item for item in same if item.kind == "finding")
        found.append(Named(number, findings or tuple(it for it in same if it.kind == "recommendation")))
    return tuple(found)


def _named_by(paragraph: Paragraph, held: Sequence[Paragraph]) -> tuple[Paragraph, ...]:
    if paragraph.kind != "finding" or not paragraph.printed:
        return ()
    return tuple(it for it in held if it.part == paragraph.part and paragraph.number in it.linked)
