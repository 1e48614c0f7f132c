"""A plan as CSV for a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence

from search_api.citations import cite, locator, pages
from search_api.plans.plan import Chosen

from .tables import table_csv

COLUMNS = (
    "order", "id", "authority", "inspection", "published", "kind", "number", "section", "grade", "pages",
    "area", "quotation", "citation", "action", "owner", "date", "note", "link", "check",
)  # fmt: skip


def as_csv(items: Sequence[Chosen]) -> str:
    """RFC 4180 with a header, for a spreadsheet: order from 1, quotation the whole paragraph or the part of
    it that was chosen, check what to check on its page.

    A cell that would be a formula gets an apostrophe before it, and nothing else is changed.
    """
    return table_csv(COLUMNS, (_row(place, item) for place, item in enumerate(items, start=1)))


def _row(place: int, item: Chosen) -> tuple[str, ...]:
    paragraph, report, entry = item.paragraph, item.report, item.entry
    return (
        str(place), paragraph.id, report.authority, report.title, report.published.isoformat(),
        paragraph.kind, locator(paragraph), " > ".join(paragraph.section), paragraph.grade,
        pages(report, paragraph), entry.area, item.quotation, cite(report, paragraph), entry.action,
        entry.owner, entry.date, entry.note, item.link, item.check,
    )  # fmt: skip
