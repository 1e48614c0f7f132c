"""All pages as routers, what they load, and refusals shown as pages: handed to the application."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, FastAPI, Path
from starlette.middleware import Middleware
from starlette.responses import Response

from search_api.http_api.app import Mounted, create_app
from search_api.http_api.errors import MissingPage
from search_api.serving.service import Service
from search_api.settings import Settings
from web.shared.problems import ProblemPages
from web.shared.render import assets
from web.views import acronyms, authority, coverage, help, plan, report, reports
from web.views.citing import check
from web.views.comparing import (
    brief,
    compare,
    contrast,
    grades,
    matrix,
    own,
    praised,
    silence,
    themes,
    tracker,
    weak_to_strong,
)
from web.views.paragraphs import page as paragraph
from web.views.search import page as search
from web.views.search import suggest

_A_YEAR = 365 * 24 * 3600
_COMPARING = (
    compare,
    contrast,
    praised,
    brief,
    themes,
    silence,
    weak_to_strong,
    grades,
    matrix,
    own,
    tracker,
)
_VIEWS = (
    search,
    suggest,
    help,
    reports,
    report,
    authority,
    coverage,
    acronyms,
    plan,
    paragraph,
    check,
    *_COMPARING,
)

# Pages are for readers: what programs may rely on is under /api/v1 and in the OpenAPI document.
_loaded = APIRouter(include_in_schema=False)


@_loaded.get("/assets/{name}")
async def asset(name: Annotated[str, Path(max_length=60)]) -> Response:
    """A style sheet, script or icon. Its address names its content: it may be kept for a year."""
    found = assets().get(name)
    if found is None:
        raise MissingPage(f"there is no asset {name[:60]!r}")
    headers = {"Cache-Control": f"public, max-age={_A_YEAR}, immutable"}
    return Response(found.body, media_type=None, headers=headers | {"Content-Type": found.media_type})


def create_site(
    settings: Settings,
    *,
    service: Service | None = None,
    middleware: Sequence[Middleware] = (),
    mounts: Sequence[Mounted] = (),
) -> FastAPI:
    """The application with its pages; otherwise as `create_app`."""
    return create_app(
        settings,
        service=service,
        routers=[*(view.router for view in _VIEWS), _loaded],
        middleware=[Middleware(ProblemPages), *middleware],
        mounts=mounts,
    )
