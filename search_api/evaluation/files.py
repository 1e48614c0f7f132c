"""Files of labelled sets: lines, tables and JSON; what does not fit is refused with its file and line."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, Protocol, TypeVar

from indexer.errors import InvalidPinpoint, InvalidRequest


class Row(Protocol):
    """A row of a set."""

    @property
    def query(self) -> str:
        """The row's id, unlike that of any other row."""


AnyRow = TypeVar("AnyRow", bound=Row)


def lines(path: Path) -> Iterator[tuple[str, str]]:
    """(place, line) of every line that is not blank."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidRequest(f"{path} is not UTF-8 text", "save it as UTF-8") from error
    rows = [(f"{path.name}, line {n}", line) for n, line in enumerate(text.split("\n"), 1) if line.strip()]
    if not rows:
        raise InvalidRequest(f"{path} is empty", "fill it or remove it")
    yield from rows


def table(path: Path) -> dict[str, str]:
    """Query -> text, of lines `query<TAB>text`."""
    rows: dict[str, str] = {}
    for place, line in lines(path):
        query, _, text = (piece.strip() for piece in line.partition("\t"))
        if not text or query.split() != [query] or query in rows:
            raise InvalidRequest(f"{place} is not a new query's id, a tab and its text", "correct the line")
        rows[query] = text
    return rows


def json_rows(make: Callable[[str, dict[str, Any]], AnyRow], path: Path) -> tuple[AnyRow, ...]:
    """One row for each line of JSON; `make` gets the line's place and its object."""
    return rows_of(lambda place, line: make(place, json.loads(line)), path)


def rows_of(make: Callable[[str, str], AnyRow], path: Path) -> tuple[AnyRow, ...]:
    """One row for each line; `make` gets the line's place and text."""
    found: dict[str, AnyRow] = {}
    for place, line in lines(path):
        try:
            row = make(place, line)
        except (ValueError, KeyError, TypeError, AttributeError, InvalidPinpoint) as error:
            raise InvalidRequest(f"{place} cannot be used ({error!r})", "correct the line") from error
        if row.query in found:
            raise InvalidRequest(f"{place} repeats the query {row.query!r}", "give each its own")
        found[row.query] = row
    return tuple(found.values())


def word(query: object) -> str:
    """The id of a query. Raises ValueError where it is not one word."""
    if not isinstance(query, str) or not query or query.split() != [query]:
        raise ValueError(f"the query's id {query!r} is not one word")
    return query


def numbered(letter: str, place: str) -> str:
    """An id for a row that its set gives none: the letter and the line's number."""
    return f"{letter}{int(place.rpartition(' ')[2]):03}"


def set_id_parts(set_id: str, place: str = "a set's id") -> tuple[str, date, int]:
    """Authority, date and number of `authority|YYYY-MM-DD|number`. Raises InvalidRequest with the place."""
    try:
        authority, published, number = set_id.split("|")
        return authority, date.fromisoformat(published), int(number)
    except ValueError as error:
        raise InvalidRequest(f"{place}: {set_id[:80]!r}", "write authority|YYYY-MM-DD|number") from error
