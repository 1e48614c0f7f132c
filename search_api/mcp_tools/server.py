"""The index as tools of the Model Context Protocol: for assistants that quote and cite.

The official SDK carries the protocol. A reply is one text of JSON, the one form that every client shows to
its model; the same again as structured content would halve what a reply may hold.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager, redirect_stdout
from importlib.metadata import PackageNotFoundError, version
from typing import Any, NamedTuple, Protocol, TypeVar

from mcp.server.lowlevel import Server
from mcp.server.transport_security import TransportSecuritySettings
from mcp_types import (
    CallToolRequestParams,
    CallToolResult,
    ListToolsResult,
    PaginatedRequestParams,
    TextContent,
    ToolAnnotations,
)
from mcp_types import Tool as Listed
from pydantic import ValidationError
from starlette.types import ASGIApp, Receive, Scope, Send

from indexer.errors import (
    CorruptIndex,
    InvalidPinpoint,
    InvalidRequest,
    PinpointError,
    UnknownAuthority,
    UnknownPinpoint,
)
from indexer.terminal import json_text
from search_api.index.index import Index
from search_api.schemas.problems import place_of, problem_reply, send_reply
from search_api.serving.workers import Busy, TookTooLong

from .arguments import TOOLS, described, read, shown, wrong_arguments
from .tools import INSTRUCTIONS, LISTS_VALUES, TOOLS_BY_NAME, Tool, reply

PATH = "/mcp"
_log = logging.getLogger(__name__)

T = TypeVar("T")
Context = Any  # of the SDK; nothing here reads it

# What these say is about the question; what others say may be about this machine.
_ABOUT_THE_QUESTION = (
    InvalidPinpoint, InvalidRequest, UnknownAuthority, UnknownPinpoint, Busy, TookTooLong
)  # fmt: skip


class Ask(Protocol):
    """Gives what `work` makes of the current index, off the event loop. Raises what `work` raises."""

    def __call__(self, work: Callable[[Index], T]) -> Awaitable[T]:
        """The result of `work`."""
        ...


class HttpEndpoint(NamedTuple):
    """The server as a part of another application. app: serves whatever path it is called by.

    lifespan: entered once, for as long as it serves.
    """

    path: str
    app: ASGIApp
    lifespan: Callable[[], AbstractAsyncContextManager[None]]


class _PostOnly:
    """GET would open a stream on which, without sessions, nothing ever comes: it would only keep a place."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] == "POST":
            await self._app(scope, receive, send)
            return
        refused = problem_reply(
            405, "method", "Method not allowed", "this path does not take that method", "use POST",
            headers={"allow": "POST"},
        )  # fmt: skip
        await send_reply(refused, scope, send)


def create_server(ask: Ask, *, local: bool = False) -> Server[Any]:
    """The server with its tools. local: errors may name files of this machine, as its user runs it."""

    async def list_tools(_: Context, __: PaginatedRequestParams | None) -> ListToolsResult:
        return ListToolsResult(tools=[_listed(name, tool) for name, tool in TOOLS_BY_NAME.items()])

    async def call_tool(_: Context, params: CallToolRequestParams) -> CallToolResult:
        tool = TOOLS_BY_NAME.get(params.name)
        if tool is None:
            return _failed(f"there is no tool {shown(params.name)}: use one of {', '.join(TOOLS_BY_NAME)}")
        try:
            arguments = read(params.arguments, tool.arguments)
            content = await ask(lambda index: reply(params.name, index, arguments))
        except ValidationError as error:
            return _failed(wrong_arguments(error, tool.arguments))
        except PinpointError as error:
            if local or isinstance(error, _ABOUT_THE_QUESTION):
                return _failed(TOOLS.sentence(error))
            _log.error("%s", error)
            if isinstance(error, CorruptIndex):
                return _failed(
                    "what the index holds here is damaged and is not shown: "
                    "whoever runs this server should run `pinpoint check`"
                )
            return _failed("the server has no index that it can use: ask again later")
        except Exception as error:  # noqa: BLE001 - what went wrong may hold the question: only its place is kept
            _log.error("unexpected %s", place_of(error))
            return _failed("the server met an error that it did not expect: ask again, or in other words")
        return CallToolResult(content=[TextContent(type="text", text=json_text(content, None))])

    return Server(
        "pinpoint",
        title="Pinpoint",
        version=_version(),
        instructions=INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )


async def serve_stdio(server: Server[Any]) -> None:
    """Serve one client over standard input and output until it closes them."""
    from mcp.server.stdio import stdio_server

    async with stdio_server() as (reading, writing):
        # The output is the protocol's from here on. What a library prints would wait in a buffer and
        # come out when the output is given back otherwise.
        with redirect_stdout(sys.stderr):
            await server.run(reading, writing, server.create_initialization_options())


def http_endpoint(server: Server[Any], body_bytes: int) -> HttpEndpoint:
    """For streamable HTTP. Without sessions: a restart or a second process loses no client anything."""
    server.streamable_http_app(
        json_response=True,
        stateless_http=True,
        max_request_body_size=body_bytes,
        # By which names and from which pages the server may be called, access.admission says for all of it.
        transport_security=TransportSecuritySettings(enable_dns_rebinding_protection=False),
    )
    manager = server.session_manager
    return HttpEndpoint(PATH, _PostOnly(manager.asgi_app), manager.run)


def _listed(name: str, tool: Tool) -> Listed:
    return Listed(
        name=name,
        title=tool.title,
        description=tool.description,
        input_schema=described(tool.arguments, listed_by="" if name == LISTS_VALUES else LISTS_VALUES),
        annotations=ToolAnnotations(read_only_hint=True, open_world_hint=False),
    )


def _failed(problem: str) -> CallToolResult:
    return CallToolResult(content=[TextContent(type="text", text=problem)], is_error=True)


def _version() -> str:
    try:
        return version("pinpoint-reports")
    except PackageNotFoundError:
        return ""
