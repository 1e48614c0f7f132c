"""The parameters of themes and of silence."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from search_api.schemas.parameters import LAST_ROW, MOST_RESULTS, Filters

Matter = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern="[A-Za-z0-9]")]


class ThemesParameters(Filters):
    """Of the list of themes: filters within which they are counted."""


class ThemeParameters(Filters):
    """Of one theme: filters, and the part of the sentences."""

    limit: int = Field(
        default=20, ge=1, le=MOST_RESULTS, description="Maximum number of sentences.", examples=[20]
    )
    offset: int = Field(
        default=0, ge=0, le=LAST_ROW, description="Number of sentences to skip.", examples=[0]
    )


class SilenceParameters(Filters):
    """Of silence: a theme or a term, and filters."""

    about: Matter = Field(
        description="A theme, by its key, name or another name for it, or a term.",
        examples=["private fostering"],
    )
    term: bool = Field(
        default=False, description="Look for these words, even if a theme is called so.", examples=[False]
    )
