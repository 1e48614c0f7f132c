"""Where do paragraphs print the names of themes? Thousands of names in thousands of texts, in a second.

The index's own lists say which paragraphs hold the words of a name; only their texts are read.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

import numpy as np
import numpy.typing as npt

from indexer.arrays import Int64Array
from indexer.store.reader import IndexReader
from indexer.words.analyser import query_terms

_ALIKE = {"’": "'", "‘": "'", "-": " ", "‐": " ", "‑": " ", "–": " ", "\n": " ", "\u00a0": " "}


@dataclass(frozen=True, slots=True)
class Form:
    """text: to be found, folded unless exact; an "s" may follow. exact: an acronym, whose capitals count."""

    text: str
    exact: bool


class Names:
    """The names of one matter, to be found in the paragraphs of one index.

    known: the rows that hold a term, for who looks for several matters: it is filled and read here.
    """

    def __init__(
        self, reader: IndexReader, names: Iterable[str], known: dict[str, Int64Array] | None = None
    ) -> None:
        self._reader = reader
        self._known = {} if known is None else known
        found: dict[Form, tuple[str, ...]] = {}
        for name in names:
            for form in forms(name):
                found.setdefault(form, tuple(dict.fromkeys(query_terms(name))))
        # What prints "risk of exploitation" prints "exploitation".
        self._forms = {form: terms for form, terms in found.items() if not _prints_another(form, found)}

    def candidates(self) -> Iterator[tuple[Form, Int64Array]]:
        """Each form that may be printed here, with the rows that hold its words in any order, ascending."""
        for form, terms in self._forms.items():
            rows = self._holding(terms)
            if len(rows):
                yield form, rows

    def _holding(self, terms: Sequence[str]) -> Int64Array:
        held = sorted(map(self._holders, terms), key=len)
        rows = held[0] if held else np.zeros(0, np.int64)
        for others in held[1:]:
            if not len(rows):
                break
            rows = _both(rows, others)
        return rows

    def _holders(self, term: str) -> Int64Array:
        if term not in self._known:
            self._known[term] = self._reader.holding(term)
        return self._known[term]


Printable = Sequence[tuple[Form, Int64Array]]  # what Names.candidates gives


class Sentences:
    """The sentences of several paragraphs, read once for many names.

    owners, places: (m,) of each sentence the row of its paragraph and its place there, in the order of
    `rows`, which are ascending.
    """

    def __init__(self, reader: IndexReader, rows: Int64Array) -> None:
        texts, spans = reader.texts_of(rows), reader.spans_of(rows)
        counts = np.array([len(each) for each in spans], dtype=np.int64)
        self._rows = rows
        firsts = np.concatenate(([0], np.cumsum(counts)))
        self._firsts = firsts.tolist()
        self.owners = np.repeat(rows, counts)
        self.places = np.arange(len(self.owners)) - np.repeat(firsts[:-1], counts)
        self._starts = [[start for start, _ in each] for each in spans]
        self._exact = "".join(f"{text}\0" for text in texts)
        self._folded = folded(self._exact)
        ends = np.cumsum([len(text) + 1 for text in texts], dtype=np.int64) - 1
        self._ends = ends.tolist()
        self._begins = [0, *(end + 1 for end in self._ends[:-1])]

    def printing(
        self, names: Sequence[Printable], where: npt.NDArray[np.bool_] | None = None
    ) -> npt.NDArray[np.bool_]:
        """(m, len(names)): whether each sentence prints one of the forms.

        where: (m, len(names)), the sentences of which it matters; others beside them are told, too.
        """
        found = np.zeros((len(self.owners), len(names)), dtype=bool)
        for column, forms in enumerate(names):
            among = None if where is None else np.unique(self.owners[where[:, column]])
            if among is not None and not len(among):
                continue
            for form, rows in forms:
                held = rows if among is None else _both(among, rows)
                found[self._prints(form, self._places(held)), column] = True
        return found

    def _places(self, rows: Int64Array) -> list[int]:
        """Where those of the rows that are here stand among these."""
        mine = self._rows
        if not len(mine):
            return []
        among = rows[rows.searchsorted(mine[0]) : rows.searchsorted(mine[-1], side="right")]
        places = mine.searchsorted(among)
        found: list[int] = places[mine[places] == among].tolist()
        return found

    def _prints(self, form: Form, places: Iterable[int]) -> list[int]:
        """The sentences in which the form is printed, of the paragraphs at these places."""
        whole = self._exact if form.exact else self._folded
        text, size, begins, ends = form.text, len(form.text), self._begins, self._ends
        find = whole.find
        found = []
        for place in places:
            start = begins[place]
            at = find(text, start, ends[place])
            while at >= 0:
                last = at + size
                if whole[last] == "s":  # each text ends with a character that is in no word
                    last += 1
                if not _in_word(whole[last]) and not (at > start and _in_word(whole[at - 1])):
                    sentence = max(bisect_right(self._starts[place], at - start) - 1, 0)
                    found.append(self._firsts[place] + sentence)
                at = find(text, last, ends[place])
        return found


def _both(few: Int64Array, many: Int64Array) -> Int64Array:
    """Rows in both, each ascending."""
    places = np.minimum(many.searchsorted(few), len(many) - 1)
    both: Int64Array = few[many[places] == few]
    return both


def folded(text: str) -> str:
    """In small letters, hyphens as blanks and apostrophes straight; as long as the text."""
    lower = text.lower()
    if len(lower) != len(text):  # a letter of another length in small letters, as the dotted capital I
        lower = "".join(char.lower() if len(char.lower()) == 1 else char for char in text)
    for char, plain in _ALIKE.items():  # several times faster than str.translate
        lower = lower.replace(char, plain)
    return lower


@lru_cache(maxsize=10_000)
def forms(name: str) -> tuple[Form, ...]:
    """What to look for so that the name is found in singular and plural."""
    name = name.strip()
    if " " not in name and sum(map(str.isupper, name)) > 1:
        return (Form(name.removesuffix("s"), True),)
    plain = folded(name).strip(" '")
    if plain.endswith("ies"):
        return (Form(plain, False), Form(f"{plain[:-3]}y", False))
    bare = plain[:-1] if plain.endswith("s") and not plain.endswith(("ss", "us", "is")) else plain
    if bare.endswith("y") and bare[-2:-1] not in "aeiou":
        return (Form(bare, False), Form(f"{bare[:-1]}ies", False))
    return (Form(bare, False),)


def _prints_another(form: Form, others: Container[Form]) -> bool:
    """Whether what prints the form prints one of the others, too, in singular or plural."""
    words = form.text.split(" ")
    for first, last in combinations(range(len(words) + 1), 2):
        part = " ".join(words[first:last])
        for text in (part, part.removesuffix("s")):
            if text != form.text and Form(text, form.exact) in others:
                return True
    return False


def _in_word(char: str) -> bool:
    return char.isalnum() or char == "_"
