"""Which paragraphs hold words exactly as they are typed: in quotation marks, left out, or pasted?

Case, the width of spaces, the shape of quotation marks, dashes and ligatures do not count (docs/answers.md);
whole words do: “plan” is not in "planning". Words are looked up in the index, then read in the text itself.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np

from indexer.arrays import Int64Array, Spans
from indexer.dates import day
from indexer.records import Report
from indexer.store.reader import IndexReader
from indexer.words.analyser import IRREGULAR
from search_api.lists import listed as in_words

from .mentions.phrases import bare
from .records import Scope, Understanding

_KEPT = 500  # stretches remembered; a search and its counts ask for the same ones many times
_PASTED = 6  # words at least of a sentence that is taken for one from a report; fewer are a question's own
# The number or mark before a paragraph that was pasted.
_HEAD = re.compile(r"\s*(?:\d{1,3}[.)]?|[a-z][.)]|[•◦▪■●○‣*o–-])\s+")

_DOUBLE, _SINGLE, _DASH = '"“”„‟«»', "'’‘‚‛ʼ´`′", "-‐‑‒–—―−─"
_UNSEEN = "\u0335\u0336\ufffe⁰¹²³⁴⁵⁶⁷⁸⁹"  # strokes of drawn bullets, a hyphen's stand-in, marks of footnotes
# Glyphs that odd fonts name as other letters, as the stored text has them: docs/normalisation.md.
_GLYPHS = {"\u019f": "ti", "\u01a9": "tt", "\u01ab": "tti", "\uf020": " ", "\uf02d": "–"}
_GAP = r"[\s•]+"
_TOKEN = re.compile(
    r"(?P<gap>[\s•◦▪■●○‣]+)|(?P<dots>…|\.\.\.)|(?P<hanging>(?<=\w)-\s+(?=\w))|(?P<other>.)", re.DOTALL
)
_CLASSES = {
    **dict.fromkeys(_DOUBLE, f"[{_DOUBLE}]"),
    **dict.fromkeys(_SINGLE, f"[{_SINGLE}]"),
    **dict.fromkeys(_DASH, f"[{re.escape(_DASH)}]"),
}  # fmt: skip


class ExactWords:
    """Finds words in one open index as they are typed. Threads may share one."""

    def __init__(self, reader: IndexReader) -> None:
        self._reader = reader
        self._found: dict[tuple[str, bool], Int64Array] = {}

    def holding(self, phrase: str) -> Int64Array:
        """Rows, ascending, whose text holds the phrase; none for a phrase without a letter or digit."""
        return self._rows(phrase, False)

    def naming(self, word: str) -> Int64Array:
        """Rows, ascending, whose text holds the word, in the singular or the plural."""
        return _union(self._rows(form, True) for form in _forms(word))

    def pasted(self, text: str) -> Int64Array:
        """Rows, ascending, that hold the whole text, where it has six words or more.

        The number of a paragraph or the mark of a list before it does not count.
        """
        for tried in dict.fromkeys((text, _HEAD.sub("", text, count=1))):
            if len(bare(tried).split()) >= _PASTED and len(rows := self._read(bare(tried), False)):
                return rows
        return np.zeros(0, np.int64)

    def within(self, scope: Scope, question: Understanding) -> Scope:
        """The scope less every paragraph that lacks a phrase of the question or holds what it leaves out.

        Where nothing is left a note says so. The coverage stays: all of the scope was looked through.
        """
        if scope.empty or not (question.phrases or question.left_out):
            return scope
        rows = np.arange(len(self._reader), dtype=np.int64)
        for phrase in question.phrases:
            rows = np.intersect1d(rows, self.holding(phrase), assume_unique=True)
        for words, whole in question.left_out:
            out = self.holding(words) if whole else self.naming(words)
            rows = np.setdiff1d(rows, out, assume_unique=True)
        left = rows if scope.rows is None else np.intersect1d(rows, scope.rows, assume_unique=True)
        found = replace(scope, rows=left, exact=rows)
        return found if len(left) else replace(found, notes=(*scope.notes, nothing(found, question)))

    def _rows(self, phrase: str, either_number: bool) -> Int64Array:
        key = (phrase.lower(), either_number)
        known = self._found.get(key)
        if known is None:
            known = self._read(phrase, either_number)
            if len(self._found) < _KEPT:
                self._found[key] = known
        return known

    def _read(self, phrase: str, either_number: bool) -> Int64Array:
        plain = _plain(phrase)
        if not any(map(str.isalnum, plain)):
            return np.zeros(0, np.int64)
        texts = self._reader.phrase_texts(plain)
        if not texts:  # as of nearly every question: making its pattern takes longer than all else
            return np.zeros(0, np.int64)
        pattern = _pattern(plain, either_number)
        return np.array(sorted(row for row, text in texts if pattern.search(text)), dtype=np.int64)


def stretches(text: str, phrase: str) -> list[tuple[int, int]]:
    """Half-open stretches of a stored text that are the phrase, in order; a number before it apart."""
    for tried in dict.fromkeys((phrase, _HEAD.sub("", phrase, count=1))):
        plain = _plain(bare(tried))
        hits = [match.span() for match in _pattern(plain, False).finditer(text)] if plain else []
        if hits:
            return hits
    return []


def holding_sentences(text: str, spans: Spans, phrases: Iterable[str]) -> tuple[int, ...]:
    """Places, ascending, of the sentences that any of the phrases stands in, whole or in part.

    spans: half-open, in the order of the text.
    """
    hits = [hit for phrase in phrases for hit in stretches(text, phrase)]
    return tuple(
        place
        for place, (start, end) in enumerate(spans)
        if any(start < hit_end and hit_start < end for hit_start, hit_end in hits)
    )


def whose(reports: Sequence[Report]) -> str:
    """As in "Torbay’s report of 24 February 2026" or "the 12 reports searched"."""
    names = {report.authority for report in reports}
    if len(reports) == 1:
        return f"{reports[0].authority}’s report of {day(reports[0].published)}"
    if len(names) == 1:
        return f"{reports[0].authority}’s {len(reports):,} reports"
    return f"the {len(reports):,} reports searched"


def listed(phrases: Sequence[str]) -> str:
    """As in "“short breaks” and “young carers”"."""
    return in_words(f"“{phrase}”" for phrase in phrases)


def left_out_words(question: Understanding) -> str:
    """As in "‘fostering’ or “short breaks”"; "" where nothing is left out."""
    return " or ".join(f"“{words}”" if whole else f"‘{words}’" for words, whole in question.left_out)


def nothing(scope: Scope, question: Understanding) -> str:
    """Why no paragraph of a scope is left, and how many there are beyond its filters, in two sentences."""
    elsewhere = 0 if scope.exact is None else len(scope.exact)
    kinds = " or ".join(sorted(scope.chosen.of("kind")))
    what = "No paragraph" + (f" of type {kinds}" if kinds else "")
    what += f" in {whose(scope.reports)} contains" if len(scope.reports) else " contains"
    if question.phrases:
        both = "both " if len(question.phrases) == 2 else ""
        what += f" {both}{listed(question.phrases)}"
        what += f" without {left_out_words(question)}" if question.left_out else ""
    else:
        what = f"Every paragraph searched contains {left_out_words(question)}"
    beyond = f" Without the filters {elsewhere:,} {'does' if elsewhere == 1 else 'do'}." if elsewhere else ""
    return f"{what}.{beyond}"


def _union(found: Iterable[Int64Array]) -> Int64Array:
    return np.unique(np.concatenate([np.zeros(0, np.int64), *found]))


def _forms(word: str) -> tuple[str, ...]:
    """The word and those that the analyser knows as other forms of it: child, children."""
    lower = word.lower()
    base = IRREGULAR.get(lower, lower)
    others = (form for form, of in IRREGULAR.items() if of == base)
    return tuple(dict.fromkeys((lower, base, *others)))


def _plain(phrase: str) -> str:
    """Without what nobody sees, and with ligatures as letters. The stored text is so already."""
    text = unicodedata.normalize("NFC", phrase)
    return "".join(map(_shown, text)) if not text.isascii() else text


@lru_cache(maxsize=4096)
def _shown(char: str) -> str:
    if char in _GLYPHS:
        return _GLYPHS[char]
    if char in _UNSEEN or unicodedata.category(char) in ("Cf", "Cs", "Co"):
        return ""
    return unicodedata.normalize("NFKC", char) if char.isalpha() or char.isspace() else char


@lru_cache(maxsize=500)
def _pattern(plain: str, either_number: bool) -> re.Pattern[str]:
    """What finds it in a stored text. either_number: the last word in singular or plural."""
    pieces = []
    stem, ending = _either_number(plain) if either_number else (plain, "")
    for match in _TOKEN.finditer(stem):
        if match["gap"]:
            pieces.append(_GAP)
        elif match["dots"]:
            pieces.append(r"(?:…|\.\.\.)")
        elif match["hanging"]:  # "multi- agency", as a line ended in the file it was copied from
            pieces.append(rf"{_CLASSES['-']}[\s•]*")
        else:
            pieces.append(_CLASSES.get(match["other"]) or re.escape(match["other"]))
    after = r"(?!\w)" if plain[-1:].isalnum() else ""
    head, rest = plain[0], "".join(pieces[1:]) + ending + after
    if not (head.isascii() and head.isalpha()):
        before = r"(?<!\w)" if head.isalnum() else ""
        return re.compile(rf"{before}(?i:{pieces[0]}{rest})")
    # What begins with one of two letters is found four times as fast as what has a condition in front.
    return re.compile(rf"[{head.lower()}{head.upper()}](?<!\w.)(?i:{rest})", re.DOTALL)


def _either_number(word: str) -> tuple[str, str]:
    """What singular and plural share, and the endings that they may have."""
    stem = re.sub(rf"(?:[{_SINGLE}]s|s[{_SINGLE}]|(?<=[^s])s)$", "", word, flags=re.IGNORECASE)
    if stem.lower().endswith("ie"):
        return stem[:-2], "(?:y|ie)(?:s)?"
    if stem.lower().endswith("y"):
        return stem[:-1], "(?:y|ie)(?:s)?"
    return stem, "(?:s|es)?"
