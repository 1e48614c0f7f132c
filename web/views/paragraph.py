"""What the page of one paragraph shows: its place, its pages, its citations, who says the same. No markup."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from indexer.anomalies import said
from indexer.dates import day
from indexer.records import Paragraph, Report, report_of
from search_api.citations import STYLE_NAMES, Style, place
from search_api.comparison.lineage.records import Elsewhere
from search_api.http_api.paths import Locator, ReportId
from search_api.http_api.public import public_address
from search_api.index.index import Index
from search_api.media import FILES
from search_api.references.addresses import link as link_to
from search_api.references.styles import reference
from search_api.schemas.parameters import CitationAsked, NoParameters
from search_api.similar.names import ScopeName, Side
from search_api.similar.records import SimilarResult
from search_api.similar.rules import WANTING
from search_api.similar.scopes import SCOPES, WHOSE
from web.shared.labels import NOUNS
from web.shared.respond import Values, page
from web.shared.urls import SearchState, paragraph_url

router = APIRouter(include_in_schema=False)


USUAL, MOST = 5, 100  # similar paragraphs that are listed
_STEPS = (USUAL, 20, 50, MOST)


@dataclass(frozen=True, slots=True)
class Named:
    """A number that the paragraph names, and the report's paragraphs of that number; () where none."""

    number: int
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Citation:
    """style: of the citation; name: of the style, for a reader. html: paragraphs, without foreign markup."""

    style: Style
    name: str
    html: str


@dataclass(frozen=True, slots=True)
class Inspections:
    """What other inspections of the authority say on the matter, in the order of publication.

    when: "earlier", "later" or "the same day". silent: those where nothing was near enough.
    """

    when: str
    found: tuple[Elsewhere, ...]
    silent: tuple[Elsewhere, ...]


@dataclass(frozen=True, slots=True)
class ParagraphPage:
    """before, after: neighbours in reading order, None at an end of the report.

    named: findings that a recommendation names; named_by: recommendations that name this finding;
    namesakes: others that print the same number. pages: that it stands on, counted from 1 in the file;
    pictured: whether those can be drawn, no_picture: why not; kept: whether the file is there.
    year_shared: another report of the authority is of that year, which the short citation does not tell.
    link: that goes with the citations, "" for none. quotation: HTML, with that link.
    noun: what is compared, in the plural. more: the address of a longer list, "" where all are shown.
    criticises, praises: whether a sentence of it does, as far as that can be told. narrowed: whether the list
    is not the one that is shown without being asked for.
    """

    report: Report
    paragraph: Paragraph
    heading: str
    title: str
    before: Paragraph | None
    after: Paragraph | None
    named: tuple[Named, ...]
    named_by: tuple[Paragraph, ...]
    namesakes: tuple[Paragraph, ...]
    pages: tuple[int, ...]
    pictured: bool
    no_picture: str
    kept: bool
    notes: tuple[str, ...]
    citations: tuple[Citation, ...]
    year_shared: bool
    link: str
    quotation: str
    ask: str
    noun: str
    similar: SimilarResult
    more: str
    criticises: bool
    praises: bool
    inspections: tuple[Inspections, ...]

    @property
    def narrowed(self) -> bool:
        """Whether the list of similar paragraphs is another than the usual one."""
        return self.similar.side != "same" or bool(self.similar.scopes)

    @property
    def others(self) -> int:
        """Other inspections of the authority in the index."""
        return sum(len(group.found) + len(group.silent) for group in self.inspections)


def paragraph_page(
    index: Index,
    identity: str,
    limit: int = USUAL,
    side: Side = "same",
    scopes: Sequence[ScopeName] = (),
    citing: CitationAsked = CitationAsked(),  # noqa: B008 - it cannot be changed
    server: str = "",
) -> ParagraphPage:
    """limit: similar paragraphs of other authorities. side, scopes: as of Similar.to.

    citing: what goes with the citations, whose style does not count. server: as of `link_to`.

    Raises UnknownPinpoint and InvalidPinpoint.
    """
    reader = index.reader
    paragraph = reader.get(identity)
    report = reader.report(report_of(identity))
    held = reader.paragraphs(report.id)
    at = next(number for number, other in enumerate(held) if other.id == identity)
    others = [
        item for item in reader.reports() if item.authority == report.authority and item.id != report.id
    ]
    elsewhere = index.similar_to(identity, whose="other", side=side, scope=scopes, common=True, limit=limit)
    row = reader.row(identity)
    sides = set(index.labels.of([(row, place_) for place_ in range(len(reader.spans(row)))]))
    kept = reader.source_path(report.sha256) is not None
    reason = _no_picture(report, paragraph, kept)
    link = link_to(report, paragraph, server)

    def cited(style: Style, quote: bool, linked: bool) -> str:
        return reference(report, paragraph, style, quote=quote, link=link if linked else "").html

    return ParagraphPage(
        report=report,
        paragraph=paragraph,
        heading=f"{report.authority}, {place(paragraph)}",
        title=f"{report.authority}, {place(paragraph)} ({day(report.published)})",
        before=held[at - 1] if at else None,
        after=held[at + 1] if at + 1 < len(held) else None,
        named=_named(paragraph, held),
        named_by=_named_by(paragraph, held),
        namesakes=_namesakes(paragraph, held),
        pages=_pages(paragraph),
        pictured=not reason,
        no_picture=reason,
        kept=kept,
        notes=tuple(map(said, reader.noted.touching(paragraph))),
        citations=tuple(
            Citation(style, name, cited(style, citing.quote, citing.link))
            for style, name in STYLE_NAMES.items()
        ),
        year_shared=any(item.published.year == report.published.year for item in others),
        link=link,
        quotation=cited("plain", True, True),
        ask=SearchState({"authority": (report.authority,)}).url,
        noun=NOUNS[paragraph.kind],
        similar=elsewhere,
        more=_more(identity, elsewhere, limit),
        criticises=bool(sides & WANTING),
        praises="praise" in sides,
        inspections=_inspections(index, report, identity),
    )


