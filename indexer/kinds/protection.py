"""Ofsted's inspections of 2012-13, each of a part of the services: protection, and looked after children."""

from __future__ import annotations

from . import ofsted
from .base import HeadingWording, KindOfReport

_HEADINGS = (
    *ofsted.HEADINGS,
    HeadingWording("area-facts", "area", None, r"service information"),
    HeadingWording("section", "capacity", None, r"capacity (?:to|for) improve(?:ment)?"),
    HeadingWording("section", "outcomes", None, r"(?:safeguarding |service )?outcomes for .{3,60}"),
    HeadingWording("section", "quality", None, r"(?:the )?quality of (?:provision|practice)"),
)

KINDS: tuple[KindOfReport, ...] = (
    KindOfReport(
        name="protection",
        label="Arrangements for the protection of children (2012–13)",
        inspectorate=ofsted.NAME,
        published_as=ofsted.PUBLISHED_AS,
        known_by=lambda cover: "arrangements for the protection" in cover.title,
        turn=3,
        areas=ofsted.AREAS,
        grades=ofsted.GRADES,
        headings=_HEADINGS,
        judged_under_headings=True,
        part_only="only the protection of children",
    ),
    KindOfReport(
        name="looked_after",
        label="Services for looked after children (2013)",
        inspectorate=ofsted.NAME,
        published_as=ofsted.PUBLISHED_AS,
        known_by=lambda cover: (
            "looked after children services" in cover.title or "looked-after children services" in cover.title
        ),
        turn=2,
        areas=ofsted.AREAS,
        grades=ofsted.GRADES,
        headings=_HEADINGS,
        judged_under_headings=True,
        part_only="only services for looked after children",
    ),
)
