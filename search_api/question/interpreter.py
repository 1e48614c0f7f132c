"""Reads questions and filters against one index, before anything is searched: no encoder is needed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from indexer.authorities.register import Authority, Register
from indexer.errors import InvalidRequest, Remedy, UnknownAuthority
from indexer.store.reader import IndexReader
from indexer.terminal import seen
from search_api.lists import listed
from search_api.question.mentions.mention import Mention, without
from search_api.question.mentions.own import Own
from search_api.question.mentions.phrases import MOST, PHRASE, WITHOUT, bare, find_phrases
from search_api.question.mentions.places import Places
from search_api.themes.records import Tagged

from .exact import ExactWords
from .filters import Holdings
from .lookups import cited
from .records import Parsed, Scope, Understanding
from .request import EVERYTHING, Chosen, Request, choose
from .scope import scope_of, with_question
from .understanding import choose_from, parse_question
from .words import analyse

_LONGEST_QUERY = 2000  # characters


class Interpreter:
    """What questions and filters mean in one open index. Threads may share it."""

    def __init__(
        self,
        reader: IndexReader,
        register: Register,
        today: Callable[[], date] = date.today,
        mine: str = "",
        themes: Tagged | None = None,
    ) -> None:
        """today: asked for each question, as a server runs for longer than a day. mine: the authority that
        "our last inspection" is of, where a request names none; "" for none. themes: of the paragraphs;
        without them no filter by theme can be used.
        """
        self.reader = reader
        self.register = register
        self.themes = themes
        self.holdings = Holdings(reader.reports(), register, themes)
        self.exact = ExactWords(reader)
        self._today = today
        self._mine = mine
        self._places = Places(register, self.holdings.local)

    def parse(self, query: str, request: Request) -> Parsed:
        """The query as it reads, whatever filters were typed. Raises InvalidRequest for one without a
        word.
        """
        query = seen(query)  # as the reports' texts are stored
        if not analyse(query).content:
            raise InvalidRequest(f"{query[:80]!r} holds no word to search for", "ask in words", field="q")
        if len(query) > _LONGEST_QUERY:
            raise InvalidRequest(
                f"the question has {len(query):,} characters",
                f"at most {_LONGEST_QUERY:,} are read",
                field="q",
            )
        phrases = find_phrases(query)
        whole = any(bare(item.text) == bare(query) for item in phrases if item.field == PHRASE)
        pasted = () if whole else tuple(self.exact.pasted(query).tolist())
        if pasted:
            return Parsed(query, pasted=pasted)
        if request.literal:
            kept = tuple(item for item in phrases if item.field == PHRASE)
            return Parsed(query, kept, notes=_too_many(query))
        own = Own(self.own(request), not request.of("authority"))
        parsed = parse_question(query, self._places, self._today(), own)
        _check_left_out(parsed, request)
        return self._cited(parsed) or replace(parsed, notes=(*parsed.notes, *_too_many(query)))

    def own(self, request: Request = EVERYTHING) -> Authority | None:
        """The user's own authority: of the request, else of the settings. Raises UnknownAuthority."""
        name = request.mine or self._mine
        if not name.strip():
            return None
        known, local = self.register, self.holdings.local
        found = known.match(name) or local.match(name)
        if found is None:
            near = self.holdings.near_names(name)
            raise UnknownAuthority(
                f"{name[:80]!r} cannot be your authority: no authority has that name",
                f"did you mean {listed(near, 'or')}?" if near else Remedy.LIST_REPORTS,
                field="mine",
                value=name,
                near=near,
            )
        return found

    def _cited(self, parsed: Parsed) -> Parsed | None:
        """A question that holds the whole citation of a paragraph asks for that and nothing else."""
        if not any(item.field == "paragraph" for item in parsed.found):
            return None
        named = {name for item in parsed.found if item.field == "authority" for name in item.members}
        reports = [report for report in self.reader.reports() if report.authority in named]
        ids = cited(self.reader, reports, parsed.text)
        whole = (0, len(parsed.text))
        found = tuple(Mention("paragraph", name, parsed.text, *whole, ("id", name)) for name in ids)
        return Parsed(parsed.text, found) if found else None

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
        return self.exact.within(scope, question), question

    def _understand(self, typed: Chosen, request: Request, parsed: Parsed | None) -> Understanding:
        if parsed is None or parsed.pasted or (request.literal and not parsed.found):
            return Understanding(parsed.text if parsed else "")
        return choose_from(parsed, typed, self.holdings, request.as_words)


def _check_left_out(parsed: Parsed, request: Request) -> None:
    """Raises InvalidRequest for a question that only says what to leave out."""
    words_only = {stretch.strip().casefold() for stretch in request.as_words}
    left_out = [item for item in parsed.found if item.field == WITHOUT]
    left_out = [item for item in left_out if item.text.strip().casefold() not in words_only]
    if left_out and not any(map(str.isalnum, without(parsed.text, left_out))):
        raise InvalidRequest(
            f"{parsed.text[:80]!r} only says which words to leave out", "add what to look for", field="q"
        )


def _too_many(query: str) -> tuple[str, ...]:
    """Of more phrases than are read, a note."""
    if len(find_phrases(query, MOST + 1)) <= MOST:
        return ()
    return (f"Only the first {MOST} phrases in quotation marks were used.",)
