"""/my-authority: which authority is the user's own, kept by the browser and by nobody else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from indexer.authorities.register import Authority
from indexer.errors import UnknownAuthority
from indexer.records import Report
from search_api.index.index import Index
from search_api.question.request import Request as Wanted
from search_api.schemas.parameters import NoParameters
from web.shared.respond import Values, by_age, page, wrong
from web.shared.urls import SearchState

router = APIRouter(include_in_schema=False)
# What can be asked of an authority that is one's own; each works with any.
EXAMPLES = (
    "what needed to improve in our last inspection?",
    "neglect in our region",
    "caseloads, our neighbours since 2018",
    "where were we criticised?",
)


class OwnParameters(NoParameters):
    """Which authority is looked at."""

    mine: str = Field(default="", max_length=100, description="A name as typed.")


@dataclass(frozen=True, slots=True)
class OwnAuthority:
    """known: its row of the register, or of the index alone. neighbours: how many of them have a report here.

    newest: its last report here, None where it has none.
    """

    known: Authority
    neighbours: tuple[str, ...]
    with_reports: int
    newest: Report | None
    reports: int
    examples: tuple[SearchState, ...]


def own_authority(index: Index, name: str) -> OwnAuthority | None:
    """None for no name. Raises UnknownAuthority."""
    known = index.interpreter.own(Wanted(mine=name)) if name.strip() else None
    if known is None:
        return None
    held = by_age([report for report in index.reader.reports() if report.authority == known.name])
    neighbours = tuple(item.name for item in index.register.neighbours(known))
    here = index.holdings.authorities
    return OwnAuthority(
        known, neighbours, len(here.intersection(neighbours)), next(iter(held), None), len(held),
        tuple(SearchState(q=text, mine=known.name) for text in EXAMPLES),
    )  # fmt: skip


@router.get("/my-authority")
async def my_authority(request: Request, query: Annotated[OwnParameters, Query()]) -> Response:
    """A form that names an authority, and what follows from it."""

    def work(index: Index) -> Values:
        names = sorted({item.name for item in index.register} | index.holdings.authorities)
        found, problem = None, None
        try:
            found = own_authority(index, query.mine)
        except UnknownAuthority as error:
            problem = wrong(error)
        title = "My authority"
        return {
            "title": f"Error: {title}" if problem else title,
            "typed": query.mine,
            "found": found,
            "wrong": problem,
            "names": names,
            "set_here": index.settings.authority,
        }

    return await page(request, "comparing/own.html", work)
