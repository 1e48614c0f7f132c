"""The one shape of every refusal over HTTP: application/problem+json (RFC 9457), with the remedy.

{type, title, status, detail, remedy, field, errors: [{field, detail, remedy, value, near}]}. `type` is a name
that does not change (`urn:pinpoint:problem:` and a word), `field` the first field that is wrong or null.
"""

from __future__ import annotations

import json
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, Field
from starlette.types import Scope, Send

MEDIA_TYPE = "application/problem+json"
TYPE_PREFIX = "urn:pinpoint:problem:"


class WireReply(NamedTuple):
    """A whole reply as ASGI takes it. headers: names in small letters."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes


def problem_reply(
    status: int,
    name: str,
    title: str,
    detail: str,
    remedy: str = "",
    errors: Sequence[Mapping[str, object]] = (),
    headers: Mapping[str, str] | None = None,
) -> WireReply:
    """The reply; `name` ends its type. errors: as FieldError each. headers: besides the usual."""
    body = json.dumps(
        {
            "type": TYPE_PREFIX + name,
            "title": title,
            "status": status,
            "detail": detail,
            "remedy": remedy,
            "field": errors[0]["field"] if errors else None,
            "errors": [dict(item) for item in errors],
        },
        ensure_ascii=False,
        separators=(",", ":"),
    ).encode("utf-8", "backslashreplace")
    own = {
        "content-type": MEDIA_TYPE,
        "content-length": str(len(body)),
        "cache-control": "no-store",
    }
    whole = own | {key.lower(): value for key, value in (headers or {}).items()}
    return WireReply(
        status, [(key.encode("ascii"), value.encode("latin-1")) for key, value in whole.items()], body
    )


async def send_reply(reply: WireReply, scope: Scope, send: Send) -> None:
    """Answer an HTTP request with it; HEAD gets no body."""
    body = b"" if scope["method"] == "HEAD" else reply.body
    await send({"type": "http.response.start", "status": reply.status, "headers": reply.headers})
    await send({"type": "http.response.body", "body": body})


def place_of(error: BaseException) -> str:
    """Class, file and line of an error, for a log: its message may hold a question."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f" in {Path(frames[-1].filename).name}, line {frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{where}"


class FieldError(BaseModel):
    """One field of a request that cannot be used."""

    model_config = ConfigDict(extra="forbid")

    field: str
    detail: str
    remedy: str
    value: str | None = Field(default=None, description="What was given, where `near` is about it.")
    near: list[str] = Field(
        default=[],
        description="What may have been meant instead of `value`; of an unknown parameter, other names.",
    )


class Problem(BaseModel):
    """RFC 9457, with `remedy`, and the field or fields that it is about."""

    model_config = ConfigDict(extra="forbid")

    type: str = Field(description="The type of problem, a name that does not change.")
    title: str
    status: int
    detail: str
    remedy: str = Field(description="What to do; '' if there is nothing to suggest.")
    field: str | None = Field(description="The first parameter that is wrong; null if it is not about one.")
    errors: list[FieldError]
