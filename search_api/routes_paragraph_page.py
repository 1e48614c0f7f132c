"""GET /paragraphs/{report}/{paragraph}: the permalink of one paragraph, as a page."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from .api_queries import NoParameters
from .page_paragraph import MOST, USUAL, paragraph_page
from .page_replies import Values, page
from .page_urls import paragraph_url
from .routes_paragraphs import Locator
from .routes_reports import ReportId
from .snapshots import ServedSearcher

router = APIRouter(include_in_schema=False)


class ParagraphPageParameters(NoParameters):
    similar: int = Field(default=USUAL, ge=1, le=MOST, description="Paragraphs of others that are listed.")


@router.get("/paragraphs/{report}/{paragraph}")
async def paragraph(
    request: Request,
    report: ReportId,
    paragraph: Locator,
    query: Annotated[ParagraphPageParameters, Query()],
) -> Response:
    """The paragraph between its neighbours, its pages, its citations, and who says the same."""
    identity = f"{report}/{paragraph}"
    link = f"{request.url.scheme}://{request.url.netloc}{paragraph_url(identity)}"

    def work(searcher: ServedSearcher) -> Values:
        found = paragraph_page(searcher, identity, query.similar)
        return {"found": found, "title": found.title, "link": link}

    return await page(request, "paragraph.html", work)
