"""What is asked about: a paragraph, or a theme or term and the sentences that are on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Protocol

from indexer.arrays import Int64Array
from indexer.errors import InvalidPinpoint
from indexer.records import Pinpoint
from indexer.store.reader import IndexReader
from search_api.question.records import Scope

from .records import Subject
from .scopes import checked

_MOST = 4000  # sentences that are compared, those of the newest reports first


class Spoken(Protocol):
    """A theme or term with what speaks of it: comparison/matter.py."""

    @property
    def subject(self) -> str:
        """As asked."""
        ...

    @property
    def theme(self) -> str:
        """Its key, "" for a term."""
        ...

    @property
    def scope(self) -> Scope:
        """What the filters leave."""
        ...

    @property
    def rows(self) -> Int64Array:
        """Of the paragraphs that speak of it."""
        ...

    @property
    def notes(self) -> tuple[str, ...]:
        """For the user."""
        ...

    def sentences(
        self, reader: IndexReader, rows: Int64Array
    ) -> Iterator[tuple[int, int, tuple[int, int], str]]:
        """Row, place, span and words of each sentence that speaks of it."""
        ...


def is_paragraph(about: str) -> bool:
    """Whether it is written as the id of a paragraph."""
    try:
        Pinpoint.parse(about)
    except InvalidPinpoint:
        return False
    return True


def unused(scopes: str | Iterable[str]) -> tuple[str, ...]:
    """A note where a scope is given for what is no paragraph: none has an authority to start from.

    Raises InvalidRequest for a name that is no scope.
    """
    note = (
        "The scope was not used, because only a paragraph has an authority to start from. Choose reports by "
        "region or authority instead."
    )
    return (note,) if checked(scopes) else ()


def on_subject(about: str, spoken: Spoken, reader: IndexReader) -> Subject:
    """The sentences that speak of a theme or term."""
    found = spoken.sentences(reader, reader.newest_first(spoken.rows))
    sentences = [(row, place) for row, place, *_ in islice(found, _MOST)]
    return Subject(
        about, "theme" if spoken.theme else "term", spoken.subject, sentences, spoken.scope, spoken.notes
    )
