"""Does a text print a name, in any form that a reader takes for it?"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from search_api.question.words import is_short

_SURE = 6  # letters of a word whose beginning stands however it is inflected
_WORD = r"[^\W_]+(?:['’][^\W_]+)*['’]?"
_BETWEEN = r"(?:[\s‐‑–-]|[’'”\"]?[\s])+"  # words of a name


def printing(names: Sequence[str], texts: Sequence[str]) -> npt.NDArray[np.bool_]:
    """(len(texts),) whether each of the texts prints one of the names.

    Thousands of texts may have to be read for one question, and the pattern that decides is slow. Most that
    print a name print it as it was typed, which a plain search finds; most others lack a word of it. The
    pattern reads what is left.
    """
    pattern = _pattern(tuple(names))
    whole = "\0".join(texts)  # no pattern crosses it
    ends = np.cumsum([len(text) + 1 for text in texts]).tolist()
    found = np.zeros(len(texts), dtype=bool)
    for form in dict.fromkeys(form for name in names for form in _plain(name)):
        if pattern.fullmatch(form):
            found[_holding(form, whole, ends)] = True
    needed = tuple({_needed(name) for name in names})
    for place in np.flatnonzero(~found).tolist():
        lower = _lower(texts[place])
        if any(part in lower for part in needed):
            found[place] = pattern.search(texts[place]) is not None
    return found


@lru_cache(maxsize=500)
def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(_printed, names)))


def _holding(form: str, whole: str, ends: Sequence[int]) -> list[int]:
    """Places of the texts in which it stands as words of its own. ends: of each text within the whole."""
    places: list[int] = []
    at = whole.find(form)
    while at >= 0:
        end = at + len(form)
        if _in_word(whole[at - 1 : at]) or _in_word(whole[end : end + 1]):
            at = whole.find(form, at + 1)
        else:
            places.append(bisect_right(ends, at))
            at = whole.find(form, ends[places[-1]])
    return places


def _in_word(char: str) -> bool:
    return char.isalnum() or char == "_"  # as the \\b of a pattern has it


def _plain(name: str) -> Iterator[str]:
    """The ways in which a name is most often printed; none that begins or ends with anything but a word."""
    typed = " ".join(re.findall(_WORD, name))
    for form in (typed.lower(), typed, typed[:1].upper() + typed[1:].lower()):
        if form[:1].isalnum() and form[-1:].isalnum():
            yield form


def _needed(name: str) -> str:
    """Letters that every text which prints the name holds, once it is in small letters; "" for unknown."""
    longest = max(re.findall(r"[^\W_]+", name), key=len, default="")
    begins = longest[:-3] if len(longest) > _SURE else ""  # what `_printed` may leave out of a word's end
    return begins.lower() if begins.isascii() else ""


def _lower(text: str) -> str:
    """In small letters, with the three that a pattern without case takes for an i and an s."""
    return text.replace("\u0130", "i").lower().replace("\u0131", "i").replace("\u017f", "s")


def _printed(name: str) -> str:
    if is_short(name):
        return rf"\b{re.escape(name.removesuffix('s'))}s?\b"
    *inner, last = re.findall(_WORD, name)
    return rf"(?i:\b{''.join(_or_singular(part) + _BETWEEN for part in inner)}{_either_number(last)}\b)"


def _or_singular(word: str) -> str:
    """The word, as a possessive too; of a plural the singular."""
    bare = re.sub(r"(?:['’]s|s['’])$", "", word)
    if bare.endswith("ies"):
        return rf"{re.escape(bare[:-3])}(?:ies|y)(?:['’]s?)?"
    ends = r"s?(?:['’]s?)?" if bare != word or bare.endswith("s") else r"(?:['’]s?)?"
    return rf"{re.escape(bare.removesuffix('s') if len(bare) > 3 else bare)}{ends}"


def _either_number(word: str) -> str:
    """Singular and plural of a word, with and without the mark of a possessive."""
    bare = re.sub(r"(?:['’]s|s['’]|(?<=[^s])s)$", "", word)
    if bare.endswith(("y", "ie")):
        bare = rf"{re.escape(bare.removesuffix('y').removesuffix('ie'))}(?:y|ie)"
    else:
        bare = re.escape(bare)
    return rf"{bare}(?:['’]?s['’]?|es)?"
