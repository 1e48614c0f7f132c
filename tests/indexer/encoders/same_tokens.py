"""Our tokenizer and the library's give the same: `python -m tests.indexer.encoders.same_tokens [INDEX …]`.

Compares them on every character, alone and among others, on texts made at random from all that is treated
apart, and on every paragraph and sentence of the indexes, and times both on the paragraphs. Takes minutes.
"""

from __future__ import annotations

import random
import sys
import time
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from tokenizers import Tokenizer

from indexer.encoders.export import TOKENIZER_FILE
from indexer.encoders.load import own_folder
from indexer.encoders.wordpiece import Tokens, WordPiece
from indexer.store.reader import IndexReader

_AT_RANDOM = 40_000
_SURROGATES = range(0xD800, 0xE000)
# What is treated apart: words, accents, ligatures, Greek, Korean, Chinese and Japanese, spaces, marks that
# are dropped, punctuation of ASCII and beyond, names of special tokens and their parts.
APART = [
    *"aabcdeehimnorsst", *"ABCIS", *"0123", *"  \t\n\r\v\f",
    *"\x00\x1f\x7f\x85\xad\xa0\u200b\u2028\u3000\ufeff\ufffd",
    *".,;:-–—'’“”()[]/£%&#@_^`|~¡§·\u037e\u2260\u3001",
    *"éÉüñçøßŒİıſǅﬁ", *"e\u0301\u0323\u0345\u20dd", *"ΑΣςάώ", *"ЁёЇй",
    *"한글각힣ᄒ", *"中文漢\uf900\U0002f800ぁゔヴ", *"अनि्กำ", *"²½㎏Ⅷ①😀👩\u200d🏽",
    "[CLS]", "[SEP]", "[UNK]", "[PAD]", "[MASK]",
    "children", "safeguarding", "MARAC", "unaccompanied", "[cls]", "##s", "x" * 99, "é" * 101,
]  # fmt: skip


@cache
def both() -> tuple[Tokenizer, WordPiece]:
    """The library's and ours, of the encoder that ships with Pinpoint."""
    path = own_folder() / TOKENIZER_FILE
    theirs: Tokenizer = Tokenizer.from_file(str(path))
    return theirs, WordPiece(path)


def theirs(text: str) -> Tokens:
    """What the library gives. A lone surrogate, which it does not take, stands as U+FFFD, which it drops."""
    clean = "".join("\ufffd" if ord(letter) in _SURROGATES else letter for letter in text)
    found = both()[0].encode(clean, add_special_tokens=False)
    return Tokens(found.ids, [start for start, _ in found.offsets])


def ours(text: str) -> Tokens:
    """What Pinpoint gives."""
    return both()[1].encode(text)


def moving(letter: str) -> bool:
    """Whether Unicode moves it among its neighbours, and the tokenizer does not drop it.

    Of a word with two such marks the library gives the place of another letter, and the same numbers.
    """
    return unicodedata.combining(letter) != 0 and bool(ours(letter).ids)


def characters(end: int = sys.maxunicode + 1) -> Iterator[str]:
    """Texts that hold every character before `end` after a space, a letter, and a letter and a space."""
    for first in range(0, end, 1000):
        letters = [chr(code) for code in range(first, min(first + 1000, end))]
        kept = [letter for letter in letters if not moving(letter)]
        for between in ("a", " ", "a "):
            yield between.join(kept)


def at_random(count: int, seed: int = 1) -> Iterator[str]:
    """So many texts of up to 30 pieces of APART, and of any characters."""
    chance = random.Random(seed)
    for _ in range(count):
        pieces = chance.choices(APART, k=chance.randrange(1, 30))
        pieces += [chr(chance.randrange(0x3000)) for _ in range(chance.randrange(3))]
        chance.shuffle(pieces)
        yield "".join(piece for piece in pieces if len(piece) > 1 or not moving(piece))


def _paragraphs(index: Path) -> list[tuple[str, Sequence[tuple[int, int]]]]:
    with IndexReader.open(index) as reader:
        rows = range(len(reader))
        return [
            (found.text, reader.spans(row)) for row, found in zip(rows, reader.by_rows(rows), strict=True)
        ]


def _compared(name: str, texts: Iterator[str]) -> int:
    count = tokens = wrong = 0
    for text in texts:
        expected = theirs(text)
        count += 1
        tokens += len(expected.ids)
        if ours(text) != expected:
            wrong += 1
            print(f"differs: {ascii(text)[:300]}")
    print(f"{name}: {count:,} texts, {tokens:,} tokens, {wrong} that differ", flush=True)
    return wrong


def _sentences(items: list[tuple[str, Sequence[tuple[int, int]]]]) -> Iterator[str]:
    for text, spans in items:
        yield text
        yield from (text[start:end] for start, end in spans)


def _timed(items: list[tuple[str, Sequence[tuple[int, int]]]]) -> None:
    fresh = WordPiece(own_folder() / TOKENIZER_FILE)
    for name, read in (("the library", theirs), ("Pinpoint, from nothing", fresh.encode), ("Pinpoint", ours)):
        begun = time.process_time()
        for text, _ in items:
            read(text)
        spent = time.process_time() - begun
        print(f"{name}: {1e6 * spent / max(1, len(items)):.0f} microseconds of CPU a paragraph")


if __name__ == "__main__":
    failures = _compared("every character", characters()) + _compared("at random", at_random(_AT_RANDOM))
    for argument in sys.argv[1:]:
        held = _paragraphs(Path(argument))
        failures += _compared(argument, _sentences(held))
        _timed(held)
    sys.exit(failures > 0)
