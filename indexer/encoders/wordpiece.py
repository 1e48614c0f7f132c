"""Text to the numbers that the encoder reads: BERT's tokenizer, without case and accents.

Gives the same numbers and places as the library `tokenizers`, which brings 36 MB of packages with it
(docs/decisions/running/0027-what-is-installed.md): tests/indexer/encoders/ compares the two.
"""

from __future__ import annotations

import json
import re
import unicodedata
from bisect import bisect_right
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

# What this reads of a tokenizer.json; another tokenizer would give other numbers for the same words.
_NORMALIZER = {
    "type": "BertNormalizer",
    "clean_text": True,
    "handle_chinese_chars": True,
    "strip_accents": None,
    "lowercase": True,
}
_PRE_TOKENIZER = {"type": "BertPreTokenizer"}
_MODEL = {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##"}
_SPECIAL = {"single_word": False, "lstrip": False, "rstrip": False, "normalized": False}

_CHARACTERS = Path(__file__).with_name("characters.json")
# White space and punctuation of ASCII part all else; what is between may still hold others.
_PUNCTUATION = r"!-/:-@\[-`{-~"
_PARTS = rf"[^\t\n\r {_PUNCTUATION}]+|[{_PUNCTUATION}]"
_SYLLABLES = range(0xAC00, 0xD7A4)
_REMEMBERED = 100_000  # parts, of 100 characters at most: more than the words of a thousand reports
_LONGEST_REMEMBERED = 100


class Tokens(NamedTuple):
    """ids: in the vocabulary. starts: where each begins, in characters of the text as given, ascending."""

    ids: list[int]
    starts: list[int]


class _Characters(NamedTuple):
    """firsts: of runs of characters that are treated alike, ascending. kinds: of each run, "" for letters.

    becomes: what a character is turned into, where it is.
    """

    firsts: list[int]
    kinds: list[str]
    becomes: dict[str, str]


class WordPiece:
    """A tokenizer.json of BERT's kind. Threads may share one. Raises ValueError for another kind, OSError."""

    def __init__(self, path: Path) -> None:
        facts: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        model: dict[str, Any] = facts["model"]
        asked = {key: model.get(key) for key in _MODEL}
        added: list[dict[str, Any]] = facts["added_tokens"]
        steps = (facts["normalizer"], facts["pre_tokenizer"], asked)
        plain = all(item.get(key) is value for item in added for key, value in _SPECIAL.items())
        if not plain or steps != (_NORMALIZER, _PRE_TOKENIZER, _MODEL):
            raise ValueError("its tokenizer is not BERT's without case and accents")
        self._vocabulary: dict[str, int] = model["vocab"]
        self._unknown = self._vocabulary["[UNK]"]
        self._longest = int(model["max_input_chars_per_word"])
        self._special = {str(item["content"]): int(item["id"]) for item in added}
        self._parts = re.compile("|".join([*map(re.escape, self._special), _PARTS]))
        # Part of a text -> its tokens, places counted from its own begin.
        self._known: dict[str, Tokens] = {}

    def id_of(self, token: str) -> int | None:
        """Its number, None where the vocabulary has none."""
        return self._special.get(token, self._vocabulary.get(token))

    def encode(self, text: str) -> Tokens:
        """All of it, with nothing put before or after."""
        ids: list[int] = []
        starts: list[int] = []
        known = self._known
        for match in self._parts.finditer(text):
            part = match.group()
            found = known.get(part) or self._new(part)
            place = match.start()
            ids += found.ids
            starts += [place + start for start in found.starts]
        return Tokens(ids, starts)

    def _new(self, part: str) -> Tokens:
        if part in self._special:
            found = Tokens([self._special[part]], [0])
        else:
            found = Tokens([], [])
            for letters, places in _words(part):
                self._add(letters, places, found)
        if len(part) <= _LONGEST_REMEMBERED:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[part] = found
        return found

    def _add(self, word: str, places: list[int], into: Tokens) -> None:
        """The longest piece that the vocabulary has, again and again; one unknown token where it has none."""
        pieces: list[int] = []
        starts: list[int] = []
        begin = 0
        while begin < len(word) <= self._longest:
            for end in range(len(word), begin, -1):
                piece = self._vocabulary.get(word[begin:end] if begin == 0 else f"##{word[begin:end]}")
                if piece is not None:
                    break
            else:
                break
            pieces.append(piece)
            starts.append(places[begin])
            begin = end
        whole = begin == len(word)
        into.ids.extend(pieces if whole else [self._unknown])
        into.starts.extend(starts if whole else [places[0]])


def _words(part: str) -> list[tuple[str, list[int]]]:
    """Words as the vocabulary has them, each with the place in `part` of each of its letters."""
    characters = _characters()
    words: list[tuple[list[str], list[int]]] = [([], [])]
    for place, character in enumerate(part):
        code = ord(character)
        kind = characters.kinds[bisect_right(characters.firsts, code) - 1]
        if kind == "dropped":
            continue
        if kind:
            words.append(([], []))
        if kind != "space":
            made = characters.becomes.get(character, character)
            if code in _SYLLABLES:
                made = unicodedata.normalize("NFD", character)
            words[-1][0].extend(made)
            words[-1][1].extend([place] * len(made))
        if kind:
            words.append(([], []))
    return [("".join(letters), places) for letters, places in words if letters]


@cache
def _characters() -> _Characters:
    read = json.loads(_CHARACTERS.read_text(encoding="ascii"))
    becomes: dict[str, str] = read.pop("becomes")
    runs = [(0, "")]
    for kind, ranges in read.items():
        for first, last in ranges:
            runs += [(first, kind), (last + 1, "")]
    # A run that begins where another ends takes its place: "" sorts before every kind.
    by_first = dict(sorted(runs))
    return _Characters(list(by_first), list(by_first.values()), becomes)
