"""The tab ‘Compare’: two sides of what is said of the matter, chosen by the question or on the tab."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from indexer.authorities.register import Authority
from search_api.comparison.contrast.contrast import GRADES_OFFERED
from search_api.comparison.contrast.records import Contrast
from search_api.comparison.matrix.parts import parts
from search_api.comparison.matter import of_mentions
from search_api.index.index import Index
from search_api.question.request import Request
from search_api.retrieval.results import Understood
from search_api.views.recognise import view_of
from search_api.views.words import authorities_named
from web.shared.urls import SearchState

from .sides import Side, side, without_places
from .subject import Offer, Subject, subject

# value -> as the form offers it, and as a heading names it: of an authority and its region.
_GROUPS = {
    "neighbours": ("Its statistical neighbours", "Statistical neighbours of {one}"),
    "region": ("The rest of its region", "The rest of {region}"),
    "others": ("All other authorities", "All other authorities"),
}
_STATEMENTS = 4  # of each grade
_FEW = 35  # authorities, up to which a list of results has them all as filters
_NAMED = 12  # up to which a sentence names them all
_FIRST = ("good", "inadequate")
_OPPOSITE = {"inadequate": "good", "requires improvement": "good"}


@dataclass(frozen=True, slots=True)
class Option:
    """Of a list in the form."""

    value: str
    name: str


@dataclass(frozen=True, slots=True)
class CompareTab:
    """one, other: the values chosen, or those that the form begins with. sides: two, or none. contrast: of
    two grades, else None. note: why nothing can be compared, "" for nothing. ideas: what can be compared,
    where nobody has chosen yet.
    """

    subject: Subject
    one: str = ""
    other: str = ""
    authorities: tuple[str, ...] = ()
    groups: tuple[Option, ...] = ()
    grades: tuple[Option, ...] = ()
    sides: tuple[Side, ...] = ()
    contrast: Contrast | None = None
    note: str = ""
    ideas: tuple[Offer, ...] = ()


def tab(index: Index, state: SearchState, understood: Understood) -> CompareTab:
    """Of the one matter that the question names; the filters on authorities only choose the sides."""
    wide = without_places(index, understood)
    about = subject(index, state, wide)
    if about.told is None:
        return CompareTab(about)
    chosen = _chosen(index, state, understood)
    one, other = chosen or _FIRST
    found = CompareTab(
        about,
        one,
        other,
        tuple(sorted(index.holdings.authorities)),
        tuple(Option(value, name) for value, (name, _) in _GROUPS.items()),
        tuple(Option(grade, f"Sections judged {grade}") for grade in GRADES_OFFERED),
    )
    if chosen is None:
        return replace(found, ideas=tuple(_ideas(index, state, about)))
    if one in GRADES_OFFERED and other in GRADES_OFFERED:
        return _grades(index, wide, found)
    if one in GRADES_OFFERED or other in GRADES_OFFERED:
        return replace(found, note="Compare a grade with another grade, or an authority with authorities.")
    return _authorities(index, state, wide, found)


def _chosen(index: Index, state: SearchState, understood: Understood) -> tuple[str, str] | None:
    """What was chosen on the tab, else what the question says, else the reader's own authority; None where
    nothing of these says it.
    """
    if state.one and state.other:
        return state.one, state.other
    view = view_of(understood)
    if view is not None and view.kind == "contrast" and not state.one and not state.other:
        return view.grades
    said = authorities_named(understood.question.mentions)
    named = list(said or sorted(understood.scope.chosen.of("authority")))
    own = index.interpreter.own(Request(mine=state.mine))
    if own is not None and own.name not in named and len(named) < 2:
        named = [*named, own.name] if named else [own.name]
    if not (state.one or named):
        return None
    one = state.one or named[0]
    if one in GRADES_OFFERED:
        return one, state.other or _OPPOSITE.get(one, "inadequate")
    rest = [name for name in named if name != one]
    return one, state.other or (rest[0] if rest else _group(index, one))


def _ideas(index: Index, state: SearchState, about: Subject) -> Iterator[Offer]:
    """Two grades, and the authority that says most with those like it."""
    yield Offer("Sections judged good with sections judged inadequate", state.comparing(*_FIRST).url)
    totals = parts(about.reports, lambda report: report.authority)
    most = max(totals, key=lambda name: (totals[name].mentions, name))
    group = _group(index, most)
    with_whom = _GROUPS[group][0]
    yield Offer(
        f"{most}, which says most on it, with {with_whom[:1].lower()}{with_whom[1:]}",
        state.comparing(most, group).url,
    )


def _group(index: Index, name: str) -> str:
    """Of the groups that one authority can be set beside the nearest that has reports here."""
    known = index.register.match(name)
    here = index.holdings.authorities
    if known is not None:
        if here.intersection(item.name for item in index.register.neighbours(known)):
            return "neighbours"
        if known.region and here.intersection(item.name for item in index.register.in_region(known.region)):
            return "region"
    return "others"


def _grades(index: Index, wide: Understood, found: CompareTab) -> CompareTab:
    if found.one == found.other:
        return replace(found, note="Choose two different grades.")
    named = index.searcher.mentions(wide)[0]
    matter = of_mentions(named, named.label, wide.scope)
    made = index.contrast_on(matter, (found.one, found.other), _STATEMENTS)
    return replace(found, contrast=made)


def _authorities(index: Index, state: SearchState, wide: Understood, found: CompareTab) -> CompareTab:
    here = index.holdings.authorities
    known = index.register.match(found.one)
    one = known.name if known else found.one
    if one not in here:
        return replace(found, note=f"There is no report on {one[:80]} here. Choose another authority.")
    names, who = _members(index, found.other, one, known)
    if not names & here:
        return replace(found, note=f"There is no report here on {who}. Choose another side.")
    if one in names and len(names) == 1:
        return replace(found, note="Choose two different authorities.")
    named = index.searcher.mentions(wide)[0]
    matter = of_mentions(named, named.label, wide.scope)
    told, speaking = index.matrices.tally(matter), index.matrices.speaking(matter)
    sides = []
    for members, title in ((frozenset((one,)), one), (names - {one}, _title(index, found.other, one, names))):
        own = [item for item in found.subject.reports if item.report.authority in members]
        with_reports = sorted({item.report.authority for item in own})
        told_who = "" if len(members) == 1 else _whose(with_reports, len(members))
        sides.append(side(index, told, speaking, own, title, told_who, _listed(state, with_reports)))
    return replace(found, one=one, sides=tuple(sides))


def _title(index: Index, other: str, one: str, names: frozenset[str]) -> str:
    if other in _GROUPS:
        return _GROUPS[other][1].format(one=one, region=index.holdings.region(one))
    return next(iter(names))


def _members(index: Index, other: str, one: str, known: Authority | None) -> tuple[frozenset[str], str]:
    """The authorities of the other side, and how they are called where none has a report."""
    register, here = index.register, index.holdings.authorities
    if other == "neighbours":
        found: Iterable[Authority] = register.neighbours(known) if known else ()
        return frozenset(item.name for item in found), f"the statistical neighbours of {one}"
    if other == "region":
        region = index.holdings.region(one)
        there = (item.name for item in register.in_region(region)) if region else ()
        return frozenset(name for name in there if name in here) - {one}, f"the rest of the region of {one}"
    if other == "others":
        return frozenset(here) - {one}, "any other authority"
    match = register.match(other)
    name = match.name if match else other
    return frozenset((name,)), name[:80]


def _whose(names: list[str], of: int) -> str:
    """As in "8 of 10 have a report within your filters: Barnet, …"."""
    said = f"{len(names)} of {of} have a report within your filters"
    return f"{said}: {', '.join(names)}." if 0 < len(names) <= _NAMED else f"{said}."


def _listed(state: SearchState, names: list[str]) -> SearchState | None:
    if not 0 < len(names) <= _FEW:
        return None
    return replace(state.viewing(), q=state.q).having(authority=names, region=())
