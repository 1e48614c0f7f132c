"""Acronyms that one paragraph prints together with what they stand for: the pairs, and where each begins.

The pairs are found as in A. S. Schwartz and M. A. Hearst, "A simple algorithm for identifying
abbreviation definitions in biomedical text", Pacific Symposium on Biocomputing 2003: a short form in
brackets after its long form, or the other way round. Theirs takes the shortest long form whose letters
fit; here each way in which the letters can fit has a cost, and the cheapest long form is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from indexer.records import Paragraph

_SMALL_WORDS_TEXT = "a an and as at by for from in into its of on or our the their to with & i"
SMALL_WORDS = frozenset(_SMALL_WORDS_TEXT.split())
_LEADS_A_NAME = frozenset({"our"})  # small, but names of groups begin with it: "Our Voice Our Service"
_SOUNDS = {"2": ("to", "too", "two"), "4": ("for", "four")}
_LONGEST = 10  # characters of an acronym
_REACH = 220  # characters before a bracket in which its long form may lie

# What fits at no cost: each letter begins a word or a part of a hyphenated one, in order, and only small
# words are left over. Everything else costs, in words skipped; what may be spent grows with the letters,
# because chance fits few letters often and many hardly ever.
_SKIPPED_WORD = 1.0
_SKIPPED_PART = 0.5  # "based" of "honour-based"
_SKIPPED_SMALL_LAST = 1.0
_NEXT_LETTER = 0.25  # LAN of UCLAN in "Lancashire"
_LATER_LETTER = 0.75  # W and B of HWB in "wellbeing"
_LATER_LETTER_LAST = 0.5  # added: the E of LACE is hardly one of "looked after children"
_CAPITAL_OF_SMALL_WORD = 0.25  # the second O of OOH, "out of hours"
_MAY_SPEND = {2: 0.0, 3: 0.75, 4: 1.0}
_MAY_SPEND_AT_MOST = 1.5
_NEVER = float("inf")

_SHORT = r"[A-Za-z0-9](?:[A-Za-z0-9&+-]*[A-Za-z0-9+])?"
_QUOTE = r"[\"'‘’“”]"
_BRACKET = re.compile(r"\(([^()]{2,160})\)")
_ALONE = re.compile(
    rf"{_QUOTE}?(?:(?:also |locally |now |formerly )?known as |(?:the|or|a|an) )?{_QUOTE}?"
    rf"({_SHORT}){_QUOTE}?(?:['’]s)?{_QUOTE}?(?:(?:[,;]| [–-]) .*)?",
    re.DOTALL,
)
_LONG_THEN_SHORT = re.compile(rf"(.+?)(?:\s+[–-]|,|:)\s+{_QUOTE}?({_SHORT}){_QUOTE}?", re.DOTALL)
_SHORT_BEFORE = re.compile(rf"(?:^|[\s(/{_QUOTE[1:]})({_SHORT})(?:['’]s)?{_QUOTE}?\s*$")
_STOP = re.compile(r"[.?!](?=[\s\"'’”])|[;:\n•()\[\]—]|\s–\s|\s-\s")
PIECE = re.compile(r"&|[^\W_]+(?:['’][^\W\d_]+)*")
_NEXT_WORD = re.compile(r"\s([a-z]+)\b", re.IGNORECASE)
POSSESSIVE = re.compile(r"['’]s?$")


@dataclass(frozen=True, slots=True)
class Definition:
    """One paragraph that prints `short` and `expansion` as a pair. short: as printed, in the singular."""

    key: str
    short: str
    expansion: str
    paragraph: str


@dataclass(frozen=True, slots=True)
class _Piece:
    """A word, or a part of a hyphenated one. begins: it is the first part of its word."""

    text: str
    start: int
    end: int
    begins: bool

    @property
    def small(self) -> bool:
        return self.text in SMALL_WORDS


def definitions(paragraph: Paragraph) -> Iterator[Definition]:
    """Every pair that stands in the paragraph's text, in its order, repeats included."""
    text = paragraph.text
    for bracket in _BRACKET.finditer(text):
        inside = bracket[1].strip()
        before = text[max(0, bracket.start() - _REACH) : bracket.start()]
        for short, long, whole in _candidates(inside, before):
            cost, reading, expansion = _cheapest(short, long, whole)
            following = _NEXT_WORD.match(text, bracket.end())
            if cost > 0.0 and following and not whole:
                # "child and adolescent mental health (CAMHS) services"
                extended = _cheapest(short, f"{long} {following[1]}", whole)
                if extended[0] == 0.0:
                    cost, reading, expansion = extended
            if cost < _NEVER:
                yield Definition(acronym_key(reading), reading, expansion, paragraph.id)
                break


@cache
def acronym_key(token: str) -> str:
    """What the spellings of one acronym have in common: "IROs", "IRO’s" and "IRO" give "iro"."""
    return re.sub(r"[+-]", "", singular(token)).casefold()


def is_capitalised(token: str) -> bool:
    """Whether a token is printed as an acronym: at least two capitals, or one beside a digit or a "&"."""
    capitals = sum(map(str.isupper, token))
    return capitals >= 2 or (capitals == 1 and any(char.isdigit() or char in "&+" for char in token))


def singular(token: str) -> str:
    """A token without its possessive, and without the small "s" of an acronym's plural."""
    token = POSSESSIVE.sub("", token)
    if token.endswith("s") and sum(map(str.isupper, token[:-1])) >= 2:
        return token[:-1]
    return token


