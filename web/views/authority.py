"""What the page of one authority shows: its inspections in time, what changed, what it was told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Path, Query
from starlette.requests import Request
from starlette.responses import Response

from indexer.authorities.register import Authority, indexed_only, name_key
from indexer.errors import UnknownAuthority
from indexer.records import AREAS, Report, slug
from indexer.store.filters import Filters
from search_api.comparison.changes import change
from search_api.index.index import Index
from search_api.schemas.parameters import NoParameters
from web.shared.labels import AREAS as AREA_LABELS
from web.shared.respond import Values, by_age, page

from .report import Advice, advice

router = APIRouter(include_in_schema=False)


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
class Neighbour:
    """reports: how many of it are here."""

    name: str
    reports: int


@dataclass(frozen=True, slots=True)
class AuthorityPage:
    """known: its row of the register, None where the register lacks it. neighbours: nearest first.

    steps: oldest first. told: newest first, inspections without any left out.
    """

    name: str
    known: Authority | None
    neighbours: tuple[Neighbour, ...]
    steps: tuple[Step, ...]
    told: tuple[Told, ...]


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
    )


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
    chosen = frozenset({"recommendation", "improvement"})
    rows = reader.select(Filters(reports=frozenset({report.id}), kinds=chosen))
    paragraphs = reader.by_rows([] if rows is None else rows)
    findings = reader.paragraphs(report.id) if any(item.linked for item in paragraphs) else ()
    return Told(report, advice(report, paragraphs, [item for item in findings if item.kind == "finding"]))


def _near(index: Index, asked: str, held: Iterable[str]) -> tuple[str, ...]:
    words = name_key(asked)
    local = indexed_only(held, index.register)
    sure = [found.name for found in (local.match(words), index.register.match(words)) if found]
    near = (*sure, *local.near_names(words), *index.register.near_names(words)) if words else ()
    return tuple(dict.fromkeys(near))[:4]


@router.get("/authorities/{slug}")
async def authority(
    request: Request, slug: Annotated[str, Path(max_length=120)], _: Annotated[NoParameters, Query()]
) -> Response:
    """One authority: what it is, its inspections in time, and what they recommend."""

    def work(index: Index) -> Values:
        found = authority_page(index, slug)
        return {"found": found, "near": (), "asked": slug, "title": found.name}

    try:
        return await page(request, "authority.html", work)
    except NoSuchPage as error:
        values = {"found": None, "near": error.near, "asked": slug, "title": "Authority not found"}
        return await page(request, "authority.html", lambda _: values, status=404)
