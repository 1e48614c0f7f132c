"""The parameters of the HTTP API: names, limits and an example of each. What is not named here is refused."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from indexer.records import Framework, Grade, Kind
from search_api.citations import Style
from search_api.question.scope import Request

MOST_RESULTS, MOST_PASSAGES, MOST_ROWS = 100, 50, 500
LAST_RESULT, LAST_ROW = 5_000, 1_000_000

# A year, month or day that exists, as the command line takes them; "" for none.
_SHORT, _LONG = "0?[469]|11", "0?[13578]|1[02]"
_LEAP = "(?:(?:19|20)(?:0[48]|[2468][048]|[13579][26])|2000)"
_DAYS = "0?[1-9]|1[0-9]|2[0-8]"
_DATE = (
    "^(?:"
    "|(?:19|20)[0-9]{2}(?:-(?:0?[1-9]|1[0-2]))?"
    f"|(?:19|20)[0-9]{{2}}-(?:0?[1-9]|1[0-2])-(?:{_DAYS})"
    f"|(?:19|20)[0-9]{{2}}-(?:{_SHORT}|{_LONG})-(?:29|30)"
    f"|(?:19|20)[0-9]{{2}}-(?:{_LONG})-31"
    f"|{_LEAP}-0?2-29"
    ")$"
)
REPORT_ID = "^[a-z0-9]+(?:-[a-z0-9]+)*-[0-9]{4}-[0-9]{2}-[0-9]{2}(?:-[2-9])?$"
LOCATOR = (
    "^(?:(?:lscb|part[2-9])-)?(?:unnumbered-)?(?:para|rec|improve|summary|context)-"
    "(?:[a-z][a-z0-9]*(?:-[a-z0-9]+)*-)?[0-9]{1,9}[b-z]?$"
)

_Name = Annotated[str, StringConstraints(max_length=100)]
_Day = Annotated[str, StringConstraints(max_length=10, pattern=_DATE)]
Question = Annotated[str, StringConstraints(min_length=1, max_length=2000, pattern="[A-Za-z0-9]")]
_AnyQuestion = Annotated[str, StringConstraints(max_length=2000, pattern="^$|[A-Za-z0-9]")]


class NoParameters(BaseModel):
    """A path that takes none."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class _ReportFilters(NoParameters):
    authority: list[_Name] = Field(
        default=[],
        max_length=50,
        description="Only these authorities, by any printed or former name; may be given again.",
        examples=[["Torbay"]],
    )
    since: _Day = Field(
        default="",
        description="Only reports published since: 2022, 2022-03 or 2022-03-31.",
        examples=["2016"],
    )
    until: _Day = Field(
        default="",
        description="Only reports published until, the day (month, year) included.",
        examples=["2024-03-31"],
    )
    framework: list[Framework] = Field(
        default=[], max_length=20, description="Only these; may be given again.", examples=[["ilacs"]]
    )
    region: list[_Name] = Field(
        default=[],
        max_length=20,
        description="Only authorities of these regions of the register; may be given again.",
        examples=[["South West"]],
    )
    grade: list[Grade] = Field(
        default=[],
        max_length=10,
        description="Only reports whose overall judgement is one of these; may be given again.",
        examples=[["good"]],
    )


class Filters(_ReportFilters):
    """Those of the command line."""

    kind: list[Kind] = Field(
        default=[],
        max_length=20,
        description="Only these kinds of paragraph; may be given again.",
        examples=[["finding"]],
    )

    def request(self) -> Request:
        names = tuple(name for name in self.authority if name.strip())
        return Request(
            names,
            self.since,
            self.until,
            tuple(self.framework),
            tuple(self.kind),
            regions=tuple(name for name in self.region if name.strip()),
            grades=tuple(self.grade),
        )


class _Worded(Filters):
    """With a question, and what of it is to be no filter."""

    literal: bool = Field(
        default=False,
        description="Search the words as they are; read no filter from them.",
        examples=[False],
    )
    as_words: list[_Name] = Field(
        default=[],
        max_length=50,
        description="Stretches of the question, as typed, that are words to search for and no filters; "
        "may be given again.",
        examples=[["outstanding"]],
    )

    def request(self) -> Request:
        return replace(super().request(), literal=self.literal, as_words=tuple(self.as_words))


class _Questioned(_Worded):
    q: Question = Field(
        description="A question in plain words, or words to look for. Authorities, dates, frameworks, "
        "grades and kinds that it names become filters.",
        examples=["what did inspectors say about MARAC?"],
    )


class SearchParameters(_Questioned):
    limit: int = Field(default=20, ge=1, le=MOST_RESULTS, description="At most so many.", examples=[20])
    offset: int = Field(
        default=0, ge=0, le=LAST_RESULT, description="Leave out the first so many.", examples=[0]
    )


class AskParameters(_Questioned):
    limit: int = Field(default=10, ge=1, le=MOST_PASSAGES, description="Passages, at most.", examples=[10])


class FacetParameters(_Worded):
    q: _AnyQuestion = Field(
        default="", description="A question whose filters count too.", examples=["MARAC in Torbay"]
    )


class PageOfRows(NoParameters):
    limit: int = Field(default=50, ge=1, le=MOST_ROWS, description="At most so many.", examples=[50])
    offset: int = Field(
        default=0, ge=0, le=LAST_ROW, description="Leave out the first so many.", examples=[0]
    )


class ReportParameters(_ReportFilters, PageOfRows):
    def request(self) -> Request:
        return Filters(
            authority=self.authority,
            since=self.since,
            until=self.until,
            framework=self.framework,
            region=self.region,
            grade=self.grade,
        ).request()


class ParagraphsParameters(PageOfRows):
    kind: list[Kind] = Field(
        default=[],
        max_length=20,
        description="Only these kinds of paragraph; may be given again.",
        examples=[["finding"]],
    )


class NeighbourParameters(NoParameters):
    context: int = Field(default=1, ge=0, le=20, description="Neighbours to give on each side.", examples=[1])


class PictureParameters(NoParameters):
    page: int = Field(
        default=0,
        ge=0,
        le=100_000,
        description="One of the paragraph's pages, counted from 1 in the file; 0 for its first.",
        examples=[14],
    )


class CitationParameters(NoParameters):
    style: Style = Field(
        default="plain",
        description="The form of the citation: plain names all facts, short is for tables and brackets, "
        "harvard for lists of references.",
        examples=["harvard"],
    )


class AuthorityParameters(PageOfRows):
    indexed: bool = Field(
        default=False, description="Only those with a report in this index.", examples=[True]
    )


class LedgerParameters(PageOfRows):
    status: Literal["all", "indexed", "refused"] = Field(
        default="all", description="Which files.", examples=["refused"]
    )


class SimilarParameters(Filters):
    authorities: Literal["other", "same", "any"] = Field(
        default="other",
        description="Of other authorities, of the paragraph's own, or of any.",
        examples=["other"],
    )
    limit: int = Field(default=20, ge=1, le=MOST_RESULTS, description="At most so many.", examples=[20])
    offset: int = Field(
        default=0, ge=0, le=LAST_RESULT, description="Leave out the first so many.", examples=[0]
    )


class AcronymParameters(PageOfRows):
    short: str = Field(
        default="",
        max_length=20,
        description="Only this one, in small letters or capitals.",
        examples=["MARAC"],
    )
