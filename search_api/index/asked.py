"""One question and all that follows from it, each worked out once: the views of a search share it."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from search_api.answers.quotations.records import Answer
from search_api.comparison.matrix.tally import Tally
from search_api.question.request import Request
from search_api.retrieval.facets import facets
from search_api.retrieval.results import Facet, Ranking, SearchResult, Understood

if TYPE_CHECKING:
    from search_api.question.interpreter import Interpreter
    from search_api.retrieval.searcher import Searcher
    from search_api.views.records import View

T = TypeVar("T")
Answers = Callable[[Understood, Ranking, int], Answer]
_KEPT = 100  # questions: each takes some 500 KB


class Asks(Protocol):
    """What a question needs of an index (index.py)."""

    @property
    def searcher(self) -> Searcher: ...  # noqa: D102
    @property
    def interpreter(self) -> Interpreter: ...  # noqa: D102
    def understand(self, question: str, request: Request) -> Understood: ...  # noqa: D102
    def tally(self, understood: Understood) -> Tally | None: ...  # noqa: D102
    def view(self, understood: Understood) -> View | None: ...  # noqa: D102


class Asked:
    """A question of one index. Each part raises what `Index.understand` raises, and is kept once it is there.

    Two threads that ask for a part at once may both work it out.
    """

    def __init__(self, index: Asks, answer: Answers, question: str, request: Request) -> None:
        """answer: of what was understood and ranked, with at most so many passages."""
        self._index, self._answer, self._question, self._request = index, answer, question, request
        self._made: dict[str, Any] = {}
        self._answers: dict[int, Answer] = {}

    @property
    def understood(self) -> Understood:
        """What it asks for."""
        return self._once("understood", lambda: self._index.understand(self._question, self._request))

    @property
    def ranking(self) -> Ranking:
        """Every candidate, best first."""
        return self._once("ranking", lambda: self._index.searcher.rank(self.understood))

    @property
    def counted(self) -> SearchResult:
        """How much was found, without any of it."""
        return self._once("counted", lambda: self._index.searcher.page(self.understood, self.ranking, 0))

    @property
    def facets(self) -> tuple[Facet, ...]:
        """Counts for the filters."""
        return self._once("facets", self._facets)

    @property
    def told(self) -> Tally | None:
        """What is said of the one matter with a name; None where there is none."""
        return self._once("told", lambda: self._index.tally(self.understood))

    def answer(self, passages: int) -> Answer:
        """With at most so many."""
        found = self._answers.get(passages)
        if found is None:
            found = self._answer(self.understood, self.ranking, passages)
            found = self._answers[passages] = replace(found, view=self._index.view(self.understood))
        return found

    def _facets(self) -> tuple[Facet, ...]:
        index, understood = self._index, self.understood
        among = index.searcher.mentioned(understood)
        return facets(index.interpreter, self._request, understood.parsed, among)

    def _once(self, name: str, make: Callable[[], T]) -> T:
        # Not `cached_property`: until Python 3.12 one lock of it stands for all questions.
        if name not in self._made:
            self._made[name] = make()
        found: T = self._made[name]
        return found


class Recent:
    """The last few questions of one index, in memory only. Threads may share it."""

    def __init__(self) -> None:
        self._held: OrderedDict[tuple[str, Request], Asked] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: tuple[str, Request], make: Callable[[], Asked]) -> Asked:
        """The one that is held, or a new one in place of the one that was asked for longest ago."""
        with self._lock:
            found = self._held.get(key)
            if found is None:
                found = self._held[key] = make()
            self._held.move_to_end(key)
            while len(self._held) > _KEPT:
                self._held.popitem(last=False)
        return found
