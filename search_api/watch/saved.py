"""A watch as a file: a question with its filters, and the reports that were there when it was last run.

The file remembers the reports, not the generation: an index keeps two generations only, and what is new must
not be lost by whoever looks after the third. docs/comparing/watch.md describes the format.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from indexer.errors import InvalidRequest, PinpointError, system_reason
from indexer.files import make_folder, replace_file
from indexer.records import Report, slug
from indexer.terminal import json_text, one_line
from search_api.question.filters import Day, rows
from search_api.question.request import Request

FORMAT = 1
SUFFIX = ".watch.json"
_MOST_BYTES = 4_000_000
_LONGEST_NAME = 80

Known = Mapping[str, str]  # id of a report -> SHA-256 of its file


@dataclass(frozen=True, slots=True)
class Watch:
    """name: of the file too, as words joined by hyphens. question: "" for filters alone. given: filters by
    name. seen: what was there at the last run; generation: which that was, for people.
    """

    name: str
    question: str
    given: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    literal: bool = False
    as_words: tuple[str, ...] = ()
    mine: str = ""
    seen: Known = field(default_factory=dict)
    generation: str = ""

    @property
    def request(self) -> Request:
        """The filters, as the index takes them."""
        return Request.named(self.given, literal=self.literal, as_words=self.as_words, mine=self.mine)

    def after(self, reports: Iterable[Report], generation: str) -> Watch:
        """The same, having seen these reports."""
        return replace(self, seen=known(reports), generation=generation)


def known(reports: Iterable[Report]) -> dict[str, str]:
    """What is remembered of reports."""
    return {report.id: report.sha256 for report in reports}


def path_of(folder: Path, name: str) -> Path:
    """Where a watch of that name lies. Raises InvalidRequest for a name without a letter or digit."""
    found = slug(name)
    if not found or len(name) > _LONGEST_NAME:
        raise InvalidRequest(
            f"{name[:40]!r} cannot be the name of a watch",
            f"use letters and digits, at most {_LONGEST_NAME} characters",
        )
    return folder / f"{found}{SUFFIX}"


def save(folder: Path, watch: Watch) -> Path:
    """Write the file in one step, in the place of an older one. Raises PinpointError."""
    path = path_of(folder, watch.name)
    facts = {
        "pinpoint_watch": FORMAT,
        "name": watch.name,
        "question": watch.question,
        "filters": {name: list(values) for name, values in watch.given.items()},
        "literal": watch.literal,
        "as_words": list(watch.as_words),
        "mine": watch.mine,
        "seen": {"generation": watch.generation, "reports": dict(sorted(watch.seen.items()))},
    }
    try:
        make_folder(folder)
        replace_file(path, (json_text(facts, 2) + "\n").encode())
    except OSError as error:
        raise PinpointError(f"cannot write the watch {path}", system_reason(error)) from error
    return path


def load(path: Path) -> Watch:
    """The watch in a file. Raises PinpointError where it is none, and InvalidRequest for a filter in it."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise PinpointError(f"{path} is too large for a watch")
        facts = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        reason = system_reason(error) if isinstance(error, OSError) else "it is not JSON"
        raise PinpointError(f"cannot read the watch {path}", reason) from error
    version = facts.get("pinpoint_watch") if isinstance(facts, dict) else None
    if version != FORMAT:
        said = f"its version is {version!r}, not {FORMAT}" if version else "it is not a watch"
        raise PinpointError(
            f"cannot read the watch {path}", f"{said}; add it again with `pinpoint watch add`"
        )
    try:
        return _watch(facts)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        problem = f"cannot read the watch {path}"
        raise PinpointError(
            problem, "a field is missing or wrong; add it again with `pinpoint watch add`"
        ) from error


def every(folder: Path) -> list[Path]:
    """The files of watches in a folder, by name; none where there is no such folder."""
    try:
        return sorted(path for path in folder.iterdir() if path.name.endswith(SUFFIX) and path.is_file())
    except FileNotFoundError:
        return []
    except OSError as error:
        raise PinpointError(f"cannot read the folder {folder}", system_reason(error)) from error


def _watch(facts: Mapping[str, Any]) -> Watch:
    table = {item.name: item for item in rows()}
    given: dict[str, tuple[str, ...]] = {}
    for name, values in dict(facts["filters"]).items():
        if name not in table:
            raise InvalidRequest(f"a watch has the filter {one_line(str(name))[:40]!r}, which there is not")
        given[name] = _texts(values)
        if isinstance(table[name], Day) and len(given[name]) > 1:
            raise InvalidRequest(f"a watch has two dates for {name!r}")
    seen = facts["seen"]
    reports = {_text(name): _text(sha) for name, sha in dict(seen["reports"]).items()}
    return Watch(
        _text(facts["name"]), _text(facts["question"]), given, bool(facts["literal"]),
        _texts(facts["as_words"]), _text(facts.get("mine", "")), reports, _text(seen["generation"]),
    )  # fmt: skip


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{type(value).__name__} where text is expected")
    return value


def _texts(values: object) -> tuple[str, ...]:
    if not isinstance(values, list):
        raise TypeError("no list")
    return tuple(map(_text, values))
