"""The API against its own OpenAPI document: Schemathesis sends what it allows and what it does not."""

from __future__ import annotations

import atexit
import os
import re
from functools import cache
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from starlette.types import ASGIApp, Receive, Scope, Send

from search_api.http_api.app import create_app
from tests.search_api.plans.sample_draft import as_word
from tests.support.api_bench import make_service, sample_index
from tests.support.paths import DOCS

pytestmark = pytest.mark.slow

DOCUMENT = DOCS / "openapi.json"

# `PINPOINT_API_EXAMPLES=300` is the thorough run; each operation gets so many, and as many of what is wrong.
_EXAMPLES = int(os.environ.get("PINPOINT_API_EXAMPLES", "6"))


@cache
def application() -> ASGIApp:
    service = make_service(sample_index())
    service.open()
    atexit.register(service.close)
    return create_app(service.settings, service=service)


async def late(scope: Scope, receive: Receive, send: Send) -> None:
    """The application, made when it is first needed, and opened once: Schemathesis would at each test."""
    if scope["type"] != "lifespan":
        await application()(scope, receive, send)
        return
    while True:
        kind = (await receive())["type"]
        await send({"type": f"{kind}.complete"})
        if kind == "lifespan.shutdown":
            return


schema = schemathesis.openapi.from_path(DOCUMENT)
schema.app = late


@schema.parametrize()
@settings(
    max_examples=_EXAMPLES,
    deadline=None,
    derandomize=_EXAMPLES < 50,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.generate, Phase.shrink),
)
def test_every_operation_keeps_its_promise(case: Any) -> None:
    if _from_after_until(case.query or {}):
        return  # a rule over two fields, which JSON Schema cannot say; test_api_errors holds it
    if case.operation.definition.raw.get("operationId") == "check_plan":
        case.body = as_word()  # nor can it say which bytes are a document
    case.call_and_validate()


def _from_after_until(query: dict[str, Any]) -> bool:
    since, until = (str(query.get(name, "")) for name in ("since", "until"))
    parts = [[int(part) for part in re.findall(r"\d+", text)] for text in (since, until)]
    return bool(parts[0] and parts[1]) and parts[0] > parts[1]
