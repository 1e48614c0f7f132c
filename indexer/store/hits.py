"""What a search of any kind gives: a row and its score."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Hit:
    """A paragraph's row and its score; a higher score is better."""

    row: int
    score: float
