"""The tool that holds a draft of a plan against the reports."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from search_api.index.index import Index
from search_api.plans.check_draft import check_draft
from search_api.plans.checking.records import Finding
from search_api.schemas.base import CoverageReply
from search_api.schemas.citing.checked import checked_json, finding_json
from search_api.schemas.parameters import NoParameters

from .arguments import Paged

Json = dict[str, Any]


class CheckArguments(NoParameters, Paged):
    """Of check_plan."""

    text: str = Field(
        min_length=1,
        max_length=200_000,
        description="The whole draft as Markdown or plain text, with its quotation marks.",
    )
    authority: str = Field(default="", max_length=120, description="Whose plan it is, if it does not say.")
    name: str = Field(default="", max_length=200, description="What the draft is called: plan.md.")


def check_plan(index: Index, given: CheckArguments) -> Json:
    """Claims to look at, whole, then in short those that quote nothing and those that agree.

    The lists come last, as they may be long.
    """
    checked = check_draft(index, given.name, given.text.encode(), authority=given.authority)
    plain = checked_json(checked)
    del plain["findings"], plain["counts"]
    return plain | {
        "generation": index.generation,
        "total": len(checked.findings),
        "coverage": CoverageReply.of(index.scope().coverage).model_dump(),
        "findings": [finding_json(item) for item in checked.findings if item.look],
        "not_compared": [
            _short(item) | {"reason": item.reason}
            for item in checked.findings
            if not item.look and not item.compared
        ],
        "right": [_short(item) for item in checked.findings if item.agrees],
    }


def _short(item: Finding) -> Json:
    return {
        "number": item.number,
        "text": item.text,
        "quotation": item.quotation,
        "label": item.label,
        "remarks": list(item.remarks),
        "ids": [each.paragraph.id for each in item.evidence],
    }
