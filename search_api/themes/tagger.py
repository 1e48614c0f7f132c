"""Which themes does each paragraph of an open index carry, and which sentence says so?

A sentence speaks of a theme where it prints one of its names or its vector is near enough, and what the whole
paragraph is about does not speak against it. Nothing is kept in the index: all is derived from it when it is
first needed, in a second or two for 30,000 paragraphs, and kept while it is open.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.arrays import Float32Array, Int64Array
from indexer.store.reader import IndexReader

from .model import ThemeModel, model_of
from .printed import Names, Printable, Sentences
from .records import Said, Tag, Theme
from .vocabulary import themes

_BLOCK = 5_000  # paragraphs that are read at a time
_ALONE = 2  # themes that are found by themselves before all are
_FURTHEST = 20.0  # log-odds beyond which a score no longer changes


@dataclass(frozen=True, slots=True, eq=False)
class _Tags:
    """All that is tagged, (m,) each, ordered by row, then by theme, then by place in the paragraph."""

    rows: Int64Array
    themes: npt.NDArray[np.int16]
    places: npt.NDArray[np.int16]
    scores: Float32Array
    named: npt.NDArray[np.bool_]


class Tagger:
    """Tags the paragraphs of one open index. Threads may share one."""

    def __init__(
        self,
        reader: IndexReader,
        vocabulary: Sequence[Theme] | None = None,
        model: ThemeModel | None = None,
        *,
        by_names: bool = False,
    ) -> None:
        """vocabulary: None for Pinpoint's own. model: None for that of the index's encoder, if it has one;
        by_names: use none.
        """
        self._reader = reader
        self._given = vocabulary
        self._model = model
        if model is None and vocabulary is None and not by_names:
            self._model = model_of(reader.manifest.encoder_name)
        self._lock = threading.Lock()
        self._found: _Tags | None = None
        self._bounds: Int64Array = np.zeros(0, np.int64)
        self._rows: dict[str, Int64Array] = {}
        self._alone: dict[str, _Tags] = {}

    @property
    def vocabulary(self) -> tuple[Theme, ...]:
        """The themes, in their order."""
        return themes() if self._given is None else tuple(self._given)

    @property
    def by_names(self) -> bool:
        """Whether printed names alone decide, as no model belongs to the index's encoder."""
        return self._model is None

    @property
    def note(self) -> str:
        """What the user must know of the tags, one sentence; "" where a model decides beside the names."""
        if self._model is not None:
            return ""
        return (
            "This index was made with another search model than Pinpoint’s own, so only the printed names of "
            "a theme decide: what is told in other words is not found."
        )

    def of(self, rows: Int64Array | Iterable[int]) -> list[tuple[Tag, ...]]:
        """The tags of each row, in the order of `rows`: one for each theme that it carries, surest first."""
        tags = self._tags()
        keys = [item.key for item in self.vocabulary]
        found = []
        for row in np.asarray(rows, dtype=np.int64).reshape(-1).tolist():
            best: dict[int, Tag] = {}
            for at in range(int(self._bounds[row]), int(self._bounds[row + 1])):
                theme, score = int(tags.themes[at]), float(tags.scores[at])
                if theme not in best or score > best[theme].score:
                    best[theme] = Tag(keys[theme], score, int(tags.places[at]), bool(tags.named[at]))
            found.append(tuple(sorted(best.values(), key=lambda tag: -tag.score)))
        return found

    def rows(self, theme: str) -> Int64Array:
        """Rows of the paragraphs that carry the theme of that key, ascending. Raises KeyError."""
        tags = self._tags_of(theme)
        return np.unique(tags.rows) if self._found is None else self._rows[theme]

    def any_of(self, keys: Iterable[str]) -> Int64Array:
        """Rows, ascending, that carry one of the themes at least. Raises KeyError."""
        found = [self.rows(key) for key in keys]
        return np.unique(np.concatenate(found)) if found else np.zeros(0, np.int64)

    def sentences(self, theme: str) -> list[Said]:
        """Every sentence that speaks of the theme, by row and place. Raises KeyError."""
        tags = self._tags_of(theme)
        at = np.flatnonzero(tags.themes == self._code(theme))
        return [
            Said(*item)
            for item in zip(
                tags.rows[at].tolist(), tags.places[at].tolist(), tags.scores[at].tolist(),
                tags.named[at].tolist(), strict=True,
            )
        ]  # fmt: skip

    def printed(self, theme: str) -> list[tuple[int, int]]:
        """(row, place) of every sentence that prints a name of the theme, in order, tagged or not: what a
        reader who searches the report for it would find. Raises KeyError.
        """
        forms = list(Names(self._reader, self.vocabulary[self._code(theme)].synonyms).candidates())
        rows = np.unique(np.concatenate([np.zeros(0, np.int64), *(found for _, found in forms)]))
        sentences = Sentences(self._reader, rows)
        at = np.flatnonzero(sentences.printing([forms])[:, 0])
        return list(zip(sentences.owners[at].tolist(), sentences.places[at].tolist(), strict=True))

    def hinted(self, theme: str, rows: Int64Array) -> list[tuple[int, int]]:
        """(row, place) of every sentence of the rows, ascending, that prints a cue of the theme. Raises
        KeyError.
        """
        forms = list(Names(self._reader, self.vocabulary[self._code(theme)].cues).candidates())
        sentences = Sentences(self._reader, rows)
        at = np.flatnonzero(sentences.printing([forms])[:, 0])
        return list(zip(sentences.owners[at].tolist(), sentences.places[at].tolist(), strict=True))

    @property
    def of_a_cue(self) -> float:
        """What a printed cue adds to the log-odds; 0.0 without a model."""
        return self._model.cued if self._model is not None else 0.0

    def odds(self, theme: str, rows: Int64Array) -> tuple[Float32Array, Int64Array]:
        """How near each sentence of the rows comes to the theme by its vector: log-odds, 0 for just enough.

        (m,) and bounds (len(rows) + 1,), as IndexReader.sentences_of. Raises KeyError, and ValueError where
        no model tells.
        """
        if self._model is None:
            raise ValueError("no model tells how near a sentence comes to a theme")
        code = self._code(theme)
        vectors, bounds = self._reader.sentences_of(rows)
        return self._model.odds(vectors, code)[:, 0], bounds

    def prints(
        self, rows: Int64Array, *, cues: bool = True
    ) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
        """(m, t) twice: whether each sentence of the rows, ascending, prints a name or phrase of each theme,
        and whether a cue.

        In the order of `IndexReader.sentences_of`. cues: whether the second is wanted; else it is all False.
        """
        told = [(*item.synonyms, *item.phrases) for item in self.vocabulary]
        found = [self._printed(rows, told)]
        found.append(self._printed(rows, [item.cues if cues else () for item in self.vocabulary]))
        return found[0], found[1]

    def counts(self, rows: Int64Array | None = None) -> dict[str, int]:
        """Paragraphs among `rows` (None: all) that carry each theme; in the order of the vocabulary, no 0."""
        self._tags()
        if rows is None:
            held = {key: len(found) for key, found in self._rows.items()}
        else:
            among = np.zeros(len(self._reader), dtype=bool)
            among[rows] = True
            held = {key: int(np.count_nonzero(among[found])) for key, found in self._rows.items()}
        return {key: count for key, count in held.items() if count}

    def _code(self, theme: str) -> int:
        codes = {item.key: code for code, item in enumerate(self.vocabulary)}
        return codes[theme]

    def _tags(self) -> _Tags:
        found = self._found
        if found is not None:
            return found
        with self._lock:
            if self._found is None:
                made = self._read(np.arange(len(self._reader), dtype=np.int64))
                bounds = np.searchsorted(made.rows, np.arange(len(self._reader) + 1))
                by_theme = np.argsort(made.themes, kind="stable")
                ends = np.searchsorted(made.themes[by_theme], np.arange(len(self.vocabulary) + 1))
                self._bounds = bounds.astype(np.int64)
                self._rows = {
                    item.key: np.unique(made.rows[by_theme[ends[code] : ends[code + 1]]])
                    for code, item in enumerate(self.vocabulary)
                }
                self._found = made
            return self._found

    def _tags_of(self, theme: str) -> _Tags:
        """All that is tagged with this theme at least. Raises KeyError.

        The first themes that are asked for are found by themselves, in the paragraphs that come near to them
        and by the same rules: a command mostly needs one.
        """
        code = self._code(theme)
        if self._found is not None or self._model is None:
            return self._tags()
        with self._lock:
            if theme in self._alone:
                return self._alone[theme]
            first = len(self._alone) < _ALONE
            if first:
                near = self._near(code)
                first = len(near) <= len(self._reader) // 3
            if first:
                self._alone[theme] = _only(self._read(near), code)
                return self._alone[theme]
        return self._tags()

    def _near(self, code: int) -> Int64Array:
        """Rows, ascending, where a sentence could be tagged if it printed a name of the theme."""
        assert self._model is not None
        found = []
        for rows in self._parts(np.arange(len(self._reader), dtype=np.int64)):
            vectors, bounds = self._reader.sentences_of(rows)
            at = np.flatnonzero(self._model.nameable(self._model.odds(vectors, code))[:, 0])
            found.append(rows[np.unique(bounds.searchsorted(at, side="right") - 1)])
        return np.concatenate(found) if found else np.zeros(0, np.int64)

    @staticmethod
    def _parts(rows: Int64Array) -> list[Int64Array]:
        return [rows[first : first + _BLOCK] for first in range(0, len(rows), _BLOCK)]

    def _read(self, among: Int64Array) -> _Tags:
        """What is tagged in these rows, ascending."""
        names = self._candidates([(*item.synonyms, *item.phrases) for item in self.vocabulary])
        cues = self._candidates([item.cues for item in self.vocabulary] if self._model is not None else [])
        parts = [self._block(rows, names, cues) for rows in self._parts(among)]
        columns = list(zip(*parts, strict=True)) if parts else [(np.zeros(0),)] * 5
        rows, codes, places, scores, prints = (np.concatenate(column) for column in columns)
        return _Tags(
            rows.astype(np.int64), codes.astype(np.int16), places.astype(np.int16),
            scores.astype(np.float32), prints.astype(bool),
        )  # fmt: skip

    def _candidates(self, names: Iterable[Sequence[str]]) -> list[Printable]:
        known: dict[str, Int64Array] = {}
        return [list(Names(self._reader, each, known).candidates()) for each in names]

    def _printed(self, rows: Int64Array, names: Sequence[Sequence[str]]) -> npt.NDArray[np.bool_]:
        forms = self._candidates(names)
        parts = []
        for part in self._parts(rows):
            parts.append(Sentences(self._reader, part).printing(forms))
        return np.concatenate(parts) if parts else np.zeros((0, len(names)), bool)

    def _block(
        self, rows: Int64Array, names: Sequence[Printable], cues: Sequence[Printable]
    ) -> tuple[npt.NDArray[Any], ...]:
        """Rows, themes, places, scores and whether named, of the tags of these rows, ascending."""
        sentences = Sentences(self._reader, rows)
        if self._model is None:
            prints = sentences.printing(names)
            odds = np.where(prints, np.float32(_FURTHEST), np.float32(-_FURTHEST))
        else:
            vectors, bounds = self._reader.sentences_of(rows)
            near = self._model.odds(vectors)
            where = self._model.nameable(near)
            prints = sentences.printing(names, where) & where
            odds = self._model.judged(near, bounds, prints, partial(sentences.printing, cues))
        at, codes = np.nonzero(odds >= 0)
        owners, places = sentences.owners[at], sentences.places[at]
        order = np.lexsort((places, codes, owners))
        scores = 1 / (1 + np.exp(-np.minimum(odds[at, codes], _FURTHEST)))
        return owners[order], codes[order], places[order], scores[order], prints[at, codes][order]


def _only(tags: _Tags, code: int) -> _Tags:
    at = np.flatnonzero(tags.themes == code)
    return _Tags(tags.rows[at], tags.themes[at], tags.places[at], tags.scores[at], tags.named[at])
