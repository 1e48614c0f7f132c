"""What an answer gives."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from search_api.answers.quotations.records import Answer, Passage
from search_api.citations import inspection
from search_api.retrieval.matters import Mentions

from .base import (
    AnomalyReply,
    Area,
    CoverageReply,
    Grade,
    Iso,
    Json,
    OfGeneration,
    Reply,
    Span,
    anomalies_json,
    coverage_json,
)
from .comparing.views import ViewReply, view_json
from .paragraphs import ParagraphReply, followed_up, paragraph_json
from .search import UnderstoodReply, understood_json

Side = Literal["praise", "criticism", "mixed", "neutral", ""]


class PassageReply(ParagraphReply):
    """A verbatim quotation."""

    quote: str = Field(
        description="Word for word: all of `text`, or of a very long paragraph a contiguous part of it."
    )
    start: int = Field(description="Start of the quotation in `text`, in Unicode code points.")
    spans: list[Span] = Field(
        description="Sentences that answer the question, counted from the start of `quote`."
    )
    score: float = Field(
        description="Mean of the cosines of best sentence and paragraph, plus 0.3 times the share of "
        "the question's weight of words that the paragraph holds, plus 0.2 times the agreement, -1 to 1, of "
        "the best sentence with the side that the question takes (what is well, or what is wanting)."
    )
    side: Side = Field(
        description="Whether the sentences of the quotation that bear on the question say that something is "
        "well (praise), wanting (criticism), both (mixed) or neither (neutral); '' if nothing is known."
    )
    alike: int = Field(description="Further reports that say nearly the same and are not quoted.")


class FurtherReply(Reply):
    """A paragraph that is cited and not quoted."""

    id: str
    citation: str
    anomalies: list[AnomalyReply] = Field(description="What to check on the page before you rely on it.")


class GroupReply(Reply):
    """Passages of an answer that belong together."""

    label: str = Field(
        description="For readers: a side (“Concerns and mixed findings”, “Strengths” …), an inspection, an "
        "authority, or a part of the question."
    )
    count: int = Field(
        description="Passages that were good enough, before these were chosen; of a side, those among the "
        "eighty that answer best."
    )
    passages: list[str] = Field(description="Ids of their paragraphs, in order.")
    further: list[FurtherReply] = Field(
        description="Good enough and not quoted: of other authorities, the newest first, or of the one "
        "report that is asked about."
    )


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


class MentionsReply(Reply):
    """How often something with a name is mentioned within the filters. Counted exactly."""

    subject: str = Field(description="As typed.")
    names: list[str] = Field(description="The names that were counted.")
    paragraphs: int
    reports: int
    reports_searched: int
    by_year: dict[str, int] = Field(description="Reports by year of publication.")
    authorities: list[str] = Field(description="Authorities that have any of the reports.")


class AnswerReply(OfGeneration):
    """Quotations that answer a question, or a statement that there is no answer."""

    query: str
    understood: UnderstoodReply
    answered: bool
    passages: list[PassageReply] = Field(
        description="In the order of `groups`, the newest report first in each; without groups by report, "
        "best first. Empty if not answered or if the judgements are the answer."
    )
    judgements: list[JudgedReply] = Field(
        description="Those of the covers, oldest first of each authority, where the question asks how at "
        "most six reports judged."
    )
    nearest_miss: PassageReply | None
    coverage: CoverageReply
    message: str = Field(description="Why there is no answer; '' if there is one.")
    remarks: list[str] = Field(
        description="What to know before the passages: a wrong grade in the question, a report that does not "
        "mention what is asked."
    )
    mentions: list[MentionsReply] = Field(description="How often what is asked about is mentioned.")
    groups: list[GroupReply] = Field(description="The passages in groups; empty for a plain list.")
    view: ViewReply | None = Field(
        description="A view of many reports that the question asks for: movements of grades, a trend, a "
        "comparison, a contrast of grades, praise elsewhere; null for most questions."
    )

    @classmethod
    def of(cls, answer: Answer, generation: str) -> AnswerReply:
        """The reply for an answer found in this generation of the index."""
        given = answer_json(answer)
        miss = answer.nearest_miss
        given |= {
            "generation": generation,
            "passages": [
                plain | followed_up(item.report, item.paragraph)
                for item, plain in zip(answer.passages, given["passages"], strict=True)
            ],
            "nearest_miss": miss and given["nearest_miss"] | followed_up(miss.report, miss.paragraph),
            "coverage": CoverageReply.of(answer.coverage),
        }
        return cls.model_validate(given)


class AnswerEvent(OfGeneration):
    """The event `answer`: what the passages sent before it come to."""

    query: str
    answered: bool
    passages: list[str] = Field(description="Ids of the passages, in order.")
    judgements: list[JudgedReply]
    nearest_miss: PassageReply | None
    message: str
    remarks: list[str]
    mentions: list[MentionsReply]
    groups: list[GroupReply]
    view: ViewReply | None

    @classmethod
    def of(cls, reply: AnswerReply) -> AnswerEvent:
        """The event that ends a stream: the reply with ids in place of passages."""
        return cls(
            generation=reply.generation,
            query=reply.query,
            answered=reply.answered,
            passages=[passage.id for passage in reply.passages],
            judgements=reply.judgements,
            nearest_miss=reply.nearest_miss,
            message=reply.message,
            remarks=reply.remarks,
            mentions=reply.mentions,
            groups=reply.groups,
            view=reply.view,
        )


def answer_json(answer: Answer) -> Json:
    """{query, understood, answered, passages: [{quote, id, citation, ...paragraph}], nearest_miss,
    judgements: [{report, authority, published, citation, judgements: [{area, name, grade, printed}]}],
    coverage, message, remarks, mentions, groups: [{label, count, passages: [id],
    further: [{id, citation, anomalies}]}], view}. nearest_miss: a passage
    or null. message: "" where answered. judgements: those of the covers, where the question asks for them.
    remarks: sentences to say first.
    """
    miss = answer.nearest_miss
    return {
        "query": answer.query,
        "understood": understood_json(answer.understood),
        "answered": answer.answered,
        "passages": [_passage(passage) for passage in answer.passages],
        "nearest_miss": None if miss is None else _passage(miss),
        "judgements": [
            {
                "report": report.id,
                "authority": report.authority,
                "published": report.published.isoformat(),
                "citation": f"{report.authority}, {inspection(report)}, cover",
                "judgements": [
                    {
                        "area": item.area,
                        "name": item.printed_name,
                        "grade": item.grade,
                        "printed": item.printed_grade,
                    }
                    for item in report.judgements
                ],
            }
            for report in answer.judgements
        ],
        "coverage": coverage_json(answer.coverage),
        "message": answer.text,
        "remarks": list(answer.remarks),
        "mentions": [_mentions(matter) for matter in answer.mentions],
        "groups": [
            {
                "label": group.label,
                "count": group.count,
                "passages": list(group.passages),
                "further": [
                    {
                        "id": item.paragraph.id,
                        "citation": item.citation,
                        "anomalies": anomalies_json(item.anomalies),
                    }
                    for item in group.further
                ],
            }
            for group in answer.groups
        ],
        "view": view_json(answer.view),
    }


def _mentions(matter: Mentions) -> Json:
    return {
        "subject": matter.subjects[0].typed,
        "names": list(matter.names),
        "paragraphs": len(matter.counted),
        "reports": len(matter.reports),
        "reports_searched": matter.searched,
        "by_year": matter.by_year,
        "authorities": list(matter.authorities),
    }


def _passage(passage: Passage) -> Json:
    return {"quote": passage.quote, "citation": passage.citation} | paragraph_json(
        passage.report, passage.paragraph, passage.anomalies
    ) | {
        "start": passage.start,
        "spans": [list(span) for span in passage.spans],
        "score": round(passage.score, 6),
        "side": passage.side,
        "alike": passage.alike,
    }  # fmt: skip
