"""Two sides of a comparison: what the reports of each say of the matter, with the newest sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from search_api.comparison.matrix.parts import Part, Told, joined
from search_api.comparison.matrix.records import Quoted, Speaking
from search_api.comparison.matrix.tally import Said, Tally
from search_api.index.index import Index
from search_api.question.filters import named
from search_api.retrieval.results import Understood
from web.shared.urls import SearchState

_QUOTED = 2  # sentences of each kind on each side
_SIDES: dict[Said, frozenset[str]] = {
    "concern": frozenset(("criticism", "mixed")),
    "strength": frozenset(("praise",)),
}


@dataclass(frozen=True, slots=True)
class Sentences:
    """Of one kind. total: paragraphs of it. every: the list of them, "" where no list has just those."""

    said: Said
    total: int
    every: str
    quotes: tuple[Quoted, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """name: for a heading. who: whose reports these are, "" for one authority."""

    name: str
    who: str
    part: Part
    lists: tuple[Sentences, ...]


def without_places(index: Index, understood: Understood) -> Understood:
    """The same question within its filters, those on authorities and regions left out."""
    places = [item for item in named() if item.of_authority]
    request = understood.request
    for item in places:
        request = request.having(item.name)
    fields = {name for item in places for name in item.said}
    stretches = [item.text for item in understood.question.mentions if item.field in fields]
    scope, _ = index.interpreter.scope(request.taking_as_words(stretches), understood.parsed)
    return replace(understood, scope=scope)


def side(
    index: Index,
    told: Tally,
    speaking: Mapping[str, Speaking],
    reports: Iterable[Told],
    name: str,
    who: str,
    listed: SearchState | None,
) -> Side:
    """Of these reports. listed: the search in them alone; None where no address says that."""
    held = tuple(reports)
    part = joined(held)
    own = [speaking[item.report.id] for item in held if item.report.id in speaking]
    lists = tuple(
        Sentences(
            said,
            part.paragraphs[said],
            listed.listing(said).url if listed and part.paragraphs[said] else "",
            tuple(_quoted(index, told, own, said)),
        )
        for said in _SIDES
    )
    return Side(name, who, part, lists)


def _quoted(index: Index, told: Tally, speaking: Iterable[Speaking], said: Said) -> Iterator[Quoted]:
    """The newest first, at first one of each authority, then of each report."""
    rows = frozenset(told.rows[said].tolist())
    newest = sorted(speaking, key=lambda item: (item.report.published, item.report.id), reverse=True)
    found = [
        (item.report, sentence)
        for item in newest
        for sentence in item.said
        if sentence.row in rows and sentence.side in _SIDES[said]
    ]
    turns: dict[str, int] = {}
    ordered = []
    for place, (report, sentence) in enumerate(found):
        turns[report.authority] = turns.get(report.authority, -1) + 1
        ordered.append((turns[report.authority], place, Speaking(report, (sentence,))))
    for *_, chosen in sorted(ordered, key=lambda item: item[:2])[:_QUOTED]:
        yield from index.matrices.quoted([chosen])
