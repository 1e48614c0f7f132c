"""POST /check-plan: is what a draft cites, quotes and says of grades what the reports say?"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from indexer.errors import InvalidRequest
from search_api.http_api.responses import JSON, Content, service_of
from search_api.index.index import Index
from search_api.media import FILES
from search_api.plans.check_draft import check_draft
from search_api.plans.commented import with_findings
from search_api.schemas.base import PREFIX
from search_api.schemas.citing.check_plan import CheckedReply, CheckParameters

from .uploads import attachment, is_form, read_form

router = APIRouter(prefix=PREFIX, tags=["citing"])
_BODY = {
    "requestBody": {
        "required": True,
        "description": "The draft: .docx, .docm, .odt, .md, .txt or .html; or a form with one file.",
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}
_DOCX = FILES["word"].media_type
_WORD = {"content": {_DOCX: {"schema": {"type": "string", "format": "binary"}}}}


@router.post(
    "/check-plan",
    operation_id="check_plan",
    response_model=CheckedReply,
    openapi_extra=_BODY,
    responses={200: {**_WORD, "description": "Each claim with its verdict, or the Word file with comments."}},
)
async def check_plan(request: Request, query: Annotated[CheckParameters, Query()]) -> Response:
    """Each citation, quotation and grade in a draft with its verdict and the paragraphs it rests on.

    The draft is read in memory and forgotten: neither it nor its name is kept or logged. Its macros do not
    run, and nothing that it refers to is opened.
    """
    name, data = await sent_draft(request, query.name)

    def work(index: Index) -> Content:
        checked = check_draft(index, name, data, authority=query.authority)
        if query.format == "docx":
            said = {"Content-Disposition": attachment(name, "-checked.docx")}
            return Content(with_findings(data, checked), _DOCX, said)
        found = CheckedReply.of(checked, index.scope().coverage, index.generation)
        return Content(found.model_dump_json().encode(), JSON, {})

    content = await service_of(request).check(work)
    made = Response(content.body, headers={"Cache-Control": "no-store", **content.headers})
    made.headers["Content-Type"] = content.media_type
    return made


async def sent_draft(request: Request, name: str) -> tuple[str, bytes]:
    """(name of the file, content) of the body. Raises InvalidRequest for a form that is not one file."""
    body = await request.body()
    kind = request.headers.get("content-type", "")
    if not is_form(kind):
        return name, body
    form = read_form(kind, body)
    if len(form.files) != 1 or form.fields:
        raise InvalidRequest(
            "the form is not one file and nothing else", "send one file, and the rest in the address"
        )
    ((given, data),) = form.files.values()
    return name or given, data
