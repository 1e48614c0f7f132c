"""Which parameter is meant by a name that a path does not take?"""

from __future__ import annotations

from collections.abc import Collection
from difflib import get_close_matches

_NEAR = 0.7  # of difflib's ratio: "autority" and "authorities" for authority, not "colour" for anything
# What people write into an address by hand, and what it is called here.
_CALLED: dict[str, tuple[str, ...]] = {
    "council": ("authority",),
    "la": ("authority",),
    "local_authority": ("authority",),
    "query": ("q", "about"),
    "question": ("q", "about"),
    "search": ("q", "about"),
    "term": ("about", "q"),
    "topic": ("about", "theme", "q"),
    "subject": ("about", "theme", "q"),
    "from": ("since",),
    "after": ("since",),
    "to": ("until",),
    "before": ("until",),
    "year": ("since", "until"),
    "date": ("since", "until"),
    "type": ("kind", "framework"),
    "rating": ("grade",),
    "judgement": ("grade",),
    "p": ("page",),
}


def near_parameters(name: str, allowed: Collection[str]) -> tuple[str, ...]:
    """Of `allowed` at most two, the likeliest first; none where the name is like nothing there."""
    plain = name.strip().lower().replace("-", "_")
    called = [item for item in _CALLED.get(plain, ()) if item in allowed]
    near = [item for item in get_close_matches(plain, sorted(allowed), 2, _NEAR) if item not in called]
    return tuple([*called, *near][:2])
