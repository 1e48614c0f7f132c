"""GET /authorities/{slug}/lineage: what became of an authority's recommendations, as JSON or as a table."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from search_api.exports.lineage import COLUMNS, lineage_rows
from search_api.exports.tables import table_csv
from search_api.http_api.responses import Content, reply, send
from search_api.index.index import Index
from search_api.schemas.base import PREFIX
from search_api.schemas.comparing.lineage import LineageReply
from search_api.schemas.parameters import NoParameters

router = APIRouter(prefix=f"{PREFIX}/authorities", tags=["comparing"])
AuthorityName = Annotated[
    str,
    Path(
        max_length=120,
        description="An authority by name, as in the register, or as its page has it.",
        examples=["torbay"],
    ),
]


@router.get("/{authority}/lineage", operation_id="get_lineage", response_model=LineageReply)
async def lineage(
    request: Request, authority: AuthorityName, _: Annotated[NoParameters, Query()]
) -> Response:
    """Each recommendation and 'needs to improve' bullet of an authority against its later inspections.

    A program judges the verdicts; each carries the sentences that it rests on, with their score and side.
    """

    def work(index: Index) -> BaseModel:
        return LineageReply.of(index.lineage(authority), index.generation)

    return await reply(request, work)


@router.get(
    "/{authority}/lineage.csv",
    operation_id="get_lineage_table",
    response_class=Response,
    responses={200: {"content": {"text/csv": {"schema": {"type": "string"}}}, "description": "The table."}},
)
async def lineage_table(
    request: Request, authority: AuthorityName, _: Annotated[NoParameters, Query()]
) -> Response:
    """The same as a table for a spreadsheet: a row for each paragraph that a verdict rests on."""
    base = str(request.base_url).rstrip("/")

    def work(index: Index) -> Content:
        table = table_csv(COLUMNS, lineage_rows(index.lineage(authority), base))
        headers = {"Content-Disposition": 'attachment; filename="recommendations.csv"'}
        return Content(table.encode(), "text/csv; charset=utf-8", headers)

    return await send(request, work)
