"""The HTTP application: routes, errors, middleware, and what is opened and closed with it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from typing import Any, NamedTuple

from fastapi import APIRouter, Depends, FastAPI
from pydantic.json_schema import models_json_schema
from starlette.middleware import Middleware
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from search_api.schemas.answers import AnswerEvent
from search_api.schemas.base import PREFIX
from search_api.schemas.problems import Problem
from search_api.serving.service import Service
from search_api.settings import Settings

from . import errors, health, paragraphs, reports, search
from .citing import check_plan
from .comparing import brief, contrast, feeds, lineage, praised, similar, tables, themes
from .metrics import Measured, Metrics, RouteTold
from .middleware import CatchAll, HeadAsGet
from .prefix import Prefix, check_prefix

_ABOUT = """Semantic search and cited answers over inspection reports of children's services.

Every quotation is the report's own text. docs/api.md says what stays stable. Unknown parameters are refused.
Errors are `application/problem+json` (RFC 9457)."""
_VERSION = "1"  # of the API, not of the program
_KEYS = {
    "bearer": {"type": "http", "scheme": "bearer", "description": "An API key."},
    "header": {"type": "apiKey", "in": "header", "name": "X-API-Key", "description": "An API key."},
}
_NO_TELEMETRY: Any = {
    "tracing": False, "metrics": False, "logs": False, "operation_spans": False, "auto_configure": False,
}  # fmt: skip

_COMPARED = (
    contrast.router,
    praised.router,
    brief.router,
    lineage.router,
    similar.router,
    feeds.router,
    themes.router,
    tables.router,
)
_ROUTERS = (search.router, reports.router, paragraphs.router, *_COMPARED, check_plan.router, health.router)


class Mounted(NamedTuple):
    """Another application at one path of this one, for every method. lifespan: entered with this one's."""

    path: str
    app: ASGIApp
    lifespan: Callable[[], AbstractAsyncContextManager[Any]] | None = None


def create_app(
    settings: Settings,
    *,
    service: Service | None = None,
    routers: Sequence[APIRouter] = (),
    middleware: Sequence[Middleware] = (),
    mounts: Sequence[Mounted] = (),
) -> FastAPI:
    """The application over the index that `settings` name. Nothing is opened before its lifespan begins.

    service: shared with what is mounted; it is opened and closed here. routers: of pages, beside those of
    the API. middleware: outermost first, around everything but the counting of requests.
    """
    service = service or Service(settings)
    metrics = Metrics(service)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            stack.callback(service.close)
            service.open()
            for mount in mounts:
                if mount.lifespan:
                    await stack.enter_async_context(mount.lifespan())
            yield

    app = FastAPI(
        title="Pinpoint",
        description=_ABOUT,
        version=_VERSION,
        openapi_url=f"{PREFIX}/openapi.json",
        # Those pages load scripts from elsewhere: nothing that is done here leaves the machine.
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        telemetry=_NO_TELEMETRY,
        lifespan=lifespan,
        dependencies=[Depends(errors.refuse_repeats)],
        middleware=[
            Middleware(Measured, metrics=metrics),
            Middleware(Prefix, root=settings.serve_root_path),
            *middleware,
            Middleware(HeadAsGet),
            Middleware(CatchAll),
            Middleware(RouteTold),
        ],
    )
    app.state.service, app.state.metrics = service, metrics
    errors.install(app)
    for router in (*_ROUTERS, *routers):
        app.include_router(router)
    for mount in mounts:
        app.router.routes.append(Route(mount.path, _Whole(mount.app), name=mount.path))
    routes = [route for router in (*_ROUTERS, *routers) for route in router.routes]
    paths = [PREFIX, *(mount.path for mount in mounts), *(getattr(route, "path", "") for route in routes)]
    check_prefix(settings.serve_root_path, paths)
    _describe_errors(app)
    return app


class _Whole:
    """An application that Starlette takes for one, and not for a function of a request."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._app(scope, receive, send)


def _describe_errors(app: FastAPI) -> None:
    """Have the OpenAPI document name the errors, and the shapes that no operation names itself."""
    generate = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            document = generate()
            models = [(model, "serialization") for model in (Problem, AnswerEvent)]
            _, definitions = models_json_schema(models, ref_template="#/components/schemas/{model}")  # type: ignore[arg-type]
            shapes = document.setdefault("components", {}).setdefault("schemas", {})
            shapes.update(definitions["$defs"])
            document["components"]["securitySchemes"] = _KEYS
            # On this machine nobody needs a key; docs/access.md says who does.
            document["security"] = [{}, *({name: []} for name in _KEYS)]
            for unused in ("HTTPValidationError", "ValidationError"):
                shapes.pop(unused, None)
            for path in document["paths"].values():
                for operation in path.values():
                    operation["responses"].pop("422", None)
                    operation["responses"].update(errors.error_responses())
            app.openapi_schema = document
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]
