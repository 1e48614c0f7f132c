"""Authorities by a part of their name, or of a name that they had: "Tor" for Torbay, "Bourne" for Poole."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.authorities.areas import Area, areas_of
from indexer.authorities.register import name_key
from search_api.question.filters import Holdings

_SMALL = frozenset({"and", "of", "on", "the"})  # words that nobody looks for by their beginning


@dataclass(frozen=True, slots=True)
class Fits:
    """What is meant by what was typed. names: authorities with a report here, by name, those whose own name
    begins so first. others: that fit as well, where what was typed is the whole of a name.
    """

    typed: str
    names: tuple[str, ...]
    whole: bool
    others: tuple[str, ...] = ()


def fitting(typed: str, holdings: Holdings) -> Fits:
    """By whole names first, former ones too; else by the beginnings of words of a name.

    whole: `names` are then for the filter to find. Of nothing that fits `names` is empty.
    """
    parts = _by_part(typed, holdings)
    known = holdings.local.match(typed) or holdings.register.match(typed)
    if known or holdings.area(typed):
        own = {known.name} if known else set(holdings.area(typed))
        return Fits(typed, (), True, tuple(name for name in parts if name not in own))
    return Fits(typed, parts, False)


def area_named(slug_or_name: str, holdings: Holdings) -> Area | None:
    """A former council or an area that several share, by name; None for no such."""
    return areas_of(holdings.register).get(name_key(slug_or_name))


def _by_part(typed: str, holdings: Holdings) -> tuple[str, ...]:
    """Authorities with a report here. A council or county of the past counts where no name of today fits."""
    words = name_key(typed).split()
    if not words:
        return ()
    keys: dict[str, set[str]] = {name: {name_key(name)} for name in holdings.authorities}
    for key, known in holdings.register.names().items():
        if known.name in keys:
            keys[known.name].add(key)
    found = {name for name, forms in keys.items() if any(_begins(words, form) for form in forms)}
    if not found:
        areas = areas_of(holdings.register).items()
        found = {name for key, area in areas if _begins(words, key) for name in area.members}
        found &= holdings.authorities
    start = " ".join(words)
    return tuple(sorted(found, key=lambda name: (not name_key(name).startswith(start), name)))


def _begins(words: list[str], form: str) -> bool:
    """Whether each word begins a word of the name, in its order; a small word is only itself."""
    rest = iter(form.split())
    return all(
        any(part.startswith(word) and (part == word or part not in _SMALL) for part in rest) for word in words
    )
