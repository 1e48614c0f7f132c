"""The parameters of the HTTP API: names, limits and an example of each. What is not named here is refused."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, create_model

from indexer.records import ID_WORDS
from search_api.citations import Style
from search_api.question.filters import ON, Day, Filter, Newest, Row, rows
from search_api.question.request import Request
from search_api.similar.names import ScopeName, Side

from .base import Kind

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
    f"^(?:(?:lscb|part[2-9])-)?(?:unnumbered-)?(?:{ID_WORDS})-"
    "(?:[a-z][a-z0-9]*(?:-[a-z0-9]+)*-)?(?:[A-Z]{1,2}[.]?)?(?:[0-9]{1,4}[.])*[0-9]{1,9}[b-z]?$"
)

_Name = Annotated[str, StringConstraints(max_length=100)]
DateTyped = Annotated[str, StringConstraints(max_length=10, pattern=_DATE)]
Question = Annotated[str, StringConstraints(min_length=1, max_length=2000, pattern="[A-Za-z0-9]")]
_AnyQuestion = Annotated[str, StringConstraints(max_length=2000, pattern="^$|[A-Za-z0-9]")]


class NoParameters(BaseModel):
    """A path that takes none."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _field(item: Row) -> tuple[Any, Any]:
    """The annotation and the field of one filter, for a model."""
    if isinstance(item, Day):
        return DateTyped, Field(default="", description=item.help, examples=list(item.examples))
    if isinstance(item, Newest):
        return bool, Field(default=False, description=item.help, examples=[True])
    one: Any = Literal[item.values] if item.values else _Name
    return list[one], Field(
        default=[],
        max_length=item.most,
        description=f"{item.help} Repeatable.",
        examples=[list(item.examples)],
    )


class _Filtered(NoParameters):
    """Filters of the table in question/filters.py."""

    def given(self) -> dict[str, tuple[str, ...]]:
        """What was given for each filter, by its name; blank names are none."""
        found: dict[str, tuple[str, ...]] = {}
        for item in rows():
            value = getattr(self, item.name, ())
            if isinstance(value, bool):
                found[item.name] = (ON,) if value else ()
                continue
            values = (value,) if isinstance(value, str) else tuple(value)
            found[item.name] = tuple(text for text in values if text.strip())
        return found

    def request(self) -> Request:
        """As the searcher takes it."""
        return Request.named(self.given())


def _model(name: str, base: type[_Filtered], items: Iterable[Row]) -> type[_Filtered]:
    fields: Any = {item.name: _field(item) for item in items}
    made: type[_Filtered] = create_model(name, __base__=base, __module__=__name__, **fields)
    return made


def _of_reports(item: Row) -> bool:
    return not isinstance(item, Filter) or item.of is not None


if TYPE_CHECKING:

    class ReportFilters(_Filtered):
        """Filters on reports."""

    class Filters(ReportFilters):
        """All filters: those on reports, then those on paragraphs."""

else:
    ReportFilters = _model("ReportFilters", _Filtered, filter(_of_reports, rows()))
    Filters = _model("Filters", ReportFilters, (item for item in rows() if not _of_reports(item)))


class _Worded(Filters):
    """With a question, and what of it is to be no filter."""

    literal: bool = Field(
        default=False, description="Search exactly these words; read no filters from them.", examples=[False]
    )
    as_words: list[_Name] = Field(
        default=[],
        max_length=50,
        description="Parts of the question, as typed, to search for as words and not use as filters. "
        "Repeatable.",
        examples=[["outstanding"]],
    )
    mine: _Name = Field(
        default="",
        description="Your own authority: what ‘our last inspection’ and ‘our neighbours’ in `q` mean.",
        examples=["Torbay"],
    )

    def request(self) -> Request:
        """As the searcher takes it."""
        return Request.named(self.given(), literal=self.literal, as_words=self.as_words, mine=self.mine)


class _Questioned(_Worded):
    q: Question = Field(
        description="A question in plain words, or words to look for. Authorities, dates, frameworks, "
        "grades and kinds of paragraph that it names become filters.",
        examples=["what did inspectors say about MARAC?"],
    )


class SearchParameters(_Questioned):
    """Of a search: a question, filters and the part of the results."""

    limit: int = Field(
        default=20, ge=1, le=MOST_RESULTS, description="Maximum number of results.", examples=[20]
    )
    offset: int = Field(
        default=0, ge=0, le=LAST_RESULT, description="Number of results to skip.", examples=[0]
    )
    mentioned: bool = Field(
        default=False,
        description="List all that mention the one subject named.",
        examples=[True],
    )


class AskParameters(_Questioned):
    """Of an answer: a question, filters and how many passages."""

    limit: int = Field(
        default=10, ge=1, le=MOST_PASSAGES, description="Maximum number of passages.", examples=[10]
    )
    follows: _AnyQuestion = Field(
        default="",
        description="The question asked before. What `q` does not say (subject, authority, dates, kind or "
        "side) is taken from it.",
        examples=["what did inspectors say about MARAC in Torbay?"],
    )


