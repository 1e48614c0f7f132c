"""The first screens of silence, of the tracker and of from weak to strong: lines with what each rests on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import get_args

from indexer.dates import day
from indexer.records import Paragraph, Report
from search_api.citations import cite, inspection, locator
from search_api.comparison.lineage.records import Followed, Lineage, Outcome, Verdict
from search_api.comparison.lineage.saying import in_words
from search_api.similar.records import TurnedResult
from search_api.spoken.records import Silence

from .records import Line, Pin

_NUMBERED = re.compile(r"\b(?:recommendation|bullet|action)s?\s+(\d{1,3})\b", re.IGNORECASE)
_YEAR = re.compile(r"\b20\d\d\b")


def pin(report: Report, paragraph: Paragraph, quote: str) -> Pin:
    """A pin of a sentence of a paragraph; "" of the paragraph alone."""
    start = paragraph.text.find(quote) if quote else -1
    mark = f"{start}-{start + len(quote)}" if start >= 0 else ""
    return Pin(paragraph.id, cite(report, paragraph), quote, mark)


def of_silence(found: Silence, most: int) -> tuple[tuple[Line, ...], int, str]:
    """(lines, more, note): the newest reports that do not mention it, each with its nearest sentence."""
    silent = sorted(found.silent, key=lambda item: item.report.published, reverse=True)
    lines = tuple(
        Line(
            f"{item.report.authority}, {day(item.report.published)}: not mentioned"
            + ("; the nearest sentence" if item.quoted else ""),
            (pin(item.report, item.quoted.paragraph, item.quoted.text),) if item.quoted else (),
        )
        for item in silent[:most]
    )
    note = " ".join(
        (found.sentence, *(["The newest that do not mention it come first."] if lines else []), *found.notes)
    )
    return lines, len(silent) - len(lines), note


def of_tracker(found: Lineage, text: str) -> tuple[tuple[Line, ...], int, str]:
    """(lines, more, note): each recommendation in its own words, with what every later inspection says of it.

    By report, the newest first that an inspection followed, or those of the years that the question names.
    Where it names numbers of recommendations, those alone; where it names the year of a later inspection,
    that alone.
    """
    rows = [row for row in found.rows if row.outcomes]
    if not rows:
        note = f"There is no recommendation to {found.authority} here that a later inspection followed."
        return (), 0, note
    years = set(map(int, _YEAR.findall(text)))
    numbers = set(_NUMBERED.findall(text))
    notes: list[str] = []
    if years and not years & {report.published.year for row in rows for report in _reports_of(row)}:
        notes.append("No inspection of that year is among those that can be followed: these are all.")
    rows = [row for row in rows if row.report.published.year in years] or rows
    if numbers and not numbers & {row.paragraph.label for row in rows}:
        notes.append("No recommendation that can be followed has that number: these are all.")
    rows = [row for row in rows if row.paragraph.label in numbers] or rows
    followed = [
        (row, _asked_for(row, years))
        for row in sorted(rows, key=lambda row: row.report.published, reverse=True)
    ]
    lines = [_followed(row, outcomes) for row, outcomes in followed]
    notes += [
        _totals(
            [outcomes[0] for _, outcomes in followed],
            "newest inspection shown" if years else "newest inspection",
        ),
        "A computer judges what became of each, and is sometimes wrong: read the sentence before you use it.",
        "Where no sentence clearly speaks of the same thing, the nearest are given to read.",
    ]
    if waiting := Counter(row.report.published for row in found.rows if not row.outcomes):
        newest = max(waiting)
        count = waiting[newest]
        many = "1 recommendation" if count == 1 else f"{count} recommendations"
        notes.append(
            f"{many} of the report published {day(newest)} cannot be followed yet: there is no later "
            "inspection here."
        )
    return tuple(lines), 0, " ".join(notes)


def _reports_of(row: Followed) -> Iterator[Report]:
    yield row.report
    yield from (outcome.report for outcome in row.outcomes)


def _totals(outcomes: Sequence[Outcome], which: str) -> str:
    """As in "2 repeated; 3 perhaps still a concern; 1 addressed", in the words of the list."""
    order = get_args(Verdict)
    counts = Counter(in_words(item) for item in sorted(outcomes, key=lambda item: order.index(item.verdict)))
    said = "; ".join(f"{count} {words[:1].lower()}{words[1:]}" for words, count in counts.items())
    return f"By the {which} after each: {said}."


def _asked_for(row: Followed, years: set[int]) -> tuple[Outcome, ...]:
    """Those of the inspections of a year that is named, else of all, the newest first."""
    named = [it for it in row.outcomes if it.report.published.year in years]
    return tuple(reversed(named or row.outcomes))


def _followed(row: Followed, outcomes: Sequence[Outcome]) -> Line:
    which = locator(row.paragraph)
    pins = [pin(row.report, row.paragraph, row.paragraph.text)]
    for outcome in outcomes:
        note = f"{day(outcome.report.published)}: {in_words(outcome)}"
        if outcome.matches:
            best = outcome.matches[0]
            pins.append(replace(pin(outcome.report, best.paragraph, best.quote), note=note))
        else:
            where = f"{outcome.report.authority}, {inspection(outcome.report)}"
            pins.append(Pin(outcome.report.id, where, note=note))
    side = f"Recommended in the report published {day(row.report.published)}"
    return Line(f"{which[:1].upper()}{which[1:]}", tuple(pins), side)


def of_turned(found: TurnedResult) -> tuple[tuple[Line, ...], int, str]:
    """(lines, more, note): who to ring, with both paragraphs."""
    lines = tuple(
        Line(
            f"{item.authority}: criticised {day(item.weak.report.published)}, praised "
            f"{day(item.strong.report.published)}",
            tuple(pin(side.report, side.paragraph, side.quote) for side in (item.weak, item.strong)),
        )
        for item in found.results
    )
    note = f"{found.headline} A computer judges the matter and the side: read both paragraphs."
    return lines, max(found.authorities - len(lines), 0), " ".join((note, *found.notes))
