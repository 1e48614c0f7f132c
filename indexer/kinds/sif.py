"""Ofsted's single inspection framework of 2013-17, and re-inspections under it."""

from __future__ import annotations

import re

from . import ofsted
from .base import REPORTS, UNDER, CoverWords, HeadingWording, KindOfReport

_HEADINGS = (
    *ofsted.HEADINGS,
    HeadingWording(
        "executive",
        "executive",
        None,
        r"(?:section (?:1|one)\W+)?the local authority(?:\W+summary of (?:key )?findings)?",
    ),
    HeadingWording(
        "executive",
        "executive",
        None,
        r"(?:this local authority|children.s services in .{3,50}) (?:is|are|requires?|has)\b.*because",
    ),
    HeadingWording(
        "executive",
        "executive",
        None,
        r"(?:the local authority.s strengths|the local authority has the following strengths"
        r"|the local authority is good because|progress since the last inspection)",
    ),
    HeadingWording("young-people", "young-people", None, r"summary for children(?: and young people)?"),
    HeadingWording("sub", "judgements", None, r"inspection judge?ments? about the local authority"),
)
_BOTH = (
    rf"{UNDER}\bSIFs?\b(?:\s+{REPORTS})?",
    rf"{UNDER}\bsingle\s+inspection\s+framework(?:\s+{REPORTS})?",
)
_AGAIN = (
    rf"{UNDER}\b(?:(?:SIF|single\s+inspection(?:\s+framework)?)\s+re-?inspections?|re-?inspection\s+reports?)\b",
    r"\b(?:in|under|from|during|at)\s+(?:(?:the|an?|its|their)\s+)?re-?inspections?\b",
)


def _is_single(cover: CoverWords) -> bool:
    return "help and protection, children looked after" in cover.title or "in need of help and" in cover.title


def _is_again(cover: CoverWords) -> bool:
    return re.match(r"re-?inspection", cover.title) is not None


KINDS: tuple[KindOfReport, ...] = (
    KindOfReport(
        name="sif",
        label="Single inspection framework (2013–17)",
        inspectorate=ofsted.NAME,
        published_as=ofsted.PUBLISHED_AS,
        known_by=lambda cover: _is_single(cover) and not _is_again(cover),
        areas=ofsted.AREAS,
        grades=ofsted.GRADES,
        headings=_HEADINGS,
        asked=_BOTH,
    ),
    KindOfReport(
        name="sif_reinspection",
        label="Re-inspection under the single inspection framework",
        inspectorate=ofsted.NAME,
        published_as=ofsted.PUBLISHED_AS,
        known_by=lambda cover: _is_single(cover) and _is_again(cover),
        areas=ofsted.AREAS,
        grades=ofsted.GRADES,
        headings=_HEADINGS,
        asked=(*_AGAIN, *_BOTH),
    ),
)
