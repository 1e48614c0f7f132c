"""Every error of the HTTP API in one shape: application/problem+json (RFC 9457), with the remedy."""

from __future__ import annotations

import http
import json
import logging
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, get_origin

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from indexer.errors import (
    CorruptIndex,
    EngineUnavailable,
    IncompatibleIndex,
    IndexNotFound,
    IndexNotReadable,
    InvalidPinpoint,
    InvalidRequest,
    ModelUnavailable,
    NothingPublished,
    PinpointError,
    Remedy,
    UnknownAuthority,
    UnknownPinpoint,
    UnknownRegion,
    UnknownTheme,
    UnreadableDraft,
    Wording,
)
from search_api.schemas.problems import MEDIA_TYPE, FieldError, place_of, problem_reply
from search_api.serving.page_images import PageNotDrawn
from search_api.serving.workers import Busy, TookTooLong

from .near_names import near_parameters

_LONGEST = 200  # characters of a value that are said back
_log = logging.getLogger(__name__)


class _Kind(NamedTuple):
    status: int
    name: str
    title: str


_UNAVAILABLE = _Kind(503, "no-index", "No index is open")
_KINDS: dict[type[Exception], _Kind] = {
    InvalidRequest: _Kind(422, "invalid-request", "The request cannot be used"),
    UnreadableDraft: _Kind(422, "unreadable-draft", "The draft cannot be read"),
    InvalidPinpoint: _Kind(422, "invalid-id", "Not an id"),
    UnknownPinpoint: _Kind(404, "unknown-id", "This index does not hold it"),
    UnknownAuthority: _Kind(404, "unknown-authority", "No such authority"),
    UnknownRegion: _Kind(404, "unknown-region", "No such region"),
    UnknownTheme: _Kind(404, "unknown-theme", "No such theme"),
    PageNotDrawn: _Kind(502, "page-not-drawn", "The page could not be drawn"),
    Busy: _Kind(503, "busy", "The server is busy"),
    TookTooLong: _Kind(503, "took-too-long", "This took too long"),
    IndexNotFound: _UNAVAILABLE,
    NothingPublished: _Kind(503, "no-index-yet", "There is no index yet"),
    CorruptIndex: _Kind(500, "index-damaged", "The index is damaged"),
    IndexNotReadable: _UNAVAILABLE,
    IncompatibleIndex: _UNAVAILABLE,
    EngineUnavailable: _Kind(503, "engine-unavailable", "The index cannot be reached"),
    ModelUnavailable: _UNAVAILABLE,
}
# What these say names files of this machine.
_INTERNAL = (IndexNotFound, IndexNotReadable, IncompatibleIndex, EngineUnavailable, ModelUnavailable)
_RETRY_AFTER = 5  # seconds, while no index is open

# How the API words what is wrong.
API = Wording(
    field=str,
    remedies={
        Remedy.LIST_REPORTS: "GET /api/v1/reports lists what is indexed",
        Remedy.WRITE_DATE: "write 2022, 2022-03 or 2022-03-31",
        Remedy.SWAP_DATES: "exchange since and until",
        Remedy.MAKE_INDEX: "whoever runs this server should run `pinpoint setup`",
    },
)


class MissingPage(PinpointError):
    """A page, file or picture that this paragraph or report does not have."""


_KINDS[MissingPage] = _Kind(404, "not-available", "Not available")


def install(app: FastAPI) -> None:
    """Answer every expected error of `app` with a problem. middleware.CatchAll answers the others."""
    app.add_exception_handler(HTTPException, _http_exception)
    app.add_exception_handler(RequestValidationError, _validation_error)
    app.add_exception_handler(PinpointError, _pinpoint_error)
    app.add_exception_handler(Exception, _unexpected)


