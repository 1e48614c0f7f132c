"""GET /paragraphs/{report}/{paragraph}: one paragraph, its pages as pictures, its citation, its like."""

from __future__ import annotations

from pathlib import Path as FilePath
from typing import Annotated, NamedTuple

from fastapi import APIRouter, Query
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from indexer.records import Paragraph
from search_api.index.index import Index
from search_api.index.records import InContext
from search_api.media import FILES
from search_api.references.formats import FORMATS
from search_api.schemas.base import PREFIX, Json
from search_api.schemas.comparing.similar import SimilarReply
from search_api.schemas.paragraphs import CitationReply, WholeParagraphReply, paragraph_fields
from search_api.schemas.parameters import (
    CitationParameters,
    NeighbourParameters,
    PictureParameters,
    SimilarParameters,
)

from .errors import MissingPage
from .paths import Locator, ReportId
from .public import public_address
from .responses import JSON, Content, etag, held_by_client, reply, response, send, service_of

router = APIRouter(prefix=f"{PREFIX}/paragraphs", tags=["paragraphs"])

_PICTURE = {"image/png": {"schema": {"type": "string", "format": "binary"}}}
_CITATION_FILES = {item.media_type: {"schema": {"type": "string"}} for item in FORMATS.values()}


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

    def work(index: Index) -> BaseModel:
        found = index.get(f"{report}/{paragraph}", query.context)
        return WholeParagraphReply.model_validate(
            _fields(found, found.paragraph)
            | {
                "generation": index.generation,
                "pages": _pages(found.paragraph),
                "footnotes": list(found.paragraph.footnotes),
                "linked": list(found.paragraph.linked),
                "before": [_fields(found, other) for other in found.before],
                "after": [_fields(found, other) for other in found.after],
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
    """One page of the report as a PNG, with the paragraph marked. Ask for each of its pages separately."""
    service = service_of(request)

    def find(index: Index) -> _Picture:
        item, facts = index.reader.get(f"{report}/{paragraph}"), index.reader.report(report)
        pages = _pages(item)
        if facts.media != "pdf" or not pages:
            noun = FILES[facts.media].noun or "a file"
            raise MissingPage(f"{report} was read from {noun} without fixed pages", "see its source")
        page = query.page or pages[0]
        if page not in pages:
            said = " and ".join(str(number) for number in pages)
            raise MissingPage(f"{report}/{paragraph} is not on page {page}", f"it is on {said}")
        return _Picture(index.reader.sound_source(facts.sha256), facts.sha256, page, item)

    with service.snapshots.borrow() as snapshot:
        tag = etag(snapshot.index)
        found = await service.look_up(snapshot, find)
        if held_by_client(request, tag):
            return response(tag, None)
        path = found.path
        if path is None:
            raise MissingPage(f"the file of {report} is not kept", "index its folder again")
        drawn = await service.draw(path, found.sha256, found.page, found.paragraph.boxes)
    return response(tag, Content(drawn, "image/png", {}))


@router.get(
    "/{report}/{paragraph}/citation",
    operation_id="get_citation",
    response_model=CitationReply,
    responses={200: {"content": _CITATION_FILES}},
)
async def citation(
    request: Request,
    report: ReportId,
    paragraph: Locator,
    query: Annotated[CitationParameters, Query()],
) -> Response:
    """The citation of one paragraph in a style, or as a file for a reference manager."""
    server = public_address(request)

    def work(index: Index) -> Content:
        found = index.get(f"{report}/{paragraph}")
        if query.format == "json":
            made = CitationReply.of(found.report, found.paragraph, query, index.generation, server)
            return Content(made.model_dump_json().encode(), JSON, {})
        form = FORMATS[query.format]
        named = f'attachment; filename="{report}-{paragraph}{form.suffix}"'
        return Content(
            form.write([found.csl(server=server)]).encode(), form.media_type, {"Content-Disposition": named}
        )

    return await send(request, work)


def _fields(found: InContext, item: Paragraph) -> Json:
    return paragraph_fields(found.report, item, found.anomalies.get(item.id, ()))


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
    """The most similar paragraphs in other reports, one from each report, best first.

    Compares other authorities' reports by default. Opposites never stand in the list of the same; ask for
    them with `side`.
    """

    def work(index: Index) -> BaseModel:
        found = index.similar_to(
            f"{report}/{paragraph}",
            query.request(),
            whose=query.authorities,
            side=query.side,
            scope=query.scope,
            common=query.common,
            limit=query.limit,
            offset=query.offset,
        )
        return SimilarReply.of(found, index.reader.generation, query.limit, query.offset)

    return await reply(request, work)
