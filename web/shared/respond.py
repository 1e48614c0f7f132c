"""How a page is replied: drawn in a thread from the open index, with the policy that browsers hold it to."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from indexer.anomalies import warning
from indexer.dates import day
from indexer.errors import PinpointError, UnknownAuthority
from indexer.records import Paragraph, Report
from search_api.http_api.responses import program_version, service_of
from search_api.index.index import Index

from .foreign import IGNORED, corrected, said_of
from .labels import PAGES
from .render import HTML, page_headers, render

Values = dict[str, Any]
# A value as Python writes it into a message.
_QUOTED = re.compile(r"""(?<![\w’])(?:'(?P<one>[^'\n]*)'|"(?P<two>[^"\n]*)")(?!\w)""")
Run = Callable[[Callable[[Index], tuple[bytes, int]]], Awaitable[tuple[bytes, int]]]


async def page(
    request: Request,
    template: str,
    work: Callable[[Index], Values],
    *,
    status: int = 200,
    wrong_status: int = 422,
    run: Run | None = None,
) -> Response:
    """The template with what `work` gives for the current index. Errors are the application's to answer.

    run: where the work is done; with the searches if it is not given.

    A value "wrong" that is not empty says what of the request cannot be used: the status is
    `wrong_status` then.
    """
    ignored = said_of(request.scope.get(IGNORED, ()))

    def draw(index: Index) -> tuple[bytes, int]:
        values = work(index)
        if isinstance(said := values.get("wrong"), Wrong):
            values |= {"wrong": said.at(request)}
        shown = render(template, **frame(index, template), **values, ignored=ignored)
        return shown, wrong_status if values.get("wrong") else status

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


class Wrong(str):
    """What of a request cannot be used, and what to do; parts/wrong.html shows it, with links.

    ways: (what may have been meant, the same address with that).
    """

    error: PinpointError
    ways: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, error: PinpointError, ways: Iterable[tuple[str, str]] = ()) -> Wrong:
        """In the page's own words."""
        remedy = PAGES.remedy(error) or "correct it"
        if _nobody(error) and not error.near:
            remedy = "see all authorities"
        end = "?" if remedy.endswith("?") else "."
        made = cls(f"{_begun(error)}: {remedy.rstrip('.?')}{end}")
        made.error, made.ways = error, tuple(ways)
        return made

    def at(self, request: Request) -> Wrong:
        """With the links, for the address that was asked for."""
        error, query = self.error, request.scope["query_string"]
        if request.method not in ("GET", "HEAD") or not error.value:
            return self
        there = f"{request.url.path}?"
        return self.of(
            error, ((name, there + corrected(query, error.field, error.value, name)) for name in error.near)
        )

    @property
    def begun(self) -> str:
        """What is wrong, without what to do."""
        return _begun(self.error)

    @property
    def nobody(self) -> bool:
        """Whether an authority is named that nobody knows, and none like it."""
        return _nobody(self.error) and not self.ways and not self.error.near


def wrong(error: PinpointError) -> Wrong:
    """What of the form cannot be used, and what to do, in the page's own words."""
    return Wrong.of(error)


def _nobody(error: PinpointError) -> bool:
    return isinstance(error, UnknownAuthority) and error.field in ("authority", "mine") and bool(error.value)


def _begun(error: PinpointError) -> str:
    if _nobody(error):
        return f"We know no authority called ‘{error.value[:80]}’"
    problem = typographic(PAGES.problem(error))
    return problem[:1].upper() + problem[1:]


def typographic(text: str) -> str:
    """A problem with the marks around a value that readers know: 'Torby' as ‘Torby’."""
    return _QUOTED.sub(lambda found: f"‘{found['one'] or found['two'] or ''}’", text)
