"""GET /paragraphs/{report}/{paragraph}: one paragraph, its pages as pictures, its citation, its like."""

from __future__ import annotations

from pathlib import Path as FilePath
from typing import Annotated, NamedTuple

from fastapi import APIRouter, Query
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from indexer.records import Paragraph
from search_api.citations import cite
from search_api.retrieval.searcher import Searcher
from search_api.schemas.base import PREFIX
from search_api.schemas.paragraphs import CitationReply, SimilarReply, WholeParagraphReply, paragraph_fields
from search_api.schemas.parameters import (
    CitationParameters,
    NeighbourParameters,
    PictureParameters,
    SimilarParameters,
)
from search_api.serving.snapshots import ServedSearcher

from .errors import MissingPage
from .paths import Locator, ReportId
from .responses import Content, etag, held_by_client, reply, response, service_of

router = APIRouter(prefix=f"{PREFIX}/paragraphs", tags=["paragraphs"])

_PICTURE = {"image/png": {"schema": {"type": "string", "format": "binary"}}}


class _Picture(NamedTuple):
    """What a page is drawn from; path: None where the file is not kept."""

    path: FilePath | None
    sha256: str
    page: int
    paragraph: Paragraph


@router.get("/{report}/{paragraph}", operation_id="get_paragraph", response_model=WholeParagraphReply)
async def paragraph(
    request: Request,
    report: ReportId,
    paragraph: Locator,
    query: Annotated[NeighbourParameters, Query()],
) -> Response:
    """One paragraph with its neighbours, footnotes and pages. The path is the paragraph's id."""

    def work(searcher: Searcher) -> BaseModel:
        reader = searcher.reader
        item, facts = reader.get(f"{report}/{paragraph}"), reader.report(report)
        around = reader.paragraphs(report)
        place = next(place for place, other in enumerate(around) if other.id == item.id)
        sides = (
            around[max(place - query.context, 0) : place],
            around[place + 1 : place + 1 + query.context],
        )
        before, after = ([paragraph_fields(facts, other) for other in side] for side in sides)
        return WholeParagraphReply.model_validate(
            paragraph_fields(facts, item)
            | {
                "generation": reader.generation,
                "pages": _pages(item),
                "footnotes": list(item.footnotes),
                "linked": list(item.linked),
                "before": before,
                "after": after,
            }
        )

    return await reply(request, work)


@router.get(
    "/{report}/{paragraph}/page.png",
    operation_id="get_page_picture",
    response_class=Response,
    responses={200: {"content": _PICTURE, "description": "The page, the paragraph's lines marked."}},
)
async def picture(
    request: Request,
    report: ReportId,
    paragraph: Locator,
    query: Annotated[PictureParameters, Query()],
) -> Response:
    """A page of the report as PNG with the paragraph marked; of one that runs over pages, each by itself."""
    service = service_of(request)

    def find(searcher: Searcher) -> _Picture:
        item, facts = searcher.reader.get(f"{report}/{paragraph}"), searcher.reader.report(report)
        pages = _pages(item)
        if facts.media != "pdf" or not pages:
            raise MissingPage(f"{report} was read from exported text, which has no pages", "see its source")
        page = query.page or pages[0]
        if page not in pages:
            said = " and ".join(str(number) for number in pages)
            raise MissingPage(f"{report}/{paragraph} is not on page {page}", f"it is on {said}")
        return _Picture(searcher.reader.source_path(facts.sha256), facts.sha256, page, item)

    with service.snapshots.borrow() as snapshot:
        tag = etag(snapshot.searcher)
        found = await service.ask_of(snapshot, find)
        if held_by_client(request, tag):
            return response(tag, None)
        path = found.path
        if path is None:
            raise MissingPage(f"the file of {report} is not kept", "index its folder again")
        drawn = await service.drawers.run(
            lambda: service.images.png(path, found.sha256, found.page, found.paragraph.boxes)
        )
    return response(tag, Content(drawn, "image/png", {}))


@router.get("/{report}/{paragraph}/citation", operation_id="get_citation", response_model=CitationReply)
async def citation(
    request: Request,
    report: ReportId,
    paragraph: Locator,
    query: Annotated[CitationParameters, Query()],
) -> Response:
    """The words that cite one paragraph."""

    def work(searcher: Searcher) -> BaseModel:
        item, facts = searcher.reader.get(f"{report}/{paragraph}"), searcher.reader.report(report)
        return CitationReply(
            generation=searcher.reader.generation,
            id=item.id,
            style=query.style,
            citation=cite(facts, item, query.style),
        )

    return await reply(request, work)


def _pages(item: Paragraph) -> list[int]:
    if item.page_first is None:
        return []
    return list(range(item.page_first, (item.page_last or item.page_first) + 1))


@router.get("/{report}/{paragraph}/similar", operation_id="list_similar", response_model=SimilarReply)
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
        return SimilarReply.of(found, searcher.reader.generation, query.limit, query.offset)

    return await reply(request, work)
