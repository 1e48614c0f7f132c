"""What the page of one authority shows: its inspections in time, what it was told, themes beside others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Path, Query
from starlette.requests import Request
from starlette.responses import Response

from indexer.authorities.areas import Area
from indexer.authorities.register import Authority, indexed_only, name_key
from indexer.errors import UnknownAuthority
from indexer.kinds.table import framework
from indexer.records import AREAS, Report, slug
from indexer.store.filters import Filters
from search_api.comparison.changes import change
from search_api.comparison.lineage.records import FollowedUp
from search_api.index.index import Index
from search_api.references.addresses import authority_page as page_at_ofsted
from search_api.schemas.parameters import NoParameters
from search_api.sides.model import ASKS
from search_api.spoken.beside import ThemeBeside, beside
from web.shared.labels import AREAS as AREA_LABELS
from web.shared.names import area_named, fitting
from web.shared.respond import Values, by_age, page
from web.shared.urls import SearchState

from .report import Advice, advice

router = APIRouter(include_in_schema=False)
_FEWEST = 3  # reports of others that make a comparison
_SHOWN = 6  # themes on each side of it
_NEAR = 6  # authorities that may be meant
_EXAMPLES = (
    "what needs to improve?",
    "how many paragraphs mention neglect?",
    "what is praised about social workers?",
)


@dataclass(frozen=True, slots=True)
class Graded:
    """area: as a reader knows it. grade: in the words of GRADES."""

    area: str
    grade: str


@dataclass(frozen=True, slots=True)
class Step:
    """One inspection on the time line. change: a sentence on its overall grade and the one before it here."""

    report: Report
    grades: tuple[Graded, ...]
    change: str


@dataclass(frozen=True, slots=True)
class Told:
    """What one inspection recommends or finds in need of improvement, in reading order."""

    report: Report
    advice: tuple[Advice, ...]


@dataclass(frozen=True, slots=True)
class Themes:
    """report: the newest full inspection. others: newest full inspections of as many `whose`, as in "its
    statistical neighbours". more, less: themes of which it says more, and less, than they do.
    """

    report: Report
    others: tuple[Report, ...]
    whose: str
    more: tuple[ThemeBeside, ...]
    less: tuple[ThemeBeside, ...]


@dataclass(frozen=True, slots=True)
class Neighbour:
    """reports: how many of it are here."""

    name: str
    reports: int


@dataclass(frozen=True, slots=True)
class AuthorityPage:
    """known: its row of the register, None where the register lacks it. neighbours: nearest first.

    steps: oldest first. told: newest first, inspections without any left out. followed: None where there is
    nothing that a later inspection could follow. themes: None without a full inspection, or others. examples:
    questions about it. area: what stands in its place, where it is no more. published_at: Ofsted's own page.
    """

    name: str
    known: Authority | None
    neighbours: tuple[Neighbour, ...]
    steps: tuple[Step, ...]
    told: tuple[Told, ...]
    followed: FollowedUp | None
    themes: Themes | None
    examples: tuple[SearchState, ...]
    area: Area | None
    published_at: str


class NoSuchPage(UnknownAuthority):
    """near: authorities that may be meant, the likeliest first."""

    def __init__(self, asked: str, near: tuple[str, ...]) -> None:
        remedy = f"did you mean {' or '.join(near)}?" if near else "see the list of reports"
        super().__init__(f"no authority has the page {asked[:80]!r}", remedy, value=asked, near=near)


def authority_page(index: Index, asked: str) -> AuthorityPage:
    """asked: the slug of an authority's name. Raises NoSuchPage."""
    register = index.register
    held = _held(index)
    name = authority_named(index, asked)
    found = {item.name: item for item in register}.get(name)
    return AuthorityPage(
        name,
        found,
        tuple(
            Neighbour(other.name, len(held.get(other.name, ())))
            for other in (register.neighbours(found) if found else ())
        ),
        _steps(held.get(name, ())),
        tuple(told for report in by_age(held.get(name, [])) if (told := _told(index, report)).advice),
        index.followed_up(name) if name in held else None,
        _themes(index, name, found, held),
        tuple(SearchState(q=text, given={"authority": (name,)}) for text in _EXAMPLES),
        area_named(name, index.holdings),
        page_at_ofsted(found.urn) if found else "",
    )


