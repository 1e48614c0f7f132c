"""Which of the sentences on a subject are quoted: those that stand alone, are surely on it, and differ."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from indexer.arrays import Float32Array
from indexer.records import Paragraph, Report
from indexer.store.reader import IndexReader
from search_api.comparison.matter import Matter
from search_api.similar.vectors import Centre

from .records import Evidence

SAME = 0.75  # cosine of two sentences, less the mean, from which on they say nearly the same
UNSURE = ""  # of a sentence whose side is not sure enough to be told
ASKS = frozenset({"recommendation", "improvement"})
_FEWEST, _MOST = 6, 60  # words of a sentence that is quoted where there is another
_SIDES = frozenset({"praise", "criticism"})
_SURELY = 0.85  # strength of a side from which on it is surely praise or criticism
_SURE = 0.75  # likelihood from which on a sentence that prints no name is surely on the theme
# A sentence that begins so leans on the one before it.
_LEANS = re.compile(
    r"(?:This|These|That|Those|They|Their|Them|It|Its|He|She|His|Her|Here|There|Such|Both|Neither|Others?|"
    r"Some|Most|However|Nevertheless|Nonetheless|Consequently|Therefore|Thus|Hence|Although this|But|And|Or|"
    r"Instead|Otherwise|Similarly|Equally|Likewise|Moreover|Furthermore|Additionally|Conversely|Despite this|"
    r"Because of this|As a (?:result|consequence)|For (?:example|instance)|"
    r"In (?:addition|contrast|this|these|turn|one|some|such)|"
    r"At the (?:same|other)|On the other|Where this|When this|If (?:this|so)|While this|"
    r"Also|Too|Again|Then|Once|Not all|A few|One)\b"
)
# So does one that soon speaks of "these children".
_POINTS_BACK = re.compile(
    r"(?:\S+\s+){0,14}(?:these|those|such)\s+(?:children|young people|cases|families|plans|workers)\b"
    r"|(?:\S+\s+){0,6}(?:these|those)\b|(?:\S+\s+){0,3}this\b(?! inspection)",
    re.IGNORECASE,
)
_ENDS = re.compile(r"[.!?][\"'’”)\]]*$")
_BROKEN = re.compile(r"[•●▪□]|\n|:\s*$")


@dataclass(frozen=True, slots=True, eq=False)
class Sentence:
    """One that speaks of the subject. row, place: of it in the index. named: whether it prints a name.

    score: how likely it speaks of the theme, 1 for a term. sure: how surely it takes its side, up to 1.
    """

    row: int
    place: int
    span: tuple[int, int]
    text: str
    paragraph: Paragraph
    report: Report
    side: str
    named: bool
    score: float
    sure: float = 1.0

    @property
    def asks(self) -> bool:
        """Whether it recommends, and does not find."""
        return self.paragraph.kind in ASKS

    @property
    def told(self) -> bool:
        """Whether its side is sure enough to be told of the sentence alone."""
        return self.side not in _SIDES or self.sure >= _SURELY

    @property
    def whole(self) -> bool:
        """Whether it is all of its paragraph, as a bullet is, but for blanks."""
        return self.text.strip() == self.paragraph.text.strip()


def sentences(
    reader: IndexReader,
    matter: Matter,
    sides: Sequence[str],
    sure: Sequence[float],
    found: Sequence[tuple[int, int, tuple[int, int], str]],
    scores: Mapping[tuple[int, int], float],
) -> Iterator[Sentence]:
    """Those of a matter as records. sides, sure: of each of `found`, in its order."""
    rows = [row for row, *_ in found]
    paragraphs = reader.by_rows(rows)
    reports, places = reader.reports(), reader.places_of(rows).tolist()
    for (row, place, span, text), paragraph, at, side, surely in zip(
        found, paragraphs, places, sides, sure, strict=True
    ):
        named = (row, place) not in matter.unnamed
        score = scores.get((row, place), 1.0)
        yield Sentence(row, place, span, text, paragraph, reports[at], side, named, score, surely)


def rank(item: Sentence) -> tuple[float, ...]:
    """Lower is better to quote: stands alone, is whole, is surely on the subject, prints its name."""
    words = len(item.text.split())
    leans = bool(_LEANS.match(item.text) or _POINTS_BACK.match(item.text)) and not item.asks
    begins = item.text[:1].isupper() or item.text[:1] in "‘“'\"("
    cut = not item.whole and not (begins and _ENDS.search(item.text))
    broken = bool(_BROKEN.search(item.text))
    odd = not _FEWEST <= words <= _MOST
    doubtful = (not item.named and item.score < _SURE) or not item.told
    return (cut + broken, leans, doubtful + odd, not item.named, -round(item.score, 2), words, item.row)


def quotable(item: Sentence) -> bool:
    """Whether it can be read alone: not cut, not a list, no heading."""
    cut, leans, *_ = rank(item)
    return not cut and not leans and len(item.text.split()) >= (3 if item.asks else _FEWEST)


class Picker:
    """Chooses sentences that do not say the same: what it chose once, in whatever words, it passes over."""

    def __init__(self, reader: IndexReader, centre: Centre) -> None:
        self._reader, self._centre = reader, centre
        self._quoted: list[Float32Array] = []

    def afresh(self) -> Picker:
        """Another that has quoted nothing yet."""
        return Picker(self._reader, self._centre)

    def take(self, found: Iterable[Sentence], most: int, *, loosely: bool = False) -> list[Sentence]:
        """At most `most` of them, in their order. loosely: one that leans or is cut, where all do."""
        ordered = list(found)
        kept = [item for item in ordered if quotable(item)]
        if not kept and loosely:
            kept = [item for item in ordered if item.paragraph.kind != "context"][:1]
        taken: list[Sentence] = []
        for item in kept:
            if len(taken) >= most:
                break
            if not self._is_told(vector := self.unit(item)):
                self._quoted.append(vector)
                taken.append(item)
        return taken

    def unit(self, item: Sentence) -> Float32Array:
        """The vector of a sentence, less the mean."""
        return self._centre.unit(self._reader.sentence_vectors(item.row)[item.place])

    def units(self, items: Sequence[Sentence]) -> Float32Array:
        """(n, dim)."""
        vectors, bounds = self._reader.sentences_of([item.row for item in items])
        return self._centre.unit(vectors[bounds[:-1] + np.array([item.place for item in items], np.int64)])

    def _is_told(self, vector: Float32Array) -> bool:
        return any(float(vector @ other) >= SAME for other in self._quoted)

    def evidence(self, item: Sentence, score: float = 0.0, but: Evidence | None = None) -> Evidence:
        """The record of a sentence that is quoted."""
        touching = self._reader.noted.touching(item.paragraph)
        side = item.side if item.told else UNSURE
        return Evidence(item.paragraph, item.report, item.span, side, touching, score, but)


def by_turns(found: Iterable[Sentence]) -> list[Sentence]:
    """Criticism and praise by turns, the best of each first, then what takes no side.

    What a report asks for counts as criticism: it says what is wanting.
    """
    ordered = sorted(found, key=rank)
    critical = [item for item in ordered if item.asks or (item.side in ("criticism", "mixed") and item.told)]
    praising = [item for item in ordered if item.side == "praise" and not item.asks and item.told]
    rest = [item for item in ordered if item not in critical and item not in praising]
    rest.sort(key=lambda item: item.paragraph.kind == "context")  # figures of the area, which find nothing
    turns: list[Sentence] = []
    for at in range(max(len(critical), len(praising))):
        turns += critical[at : at + 1] + praising[at : at + 1]
    return turns + rest