class FacetParameters(_Worded):
    """Of counts for a filter panel: filters, and a question if there is one."""

    q: _AnyQuestion = Field(
        default="", description="A question whose filters apply too.", examples=["MARAC in Torbay"]
    )


class PageOfRows(NoParameters):
    """The part of a list."""

    limit: int = Field(
        default=50, ge=1, le=MOST_ROWS, description="Maximum number of results.", examples=[50]
    )
    offset: int = Field(default=0, ge=0, le=LAST_ROW, description="Number of results to skip.", examples=[0])


class ReportParameters(ReportFilters, PageOfRows):
    """Filters on reports, and the part of the list."""


class ParagraphsParameters(PageOfRows):
    """Of the paragraphs of a report: which kinds, and the part of the list."""

    kind: list[Kind] = Field(
        default=[],
        max_length=20,
        description="Only this kind of paragraph. Repeatable.",
        examples=[["finding"]],
    )


class NeighbourParameters(NoParameters):
    """Of one paragraph: how many neighbours."""

    context: int = Field(
        default=1, ge=0, le=20, description="Number of neighbouring paragraphs on each side.", examples=[1]
    )


class PictureParameters(NoParameters):
    """Of the picture of a page."""

    page: int = Field(
        default=0,
        ge=0,
        le=100_000,
        description="A page that the paragraph is on, counted from 1 in the file; 0 for its first page.",
        examples=[14],
    )


class CitationAsked(NoParameters):
    """The style of a citation, and what goes with it."""

    style: Style = Field(
        default="plain",
        description="The style of the citation: plain gives every fact, short is for tables and brackets, "
        "harvard is for reference lists, oscola for legal writing, footnote is a whole note.",
        examples=["harvard"],
    )
    quote: bool = Field(
        default=False,
        description="Put the paragraph's whole text before it, in quotation marks.",
        examples=[True],
    )
    link: bool = Field(
        default=False,
        description="Give the address of the report on its publisher's site, at the page where it is known; "
        "otherwise of the paragraph on this server, if the server has a public name; otherwise none.",
        examples=[True],
    )


class CitationParameters(CitationAsked):
    """Of a citation over HTTP."""

    format: Literal["json", "csl-json", "ris", "bibtex"] = Field(
        default="json",
        description="json, or a file for a reference manager: csl-json, ris or bibtex. Such a file "
        "always has the link, and neither style nor quotation.",
        examples=["ris"],
    )


class AuthorityParameters(PageOfRows):
    """Of the list of authorities."""

    indexed: bool = Field(
        default=False, description="Only authorities with a report in this index.", examples=[True]
    )


class LedgerParameters(PageOfRows):
    """Of the list of files that were indexed or refused."""

    status: Literal["all", "indexed", "refused"] = Field(
        default="all", description="Which files to list.", examples=["refused"]
    )


class SimilarParameters(Filters):
    """Of similar paragraphs: whose reports, filters and the part of the results."""

    authorities: Literal["other", "same", "any"] = Field(
        default="other",
        description="Whose reports to compare: other authorities', the same authority's, or any.",
        examples=["other"],
    )
    side: Side = Field(
        default="same",
        description="same: what says the same. praise: who was praised for what this paragraph criticises. "
        "criticism: who was criticised for what it praises. any: whatever is near.",
        examples=["praise"],
    )
    scope: list[ScopeName] = Field(
        default=[],
        max_length=6,
        description="Only the same region, statistical neighbours or the same type of authority; only "
        "sections that were judged better; only each authority's newest inspection. All hold. Repeatable.",
        examples=[["region", "better"]],
    )
    common: bool = Field(
        default=False, description="Also count how many reports say each sentence.", examples=[True]
    )
    limit: int = Field(
        default=20, ge=1, le=MOST_RESULTS, description="Maximum number of results.", examples=[20]
    )
    offset: int = Field(
        default=0, ge=0, le=LAST_RESULT, description="Number of results to skip.", examples=[0]
    )


class WeakToStrongAsked(NoParameters):
    """Of who turned a weakness into a strength: what it is, whose, the part of the results."""

    about: Question = Field(
        description="The id of a paragraph, a theme or a term.", examples=["private fostering"]
    )
    scope: list[ScopeName] = Field(
        default=[],
        max_length=6,
        description="As of similar paragraphs, for a paragraph only; `better` and `newest` are of the "
        "praise. Repeatable.",
        examples=[["region"]],
    )
    limit: int = Field(
        default=20, ge=1, le=MOST_RESULTS, description="Maximum number of results.", examples=[20]
    )
    offset: int = Field(
        default=0, ge=0, le=LAST_RESULT, description="Number of results to skip.", examples=[0]
    )


class WeakToStrongParameters(WeakToStrongAsked, Filters):
    """The same with filters."""


class AcronymParameters(PageOfRows):
    """Of the list of acronyms."""

    short: str = Field(
        default="",
        max_length=20,
        description="Only this acronym, in any case.",
        examples=["MARAC"],
    )
