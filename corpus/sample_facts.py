"""The facts that a reader of the samples must find, taken from their content: tests/golden/samples.json."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from corpus.sample_text import Sample, Unit


def facts_of(sample: Sample, pages: int) -> dict[str, Any]:
    """One report; call after the layout has put the pages into the units."""
    facts = sample.facts
    return {
        "path": sample.path,
        "id": sample.id,
        "authority": facts["authority"],
        "framework": facts["framework"],
        "inspection_start": facts["start"],
        "inspection_end": facts["end"],
        "published": facts["published"],
        "lead_inspector": _lead_inspector(facts),
        "pages": pages,
        "judgements": _judgements(sample),
        "paragraphs": [_paragraph(unit) for unit in sample.units],
    }


def _lead_inspector(facts: Mapping[str, str]) -> str:
    """With the title that the cover prints, on the same line or on the next."""
    title = facts.get("lead_title", "HMI" if facts["framework"] == "protection" else "").replace("'", "’")
    between = ", " if title and facts["framework"] == "ilacs" and facts.get("style") != "2019" else " "
    return f"{facts['lead']}{between}{title}".strip()


def _judgements(sample: Sample) -> list[dict[str, str]]:
    """Of the cover, in printed order; a 2013 report prints them under its section headings.

    The board's judgement in a SIF report stands in its own part and belongs to that section.
    """
    lists = sample.lists
    stated = [(cells[0], cells[1]) for cells in lists.get("judgement", []) if cells[0] != "lscb"]
    pairs = [pair for pair in stated if pair[0] == "overall"]
    pairs += [(cells[3], cells[4]) for cells in lists.get("row", [])]
    pairs += [(cells[2], cells[3]) for cells in lists.get("judgement_row", [])]
    pairs += [pair for pair in stated if pair[0] != "overall"]
    return [{"area": area, "grade": grade} for area, grade in pairs]


def _paragraph(unit: Unit) -> dict[str, Any]:
    return {
        "id": unit.id,
        "kind": unit.kind,
        "number": unit.number,
        "printed": unit.printed,
        "page_first": min(unit.pages),
        "page_last": max(unit.pages),
        "linked": list(unit.linked),
        "recommendation_mark": unit.recommendation_mark,
        "footnotes": list(unit.footnotes),
        "text": unit.text,
    }
