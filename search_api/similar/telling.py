"""What is a sentence about? The words in it that tell its matter, weighed by how rare they are."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence

from indexer.arrays import Spans
from indexer.store.reader import IndexReader
from indexer.words.analyser import stem, terms
from search_api.question.words import GENERIC, STOP_WORDS

_SHORT = 30  # characters: "This is a strength." and "(Recommendation)" are alike wherever they stand
_ASIDE = re.compile(r"\([^()]*\)\W*")  # "(outcome 1, national framework)"
Words = Mapping[str, float]  # telling word -> its rarity

_UNTELLING = frozenset(stem(part) for word in GENERIC | STOP_WORDS for part in word.split("-"))
# A sentence that opens so is about what the one before names.
_LEANS = re.compile(
    r"\W*(?:(?:however|but|and|nevertheless|nonetheless|as a result|also|consequently|therefore|where|when|"
    r"while|whilst|although|despite|overall|once|if|in|for|of|since),? )?"
    r"(?:(?:this|these|that|those|it|its|they|their|them|she|he|such|here)\b|"
    r"(?:most|many|some|all|several|both|few|one|two|three|a [a-z ]{0,20}(?:number|minority|few)) "
    r"(?:of (?:these|those|them)|are|have|were|has|is|was)\b)",
    re.IGNORECASE,
)
_DEMANDS = re.compile(
    r"\b(?:should|must|ought to|(?:is|are) (?:now |currently )?(?:working|planning|seeking) (?:hard )?to|"
    r"(?:aims?|intends?|plans) to)\b",
    re.IGNORECASE,
)


def telling_of(text: str, spans: Spans) -> list[int]:
    """Places of the sentences that are compared: those that are not short or in brackets, else all."""
    said = [text[start:end].strip() for start, end in spans]
    telling = [at for at, one in enumerate(said) if len(one) >= _SHORT and not _ASIDE.fullmatch(one)]
    return telling or list(range(len(spans)))


def leans(sentence: str) -> bool:
    """Whether a sentence opens with a word for what was named before it: "These meetings are late."."""
    return _LEANS.match(sentence) is not None


def demands(sentence: str) -> bool:
    """Whether a sentence says what should be or is meant to be, and not what is."""
    return _DEMANDS.search(sentence) is not None


class TellingWords:
    """Reads the sentences of one open index."""

    def __init__(self, reader: IndexReader) -> None:
        self._reader = reader
        self._rarity: dict[str, float] = {}

    def of(self, sentences: Sequence[tuple[int, int]]) -> list[Words]:
        """The telling words of each sentence, (row, place among the row's)."""
        rows = list(dict.fromkeys(row for row, _ in sentences))
        texts = dict(zip(rows, self._reader.texts_of(rows), strict=True))
        spans = dict(zip(rows, self._reader.spans_of(rows), strict=True))
        return [self.words(texts[row][slice(*spans[row][place])]) for row, place in sentences]

    def words(self, text: str) -> Words:
        """The telling words of a text."""
        found = set(terms(text)) - _UNTELLING
        for term in found - self._rarity.keys():
            self._rarity[term] = self._reader.rarity(term)
        return {term: rarity for term in found if (rarity := self._rarity[term])}

    def likeness(self, one: Words, other: Words) -> float:
        """From 0, no word in common, to 1, the same words: the cosine of their rarities."""
        both = sum(rarity * other[term] for term, rarity in one.items() if term in other)
        lengths = sum(rarity**2 for rarity in one.values()) * sum(rarity**2 for rarity in other.values())
        return both / math.sqrt(lengths) if lengths else 0.0
