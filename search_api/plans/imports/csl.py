"""A plan's CSL-JSON, or the JSON that `pinpoint plan --json` prints."""

from __future__ import annotations

import json
from typing import Any

from indexer.errors import UnreadableDraft

from .records import NAMES, Row, Rows

_FIELDS = {**NAMES, "quotation": "quote"}


def rows_of_json(text: str) -> Rows:
    """Items without an id are left out, and said. Raises UnreadableDraft where it is no such JSON."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableDraft("the JSON is damaged", "download or write the file again") from error
    title = ""
    if isinstance(document, dict):
        title, document = _text(document.get("title")), document.get("entries")
    found = Rows(title=title)
    for place, item in enumerate(document if isinstance(document, list) else (), start=1):
        identity = _text(item.get("id")).strip() if isinstance(item, dict) else ""
        if not identity:
            found.remarks.append(f"Item {place} has no id and was left out.")
            continue
        written = item.get("custom", {}) if "type" in item else item
        given = written if isinstance(written, dict) else {}
        fields = {field: _text(given.get(name)).strip() for name, field in _FIELDS.items()}
        found.rows.append(Row(identity, {field: value for field, value in fields.items() if value}))
    return found


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
