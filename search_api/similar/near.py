"""Which paragraphs of one open index are near to a given one, on the side that is asked for?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from indexer.arrays import Float32Array, Int64Array
from indexer.records import Paragraph
from indexer.store.reader import IndexReader
from search_api.retrieval.labels import Labels
from search_api.retrieval.polarity import Polarity
from search_api.settings import Settings
from search_api.sides.aspects import answers

from .doubts import doubted, falls_short, trend
from .names import Side
from .records import Sentence
from .rules import OTHER_SIDES, UNSURE, is_named, relied_on, same_side, sources
from .telling import TellingWords, demands, leans, telling_of
from .vectors import Space

# Of the pair of sentences, of the whole paragraphs, and of the telling words that the sentences share.
_OF_SENTENCES, _OF_PARAGRAPHS, _OF_WORDS = 0.6, 0.2, 0.2


class Near(NamedTuple):
    """A candidate. place, source: of the sentences that match, in text order; label, source_label: theirs."""

    row: int
    score: float
    place: int
    source: int
    sentence_cosine: float
    cosine: float
    words: float
    label: str
    source_label: str


class Asked(NamedTuple):
    """row: of the paragraph. places: of its sentences that are compared; labels: their sides. sideless:
    whether the side counts for nothing in how near another is.
    """

    row: int
    places: list[int]
    labels: list[str]
    side: Side
    sideless: bool


class Finder:
    """Compares the paragraphs of one open index. No encoder: the vectors are the index's own."""

    def __init__(
        self, reader: IndexReader, settings: Settings, polarity: Polarity | None, labels: Labels
    ) -> None:
        self.reader = reader
        self.settings = settings
        self.polarity = polarity
        self.labels = labels
        self.space = Space(reader, polarity)
        self.words = TellingWords(reader)

    def least(self, asked: Paragraph, side: Side) -> float:
        """The lowest score of a paragraph that counts."""
        if side == "praise":
            return self.settings.similar_least_praised
        if side in OTHER_SIDES:
            return self.settings.similar_least_opposite
        recommended = asked.kind in ("recommendation", "improvement")
        return self.settings.similar_least_recommended if recommended else self.settings.similar_least

    def near(self, row: int, rows: Int64Array | None, side: Side, least: float) -> list[Near]:
        """Of `rows` (None: all) those that score `least` or more, in no order."""
        asked = self.asked(row, side)
        found = self._candidates(asked, rows)
        if not found.size or not asked.places:
            return []
        without = asked.sideless
        of_paragraphs, of_sentences = self.space.paragraphs, self.space.sentences
        vector = of_paragraphs.unit(self.reader.vector(row), sideless=without)
        whole = of_paragraphs.cosines(self.reader.vectors(found), vector[None, :], sideless=without)
        cosines = whole[:, 0]
        own = self.reader.sentence_vectors(row)[asked.places]
        held, bounds = self.reader.sentences_of(found)
        matrix = of_sentences.cosines(held, of_sentences.unit(own, sideless=without), sideless=without)
        owner = np.repeat(np.arange(len(found)), np.diff(bounds))
        base = _OF_SENTENCES * matrix + _OF_PARAGRAPHS * cosines[owner][:, None]
        warm = self._telling_among(
            np.flatnonzero(base.max(axis=1) >= least - _OF_WORDS), found, owner, bounds
        )
        words = self._words_shared(asked, found[owner[warm]], warm - bounds[owner[warm]])
        # Rounded, so that equal texts score alike in whatever order the products were summed.
        scores = np.round(base[warm].astype(np.float64) + _OF_WORDS * words, 5)
        hot = np.flatnonzero((scores >= least).any(axis=1))
        warm, words, scores = warm[hot], words[hot], scores[hot]
        places = warm - bounds[owner[warm]]
        sentences = list(zip(found[owner[warm]].tolist(), places.tolist(), strict=True))
        labels = self.sides(sentences)
        scores = np.where(self._mask(asked, own, sentences, labels, held[warm]), scores, -2)
        if without:
            scores = np.where(self._on_the_matter(found[owner[warm]], places, words), scores, -2)
        if side == "praise":
            scores = np.where(self._answers(asked, sentences, words, scores >= least), scores, -2)
        best: dict[int, Near] = {}
        for at, (of, place) in enumerate(zip(owner[warm].tolist(), places.tolist(), strict=True)):
            source = int(scores[at].argmax())
            score = float(scores[at, source])
            if score >= least and (of not in best or score > best[of].score):
                best[of] = Near(
                    int(found[of]), score, place, asked.places[source], float(matrix[warm[at], source]),
                    float(cosines[of]), float(words[at, source]), labels[at], asked.labels[source],
                )  # fmt: skip
        return list(best.values())

    def on_matter(self, row: int, rows: Int64Array | None, side: Side, least: float) -> list[Near]:
        """Of `rows` (None: all) every sentence of any side that is about what this paragraph says.

        side: of which the paragraph is asked, "praise" for what it criticises. Scores are cosines of
        sentences less the side, 0.8, and likeness of their telling words, 0.2; in no order.
        """
        asked = self.asked(row, side)
        found = self._candidates(asked, rows)
        if not found.size or not asked.places:
            return []
        centre = self.space.sentences
        own = self.reader.sentence_vectors(row)[asked.places]
        held, bounds = self.reader.sentences_of(found)
        matrix = centre.cosines(held, centre.unit(own, sideless=True), sideless=True)
        owner = np.repeat(np.arange(len(found)), np.diff(bounds))
        warm = self._telling_among(
            np.flatnonzero(matrix.max(axis=1) >= (least - _OF_WORDS) / (1 - _OF_WORDS)), found, owner, bounds
        )
        places = warm - bounds[owner[warm]]
        words = self._words_shared(asked, found[owner[warm]], places)
        scores = np.round((1 - _OF_WORDS) * matrix[warm].astype(np.float64) + _OF_WORDS * words, 5)
        scores = np.where(self._on_the_matter(found[owner[warm]], places, words), scores, -2)
        hot = np.flatnonzero((scores >= least).any(axis=1))
        labels = self.sides(list(zip(found[owner[warm[hot]]].tolist(), places[hot].tolist(), strict=True)))
        near = []
        for at, label in zip(hot.tolist(), labels, strict=True):
            source = int(scores[at].argmax())
            cosine = float(matrix[warm[at], source])
            near.append(
                Near(int(found[owner[warm[at]]]), float(scores[at, source]), int(places[at]),
                     asked.places[source], cosine, cosine, float(words[at, source]), label,
                     asked.labels[source])
            )  # fmt: skip
        return near

    def telling(self, row: int) -> list[int]:
        """Places of the sentences that are compared: those that are not short, else all."""
        [text] = self.reader.texts_of([row])
        return telling_of(text, self.reader.spans(row))

    def asked(self, row: int, side: Side) -> Asked:
        """The sentences of a paragraph that are compared for that side."""
        places = self.telling(row)
        labels = self.sides([(row, place) for place in places])
        answered: Side = "criticism" if side == "praise" else "praise"
        kept = sources(side, labels, self.named([(row, place) for place in places], answered))
        [text], spans = self.reader.texts_of([row]), self.reader.spans(row)
        kept = [at for at in kept if not leans(text[slice(*spans[places[at]])])] or kept
        # Of a paragraph without a sure sentence those are compared whose side is likely.
        plain = self.labels.of([(row, places[at]) for at in kept])
        wanting = [falls_short(text[slice(*spans[places[at]])]) for at in kept]
        likely = [
            "mixed" if one == "praise" and short else one for one, short in zip(plain, wanting, strict=True)
        ]
        said = [likely[at] if labels[of] == UNSURE else labels[of] for at, of in enumerate(kept)]
        return Asked(row, [places[at] for at in kept], said, side, side in OTHER_SIDES)

    def sides(self, sentences: Sequence[Sentence]) -> list[str]:
        """The labels of sentences as they are relied on."""
        polarities = self._polarities(sentences)
        sides = zip(self.labels.sides(sentences), polarities, strict=True)
        labels = [relied_on(*each) for each in sides]
        said = self._texts(
            [each for each, label in zip(sentences, labels, strict=True) if label in ("praise", "criticism")]
        )
        told = zip(sentences, labels, polarities, strict=True)
        return [
            UNSURE
            if each in said and doubted(label, said[each], polarity if self.polarity else -1.0)
            else label
            for each, label, polarity in told
        ]

    def told(self, sentences: Sequence[Sentence]) -> list[tuple[str, bool]]:
        """Of each its label as it is relied on, and whether somebody may be named for it."""
        said, labels = self._texts(sentences), self.sides(sentences)
        praised, criticised = self.named(sentences, "praise"), self.named(sentences, "criticism")
        return [
            (label, (one and not demands(said[each])) or other or label == "mixed")
            for each, label, one, other in zip(sentences, labels, praised, criticised, strict=True)
        ]

    def named(self, sentences: Sequence[Sentence], side: Side) -> list[bool]:
        """Whether each is so surely on that side that somebody may be said to be."""
        sides = zip(self.labels.sides(sentences), self._polarities(sentences), strict=True)
        labels = self.sides(sentences)
        return [label == side and is_named(*each, side) for each, label in zip(sides, labels, strict=True)]

    def _texts(self, sentences: Sequence[Sentence]) -> dict[Sentence, str]:
        rows = list(dict.fromkeys(row for row, _ in sentences))
        texts = dict(zip(rows, self.reader.texts_of(rows), strict=True))
        spans = dict(zip(rows, self.reader.spans_of(rows), strict=True))
        return {(row, place): texts[row][slice(*spans[row][place])] for row, place in sentences}

    def _polarities(self, sentences: Sequence[Sentence]) -> list[float]:
        if not sentences or self.polarity is None:
            return [0.0] * len(sentences)
        vectors = [self.reader.sentence_vectors(row)[place] for row, place in sentences]
        found: list[float] = self.polarity.of(np.stack(vectors)).tolist()
        return found

    def _candidates(self, asked: Asked, rows: Int64Array | None) -> Int64Array:
        """The nearest by the centred query, to be scored exactly: inner products with it differ from the
        centred cosines only by the candidates' lengths, which are nearly one.

        Of another side also those nearest to each sentence, as the paragraph around it may be on anything.
        """
        reader, space, depth = self.reader, self.space, self.settings.similar_depth
        queries = [space.paragraphs.unit(reader.vector(asked.row), sideless=asked.sideless)]
        if asked.sideless:
            own = reader.sentence_vectors(asked.row)[asked.places]
            queries += list(space.sentences.unit(own, sideless=True))
            depth = max(depth // 2, 10)
        found = [[hit.row for hit in reader.nearest(query, depth, rows)] for query in queries]
        return np.unique(np.array([row for hits in found for row in hits], dtype=np.int64))

    def _telling_among(
        self, warm: Int64Array, found: Int64Array, owner: Int64Array, bounds: Int64Array
    ) -> Int64Array:
        """Of the sentences those that are not short, or stand in a paragraph of short ones."""
        owners = np.unique(owner[warm])
        rows = found[owners]
        held = zip(owners.tolist(), self.reader.texts_of(rows), self.reader.spans_of(rows), strict=True)
        telling = {bounds[of] + at for of, text, spans in held for at in telling_of(text, spans)}
        kept: Int64Array = warm[np.isin(warm, np.array(sorted(telling), dtype=np.int64))]
        return kept

    def _mask(
        self,
        asked: Asked,
        own: Float32Array,
        sentences: Sequence[Sentence],
        labels: Sequence[str],
        held: Float32Array,
    ) -> npt.NDArray[np.bool_]:
        """(n, k): which of the sentences stands with which of the asked ones."""
        shape = (len(labels), len(asked.labels))
        if asked.side == "any":
            return np.ones(shape, dtype=bool)
        if asked.sideless:
            taken = np.array(self.named(sentences, asked.side), dtype=bool)[:, None]
            return np.broadcast_to(taken, shape)
        signs = np.ones(shape, dtype=bool)
        if self.polarity is not None:
            signs = np.outer(self.polarity.of(held), self.polarity.of(own)) >= 0
        # Of two that take no side, one that tells a rise does not say the same as one that tells a fall.
        mine = self._texts([(asked.row, place) for place in asked.places])
        ways = [trend(mine[asked.row, place]) for place in asked.places]
        theirs = self._texts(sentences)
        signs &= np.outer([trend(theirs[each]) for each in sentences], ways) >= 0
        return same_side(asked.labels, labels, signs)

    def _on_the_matter(
        self, rows: Int64Array, places: Int64Array, words: Float32Array
    ) -> npt.NDArray[np.bool_]:
        """(n, k): which of the sentences name the same matter as each of the asked ones: nearness of vectors
        does not tell it, a sentence that leans on the one before does not name it, and one that says what
        should be judges nobody.
        """
        sentences = list(zip(rows.tolist(), places.tolist(), strict=True))
        said = list(self._texts(sentences).values())
        found: npt.NDArray[np.bool_] = words > 0
        found[[at for at, text in enumerate(said) if leans(text) or demands(text)]] = False
        return found

    def _answers(
        self,
        asked: Asked,
        sentences: Sequence[Sentence],
        words: Float32Array,
        near: npt.NDArray[np.bool_],
    ) -> npt.NDArray[np.bool_]:
        """(n, k): which of the sentences praises what each of the asked ones criticises, of those `near`."""
        own = list(self._texts([(asked.row, place) for place in asked.places]).values())
        said = self._texts(sentences)
        found = np.zeros_like(near)
        for at, of in zip(*np.nonzero(near), strict=True):
            likeness, mixed = float(words[at, of]), asked.labels[of] == "mixed"
            found[at, of] = answers(own[of], said[sentences[at]], likeness, mixed=mixed)
        return found

    def _words_shared(self, asked: Asked, rows: Int64Array, places: Int64Array) -> Float32Array:
        """(n, k): how far each of the sentences shares its telling words with each of the asked ones."""
        mine = self.words.of([(asked.row, place) for place in asked.places])
        theirs = self.words.of(list(zip(rows.tolist(), places.tolist(), strict=True)))
        found = [[self.words.likeness(one, other) for one in mine] for other in theirs]
        return np.array(found, dtype=np.float32).reshape(len(theirs), len(mine))
