"""How a page is replied: drawn in a thread from the open index, with the policy that browsers hold it to."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from indexer.anomalies import warning
from indexer.dates import day
from indexer.errors import PinpointError
from indexer.records import Paragraph, Report
from search_api.http_api.responses import program_version, service_of
from search_api.index.index import Index

from .labels import PAGES
from .render import HTML, page_headers, render

Values = dict[str, Any]
Run = Callable[[Callable[[Index], tuple[bytes, int]]], Awaitable[tuple[bytes, int]]]


async def page(
    request: Request,
    template: str,
    work: Callable[[Index], Values],
    *,
    status: int = 200,
    run: Run | None = None,
) -> Response:
    """The template with what `work` gives for the current index. Errors are the application's to answer.

    run: where the work is done; with the searches if it is not given.

    A value "wrong" that is not empty says what of the request cannot be used: the status is 422 then.
    """

    def draw(index: Index) -> tuple[bytes, int]:
        values = work(index)
        return render(template, **frame(index, template), **values), 422 if values.get("wrong") else status

    body, given = await (run or service_of(request).ask)(draw)
    # What was asked and read is kept by nobody: a shared laptop's cache neither.
    return Response(body, given, page_headers(private=True), HTML)


def frame(index: Index, template: str) -> Values:
    """What every page shows around its content."""
    manifest = index.reader.manifest
    return {
        "section": template.removesuffix(".html"),
        "counts": manifest.counts,
        "generation": manifest.generation,
        "made": day(datetime.fromisoformat(manifest.created)),
        "version": program_version(),
        "check": index_check(index),
    }


def index_check(index: Index) -> Callable[[Paragraph], str]:
    """What to check on the page before a paragraph is quoted, as one line; "" where all is well."""
    noted = index.reader.noted
    return lambda paragraph: warning(noted.touching(paragraph))


def by_age(reports: list[Report]) -> list[Report]:
    """Latest first."""
    return sorted(reports, key=lambda item: (item.published, item.id), reverse=True)


def wrong(error: PinpointError) -> str:
    """What of the form cannot be used, and what to do, in the page's own words."""
    problem = PAGES.problem(error)
    return f"{problem[:1].upper()}{problem[1:]}: {PAGES.remedy(error) or 'correct it'}."
