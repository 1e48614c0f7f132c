"""Which sentences of a paragraph to quote, and the check that a quotation is the report's own text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from indexer.arrays import Spans
from indexer.errors import CorruptIndex
from indexer.records import Paragraph, Report
from indexer.store.format import MEND
from indexer.words.analyser import terms_of, words_of
from search_api.sides.model import ASKS

from .records import Passage

if TYPE_CHECKING:
    from indexer.store.reader import IndexReader

    from .ranks import Ranks

LEXICAL_WEIGHT = 0.3  # of the share of words found, beside a cosine; both are at most 1
POLARITY_WEIGHT = 0.2  # of agreement with what the question asks for, in [-1, 1]
_CLOSE = 0.12  # a further sentence is quoted if it scores at most this much less than the best
_LONGEST = 4  # sentences, before those that are added to make sense
_SHORT_TEXT = 320  # characters: all of a recommendation bears on the question
_WHOLE = 1200  # characters of a paragraph that is quoted whole: 99 of 100 are
_ROOM = 1000  # and of what is quoted of a longer one, unless what bears on the question is longer itself
_LEAD_IN = 3  # list lines looked back over for the line that introduces the list

# A sentence that begins so leans on the one before it.
_LEANING = re.compile(
    r"(?:this|these|those|that|they|their|them|it|its|he|she|his|her|such|both|however|consequently|"
    r"therefore|thus|although this|as a result|as such|in addition|in these|in this|for example|"
    r"for instance|similarly|also|but|nevertheless|nonetheless|here|there(?:fore)?)\b|\(",
    re.IGNORECASE,
)

# A sentence that takes back or limits the one before it: a quotation must not stop short of it.
_REVERSAL = re.compile(
    r"(?:however|but|nevertheless|nonetheless|despite this|yet|in contrast|conversely|that said|"
    r"although (?:this|these|they)|(?:this|it) (?:is|was) not|(?:these|they) (?:are|were) not|not all|"
    r"on the other hand|unfortunately)\b|[^,.;]{1,40}, however,",
    re.IGNORECASE,
)
_MOST_REVERSALS = 2

# A quotation that says what is well goes on to what the paragraph says is wanting in the same matter.
_TURN = 0.5  # so much nearer to wanting than the best sentence
_WANTING = 0.2  # and itself at least so far on that side
_SAME_MATTER = 0.5  # of the best sentence's cosine
_REACH = 5  # sentences looked ahead for it
_LONGEST_WITH_TURNS = 10  # sentences
# Right after the quotation these words tell a limit, whatever the model reads in the sentences.
_LIMITS = re.compile(
    r"\bnot\s+(?:always|consistently|yet|routinely|sufficiently|all|every)\b|\btoo\s+(?:few|many|long|slow)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Choice:
    """Sentences of one paragraph: places of the quoted stretch, both inclusive, and of the best ones.

    cosine, agreement: of the best. said: mean polarity of the best ones. share: of the question's weight of
    words, in the whole paragraph.
    """

    first: int
    last: int
    best: tuple[int, ...]
    cosine: float
    share: float
    agreement: float = 0.0
    said: float = 0.0


class _Finder(dict[str, tuple[str, ...]]):
    """Which of a few index terms a sentence holds: most words are looked up once and give none."""

    def __init__(self, wanted: frozenset[str]) -> None:
        super().__init__()
        self._wanted = wanted

    def __missing__(self, word: str) -> tuple[str, ...]:
        found = self[word] = tuple(term for term in terms_of(word) if term in self._wanted)
        return found

    def held(self, sentence: str) -> frozenset[str]:
        return frozenset().union(*filter(None, map(self.__getitem__, words_of(sentence))))


_finder = lru_cache(maxsize=32)(_Finder)  # of the questions that are answered at the moment


def choose(
    text: str,
    spans: Spans,
    cosines: Sequence[float],
    weights: Mapping[str, float],
    acronyms: Sequence[str] = (),
    said: Sequence[float] = (),
    side: float = 0.0,
    only: Sequence[int] = (),
) -> Choice:
    """The best sentence, close ones beside it (at most one sentence apart), what they lean on, and what
    the paragraph goes on to find wanting in the same matter.

    spans, cosines and said: one for each sentence, in text order, at least one. weights: index term ->
    weight. said: polarity as of Polarity.of, none where nothing is known; side: the question's.
    Where some sentences hold an acronym of the question only they can be the best. Equal scores: the
    earlier sentence. only: places of those that can be instead, none for any.
    """
    said = said or [0.0] * len(spans)
    sentences = [text[start:end] for start, end in spans]
    finder = _finder(frozenset(weights))
    held_words = [finder.held(sentence) for sentence in sentences]
    shares = [share_found(weights, words) if words else 0.0 for words in held_words]
    scores = [
        cosine + LEXICAL_WEIGHT * share + POLARITY_WEIGHT * side * polarity
        for cosine, share, polarity in zip(cosines, shares, said, strict=True)
    ]
    held = [0] * len(spans)
    if only:
        held = [int(place in only) for place in range(len(spans))]
    elif acronyms:
        held = [sum(holds_acronym(sentence, acronym) for acronym in acronyms) for sentence in sentences]
    most = max(held)
    places = [place for place, count in enumerate(held) if count == most]
    best = max(places, key=lambda place: (scores[place], -place))
    first, last, chosen = best, best, [best]
    # Most promising first; one that would stretch the quotation too far is passed over.
    for place in sorted(range(len(spans)), key=lambda place: (-scores[place], place)):
        close = scores[place] >= scores[best] - _CLOSE or (most > 0 and held[place] == most)
        low, high = min(first, place), max(last, place)
        if place != best and close and high - low < _LONGEST and first - 2 <= place <= last + 2:
            first, last = low, high
            chosen.append(place)
    if len(text) <= _SHORT_TEXT:
        first, last = 0, len(spans) - 1
    first = _with_what_it_leans_on(text, spans, sentences, first)
    last = _with_what_takes_it_back(sentences, last)
    same = [
        cosine >= _SAME_MATTER * max(cosines[best], 0) or count > 0
        for cosine, count in zip(cosines, held, strict=True)
    ]
    last = _with_what_turns(sentences, said, same, best, first, last)
    share = share_found(weights, frozenset().union(*held_words))
    mean = sum(said[place] for place in chosen) / len(chosen)
    return Choice(first, last, tuple(sorted(chosen)), cosines[best], share, side * said[best], mean)


def make_passage(
    paragraph: Paragraph, report: Report, spans: Spans, choice: Choice, cosine: float
) -> Passage:
    """Quote the paragraph, or of a very long one the sentences chosen with those around them.

    A sentence alone may mislead, and nearly every paragraph is short. cosine: of the whole paragraph.

    Raises CorruptIndex unless the spans fit the text.
    """
    check_spans(paragraph, spans)
    first, last = _in_context(spans, choice.first, choice.last)
    start, end = spans[first][0], spans[last][1]
    passage = Passage(
        quote=paragraph.text[start:end],
        start=start,
        paragraph=paragraph,
        report=report,
        spans=tuple((spans[place][0] - start, spans[place][1] - start) for place in choice.best),
        core=(spans[choice.first][0] - start, spans[choice.last][1] - start),
        score=(choice.cosine + cosine) / 2
        + LEXICAL_WEIGHT * choice.share
        + POLARITY_WEIGHT * choice.agreement,
        cosine=choice.cosine,
        share=choice.share,
        agreement=choice.agreement,
        said=choice.said,
    )
    check_verbatim(passage)
    return passage


def _in_context(spans: Spans, first: int, last: int) -> tuple[int, int]:
    """The first and last sentence to quote: all, or as many on either side as there is room for."""
    if spans[-1][1] - spans[0][0] <= _WHOLE:
        return 0, len(spans) - 1
    while True:
        after = last + 1 < len(spans) and spans[last + 1][1] - spans[first][0] <= _ROOM
        before = first > 0 and spans[last][1] - spans[first - 1][0] <= _ROOM
        if not after and not before:
            return first, last
        last += after
        first -= before and (not after or spans[last][1] - spans[first - 1][0] <= _ROOM)


def check_spans(paragraph: Paragraph, spans: Spans) -> None:
    """Raises CorruptIndex unless the spans are in order, apart, non-empty and within the text."""
    edges = [0, *(edge for span in spans for edge in span), len(paragraph.text)]
    if sorted(edges) != edges or any(start == end for start, end in spans):
        raise CorruptIndex(f"the sentences of {paragraph.id} do not fit its text", MEND)


def check_verbatim(passage: Passage) -> None:
    """Raises CorruptIndex unless the quotation is the paragraph's text, character for character."""
    stored = passage.paragraph.text[passage.start : passage.start + len(passage.quote)]
    if not passage.quote or stored != passage.quote:
        raise CorruptIndex(f"the quotation from {passage.paragraph.id} is not its text", MEND)


