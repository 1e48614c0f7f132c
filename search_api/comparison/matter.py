"""What is compared: a theme, or a term with its other names; which paragraphs and sentences speak of it.

A theme is taken where the vocabulary knows the words. Else a term is found as in every question: by its
names, or, where it has none, by its words as they are typed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from indexer.arrays import Int64Array
from indexer.errors import InvalidRequest
from indexer.store.reader import IndexReader
from indexer.words.analyser import terms
from search_api.question.records import Scope
from search_api.question.request import Request
from search_api.retrieval.printed import printing

if TYPE_CHECKING:
    from search_api.retrieval.matters import Mentions
    from search_api.retrieval.results import Understood
    from search_api.themes.records import Said, Theme

# row, place of the sentence among the row's, its span in the text, its words
Sentence = tuple[int, int, tuple[int, int], str]


@dataclass(frozen=True, slots=True, eq=False)
class Matter:
    """subject: as asked. theme: its key, "" for a term. scope: what the filters leave. rows: of the
    paragraphs within it that speak of the subject, ascending. groups: what was looked for in a term's
    paragraphs, one for each thing that must be named. tagged: of a theme row -> places of its sentences;
    unnamed: those that print no name of it and are only near it, (row, place).
    """

    subject: str
    theme: str
    scope: Scope
    rows: Int64Array
    groups: tuple[tuple[str, ...], ...] = ()
    tagged: Mapping[int, tuple[int, ...]] | None = None
    notes: tuple[str, ...] = ()
    unnamed: frozenset[tuple[int, int]] = frozenset()

    @property
    def names(self) -> tuple[str, ...]:
        """All that was looked for; of a theme nothing."""
        return tuple(dict.fromkeys(name for group in self.groups for name in group))

    @property
    def stems(self) -> frozenset[str]:
        """The common forms of the subject's own words, by which its sentences do not differ."""
        return frozenset(stem for name in (self.subject, *self.names) for stem in terms(name))

    def sentences(self, reader: IndexReader, rows: Int64Array) -> Iterator[Sentence]:
        """Of those rows the sentences that speak of the subject, in reading order."""
        paragraphs, spans = reader.by_rows(rows), reader.spans_of(rows)
        if self.tagged is not None:
            for row, item, found in zip(rows.tolist(), paragraphs, spans, strict=True):
                for place in self.tagged.get(row, ()):
                    start, end = found[place]
                    yield row, place, (start, end), item.text[start:end]
            return
        cut = [
            (row, place, span, item.text[slice(*span)])
            for row, item, found in zip(rows.tolist(), paragraphs, spans, strict=True)
            for place, span in enumerate(found)
        ]
        texts = [text for *_, text in cut]
        held = [printing(group, texts) for group in self.groups]
        whole, part = np.all(held, axis=0), np.any(held, axis=0)
        # Where no sentence names all of it, those that name a part do.
        complete = {cut[at][0] for at in np.flatnonzero(whole).tolist()}
        yield from (
            cut[at]
            for at in np.flatnonzero(part).tolist()
            if whole[at] or cut[at][0] not in complete
        )  # fmt: skip


class Finds(Protocol):
    """What a term needs of a searcher (retrieval/searcher.py)."""

    reader: IndexReader

    def understand(self, query: str, request: Request) -> Understood:
        """The query and the filters, read once."""
        ...

    def mentions(self, understood: Understood) -> Sequence[Mentions]:
        """Of each matter that the question names, what mentions it within its scope."""
        ...


def term(searcher: Finds, text: str, request: Request) -> Matter:
    """A term by its names. Raises InvalidRequest for two things at once, and as `Searcher.understand`."""
    understood = searcher.understand(text, request)
    scope = understood.scope
    notes = (*scope.notes, *understood.notes)
    found = searcher.mentions(understood)
    subject = understood.question.rest or text
    if len(found) > 1:
        named = " and ".join(f"‘{item.label}’" for item in found)
        raise InvalidRequest(f"{text[:80]!r} names {named}", "ask for one of them", field="q")
    if found and found[0].exact and not found[0].missing:
        return of_mentions(found[0], subject, scope, notes)
    printed = searcher.reader.phrase_rows(subject)
    if scope.rows is not None:
        printed = np.intersect1d(printed, scope.rows, assume_unique=True)
    if not len(printed):
        notes = (*notes, f"No paragraph within the filters mentions ‘{subject}’.")
    return Matter(subject, "", scope, printed, ((subject,),), notes=notes)


def of_mentions(of: Mentions, subject: str, scope: Scope, notes: tuple[str, ...] = ()) -> Matter:
    """The matter of mentions that were found already. of: whose every subject has a name."""
    one = len(of.subjects) == 1
    groups = tuple(item.strict if one and item.strict else item.names for item in of.subjects)
    return Matter(subject, "", scope, of.counted if one else of.rows, groups, notes=notes)


class Tags(Protocol):
    """What a theme needs of a tagger (themes/tagger.py)."""

    def rows(self, key: str) -> Int64Array:
        """Rows of the paragraphs that carry the theme, ascending."""
        ...

    def sentences(self, key: str) -> Sequence[Said]:
        """The sentences that speak of it."""
        ...


def themed(text: str, theme: Theme, tagger: Tags, scope: Scope) -> Matter:
    """A theme by its tags. text: as it was asked for."""
    rows = tagger.rows(theme.key)
    if scope.rows is not None:
        rows = np.intersect1d(rows, scope.rows, assume_unique=True)
    read = f"‘{text}’ was read as the theme {theme.name}: {theme.definition}"
    notes = (*scope.notes, f"{read} Put it in quotation marks to look for the words alone.")
    if not len(rows):
        notes = (*notes, f"No paragraph within the filters speaks of {theme.name}.")
    places: dict[int, list[int]] = {}
    unnamed = set()
    for item in tagger.sentences(theme.key):
        places.setdefault(item.row, []).append(item.place)
        if not item.named:
            unnamed.add((item.row, item.place))
    tagged = {row: tuple(sorted(set(found))) for row, found in places.items()}
    return Matter(text, theme.key, scope, rows, tagged=tagged, notes=notes, unnamed=frozenset(unnamed))
