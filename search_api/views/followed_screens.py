"""The first screens of silence, of the tracker and of from weak to strong: lines with what each rests on."""

from __future__ import annotations

import re
from collections import Counter
from typing import get_args

from indexer.dates import day
from indexer.records import Paragraph, Report
from search_api.citations import cite, locator
from search_api.comparison.lineage.records import Followed, Lineage, Outcome, Verdict
from search_api.similar.records import TurnedResult
from search_api.spoken.records import Silence

from .records import Line, Pin

_MOST = 5  # recommendations
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
            + (f"; the nearest sentence (score {item.quoted.score:.2f})" if item.quoted else ""),
            (pin(item.report, item.quoted.paragraph, item.quoted.text),) if item.quoted else (),
        )
        for item in silent[:most]
    )
    note = " ".join(
        (found.sentence, *(["The newest that do not mention it come first."] if lines else []), *found.notes)
    )
    return lines, len(silent) - len(lines), note


def of_tracker(found: Lineage, text: str) -> tuple[tuple[Line, ...], int, str]:
    """(lines, more, note): what became of each recommendation of one report.

    The report, the number and the later inspection are those that the question names; where it names none,
    the newest report that an inspection followed, all of its recommendations, and the latest inspection.
    """
    rows = [row for row in found.rows if row.outcomes]
    if not rows:
        return (
            (),
            0,
            f"There is no recommendation to {found.authority} here that a later inspection followed.",
        )
    years = set(map(int, _YEAR.findall(text)))
    of_year = [row.report for row in rows if row.report.published.year in years]
    first = of_year[0] if of_year else max((row.report for row in rows), key=lambda report: report.published)
    held = [row for row in rows if row.report.id == first.id]
    numbers = set(_NUMBERED.findall(text))
    chosen = [row for row in held if row.paragraph.label in numbers] or held
    pairs = [(row, _outcome(row, years)) for row in chosen]
    when = pairs[0][1].report
    counts = Counter(outcome.verdict for _, outcome in pairs)
    said = ", ".join(f"{counts[verdict]} {verdict}" for verdict in get_args(Verdict) if counts[verdict])
    note = (
        f"In the inspection published {day(when.published)}: {said}, of the {len(held)} recommendations or "
        f"points to improve published {day(first.published)}. A computer judges this, and is sometimes "
        "wrong: read the paragraphs before you use it."
    )
    lines = tuple(_followed(row, outcome) for row, outcome in pairs[:_MOST])
    return lines, len(found.rows) - len(lines), note


def _outcome(row: Followed, years: set[int]) -> Outcome:
    """Of the inspection of a year that is named, else of the latest."""
    return next((it for it in reversed(row.outcomes) if it.report.published.year in years), row.outcomes[-1])


def _followed(row: Followed, outcome: Outcome) -> Line:
    pins = [pin(row.report, row.paragraph, "")]
    score = ""
    if outcome.matches:
        best = outcome.matches[0]
        pins.append(pin(outcome.report, best.paragraph, best.quote))
        score = f", score {best.score:.2f}"
    which = locator(row.paragraph)
    return Line(f"{which[:1].upper()}{which[1:]}: {outcome.verdict} ({outcome.sure}{score})", tuple(pins))


def of_turned(found: TurnedResult) -> tuple[tuple[Line, ...], int, str]:
    """(lines, more, note): who to ring, with both paragraphs."""
    lines = tuple(
        Line(
            f"{item.authority}: criticised {day(item.weak.report.published)}, praised "
            f"{day(item.strong.report.published)} (score {item.score:.2f})",
            tuple(pin(side.report, side.paragraph, side.quote) for side in (item.weak, item.strong)),
        )
        for item in found.results
    )
    note = f"{found.headline} A computer judges the matter and the side: read both paragraphs."
    return lines, max(found.authorities - len(lines), 0), " ".join((note, *found.notes))
