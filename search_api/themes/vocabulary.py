"""The vocabulary of themes, themes.csv and examples.csv in this folder. docs/comparing/themes.md tells.

Most names are those of corpus/terms.csv, whose groups a theme lists; a name that means something else in many
sentences is left out ("without").
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from search_api.terms import FORM, NAME, read_groups

from .records import Theme

_FOLDER = Path(__file__).resolve().parent
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


@lru_cache(maxsize=1)
def labels() -> Mapping[str, str]:
    """Key -> name of every theme, in the order of the vocabulary. Reads one small file."""
    return {row["key"]: row["name"] for row in _rows("themes.csv")}


@lru_cache(maxsize=1)
def themes() -> tuple[Theme, ...]:
    """Every theme, in order. Raises PinpointError where the list of terms is damaged."""
    groups = read_groups()
    examples: dict[str, list[str]] = {}
    for row in _rows("examples.csv"):
        examples.setdefault(row["theme"], []).append(row["sentence"])
    found = []
    for row in _rows("themes.csv"):
        without = set(_listed(row["without"]))
        names = [*_terms(_listed(row["terms"]), groups), *_listed(row["synonyms"])]
        kept = tuple(dict.fromkeys(name for name in names if name not in without))
        # A cue may be the name of a group, in whose terms it then stands for all of them.
        phrases = tuple(name for name in _listed(row["phrases"]) if name not in kept)
        cues = [term for cue in _listed(row["cues"]) for term in (cue, *_terms([cue], groups))]
        others = tuple(dict.fromkeys(cue for cue in cues if cue not in (*kept, *phrases)))
        key = row["key"]
        found.append(
            Theme(key, row["name"], row["definition"], kept, phrases, others, tuple(examples.get(key, ())))
        )
    return tuple(found)


def theme(key: str) -> Theme:
    """The theme of that key. Raises KeyError."""
    return {item.key: item for item in themes()}[key]


def find(text: str) -> Theme | None:
    """The theme that is called so, by its key, its name or another name for the whole of it; None for none.

    Case, plurals and hyphens do not matter. What a report prints of a theme is mostly narrower: "MARAC" is a
    synonym of domestic abuse and does not name it.
    """
    key = _plain(text)
    return _known().get(key) if key else None


@lru_cache(maxsize=1)
def _known() -> Mapping[str, Theme]:
    found: dict[str, Theme] = {}
    called = {row["key"]: _listed(row["called"]) for row in _rows("themes.csv")}
    for item in themes():
        for name in (item.key, item.name, *called[item.key]):
            found.setdefault(_plain(name), item)
    return found


def _plain(text: str) -> str:
    """Letters only, each word without the "s" of a plural or possessive; crude, for comparing only."""
    return "".join(re.sub(r"['’]?s?['’]?$", "", word.lower()) for word in _WORD.findall(text))


def _terms(names: Iterable[str], groups: Mapping[str, Mapping[str, Iterable[str]]]) -> list[str]:
    found = []
    for name in names:
        if name in groups:
            held = groups[name]
            found += [*held[NAME], *held[FORM]]
    return found


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def _rows(name: str) -> list[dict[str, str]]:
    with (_FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))
