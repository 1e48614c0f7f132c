"""What a question says of which reports are meant, and what is left of it to search for.

Rules over words, no model: each filter comes with the stretch of the question that said it, so that
it can be shown and undone.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from search_api.question.mentions.dates import find_dates
from search_api.question.mentions.instructions import find_instructions
from search_api.question.mentions.kinds import find_words
from search_api.question.mentions.mention import Mention, overlaps, without
from search_api.question.mentions.own import NOBODY, Own, needs_own
from search_api.question.mentions.paragraphs import find_paragraphs
from search_api.question.mentions.phrases import (
    PHRASE,
    WITHOUT,
    find_left_out,
    find_phrases,
    hidden,
    unquoted,
)
from search_api.question.mentions.places import Places
from search_api.question.mentions.unread import unread

from .filters import Holdings, days, named, newest
from .records import Parsed, Understanding
from .reports import choose_reports
from .request import Chosen
from .words import STOP_WORDS, words


def parse_question(text: str, places: Places, today: date | None = None, own: Own = NOBODY) -> Parsed:
    """Every stretch of the question that may be a filter, and what is to stand word for word or not at all.

    today: that "last year" is told from; by default the day of the call. own: whose "our last inspection" is.
    """
    quoted, typed = find_phrases(text), text
    text = hidden(text, quoted)
    paragraphs = find_paragraphs(text)
    ours = places.own(text, own)
    found, notes = places.find(hidden(text, ours))
    notes = [*notes, *needs_own(text, found, own)]
    found = sorted([*found, *ours], key=lambda item: item.start)
    left_out, found = find_left_out(text, found)
    text = hidden(text, left_out)
    # An id begins with the name of an authority, and a citation may hold what reads as a filter.
    found = [*paragraphs, *(item for item in found if not overlaps(item.start, item.end, paragraphs))]
    found += find_words(text, found)
    for item in named():
        found += item.find(text, found)
    instructions = find_instructions(text, [item for item in found if item.field != "polarity"])
    found = [*(item for item in found if not overlaps(item.start, item.end, instructions)), *instructions]
    taken = [item for item in found if item.field != "polarity"]
    alone, beside = (find_dates(text, taken, with_authority, today) for with_authority in (False, True))
    notes = [*notes, *unread(text, found)]
    exact = [*quoted, *left_out]
    found = [*exact, *(item for item in found if not overlaps(item.start, item.end, exact))]
    return Parsed(typed, tuple(found), tuple(alone), tuple(beside), tuple(notes))


def choose_from(
    parsed: Parsed, typed: Chosen, holdings: Holdings, as_words: Sequence[str] = ()
) -> Understanding:
    """typed: the filters given beside the question; each silences what the question says of the same.
    as_words: stretches, as typed, that are to be no filters.
    """
    words_only = {stretch.strip().casefold() for stretch in as_words}
    with_authority = bool(typed.of("authority")) or any(
        item.field in ("authority", "area", "neighbours") and not item.excluded for item in parsed.found
    )
    found = [*parsed.found, *(parsed.dates_beside if with_authority else parsed.dates)]
    asked = [
        item
        for item in found
        if not _silenced(item, typed) and item.text.strip().casefold() not in words_only
    ]
    chosen = choose_reports(asked, typed, holdings)
    kept = sorted(chosen.mentions, key=lambda item: (item.start, item.end))
    same = [item for item in found if _is_typed(item, typed)]
    dates = [item.members for item in kept if item.field == "published"]
    sinces, untils = [since for since, _ in dates if since], [until for _, until in dates if until]
    polarities = {item.value for item in kept if item.field == "polarity"}
    taken = [*(item for item in kept if item.field not in ("polarity", PHRASE)), *same]
    phrases = [item for item in kept if item.field == PHRASE]
    return Understanding(
        rest=unquoted(_rest(parsed.text, taken), phrases),
        authorities=chosen.authorities,
        reports=chosen.reports,
        since=min(sinces, default=""),
        until=max(untils, default=""),
        polarity=polarities.pop() if len(polarities) == 1 else "",
        mentions=tuple(kept),
        empty=chosen.empty,
        notes=(*parsed.notes, *chosen.notes),
        beside=without(parsed.text, [*taken, *phrases]) if phrases else "",
        latest=chosen.latest,
    )


def _is_typed(item: Mention, typed: Chosen) -> bool:
    """Whether just that was typed too, so that it is no word to search for."""
    if item.field == "report":
        return typed.latest and item.members == ("latest",)
    if item.field == "region":
        return not item.excluded and item.value in typed.of("region")
    return bool(item.members) and set(item.members) <= typed.of(item.field)


def _silenced(item: Mention, typed: Chosen) -> bool:
    """Whether a filter that was typed says the same."""
    rows = [row.said for row in days() if typed.day(row)]
    rows += [row.said for row in newest() if typed.latest]
    for row in named():
        # What is left out is left out of the authorities that were typed, unless nothing else was.
        beside = row.name == "authority" and item.excluded and not typed.of(row.name) <= set(item.members)
        if typed.of(row.name) and not beside:
            rows.append(row.said)
    return any(item.field in said for said in rows)


def _rest(text: str, taken: Sequence[Mention]) -> str:
    """All of the text where too little would be left to search for, but what is left out."""
    left = without(text, taken)
    if any(word not in STOP_WORDS and len(word) > 1 for word in words(left)):
        return left
    left_out = [item for item in taken if item.field == WITHOUT]
    kept = without(text, left_out) if left_out else text
    return kept if words(kept) else text
