"""What the tokenizer makes of each character: `python tools/characters.py` writes it for the encoder.

The table is indexer/encoders/characters.json. It is asked of the library `tokenizers`, so that it is the
same with every Python, whichever edition of Unicode it knows.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path

from tokenizers import Tokenizer

_FOLDER = Path(__file__).resolve().parent.parent / "indexer" / "encoders"
_SURROGATES = range(0xD800, 0xE000)
_SYLLABLES = range(0xAC00, 0xD7A4)  # of Korean: their letters follow from their numbers


def table(tokenizer: Tokenizer) -> dict[str, list[list[int]] | dict[str, str]]:
    """Ranges [first, last] of code points by what becomes of them, and what some turn into."""
    kinds: dict[str, list[int]] = {"dropped": [*_SURROGATES], "space": [], "mark": [], "alone": []}
    becomes: dict[str, str] = {}
    for code in range(sys.maxunicode + 1):
        if code in _SURROGATES:
            continue
        letter = chr(code)
        made = tokenizer.normalizer.normalize_str(f"a{letter}b")[1:-1]
        plain = made.strip(" ")
        words = [word for word, _ in tokenizer.pre_tokenizer.pre_tokenize_str(f"a{made}b")]
        if not made:
            kinds["dropped"].append(code)
        elif not plain:
            kinds["space"].append(code)
        elif words == ["a", plain, "b"]:
            kinds["mark" if plain == made else "alone"].append(code)
        elif words != [f"a{plain}b"]:
            raise ValueError(f"U+{code:04X} becomes {words}")
        if plain and plain != letter and code not in _SYLLABLES:
            becomes[letter] = plain
    return {**{kind: _ranges(codes) for kind, codes in kinds.items()}, "becomes": becomes}


def _ranges(codes: Iterable[int]) -> list[list[int]]:
    found: list[list[int]] = []
    for code in sorted(codes):
        if found and found[-1][1] == code - 1:
            found[-1][1] = code
        else:
            found.append([code, code])
    return found


if __name__ == "__main__":
    made = table(Tokenizer.from_file(str(_FOLDER / "model" / "tokenizer.json")))
    text = json.dumps(made, ensure_ascii=True, separators=(",", ":"))
    (_FOLDER / "characters.json").write_text(text + "\n", encoding="ascii")
