"""Labelled sets about answers: what to quote, count, grade or refuse, and which side a sentence takes.

The formats are described in docs/evaluation.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal, get_args

from indexer.records import Pinpoint

from .files import json_rows, numbered, rows_of, set_id_parts, word

Side = Literal["praise", "criticism", "mixed", "neutral"]
SIDES: tuple[Side, ...] = get_args(Side)

# part -> the file that holds it
FILES = {
    "absent": "absent.jsonl",
    "mentions": "mentions.jsonl",
    "answers": "answers.jsonl",
    "sides": "sides.jsonl",
    "polarity": "polarity.tsv",
}
_OLDER_NAMES: dict[str, Side] = {"strength": "praise", "weakness": "criticism"}  # of polarity.tsv
_LISTS = {"region": "regions", "regions": "regions", "kinds": "kinds"}


@dataclass(frozen=True, slots=True)
class Pair:
    """A matter asked about in one report. paragraphs: ids of all that speak of it, none where it is absent.

    also: ids that may be quoted as well.
    """

    query: str
    text: str
    authority: str
    published: date
    paragraphs: tuple[str, ...]
    also: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """A question for how many. by_year: reports by year, None where the set gives none.

    paragraphs, ids: of all that mention it. searched: reports within the filters, None where not given.
    filters: those that the question names, as keywords of a Request.
    """

    query: str
    text: str
    paragraphs: int
    reports: int
    by_year: Mapping[str, int] | None
    searched: int | None
    filters: Mapping[str, str | tuple[str, ...]]
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Expected:
    """What an answer has to give. must: ids, all of them. any: groups of ids, one of each group.

    must_not: ids, none of them. refuse: nothing may be quoted. grades: (report, area, grade), all stated.
    """

    query: str
    type: str
    text: str
    must: tuple[str, ...]
    any: tuple[tuple[str, ...], ...]
    must_not: tuple[str, ...]
    refuse: bool
    grades: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A sentence and the side that a reader gave it. id: of its paragraph; in polarity.tsv the set's."""

    query: str
    id: str
    quote: str
    label: Side


@dataclass(frozen=True, slots=True)
class AnswerSets:
    """A part whose file is absent is empty."""

    absent: tuple[Pair, ...] = ()
    mentions: tuple[Count, ...] = ()
    answers: tuple[Expected, ...] = ()
    sides: tuple[Labelled, ...] = ()
    polarity: tuple[Labelled, ...] = ()

    def queries(self) -> dict[str, list[str]]:
        """part -> the ids of its rows, in the order of the file."""
        return {part: [row.query for row in getattr(self, part)] for part in FILES}


def load_answer_sets(folder: Path, parts: set[str]) -> AnswerSets:
    """The parts among those asked for. Raises InvalidRequest with file and line for what does not fit."""
    found: dict[str, Any] = {}
    for part in parts & FILES.keys():
        path = folder / FILES[part]
        if path.is_file():
            found[part] = rows_of(_polar, path) if part == "polarity" else json_rows(_MAKE[part], path)
    return AnswerSets(**found)


def _pair(_place: str, row: dict[str, Any]) -> Pair:
    paragraphs = _ids(row["paragraphs"])
    if bool(paragraphs) == _flag(row["absent"]):
        raise ValueError("absent, with paragraphs" if paragraphs else "present, without paragraphs")
    day = date.fromisoformat(row["published"])
    return Pair(
        word(row["qid"]), _text(row), str(row["authority"]), day, paragraphs, _ids(row.get("also", []))
    )


def _count(_place: str, row: dict[str, Any]) -> Count:
    years, searched = row.get("by_year"), row.get("reports_searched")
    return Count(
        word(row["qid"]),
        _text(row),
        int(row["paragraphs"]),
        int(row["reports"]),
        None if years is None else {str(year): int(count) for year, count in years.items()},
        None if searched is None else int(searched),
        dict(_filter(name, given) for name, given in row.get("filters", {}).items()),
        _ids(row.get("ids", [])),
    )


def _filter(name: str, given: object) -> tuple[str, str | tuple[str, ...]]:
    if name in ("since", "until"):
        return name, str(given)
    values = (given,) if isinstance(given, str) else given
    if name not in _LISTS or not isinstance(values, list | tuple):
        raise ValueError(f"the filter {name!r} is none of since, until, region and kinds")
    return _LISTS[name], tuple(str(value) for value in values)


def _expected(_place: str, row: dict[str, Any]) -> Expected:
    grades = [(str(report), str(area), str(grade)) for report, area, grade in row.get("grades", [])]
    return Expected(
        word(row["qid"]),
        str(row["type"]),
        _text(row),
        _ids(row.get("must", [])),
        tuple(_ids(group) for group in row.get("any", [])),
        _ids(row.get("must_not", [])),
        _flag(row.get("refuse", False)),
        tuple(grades),
    )


def _side(place: str, row: dict[str, Any]) -> Labelled:
    (paragraph,) = _ids([row["id"]])
    return Labelled(numbered("s", place), paragraph, str(row["quote"]), _label(row["label"]))


def _polar(place: str, line: str) -> Labelled:
    name, label, sentence = line.rstrip("\r").split("\t")[:3]
    set_id_parts(name, place)
    return Labelled(numbered("p", place), name, sentence, _label(_OLDER_NAMES.get(label, label)))


_MAKE = {"absent": _pair, "mentions": _count, "answers": _expected, "sides": _side}


def _label(given: object) -> Side:
    for side in SIDES:
        if given == side:
            return side
    raise ValueError(f"{given!r} is none of {', '.join(SIDES)}")


def _ids(given: object) -> tuple[str, ...]:
    if not isinstance(given, list):
        raise ValueError(f"{given!r} is not a list of ids")
    return tuple(str(Pinpoint.parse(item)) for item in given)


def _flag(given: object) -> bool:
    if not isinstance(given, bool):
        raise ValueError(f"{given!r} is neither true nor false")
    return given


def _text(row: dict[str, Any]) -> str:
    text = row["question"]
    if not isinstance(text, str) or not text.strip():
        raise ValueError("no question")
    return text
