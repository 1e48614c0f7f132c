"""What people say for what reports write: "social workers keep leaving" for turnover.

Only what no report prints is listed, and what means the same; whatever was taken so is said to the user.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from indexer.errors import PinpointError, system_reason
from indexer.locations import corpus_folder

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_GAP = re.compile(r"[\s‐‑/-]{1,2}")
_MOST = 10  # words of an expression
_QUOTED = re.compile(r"[\"“][^\"”]*[\"”]")

# What people type for a word, with nothing else meant: "16/17 yr olds", "looked after kids".
_TYPED = {"kid": "child", "kids": "children", "yr": "year", "yrs": "years", "yo": "year-old"}
_COLLOQUIAL = re.compile(rf"(?<![\w’'\"“-])(?:{'|'.join(_TYPED)})(?![\w’'\"”-])")
_MORALE = re.compile(
    r"\b((?:staff|worker|team|workforce|social worker|low|poor|good|high)(?:['’]?s['’]?)?) moral\b",
    re.IGNORECASE,
)
_AGES = re.compile(r"\b(1[0-9])\s?(?:/|-|–|and|&)\s?(1[0-9])s\b")  # "16-17s"


def in_the_reports_words(query: str) -> str:
    """The query with a few words in small letters as reports write them; none in quotation marks."""
    pieces = re.split(rf"({_QUOTED.pattern})", query)
    return "".join(piece if place % 2 else _plain(piece) for place, piece in enumerate(pieces))


def _plain(text: str) -> str:
    text = _COLLOQUIAL.sub(lambda found: _TYPED[found[0]], text)
    text = _MORALE.sub(r"\1 morale", text)
    return _AGES.sub(r"\1 and \2 year olds", text)


@dataclass(frozen=True, slots=True)
class Taken:
    """A stretch of a question, as typed, and the term that it is taken to mean."""

    typed: str
    meant: str

    @property
    def text(self) -> str:
        """As a sentence for the user."""
        return f"‘{self.typed}’ is taken to mean {self.meant}."


def in_terms_of_the_field(query: str, as_words: Iterable[str] = ()) -> tuple[str, tuple[Taken, ...]]:
    """The query with its everyday expressions as terms, the longest first; none in quotation marks.

    as_words: stretches that are to stay. Raises PinpointError where the table cannot be read.
    """
    stay = {stretch.strip().casefold() for stretch in as_words}
    table = load_everyday()
    words = [(found.start(), found.end(), _key(found[0])) for found in _WORD.finditer(query)]
    quoted = [found.span() for found in _QUOTED.finditer(query)]
    made, taken, last, place = "", [], 0, 0
    while place < len(words):
        length, meant = _longest(query, words, place, table)
        start, end = words[place][0], words[place + max(length, 1) - 1][1]
        free = not any(start < stop and first < end for first, stop in quoted)
        if length and free and query[start:end].casefold() not in stay:
            made += query[last:start] + meant
            taken.append(Taken(query[start:end], meant))
            last = end
            place += length
        else:
            place += 1
    return made + query[last:], tuple(dict.fromkeys(taken))


def _longest(
    query: str, words: Sequence[tuple[int, int, str]], place: int, table: Mapping[str, Mapping[str, str]]
) -> tuple[int, str]:
    """How many words from `place` on are an expression, and its term; 0 for none."""
    listed = table.get(words[place][2], {})
    best = (0, "")
    joined = ""
    for at in range(place, min(len(words), place + _MOST)):
        if at > place and not _GAP.fullmatch(query[words[at - 1][1] : words[at][0]]):
            break
        joined = f"{joined} {words[at][2]}".strip()
        if joined in listed:
            best = (at - place + 1, listed[joined])
    return best


def _key(word: str) -> str:
    return word.lower().replace("’", "'")


@cache
def load_everyday() -> Mapping[str, Mapping[str, str]]:
    """The expressions of corpus/everyday.csv with the term of each, by their first word.

    Raises PinpointError where the table cannot be read, or an expression stands in it twice.
    """
    path = corpus_folder() / "everyday.csv"
    table: dict[str, dict[str, str]] = {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file, strict=True):
                typed, term = (row.get("expression") or "").strip(), (row.get("term") or "").strip()
                words = [_key(word) for word in _WORD.findall(typed)]
                key = " ".join(words)
                if not words or not term or key in table.get(words[0], {}):
                    raise PinpointError(f"{path}: {typed[:80]!r} is empty or listed twice", "list each once")
                table.setdefault(words[0], {})[key] = term
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        reason = system_reason(error) if isinstance(error, OSError) else str(error)
        raise PinpointError(f"cannot read the table of expressions {path}", reason) from error
    return MappingProxyType(table)
