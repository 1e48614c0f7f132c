"""What became of a recommendation by one later inspection? Decided on the matches, by written rules.

The rules stand in docs/comparing/lineage.md. A wrong "addressed" does harm that no other verdict does, so it
is given only where one sentence that praises names the recommendation's own subject and nothing near it on
the matter is criticised. Where none does, the verdict is "unclear": what is near is shown, to be read.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp
from typing import NamedTuple

from indexer.records import Report

from .passages import ADVICE
from .records import Match, Outcome, Sure, Verdict
from .words import Said, intended, of_not_all, of_some, outright, said, turned


class Bounds(NamedTuple):
    """Scores from which on a match counts.

    found: of a finding, to be shown; asked: of a recommendation, which is short. judged: of a recommendation,
    to give a verdict. repeated: of another recommendation. addressed: of praise. margin: matches so far below
    the best still count beside it. covered: the share of what is asked that a match must name to count at
    all, unless it scores `near`. told: the share of it that the one sentence must name which "addressed" or,
    where the sides disagree, "improving" rests on.
    """

    found: float = 0.32
    asked: float = 0.26
    judged: float = 0.28
    repeated: float = 0.38
    addressed: float = 0.31
    near: float = 0.40
    clear: float = 0.45
    margin: float = 0.08
    covered: float = 0.15
    told: float = 0.32


BOUNDS = Bounds()
_MOST = 5  # matches that are weighed and shown
_FADES = 0.04  # so much further from the best a match weighs a third
_ALONE, _SOME = 0.12, 0.55  # shares of what is wanting: below the one all is well, above the other little is
_OF_SOME = 0.3  # is wanting of what is praised for some only
_WEIGHS = 1 / 3  # of the nearest's weight: what weighs less carries no verdict alone
_ANOTHER = "What the report praises may be another part of the matter."
_BESIDE = 0.6  # of a sentence beside one that matches, to that one's weight
FAR = 0.2  # no paragraph scores so much: then nothing is likely to be there


class _Weighed(NamedTuple):
    """A match, what its sentence says, and how much it weighs beside the nearest."""

    match: Match
    said: Said
    weight: float

    @property
    def sides(self) -> list[tuple[float, float]]:
        """Weight, and how much is wanting, of its sentence and of those beside it that take a side."""
        own = _wanting(self.match.side, self.match.quote)
        found = [] if own is None else [(self.weight, own)]
        for item, quote in zip(self.match.beside, self.match.quotes_beside, strict=True):
            other = _wanting(item.side, quote)
            if other is not None:
                found.append((self.weight * _BESIDE, other))
        return found


def decide(
    report: Report,
    matches: Sequence[Match],
    *,
    closest: float = 0.0,
    why_silent: str = "",
    bounds: Bounds = BOUNDS,
) -> Outcome:
    """matches: best first, on the matter of one recommendation. closest: the best score of any
    paragraph, 0 where none scores FAR or more. why_silent: why nothing can be expected.
    """
    matches = [item for item in matches if item.score >= bounds.judged]
    advice = [item for item in matches if item.paragraph.kind in ADVICE and item.score >= bounds.repeated]
    found = [item for item in matches if item.paragraph.kind not in ADVICE]
    best = found[0].score if found else 0.0
    near = [
        _Weighed(item, said(item.quote), exp((item.score - best) / _FADES))
        for item in found
        if item.score >= best - bounds.margin
    ][:_MOST]
    if advice and _as_near(advice[0], found, bounds):
        again = (advice[0], *(item.match for item in near))[:_MOST]
        certain = _sure(advice[0], bounds, agrees=not near or near[0].match.side != "praise")
        return Outcome(report, "repeated", certain, "The later inspection asks for it again.", again)
    if not near:
        why = why_silent or "Nothing in the report is near enough to it."
        far = bool(why_silent) or not closest
        return Outcome(report, "not mentioned", "likely" if far else "uncertain", why)
    verdict, why, agrees = _verdict(near, bounds)
    shown = [item.match for item in near]
    rests = _rests(near, bounds)
    sure: Sure = "uncertain" if verdict == "unclear" else _sure(near[0].match, bounds, agrees=agrees)
    if verdict == "addressed" and any(_against(item, bounds) for item in near):
        verdict, why = "improving", "The report praises a part of it and criticises another."
    elif verdict == "addressed" and rests and _sure(rests, bounds, agrees=agrees) != "uncertain":
        shown = [rests, *(item for item in shown if item is not rests)]
        sure = _sure(rests, bounds, agrees=agrees)
    elif verdict == "addressed" or (verdict == "improving" and sure == "uncertain" and rests is None):
        verdict, sure, why = "unclear", "uncertain", _ANOTHER
    return Outcome(report, verdict, sure, why, tuple(shown))


def _against(item: _Weighed, bounds: Bounds) -> bool:
    """Whether it criticises, and speaks of the subject: then not all of it is well."""
    return item.match.side == "criticism" and item.match.subject and item.match.told >= bounds.told


def _rests(near: Sequence[_Weighed], bounds: Bounds) -> Match | None:
    """The nearest that praises outright, names the recommendation's subject and enough of the rest of it."""
    for item in near:
        match = item.match
        names = match.subject and match.told >= bounds.told and match.score >= bounds.addressed
        if names and match.side == "praise" and item.weight >= _WEIGHS and outright(match.quote):
            return match
    return None


