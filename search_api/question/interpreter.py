"""Reads questions and filters against one index, before anything is searched: no encoder is needed."""

from __future__ import annotations

from indexer.authorities.register import Register
from indexer.errors import InvalidRequest
from indexer.store.reader import IndexReader
from search_api.question.mentions.places import Places

from .filters import Holdings
from .records import Parsed, Scope, Understanding
from .request import Chosen, Request, choose
from .scope import scope_of, with_question
from .understanding import choose_from, parse_question
from .words import analyse

_LONGEST_QUERY = 2000  # characters


class Interpreter:
    """What questions and filters mean in one open index. Threads may share it."""

    def __init__(self, reader: IndexReader, register: Register) -> None:
        self.reader = reader
        self.register = register
        self.holdings = Holdings(reader.reports(), register)
        self._places = Places(register, self.holdings.local)

    def parse(self, query: str, request: Request) -> Parsed:
        """The query as it reads, whatever filters were typed. Raises InvalidRequest for one without a
        word.
        """
        if not analyse(query).content:
            raise InvalidRequest(f"{query[:80]!r} holds no word to search for", "ask in words", field="q")
        if len(query) > _LONGEST_QUERY:
            raise InvalidRequest(
                f"the question has {len(query):,} characters",
                f"at most {_LONGEST_QUERY:,} are read",
                field="q",
            )
        return Parsed(query) if request.literal else parse_question(query, self._places)

    def understand(self, request: Request, parsed: Parsed | None) -> Understanding:
        """What the question says beside the request; what that leaves is not counted. Raises as `scope`."""
        return self._understand(choose(request, self.holdings), request, parsed)

    def scope(self, request: Request, parsed: Parsed | None = None) -> tuple[Scope, Understanding]:
        """What the filters leave, typed and said. parsed: the question, None for none.

        Raises UnknownAuthority and InvalidRequest.
        """
        typed = choose(request, self.holdings)
        question = self._understand(typed, request, parsed)
        scope = scope_of(with_question(typed, question), self.reader, self.holdings, question)
        return scope, question

    def _understand(self, typed: Chosen, request: Request, parsed: Parsed | None) -> Understanding:
        if parsed is None or request.literal:
            return Understanding(parsed.text if parsed else "")
        return choose_from(parsed, typed, self.holdings, request.as_words)
