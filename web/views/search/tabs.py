"""The views of one search, as tabs with one scheme of addresses."""

from __future__ import annotations

from dataclasses import dataclass

from search_api.comparison.matrix.tally import Tally
from web.shared.urls import Order, SearchState, View

_NAMES: dict[View, str] = {
    "": "Answer",
    "results": "All results",
    "authorities": "By authority",
    "time": "Over time",
    "compare": "Compare",
}


@dataclass(frozen=True, slots=True)
class Tab:
    """count: of what it lists, None where that is not said."""

    name: str
    url: str
    current: bool
    count: int | None = None


# What a question asks for -> the order of the authorities that shows it.
_ORDERS: dict[str, Order] = {"weakness": "concerns", "strength": "strengths"}


def tabs(state: SearchState, told: Tally | None, polarity: str = "") -> tuple[Tab, ...]:
    """told: of the one matter with a name that is asked about, whose mentions are what is listed. polarity:
    "strength" or "weakness" where the question asks for that.
    """

    def address(view: View) -> SearchState:
        if view == "authorities":
            return state.ordered(_ORDERS.get(polarity, ""))
        return state.listing() if told and view == "results" else state.viewing(view)

    return tuple(
        Tab(
            name,
            address(view).url,
            state.view == view,
            told.total if told and view == "results" else None,
        )
        for view, name in _NAMES.items()
    )
