"""What stands in the filter panel: what is in force first, counts of matches, long groups folded."""

from __future__ import annotations

from calendar import month_name
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from indexer.errors import PinpointError
from search_api.index.index import Index
from search_api.question.filters import ON, by_name, days, newest
from search_api.question.mentions.mention import Mention
from search_api.retrieval.facets import YEAR
from search_api.retrieval.results import Facet, FacetValue, Understood
from web.shared.labels import FIELDS, value_label
from web.shared.ticks import KEPT, Said
from web.shared.urls import SearchState

_MOST = 9  # choices that stand open
_OPEN = 5  # of a longer list, those with the most paragraphs
_FOLDED = {"framework": "More kinds of report", "theme": "More themes", "region": "More regions"}
_GROUP_OF = {
    "area": "authority",
    "neighbours": "authority",
    "type": "authority",
    "published": YEAR,
    "report": YEAR,
}


@dataclass(frozen=True, slots=True)
class Choice:
    """A box. name, value: what it sends. count: of paragraphs that match, None where that is not known.

    said: the stretch of the question that ticks it, "" where it was chosen or is not ticked.
    """

    name: str
    value: str
    label: str
    count: int | None = None
    ticked: bool = False
    said: str = ""

    @property
    def told(self) -> str:
        """The words of the question that tick it, "" where they are what it is called."""
        return self.said if self.said.strip().casefold() not in self.label.casefold() else ""


@dataclass(frozen=True, slots=True)
class Group:
    """choices: those in force first. more: folded behind `more_label`."""

    field: str
    legend: str
    choices: tuple[Choice, ...]
    more: tuple[Choice, ...] = ()
    more_label: str = ""


@dataclass(frozen=True, slots=True)
class Bound:
    """A list of years to choose one from. options: value, label; the first stands for none."""

    name: str
    label: str
    value: str
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Panel:
    """groups: in order; that of the authorities and that of the dates have no choices but those in force.

    names: of the authorities that can be typed. typed: one that was and is none. understood: hidden fields.
    note: what the numbers are of, "" for no numbers. in_force: how many filters are.
    """

    groups: tuple[Group, ...]
    names: tuple[str, ...]
    typed: str
    bounds: tuple[Bound, ...]
    latest: Choice
    understood: tuple[str, ...]
    note: str
    in_force: int


def panel(
    index: Index,
    state: SearchState,
    facets: Sequence[Facet],
    understood: Understood | None = None,
    of_matches: bool = False,
) -> Panel:
    """of_matches: whether the facets count paragraphs that mention what is asked about.

    Numbers are shown where they are of matches, or of all paragraphs where nothing is asked: what would be
    searched for a question in free words says nothing of what matches it.
    """
    counted = not state.q or of_matches
    mentions = understood.question.mentions if understood else ()
    said = [(item, found) for item in mentions if (found := _said(item)) is not None]
    groups = [_group(state, facet, said, counted) for facet in facets]
    authority = next((group for group in groups if group.field == "authority"), None)
    latest = _latest(state, said)
    ticked = [choice for group in groups for choice in group.choices if choice.ticked]
    boxes = {choice.value for choice in ticked if choice.name == KEPT}
    note = f"Numbers show how many paragraphs {'mention what you ask about' if state.q else 'there are'}."
    return Panel(
        tuple(group for group in groups if group.choices or group.field in ("authority", YEAR)),
        tuple(sorted(index.holdings.authorities)),
        next((name for name in state.of("authority") if not _known(index, name)), "") if authority else "",
        tuple(_bounds(state, facets, counted)),
        latest,
        tuple(found.text for _, found in said if found.name or found.stretch in boxes),
        note if counted and facets else "",
        len(ticked) + sum(bool(state.day(item.name)) for item in days()) + latest.ticked,
    )


def _said(item: Mention) -> Said | None:
    """What of the question a box can stand for; None for what is shown as a chip alone."""
    if item.field == "report" and item.members == ("latest",):
        return Said(newest()[0].name, (ON,), item.text)
    if item.field in ("area", "neighbours", "type", "published", "report") or item.excluded:
        return Said("", (), item.text)
    if item.field == "region":
        return Said("region", (item.value,), item.text)
    if item.field in ("authority", "framework", "grade", "kind", "theme"):
        return Said(item.field, item.members, item.text)
    return None


def _group(state: SearchState, facet: Facet, said: Iterable[tuple[Mention, Said]], counted: bool) -> Group:
    name = facet.field
    counts = {value.name: value.paragraphs for value in facet.values} if counted else {}
    ticked: dict[str, Choice] = {}
    chosen = state.of(name) if name == "authority" else [value.name for value in facet.values if value.chosen]
    for value in chosen if name != YEAR else ():
        ticked[value] = Choice(name, value, value_label(name, value), counts.get(value), True)
    for mention, found in said:
        if found.name == name:
            for value in found.values:
                ticked.setdefault(
                    value,
                    Choice(name, value, value_label(name, value), counts.get(value), True, found.stretch),
                )
        elif not found.name and _GROUP_OF.get(mention.field, mention.field) == name:
            label = value_label(mention.field, mention.value)
            if mention.field != "published":
                label = f"{FIELDS.get(mention.field, mention.field)}: {label}"
            ticked[f":{found.stretch}"] = Choice(KEPT, found.stretch, label, None, True, found.stretch)
    legend = "Date published" if name == YEAR else FIELDS[name]
    if name in ("authority", YEAR):
        return Group(name, legend, tuple(ticked.values()))
    rest = [value for value in facet.values if value.name not in ticked]
    shown = set(map(_name, sorted(rest, key=lambda value: -value.paragraphs)[:_OPEN]))
    if len(rest) <= _MOST:
        shown = set(map(_name, rest))
    boxes = [
        Choice(name, value.name, value_label(name, value.name), counts.get(value.name)) for value in rest
    ]
    return Group(
        name,
        legend,
        (*ticked.values(), *(box for box in boxes if box.value in shown)),
        tuple(box for box in boxes if box.value not in shown),
        _FOLDED.get(name, "More"),
    )


def _name(value: FacetValue) -> str:
    return value.name


def _latest(state: SearchState, said: Iterable[tuple[Mention, Said]]) -> Choice:
    row = newest()[0]
    stretch = next((found.stretch for _, found in said if found.name == row.name), "")
    ticked = bool(state.of(row.name)) or bool(stretch)
    return Choice(row.name, ON, "Only each authority’s latest report", None, ticked, stretch)


def _bounds(state: SearchState, facets: Iterable[Facet], counted: bool) -> Iterable[Bound]:
    """From and to. A date in the address that is no year of the list stays what it is."""
    years = next((facet.values for facet in facets if facet.field == YEAR), ())
    listed = [(year.name, f"{year.name} ({year.paragraphs:,})" if counted else year.name) for year in years]
    for item in days():
        value = state.day(item.name)
        own = [] if not value or value in dict(listed) else [(value, _worded(value))]
        yield Bound(item.name, item.label, value, (("", "Any year"), *own, *listed))


def _worded(value: str) -> str:
    """As in "March 2018" or "31 March 2018"; what is no date as it is."""
    parts = value.split("-")
    try:
        whole = date(*map(int, (*parts, "1", "1")[:3]))
    except (ValueError, TypeError):
        return value
    month = month_name[whole.month] if len(parts) > 1 else ""
    return " ".join(filter(None, (str(whole.day) if len(parts) > 2 else "", month, str(whole.year))))


def _known(index: Index, name: str) -> bool:
    try:
        return bool(by_name("authority").match((name,), index.holdings))
    except PinpointError:
        return False
