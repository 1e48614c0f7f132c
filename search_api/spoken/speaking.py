"""What is said of a theme, sentence by sentence, the newest report first."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from indexer.records import report_of
from search_api.question.filters import one_theme
from search_api.question.request import EVERYTHING, Request, checked_limit
from search_api.retrieval.searcher import Searcher
from search_api.themes.records import Said
from search_api.themes.tagger import Tagger

from .records import Quoted, Speaking, ThemeCount


class Speaker:
    """What the reports of one open index say of themes. Threads may share it."""

    def __init__(self, searcher: Searcher, themes: Tagger) -> None:
        self._searcher, self._themes = searcher, themes

    def counts(self, request: Request = EVERYTHING) -> tuple[ThemeCount, ...]:
        """Every theme with the paragraphs and reports within the filters that speak of it, in the
        order of the vocabulary; those of which nothing is said too. Raises as Interpreter.scope.
        """
        scope = self._searcher.interpreter.scope(request)[0]
        reader, found = self._searcher.reader, []
        self._themes.counts()  # all are needed: one by one they would take longer
        for theme in self._themes.vocabulary:
            rows = self._themes.rows(theme.key)
            rows = rows if scope.rows is None else np.intersect1d(rows, scope.rows, assume_unique=True)
            found.append(ThemeCount(theme, len(rows), len(np.unique(reader.places_of(rows)))))
        return tuple(found)

    def of(self, name: str, request: Request = EVERYTHING, limit: int = 20, offset: int = 0) -> Speaking:
        """The sentences that speak of a theme (its key, name or another name), one of each paragraph (the
        surest), of the newest report first and in reading order within each: at most `limit` after the first
        `offset`.

        Raises InvalidRequest for what is no theme and a limit or offset out of range, and as
        Interpreter.scope.
        """
        checked_limit(limit, offset)
        theme, reader = one_theme(name), self._searcher.reader
        scope = self._searcher.interpreter.scope(request)[0]
        inside = np.ones(len(reader), dtype=bool)
        if scope.rows is not None:
            inside[:] = False
            inside[scope.rows] = True
        best: dict[int, Said] = {}
        for item in self._themes.sentences(theme.key):
            if inside[item.row] and (item.row not in best or item.score > best[item.row].score):
                best[item.row] = item
        order = reader.newest_first(np.array(sorted(best), dtype=np.int64))
        page = [best[row] for row in order[offset : offset + limit].tolist()]
        places = np.unique(reader.places_of(order)).tolist()
        every = reader.reports()
        return Speaking(
            theme,
            len(order),
            tuple(every[place] for place in places),
            _quoted(self._searcher, page),
            scope.coverage,
            (*scope.notes, *((self._themes.note,) if self._themes.note else ())),
        )


def _quoted(searcher: Searcher, page: Sequence[Said]) -> tuple[Quoted, ...]:
    reader = searcher.reader
    rows = [item.row for item in page]
    sides = searcher.labels([(item.row, item.place) for item in page])
    return tuple(
        Quoted(
            paragraph,
            reader.report(report_of(paragraph.id)),
            spans[item.place],
            round(item.score, 3),
            item.named,
            side,
            reader.noted.touching(paragraph),
        )
        for item, paragraph, spans, side in zip(
            page, reader.by_rows(rows), reader.spans_of(rows), sides, strict=True
        )
    )
