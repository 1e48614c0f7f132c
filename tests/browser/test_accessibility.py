"""Every page in every state against axe-core: WCAG 2.0 to 2.2, levels A and AA, and best practice."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import pytest

from tests.browser.browser_bench import PHONE, WIDE, Visitor
from tests.browser.conftest import Open
from tests.browser.page_states import STATES

# https://www.deque.com/axe/core-documentation/api-documentation/#axecore-tags
_TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice")
_OPTIONS = {
    "runOnly": {"type": "tag", "values": _TAGS},
    "rules": {"target-size": {"enabled": True}},  # of WCAG 2.2; axe-core leaves it out unless asked
    "resultTypes": ["violations"],  # of passes one place each is enough to see that it looked
}


@cache
def _axe() -> str:
    return files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


def violations(visitor: Visitor) -> list[str]:
    """Rule, place and what is wrong with it, for each; the page as it stands now."""
    visitor.page.evaluate(_axe())
    found: dict[str, Any] = visitor.page.evaluate("options => axe.run(document, options)", _OPTIONS)
    assert len(found["passes"]) > 20, "axe-core looked at nothing"
    return [
        f"{rule['id']}: {node['target'][0]}: {' '.join(node['failureSummary'].split())}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize("name", STATES)
def test_axe_finds_nothing(open_window: Open, name: str) -> None:
    """In both colour schemes, wide and on a phone."""
    visitor = open_window(WIDE)
    visitor.go(*STATES[name])
    found = {"wide, light": violations(visitor)}
    visitor.page.emulate_media(color_scheme="dark")
    found["wide, dark"] = violations(visitor)
    visitor.resize(PHONE)
    found["phone, dark"] = violations(visitor)
    assert {where: listed for where, listed in found.items() if listed} == {}
