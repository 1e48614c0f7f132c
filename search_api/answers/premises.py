"""A question that takes a grade for granted: "why was X judged inadequate?" The cover says whether it was."""

from __future__ import annotations

import re
from dataclasses import dataclass

from indexer.dates import day
from indexer.kinds.table import AREA_LABELS, AREAS_OF_JUDGEMENT, SCALE
from indexer.records import Area, Grade, Judgement, Report
from search_api.question.words import STOP_WORDS, words
from search_api.retrieval.results import Understood

_MOST_REPORTS = 6
_ASKS_WHY = re.compile(
    r"\b(?:why|how\s+come|how\s+(?:did|has|have|is|was|were|are|could)|what\s+(?:made|makes|led|caused|lay)|explain|"
    r"reasons?)\b",
    re.IGNORECASE,
)
# What else a grade is called.
_ALSO = {"inadequate": r"fail(?:s|ed|ing|ure)?", "requires improvement": r"RI"}
_GRADES = tuple(
    (
        grade.name,
        re.compile(rf"\b(?:{grade.asked}{'|' + _ALSO[grade.name] if grade.name in _ALSO else ''})\b", re.I),
    )
    for grade in SCALE
)
_AREAS = tuple(
    (area.name, re.compile(rf"\b(?:{area.asked})\b", re.I)) for area in AREAS_OF_JUDGEMENT if area.asked
)
_FILLER_WORDS = """
    council councils authority authorities local children children's services service department their its
    team teams judged judgement judgements judgment rated rating ratings grade grades graded found given got
    get gets getting receive received made make makes still again led lead caused reason reasons come work
    quality explain experiences progress young people still become became deemed considered seen awarded
"""
_FILLER = frozenset(_FILLER_WORDS.split())


@dataclass(frozen=True, slots=True)
class Premise:
    """report: the newest of those asked about that was judged so or otherwise. area: what is said to be
    judged.

    claimed: the grade that the question takes for granted. printed: the judgement on the cover.
    """

    report: Report
    area: Area
    claimed: Grade
    printed: Judgement

    @property
    def holds(self) -> bool:
        """Whether the cover says the same."""
        return self.printed.grade == self.claimed

    @property
    def correction(self) -> str:
        """One sentence for the user; "" where the premise holds."""
        if self.holds:
            return ""
        what = "" if self.area == "overall" else f" for {AREA_LABELS[self.area].lower()}"
        return (
            f"{self.report.authority} was judged {self.printed.grade}{what}, not {self.claimed}, "
            f"in the report of {day(self.report.published)}."
        )


def premise(understood: Understood) -> Premise | None:
    """What the question takes for granted of a grade; None where it asks for no reason, for more besides, of
    more than six reports, or where no cover judged it.
    """
    question, text = understood.question, understood.parsed.text
    reports = understood.scope.reports
    asks = _ASKS_WHY.search(text)
    if not asks or not 0 < len(reports) <= _MOST_REPORTS:
        return None
    claims = [(name, found) for name, pattern in _GRADES if (found := pattern.search(text, asks.end()))]
    if len(claims) != 1:
        return None
    claimed, said = claims[0]
    area, rest = "overall", question.rest
    for name, pattern in _AREAS:
        if name != "overall" and (found := pattern.search(text)):
            area, rest = name, rest.replace(found[0], " ")
            break
    named = {word for item in question.filters for word in words(item.text)}
    left = {word for word in words(rest.replace(said[0], " ")) if word not in STOP_WORDS | _FILLER | named}
    if left:
        return None
    for report in sorted(reports, key=lambda report: (report.published, report.id), reverse=True):
        for judgement in report.judgements:
            if judgement.area == area:
                return Premise(report, area, claimed, judgement)
    return None
