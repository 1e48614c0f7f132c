"""/brief: what inspectors found on a theme, for one authority, as a page; /brief/file: the same as a file."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from indexer.errors import InvalidRequest, UnknownAuthority
from indexer.records import Paragraph, Report
from search_api.briefs.blocks import Block
from search_api.briefs.files import FILES, file_name
from search_api.briefs.layout import lay_out
from search_api.briefs.make import make_brief
from search_api.http_api.responses import Content, send
from search_api.index.index import Index
from search_api.question.request import Request as Wanted
from search_api.schemas.comparing.brief import BriefParameters
from search_api.schemas.parameters import NoParameters
from search_api.themes.vocabulary import labels
from web.shared.forms import Typed, typed_day
from web.shared.respond import Values, page, wrong
from web.shared.urls import paragraph_url

router = APIRouter(include_in_schema=False)


class BriefPageParameters(NoParameters):
    """As a form sends them: anything that cannot be used is said on the page."""

    about: str = Field(default="", max_length=300, description="As typed.")
    authority: str = Field(default="", max_length=100, description="As typed.")
    since: Typed = ""
    until: Typed = ""

    def request(self) -> Wanted:
        """Its dates, as the index takes them."""
        given = {"since": typed_day(self.since), "until": typed_day(self.until)}
        return Wanted.named({name: (day,) for name, day in given.items() if day})


class BriefFileParameters(BriefParameters):
    """Of a download."""

    format: Literal["docx", "html", "md"]


@router.get("/brief")
async def brief(request: Request, query: Annotated[BriefPageParameters, Query()]) -> Response:
    """A form, and with a subject and an authority the brief with its downloads."""
    about, authority = query.about.strip(), query.authority.strip()

    def work(index: Index) -> Values:
        blocks: tuple[Block, ...] = ()
        problem, title = "", "Evidence brief"
        whose = authority or index.settings.authority
        if about and whose:
            try:
                made = make_brief(index, about, whose, query.request())
                blocks, title = lay_out(made, _here), made.title
            except (InvalidRequest, UnknownAuthority) as error:
                problem = wrong(error)
        return {
            "title": f"Error: {title}" if problem else title,
            "blocks": blocks,
            "files": FILES,
            "wrong": problem,
            "about": about,
            "authority": whose,
            "since": typed_day(query.since),
            "until": typed_day(query.until),
            "themes": labels(),
        }

    return await page(request, "comparing/brief.html", work)


@router.get("/brief/file")
async def file(request: Request, query: Annotated[BriefFileParameters, Query()]) -> Response:
    """The brief as a file to keep."""

    def work(index: Index) -> Content:
        made = make_brief(index, query.about, query.authority, query.request())
        named = {"Content-Disposition": f'attachment; filename="{file_name(made, query.format)}"'}
        return Content(FILES[query.format].write(made), FILES[query.format].media_type, named)

    return await send(request, work)


def _here(_: Report, paragraph: Paragraph) -> str:
    return paragraph_url(paragraph.id)
