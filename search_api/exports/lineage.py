"""The lineage of an authority's recommendations as a table."""

from __future__ import annotations

from search_api.citations import cite, locator
from search_api.comparison.lineage.records import Lineage

COLUMNS = (
    "recommendation_id", "recommended", "number", "recommendation", "later_inspection", "verdict", "sure",
    "why",
    "evidence_id", "evidence_citation", "evidence_quotation", "side", "score", "link",
)  # fmt: skip


def lineage_rows(found: Lineage, base: str = "") -> list[tuple[str, ...]]:
    """In the order of COLUMNS: a row for every paragraph that a verdict rests on, one for a verdict without.

    base: of absolute links, as http://127.0.0.1:8765. A recommendation that no inspection followed has one
    row with an empty verdict.
    """
    rows: list[tuple[str, ...]] = []
    for row in found.rows:
        asked = (
            row.paragraph.id, row.report.published.isoformat(), locator(row.paragraph), row.paragraph.text,
        )  # fmt: skip
        if not row.outcomes:
            rows.append((*asked, *[""] * (len(COLUMNS) - len(asked))))
        for outcome in row.outcomes:
            judged = (outcome.report.published.isoformat(), outcome.verdict, outcome.sure, outcome.why)
            if not outcome.matches:
                rows.append((*asked, *judged, "", "", "", "", "", ""))
            for match in outcome.matches:
                rows.append((
                    *asked, *judged, match.paragraph.id, cite(match.report, match.paragraph), match.quote,
                    match.side, f"{match.score:.3f}", f"{base}/paragraphs/{match.paragraph.id}",
                ))  # fmt: skip
    return rows
