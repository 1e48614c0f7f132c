"""GET /paragraphs/{report}/{paragraph}/similar and /acronyms."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from indexer.acronyms import acronym_key

from . import api_replies as fill
from . import api_schemas as shapes
from .api_queries import AcronymParameters, SimilarParameters
from .api_report_schemas import AcronymsReply
from .http_replies import reply
from .routes_paragraphs import Locator
from .routes_reports import ReportId
from .searcher import Searcher
from .snapshots import ServedSearcher

router = APIRouter(prefix=shapes.PREFIX)


@router.get(
    "/paragraphs/{report}/{paragraph}/similar",
    operation_id="list_similar",
    response_model=shapes.SimilarReply,
    tags=["paragraphs"],
)
async def similar(
    request: Request,
    report: ReportId,
    paragraph: Locator,
    query: Annotated[SimilarParameters, Query()],
) -> Response:
    """What other reports say that is nearest to a paragraph, one paragraph a report, best first.

    Of other authorities unless asked otherwise. What praises where it criticises is left out.
    """

    def work(searcher: ServedSearcher) -> BaseModel:
        found = searcher.similar.to(
            f"{report}/{paragraph}",
            query.request(),
            authorities=query.authorities,
            limit=query.limit,
            offset=query.offset,
        )
        return fill.similar(found, searcher.reader.generation, query.limit, query.offset)

    return await reply(request, work)


@router.get("/acronyms", operation_id="list_acronyms", response_model=AcronymsReply, tags=["reports"])
async def acronyms(request: Request, query: Annotated[AcronymParameters, Query()]) -> Response:
    """The acronyms that the reports define, what each stands for, and where that is said."""

    def work(searcher: Searcher) -> BaseModel:
        wanted = acronym_key(query.short.strip())
        kept = [
            item for item in searcher.reader.acronyms() if not wanted or acronym_key(item.short) == wanted
        ]
        page = kept[query.offset : query.offset + query.limit]
        return fill.acronyms(page, len(kept), searcher.reader.generation, query.limit, query.offset)

    return await reply(request, work)
