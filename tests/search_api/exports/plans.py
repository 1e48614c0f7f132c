"""Paragraphs of a made-up plan, with every field filled, some or none."""

from __future__ import annotations

from datetime import date

from search_api.plans.plan import Chosen, Entry
from tests.support.builders import make_paragraph, make_report

CHECKS = ("", "Read the page.", "")
LINK = "https://files.example/northmoor.pdf#page={page}"
TEXTS = (
    "Too many children wait for a return home interview. Managers know this & have not acted.",
    "The local authority should:\n• make sure that visits are <timely>\n• record *all* views",
    "Supervision is regular. It is 'reflective', and well recorded.",
)
TITLE = "Improvement plan 2026–27 * for <all>"


def chosen() -> list[Chosen]:
    """Of two reports; the second is quoted in part, the third has nothing of the reader's."""
    first = make_report("Northmoor", date(2018, 8, 24))
    second = make_report("Wexcombe", date(2020, 1, 20), framework="ilacs")
    paragraphs = [
        make_paragraph(report, number, text, page=number)
        for report, number, text in zip((first, first, second), (27, 3, 6), TEXTS, strict=True)
    ]
    full = Entry(
        paragraphs[0].id,
        note="# ask <Jo>, **soon**\n\n- then the board",
        area="Missing children",
        action="Offer an interview within 72 hours.\nRecord it.",
        owner="=Head of service",
        date="30 June 2027",
    )
    part = Entry(paragraphs[1].id, area="Missing children", quote=TEXTS[1][4:19])
    entries = [full, part, Entry(paragraphs[2].id)]
    reports = [first, first, second]
    return [
        Chosen(paragraph, report, entry, LINK.format(page=paragraph.page_first), CHECKS[place])
        for place, (paragraph, report, entry) in enumerate(zip(paragraphs, reports, entries, strict=True))
    ]
