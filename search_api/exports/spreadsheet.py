"""A plan as CSV for a spreadsheet."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

from search_api.citations import cite, locator, pages
from search_api.plans.plan import Chosen

COLUMNS = (
    "order", "id", "authority", "inspection", "published", "kind", "number", "section", "grade", "pages",
    "quotation", "citation", "note", "link", "check",
)  # fmt: skip


_BOM = "\ufeff"  # without it Excel takes UTF-8 for the letters of another century


# A spreadsheet runs a cell that begins so as a formula; with an apostrophe before it, it is text.
_FORMULA = re.compile(r"[=+\-@\t\r\n]")


def as_csv(items: Sequence[Chosen]) -> str:
    """RFC 4180 with a header, for a spreadsheet: order from 1, quotation the whole paragraph, check what to
    check on its page.

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
            item.check,
        )  # fmt: skip
        rows.writerow([f"'{cell}" if _FORMULA.match(cell) else cell for cell in cells])
    return out.getvalue()
