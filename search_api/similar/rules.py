"""Which sentences stand side by side? By the side that each takes.

A sentence praises, criticises, is mixed (both) or neutral (neither). Opposites never stand in a list of the
same: a mixed sentence, which says that something is wanting, stands with criticism and never with praise. A
neutral one stands with neutral ones alone: beside a judgement it does not make the same point. Where no model
of sides is known the sign of the polarity decides.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from search_api.sides import model as judged

from .names import Side

# How far a sentence must lean, so that its side is relied on: the strength of its label, from -1, sure
# praise, to 1, sure criticism, and half its polarity, which knows the vector alone. NAMED: so that somebody
# is said to have been praised or criticised.
_SURE: dict[str, float] = {"praise": -0.75, "criticism": 0.55, "mixed": 0.0}
_LEAST_OF_MIXED = -0.05
NAMED = 0.85
UNSURE = "unsure"  # a sentence that stands with no other
_SAME: dict[str, frozenset[str]] = {
    "praise": frozenset({"praise"}),
    "criticism": frozenset({"criticism", "mixed"}),
    "mixed": frozenset({"criticism", "mixed"}),
    "neutral": frozenset({"neutral"}),
}
WANTING = frozenset({"criticism", "mixed"})
OTHER_SIDES: tuple[Side, ...] = ("praise", "criticism")  # that can be asked for instead of the same


def lean(side: judged.Side, polarity: float) -> float:
    """From -1.5, sure praise, to 1.5, sure criticism. polarity: as Polarity.of, 0 where it is not known."""
    return side.strength + polarity / 2


def relied_on(side: judged.Side | None, polarity: float) -> str:
    """The label of a sentence, UNSURE where its side is weak or doubtful, "" where nothing is known.

    A mixed sentence that praises more than it criticises is unsure, too: "…, but decisive action is taken".
    What is recommended was found wanting, whatever its words.
    """
    if side is None:
        return ""
    if side.strength == 1 or side.label not in _SURE:
        return side.label
    sign = -1 if side.label == "praise" else 1
    sure = sign * lean(side, polarity) >= sign * _SURE[side.label]
    if side.label == "mixed":
        sure = sure and side.strength >= _LEAST_OF_MIXED
    return side.label if sure else UNSURE


def is_named(side: judged.Side | None, polarity: float, wanted: Side) -> bool:
    """Whether a sentence is so surely on the side asked for that somebody may be said to be."""
    if side is None or side.label != wanted:
        return False
    sign = -1 if wanted == "praise" else 1
    return sign * lean(side, polarity) >= NAMED or side.strength == 1


def same_side(
    asked: Sequence[str], others: Sequence[str], signs: npt.NDArray[np.bool_]
) -> npt.NDArray[np.bool_]:
    """(n, k): whether each of n others stands with each of k asked sentences.

    asked, others: labels, "" where unknown. signs: (n, k), whether the polarities do not contradict.
    """
    known = [[_is_known(one, other) for one in asked] for other in others]
    fits = [[other in _SAME.get(one, ()) for one in asked] for other in others]
    shape = (len(others), len(asked))
    kept: npt.NDArray[np.bool_] = np.where(
        np.array(known, dtype=bool).reshape(shape), np.array(fits, dtype=bool).reshape(shape), signs
    )
    return kept


def _is_known(one: str, other: str) -> bool:
    """Whether labels alone decide: of two that take no side polarity has its say."""
    return bool(one and other) and not one == other == "neutral"


def sources(side: Side, labels: Sequence[str], named: Sequence[bool]) -> list[int]:
    """Places of the sentences that say what is compared; none where another side is asked of what has none.

    labels: as `relied_on`; named: as `is_named`, of the side that is answered. Of "who was praised for this"
    those that find something wanting, of "who was criticised for this" those that praise.
    """
    if side == "any":
        return list(range(len(labels)))
    if side == "same":
        return [at for at, label in enumerate(labels) if label != UNSURE] or list(range(len(labels)))
    mixed = side == "praise"
    return [at for at, label in enumerate(labels) if named[at] or (mixed and label == "mixed")]
