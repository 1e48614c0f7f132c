"""What does a linear model see of a sentence, beside its vector? One row of numbers for each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from math import log

import numpy as np

from indexer.arrays import Float32Array

from .cues import CUES, counted, of_word
from .phrases import NOT_GOOD
from .wording import clauses, plain, softened, terms

_MOST = 3  # matches of one cue that count
_SHORT = 10  # words
_FURTHEST = 2.0  # of a balance of cues
_WELL, _WANTING = ("praises", "improved"), ("lacks", "not_good", "too", "need", "varies", "partly")
_JUDGES = ("praises", "lacks", "not_good", "improved", "not", "no", "too", "need", "acts", "varies")

_OF_RUNS = ("balance", "turned", "both", "first", "last", "worst", "best")
_OF_FACTS = ("bare", "bare_inspection", "bare_figure", "bare_unserved", "bare_fact")
_OF_WORDS = ("words", "words_size", "before", "before_follows")
NAMES: tuple[str, ...] = (
    *CUES, "denied", "denied_only", "length", "short", *_OF_RUNS, *_OF_FACTS, *_OF_WORDS
)  # fmt: skip


def features(sentences: Sequence[str], before: Sequence[str], lexicon: Mapping[str, float]) -> Float32Array:
    """(n, len(NAMES)), in the order of NAMES.

    before: the sentence before each, "" where there is none. lexicon: what each term of wording.terms weighs,
    positive where something is wanting. Raises ValueError if lengths differ.
    """
    rows = [_row(*item, lexicon) for item in zip(sentences, before, strict=True)]
    return np.array(rows, dtype=np.float32).reshape(len(rows), len(NAMES))


def _row(sentence: str, before: str, lexicon: Mapping[str, float]) -> list[float]:
    text = plain(sentence)
    kept, denied = softened(text)
    cues = counted(kept)
    cues["praises"] = _well(kept, cues)["praises"]
    only = denied and not any(cues[name] for name in ("lacks", "not_good", "too", "need"))
    length = len(text.split())
    words = _leaning(kept, lexicon)
    led = _leaning(softened(plain(before))[0], lexicon) if before else 0.0
    return [
        *(float(min(cues.get(name, 0), _MOST)) for name in CUES),
        float(denied), float(only), log(length + 1), float(length < _SHORT),
        *_of_runs(kept, cues),
        *_of_facts(cues, denied),
        words, abs(words), led, led * (cues["follows"] > 0),
    ]  # fmt: skip


def _of_runs(text: str, cues: Counter[str]) -> list[float]:
    """Balances of the whole and of its runs between turns; where nothing turns, of the whole alone."""
    whole = _balance(text, cues)
    runs = clauses(text)
    if cues["most_not_all"]:  # "most but not all" turns within a few words
        return [whole, 1.0, 1.0, 1.0, -1.0, -1.0, 1.0]
    if len(runs) == 1:
        return [whole, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]
    each = [_balance(run, counted(run)) for run in runs]
    worst, best = min(each), max(each)
    return [whole, 1.0, float(worst < 0 < best), each[0], each[-1], worst, best]


def _of_facts(cues: Counter[str], denied: int) -> list[float]:
    """Whether nothing is judged, and of such a sentence what it is about."""
    bare = not denied and not any(cues[name] for name in _JUDGES)
    about = (True, cues["inspection"] > 0, cues["figure"] > 0, not cues["serves"], cues["is_fact"] > 0)
    return [float(bare and each) for each in about]


def balance(text: str) -> float:
    """Of plain, softened text: above 0 where its words say that something is well, below where wanting."""
    return _balance(text, counted(text))


def _balance(text: str, cues: Counter[str]) -> float:
    """Cues of what is well less cues of what is wanting."""
    found = _well(text, cues)
    well = sum(found[name] for name in _WELL) + text.count(" denied ") + 0.5 * bool(cues["serves"])
    wanting = sum(cues[name] for name in _WANTING)
    return max(-_FURTHEST, min(_FURTHEST, well - wanting))


def _well(text: str, cues: Counter[str]) -> Counter[str]:
    """The cues without the praise that a negation denies ("not clear")."""
    if not cues["not_good"]:
        return cues
    found = Counter(cues)
    denied = (word for run in NOT_GOOD.findall(text) for word in run.split())
    found["praises"] -= sum("praises" in of_word(word.strip("-'")) for word in denied)
    return found


def _leaning(text: str, lexicon: Mapping[str, float]) -> float:
    """The sum of what the terms of softened text weigh."""
    return sum([lexicon[term] for term in terms(text) if term in lexicon])