def _themes(index: Index, name: str, known: Authority | None, held: dict[str, list[Report]]) -> Themes | None:
    """Beside its statistical neighbours, else its region, else all others: those of whom enough are here."""
    own = _newest_full(held.get(name, ()))
    if own is None:
        return None
    register = index.register
    near = [other.name for other in (register.neighbours(known) if known else ())]
    region = [other.name for other in (register.in_region(known.region) if known and known.region else ())]
    circles = (
        ("its statistical neighbours", near),
        (f"other authorities in {known.region if known else ''}", region),
        ("other authorities", list(held)),
    )
    beside_whom = [
        (
            whose,
            [report for other in names if other != name and (report := _newest_full(held.get(other, ())))],
        )
        for whose, names in circles
    ]
    whose, found = next((item for item in beside_whom if len(item[1]) >= _FEWEST), beside_whom[-1])
    if not found:
        return None
    every = beside(index.reader, index.themes, index.labels, own, found)
    more = tuple(item for item in every if item.share > item.others_share and item.paragraphs > 1)
    less = tuple(item for item in reversed(every) if item.share < item.others_share)
    return Themes(own, tuple(found), whose, more[:_SHOWN], less[:_SHOWN])


def _newest_full(reports: Iterable[Report]) -> Report | None:
    """The newest inspection of all that is judged; visits and letters say what they looked at."""
    full = [report for report in reports if framework(report.framework).grades_all]
    return max(full, key=lambda item: (item.published, item.id), default=None)


def authority_named(index: Index, asked: str) -> str:
    """The name, of the index or the register, that has this slug. Raises NoSuchPage."""
    held = _held(index)
    known = (item.name for item in index.register)
    name = next((name for name in (*held, *known) if slug(name) == asked), None)
    if name is None:
        raise NoSuchPage(asked, _near(index, asked, held))
    return name


def _held(index: Index) -> dict[str, list[Report]]:
    held: dict[str, list[Report]] = {}
    for report in index.reader.reports():
        held.setdefault(report.authority, []).append(report)
    return held


def _steps(reports: Iterable[Report]) -> tuple[Step, ...]:
    found: list[Step] = []
    for report in sorted(reports, key=lambda item: (item.published, item.id)):
        grades = tuple(
            Graded(AREA_LABELS[item.area], item.grade)
            for item in sorted(report.judgements, key=lambda item: AREAS.index(item.area))
        )
        found.append(Step(report, grades, change([step.report for step in found], report)))
    return tuple(found)


def _told(index: Index, report: Report) -> Told:
    reader = index.reader
    rows = reader.select(Filters(reports=frozenset({report.id}), kinds=ASKS))
    paragraphs = reader.by_rows([] if rows is None else rows)
    findings = reader.paragraphs(report.id) if any(item.linked for item in paragraphs) else ()
    return Told(report, advice(report, paragraphs, [item for item in findings if item.kind == "finding"]))


def _near(index: Index, asked: str, held: Iterable[str]) -> tuple[str, ...]:
    words = name_key(asked)
    if not words:
        return ()
    local = indexed_only(held, index.register)
    sure = [found.name for found in (local.match(words), index.register.match(words)) if found]
    area = area_named(words, index.holdings)
    parts = fitting(words, index.holdings).names
    close = index.holdings.near_names(words)
    return tuple(dict.fromkeys((*sure, *(area.today if area else ()), *parts, *close)))[:_NEAR]


@router.get("/authorities/{slug}")
async def authority(
    request: Request, slug: Annotated[str, Path(max_length=120)], _: Annotated[NoParameters, Query()]
) -> Response:
    """One authority: what it is, its inspections in time, and what they recommend."""

    def work(index: Index) -> Values:
        found = authority_page(index, slug)
        return {"found": found, "near": (), "asked": slug, "title": found.name, "area": found.area}

    try:
        return await page(request, "authority.html", work)
    except NoSuchPage as error:
        values = {"found": None, "near": error.near, "asked": slug, "title": "Authority not found"}

        def unknown(index: Index) -> Values:
            return {**values, "area": area_named(slug, index.holdings)}

        return await page(request, "authority.html", unknown, status=404)
