"""What is tried in each engine: a short journey, and the long walk over filters, lists, schemes and rules."""

from __future__ import annotations

import json
from collections.abc import Callable

import docx

from tests.browser.engines.window import Window
from tests.browser.page_states import MARAC, TWO_PAGES, asked
from tests.browser.states.axe import LEAST, OPTIONS, script

_AXED = ("/", asked(MARAC), f"/paragraphs/{TWO_PAGES}", "/reports", "/matrix?about=MARAC")
_WIDER = "return document.scrollingElement.scrollWidth - document.documentElement.clientWidth"
# The lightness of the page's ground, 0 to 255.
_GROUND = """const [red, green, blue] = getComputedStyle(document.body).backgroundColor.match(/\\d+/g);
return (Number(red) + Number(green) + Number(blue)) / 3"""
_PICTURES = """const left = arguments[arguments.length - 1];
const pictures = [...document.querySelectorAll(".picture img")];
for (const picture of pictures) picture.loading = "eager";
Promise.all(pictures.map(picture => picture.decode())).then(
  () => left(pictures.map(picture => picture.naturalWidth)), error => left([String(error)]))"""
_AXE = """const left = arguments[arguments.length - 1];
const told = rule => rule.id + ": " + rule.nodes.map(node => node.target[0]).join(", ");
axe.run(document, %s).then(
  found => left(found.passes.length < %d ? ["it looked at nothing"] : found.violations.map(told)),
  error => left([String(error)]))"""


def journey(window: Window) -> None:
    """From the home page by a question to a paragraph, into the plan, and away as a Word file."""
    window.resize(1280, 900)
    window.go("/")
    window.type("question", MARAC)
    window.follow("button", "Search", "main")
    assert "q=what" in window.path
    window.follow("link", "Paragraph", ".answer figcaption")
    assert window.path.startswith("/paragraphs/")
    widths = window.run_until_done(_PICTURES)
    assert widths
    assert all(isinstance(width, int) and width > 500 for width in widths), widths
    window.click("button", "Copy", ".cite")
    window.see("[data-status]", "Copied.")
    window.click("button", "Add to plan", ".cite")
    window.see("[data-plan-count]", "1")
    window.follow("link", "Plan", "nav")
    window.see("h1", "Plan")
    window.type("Note", "Ask the board")
    window.click("button", "Download as Word")
    words = "".join(docx.Document(str(window.downloaded(".docx"))).element.itertext())
    assert "Wexcombe" in words, words[:300]
    assert "Ask the board" in words, words[:300]


def suggested(window: Window) -> None:
    """The box suggests an authority's name, which is completed, and a paragraph, which is opened."""
    window.go("/")
    window.type("question", "visits in Salt")
    window.click("option", "Saltby", "#suggestions")
    assert window.run("return document.getElementById('q').value") == "visits in Saltby"
    window.go("/")
    window.type("question", "northmoor 2016 para 19")
    window.follow("option", "paragraph 19", "#suggestions")
    assert window.path.startswith("/paragraphs/northmoor-2016"), window.path


def filtered(window: Window) -> None:
    """A filter of the address is shown, and one that is taken off is off."""
    window.go(asked(MARAC, authority="Northmoor"))
    window.see(".chip", "Northmoor")
    window.follow("link", "Remove filter", ".chips")
    assert "authority" not in window.path


def lists(window: Window) -> None:
    """From the list of reports to a report and to its authority."""
    window.go("/reports")
    window.follow("link", "29 January 2016", "main")
    window.see("h1", "Northmoor")
    window.follow("link", "Northmoor", "main")


def small(window: Window) -> None:
    """The narrowest window that the engine gives: nothing leaves it."""
    assert window.resize(390, 844) < 560
    for path in _AXED:
        window.go(path)
        assert window.run(_WIDER) <= 0, path
    window.resize(1280, 900)


def schemes(window: Window) -> None:
    """Where the scheme can be changed while it runs; WebKit takes it at its start."""
    if window.darken is None:
        return
    for dark in (True, False):
        window.darken(dark)
        window.go("/help")
        assert (window.run(_GROUND) < 100) == dark


def dark(window: Window) -> None:
    """In a window that was opened dark."""
    window.go("/help")
    assert window.run(_GROUND) < 100


def rules(window: Window) -> None:
    """axe-core finds nothing on five pages."""
    for path in _AXED:
        window.go(path)
        found = window.run_until_done(script() + ";" + _AXE % (json.dumps(OPTIONS), LEAST))
        assert found == [], (path, found)


LONG: tuple[Callable[[Window], None], ...] = (journey, suggested, filtered, lists, small, schemes, rules)