def _with_what_takes_it_back(sentences: Sequence[str], last: int) -> int:
    """The place of the last sentence to quote: a reversal right after the stretch belongs to it."""
    for _ in range(_MOST_REVERSALS):
        if last + 1 < len(sentences) and _REVERSAL.match(sentences[last + 1]):
            last += 1
    return last


def _with_what_turns(
    sentences: Sequence[str], said: Sequence[float], same: Sequence[bool], best: int, first: int, last: int
) -> int:
    """The place of the last sentence to quote: praise does not stop short of what is wanting after it.

    same: whether a sentence is on the matter of the best.
    """
    most = min(len(sentences), first + _LONGEST_WITH_TURNS) - 1
    place = last
    while place < min(last + _REACH, most):
        place += 1
        turns = said[place] >= max(said[best] + _TURN, _WANTING)
        if same[place] and (turns or (place == last + 1 and _LIMITS.search(sentences[place]))):
            last = place
            # Its consequence belongs to it: "This is a missed opportunity".
            if last < most and said[last + 1] >= _WANTING and _LEANING.match(sentences[last + 1]):
                last = place = last + 1
    return last


def _with_what_it_leans_on(text: str, spans: Spans, sentences: Sequence[str], first: int) -> int:
    """Up to two earlier sentences where the first leans on them, or a list's lead-in."""
    for back in range(1, min(_LEAD_IN, first) + 1):
        if sentences[first - back].endswith(":"):
            if all(
                "\n" in text[spans[place][1] : spans[place + 1][0]] for place in range(first - back, first)
            ):
                return first - back
            break
    for _ in range(2):
        if first and _LEANING.match(sentences[first]):
            first -= 1
    return first


