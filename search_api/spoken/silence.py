"""Which of the reports within some filters mention a matter, and what comes nearest where one does not?

Silence is only said of what is told for certain: no name of the matter is printed in any paragraph that was
searched, and no sentence speaks of it in other words as far as the model of themes, or the related words of
the list of terms, can tell. docs/comparing/silence.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from indexer.arrays import Float32Array, Int64Array, products
from indexer.records import Report
from indexer.store.reader import IndexReader
from search_api.question.records import Scope
from search_api.question.request import EVERYTHING, Request
from search_api.retrieval.matters import Subject
from search_api.retrieval.printed import printing
from search_api.retrieval.searcher import Searcher
from search_api.themes.records import Theme
from search_api.themes.tagger import Tagger
from search_api.themes.vocabulary import find

from .records import Quoted, ReportOn, Silence

_PERHAPS_THEME = 0.05  # likelihood from which on a reader must judge whether a sentence speaks of a theme
_PERHAPS_TERM = 0.5  # and cosine, of a term
_LOOKED_AT = -4.0  # log-odds from which on it matters whether a sentence prints a cue
_RELATED = 0.55  # cosine of a sentence that speaks of a term in related words, as in answers/absence.py
_BLOCK = 5_000  # paragraphs whose sentences are compared at a time

Place = tuple[int, int]  # row of a paragraph, and the sentence among its spans


@dataclass(frozen=True, slots=True, eq=False)
class _Matter:
    """What is looked for. printed: sentences that print a name; telling: that speak of it in other words.

    perhaps: the score from which on a reader must judge. scores: of every sentence of the rows in scope.
    rows, bounds: those rows, and where the sentences of each begin and end in `scores`.
    """

    label: str
    theme: str
    names: tuple[str, ...]
    printed: frozenset[Place]
    telling: frozenset[Place]
    rows: Int64Array
    bounds: Int64Array
    scores: Float32Array
    perhaps: float
    notes: tuple[str, ...] = field(default=())


class SilenceFinder:
    """Finds silence in one open index. Threads may share it."""

    def __init__(self, searcher: Searcher, themes: Tagger) -> None:
        self._searcher = searcher
        self._reader: IndexReader = searcher.reader
        self._themes = themes

    def on(self, about: str, request: Request = EVERYTHING, *, as_term: bool = False) -> Silence:
        """What the reports that the filters leave say of `about`: a theme where the vocabulary knows it, by
        key, name or synonym, else a term. as_term: look for the words as a term whatever they are.

        Raises InvalidRequest for what has no word, and as Interpreter.scope.
        """
        theme = None if as_term else find(about)
        scope = self._searcher.interpreter.scope(request)[0]
        rows = np.arange(len(self._reader), dtype=np.int64) if scope.rows is None else scope.rows
        matter = self._of_theme(theme, rows) if theme else self._of_term(about, request, rows)
        return self._silence(matter, scope)

    def _of_theme(self, theme: Theme, rows: Int64Array) -> _Matter:
        inside = np.zeros(len(self._reader), dtype=bool)
        inside[rows] = True
        printed = frozenset(item for item in self._themes.printed(theme.key) if inside[item[0]])
        tagged = {
            (item.row, item.place): item.score
            for item in self._themes.sentences(theme.key)
            if inside[item.row]
        }
        if self._themes.by_names:
            scores, bounds = self._cosines(self._vector(f"{theme.name}. {theme.definition}"), rows)
        else:
            parts = [self._themes.odds(theme.key, part) for part in _parts(rows)]
            odds, bounds = _joined(parts)
            near = np.unique([row for row, _ in _places(rows, bounds, np.flatnonzero(odds >= _LOOKED_AT))])
            firsts = dict(zip(rows.tolist(), bounds.tolist(), strict=False))
            for row, place in self._themes.hinted(theme.key, near.astype(np.int64)):
                odds[firsts[row] + place] += self._themes.of_a_cue
            scores = (1 / (1 + np.exp(-np.clip(odds, -20, 20)))).astype(np.float32)
            for (row, place), score in tagged.items():  # with what a printed name adds
                scores[firsts[row] + place] = score
        notes = (self._themes.note,) if self._themes.note else ()
        return _Matter(
            theme.name,
            theme.key,
            theme.synonyms,
            printed,
            frozenset(tagged) - printed,
            rows,
            bounds,
            scores,
            _PERHAPS_TERM if self._themes.by_names else _PERHAPS_THEME,
            notes,
        )

    def _of_term(self, about: str, request: Request, rows: Int64Array) -> _Matter:
        understood = self._searcher.understand(about, request.taking_as_words([about]))
        found = self._searcher.mentions(understood)
        notes = [offer.text for offer in understood.offers if offer.certain]
        if len(found) == 1 and (len(found[0].subjects) == 1 or all(item.named for item in found[0].subjects)):
            matter = found[0]
            subjects, label = matter.subjects, matter.label
            spoken, related = matter.rows, np.union1d(matter.related_rows, matter.apart_rows)
        else:
            label = about.strip()
            spoken, related = self._reader.phrase_rows(label), np.zeros(0, np.int64)
            subjects = (Subject(label, (label,), spoken),)
            notes.append(f"‘{label}’ is in no list of terms, so it was looked for word for word.")
        inside = np.zeros(len(self._reader), dtype=bool)
        inside[rows] = True
        printed = frozenset(self._sentences(subjects, spoken[inside[spoken]]))
        scores, bounds = self._cosines(self._vector(label), rows)
        near = _places(rows, bounds, np.flatnonzero(scores >= _RELATED))
        others = set(related.tolist())
        telling = frozenset(item for item in near if item[0] in others)
        names = tuple(dict.fromkeys(name for item in subjects for name in item.names))
        return _Matter(
            label, "", names, printed, telling - printed, rows, bounds, scores, _PERHAPS_TERM, tuple(notes)
        )

    def _sentences(self, subjects: Sequence[Subject], rows: Int64Array) -> Iterable[Place]:
        """Of paragraphs that mention all subjects, each sentence that prints one; all where none does, as
        where the halves of a name stand in two.
        """
        names = [name for item in subjects for name in item.names]
        texts, spans = self._reader.texts_of(rows), self._reader.spans_of(rows)
        for row, text, held in zip(rows.tolist(), texts, spans, strict=True):
            prints = printing(names, [text[start:end] for start, end in held])
            places = np.flatnonzero(prints).tolist()
            yield from ((row, place) for place in places or range(len(held)))

    def _vector(self, text: str) -> Float32Array:
        return self._searcher.encoder.encode_query(text)

    def _cosines(self, vector: Float32Array, rows: Int64Array) -> tuple[Float32Array, Int64Array]:
        parts = []
        for part in _parts(rows):
            vectors, bounds = self._reader.sentences_of(part)
            parts.append((products(vectors, vector), bounds))
        return _joined(parts)

    def _silence(self, matter: _Matter, scope: Scope) -> Silence:
        places = self._reader.places_of(matter.rows)
        of_report: dict[int, list[int]] = {}
        for at, place in enumerate(places.tolist()):
            of_report.setdefault(place, []).append(at)
        order = {report.id: place for place, report in enumerate(self._reader.reports())}
        printed, telling = _by_row(matter.printed), _by_row(matter.telling)
        mentioned: list[ReportOn] = []
        other: list[ReportOn] = []
        perhaps: list[ReportOn] = []
        silent: list[ReportOn] = []
        for report in scope.reports:
            held = of_report.get(order[report.id], [])
            rows = [int(matter.rows[at]) for at in held]
            for found, among in ((mentioned, printed), (other, telling)):
                if spoken := [(row, place) for row in rows for place in among.get(row, ())]:
                    found.append(self._report(report, matter, held, spoken))
                    break
            else:
                found_there = self._report(report, matter, held, None)
                near = found_there.quoted is not None and found_there.quoted.score >= matter.perhaps
                (perhaps if near else silent).append(found_there)
        perhaps.sort(key=lambda item: -item.quoted.score if item.quoted else 0.0)
        return Silence(
            matter.label, matter.theme, matter.names, tuple(mentioned), tuple(other), tuple(perhaps),
            tuple(silent), scope.coverage, (*scope.notes, *matter.notes),
        )  # fmt: skip

    def _report(
        self, report: Report, matter: _Matter, held: Sequence[int], spoken: Sequence[Place] | None
    ) -> ReportOn:
        """held: places of its rows in `matter.rows`. spoken: sentences that mention it; None for none."""
        firsts = {int(matter.rows[at]): int(matter.bounds[at]) for at in held}
        if spoken is None:
            every = (
                (int(matter.rows[at]), place)
                for at in held
                for place in range(int(matter.bounds[at + 1] - matter.bounds[at]))
            )
            best = max(every, key=lambda item: matter.scores[firsts[item[0]] + item[1]], default=None)
        else:
            best = max(spoken, key=lambda item: matter.scores[firsts[item[0]] + item[1]])
        count = len({row for row, _ in spoken or ()})
        quoted = None
        if best is not None:
            row, place = best
            paragraph = self._reader.by_rows([row])[0]
            score = round(float(matter.scores[firsts[row] + place]), 3)
            touching = self._reader.noted.touching(paragraph)
            [side] = self._searcher.labels([best])
            span, named = self._reader.spans(row)[place], best in matter.printed
            quoted = Quoted(paragraph, report, span, score, named, side, touching)
        return ReportOn(report, count, quoted, report.id in self._reader.noted.to_check)


def _by_row(places: Iterable[Place]) -> Mapping[int, list[int]]:
    found: dict[int, list[int]] = {}
    for row, place in sorted(places):
        found.setdefault(row, []).append(place)
    return found


def _parts(rows: Int64Array) -> list[Int64Array]:
    return [rows[first : first + _BLOCK] for first in range(0, max(len(rows), 1), _BLOCK)]


def _joined(parts: Sequence[tuple[Float32Array, Int64Array]]) -> tuple[Float32Array, Int64Array]:
    scores = np.concatenate([found for found, _ in parts])
    counts = np.concatenate([np.diff(bounds) for _, bounds in parts])
    return scores, np.concatenate(([0], np.cumsum(counts)))


def _places(rows: Int64Array, bounds: Int64Array, at: npt.NDArray[np.intp]) -> list[Place]:
    owners = np.searchsorted(bounds, at, side="right") - 1
    return list(zip(rows[owners].tolist(), (at - bounds[owners]).tolist(), strict=True))
