"""Whether a matter is mentioned more often than it was: one sentence, and no more than the figures carry."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from typing import NamedTuple

_FEWEST = 5  # reports of a year, below which its share tells nothing
_CLEAR = 2.0  # standard errors, from which on two shares differ by more than chance


class YearShare(NamedTuple):
    """Of one year: its reports, and those that mention the matter.

    breaks: whether its kinds of report are not those of the year with reports before it. paragraphs: of each
    report that was searched, how many mention it; empty where that is not known.
    """

    name: str
    searched: int
    mentioning: int
    breaks: bool
    paragraphs: tuple[int, ...] = ()

    @property
    def mean(self) -> float:
        """Paragraphs per report that was searched."""
        return sum(self.paragraphs) / max(len(self.paragraphs), 1)


def change(label: str, years: Sequence[YearShare]) -> str:
    """What was found, then its figures, as in "No clear sign of growth or decline since 2019. In 2019, 30
    of 40 reports (75%) mention ‘x’; in 2026, 20 of 24 (83%). …".

    years: in order. Compared are the first and the last year with enough reports since the kinds of report
    last changed; where there are no two such years it says why. "" without a report.
    """
    held = [year for year in years if year.searched]
    if not held:
        return ""
    since = max((at for at, year in enumerate(held) if year.breaks), default=0)
    alike = [year for year in held[since:] if year.searched >= _FEWEST]
    if len(alike) < 2:
        return f"We cannot say whether ‘{label}’ is mentioned more often than before: {_why(held, since)}"
    first, last = alike[0], alike[-1]
    shares = (
        f"In {first.name}, {first.mentioning:,} of {first.searched:,} reports ({_percent(first)}) mention "
        f"‘{label}’; in {last.name}, {last.mentioning:,} of {last.searched:,} ({_percent(last)})."
    )
    left = " Earlier years have other kinds of report, so they are not compared." if since else ""
    told = [_found(first, last), shares, _differ(first, last), _per_report(first, last)]
    return " ".join(filter(None, told)) + left


def _why(held: Sequence[YearShare], since: int) -> str:
    if len(held) == 1:
        return "all these reports are from the same year."
    if since == len(held) - 1:
        return f"the reports of {held[-1].name} are of other kinds than those before."
    return f"there are not two years of the same kinds of report with {_FEWEST} reports or more."


def _found(first: YearShare, last: YearShare) -> str:
    """The finding, of the share of reports and of paragraphs per report; "" where the two do not agree."""
    ways = {_share_way(first, last), _mean_way(first, last)} - {0}
    if len(ways) == 2 or (not ways and first.mentioning == first.searched and not first.paragraphs):
        return ""  # of all reports in both years, the share alone shows nothing
    if ways:
        return f"Mentioned {'more' if ways == {1} else 'less'} in {last.name} than in {first.name}."
    return f"No clear sign of growth or decline since {first.name}."


def _per_report(first: YearShare, last: YearShare) -> str:
    if not (first.paragraphs and last.paragraphs):
        return ""
    return f"Paragraphs per report: {first.mean:.1f} in {first.name}, {last.mean:.1f} in {last.name}."


def _mean_way(first: YearShare, last: YearShare) -> int:
    """1 if paragraphs per report are clearly more, -1 if fewer, 0 if neither; two means, unlike variances."""
    if not (first.paragraphs and last.paragraphs):
        return 0
    error = sqrt(sum(_spread(year) / len(year.paragraphs) for year in (first, last)))
    apart = last.mean - first.mean
    return 0 if apart == 0 or abs(apart) < _CLEAR * error else 1 if apart > 0 else -1


def _spread(year: YearShare) -> float:
    return sum((count - year.mean) ** 2 for count in year.paragraphs) / max(len(year.paragraphs) - 1, 1)


def _share_way(first: YearShare, last: YearShare) -> int:
    """1 if the share is clearly larger, -1 if smaller, 0 if neither. By the normal approximation."""
    one, other = first.mentioning / first.searched, last.mentioning / last.searched
    both = (first.mentioning + last.mentioning) / (first.searched + last.searched)
    error = sqrt(both * (1 - both) * (1 / first.searched + 1 / last.searched))
    return 0 if one == other or abs(other - one) < _CLEAR * error else 1 if other > one else -1


def _percent(year: YearShare) -> str:
    return f"{100 * year.mentioning / year.searched:.0f}%"


def _differ(first: YearShare, last: YearShare) -> str:
    """Of their shares, in words."""
    one, other = first.mentioning / first.searched, last.mentioning / last.searched
    if one == other == 1:
        return "All do in both years, so a count of reports cannot show whether more is said of it."
    if one == other:
        return "That is the same share."
    way = _share_way(first, last)
    if not way:
        return "That difference may be chance."
    return f"That is a {'larger' if way > 0 else 'smaller'} share of the reports."
