"""Whose name is printed on a report: an authority's of the register, another's, or none that can be told.

An authority is one of the register, or a council or place that the register lacks and whose name is plainly
printed, or `UNKNOWN`. Prose is never a name: whatever a report says, its authority has a name of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from indexer.records import slug

from .register import Authority, Register, name_key

UNKNOWN = "Unknown authority"

_COUNCIL = re.compile(
    r"\s+(?:(?:metropolitan|county|city|borough|district|unitary|london|royal)\s+)*council$|^(?:the )?"
    r"(?:london borough|royal borough|metropolitan borough|borough|city|county) of\s+",
    re.IGNORECASE,
)
_LONGEST, _MOST_WORDS = 60, 7
# Words that stand small within a name of a place: Saltby-on-Sea, Wexcombe and the Vale, Marsh-le-Fen.
_SMALL = frozenset(
    {"and", "&", "by", "in", "le", "next", "of", "on", "super", "the", "under", "upon", "with"}
)
# Words of reports and letters that no place is called.
_NO_PLACE = re.compile(
    "about|annual|areas?|authorit(?:y|ies)|board|care|children|childrens|contents|councils?|dear|department"
    "|director|education|framework|government|guidance|headline|her|his|hmi?|information|inquiry|inspections?"
    "|inspectors?|joint|letter|local|majestys|ministry|mr|mrs|ms|national|office|ofsted|page|partnership"
    "|published|reports?|reviews?|safeguarding|schools?|services?|sir|social|standards|statutory|street|summary"
    "|together|unknown|visit|work|working|young"
)
_WORD = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*[.']?|&")


def without_council(name: str) -> str:
    """'Northmoor Borough Council' -> 'Northmoor': how an authority outside the register is named."""
    return _COUNCIL.sub("", name).strip() or name


def listed(names: Iterable[str], register: Register) -> Authority | None:
    """The register's authority that the first name known to it names; None if it knows none."""
    return next((found for name in names if (found := register.match(name)) is not None), None)


def place_name(names: Iterable[str], register: Register) -> str:
    """Of names that the register does not know, the first that is plainly a place's; "" if none is.

    It is given without its council's form, unless it would then be the name of another authority.
    """
    taken = {slug(authority.name) for authority in register}
    for name in names:
        printed = " ".join(name.split())
        plain = without_council(printed)
        if not is_place(plain):
            continue
        for form in (plain, printed):
            if register.match(form) is None and slug(form) not in taken and len(form) <= _LONGEST:
                return form
    return ""


def is_place(name: str) -> bool:
    """Whether a printed name reads as a place's: a few capitalised words, none a word of reports."""
    words = name.replace("-", " ").replace(",", " ").split()
    if not 0 < len(words) <= _MOST_WORDS or len(name) > _LONGEST or len(slug(name)) < 3:
        return False
    if words[0].lower() in _SMALL - {"the"} or words[-1].lower() in _SMALL:
        return False
    for word in words:
        if not _WORD.fullmatch(word):
            return False
        if word.lower() in _SMALL:
            continue
        if not word[0].isupper() or _NO_PLACE.fullmatch(name_key(word)):
            return False
    return any(len(word) > 2 for word in words)


def spelled_alike(names: Iterable[str], register: Register) -> dict[str, str]:
    """name -> the one spelling of it, for names that the register lacks: of several the most frequent.

    Two spellings are one name where they differ in case, punctuation or small words alone.
    """
    known = {authority.name for authority in register}
    spellings: dict[str, dict[str, int]] = {}
    for name in names:
        if name not in known:
            held = spellings.setdefault(name_key(slug(name)), {})
            held[name] = held.get(name, 0) + 1
    best = {key: min(held, key=lambda name: (-held[name], name)) for key, held in spellings.items()}
    return {name: best[key] for key, held in spellings.items() for name in held}
