"""What an index tells over many reports at once: how grades moved, who mentions a matter, the tile map."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Any

from indexer.authorities.register import Register
from indexer.store.reader import IndexReader
from search_api.comparison.grades.asked import asked
from search_api.comparison.grades.moves import Movements
from search_api.comparison.grades.records import Asked, Moves, TimeLine
from search_api.comparison.matrix import maps
from search_api.comparison.matrix.matrix import Matrices
from search_api.comparison.matrix.parts import by_year
from search_api.comparison.matrix.records import By, Matrix, TileMap, Trend
from search_api.comparison.matrix.tally import Tally
from search_api.comparison.matter import Matter, of_mentions
from search_api.question.filters import Holdings
from search_api.question.records import Scope
from search_api.question.request import EVERYTHING, Request, Typed
from search_api.retrieval.results import Understood
from search_api.themes.tagger import Tagger

Words = str | Iterable[str]


class Tables:
    """The part of an `Index` that makes tables and maps. Filters are keywords, as of `Index.search`."""

    if TYPE_CHECKING:
        reader: IndexReader
        register: Register

        def scope(self, request: Request = EVERYTHING) -> Scope: ...  # noqa: D102

        @property
        def holdings(self) -> Holdings: ...  # noqa: D102

        def understand(  # noqa: D102
            self, question: str, request: Request = EVERYTHING, *, follows: str = ""
        ) -> Understood: ...

        def matter(self, about: str, request: Request = EVERYTHING) -> Matter: ...  # noqa: D102

        @cached_property
        def themes(self) -> Tagger: ...  # noqa: D102

        @cached_property
        def searcher(self) -> Any: ...  # noqa: D102

    def grades(
        self,
        areas: Words = (),
        *,
        before: Words = (),
        after: Words = (),
        ways: Words = (),
        later: bool = False,
        **filters: Typed,
    ) -> Moves:
        """How grades moved from one inspection to the next: `before`, as "inadequate", to `after`.

        areas: "leadership", "help_and_protection" and so on; none for all that judge the council. ways: "up",
        "down", "same". later: to every later inspection, not the next alone. The filters are on the later
        report. Raises InvalidRequest for a word that is no area, grade or way, and UnknownAuthority.
        """
        wanted = asked(_several(areas), _several(before), _several(after), _several(ways), later=later)
        return self.moves(wanted, Request.of_keywords(filters))

    def moves(self, wanted: Asked, request: Request = EVERYTHING) -> Moves:
        """As `grades`."""
        return self.movements.find(wanted, self.scope(request))

    def line_of(self, found: Moves, request: Request) -> TimeLine | None:
        """The time line of the authority, where the filters name one alone; else None."""
        names = {report.authority for report in found.scope.reports}
        named = request.of("authority")
        return self.movements.time_line(names.pop()) if named and len(names) == 1 else None

    def matrix(self, about: str, by: By = "all", **filters: Typed) -> Matrix:
        """Which reports mention a theme or a term, praise it and criticise it, by year of publication.

        by: the rows: "all" (one row: the trend), "region" or "authority". Raises InvalidRequest for words
        that name more than one thing, and UnknownAuthority.
        """
        return self.matrix_of(about, by, Request.of_keywords(filters))

    def matrix_of(self, about: str, by: By = "all", request: Request = EVERYTHING) -> Matrix:
        """As `matrix`."""
        matter = self.matter(about, request)
        scores = None
        if matter.theme:
            said = self.themes.sentences(matter.theme)
            scores = {(item.row, item.place): item.score for item in said}
        return self.matrices.of(matter, by, scores)

    def tally(self, understood: Understood) -> Tally | None:
        """What is said, paragraph by paragraph, of the one matter with a name that a question asks about.

        None where it names none, or more than one.
        """
        found = self.searcher.mentions(understood)
        if len(found) != 1 or not found[0].countable or not len(found[0].counted):
            return None
        matter = of_mentions(found[0], found[0].label, understood.scope)
        return self.matrices.tally(matter)

    def trend_of(self, about: str, request: Request = EVERYTHING) -> Trend | None:
        """By year, what is said of the one matter that is named; None where `tally` is."""
        understood = self.understand(about, request)
        told, reports = self.tally(understood), understood.scope.reports
        if told is None:
            return None
        columns = self.matrices.columns(reports)
        years = by_year(self.reader, told, reports)
        return Trend(told.label, told.sentence, columns, years, self.matrices.cautions(reports, columns))

    def tile_map(self, about: str = "", shown: maps.Shown = "side", request: Request = EVERYTHING) -> TileMap:
        """The tile map of England: of a theme or term, or, for "grade", of the latest overall grades."""
        if shown == "grade":
            return maps.of_grades(self.scope(request).reports, self.register)
        return maps.of_matter(self.matrix_of(about, "authority", request), shown, self.register)

    @cached_property
    def movements(self) -> Movements:
        """Of the grades on the covers."""
        return Movements(self.reader, self.holdings)

    @cached_property
    def matrices(self) -> Matrices:
        """Over the sentences of the reports."""
        return Matrices(self.reader, self.holdings, self.searcher.labels)


def _several(words: Words) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else tuple(words)
