"""What can be shown beside a paragraph, one tab at a time; only what is shown is looked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlencode

from search_api.similar.names import ScopeName, Side
from web.shared.urls import paragraph_url

Show = Literal["", "same", "praised", "criticised", "before-after"]  # "" for what stands in the report itself
SIDES: dict[Show, Side] = {"same": "same", "praised": "praise", "criticised": "criticism"}
PLACE = "beside"  # where the tabs stand on the page


@dataclass(frozen=True, slots=True)
class Tab:
    """current: whether it is the one that is shown. anchor: of an older page, "" where it is shown."""

    name: str
    url: str
    current: bool
    anchor: str = ""


def tabs(
    identity: str,
    show: Show,
    noun: str,
    *,
    criticises: bool,
    praises: bool,
    scopes: Sequence[ScopeName] = (),
) -> tuple[Tab, ...]:
    """In the order in which they stand.

    noun: what is compared, in the plural. criticises, praises: whether the paragraph does; who is praised or
    criticised for the same is offered only then, and where it is asked for. scopes: that are kept.
    """
    names: dict[Show, str] = {"": "In this report", "same": f"Same {noun.removesuffix('s')} elsewhere"}
    if criticises or show == "praised":
        names["praised"] = "Praised elsewhere"
    if praises or show == "criticised":
        names["criticised"] = "Criticised elsewhere"
    names["before-after"] = "Before and after"
    anchors: dict[Show, str] = {} if show in SIDES else {"same": "similar"}
    if show != "before-after":
        anchors["before-after"] = "same"
    return tuple(
        Tab(name, tab_url(identity, tab, scopes=scopes), tab == show, anchors.get(tab, ""))
        for tab, name in names.items()
    )


def tab_url(
    identity: str, show: Show, *, scopes: Sequence[ScopeName] = (), similar: int = 0, side: Side = "same"
) -> str:
    """The address of the page with that tab. scopes, similar, side: of its list; similar 0: the usual."""
    given: list[tuple[str, str | int]] = [("show", show)] if show else []
    if show in SIDES:
        given += [("side", side)] if side == "any" else []
        given += [("scope", name) for name in scopes]
        given += [("similar", similar)] if similar else []
    return f"{paragraph_url(identity)}{'?' if given else ''}{urlencode(given)}#{PLACE}"
