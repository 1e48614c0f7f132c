"""The filters in force as chips, what of the question was not used as one, and what it may have meant."""

from __future__ import annotations

from dataclasses import dataclass, replace

from search_api.index.index import Index
from search_api.question.filters import Row, days, in_panel, newest
from search_api.question.mentions.mention import Mention
from search_api.question.request import Request
from search_api.retrieval.results import Understood
from web.shared.labels import FIELDS, value_label
from web.shared.urls import SearchState


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in force. said: the stretch of the question that says it, "" where it was chosen.

    remove: the address without it.
    """

    field: str
    value: str
    said: str
    remove: str


def chips(state: SearchState, understood: Understood | None) -> tuple[Chip, ...]:
    """Those that were chosen, then those that the question says, in its order."""
    rows: tuple[Row, ...] = (*in_panel(), *days(), *newest())
    chosen = [
        Chip(FIELDS[item.name], value_label(item.name, value), "", state.without(item.name, value).url)
        for item in rows
        for value in state.of(item.name)
    ]
    said = [
        Chip(
            FIELDS.get(field, field), value_label(field, item.value), item.text, state.as_typed(item.text).url
        )
        for item in (understood.question.mentions if understood else ())
        if item.field != "polarity" or _by_side(state)
        for field in [_field(item)]
    ]
    return (*chosen, *said)


def _by_side(state: SearchState) -> bool:
    """Whether what is shown has concerns or strengths first, where the question asks for them."""
    return not state.view or (state.view == "results" and not (state.sort or state.mentioned or state.said))


def _field(item: Mention) -> str:
    """Whose words its chip has: those of the filter, where it says just the same."""
    return newest()[0].name if item.field == "report" and item.members == ("latest",) else item.field


def unused(index: Index, state: SearchState, understood: Understood) -> tuple[str, ...]:
    """A filter that was chosen silences what the question says of the same: that must not go unsaid."""
    if not state.filtered:
        return ()
    alone = Request(literal=state.literal, as_words=state.as_words, mine=state.mine)
    held = {(item.start, item.end) for item in understood.question.mentions}
    chosen = {value for values in state.given.values() for value in values}
    chosen |= {"latest"} if state.of(newest()[0].name) else set()
    question = index.interpreter.understand(alone, understood.parsed)
    return tuple(
        f"We did not use ‘{item.text}’ from your question, because you chose a different filter for "
        f"{FIELDS.get(item.field, item.field).lower()}."
        for item in question.mentions
        if (item.start, item.end) not in held
        and not (item.members and (item.value in chosen or chosen.issuperset(item.members)))
    )


def offer(state: SearchState, understood: Understood) -> SearchState | None:
    """The question with the words that it may have meant instead of those that no report holds."""
    meant = state.q
    for item in understood.offers:
        if item.certain:  # searched for already
            continue
        meant = meant.replace(item.typed, item.meant)
    return replace(state, q=meant, page=1) if meant != state.q else None
