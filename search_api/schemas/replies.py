"""The replies of the HTTP API: what schemas.py gives, with what a program needs to follow it up.

Every field is always there. Fields may be added within v1; none is renamed, removed or given another meaning.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from indexer.records import Area, Framework, Grade, Kind

PREFIX = "/api/v1"
Iso = Annotated[str, Field(json_schema_extra={"format": "date"})]
Span = Annotated[
    list[int],
    Field(min_length=2, max_length=2, description="[start, end), in Unicode code points."),
]


class Reply(BaseModel):
    """Refuses what it does not name, so that a reply and its schema cannot drift apart."""

    model_config = ConfigDict(extra="forbid", json_schema_serialization_defaults_required=True)


class ParagraphReply(Reply):
    """One unit of a report that can be cited."""

    id: str = Field(description="Survives a new index; what a citation is checked by.")
    kind: Kind
    number: int = Field(description="As printed, or a count where `printed` is false.")
    printed: bool = Field(description="Whether the report prints the number.")
    authority: str
    report: str = Field(description="The report's id.")
    framework: Framework
    inspection_start: Iso | None
    inspection_end: Iso | None
    published: Iso
    section: str = Field(description="Headings from the outermost to the nearest, joined by ' > '.")
    grade: str = Field(description="Printed for the paragraph's own area; '' where none is.")
    page_first: int | None = Field(description="Counted from 1 in the file; null where there are no pages.")
    page_last: int | None
    text: str = Field(description="The report's own words; list lines are separated by newlines.")
    citation: str = Field(description="The citation in the style 'plain'.")
    permalink: str = Field(description="Path of this paragraph on this server.")


class FoundReply(ParagraphReply):
    """A paragraph that a search found."""

    rank: int = Field(description="From 1 over the whole list, whatever the offset.")
    score: float = Field(
        description="Weighted sum of likeness and words: orders one reply, compares with none."
    )
    cosine: float = Field(description="Of the query and the whole paragraph, -1 to 1.")
    spans: list[Span] = Field(description="Sentences of `text` nearest to the query, in text order.")


class PassageReply(ParagraphReply):
    """A verbatim quotation."""

    quote: str = Field(description="One contiguous stretch of `text`.")
    start: int = Field(description="Where the quotation begins in `text`, in Unicode code points.")
    spans: list[Span] = Field(description="Sentences that answer, counted from the beginning of `quote`.")
    score: float = Field(
        description="Mean of the cosines of best sentence and paragraph, plus 0.3 times the share of "
        "the question's weight of words that the paragraph holds, plus 0.2 times the agreement, -1 to 1, of "
        "the best sentence with the side that the question takes (what is well, or what is wanting)."
    )


class RefusedReply(Reply):
    """A file that could not be read."""

    path: str = Field(description="File name with its folder.")
    reason: str


class CoverageReply(Reply):
    """What a reply rests on."""

    reports_searched: int
    reports_indexed: int
    paragraphs_searched: int
    files_refused: list[RefusedReply]
    text: str = Field(description="All of it as one line, to be shown with every answer.")


class MentionReply(Reply):
    """A stretch of the question that was understood; [start, end) in Unicode code points."""

    field: str
    value: str = Field(description="'not …' where all but this is meant.")
    text: str
    start: int
    end: int


class AlsoSearchedReply(Reply):
    """Other names of what a stretch of the question names, which were searched too."""

    typed: str
    names: list[str] = Field(description="Of an ambiguous acronym all its meanings.")
    ambiguous: bool


class UnderstoodReply(Reply):
    """The filters in force, typed or read from the question, and what was searched."""

    terms: list[str]
    acronyms: list[str]
    authorities: list[str]
    reports: list[str] | None = Field(
        description="Ids left by dates, grades or 'latest' in the question; null where it said none."
    )
    since: Iso | None
    until: Iso | None
    frameworks: list[str]
    kinds: list[str]
    grades: list[str]
    polarity: str | None = Field(description="'strength' or 'weakness'; not a filter.")
    understood_from: list[MentionReply]
    also_searched: list[AlsoSearchedReply]
    rest: str = Field(description="What was searched.")
    notes: list[str] = Field(description="Why a filter leaves nothing; what may be a misspelling of what.")
    expansion_notes: list[str] = Field(description="What `also_searched` says, one sentence each.")


class OfGeneration(Reply):
    """Read from one generation of the index."""

    generation: str = Field(description="The index that this was read from.")


class SearchReply(OfGeneration):
    """Ranked paragraphs."""

    query: str
    understood: UnderstoodReply
    results: list[FoundReply]
    total: int = Field(description="Paragraphs ranked in all.")
    limit: int
    offset: int
    coverage: CoverageReply


class NamedJudgementReply(Reply):
    """One grade of the cover, with the name that the cover gives to what was judged."""

    area: Area
    name: str = Field(description="As printed.")
    grade: Grade
    printed: str = Field(description="The grade as printed.")


class JudgedReply(Reply):
    """How one report judged."""

    report: str = Field(description="The report's id.")
    authority: str
    published: Iso
    citation: str
    judgements: list[NamedJudgementReply]


class AnswerReply(OfGeneration):
    """Quotations that answer a question, or the word that the reports do not."""

    query: str
    understood: UnderstoodReply
    answered: bool
    passages: list[PassageReply] = Field(
        description="Grouped by report, best first; none if not answered, or where the judgements say it all."
    )
    judgements: list[JudgedReply] = Field(
        description="Those of the covers, oldest first of each authority, where the question asks how at "
        "most six reports judged."
    )
    nearest_miss: PassageReply | None
    coverage: CoverageReply
    message: str = Field(description="Why there is no answer; '' where there is one.")


class AnswerEvent(OfGeneration):
    """The event `answer`: what the passages sent before it come to."""

    query: str
    answered: bool
    passages: list[str] = Field(description="Ids of the passages, in order.")
    judgements: list[JudgedReply]
    nearest_miss: PassageReply | None
    message: str

    @classmethod
    def of(cls, reply: AnswerReply) -> AnswerEvent:
        return cls(
            generation=reply.generation,
            query=reply.query,
            answered=reply.answered,
            passages=[passage.id for passage in reply.passages],
            judgements=reply.judgements,
            nearest_miss=reply.nearest_miss,
            message=reply.message,
        )


class ParagraphsReply(OfGeneration):
    """In reading order."""

    paragraphs: list[ParagraphReply]
    total: int
    limit: int
    offset: int


class WholeParagraphReply(ParagraphReply, OfGeneration):
    """One paragraph with what stands around it."""

    pages: list[int] = Field(description="Pages that page.png can show.")
    footnotes: list[str]
    linked: list[int] = Field(description="Numbers of the findings that a recommendation names.")
    before: list[ParagraphReply] = Field(description="Neighbours in reading order.")
    after: list[ParagraphReply]


class CitationReply(OfGeneration):
    """How to cite one paragraph."""

    id: str
    style: str
    citation: str


class FacetsReply(OfGeneration):
    """Paragraphs within the filters, counted by the values of each field; none with 0."""

    authority: dict[str, int]
    region: dict[str, int] = Field(description="Of authorities that the register knows.")
    framework: dict[str, int]
    grade: dict[str, int] = Field(description="Of the overall judgement, for reports that have one.")
    kind: dict[str, int]
    year: dict[str, int]
    notes: list[str]
    coverage: CoverageReply


class SimilarFindingReply(ParagraphReply):
    """A paragraph that says nearly what another says; the nearest of its report."""

    rank: int = Field(description="From 1 over the whole list, whatever the offset.")
    score: float = Field(
        description="0.7 times `sentence_cosine` plus 0.3 times `cosine`, at most 1; comparable between "
        "paragraphs of one index."
    )
    sentence_cosine: float = Field(
        description="Of the nearest pair of sentences; as `cosine`, of vectors less the index's mean vector."
    )
    cosine: float = Field(description="Of the whole paragraphs.")
    quote: str = Field(description="The sentence that matches, `span` of `text`.")
    span: Span
    source_span: Span = Field(description="Its fellow in the text of the paragraph asked for.")


class SimilarReply(OfGeneration):
    """What other reports say that is nearest to a paragraph, best first, one paragraph of each report."""

    paragraph: ParagraphReply
    authorities: Literal["other", "same", "any"] = Field(description="Whose reports were compared.")
    kinds: list[Kind] = Field(description="Kinds of paragraph that were compared.")
    results: list[SimilarFindingReply]
    reports: int = Field(
        description="That hold a similar paragraph. About one in four does not say the same: say 'about'."
    )
    searched: int = Field(description="Reports that could hold one: those within the filters.")
    total: int
    limit: int
    offset: int
    notes: list[str]
    coverage: CoverageReply
