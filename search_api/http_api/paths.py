"""The ids in paths: of reports, and of paragraphs within them."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path

from search_api.schemas.parameters import LOCATOR, REPORT_ID

Locator = Annotated[
    str,
    Path(
        pattern=LOCATOR,
        max_length=120,
        description="What follows the slash in a paragraph's id.",
        examples=["para-27"],
    ),
]


ReportId = Annotated[
    str,
    Path(
        pattern=REPORT_ID,
        max_length=120,
        description="A report's id: its authority and its date of publication.",
        examples=["torbay-2018-08-24"],
    ),
]
