"""/compare: what can be set side by side, on one page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from search_api.schemas.parameters import NoParameters
from web.shared.respond import page

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Way:
    """One way to compare. job: what it is for, as a heading has it. path: of its page. example: an address of
    it, with what that shows, "" for none.
    """

    job: str
    path: str
    name: str
    what: str
    example: str = ""
    shows: str = ""


_SUBJECT, _WHOM = "See what is said of one subject", "Find whom to learn from"
_GRADES, _OWN = "Follow grades and recommendations", "Write about your own authority"
WAYS = (
    Way(
        _SUBJECT,
        "/compare#side-by-side",
        "Side by side",
        "One authority with its neighbours or another, or sections judged good with those judged inadequate.",
        "/?q=neglect&view=compare",
        "neglect",
    ),
    Way(
        _GRADES,
        "/grades",
        "Grades",
        "How each judgement moved from one inspection to the next, and which councils made which move.",
        "/grades?from=inadequate&to=good&area=leadership",
        "from inadequate to good on leadership",
    ),
    Way(
        _SUBJECT,
        "/matrix",
        "Matrix, trend and map",
        "How many reports mention a theme, praise or criticise it: by authority, region and year.",
        "/matrix?about=neglect",
        "neglect",
    ),
    Way(
        _SUBJECT,
        "/contrast",
        "Contrast by grade",
        "What sections of two grades say about the same thing, with the words that set each apart.",
        "/contrast?about=supervision",
        "supervision, outstanding and inadequate",
    ),
    Way(
        _WHOM,
        "/praised",
        "Praised elsewhere",
        "Who is praised for what your authority is criticised for, in their newest reports.",
        "/praised?about=supervision",
        "supervision",
    ),
    Way(
        _OWN,
        "/brief",
        "Evidence brief",
        "Two to four pages on a theme for one authority: found here, in its neighbours and elsewhere.",
        "/brief?about=supervision",
        "supervision",
    ),
    Way(
        _WHOM,
        "/weak-to-strong",
        "From weak to strong",
        "Authorities whose weakness became a strength by a later inspection: who to ring.",
        "/weak-to-strong?about=supervision",
        "supervision",
    ),
    Way(
        _SUBJECT,
        "/themes",
        "Themes",
        "Each theme of practice: what it means, and which reports speak of it.",
        "/themes/private-fostering",
        "private fostering",
    ),
    Way(
        _SUBJECT,
        "/silence",
        "Silence",
        "Which reports do not mention a theme, with the nearest passage of each.",
        "/silence?about=private+fostering",
        "private fostering",
    ),
    Way(
        _OWN,
        "/my-authority",
        "My authority",
        "Say which authority is yours, and ask about our last inspection, our neighbours and our region.",
    ),
)
# The tracker is on each authority's page, similar findings are on each paragraph's, feeds below the results.
ELSEWHERE = (
    (
        "Tracker",
        "On the page of each authority: what became of every recommendation at the next inspections.",
        "/reports",
    ),
    (
        "Similar findings",
        "On the page of each paragraph: who has a similar finding, and who was praised for it.",
        "/reports",
    ),
    (
        "Watch",
        "Below the results of a question: a feed that tells you when a new report says something on it.",
        "/",
    ),
)


@router.get("/compare")
async def compare(request: Request, _: Annotated[NoParameters, Query()]) -> Response:
    """Each way to compare, with an example."""
    jobs = {job: [way for way in WAYS if way.job == job] for job in (_SUBJECT, _WHOM, _GRADES, _OWN)}
    values = {"title": "Compare", "jobs": jobs, "elsewhere": ELSEWHERE}
    return await page(
        request,
        "comparing/compare.html",
        lambda index: values | {"names": sorted(index.holdings.authorities)},
    )
