"""Any table as CSV for a spreadsheet: one way to write it, one guard against cells that would run."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

BOM = "\ufeff"  # without it Excel takes UTF-8 for the letters of another century
# A spreadsheet runs a cell that begins so as a formula; with an apostrophe before it, it is text.
_FORMULA = re.compile(r"[=+\-@\t\r\n]")


def table_csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """RFC 4180 with a header, for a spreadsheet. A number stays one; None is an empty cell.

    A text that would be a formula gets an apostrophe before it, and nothing else is changed.
    """
    out = io.StringIO()
    out.write(BOM)
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(value) for value in row])
    return out.getvalue()


def _cell(value: object) -> object:
    if isinstance(value, str):
        return f"'{value}" if _FORMULA.match(value) else value
    return "" if value is None else value
