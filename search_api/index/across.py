"""What an index says across authorities: contrasts, praise elsewhere, the view that a question asks for."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, cast

from indexer.errors import InvalidRequest
from search_api.comparison.contrast.contrast import contrast
from search_api.comparison.contrast.records import Contrast, Section
from search_api.comparison.contrast.sections import every_section
from search_api.comparison.elsewhere.praised import praised_elsewhere
from search_api.comparison.elsewhere.records import WHOSE, PraisedElsewhere
from search_api.comparison.matter import Matter, term, themed
from search_api.question.request import EVERYTHING, Request, Typed
from search_api.retrieval.results import Understood
from search_api.themes.vocabulary import find
from search_api.views.recognise import view_of
from search_api.views.records import View
from search_api.views.screens import Compares, Screens

if TYPE_CHECKING:
    from indexer.authorities.register import Authority, Register
    from indexer.store.reader import IndexReader
    from search_api.question.interpreter import Interpreter
    from search_api.retrieval.searcher import Searcher
    from search_api.themes.tagger import Tagger


_QUOTES = frozenset('"“‘«')  # what is quoted is looked for as it stands


class Across:
    """The part of Index that compares authorities. Not used alone."""

    reader: IndexReader
    register: Register

    if TYPE_CHECKING:

        @cached_property
        def searcher(self) -> Searcher:
            """Of the index."""

        @cached_property
        def themes(self) -> Tagger:
            """Of the index."""

        @cached_property
        def interpreter(self) -> Interpreter:
            """Of the index."""

    def contrast(
        self,
        about: str,
        *,
        grades: tuple[str, str] = ("outstanding", "inadequate"),
        limit: int = 10,
        offset: int = 0,
        **filters: Typed,
    ) -> Contrast:
        """What sections of two grades say about one thing, the distinctive statements of each side first.

        about: a theme, or a term with its other names. At most `limit` statements of each side.
        """
        return self.contrasted(about, Request.of_keywords(filters), grades, limit, offset)

    def praised(
        self,
        about: str,
        *,
        mine: str = "",
        whose: str = "all",
        limit: int = 10,
        **filters: Typed,
    ) -> PraisedElsewhere:
        """Authorities that are praised for what one is criticised for, the nearest praise first.

        mine: that one; "" for the authority of the settings. whose: "all" others, its "neighbours" or those
        of its "region". Raises UnknownAuthority, and InvalidRequest where no authority is known.
        """
        return self.praised_for(about, Request.of_keywords(filters, mine=mine), whose, limit)

    # The same with a Request

    def contrasted(
        self, about: str, request: Request, grades: tuple[str, str], limit: int, offset: int = 0
    ) -> Contrast:
        """As `contrast`."""
        return self.contrast_on(self.matter(about, request), grades, limit, offset)

    def contrast_on(self, matter: Matter, grades: tuple[str, str], limit: int, offset: int = 0) -> Contrast:
        """As `contrast`, of a matter that was found already."""
        return contrast(self.reader, self.searcher.labels, self._sections, matter, grades, limit, offset)

    def praised_for(
        self, about: str, request: Request, whose: str = "all", limit: int = 10
    ) -> PraisedElsewhere:
        """As `praised`."""
        authority = self.interpreter.own(request)
        if authority is None:
            raise InvalidRequest(
                "nobody has said which authority is criticised", "name it, or set your own", field="mine"
            )
        among = self._among(authority, whose)
        everywhere = request.having("authority")
        own = self.matter(about, everywhere.having("region").having("authority", authority.name))
        matter = self.matter(about, everywhere)
        return praised_elsewhere(self.reader, self.searcher.labels, matter, own, authority.name, limit, among)

    def _among(self, authority: Authority, whose: str) -> frozenset[str] | None:
        if whose not in WHOSE:
            raise InvalidRequest(
                f"{whose[:40]!r} names no authorities", f"use one of {', '.join(WHOSE)}", field="whose"
            )
        if whose == "neighbours":
            return frozenset(item.name for item in self.register.neighbours(authority))
        if whose == "region" and authority.region:
            return frozenset(item.name for item in self.register.in_region(authority.region))
        return None

    def matter(self, about: str, request: Request = EVERYTHING) -> Matter:
        """A theme or a term with what speaks of it; in quotation marks the words alone.

        Raises InvalidRequest for two at once.
        """
        theme = None if about.strip()[:1] in _QUOTES else find(about)
        if theme is not None:
            scope = self.interpreter.scope(request)[0]
            return themed(about.strip(), theme, self.themes, scope)
        return term(self.searcher, about, request)

    def view(self, understood: Understood) -> View | None:
        """The view that a question asks for, with its first screen; None for most questions."""
        found = view_of(understood)
        return None if found is None else self._screens.of(found, understood.request, understood.parsed.text)

    @cached_property
    def _sections(self) -> tuple[Section, ...]:
        return every_section(self.reader)

    @cached_property
    def _screens(self) -> Screens:
        return Screens(cast("Compares", self))  # an Index has the tables as well
