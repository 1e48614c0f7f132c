"""A checked draft as JSON."""

from __future__ import annotations

from search_api.citations import cite
from search_api.plans.checking.records import Checked, Evidence, Finding
from search_api.schemas.base import Json


def checked_json(checked: Checked) -> Json:
    """{name, authority, remarks, counts: {verdict: number}, labels: {label: number}, findings: [...]}, in the
    order of the draft.
    """
    return {
        "name": checked.name,
        "authority": checked.authority,
        "remarks": list(checked.remarks),
        "counts": dict(checked.counts),
        "labels": checked.labels,
        "findings": [finding_json(item) for item in checked.findings],
    }


def finding_json(item: Finding) -> Json:
    """One claim with its verdict; `steps` only where the quotation differs from the report."""
    return {
        "number": item.number,
        "place": item.block.place,
        "text": item.text,
        "quotation": item.quotation,
        "verdict": item.verdict,
        "label": item.label,
        "look": item.look,
        "reason": item.reason,
        "remarks": list(item.remarks),
        "steps": [{"quoted": step.quoted, "printed": step.printed} for step in item.steps],
        "evidence": [_evidence_json(each) for each in item.evidence],
        "offers": [_evidence_json(each) for each in item.offers],
    }


def _evidence_json(item: Evidence) -> Json:
    return {
        "id": item.paragraph.id,
        "citation": cite(item.report, item.paragraph),
        "text": item.paragraph.text,
        "spans": [list(span) for span in item.spans],
        "score": None if item.score is None else round(item.score, 3),
    }
