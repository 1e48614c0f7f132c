"""What a feed takes."""

from __future__ import annotations

from pydantic import Field

from search_api.schemas.parameters import LAST_ROW, FacetParameters


class FeedParameters(FacetParameters):
    """Of a feed: a question, filters or both, and the part of the entries."""

    newer_than: str = Field(
        default="",
        max_length=60,
        pattern="^(?:|previous|gen-[0-9]{6,12}-[0-9a-f]{8})$",
        description="Only reports that this generation of the index did not have: its name, or 'previous'.",
        examples=["previous"],
    )
    limit: int = Field(default=50, ge=1, le=100, description="Maximum number of entries.", examples=[50])
    offset: int = Field(default=0, ge=0, le=LAST_ROW, description="Number of entries to skip.", examples=[0])
