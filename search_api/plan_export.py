"""Chosen paragraphs with notes as CSV for a spreadsheet and as Markdown for a document. Pure."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.records import Paragraph, Report

from .citations import cite, locator, pages

COLUMNS = (
    "order", "id", "authority", "inspection", "published", "kind", "number", "section", "grade", "pages",
    "quotation", "citation", "note", "link",
)  # fmt: skip
_BOM = "\ufeff"  # without it Excel takes UTF-8 for the letters of another century
# A spreadsheet runs a cell that begins so as a formula; with an apostrophe before it, it is text.
_FORMULA = re.compile(r"[=+\-@\t\r\n]")
_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~!&])")
_LINE_MARKUP = re.compile(r"^(\d*)([-+.)=])", re.MULTILINE)  # of lists, and the line below a heading
_INDENT = re.compile(r"^[^\S\n]+|[^\S\n]+$", re.MULTILINE)  # deep enough, it would make code of a line
_LINE_END = re.compile(r"(?<=[^\n])\n(?=[^\n])")


@dataclass(frozen=True, slots=True)
class Chosen:
    """A paragraph of the plan. note: the reader's own, "" for none. link: absolute."""

    paragraph: Paragraph
    report: Report
    note: str
    link: str


def as_csv(items: Sequence[Chosen]) -> str:
    """RFC 4180 with a header, for a spreadsheet: order from 1, quotation the whole paragraph.

    A cell that would be a formula gets an apostrophe before it, and nothing else is changed.
    """
    out = io.StringIO()
    out.write(_BOM)
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow(COLUMNS)
    for place, item in enumerate(items, start=1):
        paragraph, report = item.paragraph, item.report
        cells = (
            str(place), paragraph.id, report.authority, report.title, report.published.isoformat(),
            paragraph.kind, locator(paragraph), " > ".join(paragraph.section), paragraph.grade,
            pages(report, paragraph), paragraph.text, cite(report, paragraph), item.note, item.link,
        )  # fmt: skip
        rows.writerow([f"'{cell}" if _FORMULA.match(cell) else cell for cell in cells])
    return out.getvalue()


def as_markdown(items: Sequence[Chosen], title: str = "Evidence from inspection reports") -> str:
    """Each paragraph as a quotation with its citation and link, then the note."""
    parts = [f"# {_plain(title)}"]
    for place, item in enumerate(items, start=1):
        quoted = "\n".join(f"> {line}" if line else ">" for line in _plain(item.paragraph.text).split("\n"))
        cited = f"> — {_plain(cite(item.report, item.paragraph))}. <{item.link}>"
        heading = f"## {place}. {_plain(item.report.authority)}, {_plain(locator(item.paragraph))}"
        parts += [heading, f"{quoted}\n>\n{cited}", *([_plain(item.note)] if item.note else ())]
    return "\n\n".join(parts) + "\n"


def _plain(text: str) -> str:
    """Text that Markdown shows as it is, each line on its own: two spaces at its end keep it."""
    escaped = _LINE_MARKUP.sub(r"\1\\\2", _MARKUP.sub(r"\\\1", _INDENT.sub("", text)))
    return _LINE_END.sub("  \n", escaped)
