"""Whether a matter is mentioned more often than it was: one sentence, and no more than the figures carry."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from typing import NamedTuple

_FEWEST = 5  # reports of a year, below which its share tells nothing
_CLEAR = 2.0  # standard errors, from which on two shares differ by more than chance


class YearShare(NamedTuple):
    """Of one year: its reports, and those that mention the matter.

    breaks: whether its kinds of report are not those of the year with reports before it.
    """

    name: str
    searched: int
    mentioning: int
    breaks: bool


def change(label: str, years: Sequence[YearShare]) -> str:
    """As in "In 2019, 30 of 40 reports (75%) mention ‘x’; in 2026, 20 of 24 (83%). That is no clear change.".

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
    return f"{shares} {_differ(first, last)}{left}"


def _why(held: Sequence[YearShare], since: int) -> str:
    if len(held) == 1:
        return "all the reports are of one year."
    if since == len(held) - 1:
        return f"the reports of {held[-1].name} are of other kinds than those before."
    return f"there are not two years of the same kinds of report with {_FEWEST} reports or more."


def _percent(year: YearShare) -> str:
    return f"{100 * year.mentioning / year.searched:.0f}%"


def _differ(first: YearShare, last: YearShare) -> str:
    """In words. A test of two shares, by the normal approximation."""
    one, other = first.mentioning / first.searched, last.mentioning / last.searched
    both = (first.mentioning + last.mentioning) / (first.searched + last.searched)
    error = sqrt(both * (1 - both) * (1 / first.searched + 1 / last.searched))
    if one == other == 1:
        return "All do in both years, so a count of reports cannot show whether more is said of it."
    if one == other:
        return "That is the same share."
    if abs(other - one) < _CLEAR * error:
        return "With so few reports that is no clear change."
    return f"That is a {'larger' if other > one else 'smaller'} share of the reports."
