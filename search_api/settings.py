"""Every setting of the read side: one table of name, default, unit and help.

Each can be set in the environment, as PINPOINT_ and its name in capitals, or in the settings file.
An option of a command goes before both, and the environment before the file.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import AfterValidator, Field, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from indexer.configuration import VARIABLE, settings_file, settings_said
from indexer.errors import InvalidRequest
from indexer.locations import default_index, keys_file, model_cache
from indexer.store.lists.layout import EXACT

PREFIX = "PINPOINT_"
Origin = Literal["environment", "file", "default"]
# How much two names must have in common (difflib's ratio) for one to be a slip of the other.
_NEAR = 0.8
# What Kubernetes tells every container of a service that is called pinpoint.
_OF_OTHERS = re.compile(rf"{PREFIX}(SERVICE_(HOST|PORT)|PORT(_|$))")
_ROOT_PATH = re.compile(r"/?(?:[A-Za-z0-9_~-][A-Za-z0-9._~-]*(?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*)?/?")


def _placed(root: str) -> str:
    """A prefix as addresses have it: a slash before it, none after."""
    if not _ROOT_PATH.fullmatch(root):
        raise ValueError("write a path of letters, digits and hyphens, as in /pinpoint")
    return f"/{root.strip('/')}" if root.strip("/") else ""


def _setting(default: Any, unit: str, description: str, **limits: Any) -> Any:
    return Field(default, description=description, json_schema_extra={"unit": unit}, **limits)


class Settings(BaseSettings):
    """Values in force. Immutable; `load_settings` reads them from the environment."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="ignore")

    @classmethod
    def settings_customise_sources(
        cls, settings_cls: type[BaseSettings], init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource, dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:  # fmt: skip
        """What is given in code, then the environment, then the file."""
        return init_settings, env_settings, _File(settings_cls)

    index: Path = Field(
        default_factory=default_index,
        description="The index folder or address.",
        json_schema_extra={"unit": "folder"},
    )
    cache: Path = Field(
        default_factory=model_cache,
        description="The folder for the exported encoder and unfinished downloads.",
        json_schema_extra={"unit": "folder"},
    )
    exact_paragraphs: int = _setting(
        EXACT,
        "paragraphs",
        "Size up to which a search compares the question with every paragraph. Of a larger index it reads "
        "the most likely part. Takes effect when the index is made.",
        ge=0,
    )
    authority: str = _setting(
        "", "name", "Your own authority, which ‘our last inspection’ and ‘our neighbours’ are read as."
    )
    public_url: str = _setting(
        "",
        "web address",
        "Where colleagues reach this server, as in https://pinpoint.example.gov.uk: for links in citations.",
        pattern=r"^(https?://[^\s/?#]+(/[^\s?#]*)?)?$",
    )
    search_limit: int = _setting(20, "paragraphs", "Maximum number of results of a search.", ge=1, le=1000)
    ask_limit: int = _setting(10, "passages", "Maximum number of passages in an answer.", ge=1, le=100)
    depth: int = _setting(
        200, "paragraphs", "Number taken from each ranked list before fusion.", ge=10, le=10_000
    )
    fusion: Literal["convex", "rrf"] = _setting(
        "convex", "", "How signals become a score: convex (weighted sum) or rrf (reciprocal rank fusion)."
    )
    fusion_k: float = _setting(60.0, "ranks", "The constant k of reciprocal rank fusion.", gt=0)
    weight_paragraph: float = _setting(0.5, "", "Weight of the paragraph's cosine.", ge=0)
    weight_sentence: float = _setting(0.5, "", "Weight of the best sentence's cosine.", ge=0)
    weight_lexical: float = _setting(0.5, "", "Weight of the words (BM25, as a share).", ge=0)
    weight_named: float = _setting(0.0, "", "Weight of paragraphs that use the query's acronyms.", ge=0)
    weight_polarity: float = _setting(
        0.05, "", "Weight of agreeing with what the query asks for: strengths or weaknesses.", ge=0
    )
    short_query: int = _setting(
        2, "content words", "A query with this many or fewer is a keyword query.", ge=0
    )
    short_lexical: float = _setting(1.0, "", "Weight of the words in a keyword query.", ge=0)
    short_named: float = _setting(0.6, "", "The same as weight_named, for a keyword query.", ge=0)
    long_query: int = _setting(13, "content words", "A query with this many or more is a passage.", ge=0)
    long_lexical: float = _setting(0.4, "", "Weight of the words in a passage.", ge=0)
    expand: bool = _setting(True, "", "Also search for other names of what the query names.")
    similar_limit: int = _setting(
        10, "reports", "Maximum number of similar paragraphs, one from each report.", ge=1, le=1000
    )
    similar_depth: int = _setting(
        1000, "paragraphs", "Number of the nearest paragraphs to compare sentence by sentence.",
        ge=10, le=100_000,
    )  # fmt: skip
    similar_least: float = _setting(
        0.64, "", "Lowest score of a similar paragraph; see similar/similar.py.", ge=-1, le=1
    )
    similar_least_recommended: float = _setting(
        0.6, "", "The same for recommendations, which are short.", ge=-1, le=1
    )
    similar_least_opposite: float = _setting(
        0.61, "", "The same for criticism of what is praised.", ge=-1, le=1
    )
    similar_least_praised: float = _setting(
        0.66, "", "The same for praise of what is criticised.", ge=-1, le=1
    )
    similar_least_turned: float = _setting(
        0.55, "", "Lowest score of a sentence for who turned a weakness into a strength.", ge=-1, le=1
    )
    answer_evidence: float = _setting(
        0.26,
        "",
        "Lowest evidence for an answer; see Evidence.score.",
        ge=-1,
        le=2,
    )
    serve_host: str = _setting("127.0.0.1", "address", "The address that `pinpoint serve` listens on.")
    serve_port: int = _setting(8765, "port", "The port. 0 means any free port.", ge=0, le=65535)
    serve_workers: int = _setting(1, "processes", "Processes that answer, all at the same port.", ge=1, le=64)
    serve_open: bool = _setting(False, "", "Let anyone who can reach the address use it without a key.")
    serve_root_path: Annotated[str, AfterValidator(_placed)] = _setting(
        "",
        "path",
        "Prefix of all addresses, as in /pinpoint, for a server that is a part of a web site.",
    )
    serve_threads: int = _setting(
        2, "threads", "Number of requests that the server works on at once.", ge=1, le=64
    )
    serve_waiting: int = _setting(
        64,
        "requests",
        "Number of requests that may queue; beyond this the server answers 503.",
        ge=0,
        le=10_000,
    )
    serve_seconds: float = _setting(
        20.0, "seconds", "Time limit of a request, including its time in the queue.", gt=0
    )
    serve_connections: int = _setting(
        256, "connections", "Number of connections open at once; beyond this the server answers 503.",
        ge=1, le=100_000,
    )  # fmt: skip
    serve_head_seconds: float = _setting(
        10.0, "seconds", "Time limit for the request line and headers to arrive.", gt=0, le=3600
    )
    serve_idle_seconds: float = _setting(
        15.0, "seconds", "Time that a connection stays open between two requests.", gt=0, le=3600
    )
    serve_send_seconds: float = _setting(
        30.0, "seconds", "Time limit for a client to take the next part of a reply.", gt=0, le=3600
    )
    serve_look_seconds: float = _setting(
        1.0, "seconds", "Time between checks for a new version of the index.", gt=0, le=3600
    )
    serve_image_dpi: int = _setting(
        110, "dots per inch", "Resolution of the pictures of pages.", ge=36, le=300
    )
    serve_image_seconds: float = _setting(
        10.0, "seconds", "Time limit for drawing a page; then the drawing process is replaced.", gt=0, le=300
    )
    serve_image_waiting: int = _setting(
        16, "pictures", "Number of pictures that may queue; beyond this the server answers 503.",
        ge=0, le=10_000,
    )  # fmt: skip
    serve_image_mb: int = _setting(16, "MB", "Memory for pictures of pages.", ge=0, le=1024)
    serve_log_questions: bool = _setting(
        False, "", "Log the path and question of each request. Otherwise neither is logged."
    )
    keys: Path = Field(
        default_factory=keys_file,
        description="The file that keeps the hashes of the API keys.",
        json_schema_extra={"unit": "file"},
    )
    serve_hosts: str = _setting(
        "",
        "names, separated by commas",
        "Host names that the server answers to, besides localhost and any IP address.",
    )
    serve_proxies: str = _setting(
        "", "addresses or networks, separated by commas", "Reverse proxies that the server trusts."
    )
    serve_user_header: str = _setting(
        "", "header name", "Header in which trusted proxies name the signed-in user. Replaces a key."
    )
    serve_origins: str = _setting(
        "", "origins, separated by commas", "Other web sites whose scripts may use the API. Default: none."
    )
    serve_rate: float = _setting(
        10.0,
        "requests a second",
        "Average rate allowed for each key, user or address. 0 means no limit.",
        ge=0,
    )
    serve_burst: int = _setting(
        100, "requests", "Number of requests allowed at once before that rate applies.", ge=1, le=1_000_000
    )
    serve_body_kb: int = _setting(256, "KB", "Maximum size of the body of a request.", ge=1, le=65_536)
    serve_draft_mb: int = _setting(
        10, "MB", "Maximum size of a draft of a plan that is sent to be checked.", ge=1, le=30
    )
    serve_query_bytes: int = _setting(
        16_384, "bytes", "Maximum length of the path and query of a request.", ge=256, le=65_536
    )
    serve_header_bytes: int = _setting(
        32_768, "bytes", "Maximum size of the headers of a request.", ge=1024, le=65_536
    )

    def weights(self, content_words: int) -> Weights:
        """The weights for a query of that many content words."""
        lexical, named = self.weight_lexical, self.weight_named
        if content_words <= self.short_query:
            lexical, named = self.short_lexical, self.short_named
        elif content_words >= self.long_query:
            lexical = self.long_lexical
        return Weights(self.weight_paragraph, self.weight_sentence, lexical, named, self.weight_polarity)


class _File(PydanticBaseSettingsSource):
    """What the settings file says. Raises InvalidRequest for a name that no setting has."""

    def get_field_value(self, field: Any, field_name: str) -> tuple[Any, str, bool]:
        """Of one setting; all are read at once instead."""
        raise NotImplementedError

    def __call__(self) -> dict[str, Any]:
        """By name. Folders and files that it names are found beside it (`indexer/locations.py`)."""
        said, place = settings_said(), settings_file()
        known = self.settings_cls.model_fields
        for name in said:
            if name not in known:
                raise InvalidRequest(
                    f"{place}: there is no setting {name[:80]!r}", _meant(name, known) or _LISTED
                )
        return {
            name: value
            for name, value in said.items()
            if not (known[name].default_factory and isinstance(value, str))
        }


_LISTED = "`pinpoint config show` lists all"


def _meant(name: str, known: Iterable[str]) -> str:
    near = get_close_matches(name.lower(), [*known], 1, _NEAR)
    return f"did you mean {near[0]}?" if near else ""


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


def origins() -> dict[str, Origin]:
    """Where the value in force of each setting comes from, by name, in the order of the class."""
    said, variables = settings_said(), {variable.upper() for variable in os.environ}
    return {
        name: "environment"
        if f"{PREFIX}{name.upper()}" in variables
        else "file"
        if name in said
        else "default"
        for name in Settings.model_fields
    }


def load_settings(**given: Any) -> Settings:
    """The settings in force. given: by options of the command, None for what was not.

    Raises InvalidRequest with the name, its value and what was wanted.
    """
    _refuse_slips()
    options = {name: value for name, value in given.items() if value is not None}
    try:
        return Settings(**options)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        name = str(first["loc"][0]) if first["loc"] else ""
        if name in options:
            where = f"--{name.removeprefix('serve_').replace('_', '-')} "
        elif origins().get(name) == "file":
            where = f"{settings_file()}: {name} = "
        else:
            where = f"{PREFIX}{name.upper()}="
        wanted = first["msg"].removeprefix("Value error, ")
        raise InvalidRequest(f"{where}{first['input']!r} cannot be used", wanted) from error


def _refuse_slips() -> None:
    """A misspelt variable would change nothing, in silence."""
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields} | {VARIABLE}
    for variable in sorted(os.environ):
        if variable.startswith(PREFIX) and variable not in known and not _OF_OTHERS.match(variable):
            name = variable.removeprefix(PREFIX)
            near = get_close_matches(name, [one.removeprefix(PREFIX) for one in known], 1, _NEAR)
            if near:
                raise InvalidRequest(f"there is no setting {variable}", f"did you mean {PREFIX}{near[0]}?")


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each of the signals counts."""

    paragraph: float
    sentence: float
    lexical: float
    named: float
    polarity: float
