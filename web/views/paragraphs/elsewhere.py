"""What other reports say that is like a paragraph: of other authorities, or of its own before and after."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.records import Report
from search_api.comparison.lineage.records import Elsewhere
from search_api.index.index import Index
from search_api.question.records import Coverage
from search_api.question.request import Request
from search_api.similar.names import ScopeName, Side
from search_api.similar.records import SimilarResult

from .tabs import Show, tab_url

USUAL, MOST = 5, 100  # similar paragraphs that are listed
_STEPS = (USUAL, 20, 50, MOST)


@dataclass(frozen=True, slots=True)
class Likenesses:
    """What other authorities' reports say. more: the address of a longer list, "" where all are shown.

    nearest: nothing makes the same point, so that those are listed that come nearest.
    """

    result: SimilarResult
    more: str
    nearest: bool = False


@dataclass(frozen=True, slots=True)
class Inspections:
    """Other inspections of the authority, in the order of publication.

    when: "earlier", "later" or "the same day". silent: those where nothing was near enough.
    """

    when: str
    found: tuple[Elsewhere, ...]
    silent: tuple[Elsewhere, ...]


@dataclass(frozen=True, slots=True)
class BeforeAndAfter:
    """What other inspections of the authority say. groups: earlier ones first; () where there is none."""

    groups: tuple[Inspections, ...]
    coverage: Coverage


def likenesses(
    index: Index, identity: str, show: Show, side: Side, scopes: Sequence[ScopeName], limit: int
) -> Likenesses:
    """limit: similar paragraphs that are listed. side, scopes: as of Similar.to.

    Where no paragraph says the same, those that come nearest, whatever they say.
    """
    result = index.similar_to(identity, whose="other", side=side, scope=scopes, common=True, limit=limit)
    nearest = side == "any"
    if side == "same" and not result.results and result.searched and not result.notes:
        wider = index.similar_to(identity, whose="other", side="any", scope=scopes, common=True, limit=limit)
        if wider.results:
            result, side, nearest = wider, "any", True
    if result.reports <= limit or limit >= MOST:
        return Likenesses(result, "", nearest)
    longer = next(step for step in _STEPS if step > limit)
    more = tab_url(identity, show, scopes=result.scopes, similar=longer, side=side)
    return Likenesses(result, more, nearest)


def before_and_after(index: Index, report: Report, identity: str) -> BeforeAndAfter:
    """Inspections before, those of the same day, those after; a group that is empty is left out."""
    ordered = index.elsewhere(identity)
    times = {
        "earlier": [item for item in ordered if item.report.published < report.published],
        "the same day": [item for item in ordered if item.report.published == report.published],
        "later": [item for item in ordered if item.report.published > report.published],
    }
    groups = tuple(
        Inspections(
            when,
            tuple(item for item in group if item.matches),
            tuple(item for item in group if not item.matches),
        )
        for when, group in times.items()
        if group
    )
    return BeforeAndAfter(groups, index.scope(Request.named({"authority": (report.authority,)})).coverage)


def whole_words(matters: Sequence[str], text: str) -> tuple[str, ...]:
    """The matters as the text prints them, each once: "househ" is how "households" is compared."""
    found = (re.search(rf"(?<!\w){re.escape(matter)}\w*", text, re.IGNORECASE) for matter in matters)
    return tuple(
        dict.fromkeys(item[0] if item else matter for item, matter in zip(found, matters, strict=True))
    )