def _candidates(inside: str, before: str) -> Iterator[tuple[str, str, bool]]:
    """(short, text with the long form, is it that text whole?): ways to read a bracket, likeliest first."""
    alone = _ALONE.fullmatch(inside)
    if alone and _may_be_acronym(alone[1]):
        yield alone[1], before, False
    preceding = _SHORT_BEFORE.search(before)
    if preceding and is_capitalised(preceding[1]) and _may_be_acronym(preceding[1]):
        # "ASYE (assessed and supported year in employment)": all of the bracket, or its first part.
        yield preceding[1], inside, True
        yield preceding[1], re.split(r"[,;:]|\s[–-]\s", inside)[0], True
    both = _LONG_THEN_SHORT.fullmatch(inside)
    if both and is_capitalised(both[2]) and _may_be_acronym(both[2]):
        yield both[2], both[1], False


def _may_be_acronym(token: str) -> bool:
    letters = _letters(singular(token))
    return 2 <= len(letters) <= _LONGEST and sum(map(str.isalpha, letters)) >= 2 and token != token.lower()


def _letters(token: str) -> str:
    return re.sub(r"[\W_]", "", token)


def _cheapest(short: str, long: str, whole: bool) -> tuple[float, str, str]:
    """(cost, acronym in the singular, its long form): the cost is infinite where the letters do not fit.

    An "s" or "S" at the end may be the plural's or a letter of its own: PEPS for PEPs, CAMHs for CAMHS.
    """
    bare = POSSESSIVE.sub("", short)
    readings = [bare]
    if bare[-1] in "sS" and sum(map(str.isupper, bare[:-1])) >= 2:
        readings = [bare[:-1], f"{bare[:-1]}S"]
    found = [(*_long_form(reading, long, whole), reading) for reading in readings]
    if bare[-1] == "S" and len(found) > 1 and not found[0][1].lower().endswith("s"):
        del found[0]
    cost, expansion, reading = min(found, key=lambda item: item[0])
    return cost, reading, expansion


def _long_form(short: str, long: str, whole: bool) -> tuple[float, str]:
    """What the cheapest long form at the end of `long` costs, and it; shorter wins among equal."""
    letters = _letters(short)
    pieces, long = _pieces(long, whole)
    starts = [place for place, piece in enumerate(pieces) if piece.begins and _may_lead(piece, letters[0])]
    if whole:
        starts = [place for place in starts if place == 0]
    allowed = _MAY_SPEND.get(len(letters), _MAY_SPEND_AT_MOST)
    if not is_capitalised(short):
        # "Cafcass" and "Momo", not a name that happens to stand in brackets.
        allowed = 0.0 if len(letters) >= 4 else -1.0
    best, cheapest = "", _NEVER
    for start in reversed(starts):
        if sum(not piece.small for piece in pieces[start:]) > len(letters) + 2:
            break
        cost = _cost(letters, tuple(pieces[start:]))
        phrase = long[pieces[start].start : pieces[-1].end]
        if cost <= allowed and cost < cheapest and _is_phrase(phrase):
            best, cheapest = phrase, cost
    return cheapest, POSSESSIVE.sub("", " ".join(best.split()))


def _is_phrase(text: str) -> bool:
    return len(PIECE.findall(text)) > 1 and any(map(str.islower, text))


def _may_lead(piece: _Piece, letter: str) -> bool:
    if piece.small and piece.text not in _LEADS_A_NAME:
        return False
    return _fits(letter.lower(), piece.text)


def _fits(letter: str, word: str) -> bool:
    return word[0] == letter or word in _SOUNDS.get(letter, ())


def _pieces(long: str, whole: bool) -> tuple[list[_Piece], str]:
    """Pieces of the sentence that ends `long`, and the text that they point into."""
    if not whole:
        # "education, health and care (EHC) plans (EHCPs)"
        long = re.sub(rf"\s*\({_SHORT}\)", "", long)
        cuts = [found.end() for found in _STOP.finditer(long)]
        long = long[cuts[-1] if cuts else 0 :]
    pieces = []
    end = 0
    for found in PIECE.finditer(long):
        gap = long[end : found.start()]
        begins = gap not in ("-", "–", "/") or found.start() == 0
        pieces.append(_Piece(found[0].lower().replace("’", "'"), found.start(), found.end(), begins))
        end = found.end()
    return pieces, long


def _cost(letters: str, pieces: Sequence[_Piece]) -> float:
    """The least that it costs to fit every letter into the pieces, the first into the first, in order."""
    lower = letters.lower()
    size = len(letters)

    @cache
    def from_piece(letter: int, place: int) -> float:
        """Letters from `letter` on into pieces from `place` on."""
        if place == len(pieces):
            return 0.0 if letter == size else _NEVER
        piece = pieces[place]
        skipped = _skipping(piece, last=letter == size) + from_piece(letter, place + 1) if place else _NEVER
        if letter == size or not _fits(lower[letter], piece.text):
            return skipped
        begun = _CAPITAL_OF_SMALL_WORD if piece.small and place and letters[letter].isupper() else 0.0
        return min(skipped, begun + within(letter + 1, place, 0))

    @cache
    def within(letter: int, place: int, position: int) -> float:
        """Letters from `letter` on, where the one before stands at `position` of the piece."""
        least = from_piece(letter, place + 1)
        if letter == size:
            return least
        word = pieces[place].text
        following = word.find(lower[letter], position + 1)
        while following != -1:
            price = _LATER_LETTER + (_LATER_LETTER_LAST if letter == size - 1 else 0.0)
            if following == position + 1:
                price = 0.0 if letters[letter].islower() else _NEXT_LETTER
            least = min(least, price + within(letter + 1, place, following))
            following = word.find(lower[letter], following + 1)
        return least

    return from_piece(0, 0)


def _skipping(piece: _Piece, *, last: bool) -> float:
    if piece.small:
        return _SKIPPED_SMALL_LAST if last else 0.0
    return _SKIPPED_WORD if piece.begins else _SKIPPED_PART
