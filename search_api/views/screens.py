"""The first screen of a view: a few lines, each with the paragraphs or covers that it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Protocol, cast

from indexer.dates import day
from indexer.errors import PinpointError
from indexer.records import report_of
from indexer.store.reader import IndexReader
from search_api.citations import inspection
from search_api.comparison.contrast.records import Contrast
from search_api.comparison.elsewhere.records import PraisedElsewhere
from search_api.comparison.grades.asked import asked
from search_api.comparison.grades.records import Asked, Move, Moves, Printed
from search_api.comparison.lineage.records import Lineage
from search_api.comparison.matrix.change import YearShare, change
from search_api.comparison.matrix.records import By, Cell, Matrix, OfYear, Quoted, Speaking, Trend
from search_api.question.filters import rows
from search_api.question.request import EVERYTHING, Request
from search_api.similar.records import TurnedResult
from search_api.spoken.records import Silence

from .followed_screens import of_silence, of_tracker, of_turned, pin
from .records import Line, Pin, View

_LINES = 3  # of each side, and of a list
_MOST = 10  # of a number that is asked for, and of movements


class Places(Protocol):
    """What finds the paragraph below a grade."""

    def placed(self, move: Move) -> Move:
        """The move with the first paragraph below each of its grades."""
        ...


class Quotes(Protocol):
    """What finds the sentences of a cell."""

    def quoted(self, speaking: Iterable[Speaking], side: str = "") -> Iterator[Quoted]:
        """With their paragraphs, the newest report first."""
        ...


class Silences(Protocol):
    """What finds the reports that do not mention a subject."""

    def on(self, about: str, request: Request = EVERYTHING) -> Silence:
        """Each report in one of four lists."""
        ...


class Compares(Protocol):
    """What the screens need of an index."""

    @property
    def reader(self) -> IndexReader:
        """Its paragraphs."""
        ...

    def trend_of(self, about: str, request: Request = EVERYTHING) -> Trend | None:
        """By year, what is said of the one matter that is named."""
        ...

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

    @property
    def movements(self) -> Places:
        """Where the grades of a move are printed."""
        ...

    @property
    def matrices(self) -> Quotes:
        """What a cell rests on."""
        ...

    @property
    def silence(self) -> Silences:
        """Which reports do not mention a subject."""
        ...

    def lineage(self, authority: str) -> Lineage:
        """What became of recommendations."""
        ...

    def turned(self, about: str, request: Request = EVERYTHING, *, limit: int | None = None) -> TurnedResult:
        """Both paragraphs of authorities whose weakness became a strength."""
        ...

    def moves(self, wanted: Asked, request: Request = EVERYTHING) -> Moves:
        """How grades moved."""
        ...

    def matrix_of(self, about: str, by: By = "all", request: Request = EVERYTHING) -> Matrix:
        """Which reports of each year mention a subject, praise it and criticise it."""
        ...


class Screens:
    """Makes first screens from one index. Shareable between threads."""

    def __init__(self, index: Compares) -> None:
        self._index = index

    def of(self, view: View, request: Request, text: str = "") -> View:
        """The view with its lines. text: the question.

        What cannot be shown is said in the note of the view; the answer stands without it.
        """
        if view.note:
            return view
        try:
            if view.kind == "contrast":
                return self._contrast(view)
            if view.kind == "praised":
                return self._praised(view, request)
            if view.kind == "movements":
                return self._movements(view)
            if view.kind == "trend":
                return self._trend(view)
            if view.kind == "matrix":
                return self._table(view)
            if view.kind == "silence":
                return _with(view, of_silence(self._index.silence.on(view.subject, _filters(view)), _LINES))
            if view.kind == "tracker":
                return _with(view, of_tracker(self._index.lineage(view.authorities[0]), text))
            if view.kind == "turned":
                return _with(view, of_turned(self._index.turned(view.subject, _filters(view), limit=_LINES)))
        except PinpointError as error:
            return replace(view, note=f"{error}."[:1].upper() + f"{error}."[1:])
        return view

    def _contrast(self, view: View) -> View:
        found = self._index.contrasted(view.subject, _filters(view), view.grades, _LINES)
        lines = [
            Line(
                f"{item.side.capitalize() or 'Statement'}, {item.report.authority}",
                (pin(item.report, item.paragraph, item.quote),),
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
                (pin(item.report, item.paragraph, item.quote),),
                own,
            )
            for item in found.own[:_LINES]
        ]
        lines += [
            Line(
                item.report.authority + (" (criticised for it, too)" if item.but else ""),
                (
                    pin(item.report, item.paragraph, item.quote),
                    *([pin(item.but.report, item.but.paragraph, item.but.quote)] if item.but else []),
                ),
                f"Praised in their newest report on it: {found.authorities:,} of {found.searched:,} other "
                f"authorities, {found.clear:,} without criticism",
            )
            for item in found.others
        ]
        more = max(found.authorities - len(found.others), 0)
        return replace(view, lines=tuple(lines), more=more, note=" ".join(found.notes))

    def _movements(self, view: View) -> View:
        given: dict[str, list[str]] = {}
        for name, value in view.given:
            given.setdefault(name, []).append(value)
        wanted = asked(*(given.get(name, ()) for name in ("area", "from", "to", "way")))
        found = self._index.moves(wanted, _filters(view))
        newest = sorted(found.rows, key=lambda move: move.after.report.published, reverse=True)
        lines = []
        for move in map(self._index.movements.placed, newest[:_MOST]):
            was, now = (
                f"{printed.grade} ({day(printed.report.published)})" for printed in (move.before, move.after)
            )
            lines.append(
                Line(f"{move.authority}: {was} to {now}", (_printed(move.before), _printed(move.after)))
            )
        notes = [found.headline, found.summary]
        if found.uncompared:
            count = len(found.uncompared)
            notes.append(f"{count:,} more pair{'' if count == 1 else 's'} of grades do not compare.")
        return replace(view, lines=tuple(lines), more=len(newest) - len(lines), note=" ".join(notes))

    def _trend(self, view: View) -> View:
        """As ‘Over time’ counts, by paragraphs that mention it; of a theme, as the matrix does."""
        found = self._index.trend_of(view.subject, _filters(view))
        if found is None:
            return self._theme_trend(view)
        reader = self._index.reader
        lines, years = [], []
        for column in found.columns:
            if (of := found.years.get(column.name)) is None:
                continue
            years.append(YearShare(column.name, of.searched, of.mentioning, column.breaks, of.paragraphs))
            newest = [] if of.newest is None else reader.by_rows([of.newest])
            pins = tuple(pin(reader.report(report_of(item.id)), item, "") for item in newest)
            lines.append(Line(f"{column.name}: {_of_year(of)}", pins))
        told = (change(found.label, years), found.sentence, *found.notes)
        return replace(view, lines=tuple(reversed(lines)), note=" ".join(filter(None, told)))

    def _theme_trend(self, view: View) -> View:
        found = self._index.matrix_of(view.subject, "all", _filters(view))
        lines = [
            Line(f"{column.name}: {_counts(cell)}", self._newest(cell))
            for column in reversed(found.columns)
            if (cell := found.years[column.name]).searched
        ]
        years = [
            YearShare(column.name, cell.searched, cell.mentioned, column.breaks)
            for column in found.columns
            if (cell := found.years[column.name])
        ]
        told = (change(found.label, years), found.headline, *found.notes)
        return replace(view, lines=tuple(lines), note=" ".join(filter(None, told)))

    def _table(self, view: View) -> View:
        """A line for each region or authority with a report; of a map nothing, for it is one drawing."""
        by = dict(view.given).get("show", "")
        if by not in ("region", "authority"):
            return view
        found = self._index.matrix_of(view.subject, cast("By", by), _filters(view))
        held = [row for row in found.rows if found.totals[row].searched]
        lines = [
            Line(f"{row}: {_counts(found.totals[row])}", self._newest(found.totals[row]))
            for row in held[: _MOST + 1]
        ]
        more = len(held) - len(lines)
        return replace(view, lines=tuple(lines), more=more, note=" ".join((found.headline, *found.notes)))

    def _newest(self, cell: Cell) -> tuple[Pin, ...]:
        """Where the newest report speaks of it."""
        newest = max(cell.speaking, key=lambda item: (item.report.published, item.report.id), default=None)
        said = next(self._index.matrices.quoted([newest]), None) if newest else None
        return (pin(said.report, said.paragraph, ""),) if said else ()


def _with(view: View, made: tuple[tuple[Line, ...], int, str]) -> View:
    lines, more, note = made
    return replace(view, lines=lines, more=more, note=note)


def _counts(cell: Cell) -> str:
    return (
        f"mentioned in {cell.mentioned:,} of {cell.searched:,} reports, praised in {cell.praised:,}, "
        f"criticised in {cell.criticised:,}"
    )


def _of_year(of: OfYear) -> str:
    return (
        f"mentioned in {of.mentioning:,} of {of.searched:,} reports, strengths in {of.strengths:,}, "
        f"concerns in {of.concerns:,}"
    )


def _printed(printed: Printed) -> Pin:
    """The cover, or the first paragraph below the heading with the grade."""
    report, judgement = printed.report, printed.judgement
    check = f" {printed.check}" if printed.check else ""
    where = f"{report.authority}, {inspection(report)}, {judgement.printed_name}: {judgement.printed_grade}"
    return Pin(printed.paragraph or report.id, where + check)


def filters_given(view: View) -> dict[str, tuple[str, ...]]:
    """Its filters by name, whatever else its page is given."""
    return {name: tuple(values) for name, values in _filters_given(view).items()}


def _filters(view: View) -> Request:
    return Request.named(_filters_given(view))


def _filters_given(view: View) -> dict[str, Iterable[str]]:
    known = {item.name for item in rows()}
    found: dict[str, list[str]] = {}
    for name, value in view.given:
        if name in known:
            found.setdefault(name, []).append(value)
    return {name: tuple(values) for name, values in found.items()}
