"""The first screen of a view: a few lines, each with the paragraphs or covers that it rests on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Protocol

from indexer.errors import PinpointError
from indexer.records import Paragraph, Report
from search_api.citations import cite
from search_api.comparison.contrast.records import Contrast
from search_api.comparison.elsewhere.records import PraisedElsewhere
from search_api.question.filters import rows
from search_api.question.request import Request

from .records import Line, Pin, View

_LINES = 3  # of each side, and of a list
_MOST = 10  # of a number that is asked for


class Compares(Protocol):
    """What the screens need of an index."""

    def contrasted(
        self, about: str, request: Request, grades: tuple[str, str], limit: int, offset: int = 0
    ) -> Contrast:
        """What sections of two grades say."""
        ...

    def praised_for(
        self, about: str, request: Request, whose: str = "all", limit: int = 10
    ) -> PraisedElsewhere:
        """Who is praised where one is criticised."""
        ...


class Screens:
    """Makes first screens from one index. Shareable between threads."""

    def __init__(self, index: Compares) -> None:
        self._index = index

    def of(self, view: View, request: Request) -> View:
        """The view with its lines. What cannot be shown is said in its note; the answer stands without it."""
        if view.note:
            return view
        try:
            if view.kind == "contrast":
                return self._contrast(view)
            if view.kind == "praised":
                return self._praised(view, request)
        except PinpointError as error:
            return replace(view, note=f"{error}."[:1].upper() + f"{error}."[1:])
        return view

    def _contrast(self, view: View) -> View:
        found = self._index.contrasted(view.subject, _filters(view), view.grades, _LINES)
        lines = [
            Line(
                f"{item.side.capitalize() or 'Statement'}, {item.report.authority}",
                (_pin(item.report, item.paragraph, item.quote),),
                f"Judged {side.grade}: {side.speaking:,} of {side.sections:,} sections speak of it",
            )
            for side in found.sides
            for item in side.statements
        ]
        more = sum(side.total - len(side.statements) for side in found.sides)
        return replace(view, lines=tuple(lines), more=more, note=" ".join(found.notes))

    def _praised(self, view: View, request: Request) -> View:
        if not view.subject:
            return replace(view, note="Say on what, as in ‘praised for supervision where we are criticised’.")
        given = dict(view.given)
        wanted = Request.named(_filters_given(view), mine=given.get("mine", request.mine))
        limit = min(view.count or _LINES, _MOST)
        found = self._index.praised_for(view.subject, wanted, given.get("whose", "all"), limit)
        own = f"{found.mine} is criticised"
        lines = [
            Line(
                f"{item.report.authority} ({item.side})",
                (_pin(item.report, item.paragraph, item.quote),),
                own,
            )
            for item in found.own[:_LINES]
        ]
        lines += [
            Line(
                item.report.authority + (" (criticised for it, too)" if item.but else ""),
                (
                    _pin(item.report, item.paragraph, item.quote),
                    *([_pin(item.but.report, item.but.paragraph, item.but.quote)] if item.but else []),
                ),
                f"Praised in their newest report on it: {found.authorities:,} of {found.searched:,} other "
                f"authorities, {found.clear:,} without criticism",
            )
            for item in found.others
        ]
        more = max(found.authorities - len(found.others), 0)
        return replace(view, lines=tuple(lines), more=more, note=" ".join(found.notes))


def _pin(report: Report, paragraph: Paragraph, quote: str) -> Pin:
    return Pin(paragraph.id, cite(report, paragraph), quote)


def _filters(view: View) -> Request:
    return Request.named(_filters_given(view))


def _filters_given(view: View) -> dict[str, Iterable[str]]:
    known = {item.name for item in rows()}
    found: dict[str, list[str]] = {}
    for name, value in view.given:
        if name in known:
            found.setdefault(name, []).append(value)
    return {name: tuple(values) for name, values in found.items()}
