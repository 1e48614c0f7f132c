"""The arguments of the tools: those of the HTTP API, read leniently, as assistants write them.

A number may come as text, a list as one text, nothing as null. What is no argument is refused.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from difflib import SequenceMatcher
from functools import cache
from typing import Annotated, Any

from pydantic import BaseModel, Field, ValidationError

from indexer.errors import PinpointError, Remedy, Wording
from search_api.citations import Style
from search_api.question.filters import Filter, Holdings, days, named, rows
from search_api.question.request import Request
from search_api.schemas.base import Kind
from search_api.schemas.comparing.contrast import ContrastParameters
from search_api.schemas.comparing.praised import PraisedParameters
from search_api.schemas.comparing.theme_parameters import SilenceParameters
from search_api.schemas.parameters import (
    LAST_ROW,
    AskParameters,
    NeighbourParameters,
    NoParameters,
    ReportFilters,
    SearchParameters,
    SimilarParameters,
    WeakToStrongAsked,
)

_LONGEST_ID = 250  # characters
_SHOWN = 80  # characters of a value that are said back
_WRONG_SHOWN = 5  # arguments
_FEW = 8  # allowed values that every tool spells out
_ALIKE = 0.5  # of 1: a name this near may be what was meant
_LONGEST_NAME = 60  # characters: comparing takes their square
_MOST_LISTED = 100  # values in one text; more than any argument takes

# How the tools word what is wrong.
TOOLS = Wording(
    field=str,
    remedies={
        Remedy.LIST_REPORTS: "list_reports shows what is indexed",
        Remedy.WRITE_DATE: "write 2022, 2022-03 or 2022-03-31",
        Remedy.SWAP_DATES: "exchange since and until",
        Remedy.MAKE_INDEX: "the user should run `pinpoint setup`",
    },
)
_DAYS = frozenset(item.name for item in days())
# What every tool that has it takes for the same.
_SHARED = frozenset((*(item.name for item in rows()), "literal", "as_words", "cursor"))
_WANTED = {"q": "ask in words"} | dict.fromkeys(_DAYS, TOOLS.remedies[Remedy.WRITE_DATE])
# What else assistants call an argument.
_ALSO_CALLED = {
    "q": ("query", "question", "text", "search", "prompt", "keywords"),
    "follows": ("previous", "history", "context_question", "follow_up", "previous_question"),
    "limit": ("count", "max", "n", "top_k", "size", "max_results", "page_size", "per_page"),
    "cursor": ("page", "next", "next_cursor", "continue", "page_token"),
    "since": ("from", "start", "after", "date_from", "start_date", "year"),
    "until": ("to", "end", "before", "date_to", "end_date"),
    "authority": ("council", "la", "local_authority", "authority_name", "place"),
    "id": ("paragraph", "paragraph_id", "pinpoint", "report", "report_id"),
    "kind": ("type", "kind_of_paragraph", "paragraph_type"),
    "latest": ("newest", "most_recent", "latest_only", "only_latest", "current"),
    "grade": ("judgement", "rating", "overall"),
    "short": ("acronym", "acronyms", "name"),
    "text": ("draft", "plan", "document", "content", "markdown"),
    "context": ("neighbours", "around"),
}
_ABSENT = ("", "null", "none")
_LISTED = re.compile(r"[,;|\n]")  # no blanks beside them: a long run of blanks would be read again from each
_BETWEEN_NAMES = re.compile(r"\s*[,;|\n]\s*(?:and\s+)?|\s+and\s+", re.IGNORECASE)

_Identity = Annotated[str, Field(min_length=1, max_length=_LONGEST_ID)]
ParagraphId = Annotated[
    _Identity, Field(description="The id of a paragraph, as ask gives it: place-2018-08-24/para-27.")
]
ReportId = Annotated[
    _Identity, Field(description="The id of a report, as list_reports gives it: place-2018-08-24.")
]


class Paged(BaseModel):
    """What every tool takes."""

    cursor: str = Field(
        default="",
        max_length=100,
        description="`cursor` of the last reply, with the same arguments, for the rest.",
    )

    def call(self) -> object:
        """What makes two calls the same, as JSON: all but the cursor."""
        return self.model_dump(mode="json", exclude={"cursor"})


class SearchArguments(SearchParameters, Paged):
    """Of search."""


class AskArguments(AskParameters, Paged):
    """Of ask."""


class ParagraphArguments(NeighbourParameters, Paged):
    """The id of one paragraph, and how much around it."""

    id: ParagraphId
    style: Style = Field(default="plain", description="Of `citation`.")


class ReportArguments(NoParameters, Paged):
    """The id of one report, and which of its paragraphs."""

    id: ReportId
    kind: list[Kind] = Field(default=[], max_length=20, description="Only this kind of paragraph.")


class SimilarArguments(SimilarParameters, Paged):
    """The id of one paragraph, and where to look for its like."""

    id: ParagraphId


class ContrastArguments(ContrastParameters, Paged):
    """Of contrast."""


class PraisedArguments(PraisedParameters, Paged):
    """Of praised."""


class WeakToStrongArguments(WeakToStrongAsked, Paged):
    """What was weak and became strong, and where to look."""


class LineageArguments(NoParameters, Paged):
    """Which authority, and how much of it."""

    authority: str = Field(min_length=1, max_length=120, description="One authority by name.")
    since: str = Field(
        default="", pattern="^$|^[0-9]{4}$", max_length=4, description="Recommended in this year or later."
    )


class ReportsArguments(ReportFilters, Paged):
    """Filters on reports, and how many."""

    limit: int = Field(default=LAST_ROW, ge=1, le=LAST_ROW, description="Maximum number of reports.")
    offset: int = Field(default=0, ge=0, le=LAST_ROW, description="Number of reports to skip.")


class ThemeArguments(NoParameters, Paged):
    """Which theme, and how many sentences."""

    theme: str = Field(default="", max_length=100, description="A theme by key or name; empty to list all.")
    limit: int = Field(default=20, ge=1, le=100, description="Maximum number of sentences.")
    offset: int = Field(default=0, ge=0, le=LAST_ROW, description="Number of sentences to skip.")


class SilenceArguments(SilenceParameters, Paged):
    """A theme or a term, and whose reports."""


class AcronymArguments(NoParameters, Paged):
    """Which acronym."""

    short: str = Field(default="", max_length=20, description="Only this acronym, in any case: MARAC.")


@cache
def schema_of(model: type[BaseModel]) -> dict[str, Any]:
    """The JSON Schema of the arguments, short: an assistant reads the schemas of all tools before it asks.

    What is wrong with a value is said when it is given.
    """
    full = model.model_json_schema()
    fields, required = full["properties"], full.get("required", [])
    names = [*required, *(name for name in fields if name not in (*required, "cursor")), "cursor"]
    return {
        "type": "object",
        "properties": {name: _brief(fields[name]) for name in names},
        **({"required": required} if required else {}),
        "additionalProperties": False,
    }


def described(model: type[BaseModel], *, listed_by: str = "") -> dict[str, Any]:
    """The same for the list of tools. listed_by: the tool that spells out what filters are, and their values.

    They are the same for every tool, and most of all that an assistant would have to read.
    """
    schema = schema_of(model)
    if not listed_by:
        return schema
    return schema | {
        "properties": {name: _short(name, field, listed_by) for name, field in schema["properties"].items()}
    }


def _short(name: str, field: Mapping[str, Any], listed_by: str) -> dict[str, Any]:
    items = field.get("items", {})
    short = dict(field)
    if len(items.get("enum", ())) > _FEW:
        short |= {
            "items": {"type": items["type"]},
            "description": f"{field['description']} Values as in `{listed_by}`.",
        }
    if name in _SHARED:
        short["description"] = f"As in `{listed_by}`."
    return short


def _brief(field: Mapping[str, Any]) -> dict[str, Any]:
    kept = {name: field[name] for name in ("type", "enum") if name in field}
    if (most := field.get("maximum", LAST_ROW)) < LAST_ROW:
        kept["maximum"] = most
    if field.get("default", LAST_ROW) not in ("", [], False, LAST_ROW):
        kept["default"] = field["default"]
    if field["type"] == "array":
        kept["items"] = {name: field["items"][name] for name in ("type", "enum") if name in field["items"]}
    return kept | {"description": field["description"].replace(" Repeatable.", "")}


def read(given: Mapping[str, Any] | None, model: type[BaseModel]) -> Any:
    """The arguments of a call. Raises ValidationError; `wrong_arguments` words it."""
    properties = schema_of(model)["properties"]
    found = {}
    for name, value in (given or {}).items():
        taken = _as(name, value, properties[name]) if name in properties else value
        if taken is not None or name not in properties:
            found[name] = taken
    return model.model_validate(found)


def _as(name: str, value: object, wanted: Mapping[str, Any]) -> object:
    """The value as the type that is wanted, where it can be read so; None for an absent one."""
    if wanted["type"] == "array":
        return None if value is None else _as_list(value, wanted["items"].get("enum"))
    if isinstance(value, str) and (wanted["type"] != "string" or name in _DAYS):
        return None if value.strip().lower() in _ABSENT else value.strip()
    if wanted["type"] == "string":
        if isinstance(value, list) and len(value) == 1:
            value = value[0]
        value = _as_text(value)
        return _spelled(value, wanted["enum"]) if "enum" in wanted and isinstance(value, str) else value
    return value


def _as_list(value: object, allowed: Sequence[str] | None) -> object:
    """One text is a list of one, or what it lists where only certain values can be meant."""
    if isinstance(value, str) and value.lstrip().startswith("["):
        with suppress(ValueError, RecursionError):
            value = json.loads(value)
    if isinstance(value, str | int | float):
        value = [value]
    if not isinstance(value, list):
        return value
    items = [_as_text(item) for item in value if item is not None]
    if allowed is None:
        return items
    return [
        _spelled(part, allowed) if isinstance(part, str) else part
        for item in items
        for part in (map(str.strip, _LISTED.split(item, _MOST_LISTED)) if isinstance(item, str) else [item])
        if part != ""
    ]


def _as_text(value: object) -> object:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def _spelled(text: str, allowed: Sequence[str]) -> str:
    """As one of the values is spelled, where only capitals, spaces or hyphens differ."""
    key = re.sub(r"[\s_-]+", " ", text.strip().lower())
    return next((value for value in allowed if value.replace("_", " ") == key), text)


def told_apart(request: Request, holdings: Holdings) -> Request:
    """The request with names that were written as one text ("Kent, Devon") each by itself.

    Only where the whole text is no name and every part is one: "Bournemouth, Christchurch & Poole" stays.
    """
    for item in named():
        typed = request.of(item.name)
        names = () if item.values else tuple(name for text in typed for name in _names(text, item, holdings))
        if names and names != typed:
            request = request.having(item.name, *names)
    return request


def _names(text: str, item: Filter, holdings: Holdings) -> Sequence[str]:
    breaks = list(_BETWEEN_NAMES.finditer(text))
    starts, ends = [0, *(found.end() for found in breaks)], [*(found.start() for found in breaks), len(text)]
    names: list[str] = []
    place = 0
    while place < len(starts):
        for last in range(len(ends) - 1, place - 1, -1):  # the longest name first
            name = text[starts[place] : ends[last]].strip()
            if name and _is_name(name, item, holdings):
                names.append(name)
                place = last + 1
                break
        else:
            return (text,)
    return names


def _is_name(text: str, item: Filter, holdings: Holdings) -> bool:
    try:
        item.match((text,), holdings)
    except PinpointError:
        return False
    return True


def wrong_arguments(error: ValidationError, model: type[BaseModel]) -> str:
    """One line for each of the first that are wrong, with what it may be."""
    wrong = error.errors(include_url=False)
    lines = [_wrong_argument(item, model) for item in wrong[:_WRONG_SHOWN]]
    if len(wrong) > _WRONG_SHOWN:
        lines.append(f"and {len(wrong) - _WRONG_SHOWN} more are wrong")
    return "\n".join(lines)


def _wrong_argument(item: Mapping[str, Any], model: type[BaseModel]) -> str:
    name = str(item["loc"][0]) if item["loc"] else "arguments"
    if item["type"] == "extra_forbidden":
        names = list(schema_of(model)["properties"])
        near = nearest(name, names)
        meant = f"did you mean {near}? The arguments are" if near else "use"
        return f"{shown(name)} is not an argument: {meant} {', '.join(names)}"
    if item["type"] == "missing":
        return f"{name} is missing: give {name}"
    wanted = _WANTED.get(name, "") if item["type"] == "string_pattern_mismatch" else ""
    return f"{name} cannot be {shown(item['input'])}: {wanted or item['msg']}"


def nearest(name: str, names: Iterable[str]) -> str:
    """The name that was probably meant; "" where none is near, or the name is as long as no name."""
    if len(name) > _LONGEST_NAME:
        return ""
    key = re.sub(r"(?<=[a-z])(?=[A-Z])|[\s-]+", "_", name).lower()
    known = list(names)
    near = max(known, key=lambda other: _likeness(key, other), default="")
    return near if near and _likeness(key, near) >= _ALIKE else ""


def _likeness(key: str, name: str) -> float:
    """1.0 and more for what else the argument is called."""
    return max(_ratios(key, name))


def _ratios(key: str, name: str) -> Iterator[float]:
    yield SequenceMatcher(None, key, name).ratio()
    for other in _ALSO_CALLED.get(name, ()):
        yield 2.0 if key == other else 0.9 * SequenceMatcher(None, key, other).ratio()


def shown(value: object) -> str:
    """A value as it is said back, cut where it is long."""
    text = repr(value)
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
