"""What a generated draft may cite of an authority: sentences that stand once among its reports."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.kinds.table import framework
from indexer.records import Kind, Paragraph, Report
from search_api.index.index import Index

# Words, and beginnings of words, that may turn the meaning of a sentence.
TURNS = re.compile(
    r"not|no|never|but|however|although|though|while|despite|lack|fail|few|too|in|un|without|n", re.IGNORECASE
)
_MOST_WORDS = 45
_FEWEST_FINDINGS = 12
_TRIES = 400


@dataclass(frozen=True, slots=True)
class Source:
    """What one citation is made of. words: verbatim from the paragraph."""

    report: Report
    paragraph: Paragraph
    words: str

    @property
    def year(self) -> int:
        """Of publication."""
        return self.report.published.year

    @property
    def number(self) -> str:
        """As printed."""
        return self.paragraph.label

    @property
    def page(self) -> int | None:
        """The one page that it stands on; None where it stands on two or nobody knows."""
        first, last = self.paragraph.page_first, self.paragraph.page_last
        return first if last in (None, first) else None


class Sources:
    """Of one authority. reports: those that its name and the year tell apart from all others."""

    def __init__(self, index: Index, authority: str, chance: random.Random) -> None:
        self.index, self.authority, self.chance = index, authority, chance
        self.every = index.reports(authorities=authority)
        self.paragraphs = {report.id: index.reader.paragraphs(report.id) for report in self.every}
        self.reports = [
            report for report in dated(self.every) if len(self.of(report, "finding")) >= _FEWEST_FINDINGS
        ]
        self.used: set[str] = set()

    def of(self, report: Report, kind: Kind) -> list[Paragraph]:
        """Paragraphs of a kind that a number in a plan can only mean once."""
        every = self.paragraphs[report.id]
        labels = [(item.kind, item.label) for item in every if not item.part]
        return [
            item for item in every
            if item.kind == kind and not item.part and (item.printed or kind in ("improvement", "summary"))
            and labels.count((kind, item.label)) == 1
        ]  # fmt: skip

    def pick(self, least: int = 8, kind: Kind = "finding", reports: Sequence[Report] = ()) -> Source | None:
        """A sentence, or a part of one, that stands nowhere else and was not picked before."""
        choice = [report for report in reports or self.reports if self.of(report, kind)]
        for _ in range(_TRIES if choice else 0):
            report = self.chance.choice(choice)
            paragraph = self.chance.choice(self.of(report, kind))
            sentences = re.split(r"(?<=[.!?])\s+(?=[A-Z])", " ".join(paragraph.text.split()))
            words = self.chance.choice(sentences).split()
            if len(words) < least:
                continue
            middle = self.chance.random() < 0.3
            first = self.chance.randrange(0, len(words) - least + 1) if middle else 0
            if any(TURNS.match(word) for word in words[:first]):
                first = 0
            text = " ".join(words[first : first + self.chance.randint(least, _MOST_WORDS)]).strip(" ,;:")
            odd = re.search(r"[\[\]“”\"‘’'…()•]|\.\s", text)
            if (
                any(text in each or each in text for each in self.used)
                or odd
                or self._stands_twice(text, paragraph)
            ):
                continue
            self.used.add(text)
            return Source(report, paragraph, text)
        return None

    def numbers(self, report: Report) -> set[int]:
        """Every number that a report prints or that was counted in it."""
        return {item.number for item in self.paragraphs[report.id]}

    def _stands_twice(self, text: str, paragraph: Paragraph) -> bool:
        plain = text.lower()
        return any(
            plain in " ".join(other.text.split()).lower()
            for within in self.paragraphs.values()
            for other in within
            if other.id != paragraph.id
        )


def dated(reports: Sequence[Report]) -> list[Report]:
    """Those that the authority and the year tell apart from all its others."""
    spans = [
        {each.year for each in (report.published, report.inspection_start, report.inspection_end) if each}
        for report in reports
    ]
    return [
        report for place, report in enumerate(reports)
        if not framework(report.framework).apart and not report.superseded_by
        and not any(report.published.year in span for other, span in enumerate(spans) if other != place)
    ]  # fmt: skip