@lru_cache(maxsize=20_000)
def holds_acronym(text: str, acronym: str) -> bool:
    """Whether the text prints the acronym as one, in capitals: "SEND" or "CiN", never the word "sending"."""
    pattern = re.compile(rf"\b{re.escape(acronym)}(?:s|[’']s)?\b", re.IGNORECASE)
    return any(sum(map(str.isupper, found)) >= 2 for found in pattern.findall(text))


def share_found(weights: Mapping[str, float], held: Set[str]) -> float:
    """The share in [0, 1] of the index terms' total weight that is held; 0.0 where there is none."""
    total = sum(weights.values())
    if total <= 0:
        return 0.0
    return sum(weight for term, weight in weights.items() if term in held) / total


# Sides


def with_sides(passages: Sequence[Passage], searcher: Ranks) -> tuple[Passage, ...]:
    """The passages with the side of all of their core."""
    reader = searcher.reader
    rows = [reader.row(passage.paragraph.id) for passage in passages]
    held = zip(passages, rows, reader.spans_of(rows), strict=True)
    each = [_answering(passage, row, spans) for passage, row, spans in held]
    labels = iter(searcher.labels([sentence for sentences in each for sentence in sentences]))
    return tuple(
        replace(passage, side=_together([next(labels) for _ in sentences]))
        for passage, sentences in zip(passages, each, strict=True)
    )


def places(passage: Passage, reader: IndexReader) -> list[tuple[int, int]]:
    """(row, place among the row's sentences) of those of its core that answer, and of the one after each.

    What stands further off is there for its context and is no part of the answer's side. At least one.
    """
    row = reader.row(passage.paragraph.id)
    return _answering(passage, row, reader.spans(row))


def _answering(passage: Passage, row: int, spans: Spans) -> list[tuple[int, int]]:
    first, end = (passage.start + edge for edge in passage.core)
    core = [place for place, (start, stop) in enumerate(spans) if first <= start and stop <= end]
    best = {passage.start + start for start, _ in passage.spans}
    answering = {place for place, (start, _) in enumerate(spans) if start in best}
    found = [place for place in core if place in answering or place - 1 in answering] or core
    return [(row, place) for place in found] or [(row, 0)]


def best_place(passage: Passage, reader: IndexReader) -> tuple[int, int]:
    """As `places`, of the first sentence that answers."""
    row = reader.row(passage.paragraph.id)
    start = passage.start + (passage.spans[0][0] if passage.spans else 0)
    return row, next((place for place, (first, _) in enumerate(reader.spans(row)) if first >= start), 0)


def takes(passage: Passage, side: str) -> bool:
    """Whether it says what a question for one side asks for. side: "strength" or "weakness"."""
    if side == "weakness":
        return passage.paragraph.kind in ASKS or passage.side in ("criticism", "mixed")
    return passage.paragraph.kind not in ASKS and passage.side in ("praise", "mixed")


def _together(labels: Sequence[str]) -> str:
    sides = {label for label in labels if label != "neutral"}
    if len(sides) > 1:
        return "mixed"
    return next(iter(sides), "neutral")
