"""What the answer of a search shows: the numbers, and quotations in groups with the way to all of each."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from itertools import groupby

from indexer.records import Report
from search_api.answers.quotations.order import ASKED, CONCERNS, OTHER, STRENGTHS
from search_api.answers.quotations.records import Answer, Group, Passage
from search_api.comparison.matrix.tally import Tally
from web.shared.pictures import timeline
from web.shared.urls import OnlySaid, SearchState

PASSAGES = 9  # quoted: three of each side
_MANY_YEARS = 3  # from which on mentions are drawn year by year
_SAID: dict[str, OnlySaid] = {
    CONCERNS: "concern",
    STRENGTHS: "strength",
    ASKED: "recommendation",
    OTHER: "other",
}
_OF_REPORTS = re.compile(r"\bhow many\s+(?:\w+\s+)?(?:reports|inspections)\b", re.IGNORECASE)
_OTHERWISE = "Other names for it are searched and not counted."
NOUNS: dict[OnlySaid, tuple[str, str]] = {
    "concern": ("paragraph that raises concerns", "paragraphs that raise concerns"),
    "strength": ("paragraph that reports strengths", "paragraphs that report strengths"),
    "recommendation": ("paragraph that asks for improvement", "paragraphs that ask for improvement"),
    "other": ("paragraph that does none of these", "paragraphs that do none of these"),
}


@dataclass(frozen=True, slots=True)
class ReportQuotes:
    """Passages of one report."""

    report: Report
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class QuoteGroup:
    """Passages that belong together, by report, in the order of the answer. label: "" for a plain list.

    total: of the group, quoted or not. every: the address of a list of all of them, "" where there is none.
    noun: what those are. further: those of other authorities, cited only, where no list has
    them all; or the rest of the one report.
    """

    label: str
    total: int
    reports: tuple[ReportQuotes, ...]
    every: str = ""
    noun: str = ""
    further: tuple[Passage, ...] = ()

    @property
    def quoted(self) -> int:
        """How many of them are quoted."""
        return sum(len(item.passages) for item in self.reports)

    @property
    def same(self) -> bool:
        """Whether those that are not quoted are of the reports that are."""
        here = {item.report.id for item in self.reports}
        return all(passage.report.id in here for passage in self.further)

    @property
    def more(self) -> int:
        """How many are not quoted."""
        return max(self.total - self.quoted, 0)

    @property
    def unlisted(self) -> int:
        """How many are neither quoted nor cited."""
        return max(self.more - len(self.further), 0)


@dataclass(frozen=True, slots=True)
class Story:
    """The numbers of an answer. sentence: what was counted, "" for nothing.

    picture: of the same year by year, HTML, "" for none. remarks: what a reader should know besides.
    """

    sentence: str
    picture: str
    remarks: tuple[str, ...]


def story(answer: Answer, told: Tally | None, breaks: Collection[str] = (), question: str = "") -> Story:
    """told: of the matter that is asked about. breaks: years whose kinds of report changed.

    Numbers of one report alone stay in the answer's own words.
    """
    counted = {item.sentence for item in answer.mentions}
    if told is None or told.searched < 2 or not counted.intersection(answer.remarks):
        return Story("", "", answer.remarks)
    years = [year for year in told.years if year.searched]
    drawn = len(years) >= _MANY_YEARS and told.total > len(answer.passages) // 2
    return Story(
        told.reports_first if _OF_REPORTS.search(question) else told.sentence,
        timeline(told.years, f"‘{told.label}’", breaks) if drawn else "",
        (
            *([_OTHERWISE] if any(item.called_otherwise for item in answer.mentions) else []),
            *(remark for remark in answer.remarks if remark not in counted),
        ),
    )


def in_groups(answer: Answer, told: Tally | None, state: SearchState) -> tuple[QuoteGroup, ...]:
    """The groups of an answer; one without a label where it has none."""
    passages = {passage.paragraph.id: passage for passage in answer.passages}
    groups = answer.groups or (Group("", len(passages), tuple(passages)),)
    return tuple(_group(group, passages, told, state) for group in groups)


def _group(group: Group, passages: dict[str, Passage], told: Tally | None, state: SearchState) -> QuoteGroup:
    quoted = [passages[name] for name in group.passages]
    by_report = groupby(quoted, key=lambda passage: passage.report.id)
    reports = tuple(ReportQuotes(items[0].report, items) for _, found in by_report if (items := tuple(found)))
    said = _SAID.get(group.label, "")
    if told is None or not said or told.count(said) < len(quoted):
        return QuoteGroup(group.label, group.count, reports, further=group.further)
    count = told.count(said)
    # The words of the numbers above it.
    label = "Concerns" if group.label == CONCERNS else group.label
    return QuoteGroup(label, count, reports, state.listing(said).url, NOUNS[said][0 if count == 1 else 1])
