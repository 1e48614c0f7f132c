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
_RULES = {"target-size": {"enabled": True}}  # of WCAG 2.2; axe-core leaves it out unless asked
_COLOURS = ("color-contrast", "link-in-text-block")  # what another colour scheme can change, and the slowest
_EVERY = {"runOnly": {"type": "tag", "values": _TAGS}, "rules": _RULES}
_BUT_COLOURS = _EVERY | {"rules": _RULES | {rule: {"enabled": False} for rule in _COLOURS}}
_ONLY_COLOURS = {"runOnly": {"type": "rule", "values": _COLOURS}}


@cache
def _axe() -> str:
    return files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


def violations(visitor: Visitor, options: dict[str, Any] = _EVERY, least: int = 20) -> list[str]:
    """Rule, place and what is wrong with it, for each; the page as it stands now.

    least: rules that must have found something to look at.
    """
    visitor.page.evaluate(_axe())
    # Of passes one place each is enough to see that it looked.
    asked = options | {"resultTypes": ["violations"]}
    found: dict[str, Any] = visitor.page.evaluate("options => axe.run(document, options)", asked)
    assert len(found["passes"]) >= least, "axe-core looked at nothing"
    return [
        f"{rule['id']}: {node['target'][0]}: {' '.join(node['failureSummary'].split())}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize("name", STATES)
def test_axe_finds_nothing(open_window: Open, name: str) -> None:
    """In both colour schemes, wide and on a phone.

    A scheme changes colours alone, and a phone lays out the same colours: each is looked at once.
    """
    visitor = open_window(WIDE)
    visitor.go(*STATES[name])
    found = {"wide, light": violations(visitor)}
    visitor.page.emulate_media(color_scheme="dark")
    found["wide, dark"] = violations(visitor, _ONLY_COLOURS, 1)
    visitor.resize(PHONE)
    found["phone"] = violations(visitor, _BUT_COLOURS)
    assert {where: listed for where, listed in found.items() if listed} == {}
