"""Where a report is published: its publisher's own address, by the catalogue of published reports.

A link to the server that somebody happened to ask is dead for every colleague; the publisher's is not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from typing import NamedTuple

from indexer.authorities.catalogue import INSPECTION, Publication, shipped_catalogue
from indexer.kinds.ofsted import PUBLISHED_AS
from indexer.kinds.table import framework
from indexer.records import Paragraph, Report


class _Key(NamedTuple):
    urn: str
    kind: str
    published: date


Published = Mapping[_Key, tuple[Publication, ...]]


def address(report: Report, page: int | None = None, published: Published | None = None) -> str:
    """Web address of the report's file, at that page where it is known; else of the page that offers it.

    page: counted from 1 in the file; it is named only where the address is of a file and the report was read
    from a PDF. published: by `by_day`, None for the catalogue that comes with the program.

    "" where the catalogue does not have the report, and where it is not certain that it is this one: of two
    publications of that kind and day, of a second report of that day, of a version that was superseded.
    """
    if not report.urn or report.superseded_by or _is_second(report):
        return ""
    known = _shipped() if published is None else published
    found = known.get(_Key(report.urn, _listed_as(report), report.published), ())
    if len(found) != 1:
        return ""
    (publication,) = found
    if not publication.url:
        return publication.page
    return f"{publication.url}#page={page}" if page and report.media == "pdf" else publication.url


def authority_page(urn: str) -> str:
    """Web address of Ofsted's page of a local authority, as the catalogue writes it; "" for no URN."""
    return f"https://reports.ofsted.gov.uk/provider/44/{urn}" if urn else ""


def by_day(publications: Iterable[Publication]) -> Published:
    """Publications of each authority, kind and day, in the order given."""
    found: dict[_Key, list[Publication]] = defaultdict(list)
    for item in publications:
        found[_Key(item.urn, item.kind, item.published)].append(item)
    return {key: tuple(items) for key, items in found.items()}


@cache
def _shipped() -> Published:
    return by_day(shipped_catalogue())


def _listed_as(report: Report) -> str:
    # The catalogue does not tell inspections of children's services by their framework.
    kind = framework(report.framework)
    return INSPECTION if kind.published_as == PUBLISHED_AS else kind.name


def _is_second(report: Report) -> bool:
    return not report.id.endswith(report.published.isoformat())


def link(report: Report, paragraph: Paragraph, server: str = "") -> str:
    """The link that goes with a citation: the publisher's at the paragraph's first page, else the server's.

    server: where colleagues reach it, as in "https://pinpoint.example.gov.uk"; "" where it has no public
    name, and then there may be no link, "".
    """
    return address(report, paragraph.page_first) or (
        f"{server.rstrip('/')}/paragraphs/{paragraph.id}" if server else ""
    )
