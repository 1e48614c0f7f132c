"""GET /brief: what inspectors found on a subject, for one authority, as data or as a file."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from search_api.briefs.files import FILES, file_name
from search_api.briefs.make import make_brief
from search_api.http_api.responses import JSON, Content, send
from search_api.index.index import Index
from search_api.schemas.base import PREFIX
from search_api.schemas.comparing.brief import BriefFileParameters, BriefReply

router = APIRouter(prefix=PREFIX, tags=["comparing"])
_BINARY = {"schema": {"type": "string", "format": "binary"}}
_TEXT = {"schema": {"type": "string"}}
_AS_FILES = {
    item.media_type.partition(";")[0]: _BINARY if name == "docx" else _TEXT for name, item in FILES.items()
}


@router.get(
    "/brief",
    operation_id="brief",
    response_model=BriefReply,
    responses={200: {"content": _AS_FILES, "description": "The brief, as `format` asks for."}},
)
async def brief(request: Request, query: Annotated[BriefFileParameters, Query()]) -> Response:
    """What inspectors found on a theme or term in one authority, in its neighbours and elsewhere.

    Every sentence is verbatim and cited; in each count a report stands once.
    """

    def work(index: Index) -> Content:
        made = make_brief(index, query.about, query.authority, query.request())
        if query.format == "json":
            return Content(BriefReply.of(made).model_dump_json().encode(), JSON, {})
        named = {"Content-Disposition": f'attachment; filename="{file_name(made, query.format)}"'}
        return Content(FILES[query.format].write(made), FILES[query.format].media_type, named)

    return await send(request, work)
