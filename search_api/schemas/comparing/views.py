"""What a view that a question asks for gives."""

from __future__ import annotations

from pydantic import Field

from search_api.schemas.base import Json, Reply
from search_api.views.records import Kind, View


class PinReply(Reply):
    """Where a line can be checked."""

    id: str = Field(description="Of a paragraph, or of a report for its cover.")
    citation: str
    quote: str = Field(description="Word for word; '' for a cover.")
    note: str = Field(description="What it says of the line: a verdict; '' where the quotation says it.")


class LineReply(Reply):
    """One line of the first screen."""

    text: str
    side: str = Field(description="The side that it belongs to, of two; '' for one list.")
    pins: list[PinReply] = Field(description="What it rests on.")


class ViewReply(Reply):
    """A view of many reports, beside the answer."""

    kind: Kind
    title: str
    said: str = Field(description="How the question was read, in one sentence.")
    subject: str
    grades: list[str] = Field(description="From and to, or the two that are compared; '' for any.")
    area: str = Field(description="What was judged; '' if that is not asked.")
    authorities: list[str]
    count: int = Field(description="How many authorities are asked for; 0 for no number.")
    page: str = Field(description="Path of its page; '' where the answer is all there is.")
    lines: list[LineReply] = Field(description="Its first screen.")
    more: int = Field(description="Lines that only its page shows.")
    note: str


def view_json(view: View | None) -> Json | None:
    """{kind, title, said, subject, grades, area, authorities, count, page, lines: [{text, side,
    pins: [{id, citation, quote, note}]}], more, note}; None for None.
    """
    if view is None:
        return None
    return {
        "kind": view.kind,
        "title": view.title,
        "said": view.said,
        "subject": view.subject,
        "grades": list(view.grades),
        "area": view.area,
        "authorities": list(view.authorities),
        "count": view.count,
        "page": view.page,
        "lines": [
            {
                "text": line.text,
                "side": line.side,
                "pins": [
                    {"id": pin.id, "citation": pin.citation, "quote": pin.quote, "note": pin.note}
                    for pin in line.pins
                ],
            }
            for line in view.lines
        ],
        "more": view.more,
        "note": view.note,
    }