def _as_near(advice: Match, found: Sequence[Match], bounds: Bounds) -> bool:
    """Whether it is as near as the nearest finding, or nearly so and on what that one is on."""
    if not found or advice.score >= found[0].score - bounds.margin:
        return True
    same = bool(advice.matters) and advice.matters[0] in found[0].matters
    return same and advice.score >= found[0].score - 2 * bounds.margin


def _verdict(near: Sequence[_Weighed], bounds: Bounds) -> tuple[Verdict, str, bool]:
    """The verdict, what it rests on, and whether all that is near agrees."""
    told = next((item for item in near if item.said.earlier or item.said.advised), None)
    if told is not None and told.match.score >= bounds.addressed:
        explicit = _of_words(told)
        if explicit:
            return *explicit, True
    sided = [item for item in near if item.sides]
    if not sided:
        return "unclear", "The report speaks of it, and does not say how it stands.", False
    each = [side for item in sided for side in item.sides]
    wanting = sum(weight * value for weight, value in each) / sum(weight for weight, _ in each)
    agrees = len({value for _, value in each}) == 1
    first = sided[0]
    if wanting >= _SOME or (first.match.side == "mixed" and first.said.worse):
        if first.said.better and not first.said.worse and first.match.side != "criticism":
            return "improving", "The report sees progress and criticises what is left.", agrees
        return "still a concern", "The report criticises it.", agrees
    if wanting >= _ALONE and max(value for _, value in each) <= _OF_SOME:
        return "improving", "The report praises it for some, and does not say how it is for others.", False
    if wanting >= _ALONE:
        return "improving", "The report praises a part of it and criticises another.", agrees
    if first.said.left and first.said.better and first.match is near[0].match:
        return "improving", "The report says that it is improving.", agrees
    if not first.match.matters or first.match.score < bounds.addressed or first.weight < _WEIGHS:
        return "unclear", _ANOTHER, False
    if intended(first.match.quote):
        return "unclear", "The report tells of what is meant to be done, not of how it stands.", False
    return "addressed", "The report praises it and criticises nothing of it.", agrees


def _wanting(side: str, sentence: str) -> float | None:
    """How much of what a sentence says is wanting; None where it takes no side."""
    if side == "mixed" and turned(sentence):
        return 0.75  # "However, there are no apprenticeships yet, although some are planned."
    if side == "praise" and of_not_all(sentence):
        return 0.75
    if side == "praise" and of_some(sentence):
        return _OF_SOME
    return {"criticism": 1.0, "mixed": 0.5, "praise": 0.0}.get(side)


def _of_words(item: _Weighed) -> tuple[Verdict, str] | None:
    """What a sentence says that names the earlier inspection; None where its side does not go with it."""
    words, side = item.said, item.match.side
    if words.worse or (words.advised and side == "criticism"):
        return "still a concern", "The report says that it is no better than at the earlier inspection."
    if side == "criticism" and not words.better:
        return (
            "still a concern",
            "The report says how it stands since the earlier inspection, and criticises it.",
        )
    if words.better and (words.left or side in ("mixed", "criticism")):
        return "improving", "The report says what is better since the earlier inspection, and what is left."
    if words.better and side == "praise":
        return "addressed", "The report says that it is better than at the earlier inspection."
    return None


def _sure(match: Match, bounds: Bounds, *, agrees: bool) -> Sure:
    if match.score >= bounds.clear and match.matters and agrees:
        return "clear"
    return "likely" if match.matters and (agrees or match.score >= bounds.clear) else "uncertain"
