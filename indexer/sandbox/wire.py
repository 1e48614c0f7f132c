"""A read report as JSON and back, without loss: what a reading process hands over.

The records' own type hints and the table of kinds say what is allowed, so that a field or a kind added
there is carried here. What comes back is checked as input from outside: the process that sent it had a
stranger's PDF in hand.
"""

from __future__ import annotations

import dataclasses
import json
import math
import types
from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from indexer.errors import InvalidPinpoint
from indexer.records import Paragraph, Pinpoint, ReadReport, unlisted

T = TypeVar("T")

_LARGEST = 2**31 - 1
_FILE_NAME = "answer.report.source"  # may hold bytes that are no text, as Linux allows


def encode(read: ReadReport) -> bytes:
    """One line of JSON in ASCII, without a line end. Raises ValueError for a number that is not finite."""
    return json.dumps(_plain(read), allow_nan=False, separators=(",", ":")).encode("ascii")


def decode(data: bytes | str) -> ReadReport:
    """The reverse of `encode`. Raises ValueError, naming the field, for anything else."""
    try:
        return from_plain(json.loads(data))
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def to_plain(read: ReadReport) -> dict[str, Any]:
    """The same in dictionaries and lists; dates as in ISO 8601."""
    plain: dict[str, Any] = _plain(read)
    return plain


def from_plain(plain: Any) -> ReadReport:
    """The reverse of `to_plain`. Raises ValueError as `decode` does."""
    read = _record(ReadReport, plain, "answer")
    _check_identity(read)
    return read


def plain_of(record: object) -> dict[str, Any]:
    """Any dataclass of texts, numbers, dates and such dataclasses, in dictionaries and lists."""
    plain: dict[str, Any] = _plain(record)
    return plain


def record_of(kind: type[T], plain: Any) -> T:
    """The reverse of `plain_of`. Raises ValueError as `decode` does."""
    return _record(kind, plain, "answer")


_hints: Callable[[Any], dict[str, Any]] = cache(get_type_hints)


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def _record(kind: type[T], plain: Any, where: str) -> T:
    hints = _hints(kind)
    if not isinstance(plain, dict) or plain.keys() != hints.keys():
        raise ValueError(f"{where} does not have the fields of {kind.__name__}")
    record = kind(**{name: _value(hint, plain[name], f"{where}.{name}") for name, hint in hints.items()})
    if field := unlisted(record):
        raise ValueError(f"{where}.{field} is not a name of the table of kinds")
    return record


def _value(hint: Any, plain: Any, where: str) -> Any:
    origin, options = get_origin(hint), get_args(hint)
    if origin is Literal:
        if plain in options and isinstance(plain, str):
            return plain
    elif origin in (Union, types.UnionType):
        return (
            None if plain is None else _value(next(o for o in options if o is not type(None)), plain, where)
        )
    elif origin is tuple:
        if isinstance(plain, list):
            return tuple(_value(options[0], item, f"{where}[{place}]") for place, item in enumerate(plain))
    elif dataclasses.is_dataclass(hint):
        return _record(hint, plain, where)  # type: ignore[arg-type]
    elif hint is date:
        if isinstance(plain, str):
            return date.fromisoformat(plain)
    elif hint is float:
        if type(plain) in (int, float) and math.isfinite(plain):
            return float(plain)
    elif type(plain) is hint and _is_storable(plain, where):
        return plain
    raise ValueError(f"{where} is not {getattr(hint, '__name__', hint)}")


def _is_storable(value: object, where: str) -> bool:
    """Whether SQLite can hold it: no NUL, no half of a character pair, no huge number."""
    if isinstance(value, int):
        return abs(value) <= _LARGEST
    if not isinstance(value, str) or where == _FILE_NAME:
        return True
    try:
        return b"\0" not in value.encode()
    except UnicodeEncodeError:
        return False


def _check_identity(read: ReadReport) -> None:
    seen: set[str] = set()
    for place, paragraph in enumerate(read.paragraphs):
        where = f"answer.paragraphs[{place}]"
        if paragraph.id in seen:
            raise ValueError(f"{where} repeats the id {paragraph.id!r}")
        seen.add(paragraph.id)
        if not _is_named_rightly(paragraph, read.report.id):
            raise ValueError(f"{where} has the id {paragraph.id[:80]!r}, which is not its own")
        if not paragraph.text.strip():
            raise ValueError(f"{where} has no text")


def _is_named_rightly(paragraph: Paragraph, report: str) -> bool:
    try:
        pinpoint = Pinpoint.parse(paragraph.id)
    except (InvalidPinpoint, ValueError):
        return False
    said = (pinpoint.report, pinpoint.kind, pinpoint.number, str(pinpoint))
    return said == (report, paragraph.kind, paragraph.number, paragraph.id)
