"""The parameters of pages: those of the API as forms send them, and which page of a list is shown."""

from __future__ import annotations

from pydantic import Field

from .api_queries import FacetParameters
from .page_search import LAST_PAGE
from .page_urls import SearchState


class SearchPageParameters(FacetParameters):
    """q: "" for the page that asks for a question."""

    page: int = Field(default=1, ge=1, le=LAST_PAGE, description="Of the results, from 1.")

    def state(self) -> SearchState:
        return SearchState(
            q=self.q.strip(),
            authority=_given(self.authority),
            region=_given(self.region),
            since=self.since,
            until=self.until,
            framework=tuple(dict.fromkeys(self.framework)),
            grade=tuple(dict.fromkeys(self.grade)),
            kind=tuple(dict.fromkeys(self.kind)),
            as_words=_given(self.as_words),
            literal=self.literal,
            page=self.page,
        )


def _given(values: list[str]) -> tuple[str, ...]:
    """Without empty fields and repetitions."""
    return tuple(dict.fromkeys(value.strip() for value in values if value.strip()))