def problem(
    status: int,
    name: str,
    title: str,
    detail: str,
    remedy: str = "",
    errors: Sequence[FieldError] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    """The reply; `name` ends its type."""
    reply = problem_reply(
        status, name, title, detail, remedy, [error.model_dump() for error in errors], headers
    )
    response = Response(reply.body, status)
    response.raw_headers = reply.headers
    return response


def fields_of(request: Request) -> dict[str, bool]:
    """Parameters that the matched route takes in its query -> whether they are repeatable."""
    dependant = getattr(request.scope.get("route"), "dependant", None)
    models = [field.field_info.annotation for field in (dependant.query_params if dependant else ())]
    return {
        name: get_origin(field.annotation) is list
        for model in models
        for name, field in getattr(model, "model_fields", {}).items()
    }


async def refuse_repeats(request: Request) -> None:
    """A dependency of every route. Raises RequestValidationError: of two values one would be ignored."""
    fields = fields_of(request)
    repeated = [
        name
        for name, count in Counter(name for name, _ in request.query_params.multi_items()).items()
        if count > 1 and fields.get(name) is False
    ]
    if repeated:
        raise RequestValidationError(
            [
                {"type": "repeated", "loc": ("query", name), "msg": f"give {name} once", "input": "twice"}
                for name in repeated
            ]
        )


def internal_error() -> Response:
    """The reply with status 500, which says nothing of the cause."""
    return problem(
        500,
        "internal",
        "Something went wrong here",
        "the server met an error that it did not expect",
        "ask again; if it stays, tell whoever runs this server when it happened",
    )


def of_error(error: PinpointError) -> Response:
    """The problem that an expected error is."""
    kind = next((_KINDS[found] for found in type(error).__mro__ if found in _KINDS), None)
    if kind is None:
        _log.error("unexpected %s", place_of(error))
        return internal_error()
    headers = {}
    if isinstance(error, (Busy, TookTooLong)):
        headers["Retry-After"] = str(error.retry_after)
    if kind.name == "index-damaged":
        _log.error("the index is damaged: %s", error.problem)
        return problem(
            *kind,
            "what the index holds here is not what was written, so nothing of it is shown",
            "whoever runs this server should run `pinpoint check`",
        )
    if isinstance(error, NothingPublished):
        headers["Retry-After"] = str(_RETRY_AFTER)
        return problem(*kind, "no reports are indexed here yet", API.remedy(error), headers=headers)
    if isinstance(error, _INTERNAL):
        headers["Retry-After"] = str(_RETRY_AFTER)
        away = isinstance(error, EngineUnavailable)
        what = (
            "the database with the index does not answer"
            if away
            else "the server has no index that it can use"
        )
        return problem(*kind, what, "ask again later", headers=headers)
    detail, remedy = API.problem(error), API.remedy(error)
    errors = []
    if error.field:
        near = list(error.near)
        given = error.value[:_LONGEST] if near else None
        errors.append(FieldError(field=error.field, detail=detail, remedy=remedy, value=given, near=near))
    return problem(*kind, detail, remedy, errors, headers)


def error_responses() -> dict[str, Any]:
    """status -> OpenAPI response, of the errors that any operation may give."""
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    said = {
        "400": "The Content-Length header is not valid.",
        "401": "An API key is needed, or the one given is unknown.",
        "403": "Access from this address or site is not allowed.",
        "404": "No such authority, report, paragraph or page.",
        "408": "The request announced a body that did not arrive.",
        "413": "The body of the request is too large.",
        "414": "The path and query are too long.",
        "421": "This server does not answer to that host name.",
        "422": "A parameter is unknown, missing, repeated or has an invalid value.",
        "429": "Too many requests; Retry-After says when to ask again.",
        "431": "The headers are too large.",
        "500": "An unexpected server error, or what was asked for is damaged in the index.",
        "502": "The picture of the page could not be made.",
        "503": "Busy, or no index is open; Retry-After says when to ask again.",
    }
    return {status: {"description": text, "content": content} for status, text in said.items()}


async def _http_exception(_: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    headers = error.headers if isinstance(error, HTTPException) else None
    if status == 404:
        return problem(
            404, "no-such-path", "No such path", "nothing is at this path", "see /api/v1/openapi.json"
        )
    if status == 405:
        allowed = (headers or {}).get("Allow", "GET")
        return problem(
            405, "method", "Method not allowed", "this path does not take that method", f"use {allowed}",
            headers=headers,
        )  # fmt: skip
    title = http.HTTPStatus(status).phrase
    return problem(status, f"http-{status}", title, title, headers=headers)


async def _validation_error(request: Request, error: Exception) -> Response:
    found = error.errors() if isinstance(error, RequestValidationError) else ()
    allowed = sorted(fields_of(request))
    errors = [_field_error(item, allowed) for item in found]
    unknown = any(item["type"] == "extra_forbidden" for item in found)
    name, title = (
        ("unknown-parameter", "Unknown parameter")
        if unknown
        else ("invalid-parameter", "A parameter cannot be used")
    )
    return problem(422, name, title, errors[0].detail, errors[0].remedy, errors)


def _field_error(item: Mapping[str, Any], allowed: Sequence[str]) -> FieldError:
    """item: as pydantic gives it; loc is ("query", name, index ...)."""
    names = [str(part) for part in item["loc"][1:]]
    field = (names[0] if names else "request")[:_LONGEST]
    if item["type"] == "extra_forbidden":
        offer = f"use {', '.join(allowed)}" if allowed else "this path takes no parameters"
        near = list(near_parameters(field, allowed))
        return FieldError(
            field=field, detail=f"{_shown(field)} is not a parameter here", remedy=offer, near=near
        )
    context = item.get("ctx", {})
    if item["type"] == "missing":
        return FieldError(field=field, detail=f"{field} is missing", remedy=f"give {field}")
    if item["type"] == "repeated":
        return FieldError(field=field, detail=f"{field} is given more than once", remedy=str(item["msg"]))
    wanted = str(item["msg"])
    if item["type"] == "string_pattern_mismatch":
        wanted = PATTERNS.get(field, f"it should match {context.get('pattern', '')}")
    return FieldError(field=field, detail=f"{field} cannot be {_shown(item.get('input'))}", remedy=wanted)


# What a value must look like, in words, for the fields that have a pattern.
PATTERNS = {
    "q": "ask in words",
    "since": API.remedies[Remedy.WRITE_DATE],
    "until": API.remedies[Remedy.WRITE_DATE],
    "report": "write it as in torbay-2018-08-24",
    "paragraph": "write it as in para-27, rec-6, improve-2 or summary-executive-3",
}


async def _pinpoint_error(_: Request, error: Exception) -> Response:
    return of_error(error) if isinstance(error, PinpointError) else internal_error()


async def _unexpected(_: Request, error: Exception) -> Response:
    return internal_error()


def _shown(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
