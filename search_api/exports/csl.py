"""A plan for reference managers: its paragraphs as items of CSL-JSON, from which RIS is made too."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from search_api.plans.plan import LONGEST, Chosen
from search_api.references.csl import csl_item


def csl_items(items: Sequence[Chosen]) -> list[dict[str, Any]]:
    """In order, with the link of each. custom: {quotation} and what the reader wrote, under the names of
    the fields; reference managers leave it alone, and the plan is read back from it.
    """
    return [_item(item) for item in items]


def _item(item: Chosen) -> dict[str, Any]:
    made = csl_item(item.report, item.paragraph)
    made.pop("URL", None)
    if item.link:
        made["URL"] = item.link
    written = {name: text for name in LONGEST if name != "quote" and (text := getattr(item.entry, name))}
    return made | {"custom": {"quotation": item.quotation, **written}}