def _named(paragraph: Paragraph, held: Sequence[Paragraph]) -> tuple[Named, ...]:
    """Findings; where none has the number a recommendation, for reports call those paragraphs too."""
    found = []
    others = [item for item in held if item.part == paragraph.part and item.id != paragraph.id]
    for number in paragraph.linked:
        same = [item for item in others if item.printed and item.label == str(number)]
        findings = tuple(item for item in same if item.kind == "finding")
        found.append(Named(number, findings or tuple(it for it in same if it.kind == "recommendation")))
    return tuple(found)


def _named_by(paragraph: Paragraph, held: Sequence[Paragraph]) -> tuple[Paragraph, ...]:
    if paragraph.kind != "finding" or not paragraph.printed:
        return ()
    return tuple(it for it in held if it.part == paragraph.part and paragraph.number in it.linked)


def _namesakes(paragraph: Paragraph, held: Sequence[Paragraph]) -> tuple[Paragraph, ...]:
    """Others of the kind with the same printed number: in another part, or printed twice."""
    if not paragraph.printed:
        return ()
    return tuple(
        item
        for item in held
        if item.printed and (item.kind, item.label) == (paragraph.kind, paragraph.label)
        if item.id != paragraph.id
    )


def _pages(paragraph: Paragraph) -> tuple[int, ...]:
    if paragraph.page_first is None:
        return ()
    return tuple(range(paragraph.page_first, (paragraph.page_last or paragraph.page_first) + 1))


def _no_picture(report: Report, paragraph: Paragraph, kept: bool) -> str:
    """Why there is no picture of its page, "" where there is one."""
    if noun := FILES[report.media].noun:
        return (
            f"There is no picture of the page, because this report was read from {noun} without fixed pages."
        )
    if paragraph.page_first is None:
        return "There is no picture of the page, because we do not know which page this paragraph is on."
    if not kept:
        return "There is no picture of the page, because there is no copy of the report file here."
    return ""


def _more(identity: str, result: SimilarResult, limit: int) -> str:
    if result.reports <= limit or limit >= MOST:
        return ""
    longer = next(step for step in _STEPS if step > limit)
    side = [("side", result.side)] if result.side != "same" else []
    asked = [*side, *(("scope", name) for name in result.scopes), ("similar", longer)]
    return f"{paragraph_url(identity)}?{urlencode(asked)}#similar"


def _inspections(index: Index, report: Report, identity: str) -> tuple[Inspections, ...]:
    """Those before, those of the same day, those after; a group that is empty is left out."""
    ordered = index.elsewhere(identity)
    groups = {
        "earlier": [item for item in ordered if item.report.published < report.published],
        "the same day": [item for item in ordered if item.report.published == report.published],
        "later": [item for item in ordered if item.report.published > report.published],
    }
    return tuple(
        Inspections(
            when,
            tuple(item for item in group if item.matches),
            tuple(item for item in group if not item.matches),
        )
        for when, group in groups.items()
        if group
    )


class ParagraphPageParameters(NoParameters):
    """How many similar paragraphs to list, on which side, and whose."""

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


@router.get("/paragraphs/{report}/{paragraph}")
async def paragraph(
    request: Request,
    report: ReportId,
    paragraph: Locator,
    query: Annotated[ParagraphPageParameters, Query()],
) -> Response:
    """The paragraph between its neighbours, its pages, its citations, and who says the same."""
    identity = f"{report}/{paragraph}"
    server = public_address(request)
    citing = CitationAsked(quote=query.quote, link=query.link)

    def work(index: Index) -> Values:
        found = paragraph_page(index, identity, query.similar, query.side, query.scope, citing, server)
        return {
            "found": found,
            "title": found.title,
            "citing": citing,
            "permalink": f"{server}{paragraph_url(identity)}" if server else "",
            "scopes": SCOPES,
            "whose": WHOSE,
            "spans": query.marked,
        }

    return await page(request, "paragraph.html", work)
