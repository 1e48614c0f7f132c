"""A paragraph as an item of CSL-JSON, which reference managers read; RIS and BibTeX are made from it.

Schema: https://github.com/citation-style-language/schema, csl-data.json and csl-citation.json (1.0.2).
"""

from __future__ import annotations

from typing import Any

from indexer.records import Paragraph, Pinpoint, Report
from search_api.citations import author, locator, pages, titled

from .addresses import link

Json = dict[str, Any]


def csl_item(report: Report, paragraph: Paragraph, *, server: str = "") -> Json:
    """One item of type "report", with the place in it as `locator` and what that counts as `label`.

    label: "paragraph" for a printed number that is the report's only one of that kind, and the page for
    whatever else ("recommendation 6" is no paragraph 6); "section" with the place in words where there is
    neither. note: the place in words, always, and that the report was superseded. URL is left out where no
    address is known. server: as of `link`.
    """
    kind, where = _located(report, paragraph)
    by = author(report)
    issued = report.published
    item: Json = {
        "id": paragraph.id,
        "type": "report",
        "author": [{"literal": by}],
        "title": titled(report),
        "publisher": by,
        "issued": {"date-parts": [[issued.year, issued.month, issued.day]]},
        "language": "en-GB",
        "locator": where,
        "label": kind,
        "note": _note(report, paragraph),
    }
    address = link(report, paragraph, server)
    return item | {"URL": address} if address else item


def _located(report: Report, paragraph: Paragraph) -> tuple[str, str]:
    pinpoint = Pinpoint.parse(paragraph.id)
    if paragraph.kind == "finding" and paragraph.printed and not (pinpoint.part or pinpoint.repeat):
        return "paragraph", pinpoint.label
    if paragraph.page_first is None:
        return "section", locator(paragraph)
    return "page", pages(report, paragraph).rpartition(" ")[2]


def _note(report: Report, paragraph: Paragraph) -> str:
    old = "; superseded by a later version" if report.superseded_by else ""
    where = locator(paragraph)
    return f"{where[:1].upper()}{where[1:]}, {pages(report, paragraph)}{old}"
