"""A file that a plan was taken away in -> the plan: by the ids that each kind of file keeps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from indexer.errors import UnreadableDraft
from search_api.plans.drafts.read import is_word
from search_api.plans.drafts.text import decoded
from search_api.plans.plan import LONGEST, LONGEST_ID, LONGEST_TITLE, MOST, NO_TITLE, Entry, Plan

from .csl import rows_of_json
from .records import Row, Rows
from .table import rows_of_table, table_in
from .text import rows_of_markdown
from .word import rows_of_word

MOST_BYTES = 30_000_000
AGAIN = "use a file that was downloaded from a plan page or written by `pinpoint plan`"


@dataclass(frozen=True, slots=True)
class Imported:
    """remarks: what of the file is not in the plan, one sentence each."""

    plan: Plan
    remarks: tuple[str, ...] = ()


def read_plan(name: str, data: bytes) -> Imported:
    """The plan in a Word (either form), CSV, Markdown or CSL-JSON file. name: of the file, for messages.

    Whether the paragraphs exist is not looked at. Raises UnreadableDraft with the one reason and what to do.
    """
    if len(data) > MOST_BYTES:
        raise UnreadableDraft(f"the file is larger than {MOST_BYTES // 1_000_000} MB", AGAIN)
    found = _rows(name, data)
    if not found.rows:
        raise UnreadableDraft("no paragraph of a plan was found in the file", AGAIN)
    remarks, entries = list(found.remarks), dict[str, Entry]()
    for row in found.rows:
        entry = _entry(row)
        if entry.id in entries:
            remarks.append(f"{entry.id} is there twice. The first counts.")
        entries.setdefault(entry.id, entry)
    if len(entries) > MOST:
        raise UnreadableDraft(
            f"the file holds {len(entries):,} paragraphs, and a plan can have {MOST}", "split the file"
        )
    title = " ".join(found.title.split())[:LONGEST_TITLE]
    title = "" if title == NO_TITLE else title
    return Imported(Plan(tuple(entries.values()), title), tuple(remarks))


def _rows(name: str, data: bytes) -> Rows:
    if is_word(data):
        return rows_of_word(name, data)
    text = decoded(data)
    if text.lstrip().startswith(("[", "{")):
        return rows_of_json(text)
    read: Callable[[str], Rows] = rows_of_table if table_in(text) else rows_of_markdown
    return read(text)


def _entry(row: Row) -> Entry:
    if len(row.id) > LONGEST_ID:
        raise UnreadableDraft(f"{row.id[:40]}… is no reference of a paragraph", AGAIN)
    for name, text in row.fields.items():
        if len(text) > LONGEST[name]:
            raise UnreadableDraft(
                f"the {name} of {row.id} has {len(text):,} characters, and can have {LONGEST[name]:,}",
                "shorten it",
            )
    return Entry(row.id, **row.fields)
