"""Filters that a question says stand ticked in a form: what is left of them when it is sent?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .urls import Given

KEPT = "kept"  # the field of a box that stands for a whole stretch


@dataclass(frozen=True, slots=True)
class Said:
    """A filter that the question says. name, values: of the boxes that show it; "" and none for one box of
    its own, whose value is the stretch. stretch: of the question, as typed.
    """

    name: str
    values: tuple[str, ...]
    stretch: str

    @property
    def text(self) -> str:
        """As a hidden field has it."""
        return f"{self.name}:{'|'.join(self.values)}:{self.stretch}"

    @classmethod
    def read(cls, text: str) -> Said:
        """What `text` says; what is no such text says nothing."""
        name, _, rest = text.partition(":")
        values, _, stretch = rest.partition(":")
        return cls(name, tuple(filter(None, values.split("|"))), stretch)


def settled(
    given: Given, said: Sequence[Said], kept: Iterable[str], *, same: bool
) -> tuple[Given, tuple[str, ...]]:
    """The filters that were chosen beside the question's own, and the stretches whose ticks were taken out.

    What is still ticked goes on being said by the question, unless more was ticked beside it: then all of it
    was chosen. same: whether the question is the one that said it; the filters of another are gone with it.
    """
    found, words = dict(given), []
    boxes = set(kept)
    for item in said:
        ticked = boxes & {item.stretch} | set(item.values) & set(given.get(item.name, ()))
        if same and item.stretch and not ticked:
            words.append(item.stretch)
    for name in {item.name for item in said if item.name}:
        own = [set(item.values) for item in said if item.name == name]
        held = set(given.get(name, ()))
        others = held.difference(*own)
        partly = any(values & held and not values <= held for values in own)
        if not same or not (others or partly):
            found[name] = tuple(value for value in given.get(name, ()) if value in others)
    return {name: values for name, values in found.items() if values}, tuple(dict.fromkeys(words))
