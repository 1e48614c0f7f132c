"""The address of every page: the whole state of a search is in it, so that a link shows what was seen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import quote, urlencode

from indexer.records import slug
from search_api.question.scope import Request

# The filters of a search in the order in which an address, and a reader, has them.
_LISTS = ("authority", "region", "framework", "grade", "kind", "as_words")


@dataclass(frozen=True, slots=True)
class SearchState:
    """What the address of the search page says. page: of results, from 1."""

    q: str = ""
    authority: tuple[str, ...] = ()
    region: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    framework: tuple[str, ...] = ()
    grade: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    as_words: tuple[str, ...] = ()
    literal: bool = False
    page: int = 1

    @property
    def url(self) -> str:
        given: list[tuple[str, str]] = [("q", self.q)] if self.q else []
        for name in _LISTS[:2]:
            given += [(name, value) for value in getattr(self, name)]
        given += [(name, getattr(self, name)) for name in ("since", "until") if getattr(self, name)]
        for name in _LISTS[2:]:
            given += [(name, value) for value in getattr(self, name)]
        if self.literal:
            given.append(("literal", "true"))
        if self.page > 1:
            given.append(("page", str(self.page)))
        return f"/?{urlencode(given)}" if given else "/"

    @property
    def request(self) -> Request:
        return Request(
            authorities=self.authority,
            regions=self.region,
            since=self.since,
            until=self.until,
            frameworks=self.framework,
            grades=self.grade,
            kinds=self.kind,
            literal=self.literal,
            as_words=self.as_words,
        )

    @property
    def filtered(self) -> bool:
        """Whether any filter was typed or chosen, beside what the question says."""
        return replace(self, q="", page=1, as_words=(), literal=False) != SearchState()

    def at(self, page: int) -> SearchState:
        return replace(self, page=page)

    def without(self, name: str, value: str = "") -> SearchState:
        """Without one value of a list, or without a date; from the first page."""
        if name in ("since", "until"):
            return replace(self, **{name: "", "page": 1})  # type: ignore[arg-type]
        kept = tuple(item for item in getattr(self, name) if item != value)
        return replace(self, **{name: kept, "page": 1})  # type: ignore[arg-type]

    def as_typed(self, stretch: str) -> SearchState:
        """With a stretch of the question searched as words and not taken for a filter."""
        return replace(self, as_words=(*self.as_words, stretch), page=1)

    def in_year(self, year: str) -> SearchState:
        """Of the reports published in that year."""
        return replace(self, since=year, until=year, page=1)

    def unfiltered(self) -> SearchState:
        """Without what was chosen. What of the question is words stays words."""
        return SearchState(q=self.q, as_words=self.as_words, literal=self.literal)


def paragraph_url(identity: str) -> str:
    return f"/paragraphs/{identity}"


def report_url(report: str, paragraph: str = "") -> str:
    """The page of a report; at one of its paragraphs, given by id, where asked."""
    place = f"#{quote(paragraph.partition('/')[2])}" if paragraph else ""
    return f"/reports/{report}{place}"


def source_url(report: str, page: int | None = None) -> str:
    """The file itself; viewers of PDFs open it at the page."""
    return f"/api/v1/reports/{report}/source" + (f"#page={page}" if page else "")


def picture_url(identity: str, page: int) -> str:
    return f"/api/v1/paragraphs/{identity}/page.png?page={page}"


def authority_url(name: str) -> str:
    return f"/authorities/{slug(name)}"


def plan_url(identities: Iterable[str]) -> str:
    return "/plan?" + urlencode([("p", identity) for identity in identities])


def pages_shown(current: int, last: int) -> Sequence[int | Literal["gap"]]:
    """Numbers for the links below a list: the first, the last, those around the current, gaps between."""
    near = {1, last, *range(max(current - 1, 1), min(current + 1, last) + 1)}
    found: list[int | Literal["gap"]] = []
    for number in sorted(near):
        if found and isinstance(found[-1], int) and number - found[-1] > 1:
            found.append("gap" if number - found[-1] > 2 else number - 1)
        found.append(number)
    return found
