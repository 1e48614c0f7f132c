"""Ofsted's reviews of a Local Safeguarding Children Board that stand alone."""

from __future__ import annotations

from . import ofsted
from .base import KindOfReport

KINDS: tuple[KindOfReport, ...] = (
    KindOfReport(
        name="lscb",
        label="Local Safeguarding Children Board",
        inspectorate=ofsted.NAME,
        known_by=lambda cover: (
            "local safeguarding children" in cover.title and not ofsted.names_childrens_services(cover.title)
        ),
        turn=5,
        areas=ofsted.AREAS,
        grades=ofsted.GRADES,
        headings=ofsted.HEADINGS,
        part_only="only the Local Safeguarding Children Board",
    ),
)
