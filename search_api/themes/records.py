"""Themes of practice, and where a paragraph speaks of one: records."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from indexer.arrays import Int64Array


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme of practice of the field.

    key: in addresses and filters, as in "private-fostering". definition: one sentence. synonyms: what reports
    call it; a sentence that prints one mentions the theme. phrases: wordings that tell of
    it as surely and are no name of it. cues: words that often stand in sentences about
    it, and as often in others. examples: sentences made up for the vocabulary, praise and criticism.
    """

    key: str
    name: str
    definition: str
    synonyms: tuple[str, ...]
    phrases: tuple[str, ...]
    cues: tuple[str, ...]
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tag:
    """A theme that a paragraph carries, resting on one sentence.

    theme: its key. score: how likely the sentence speaks of it, from 0.5 to 1. place: of the sentence among
    the paragraph's spans. named: whether the sentence prints a name or phrase of the theme.
    """

    theme: str
    score: float
    place: int
    named: bool = True


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence that speaks of a theme. row: of its paragraph; else as Tag."""

    row: int
    place: int
    score: float
    named: bool = True


class Tagged(Protocol):
    """What filters and counts need of a tagger (tagger.py)."""

    def any_of(self, keys: Iterable[str]) -> Int64Array:
        """Rows, ascending, that carry one of the themes at least. Raises KeyError."""
        ...

    def counts(self, rows: Int64Array | None = None) -> dict[str, int]:
        """Paragraphs among `rows` (None: all) that carry each theme; no 0."""
        ...
