"""What reports say of a matter, and where they are silent: records."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.records import Anomaly, Paragraph, Report
from search_api.question.records import Coverage
from search_api.themes.records import Theme


@dataclass(frozen=True, slots=True, eq=False)
class Quoted:
    """A sentence of a report: its half-open span in the paragraph's text.

    score: how near it comes to the matter, at most 1. Of a theme how likely the sentence speaks of it, from
    0.5 on it is tagged; of a term its cosine. named: whether it prints a name of the matter. side: "praise",
    "criticism", "mixed" or "neutral"; "" where nothing is known. anomalies: that touch the paragraph.
    """

    paragraph: Paragraph
    report: Report
    span: tuple[int, int]
    score: float
    named: bool
    side: str = ""
    anomalies: tuple[Anomaly, ...] = ()

    @property
    def text(self) -> str:
        """The sentence, verbatim."""
        start, end = self.span
        return self.paragraph.text[start:end]


@dataclass(frozen=True, slots=True, eq=False)
class ThemeCount:
    """A theme, and how many paragraphs and reports speak of it."""

    theme: Theme
    paragraphs: int
    reports: int


@dataclass(frozen=True, slots=True, eq=False)
class Speaking:
    """What is said of a theme within some filters.

    paragraphs: all that carry it. reports: that hold them, in the index's order. sentences: a part of them,
    one of each paragraph, the newest report first. notes: one sentence each.
    """

    theme: Theme
    paragraphs: int
    reports: tuple[Report, ...]
    sentences: tuple[Quoted, ...]
    coverage: Coverage
    notes: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """As in "1,204 paragraphs of 240 of 284 reports speak of ‘Neglect’."."""
        count, reports = self.paragraphs, len(self.reports)
        noun, verb = ("paragraph", "speaks") if count == 1 else ("paragraphs", "speak")
        searched = self.coverage.reports_searched
        of = f"{reports:,} of {searched:,} report{'' if searched == 1 else 's'}"
        return f"{count:,} {noun} of {of} {verb} of ‘{self.theme.name}’."


@dataclass(frozen=True, slots=True, eq=False)
class ReportOn:
    """One report on a matter.

    paragraphs: how many within the filters mention it; 0 of a silent one. quoted: the sentence that mentions
    it and comes nearest; of a silent one the nearest miss, None where it has no paragraph within the filters.
    to_check: whether a page or paragraph of it is to be checked against the PDF, so that a mention may be
    missing here.
    """

    report: Report
    paragraphs: int
    quoted: Quoted | None
    to_check: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Silence:
    """What the reports within the filters say of one matter, each report in one of the four.

    label: the matter as it is called. theme: its key, "" for a term. names: what was looked for. mentioned:
    that print a name. in_other_words: that print none and have a sentence that speaks of it. perhaps: that
    have one which comes near, so that a reader must judge. silent: none of these. Each by authority and date,
    the nearest of `perhaps` first. notes: one sentence each.
    """

    label: str
    theme: str
    names: tuple[str, ...]
    mentioned: tuple[ReportOn, ...]
    in_other_words: tuple[ReportOn, ...]
    perhaps: tuple[ReportOn, ...]
    silent: tuple[ReportOn, ...]
    coverage: Coverage
    notes: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """The counts in words: 9 of 12 reports mention it, 1 speaks of it in other words, 2 do not."""
        total = len(self.mentioned) + len(self.in_other_words) + len(self.perhaps) + len(self.silent)
        if not total:
            return f"No report was searched for ‘{self.label}’."
        noun = "report" if total == 1 else "reports"
        first = len(self.mentioned)
        parts = [f"{first:,} of {total:,} {noun} {'mentions' if first == 1 else 'mention'} ‘{self.label}’"]
        if other := len(self.in_other_words):
            parts.append(f"{other:,} {'speaks' if other == 1 else 'speak'} of it in other words")
        if unsure := len(self.perhaps):
            parts.append(f"{unsure:,} perhaps {'does' if unsure == 1 else 'do'}")
        quiet = len(self.silent)
        parts.append(f"{quiet:,} {'does' if quiet == 1 else 'do'} not mention it")
        return f"{', '.join(parts)}."
