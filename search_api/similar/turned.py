"""Who turned a weakness into a strength? For what one paragraph criticises, for a theme or for a term.

An authority counts where a report of one inspection criticises the matter, a report of a later one praises
it, and neither that report nor one after it criticises it again. Both sentences must be about the same
matter: the sides apart, they lie near each other and share telling words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

import numpy as np

from indexer.arrays import Float32Array, Int64Array
from indexer.records import Report, report_of
from search_api.question.records import Scope
from search_api.question.request import EVERYTHING, Request, checked_limit

from .compared import Comparer
from .doubts import is_aim, same_aspect
from .names import ScopeName
from .near import Finder
from .records import Place, Subject, Turned, TurnedResult
from .rules import WANTING
from .scopes import WHOSE, checked

_WEAK_IN = ("finding", "recommendation", "improvement", "summary")
_STRONG_IN = ("finding", "summary")
_NO_CRITICISM = "This paragraph criticises nothing, as far as we can tell, so there is nothing to compare."
# Cosine of two sentences less the side: from which on both are about the same matter, a later one criticises
# it again, and one of the paragraph that praises it takes the praise back.
_PAIR, _AGAIN, _NEARBY = 0.62, 0.5, 0.4
_LONGEST = 400  # characters of a criticism: a longer one asks for many things


class _Told(NamedTuple):
    """A sentence on the matter. near: how near to what was asked for, at most 1. label: its side. named:
    whether that is sure enough to name somebody for it.
    """

    row: int
    place: int
    near: float
    label: str
    named: bool


class _Pair(NamedTuple):
    weak: _Told
    strong: _Told
    cosine: float

    @property
    def score(self) -> float:
        return round(min(self.weak.near, self.strong.near, self.cosine), 5)


class _Turns:
    """Compares the inspections of one open index."""

    def __init__(self, finder: Finder) -> None:
        self._finder = finder
        self._reader = finder.reader

    def among(self, told: Sequence[_Told]) -> list[_Pair]:
        """The best pair of each authority that turned, best first."""
        reports = self._reader.reports()
        places = self._reader.places_of([item.row for item in told]).tolist()
        of_authority: dict[str, list[tuple[Report, _Told]]] = {}
        for item, place in zip(told, places, strict=True):
            of_authority.setdefault(reports[place].authority, []).append((reports[place], item))
        found = [pair for held in of_authority.values() if (pair := self._best(held)) is not None]
        return sorted(found, key=lambda pair: (-pair.score, pair.strong.row, pair.strong.place))

    def shown(self, pairs: Iterable[_Pair], first: int = 1) -> tuple[Turned, ...]:
        """The pairs as results, ranked from `first`."""
        found = []
        for rank, pair in enumerate(pairs, start=first):
            weak, strong = self.place(pair.weak), self.place(pair.strong)
            found.append(
                Turned(strong.report.authority, weak, strong, pair.score, round(pair.cosine, 5), rank)
            )
        return tuple(found)

    def place(self, told: _Told) -> Place:
        """The sentence with its paragraph and report."""
        reader = self._reader
        [paragraph] = reader.by_rows([told.row])
        return Place(
            paragraph,
            reader.report(report_of(paragraph.id)),
            reader.spans(told.row)[told.place],
            told.label,
            reader.noted.touching(paragraph),
        )

    def _best(self, held: Sequence[tuple[Report, _Told]]) -> _Pair | None:
        # What is praised in part is no weakness to start from; said later, it is a shortfall that is left.
        weak = [(report, item) for report, item in held if item.label in WANTING]
        strong = [(report, item) for report, item in held if item.label == "praise" and item.named]
        if (
            not weak
            or not strong
            or min(day_of(report) for report, _ in weak) >= max(day_of(report) for report, _ in strong)
        ):
            return None
        one, other = self._unit([item for _, item in weak]), self._unit([item for _, item in strong])
        cosines, again = one @ other.T, one @ one.T
        words = self._finder.words.of([(item.row, item.place) for _, item in weak])
        others = self._finder.words.of([(item.row, item.place) for _, item in strong])
        best: _Pair | None = None
        for at, to in zip(*np.nonzero(cosines >= _PAIR), strict=True):
            before, after = weak[at], strong[to]
            early = day_of(before[0]) < day_of(after[0])
            if not (
                early and before[1].named and before[1].label == "criticism"
            ) or not self._finder.words.likeness(words[at], others[to]):
                continue
            was, now = self._said(before[1]), self._said(after[1])
            if len(was) > _LONGEST or is_aim(now) or not same_aspect(was, now):
                continue
            pair = _Pair(before[1], after[1], float(cosines[at, to]))
            if best is not None and pair.score <= best.score:
                continue
            # Criticised again, on the same matter, by the report that praises it or one after it.
            if not any(
                day_of(report) >= day_of(after[0])
                and max(again[at, place], cosines[place, to])
                >= (_NEARBY if item.row == after[1].row else _AGAIN)
                for place, (report, item) in enumerate(weak)
            ):
                best = pair
        return best

    def _said(self, told: _Told) -> str:
        [text] = self._reader.texts_of([told.row])
        start, end = self._reader.spans(told.row)[told.place]
        return text[start:end]

    def _unit(self, told: Sequence[_Told]) -> Float32Array:
        vectors = np.stack([self._reader.sentence_vectors(item.row)[item.place] for item in told])
        return self._finder.space.sentences.unit(vectors, sideless=True)


class WeakToStrong:
    """Compares the inspections of one open index. Threads may share one."""

    def __init__(self, finder: Finder, comparer: Comparer) -> None:
        self._finder, self._comparer = finder, comparer
        self._reader = finder.reader
        self._turns = _Turns(finder)

    def of_paragraph(
        self,
        paragraph_id: str,
        request: Request = EVERYTHING,
        *,
        scopes: str | Iterable[str] = (),
        limit: int | None = None,
        offset: int = 0,
    ) -> TurnedResult:
        """Other authorities that were criticised for what the paragraph criticises, and praised for it later.

        scopes: as of Similar.to; "better" and "newest" hold for the praise. At most `limit` after the first
        `offset`, one an authority, best first. Raises as Similar.to.
        """
        compared, reader, settings = self._comparer.compared, self._reader, self._finder.settings
        limit = checked_limit(settings.similar_limit if limit is None else limit, offset)
        names = checked(scopes)
        row = reader.row(paragraph_id.strip())
        [asked] = reader.by_rows([row])
        report = reader.report(report_of(asked.id))
        places = [name for name in names if name in WHOSE]
        weak_in = compared(asked, report, _of_kinds(request, _WEAK_IN), "other", "any", places)
        strong_in = compared(asked, report, _of_kinds(request, _STRONG_IN), "other", "any", names)
        told: list[_Told] = []
        if not weak_in.empty and not strong_in.empty:
            least = settings.similar_least_turned
            told += self._told(row, weak_in.rows, least, WANTING)
            told += self._told(row, strong_in.rows, least, frozenset({"praise"}))
        sources = self._sources(row)
        notes = strong_in.scope.notes if strong_in.empty else weak_in.scope.notes
        if not sources:
            notes = (*notes, _NO_CRITICISM)
        return self._result(
            about=asked.id, kind="paragraph", label="", asked=sources, told=told, scope=weak_in.scope,
            names=names, notes=notes, limit=limit, offset=offset,
        )  # fmt: skip

    def of_sentences(self, subject: Subject, limit: int | None = None, offset: int = 0) -> TurnedResult:
        """Authorities that were criticised for a theme or term, and praised for it later."""
        settings = self._finder.settings
        limit = checked_limit(settings.similar_limit if limit is None else limit, offset)
        sides = self._finder.told(subject.sentences)
        told = [_Told(*where, 1.0, *side) for where, side in zip(subject.sentences, sides, strict=True)]
        return self._result(
            about=subject.about, kind=subject.kind, label=subject.label, asked=(), told=told,
            scope=subject.scope, names=(), notes=subject.notes, limit=limit, offset=offset,
        )  # fmt: skip

    def _told(self, row: int, rows: Int64Array | None, least: float, labels: frozenset[str]) -> list[_Told]:
        finder = self._finder
        near = finder.on_matter(row, rows, "praise", least)
        sides = finder.told([(item.row, item.place) for item in near])
        told = [_Told(it.row, it.place, it.score, *side) for it, side in zip(near, sides, strict=True)]
        return [item for item in told if item.label in labels]

    def _sources(self, row: int) -> tuple[Place, ...]:
        """The sentences of the asked paragraph that are compared."""
        asked = self._finder.asked(row, "praise")
        return tuple(
            self._turns.place(_Told(row, place, 1.0, label, True))
            for place, label in zip(asked.places, asked.labels, strict=True)
        )

    def _result(
        self,
        *,
        about: str,
        kind: Literal["paragraph", "theme", "term"],
        label: str,
        asked: tuple[Place, ...],
        told: Sequence[_Told],
        scope: Scope,
        names: tuple[ScopeName, ...],
        notes: tuple[str, ...],
        limit: int,
        offset: int,
    ) -> TurnedResult:
        pairs = self._turns.among(told)
        latest = {report.authority: report.id for report in sorted(scope.reports, key=day_of)}
        inspected = Counter(report.authority for report in scope.reports)
        reports = self._reader.reports()
        places = self._reader.places_of([item.row for item in told if item.label in WANTING]).tolist()
        weak = {
            reports[at].authority for at in set(places) if latest[reports[at].authority] != reports[at].id
        }
        return TurnedResult(
            about=about,
            kind=kind,
            label=label,
            asked=asked,
            results=self._turns.shown(pairs[offset : offset + limit], offset + 1),
            authorities=len(pairs),
            weak=len(weak),
            searched=sum(count > 1 for count in inspected.values()),
            scopes=names,
            coverage=scope.coverage,
            notes=notes,
        )


def _of_kinds(request: Request, kinds: tuple[str, ...]) -> Request:
    """With these kinds of paragraph where the user chose none."""
    return request if request.of("kind") else request.having("kind", *kinds)


def day_of(report: Report) -> str:
    """By which inspections are ordered: the last day of the inspection, else that of publication."""
    return (report.inspection_end or report.published).isoformat()
