"""The parameters of pages: those of the API as forms send them, and which page of a list is shown."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Annotated

from pydantic import Field, StringConstraints

from search_api.question.filters import days
from search_api.schemas.parameters import FacetParameters, ReportFilters

from .ticks import Said, settled
from .urls import Given, OnlySaid, Order, SearchState, Sort, View

# A date as a form sends it: what is none is said on the page, where it can be corrected.
Typed = Annotated[str, StringConstraints(max_length=40)]
_BRITISH = re.compile(r"(?:(?P<day>\d{1,2})[/. ])?(?P<month>\d{1,2})[/. ](?P<year>\d{4})", re.ASCII)


class SearchPageParameters(FacetParameters):
    """q: "" for the page that asks for a question. as_words_of: the question that `as_words` are of.

    understood, kept, understood_of: see ticks.py.
    """

    since: Typed = Field(default="", description="As typed.")
    until: Typed = Field(default="", description="As typed.")
    page: int = Field(default=1, ge=1, le=10_000, description="Of the results, from 1.")
    mentioned: bool = Field(default=False, description="List all mentions of what is asked about.")
    view: View = Field(default="", description="Which view of the search is shown.")
    sort: Sort = Field(default="", description="In what order all results are listed.")
    said: OnlySaid = Field(default="", description="List only what says that of what is asked about.")
    one: str = Field(default="", max_length=100, description="Of what is compared, one side.")
    other: str = Field(default="", max_length=100, description="And the other.")
    order: Order = Field(default="", description="Of the rows of the view by authority.")
    as_words_of: str = Field(default="", max_length=2000, description="Of a form: its question before.")
    understood: list[Annotated[str, StringConstraints(max_length=4000)]] = Field(
        default=[], max_length=50, description="Of a form: the filters that its question says."
    )
    kept: list[Annotated[str, StringConstraints(max_length=2000)]] = Field(
        default=[], max_length=50, description="Of a form: of those with a box of their own the ticked ones."
    )
    understood_of: str = Field(default="", max_length=2000, description="Of a form: its question before.")
    follows: str = Field(default="", max_length=2000, description="The question that `q` follows.")

    def state(self) -> SearchState:
        """What the form says, as the state of the page: without blanks, each value once."""
        # What was words and no filter in one question is not in the next.
        same = not self.as_words_of or self.as_words_of.strip() == self.q.strip()
        asked = self.q.strip()
        said = [Said.read(text) for text in self.understood]
        given, words = settled(given_in(self), said, self.kept, same=self.understood_of.strip() == asked)
        return SearchState(
            given=given,
            q=asked,
            as_words=_without_empty((*(self.as_words if same else ()), *words)),
            literal=self.literal,
            page=self.page,
            mentioned=self.mentioned,
            mine=self.mine.strip(),
            # Links that were kept from before there were views list results.
            view=self.view or ("results" if self.page > 1 or self.mentioned or self.said else ""),
            sort=self.sort,
            said=self.said,
            one=self.one.strip(),
            other=self.other.strip(),
            order=self.order,
        )


def typed_day(text: str) -> str:
    """A British date as the filters take it: "31/03/2018" -> "2018-03-31"; any other text as it is."""
    found = _BRITISH.fullmatch(text.strip())
    if not found:
        return text.strip()
    day = f"-{int(found['day']):02}" if found["day"] else ""
    return f"{found['year']}-{int(found['month']):02}{day}"


def given_in(query: ReportFilters) -> Given:
    """The filters of a form that are not empty, without repetitions; dates as the filters take them."""
    by_date = {item.name for item in days()}
    found = {
        name: tuple(typed_day(value) for value in values) if name in by_date else _without_empty(values)
        for name, values in query.given().items()
    }
    return {name: values for name, values in found.items() if values}


def _without_empty(values: Iterable[str]) -> tuple[str, ...]:
    """Without empty fields and repetitions."""
    return tuple(dict.fromkeys(value.strip() for value in values if value.strip()))
