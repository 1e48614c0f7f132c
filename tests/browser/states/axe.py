"""The page as it stands, against axe-core: WCAG 2.0 to 2.2, levels A and AA, and best practice."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from tests.browser.browser_bench import Visitor

# https://www.deque.com/axe/core-documentation/api-documentation/#axecore-tags
_TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice")
_RULES = {"target-size": {"enabled": True}}  # of WCAG 2.2; axe-core leaves it out unless asked
LEAST = 20  # rules that find something to look at on the emptiest page
# Of passes one place each is enough to see that it looked.
OPTIONS = {"runOnly": {"type": "tag", "values": _TAGS}, "rules": _RULES, "resultTypes": ["violations"]}


@cache
def script() -> str:
    """Of axe-core: 500 KB, which a page reads once."""
    return files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


def violations(visitor: Visitor) -> list[str]:
    """Rule, place and what is wrong with it, for each."""
    if not visitor.page.evaluate("() => 'axe' in window"):
        visitor.page.evaluate(script())
    found: dict[str, Any] = visitor.page.evaluate("options => axe.run(document, options)", OPTIONS)
    assert len(found["passes"]) >= LEAST, "axe-core looked at nothing"
    return [
        f"{rule['id']}: {node['target'][0]}: {' '.join(node['failureSummary'].split())}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]
