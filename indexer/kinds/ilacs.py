"""Ofsted's inspections of local authority children's services (ILACS), since 2018."""

from __future__ import annotations

from . import ofsted
from .base import REPORTS, UNDER, HeadingWording, KindOfReport

KINDS: tuple[KindOfReport, ...] = (
    KindOfReport(
        name="ilacs",
        label="ILACS (from 2018)",
        inspectorate=ofsted.NAME,
        known_by=lambda cover: (
            ofsted.names_childrens_services(cover.title) and (cover.graded or "inspection of" in cover.title)
        ),
        turn=4,
        areas=ofsted.AREAS,
        grades=ofsted.GRADES,
        headings=(
            *ofsted.HEADINGS,
            HeadingWording(
                "improve",
                "improve",
                None,
                r"what needs to improve(?: in .{3,60})?|areas? for improvement in .{3,60}",
            ),
        ),
        text_follows_grades=True,
        asked=(rf"{UNDER}\bILACS\b(?:\s+{REPORTS})?",),
    ),
)
