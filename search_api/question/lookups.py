"""Which paragraphs of an index does a question name? By number, id, or a whole citation, as pasted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from indexer.dates import day
from indexer.errors import PinpointError
from indexer.records import Kind, Paragraph, Report
from indexer.store.reader import IndexReader
from search_api.citations import STYLE_NAMES, author, cite

from .mentions.mention import Mention
from .mentions.paragraphs import Named
from .records import LookedUp

_MOST_REPORTS = 6  # a number is looked up in; of more, none is meant
_KIND_NAMES: dict[Kind, str] = {
    "finding": "paragraph", "summary": "summary paragraph", "recommendation": "recommendation",
    "improvement": "bullet under what needs to improve",
}  # fmt: skip


def look_up(reader: IndexReader, reports: Sequence[Report], mentions: Iterable[Mention]) -> LookedUp:
    """reports: those that the rest of the question and the filters leave."""
    named = [Named.of(item) for item in mentions if item.field == "paragraph"]
    rows: list[int] = []
    notes: list[str] = []
    lacking: list[str] = []
    for item in named:
        if item.id:
            try:
                rows.append(reader.row(item.id))
            except PinpointError as error:
                notes.append(f"{error.problem}.")
        elif not 0 < len(reports) <= _MOST_REPORTS:
            notes.append(f"To look up {item.text.strip()}, name the authority and the year of the report.")
        else:
            for report in sorted(reports, key=lambda report: (report.published, report.id), reverse=True):
                found, missing = _of_report(reader, report, item)
                rows += [reader.row(paragraph.id) for paragraph in found]
                lacking += missing
    if not rows or len(reports) == 1:  # of several reports one may well lack the number
        notes += lacking
    return LookedUp(tuple(dict.fromkeys(rows)), tuple(dict.fromkeys(notes)), bool(named))


def cited(reader: IndexReader, reports: Iterable[Report], text: str) -> tuple[str, ...]:
    """Ids of the paragraphs of `reports` whose citation, in any style, stands in `text` word for word.

    Case, punctuation and white space do not count. None where a longer citation of another stands there.
    """
    asked = f" {_plain(text)} "
    found: dict[str, int] = {}
    for report in reports:
        if f" {_plain(report.authority)} " not in asked:
            continue
        for paragraph in reader.paragraphs(report.id):
            if not re.search(rf"(?<!\d){re.escape(paragraph.label)}(?!\d)", text):
                continue
            for style in STYLE_NAMES:
                words = _plain(cite(report, paragraph, style))
                if style == "plain":  # also without the publisher, as plans that were saved before have it
                    words = words.removeprefix(f"{_plain(author(report))} ")
                if f" {words} " in asked:
                    found[paragraph.id] = max(found.get(paragraph.id, 0), len(words))
    longest = max(found.values(), default=0)
    return tuple(name for name, length in found.items() if length == longest)


def _of_report(reader: IndexReader, report: Report, item: Named) -> tuple[list[Paragraph], list[str]]:
    found: list[Paragraph] = []
    missing: list[str] = []
    within = [one for one in reader.paragraphs(report.id) if one.part == item.part]
    kinds = [kind for kind in item.kinds if any(one.kind == kind for one in within)] or item.kinds[:1]
    for number in item.numbers:
        # A number that the report prints comes before one that was counted.
        of_number = [one for one in within if one.kind in kinds and one.label.lower() == number.lower()]
        of_number.sort(key=lambda one: (not one.printed, kinds.index(one.kind)))
        best = [one for one in of_number
                if (one.printed, one.kind) == (of_number[0].printed, of_number[0].kind)]  # fmt: skip
        found += best
        if not best:
            last = next((one.label for one in reversed(within) if one.kind == kinds[0]), "")
            there = f"; the last is {last}" if last else ""
            missing.append(
                f"There is no {_KIND_NAMES[kinds[0]]} {number} in {report.authority}’s report of "
                f"{day(report.published)}{there}."
            )
    return found, missing


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))
