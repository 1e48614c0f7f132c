"""A document that its user says to read by what it prints, whatever its kind: no cover tells it."""

from __future__ import annotations

from .base import KindOfReport

KINDS: tuple[KindOfReport, ...] = (
    KindOfReport(
        name="generic",
        label="Other document, read as given",
        noun="document",
        inspectorate="Author not known",
        known_by=lambda cover: False,
        turn=8,
        areas=(),
        grades=(),
        headings=(),
        part_only="something else, or a subject we could not identify",
    ),
)
