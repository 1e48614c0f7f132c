"""The address of every page: the whole state of a search is in it, so that a link shows what was seen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal
from urllib.parse import quote, urlencode

from indexer.records import Paragraph, slug
from search_api.question.filters import days, in_panel, rows
from search_api.question.request import Request

View = Literal["", "results", "authorities", "time", "compare"]  # of one search; "" for its answer
Sort = Literal["", "newest", "oldest"]  # of all results; "" for the best match first
# Of the rows of ‘By authority’; "" for most mentions first.
Order = Literal["", "name", "concerns", "strengths"]
OnlySaid = Literal[
    "", "concern", "strength", "recommendation", "other"
]  # of a matter; "" for whatever is said
Given = dict[str, tuple[str, ...]]  # values that were typed or chosen, by the name of the filter


def in_address(given: Given) -> list[tuple[str, str]]:
    """As an address has them: filters on authorities, dates, then the others, each in the panel's order; then
    those that are on or off.
    """
    panel = in_panel()
    named = (
        *(item.name for item in panel if item.of_authority),
        *(item.name for item in days()),
        *(item.name for item in panel if not item.of_authority),
    )
    ordered = dict.fromkeys((*named, *(item.name for item in rows())))
    return [(name, value) for name in ordered for value in given.get(name, ())]


@dataclass(frozen=True, slots=True)
class FilterState:
    """The filters that an address says. given: none of them empty."""

    given: Given = field(default_factory=dict)

    def of(self, name: str) -> tuple[str, ...]:
        """What was given for the filter of that name; a date has one value at most."""
        return self.given.get(name, ())

    def day(self, name: str) -> str:
        """What was given for a filter by date, "" for nothing."""
        return next(iter(self.of(name)), "")

    @property
    def filtered(self) -> bool:
        """Whether any filter was typed or chosen, beside what a question says."""
        return bool(self.given)


@dataclass(frozen=True, slots=True)
class SearchState(FilterState):
    """What the address of the search page says. page: of results, from 1. mine: the user's own authority.

    mentioned: whether all paragraphs that mention what is asked about are listed, and no others. view: which
    tab is shown. sort: in what order all results are listed. said: of them only those that mention the matter
    and say that of it. one, other: the two sides that are compared. order: of the rows
    of ‘By authority’.
    """

    q: str = ""
    as_words: tuple[str, ...] = ()
    literal: bool = False
    page: int = 1
    mentioned: bool = False
    mine: str = ""
    view: View = ""
    sort: Sort = ""
    said: OnlySaid = ""
    one: str = ""
    other: str = ""
    order: Order = ""

    @property
    def url(self) -> str:
        """The address."""
        given = [("q", self.q)] if self.q else []
        given += in_address(self.given)
        given += [("as_words", stretch) for stretch in self.as_words]
        if self.literal:
            given.append(("literal", "true"))
        if self.mentioned:
            given.append(("mentioned", "true"))
        if self.mine:
            given.append(("mine", self.mine))
        if self.view:
            given.append(("view", self.view))
        if self.sort:
            given.append(("sort", self.sort))
        last = (("said", self.said), ("one", self.one), ("other", self.other), ("order", self.order))
        given += [(name, value) for name, value in last if value]
        if self.page > 1:
            given.append(("page", str(self.page)))
        return f"/?{urlencode(given)}" if given else "/"

    @property
    def feed(self) -> str:
        """The address of its feed: what is asked, without the page of the results."""
        plain = replace(self.viewing(), sort="")
        return f"/feeds/atom{plain.url.removeprefix('/')}"

    @property
    def request(self) -> Request:
        """As the index takes it."""
        return Request.named(self.given, literal=self.literal, as_words=self.as_words, mine=self.mine)

    def at(self, page: int) -> SearchState:
        """Another page of the results."""
        return replace(self, page=page)

    def viewing(self, view: View = "") -> SearchState:
        """Another view of the same search; from the first page."""
        return replace(self, view=view, said="", mentioned=False, one="", other="", order="", page=1)

    def listing(self, said: OnlySaid = "", *, mentioned: bool = True) -> SearchState:
        """All results that mention the matter; said: only those that say that of it. From the first page."""
        return replace(self, view="results", said=said, mentioned=mentioned and not said, order="", page=1)

    def sorted_by(self, sort: Sort = "") -> SearchState:
        """All results in another order; from the first page."""
        return replace(self, view="results", sort=sort, page=1)

    def ordered(self, order: Order = "") -> SearchState:
        """The authorities in another order."""
        return replace(self.viewing("authorities"), order=order)

    def comparing(self, one: str, other: str) -> SearchState:
        """Two sides of the matter beside each other."""
        return replace(self.viewing("compare"), one=one, other=other)

    def having(self, **filters: Iterable[str]) -> SearchState:
        """With these values of these filters, by name; without those that have none. From the first page."""
        given = self.given | {name: tuple(values) for name, values in filters.items()}
        return replace(self, given={name: values for name, values in given.items() if values}, page=1)

    def without(self, name: str, value: str) -> SearchState:
        """Without one value of a filter; from the first page."""
        return self.having(**{name: (item for item in self.of(name) if item != value)})

    def as_typed(self, stretch: str) -> SearchState:
        """With a stretch of the question searched as words and not taken for a filter."""
        return replace(self, as_words=(*self.as_words, stretch), page=1)

    def in_year(self, year: str) -> SearchState:
        """Of the reports published in that year."""
        return self.having(**{item.name: (year,) for item in days()})

    def unfiltered(self) -> SearchState:
        """Without what was chosen. What of the question is words stays words."""
        return replace(self, given={}, page=1)


def paragraph_url(identity: str) -> str:
    """The page of a paragraph, given by id."""
    return f"/paragraphs/{identity}"


def sentence_url(paragraph: Paragraph, sentence: str) -> str:
    """The page of a paragraph with a sentence of it marked, as far as it stands there word for word."""
    start = paragraph.text.find(sentence) if sentence else -1
    if start < 0:
        return paragraph_url(paragraph.id)
    return marked_url(paragraph.id, f"{start}-{start + len(sentence)}")


def marked_url(identity: str, stretch: str) -> str:
    """stretch: as in "12-80", half-open, in characters of the paragraph; "" for no mark."""
    return f"{paragraph_url(identity)}?mark={stretch}#this" if stretch else paragraph_url(identity)


def report_url(report: str, paragraph: str = "") -> str:
    """The page of a report; at one of its paragraphs, given by id, where asked."""
    place = f"#{quote(paragraph.partition('/')[2])}" if paragraph else ""
    return f"/reports/{report}{place}"


def source_url(report: str, page: int | None = None) -> str:
    """The file itself; viewers of PDFs open it at the page."""
    return f"/api/v1/reports/{report}/source" + (f"#page={page}" if page else "")


def picture_url(identity: str, page: int) -> str:
    """The picture of a page that the paragraph is on. page: from 1."""
    return f"/api/v1/paragraphs/{identity}/page.png?page={page}"


def authority_url(name: str) -> str:
    """The page of an authority, given by its name in the register."""
    return f"/authorities/{slug(name)}"


def weak_to_strong_url(about: str) -> str:
    """The page of who turned a weakness into a strength, for a paragraph, a theme or a term."""
    return "/weak-to-strong?" + urlencode([("about", about)])


def tracker_url(name: str) -> str:
    """The page that follows an authority's recommendations, given by its name in the register."""
    return f"{authority_url(name)}/tracker"


def plan_url(identities: Iterable[str]) -> str:
    """The page of a plan that quotes these paragraphs, in this order."""
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
