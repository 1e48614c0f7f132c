"""What the page of one paragraph shows: its text, its citation, its page, one tab beside it. No markup."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from indexer.anomalies import said
from indexer.dates import day
from indexer.errors import UnknownPinpoint
from indexer.records import Paragraph, Report, report_of
from search_api.citations import place
from search_api.http_api.paths import Locator, ReportId
from search_api.http_api.public import public_address
from search_api.index.index import Index
from search_api.schemas.parameters import CitationAsked, NoParameters
from search_api.similar.names import ScopeName, Side
from search_api.similar.rules import WANTING
from search_api.similar.scopes import SCOPES, WHOSE
from web.shared.labels import NOUNS
from web.shared.respond import Values, page
from web.shared.urls import SearchState, paragraph_url

from .citing import Citing, citing
from .elsewhere import MOST, USUAL, BeforeAndAfter, Likenesses, before_and_after, likenesses, whole_words
from .in_report import InReport, in_report, namesakes
from .missing import missing
from .pictures import Pictures, pictures
from .tabs import SIDES, Show, Tab, tabs

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class ParagraphPage:
    """inside: its report around it. namesakes: other paragraphs that print the same number.

    notes: what to check. noun: what is compared, in the plural. show: the tab that is shown.
    likenesses, before_and_after: of their tabs, None with another.
    criticises, praises: whether a sentence of it does, as far as we can tell.
    """

    report: Report
    paragraph: Paragraph
    heading: str
    title: str
    inside: InReport
    namesakes: tuple[Paragraph, ...]
    pictures: Pictures
    notes: tuple[str, ...]
    citing: Citing
    ask: str
    noun: str
    show: Show
    tabs: tuple[Tab, ...]
    likenesses: Likenesses | None
    before_and_after: BeforeAndAfter | None
    criticises: bool
    praises: bool


def paragraph_page(
    index: Index,
    identity: str,
    show: Show = "",
    side: Side = "same",
    scopes: Sequence[ScopeName] = (),
    limit: int = USUAL,
    asked: CitationAsked = CitationAsked(),  # noqa: B008 - it cannot be changed
    server: str = "",
) -> ParagraphPage:
    """show: the tab; only what it needs is looked for. side, scopes, limit: as of `likenesses`.

    asked, server: as of `citing`. Raises UnknownPinpoint and InvalidPinpoint.
    """
    reader = index.reader
    try:
        paragraph = reader.get(identity)
    except UnknownPinpoint as error:
        raise missing(reader, identity) from error
    report = reader.report(report_of(identity))
    held = reader.paragraphs(report.id)
    row = reader.row(identity)
    sides = set(index.labels.of([(row, place_) for place_ in range(len(reader.spans(row)))]))
    criticises, praises = bool(sides & WANTING), "praise" in sides
    noun = NOUNS[paragraph.kind]
    shared = any(
        item.authority == report.authority
        and item.id != report.id
        and item.published.year == report.published.year
        for item in reader.reports()
    )
    return ParagraphPage(
        report=report,
        paragraph=paragraph,
        heading=f"{report.authority}, {place(paragraph)}",
        title=f"{report.authority}, {place(paragraph)} ({day(report.published)})",
        inside=in_report(paragraph, held),
        namesakes=namesakes(paragraph, held),
        pictures=pictures(report, paragraph, held, reader.source_path(report.sha256) is not None),
        notes=tuple(map(said, reader.noted.touching(paragraph))),
        citing=citing(report, paragraph, asked, server, year_shared=shared),
        ask=SearchState({"authority": (report.authority,)}).url,
        noun=noun,
        show=show,
        tabs=tabs(
            identity,
            show,
            noun,
            criticises=criticises and index.compares(identity, "praise"),
            praises=praises and index.compares(identity, "criticism"),
            scopes=scopes,
        ),
        likenesses=likenesses(index, identity, show, side, scopes, limit) if show in SIDES else None,
        before_and_after=before_and_after(index, report, identity) if show == "before-after" else None,
        criticises=criticises,
        praises=praises,
    )


class ParagraphPageParameters(NoParameters):
    """Which tab, how many similar paragraphs it lists, on which side, and whose."""

    show: Show = Field(default="", description="The tab.")
    similar: int = Field(default=USUAL, ge=1, le=MOST, description="Paragraphs of others that are listed.")
    side: Side = Field(default="same", description="Of what is listed.")
    scope: list[ScopeName] = Field(default=[], max_length=6, description="Limits on whose reports.")
    quote: bool = Field(default=False, description="The text before each citation.")
    link: bool = Field(default=False, description="A link in each citation.")
    mark: str = Field(default="", pattern=r"^([0-9]{1,7}-[0-9]{1,7})?$", description="A stretch of its text.")

    @property
    def marked(self) -> tuple[tuple[int, int], ...]:
        """What to mark, half-open, in characters; () for nothing."""
        start, _, end = self.mark.partition("-")
        return ((int(start), int(end)),) if end else ()

    @property
    def tab(self) -> Show:
        """The one to show: addresses from before there were tabs name only what it lists."""
        if self.show:
            return self.show
        if self.side in ("praise", "criticism"):
            return "praised" if self.side == "praise" else "criticised"
        return "same" if self.model_fields_set & {"similar", "side", "scope"} else ""

    @property
    def asked_side(self) -> Side:
        """Of what the tab lists; any side stands in the tab of the same."""
        return "any" if self.tab == "same" and self.side == "any" else SIDES.get(self.tab, "same")


@router.get("/paragraphs/{report}/{paragraph}")
async def paragraph(
    request: Request,
    report: ReportId,
    paragraph: Locator,
    query: Annotated[ParagraphPageParameters, Query()],
) -> Response:
    """The paragraph, how it is cited, its pages, and what stands beside it in this report or in others."""
    identity = f"{report}/{paragraph}"
    server = public_address(request)
    asked = CitationAsked(quote=query.quote, link=query.link)

    def work(index: Index) -> Values:
        found = paragraph_page(
            index, identity, query.tab, query.asked_side, query.scope, query.similar, asked, server
        )
        return {
            "found": found,
            "title": found.title,
            "permalink": f"{server}{paragraph_url(identity)}" if server else "",
            "scopes": SCOPES,
            "whose": WHOSE,
            "spans": query.marked,
            "whole_words": whole_words,
        }

    return await page(request, "paragraph/page.html", work)
