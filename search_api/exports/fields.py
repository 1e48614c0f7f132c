"""What the files of a plan call its parts, the same in each."""

from __future__ import annotations

from collections.abc import Sequence

from search_api.citations import locator
from search_api.plans.plan import Chosen

REFERENCE_LABEL = "Reference"  # of a paragraph's id, by which a file is read back
FIELD_NAMES = {
    "area": "Area",
    "action": "Action",
    "owner": "Owner",
    "date": "Date",
    "note": "Note",
    "check": "Check before you quote",
}


def whole_or_part(items: Sequence[Chosen]) -> str:
    """What of the paragraphs is quoted, in a sentence for the reader of the file."""
    if any(item.quotation != item.paragraph.text for item in items):
        return "Each quotation is word for word. Some are a part of their paragraph."
    return "Each quotation is a whole paragraph, word for word."


def within_report(item: Chosen) -> str:
    """A heading: "Northmoor 2018, paragraph 27"."""
    return f"{item.report.authority} {item.report.published.year}, {locator(item.paragraph)}"
