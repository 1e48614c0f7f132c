"""A plan's Word file: its table, or its quotations with footnotes."""

from __future__ import annotations

from search_api.plans.drafts.read import read_draft
from search_api.plans.drafts.records import Block, Draft
from search_api.plans.plan import NO_AREA

from .records import NAMES, REFERENCE, Row, Rows, bare_quotation

_COLUMNS = {**NAMES, "finding": "quote", "source": "source"}


def rows_of_word(name: str, data: bytes) -> Rows:
    """Tracked changes count as accepted, and are said. Raises UnreadableDraft."""
    draft = read_draft(name if name.lower().endswith(".docx") else f"{name}.docx", data)
    found = Rows(title=_title(draft), remarks=list(draft.remarks))
    cells = [block for block in draft.blocks if block.cell is not None]
    if any(REFERENCE.search(block.text) for block in cells):
        _tables(cells, found)
    else:
        _notes(draft, found)
    return found


def _title(draft: Draft) -> str:
    first = next((block for block in draft.blocks if block.kind == "heading"), None)
    return first.text if first is not None and first.level == 1 else ""


def _tables(cells: list[Block], found: Rows) -> None:
    """Each row below one that names the columns."""
    rows: dict[tuple[int, int], dict[int, list[str]]] = {}
    for block in cells:
        if block.cell is not None:
            row = rows.setdefault((block.cell.table, block.cell.row), {})
            row.setdefault(block.cell.column, []).append(block.text)
    named: dict[int, dict[int, str]] = {}
    for (table, place), row in rows.items():
        texts = {column: "\n".join(lines).strip() for column, lines in row.items()}
        headings = {column: _COLUMNS.get(text.lower(), "") for column, text in texts.items()}
        if table not in named and {"source", "quote"} <= set(headings.values()):
            named[table] = headings
            continue
        known = REFERENCE.search("\n".join(texts.values()))
        if known is None:
            if table in named and any(texts.values()):
                found.remarks.append(f"Row {place} of table {table} has no reference and was left out.")
            continue
        fields = {named.get(table, {}).get(column, ""): text for column, text in texts.items() if text}
        fields = {name: text for name, text in fields.items() if name not in ("", "source")}
        if "quote" in fields:
            fields["quote"] = bare_quotation(fields["quote"])
        found.rows.append(Row(known[1], fields))


def _notes(draft: Draft, found: Rows) -> None:
    """Headings of areas, quotations with their notes, and below each what the plan says of it."""
    area = quote = ""
    titled = False
    for block in draft.blocks:
        if block.kind == "heading":
            if block.level == 1:
                area, titled = (block.text if titled and block.text != NO_AREA else ""), True
        elif block.kind == "quote":
            quote = bare_quotation(block.text)
        elif block.note and (known := REFERENCE.search(block.text)):
            fields = {"area": area, "quote": quote}
            found.rows.append(Row(known[1], {name: text for name, text in fields.items() if text}))
            quote = ""
        elif found.rows and not block.note:
            label, _, text = block.text.partition(":")
            if label.lower() in NAMES and text.strip():
                found.rows[-1].fields[NAMES[label.lower()]] = text.strip()
