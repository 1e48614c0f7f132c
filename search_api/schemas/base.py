"""What all replies share: the base of their shapes, and what every reply says of its coverage.

`*_json` gives the JSON of the command line as plain dictionaries; a `*Reply` is the same over HTTP and MCP,
with what a program needs to follow it up.

Every field is always there. Fields may be added within v1; none is renamed, removed or given another meaning.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from indexer.records import AREAS, FRAMEWORKS, GRADES, KINDS, Anomaly
from indexer.terminal import with_utf8
from search_api.question.records import Coverage

PREFIX = "/api/v1"
Json = dict[str, Any]
Iso = Annotated[str, Field(json_schema_extra={"format": "date"})]
Span = Annotated[
    list[int],
    Field(min_length=2, max_length=2, description="[start, end), in Unicode code points."),
]

# Names of the table of kinds: an enum in every schema, and a fault where a record holds another.
if TYPE_CHECKING:
    Framework: TypeAlias = str
    Area: TypeAlias = str
    Grade: TypeAlias = str
    Kind: TypeAlias = str
else:
    Framework, Area, Grade, Kind = Literal[FRAMEWORKS], Literal[AREAS], Literal[GRADES], Literal[KINDS]


class Reply(BaseModel):
    """Refuses what it does not name, so that a reply and its schema cannot drift apart."""

    model_config = ConfigDict(extra="forbid", json_schema_serialization_defaults_required=True)


class RefusedReply(Reply):
    """A file that could not be read."""

    path: str = Field(description="File name and its folder.")
    reason: str


class CoverageReply(Reply):
    """What a reply rests on."""

    reports_searched: int
    reports_indexed: int
    paragraphs_searched: int
    files_refused: list[RefusedReply]
    reports_to_check: int = Field(
        description="Of the reports searched, those with a page or paragraph that `anomalies` tell to check."
    )
    text: str = Field(description="The coverage as one line, to show with every answer.")

    @classmethod
    def of(cls, given: Coverage) -> CoverageReply:
        """Where the files lie on this machine is left out."""
        files = [{"path": place(file.path), "reason": clean(file.reason)} for file in given.files_refused]
        return cls.model_validate(coverage_json(given) | {"files_refused": files})


class AnomalyReply(Reply):
    """Something in a report that a reader should know."""

    kind: str
    page: int | None = Field(description="Where it begins, from 1; null if it has no page.")
    detail: str = Field(description="In words, without the page.")


class OfGeneration(Reply):
    """Read from one generation of the index."""

    generation: str = Field(description="The version of the index that this was read from.")


def coverage_json(coverage: Coverage) -> Json:
    """{reports_searched, reports_indexed, paragraphs_searched, files_refused: [{path, reason}],
    reports_to_check, text}.
    """
    return {
        "reports_searched": coverage.reports_searched,
        "reports_indexed": coverage.reports_indexed,
        "paragraphs_searched": coverage.paragraphs_searched,
        "files_refused": [{"path": file.path, "reason": file.reason} for file in coverage.files_refused],
        "reports_to_check": coverage.reports_to_check,
        "text": coverage.text,
    }


def anomalies_json(anomalies: Iterable[Anomaly]) -> list[Json]:
    """[{kind, page, detail}], to stand beside what they touch."""
    return [{"kind": item.kind, "page": item.page, "detail": item.detail} for item in anomalies]


def iso(day: date | None) -> str | None:
    """As 2018-08-24; None stays None."""
    return None if day is None else day.isoformat()


def place(path: str) -> str:
    """A file's name with its folder's: where that folder lies is nobody's business."""
    return clean("/".join(path.rstrip("/").split("/")[-2:]))


def clean(text: str) -> str:
    """Text that has UTF-8: a file name may be any bytes."""
    return with_utf8(text)
