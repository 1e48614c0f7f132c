"""What a question says of which reports are meant, and what is left of it to search for.

Rules over words, no model: each filter comes with the stretch of the question that said it, so that
it can be shown and taken back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from indexer.records import Report
from indexer.store.filters import Filters

from .dates import find_dates
from .kinds import find_words
from .mentions import Mention, without
from .places import Places
from .reports import choose_reports
from .words import STOP_WORDS, words

_PLACE_FIELDS = ("authority", "neighbours", "region", "type")


@dataclass(frozen=True, slots=True)
class Understanding:
    """authorities: register names. reports: ids that dates, grades and "latest" leave, None where none
    of these was said. since, until: ISO, the outermost days said, "" for none. polarity: "strength",
    "weakness" or "", no filter. mentions: every stretch that was understood, in order. rest: the text
    to search for, never without a word where the question has one. empty: the filters leave no
    report. notes: for the user, one sentence each.
    """

    rest: str
    authorities: frozenset[str] = frozenset()
    reports: frozenset[str] | None = None
    since: str = ""
    until: str = ""
    frameworks: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    grades: frozenset[str] = frozenset()
    polarity: str = ""
    mentions: tuple[Mention, ...] = ()
    empty: bool = False
    notes: tuple[str, ...] = field(default=())

    @property
    def filters(self) -> tuple[Mention, ...]:
        return tuple(item for item in self.mentions if item.field != "polarity")


def understand_question(
    text: str, places: Places, typed: Filters, reports: Sequence[Report], as_words: Sequence[str] = ()
) -> Understanding:
    """typed: the filters given beside the question; each silences what the question says of its field.
    as_words: stretches, as typed, that are to be no filters.
    """
    words_only = {stretch.strip().casefold() for stretch in as_words}
    found, notes = places.find(text)
    with_authority = bool(typed.authorities) or any(
        item.field in ("authority", "neighbours") and not item.excluded for item in found
    )
    found += find_words(text, found)
    found += find_dates(text, [item for item in found if item.field != "polarity"], with_authority)
    asked = [
        item
        for item in found
        if not _silenced(item, typed) and item.text.strip().casefold() not in words_only
    ]
    chosen = choose_reports(asked, typed, reports)
    kept = sorted(chosen.mentions, key=lambda item: (item.start, item.end))
    same = [item for item in found if item.field == "authority" and set(item.members) <= typed.authorities]
    dates = [item.members for item in kept if item.field == "published"]
    sinces, untils = [since for since, _ in dates if since], [until for _, until in dates if until]
    polarities = {item.value for item in kept if item.field == "polarity"}
    return Understanding(
        rest=_rest(text, [*(item for item in kept if item.field != "polarity"), *same]),
        authorities=chosen.authorities,
        reports=chosen.reports,
        since=min(sinces, default=""),
        until=max(untils, default=""),
        frameworks=_members(kept, "framework"),
        kinds=_members(kept, "kind"),
        grades=_members(kept, "grade"),
        polarity=polarities.pop() if len(polarities) == 1 else "",
        mentions=tuple(kept),
        empty=chosen.empty,
        notes=(*notes, *chosen.notes),
    )


def _silenced(item: Mention, typed: Filters) -> bool:
    return (
        # What is left out is left out of what was typed, unless nothing else was.
        (
            item.field in _PLACE_FIELDS
            and bool(typed.authorities)
            and (not item.excluded or typed.authorities <= set(item.members))
        )
        or (item.field == "published" and bool(typed.since or typed.until))
        or (item.field == "framework" and bool(typed.frameworks))
        or (item.field == "kind" and bool(typed.kinds))
        or (item.field == "region" and bool(typed.within))
        or (item.field == "grade" and bool(typed.grades))
    )


def _members(mentions: Iterable[Mention], name: str) -> frozenset[str]:
    return frozenset(member for item in mentions if item.field == name for member in item.members)


def _rest(text: str, taken: Iterable[Mention]) -> str:
    """All of the text where too little would be left to search for."""
    left = without(text, taken)
    return left if any(word not in STOP_WORDS and len(word) > 1 for word in words(left)) else text
