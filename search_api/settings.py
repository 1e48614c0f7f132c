"""Every setting of the read side: one table of name, default, unit and help.

Each can be set in the environment: PINPOINT_ and the name in capitals.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from indexer.errors import InvalidRequest
from indexer.locations import default_index, model_cache

PREFIX = "PINPOINT_"


def _setting(default: Any, unit: str, description: str, **limits: Any) -> Any:
    return Field(default, description=description, json_schema_extra={"unit": unit}, **limits)


class Settings(BaseSettings):
    """Values in force. Immutable; `load_settings` reads them from the environment."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="ignore")

    index: Path = Field(
        default_factory=default_index, description="The index folder.", json_schema_extra={"unit": "folder"}
    )
    cache: Path = Field(
        default_factory=model_cache,
        description="Where the exported encoder is kept.",
        json_schema_extra={"unit": "folder"},
    )
    search_limit: int = _setting(20, "paragraphs", "Results of one search.", ge=1, le=1000)
    ask_limit: int = _setting(10, "passages", "Passages of one answer.", ge=1, le=100)
    depth: int = _setting(200, "paragraphs", "Taken from each ranked list before fusion.", ge=10, le=10_000)
    named_depth: int = _setting(
        2000, "paragraphs", "Most that hold an acronym of the query and are all taken.", ge=10, le=100_000
    )
    fusion_k: float = _setting(60.0, "ranks", "The constant k of reciprocal rank fusion.", gt=0)
    weight_paragraph: float = _setting(1.0, "", "Weight of the dense list of paragraphs.", ge=0)
    weight_sentence: float = _setting(1.0, "", "Weight of the dense list of best sentences.", ge=0)
    weight_lexical: float = _setting(1.0, "", "Weight of the lexical list.", ge=0)
    weight_named: float = _setting(
        1.0, "", "Weight of the list of paragraphs that hold an acronym of the query.", ge=0
    )
    short_query: int = _setting(2, "content words", "A query of at most so many is a keyword query.", ge=0)
    short_query_dense: float = _setting(
        0.5, "", "Factor on both dense weights for a keyword query.", ge=0, le=1
    )
    answer_evidence: float = _setting(
        0.6, "", "Evidence that an answer needs; see answerer.Evidence.score.", ge=-1, le=2
    )


class Row(NamedTuple):
    """One line of the table, all text; `name` is the environment variable's."""

    name: str
    default: str
    unit: str
    help: str


def table() -> tuple[Row, ...]:
    """Every setting in the order of the class; the default of a folder depends on the machine."""
    rows = []
    for name, field in Settings.model_fields.items():
        extra = field.json_schema_extra
        unit = str(extra.get("unit", "")) if isinstance(extra, dict) else ""
        default = "per user" if field.default_factory else str(field.default)
        rows.append(Row(f"{PREFIX}{name.upper()}", default, unit, field.description or ""))
    return tuple(rows)


def load_settings() -> Settings:
    """The settings in force. Raises InvalidRequest with the variable, its value and what was wanted."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        name = f"{PREFIX}{str(first['loc'][0]).upper()}" if first["loc"] else PREFIX
        raise InvalidRequest(f"{name}={first['input']!r} cannot be used", first["msg"]) from error
