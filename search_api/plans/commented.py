"""A Word draft with a comment at each place where something is not right."""

from __future__ import annotations

from collections.abc import Sequence

from search_api.citations import cite
from search_api.lists import listed
from search_api.plans.checking.records import Checked, Finding
from search_api.plans.drafts.records import Comment
from search_api.plans.drafts.returned import with_comments


def with_findings(data: bytes, checked: Checked) -> bytes:
    """data: the .docx that was checked. Raises InvalidRequest for another kind of file."""
    placed = [item for item in checked.findings if item.block.anchor]
    unread = [item for item in placed if not item.look and not item.compared]
    said = [(item, "\n".join(_lines(item))) for item in placed if item.look]
    if unread:  # one comment for all: at each place they would hide those that matter more
        said.append((unread[0], _not_compared(unread)))
        said.sort(key=lambda pair: pair[0].number)
    return with_comments(
        data, [Comment(item.block.anchor, item.start, item.end, text) for item, text in said]
    )


def _not_compared(unread: Sequence[Finding]) -> str:
    if len(unread) == 1:
        return "\n".join(("Not checked.", unread[0].reason, *unread[0].remarks))
    where = listed(list(dict.fromkeys(item.block.place for item in unread)))
    return (
        f"{len(unread):,} citations of this draft quote nothing, so we did not compare what you say with the "
        f"reports: read each before you rely on it. They stand in {where}."
    )


def _lines(item: Finding) -> list[str]:
    lines = [f"{item.label}. {item.reason}"]
    lines += [
        f"Draft: {step.quoted or 'nothing'}. Report: {step.printed or 'nothing'}."
        for step in item.steps
        if step.quoted.lower() != step.printed.lower()
    ]
    lines += item.remarks
    lines += [f"See {cite(each.report, each.paragraph)}." for each in item.offers[:3]]
    return lines
