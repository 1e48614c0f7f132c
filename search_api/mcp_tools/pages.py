"""Long replies as pages: each is small enough for an assistant, and a cursor gives the next.

Nothing is left out. A list is broken between its items. Only what is larger than a whole page, such as one
very long paragraph, is broken inside, between words; what follows on the next page has `continued`.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any, Final

from indexer.errors import InvalidRequest
from indexer.terminal import json_text

MOST_BYTES: Final = 19_800  # of a whole result, as it is sent
_AROUND = 400  # bytes: the result around its text, and the cursor
_KEYS = 200  # bytes: of the names that lead to what stands alone on a page
_CURSOR = re.compile(r"([1-9]\d{0,5})-([0-9a-f]{8})-([0-9a-f]{8})", re.ASCII)

Json = dict[str, Any]


class _Nothing:
    """Where no part of a value fits, and where no part of it is left."""


_NOTHING = _Nothing()


def page_of(content: Json, number: int, most: int = MOST_BYTES) -> tuple[Json, bool] | None:
    """One page of a reply, and whether another follows; None where there are fewer pages.

    content: the whole, its fields in the order in which they are to be read. number: from 1. most: bytes of
    the whole result, at least 2,000. The pages put together are the whole: a field or list that comes again
    goes on, and so does an item with `continued`, whose strings and lists go on from the last item before it.
    """
    room = most - _AROUND
    rest: Any = content
    for _ in range(number):
        if isinstance(rest, _Nothing):
            return None
        page, left = _fields(rest, room, room - _KEYS)
        if not page and rest:  # a field of its own, with its name, is as large as a page
            page, left = _fields(rest, room, 0)
        rest = left
    return page, not isinstance(rest, _Nothing)


def size(value: Any) -> int:
    """Bytes of a value in the text of a result, as it is sent: JSON within a string of JSON."""
    return len(json.dumps(json_text(value, None), ensure_ascii=False).encode("utf-8", "backslashreplace")) - 2


def cursor_for(number: int, generation: str, call: object) -> str:
    """Leads to that page of the same call over the same generation of the index. call: any JSON."""
    return f"{number}-{_digest(generation)}-{_digest(call)}"


def page_number(cursor: str, generation: str, call: object) -> int:
    """The page that a cursor leads to; 1 for "". Raises InvalidRequest for one that another call gave."""
    if not cursor:
        return 1
    found = _CURSOR.fullmatch(cursor.strip())
    if found is not None and found[2] != _digest(generation):
        raise InvalidRequest(
            "the index has changed since the last reply", "make the call again without cursor", field="cursor"
        )
    if found is None or found[3] != _digest(call):
        raise wrong_cursor(cursor)
    return int(found[1])


def wrong_cursor(cursor: str) -> InvalidRequest:
    """That this cursor does not continue this call."""
    return InvalidRequest(
        f"cursor {cursor[:40]!r} does not continue this call",
        "give the cursor of the last reply with the same arguments, or leave it out to begin again",
        field="cursor",
    )


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:8]


def _fields(record: Mapping[str, Any], room: int, whole: int) -> tuple[Json, Json | _Nothing]:
    """The first fields of a record that fit, and the rest. whole: bytes that are never broken inside."""
    part: Json = {}
    left = room
    fields = list(record.items())
    for place, (name, value) in enumerate(fields):
        named = len(name) + 8
        taken, rest = _cut(value, left - named, whole)
        if not isinstance(taken, _Nothing):
            part[name] = taken
        if not isinstance(rest, _Nothing):
            return part, {name: rest} | dict(fields[place + 1 :])
        left -= size(taken) + named
    return part, _NOTHING


def _cut(value: Any, room: int, whole: int) -> tuple[Any, Any]:
    """As much of a value as fits, and the rest; either may be nothing."""
    weight = size(value)
    if weight <= room:
        return value, _NOTHING
    if isinstance(value, list):
        return _items(value, room, whole)
    if weight <= whole or room <= 0:
        return _NOTHING, value
    if isinstance(value, dict):
        part, rest = _fields(value, room, whole)
        return part or _NOTHING, rest
    if isinstance(value, str):
        return _words(value, room)
    return _NOTHING, value


def _items(values: list[Any], room: int, whole: int) -> tuple[Any, Any]:
    part: list[Any] = []
    left = room - 2
    for place, value in enumerate(values):
        taken, rest = _cut(value, left, whole)
        if not isinstance(taken, _Nothing):
            part.append(taken)
        if not isinstance(rest, _Nothing):
            following = values[place + 1 :]
            if isinstance(taken, _Nothing):
                return part or _NOTHING, [value, *following]
            return part, [_continued(value, rest), *following]
        left -= size(taken) + 2
    return part, _NOTHING


def _continued(item: Any, rest: Any) -> Json:
    """The rest of an item, which says whose it is."""
    if not isinstance(item, dict):
        return {"continued": True, "text": rest}
    name = {"id": item["id"]} if "id" in item else {}
    return {**name, "continued": True, **rest}


def _words(text: str, room: int) -> tuple[str | _Nothing, str]:
    """The longest beginning that fits, up to the end of a word where there is one in its last half."""
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if size(text[:middle]) <= room else (low, middle - 1)
    end = max(text.rfind(" ", 0, low), text.rfind("\n", 0, low)) + 1
    cut = end if 2 * end > low else low
    return (text[:cut], text[cut:]) if cut else (_NOTHING, text)
