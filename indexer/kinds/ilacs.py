"""Ofsted's inspections of local authority children's services (ILACS), since 2018."""

from __future__ import annotations

import re

from . import ofsted
from .base import REPORTS, UNDER, CoverWords, HeadingWording, KindOfReport

# Judged under this framework alone, whoever runs the services: a council, a trust or a company.
_ITS_TABLE = re.compile(r"impact of leader(?:s|ship) on (?:social work )?practice", re.IGNORECASE)


def _is_ilacs(cover: CoverWords) -> bool:
    if ofsted.names_childrens_services(cover.title):
        return cover.graded or "inspection of" in cover.title
    return cover.graded and _ITS_TABLE.search(" ".join(cover.lines)) is not None


KINDS: tuple[KindOfReport, ...] = (
    KindOfReport(
        name="ilacs",
        label="ILACS (from 2018)",
        inspectorate=ofsted.NAME,
        known_by=_is_ilacs,
        published_as=ofsted.PUBLISHED_AS,
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
