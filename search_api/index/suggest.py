"""What may a reader be about to type? Names that complete a question, and the paragraph that it cites."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from indexer.authorities.register import name_key
from indexer.dates import day
from indexer.errors import PinpointError
from indexer.records import Acronym, Paragraph, Report, report_of
from search_api.citations import locator
from search_api.question.expansions import counted_senses
from search_api.question.interpreter import Interpreter
from search_api.question.lookups import look_up
from search_api.question.mentions.paragraphs import find_paragraphs
from search_api.question.request import EVERYTHING, Request
from search_api.question.words import STOP_WORDS
from search_api.themes.vocabulary import themes

Kind = Literal["paragraph", "authority", "page", "acronym", "theme"]

MOST = 8
_PARAGRAPHS = 6
_WORDS = 6  # at the end of a question that a name may begin with
_SHORTEST, _SHORTEST_WITHIN = 2, 3  # letters of a name, and of a later word of it
_LONGEST = 300  # characters of a question that may cite a paragraph
_EXCERPT = 90  # characters of a paragraph
_OF_THEME = 1000  # weight of the name of a theme, among paragraphs that print an acronym
_CLAUSE = frozenset(("is", "are", "was", "were"))  # what says something is no name


@dataclass(frozen=True, slots=True)
class Suggestion:
    """text: what is offered; note: what it is. question: the question with it, "" for what is a place to go.

    id: of a paragraph, or "". authority: whose page it is, or "".
    """

    kind: Kind
    text: str
    note: str
    question: str = ""
    id: str = ""
    authority: str = ""


@dataclass(frozen=True, slots=True)
class Suggestions:
    """items: the likeliest first. note: why a paragraph that is named is not offered, "" for no reason."""

    items: tuple[Suggestion, ...] = ()
    note: str = ""


class _Name(NamedTuple):
    """weight: how often it is met, to put the likelier first."""

    kind: Kind
    text: str
    note: str
    weight: int


class _Key(NamedTuple):
    """key: as `name_key` writes it, from a word of the name on. within: whether that is not its first."""

    key: str
    within: bool
    name: _Name


class Suggester:
    """Of one index. Immutable: threads may share it."""

    def __init__(self, interpreter: Interpreter) -> None:
        self._interpreter = interpreter
        self._reader = interpreter.reader
        names = (*_authorities(self._reader.reports()), *_acronyms(self._reader.acronyms()), *_themes())
        self._keys = sorted((key for name in names for key in _keys(name)), key=lambda item: item.key)
        self._begins = [item.key for item in self._keys]

    def suggest(self, question: str, request: Request = EVERYTHING, most: int = MOST) -> Suggestions:
        """What completes the end of the question, as typed so far; first the paragraphs that it names."""
        cited, note = self._cited(question, request)
        found: dict[str, Suggestion] = {}
        for start, typed in _ends(question):
            before = question[:start]
            for name in self._named(typed):
                meant = before + name.text
                if meant.casefold() != question.casefold():
                    found.setdefault(
                        meant.casefold(), Suggestion(name.kind, name.text, name.note, question=meant)
                    )
                if name.kind == "authority" and not before.strip():
                    page = f"{name.text}: inspections, grades and recommendations"
                    found.setdefault(page, Suggestion("page", page, "page", authority=name.text))
        return Suggestions((*cited, *found.values())[:most], note)

    def _cited(self, question: str, request: Request) -> tuple[list[Suggestion], str]:
        if len(question) > _LONGEST or not find_paragraphs(question):
            return [], ""
        try:
            parsed = self._interpreter.parse(question, request)
            scope, said = self._interpreter.scope(request, parsed)
        except PinpointError:  # half typed
            return [], ""
        looked = look_up(self._reader, scope.reports, said.mentions)
        paragraphs = self._reader.by_rows(list(looked.rows[:_PARAGRAPHS]))
        items = [_of_paragraph(item, self._reader.report(report_of(item.id))) for item in paragraphs]
        return items, "" if items else " ".join(looked.notes)

    def _named(self, typed: str) -> list[_Name]:
        """The names that begin so; those of which only a later word does come after the others."""
        found: list[_Key] = []
        for place in range(bisect_left(self._begins, typed), len(self._keys)):
            item = self._keys[place]
            if not item.key.startswith(typed):
                break
            if not item.within or len(typed) >= _SHORTEST_WITHIN:
                found.append(item)
        found.sort(
            key=lambda item: (item.name.kind != "authority", item.within, -item.name.weight, item.name.text)
        )
        return [item.name for item in found]


def _ends(question: str) -> Iterator[tuple[int, str]]:
    """The last words of the question as (where they begin, their key), the longest stretch first.

    A space behind the last word is a part of it: the next is being typed.
    """
    starts = [found.start() for found in re.finditer(r"\S+", question)][-_WORDS:]
    for start in starts:
        key = name_key(question[start:])
        if len(key) < _SHORTEST or key in STOP_WORDS:
            continue
        yield start, key + (" " if question[-1:].isspace() else "")


def _keys(name: _Name) -> Iterator[_Key]:
    words = name_key(name.text).split()
    for place, word in enumerate(words):
        if not place or word not in STOP_WORDS:
            yield _Key(" ".join(words[place:]), bool(place), name)


def _authorities(reports: Iterable[Report]) -> Iterator[_Name]:
    counts: dict[str, int] = {}
    for report in reports:
        counts[report.authority] = counts.get(report.authority, 0) + 1
    for name, count in counts.items():
        yield _Name("authority", name, f"authority, {count} report{'' if count == 1 else 's'}", count)


def _acronyms(acronyms: Iterable[Acronym]) -> Iterator[_Name]:
    """Each with its usual meaning, and the meanings with the acronym."""
    for item in acronyms:
        senses = counted_senses(item)
        if not senses or not item.paragraphs:
            continue
        others = " and other meanings" if len(senses) > 1 else ""
        yield _Name("acronym", item.short, senses[0].expansion + others, item.paragraphs)
        most = max(sense.definitions for sense in senses)
        for sense in senses:
            weight = item.paragraphs * sense.definitions // most
            yield _Name("acronym", sense.expansion, item.short, weight)


def _themes() -> Iterator[_Name]:
    """The themes of practice, and what reports call them."""
    for theme in themes():
        name = theme.name[:1].lower() + theme.name[1:] if theme.name[1:2].islower() else theme.name
        yield _Name("theme", name, "theme", _OF_THEME)
        for called in dict.fromkeys(theme.synonyms):
            if name_key(called) != name_key(name) and not _CLAUSE & set(called.split()):
                yield _Name("theme", called, f"theme: {theme.name}", 1)


def _of_paragraph(paragraph: Paragraph, report: Report) -> Suggestion:
    text = " ".join(paragraph.text.split())
    if len(text) > _EXCERPT:
        text = text[:_EXCERPT].rsplit(" ", 1)[0].rstrip(".,;:") + " …"
    where = f"{report.authority}, {day(report.published)}, {locator(paragraph)}"
    return Suggestion("paragraph", where, text, id=paragraph.id)
