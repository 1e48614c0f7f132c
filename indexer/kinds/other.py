"""What no cover tells: the last kind that is tried, and it takes every cover."""

from __future__ import annotations

from . import ofsted
from .base import KindOfReport

KINDS: tuple[KindOfReport, ...] = (
    KindOfReport(
        name="other",
        label="Other",
        inspectorate=ofsted.NAME,
        known_by=lambda cover: True,
        turn=9,
        areas=ofsted.AREAS,
        grades=ofsted.GRADES,
        headings=ofsted.HEADINGS,
        needs_numbers=True,
        part_only="something else, or a subject we could not identify",
    ),
)
