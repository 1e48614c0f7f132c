"""What the forms of these pages share: lists to choose from, addresses, and files to take away."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from search_api.http_api.responses import service_of
from search_api.index.index import Index
from web.shared.urls import Given, in_address

Pairs = tuple[tuple[str, str], ...]
FILES = {"csv": "text/csv; charset=utf-8", "svg": "image/svg+xml"}


@dataclass(frozen=True, slots=True)
class Option:
    """A value of a list in a form. value: "" for any."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Choices:
    """A list in a form. name: of the field. label: for readers."""

    name: str
    label: str
    options: tuple[Option, ...]


def choices(
    name: str, label: str, values: Mapping[str, str], chosen: Iterable[str], any_of: str = "Any"
) -> Choices:
    """values: value -> label, in order. any_of: label of the empty value; "" for a list without one."""
    held = set(chosen)
    first = (Option("", any_of, not held),) if any_of else ()
    listed = tuple(Option(value, said, value in held) for value, said in values.items())
    return Choices(name, label, (*first, *listed))


def pairs(own: Iterable[tuple[str, str | Iterable[str]]], given: Given) -> Pairs:
    """Of an address: fields of the page that are not empty, then the filters."""
    found: list[tuple[str, str]] = []
    for name, values in own:
        found += [(name, value) for value in ((values,) if isinstance(values, str) else values) if value]
    return (*found, *in_address(given))


def at(path: str, found: Pairs) -> str:
    """The address."""
    return f"{path}?{urlencode(found)}" if found else path


def without_empty(values: Any) -> Any:
    """A list of a form without fields that were left empty."""
    return [value for value in values if value] if isinstance(values, list) else values


async def file(request: Request, work: Callable[[Index], str], name: str) -> Response:
    """A file to take away. name: with its ending, csv or svg."""
    text = await service_of(request).ask(work)
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    made = Response(text.encode("utf-8"), headers=headers)
    made.headers["Content-Type"] = FILES[name.rpartition(".")[2]]
    return made
