"""A plan as a Word file: a table to work with, or quotations with footnotes to read."""

from __future__ import annotations

from collections.abc import Sequence

from docx.document import Document as Paper

from search_api.citations import cite
from search_api.exports.fields import FIELD_NAMES, REFERENCE_LABEL, whole_or_part, within_report
from search_api.plans.plan import NO_AREA, NO_TITLE, Chosen

from .footnotes import Footnotes
from .paper import (
    QUOTATION,
    REFERENCE,
    SMALL,
    add_labelled,
    add_link,
    add_row,
    add_table,
    new_paper,
    sound,
    to_bytes,
)  # fmt: skip

_SUBJECT = "Improvement plan with evidence from inspection reports"
COLUMNS = ("Area", "Finding", "Source", "Action", "Owner", "Date")
_WIDTHS = (2.9, 8.6, 6.0, 4.5, 2.4, 2.3)  # cm, of the 26.7 between the margins
_WIDTHS_WITH_NOTES = (2.6, 7.4, 5.6, 3.7, 2.1, 2.0, 3.3)


def as_table(items: Sequence[Chosen], title: str = "") -> bytes:
    """A landscape page with a row for each paragraph; a column for notes only where there is one.

    The finding is verbatim; the source is the citation, live where an address is known, and the id.
    """
    paper = _begun(items, title, landscape=True)
    noted = any(item.entry.note for item in items)
    columns = (*COLUMNS, FIELD_NAMES["note"]) if noted else COLUMNS
    table = add_table(paper, columns, _WIDTHS_WITH_NOTES if noted else _WIDTHS)
    for item in items:
        area, finding, source, action, owner, due, *note = add_row(table)
        entry = item.entry
        pairs = ((area, entry.area), (action, entry.action), (owner, entry.owner), (due, entry.date))
        for cell, text in (*pairs, (finding, _quoted(item)), *((cell, entry.note) for cell in note)):
            cell.paragraphs[0].add_run(sound(text))
        add_link(source.paragraphs[0], cite(item.report, item.paragraph), item.link)
        if item.check:
            add_labelled(source.add_paragraph(style=SMALL), FIELD_NAMES["check"], item.check)
        source.add_paragraph(f"{REFERENCE_LABEL}: {item.paragraph.id}", style=REFERENCE)
        for cell in (area, finding, source, action, owner, due, *note):
            if cell is not source:
                cell.paragraphs[0].style = paper.styles[SMALL]
        source.paragraphs[0].style = paper.styles[SMALL]
    return to_bytes(paper)


def as_footnotes(items: Sequence[Chosen], title: str = "") -> bytes:
    """Each quotation under its heading, cited in a footnote with a live link; areas are headings above."""
    paper = _begun(items, title, landscape=False)
    notes = Footnotes(paper)
    before = ""
    for item in items:
        entry = item.entry
        area = entry.area or (NO_AREA if before else "")
        if area != before:
            paper.add_heading(sound(area), 1)
        before = area
        paper.add_heading(sound(within_report(item)), 2)
        quoted = paper.add_paragraph(sound(_quoted(item)), style=QUOTATION)
        note = notes.add(quoted)
        add_link(note, cite(item.report, item.paragraph), item.link)
        note.add_run(f". {REFERENCE_LABEL}: {item.paragraph.id}")
        if item.check:
            add_labelled(paper.add_paragraph(), FIELD_NAMES["check"], item.check)
        for name in ("action", "owner", "date", "note"):
            if text := getattr(entry, name):
                add_labelled(paper.add_paragraph(), FIELD_NAMES[name], text)
    return to_bytes(paper)


def _begun(items: Sequence[Chosen], title: str, *, landscape: bool) -> Paper:
    paper = new_paper(title or NO_TITLE, subject=_SUBJECT, landscape=landscape)
    paper.add_heading(sound(title or NO_TITLE), 0)
    paper.add_paragraph(whole_or_part(items))
    return paper


def _quoted(item: Chosen) -> str:
    return f"‘{item.quotation}’"
