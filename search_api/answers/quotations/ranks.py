"""What an answer needs of whoever ranks the paragraphs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from indexer.encoders.protocol import Encoder
    from indexer.records import Report
    from indexer.store.reader import IndexReader
    from search_api.question.request import Request
    from search_api.retrieval.matters import Mentions, Subject
    from search_api.retrieval.results import Ranking, Understood
    from search_api.settings import Settings


class Ranks(Protocol):
    """What an answer needs of a searcher (retrieval/searcher.py)."""

    reader: IndexReader
    encoder: Encoder
    settings: Settings

    def understand(self, query: str, request: Request) -> Understood:
        """The query and the filters, read once."""
        ...

    def rank(self, understood: Understood, also: Sequence[int] = ()) -> Ranking:
        """All candidates within the scope, and the rows of `also`, best first."""
        ...

    def mentions(self, understood: Understood) -> Sequence[Mentions]:
        """Of each matter that the question names, what mentions it within its scope."""
        ...

    def listed(self, understood: Understood) -> Sequence[Subject]:
        """What the question names that a list knows."""
        ...

    def beside(self, word: str) -> Sequence[str]:
        """The terms in which the matter of a word may be told; none where no list knows it."""
        ...

    def narrowed(self, understood: Understood, reports: Sequence[Report]) -> Understood:
        """The same question of these of its reports alone."""
        ...

    def completed(self, one: str, other: str) -> str:
        """The other of two questions asked at once, of the reports of the one where it names none."""
        ...

    def about(self, understood: Understood, text: str) -> Understood:
        """Another question, or a part of it, of the same reports."""
        ...

    def labels(self, sentences: Sequence[tuple[int, int]]) -> Sequence[str]:
        """Of each sentence, (row, place among the row's), "praise", "criticism", "mixed", "neutral" or ""."""
        ...

    def sides(self, rows: Sequence[int]) -> Sequence[float]:
        """Of each row, from -1 where all is well to 1 where it is wanting; 0 where nothing is known."""
        ...
