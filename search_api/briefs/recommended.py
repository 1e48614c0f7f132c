"""What is recommended most: recommendations and areas for improvement that say nearly the same, counted."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .picking import SAME, Picker, Sentence, quotable, rank
from .records import Recommended


def recommended(
    found: Sequence[Sentence], picker: Picker, most: int, alone: int
) -> tuple[tuple[Recommended, ...], int]:
    """At most `most` of them, that of most reports first; and how many reports ask for anything on it.

    Each stands for those that come near to it, by the cosine of their vectors, and are in no other's number.
    alone: how many are given at least, though no other report says nearly the same.
    """
    asks = sorted((item for item in found if item.asks), key=rank)
    asking = len({item.report.id for item in asks})
    if not asks:
        return (), 0
    units = picker.units(asks)
    near = units @ units.T
    reports = np.unique([item.report.id for item in asks], return_inverse=True)[1]
    left = np.ones(len(asks), bool)
    may = np.array([quotable(item) for item in asks], bool)
    chosen: list[Recommended] = []
    while len(chosen) < most and (left & may).any():
        like = (near >= SAME) & left[None, :]
        counts = [
            len(set(reports[like[at]].tolist())) if left[at] and may[at] else 0 for at in range(len(asks))
        ]
        at = int(np.argmax(counts))
        if not counts[at] or (counts[at] == 1 and len(chosen) >= alone):
            break
        members = np.flatnonzero(like[at])
        left[members] = False
        left[at] = False
        if not picker.take([asks[at]], 1):
            continue
        best: dict[str, tuple[float, Sentence]] = {}
        for other in members.tolist():
            item, score = asks[other], float(near[at, other])
            if item.report.id != asks[at].report.id and score > best.get(item.report.id, (0.0, item))[0]:
                best[item.report.id] = score, item
        ordered = sorted(best.values(), key=lambda pair: (-pair[0], pair[1].row))
        alike = tuple(picker.evidence(item, round(score, 2)) for score, item in ordered)
        chosen.append(Recommended(picker.evidence(asks[at]), alike))
    return tuple(chosen), asking
