"""What became of each claim of a draft when it was held against the reports."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Literal, get_args

from indexer.records import Paragraph, Report
from search_api.plans.drafts.records import Block

Verdict = Literal[
    "right", "differs", "elsewhere", "no number", "no report", "ambiguous", "wrong page", "side reversed",
    "wrong grade", "superseded", "uncited",
]  # fmt: skip
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
# What readers call each, in the order of VERDICTS.
VERDICT_NAMES: dict[Verdict, str] = {
    "right": "Right",
    "differs": "Quotation differs",
    "elsewhere": "Quotation is elsewhere",
    "no number": "Number does not exist",
    "no report": "Report not found",
    "ambiguous": "Ambiguous",
    "wrong page": "Page is wrong",
    "side reversed": "Says the opposite",
    "wrong grade": "Grade is wrong",
    "superseded": "Superseded",
    "uncited": "No citation",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One stretch of a comparison word by word. quoted: as the draft has it; printed: as the report has it.

    The two are alike where nothing differs; one is "" where words were added or left out.
    """

    quoted: str
    printed: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """A paragraph that a verdict rests on, or that is offered. sentences: places of those that bear it,
    ascending.

    score: of a suggestion, how like the draft's words it is, from 0 to 1; 1 where words stand there exactly,
    None where nothing was compared.
    """

    paragraph: Paragraph
    report: Report
    spans: tuple[tuple[int, int], ...] = ()
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One claim of a draft and its verdict.

    number: from 1, in the order of the draft. block: where it stands, with its place in words; [start, end):
    the characters of the block that are the claim. text: the claim as written. quotation: what it quotes, ""
    for nothing. reason: one sentence. evidence: what the verdict rests on. offers: other paragraphs to look
    at, the best first. steps: of a quotation that differs. remarks: what else to know, one sentence each.
    doubted: whether a paragraph that is right may not say what the draft says; the first remark tells why.
    compared: False where the draft quotes nothing, so that only the number was looked up.
    """

    number: int
    block: Block
    start: int
    end: int
    text: str
    verdict: Verdict
    reason: str
    quotation: str = ""
    evidence: tuple[Evidence, ...] = ()
    offers: tuple[Evidence, ...] = ()
    steps: tuple[Step, ...] = ()
    remarks: tuple[str, ...] = ()
    doubted: bool = False
    compared: bool = True

    @property
    def label(self) -> str:
        """What readers call the verdict; of a citation without a quotation, what exists and no more."""
        if self.verdict != "right" or self.compared:
            return VERDICT_NAMES[self.verdict]
        return "Number exists" if self.evidence else "Report exists"

    @property
    def agrees(self) -> bool:
        """Whether its words or its grade were compared with the report and are right."""
        return self.compared and not self.look

    @property
    def look(self) -> bool:
        """Whether a person must look at it: it is not right, or it is doubted."""
        return self.verdict != "right" or self.doubted


@dataclass(frozen=True, slots=True)
class Checked:
    """A draft held against an index. findings: in the order of the draft. reports: those that it cites.

    authority: whose plan it was taken for, "" where it does not say. remarks: of the draft as a whole.
    """

    name: str
    findings: tuple[Finding, ...]
    reports: tuple[Report, ...] = ()
    authority: str = ""
    remarks: tuple[str, ...] = ()
    counts: dict[Verdict, int] = field(init=False)

    def __post_init__(self) -> None:
        found = {verdict: sum(item.verdict == verdict for item in self.findings) for verdict in VERDICTS}
        object.__setattr__(self, "counts", {verdict: number for verdict, number in found.items() if number})

    @property
    def labels(self) -> dict[str, int]:
        """What readers call the verdicts -> how many, in the order of VERDICTS; none that is not there."""
        ordered = sorted(
            self.findings, key=lambda item: (VERDICTS.index(item.verdict), item.label != "Right")
        )
        return dict(Counter(item.label for item in ordered))
