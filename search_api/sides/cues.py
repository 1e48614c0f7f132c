"""Which cues of praise, of criticism and of plain fact does the wording of a sentence give?"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from .phrases import COMPILED, OPENS, PHRASES

# name -> the words each of which is the cue; a star stands for any ending
_WORDS: dict[str, str] = {
    "praises": """good well effective* strong* excellent outstanding robust* timely thorough* positive*
        impressive* skilled skilful* committed child-centred child-focused sensitive* prompt* swift*
        quickly success* comprehensive* clear clearly careful* appropriate* regular* stable creative*
        proactive* valued benefit* persever* persistent* tenacious* high-quality exceptional* ambitio*
        aspiration* highly detailed responsive* trusting trusted celebrat* innovative proud rigorous*
        warm* thoughtful* sound safe safely happy strength strengths exemplary suitable suitably
        manageable enhanc* passionate* dedicated tailored bespoke secure embedded established
        purposeful* compassionate* tireless* flourish* thriv* unwavering""",
    "lacks": """lack* absent absence insufficient* inadequate* poor* weak* fail* ineffective* unclear limited
        shortfall* shortage* gap gaps delay* drift* slow* missed deficit* deficienc* unable hamper*
        hinder* undermin* imped* impaired impairs impairing compromised inhibit* excessive* overly declin*
        deteriorat* unsafe barrier*
        unnecessar* instability struggl* confus* duplicat* out-of-date setback* stalled disjointed
        underdeveloped under-developed negligible unacceptabl* concern* difficult* inappropriate*
        unsuitable backlog* superficial generic perfunctory rarely little narrow inaccura* over-reli*
        overreli* unmet overdue unlawful* unregistered shortcoming* problem* minimal sporadic""",
    "grave": """shortage* shortfall* inhibit* deteriorat* stalled unacceptabl* fail* negligible poor*
        inadequate* setback* weak weakness* drift missed""",
    "varies": "variable varied varies vary inconsisten* uneven mixed patchy less",
    "improved": """improved improving improvement* strengthened strengthening increased better progress*
        reduced rising""",
    "serves": """help helps helped helping enabl* ensur* support supports supported supporting allow* promot*
        encourag* offer* provid* receiv* contribut* opportunit* training access""",
    "not": "not never neither nor cannot",
    "no": "no none without nobody",
    "only": "only merely barely just",
    "few": "few fewer less",
    "still": "still remain remains remained persist*",
    "most": "most majority mostly generally usually mainly all every always",
    "some": "some sometimes occasion* minority",
    "despite": "despite notwithstanding",
    "but": "but although though albeit",
    "owns": "acknowledg* recognis* recogniz* aware accept* identified",
    "feared": "risk* harm* abuse neglect* exploitation missing homeless* vulnerable custody offend*",
    "share": "proportion percentage rate average",
    "you": "you your",
}

CUES: tuple[str, ...] = (*_WORDS, *PHRASES, *OPENS, "figure", "year")
_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")
_NUMBER = re.compile(r"\d+")
_YEAR = re.compile(r"20\d\d")

Listed = tuple[frozenset[str], tuple[str, ...]]  # whole words, and beginnings of words


def counted(text: str) -> Counter[str]:
    """How often plain text gives each cue of CUES; an opening counts once."""
    found: Counter[str] = Counter()
    likely: set[str] = set()
    for word in _WORD.findall(text):
        for name in of_word(word):
            found[name] += 1
        likely.update(_phrases_of(word))
    for name in likely:
        found[name] = sum(1 for _ in COMPILED[name].finditer(text))
    for name, opening in OPENS.items():
        found[name] = opening.match(text) is not None
    numbers = _NUMBER.findall(text)
    found["figure"] = len(numbers)
    found["year"] = sum(_YEAR.fullmatch(number) is not None for number in numbers)
    return found


@cache
def of_word(word: str) -> tuple[str, ...]:
    """The cues that one word gives."""
    return _listing(word, _CUE_WORDS)


@cache
def _phrases_of(word: str) -> tuple[str, ...]:
    """The phrases that may stand where this word does."""
    return _listing(word, _PHRASE_WORDS)


def _listing(word: str, lists: dict[str, Listed]) -> tuple[str, ...]:
    return tuple(name for name, (whole, begun) in lists.items() if word in whole or word.startswith(begun))


def _listed(words: str) -> Listed:
    each = words.split()
    whole = frozenset(word for word in each if word[-1] != "*")
    return whole, tuple(word[:-1] for word in each if word[-1] == "*")


_CUE_WORDS = {name: _listed(words) for name, words in _WORDS.items()}
_PHRASE_WORDS = {name: _listed(words) for name, (_, words) in PHRASES.items()}
