"""An open index: the one object that the command line, HTTP, MCP, the pages and Python users ask."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cached_property
from types import TracebackType
from typing import TYPE_CHECKING

import numpy as np

from indexer.arrays import in_both
from indexer.authorities.register import Register, default_register
from indexer.errors import IncompatibleIndex
from indexer.records import Anomaly, Paragraph, Report, report_of
from indexer.store.reader import IndexReader
from search_api.answers.answerer import Answerer
from search_api.answers.quotations.records import Answer
from search_api.citations import Style
from search_api.comparison.matrix.tally import Said
from search_api.question.filters import Holdings
from search_api.question.followups import Followed, resolve
from search_api.question.interpreter import Interpreter
from search_api.question.records import Scope
from search_api.question.request import EVERYTHING, Request, Typed, checked_limit
from search_api.retrieval.facets import counts, facets
from search_api.retrieval.labels import Labels
from search_api.retrieval.ordering import Order, ordered
from search_api.retrieval.polarity import Polarity, load_polarity, polarity_of
from search_api.retrieval.results import Facet, SearchResult, Understood
from search_api.retrieval.searcher import Searcher
from search_api.settings import Settings, load_settings
from search_api.sides.model import load_sides, sides_of
from search_api.spoken.silence import SilenceFinder
from search_api.spoken.speaking import Speaker
from search_api.themes.tagger import Tagger

from .across import Across
from .asked import Asked, Recent
from .followed import Follows
from .likenesses import Likenesses
from .records import Explored, InContext, Outline
from .suggest import Suggester
from .tables import Tables

if TYPE_CHECKING:
    from indexer.encoders.protocol import Encoder

LoadEncoder = Callable[[str], "Encoder"]


class Index(Across, Tables, Likenesses, Follows):
    """One generation of an index, open until it is closed; a context manager. Threads may share it.

    `search`, `ask`, `similar`, `facets` and `reports` take filters as keywords, each one value or several:
    `authorities`, `regions`, `frameworks`, `grades`, `kinds`, and the dates `since` and `until` ("2022",
    "2022-03" or "2022-03-31"); `latest=True` leaves each authority's newest report of those. All must hold. A
    question can name the same filters in its words; a keyword overrules it. literal: search exactly these
    words, read no filters from them. as_words: parts of the question to search for as words and not use as
    filters. mine: your own authority, which "our last inspection" is of; "" for the one of the settings.

    They raise InvalidRequest for a value that cannot be used, UnknownAuthority for a name that is neither in
    the register nor in the index, and IncompatibleIndex where the index was made with other weights.
    """

    def __init__(
        self,
        reader: IndexReader,
        *,
        register: Register | None = None,
        settings: Settings | None = None,
        encoder: Encoder | None = None,
        load: LoadEncoder | None = None,
    ) -> None:
        """encoder: None to load the one that the index names, when a question is first asked."""
        self.reader = reader
        self.register = register or default_register()
        self.settings = settings or load_settings()
        self._load = load or load_encoder
        self._given = encoder

    def __enter__(self) -> Index:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the index's files back."""
        self.__dict__.pop("_recent", None)  # it holds this index, and so its files
        self.reader.close()

    @property
    def generation(self) -> str:
        """Names what was published: another one may hold other reports."""
        return self.reader.generation

    # Asking

    def search(
        self,
        query: str,
        *,
        limit: int | None = None,
        offset: int = 0,
        mentioned: bool = False,
        literal: bool = False,
        as_words: Iterable[str] = (),
        mine: str = "",
        **filters: Typed,
    ) -> SearchResult:
        """Paragraphs that match the query, best first: at most `limit` after the first `offset`.

        mentioned: of a query that names one matter, all that mention it and no others, newest first.
        """
        request = Request.of_keywords(filters, literal, as_words, mine)
        return self.find(query, request, limit, offset, mentioned=mentioned)

    def ask(
        self,
        question: str,
        *,
        limit: int | None = None,
        follows: str = "",
        literal: bool = False,
        as_words: Iterable[str] = (),
        mine: str = "",
        **filters: Typed,
    ) -> Answer:
        """The sentences that answer the question, verbatim and cited, at most `limit`; or why none do.

        follows: the question asked before, from which what this one does not say is taken.
        """
        request = Request.of_keywords(filters, literal, as_words, mine)
        return self.answer(question, request, limit, follows=follows)

    def facets(
        self,
        query: str = "",
        *,
        literal: bool = False,
        as_words: Iterable[str] = (),
        mine: str = "",
        **filters: Typed,
    ) -> tuple[Facet, ...]:
        """How many paragraphs each value of each filter would leave, beside the others and the query's."""
        return self.counts(query, Request.of_keywords(filters, literal, as_words, mine))

    # Looking up

    def get(self, paragraph_id: str, context: int = 0) -> InContext:
        """A paragraph and up to `context` neighbours on each side.

        Raises InvalidPinpoint and UnknownPinpoint.
        """
        name = paragraph_id.strip()
        paragraph = self.reader.get(name)
        report = self.reader.report(report_of(name))
        if not context:
            return InContext(paragraph, report, anomalies=self._touching([paragraph]))
        around = self.reader.paragraphs(report.id)
        place = next(place for place, other in enumerate(around) if other.id == paragraph.id)
        before, after = around[max(place - context, 0) : place], around[place + 1 : place + 1 + context]
        touching = self._touching((*before, paragraph, *after))
        return InContext(paragraph, report, before, after, touching)

    def _touching(self, paragraphs: Iterable[Paragraph]) -> dict[str, tuple[Anomaly, ...]]:
        noted = self.reader.noted
        return {item.id: found for item in paragraphs if (found := noted.touching(item))}

    def report(self, report_id: str) -> Outline:
        """A report and everything in it. Raises UnknownPinpoint."""
        reader = self.reader
        return Outline(reader.report(report_id), reader.paragraphs(report_id), reader.anomalies(report_id))

    def reports(self, **filters: Typed) -> tuple[Report, ...]:
        """Reports by authority and date of publication."""
        return self.scope(Request.of_keywords(filters)).reports

    def cite(
        self, paragraph_id: str, style: Style = "plain", *, quote: bool = False, link: bool = False
    ) -> str:
        """The words that cite a paragraph; quote: after its whole text. link: with one. Raises as `get`."""
        found = self.get(paragraph_id)
        return found.reference(style, quote=quote, linked=link, server=self.settings.public_url).text

    # The same with a Request, for whoever has one

    def find(
        self,
        query: str,
        request: Request = EVERYTHING,
        limit: int | None = None,
        offset: int = 0,
        *,
        mentioned: bool = False,
    ) -> SearchResult:
        """As `search`."""
        return self.searcher.search(query, request, limit, offset, mentioned=mentioned)

    def answer(
        self, question: str, request: Request = EVERYTHING, limit: int | None = None, *, follows: str = ""
    ) -> Answer:
        """As `ask`."""
        return self.answer_to(self.understand(question, request, follows=follows), limit)

    def understand(self, question: str, request: Request = EVERYTHING, *, follows: str = "") -> Understood:
        """What a question asks for, before anything is searched: `answer_to` goes on from there."""
        if not follows or request.literal:
            return self.searcher.understand(question, request)
        read_as = self.followed(question, follows).question
        understood = self.searcher.understand(read_as, request)
        return replace(understood, read_as=read_as) if read_as != question else understood

    def followed(self, question: str, follows: str) -> Followed:
        """A question as it reads after the one that it follows."""
        return resolve(follows, question, self.interpreter)

    def answer_to(self, understood: Understood, limit: int | None = None) -> Answer:
        """As `ask`, of a question that was understood already."""
        answer = self._answerer.answer(understood, self.searcher.rank(understood), limit)
        return replace(answer, view=self.view(understood))

    def counts(self, query: str = "", request: Request = EVERYTHING) -> tuple[Facet, ...]:
        """As `facets`."""
        if not query:
            return facets(self.interpreter, request)
        understood = self.understand(query, request)
        return facets(self.interpreter, request, understood.parsed, self.searcher.mentioned(understood))

    def explore(
        self,
        question: str,
        request: Request,
        limit: int,
        offset: int = 0,
        *,
        passages: int | None = None,
        mentioned: bool = False,
        said: Said | None = None,
        order: Order = "best",
    ) -> Explored:
        """Counts for the filters, and the answer where `passages` says of how many; otherwise results.

        All from one parse, one encoding and one ranking. mentioned: only what mentions the one matter that
        is asked about; said: only what of it says that; both list everything where no such matter is named.
        """
        checked_limit(limit, offset)
        asked = self.asked(question, request)
        understood, told = asked.understood, asked.told
        if passages is not None:
            return Explored(understood, asked.counted, asked.answer(passages), asked.facets, told)
        ranking, among = asked.ranking, None
        if told is not None and (mentioned or said):
            among = told.rows[said] if said else told.every
        elif understood.question.only_phrases:  # all of them hold the words
            among = np.array(sorted(hit.row for hit in ranking.hits), np.int64)
        listed = replace(ranking, hits=ordered(self.reader, ranking.hits, among, order))
        found = self.searcher.page(understood, listed, limit, offset)
        return Explored(understood, found, None, asked.facets, told)

    def asked(self, question: str, request: Request = EVERYTHING) -> Asked:
        """A question and what follows from it, kept for the last few, as its views are looked at in turn."""
        return self._recent.get(
            (question, request), lambda: Asked(self, self._answerer.answer, question, request)
        )

    def scope(self, request: Request = EVERYTHING) -> Scope:
        """The reports and paragraphs that the filters leave."""
        return self.interpreter.scope(request)[0]

    def counted(
        self, query: str = "", request: Request = EVERYTHING
    ) -> tuple[Scope, dict[str, dict[str, int]]]:
        """What the filters leave, typed and said, and its paragraphs by the values of each facet.

        Of a question that names one matter only those that mention it.
        """
        if not query:
            scope = self.scope(request)
            return scope, counts(self.interpreter, scope.rows)
        understood = self.understand(query, request)
        rows = in_both(understood.scope.rows, self.searcher.mentioned(understood))
        return understood.scope, counts(self.interpreter, rows)

    # What it is made of, each made when it is first needed

    @cached_property
    def interpreter(self) -> Interpreter:
        """Reads questions and filters."""
        return Interpreter(self.reader, self.register, mine=self.settings.authority, themes=self.themes)

    @cached_property
    def themes(self) -> Tagger:
        """The themes of its paragraphs, read when first asked for."""
        return Tagger(self.reader)

    @cached_property
    def suggester(self) -> Suggester:
        """Completes questions while they are typed."""
        return Suggester(self.interpreter)

    @property
    def holdings(self) -> Holdings:
        """The reports here, beside the register of authorities."""
        return self.interpreter.holdings

    @cached_property
    def encoder(self) -> Encoder:
        """The encoder that the index was made with; its weights are checked."""
        found = self._given or self._load(self.reader.manifest.encoder_name)
        made_with = self.reader.manifest.encoder_revision
        if made_with != found.revision:
            raise IncompatibleIndex(
                f"the index was made with other weights of {found.name} "
                f"({made_with[:8] or 'unknown'}, here {found.revision[:8] or 'unknown'})",
                "index the reports again",
            )
        return found

    @cached_property
    def searcher(self) -> Searcher:
        """Ranks this index's paragraphs."""
        encoder = self.encoder
        polarity = load_polarity(encoder)
        labels = Labels(self.reader, load_sides(encoder), polarity)
        return Searcher(
            self.reader, encoder, self.register, self.settings, polarity, self.interpreter, labels
        )

    @cached_property
    def _answerer(self) -> Answerer:
        return Answerer(self.searcher)

    @cached_property
    def _recent(self) -> Recent:
        return Recent()

    @cached_property
    def speaking(self) -> Speaker:
        """What the reports say of themes."""
        return Speaker(self.searcher, self.themes)

    @cached_property
    def silence(self) -> SilenceFinder:
        """Which reports mention a theme or a term, and which do not."""
        return SilenceFinder(self.searcher, self.themes)

    @cached_property
    def labels(self) -> Labels:
        """The sides of the sentences. No encoder is loaded for it."""
        sides = load_sides(self._given) if self._given else sides_of(self.reader.manifest.encoder_name)
        return Labels(self.reader, sides, self.polarity)

    @cached_property
    def polarity(self) -> Polarity | None:
        """How the vectors of praise and criticism differ, None where that is not known."""
        # Vectors are compared as they are stored: no encoder is loaded for it.
        if self._given is not None:
            return load_polarity(self._given)
        return polarity_of(self.reader.manifest.encoder_name)


def load_encoder(name: str) -> Encoder:
    """The encoder that an index names. Its libraries are loaded by the first call."""
    from indexer.encoders import load

    return load.load_encoder(name)
