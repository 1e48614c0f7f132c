"""How a paragraph is cited: the usual citation, the other styles, and the links that may go with them."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.records import Paragraph, Report
from search_api.citations import STYLE_NAMES, Style, author
from search_api.references.addresses import address
from search_api.references.addresses import link as link_to
from search_api.references.styles import reference
from search_api.schemas.parameters import CitationAsked

# Styles that are copied with one press, as the button names them.
_AT_ONCE: dict[Style, str] = {"harvard": "Harvard", "oscola": "OSCOLA", "footnote": "footnote"}


@dataclass(frozen=True, slots=True)
class Citation:
    """style: of the citation; name: of the style, for a reader. html: paragraphs, without foreign markup.

    ready: the same as it is copied at once, with the web address where there is one; "" for a style without a
    button for that. short_name: on that button, "" for none.
    """

    style: Style
    name: str
    html: str
    ready: str
    short_name: str


@dataclass(frozen=True, slots=True)
class Published:
    """Where the report is on the website of those who published it. at_page: whether it opens at the page."""

    url: str
    by: str
    at_page: bool


@dataclass(frozen=True, slots=True)
class Citing:
    """citations: the usual one first, then the other styles. asked: what goes with them.

    link: that goes with the citations, "" for none. published: None where the catalogue lacks the report.
    quotation: HTML, with that link. year_shared: another report of the authority is of that year, which the
    short citation does not tell.
    """

    citations: tuple[Citation, ...]
    asked: CitationAsked
    link: str
    published: Published | None
    quotation: str
    year_shared: bool


def citing(
    report: Report, paragraph: Paragraph, asked: CitationAsked, server: str, *, year_shared: bool
) -> Citing:
    """asked: what goes with the citations, whose style does not count. server: as of `link_to`."""
    link = link_to(report, paragraph, server)

    def cited(style: Style, quote: bool, linked: bool) -> str:
        return reference(report, paragraph, style, quote=quote, link=link if linked else "").html

    return Citing(
        citations=tuple(
            Citation(
                style,
                name,
                cited(style, asked.quote, asked.link),
                cited(style, False, True) if style in _AT_ONCE else "",
                _AT_ONCE.get(style, ""),
            )
            for style, name in STYLE_NAMES.items()
        ),
        asked=asked,
        link=link,
        published=_published(report, paragraph),
        quotation=cited("plain", True, True),
        year_shared=year_shared,
    )


def _published(report: Report, paragraph: Paragraph) -> Published | None:
    url = address(report, paragraph.page_first)
    return Published(url, author(report), "#page=" in url) if url else None
