"""A Word draft with a comment at each place where something is not right."""

from __future__ import annotations

from search_api.citations import cite
from search_api.plans.checking.records import Checked, Finding
from search_api.plans.drafts.records import Comment
from search_api.plans.drafts.returned import with_comments


def with_findings(data: bytes, checked: Checked) -> bytes:
    """data: the .docx that was checked. Raises InvalidRequest for another kind of file."""
    wrong = [item for item in checked.findings if item.look and item.block.anchor]
    return with_comments(data, [_comment(item) for item in wrong])


def _comment(item: Finding) -> Comment:
    lines = [f"{item.label}. {item.reason}"]
    lines += [
        f"Draft: {step.quoted or 'nothing'}. Report: {step.printed or 'nothing'}."
        for step in item.steps
        if step.quoted.lower() != step.printed.lower()
    ]
    lines += item.remarks
    lines += [f"See {cite(each.report, each.paragraph)}." for each in item.offers[:3]]
    return Comment(item.block.anchor, item.start, item.end, "\n".join(lines))
