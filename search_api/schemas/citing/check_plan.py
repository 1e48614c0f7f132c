"""What checking a draft takes and gives over HTTP."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from search_api.plans.checking.records import Checked, Verdict
from search_api.question.records import Coverage
from search_api.schemas.base import CoverageReply, OfGeneration, Reply, Span
from search_api.schemas.parameters import NoParameters

from .checked import checked_json


class CheckParameters(NoParameters):
    """What the file is called, whose plan it is, and how it is answered. The file is the body."""

    name: str = Field(
        default="",
        max_length=200,
        description="The name of the file. What kind of file it is, is told by its content first.",
        examples=["plan.docx"],
    )
    authority: str = Field(
        default="",
        max_length=120,
        description="Whose plan it is, if the draft does not say.",
        examples=["Torbay"],
    )
    format: Literal["json", "docx"] = Field(
        default="json",
        description="docx: the Word file back with a comment at each place to look at.",
        examples=["docx"],
    )


class CheckedStretch(Reply):
    """One stretch of a comparison word by word; the two are alike where nothing differs."""

    quoted: str = Field(description="As the draft has it; '' where it leaves words out.")
    printed: str = Field(description="As the report has it; '' where the draft adds words.")


class CheckedParagraph(Reply):
    """A paragraph of a report."""

    id: str
    citation: str
    text: str = Field(description="The whole paragraph, word for word.")
    spans: list[Span] = Field(description="The stretches of `text` that bear on the claim.")
    score: float | None = Field(
        description="How like the words of the draft it is, from 0 to 1; null where nothing was compared."
    )


class CheckedClaim(Reply):
    """One claim of the draft and its verdict."""

    number: int = Field(description="From 1, in the order of the draft.")
    place: str = Field(description="Where it stands in the draft, in words.")
    text: str = Field(description="The claim as the draft has it.")
    quotation: str = Field(description="What it quotes; '' for nothing.")
    verdict: Verdict
    label: str = Field(description="The verdict in words; of a number without a quotation 'Number exists'.")
    look: bool = Field(
        description="Whether a person must look: it is not right, or the paragraph may be another one."
    )
    reason: str
    remarks: list[str]
    steps: list[CheckedStretch] = Field(description="Of a quotation that differs.")
    evidence: list[CheckedParagraph] = Field(description="What the verdict rests on.")
    offers: list[CheckedParagraph] = Field(description="Other paragraphs to look at, the best first.")


class CheckedReply(OfGeneration):
    """A draft that was held against the reports. Nothing of it is kept."""

    name: str
    authority: str = Field(description="Whose plan it was taken for; '' if the draft does not say.")
    remarks: list[str] = Field(description="What to know of how the draft was read.")
    counts: dict[Verdict, int] = Field(description="Claims by verdict, without those that have none.")
    labels: dict[str, int] = Field(description="The same by `label`, for readers.")
    findings: list[CheckedClaim]
    coverage: CoverageReply

    @classmethod
    def of(cls, checked: Checked, coverage: Coverage, generation: str) -> CheckedReply:
        """The reply; coverage: of all that is indexed."""
        return cls.model_validate(
            checked_json(checked) | {"generation": generation, "coverage": CoverageReply.of(coverage)}
        )
