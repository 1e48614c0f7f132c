"""A plan's CSV, as it was written or as a spreadsheet saved it again."""

from __future__ import annotations

import csv
import io
import re

from indexer.errors import UnreadableDraft

from .records import Row, Rows

_COLUMNS = {"area": "area", "quotation": "quote", "action": "action", "owner": "owner", "date": "date",
            "note": "note"}  # fmt: skip
_GUARDED = re.compile(r"'(?=[=+\-@\t\r\n])")


def table_in(text: str) -> bool:
    """Whether the first line names columns, one of them `id`."""
    return "id" in _header(text)


def rows_of_table(text: str) -> Rows:
    """Raises UnreadableDraft where it is no table. Columns of other names are not read."""
    found = Rows()
    try:
        for place, row in enumerate(csv.DictReader(io.StringIO(text, newline=""), delimiter=_comma(text)), 2):
            cells = {
                (name or "").strip().lower(): value for name, value in row.items() if isinstance(value, str)
            }
            identity = cells.get("id", "").strip()
            if identity:
                fields = {field: _cell(cells[name]) for name, field in _COLUMNS.items() if cells.get(name)}
                found.rows.append(Row(identity, fields))
            elif any(value.strip() for value in cells.values()):
                found.remarks.append(f"Row {place} of the table has no id and was left out.")
    except csv.Error as error:
        raise UnreadableDraft("the table is damaged", "save it again as CSV (UTF-8)") from error
    return found


def _cell(text: str) -> str:
    """Without the apostrophe that keeps a spreadsheet from running it."""
    return _GUARDED.sub("", text, count=1).strip() if _GUARDED.match(text) else text.strip()


def _comma(text: str) -> str:
    """What separates the cells: a spreadsheet writes what its country uses."""
    first = text.lstrip("\ufeff").partition("\n")[0]
    return max(",;\t", key=first.count)


def _header(text: str) -> list[str]:
    first = text.lstrip("\ufeff").partition("\n")[0][:2000]
    return [name.strip().strip('"').lower() for name in first.split(_comma(text))]
