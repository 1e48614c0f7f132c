"""A sample report as exported text, as a word processor makes it from a PDF; page ends are empty lines."""

from __future__ import annotations

from itertools import groupby

from corpus.sample_layout import Placed

_PLAIN = str.maketrans("‘’", "''")
_PAGE_END = "\n\n\n\n"
# Lines that follow one another without an empty line.
_TIGHT = {"number", "bullet", "item", "table", "contents"}


def export_text(placed: tuple[Placed, ...]) -> str:
    """The whole report: list items for numbered paragraphs, tabs in the grade table, no page numbers."""
    pages = [_page(list(items)) for _, items in groupby(placed, key=lambda item: item.page)]
    return "\n\n" + _PAGE_END.join(pages).translate(_PLAIN) + "\n"


def _page(items: list[Placed]) -> str:
    notes = [item for item in items if item.style == "note"]
    text = ""
    before = ""
    for item in [*(item for item in items if item.style != "note"), *notes]:
        if text:
            tight = item.style in _TIGHT and before in _TIGHT
            text += "\n" if tight else "\n\n"
        text += _line(item)
        before = item.style
    return text


def _line(item: Placed) -> str:
    match item.style:
        case "number":
            return f"- {item.label} {item.text}"
        case "bullet":
            return f"- {item.text}"
        case "item":
            return f" - {item.text}"
        case "contents":
            return f"\t{item.text}"
        case _:
            return item.text
