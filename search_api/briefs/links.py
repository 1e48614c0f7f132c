"""Where a quotation of a brief can be read: at its publisher's own address, which outlives a server."""

from __future__ import annotations

from indexer.records import Paragraph, Report
from search_api.references.addresses import address


def published(report: Report, paragraph: Paragraph) -> str:
    """The address of the report's file at the paragraph's first page; "" where the catalogue lacks it."""
    return address(report, paragraph.page_first)
