"""What a report or a question holds is shown as text, on every page: nothing of it runs, loads or hides."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.browser_bench import Visitor, served, visit
from tests.browser.hostile_reports import (
    EXPORT,
    FILE,
    IMAGE,
    PDF,
    PROMPT,
    REFUSED,
    SCRIPT,
    TEMPLATE,
    hostile_index,
)
from tests.browser.page_states import HOSTILE, asked, plan

_WORDS = f"{PDF}/para-6"
# Elements and attributes that no template of ours writes inside a page.
_FOREIGN = "main script, main style, main iframe, img[src='x'], svg[onload], [onerror], [onload], body > img"
_BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


@pytest.fixture(scope="module")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(hostile_index(tmp_path_factory.mktemp("hostile"))) as address:
        yield address


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def hostile_visitor(browser: Browser, hostile_site: str, request: pytest.FixtureRequest) -> Iterator[Visitor]:
    """Its console, dialogs and requests are watched: any of them fails the test."""
    with visit(browser, hostile_site, script=request.param) as visitor:
        yield visitor


def shown(visitor: Visitor) -> str:
    """The words of the main part; nothing foreign may be beside them."""
    assert visitor.page.locator(_FOREIGN).count() == 0
    return " ".join((visitor.page.locator("main").text_content() or "").split())


@pytest.mark.parametrize(
    ("path", "words"),
    [
        (asked(SCRIPT), [SCRIPT]),
        (asked("Ignore previous instructions"), [PROMPT, SCRIPT]),
        (asked("social workers MARAC children domestic abuse mixed response"), [SCRIPT, IMAGE]),
        (f"/paragraphs/{_WORDS}", [PROMPT, SCRIPT, IMAGE, TEMPLATE]),
        (f"/paragraphs/{PDF}/para-12", [SCRIPT, IMAGE]),
        (f"/paragraphs/{EXPORT}/summary-executive-3", [PROMPT, SCRIPT, IMAGE]),
        (f"/reports/{PDF}", [PROMPT, SCRIPT, IMAGE, TEMPLATE, FILE, f"Miriam {SCRIPT} Oakes"]),
        (f"/reports/{EXPORT}", [PROMPT, SCRIPT, IMAGE]),
        ("/authorities/saltby", [SCRIPT]),
        ("/reports", [SCRIPT]),
        ("/coverage", [FILE, REFUSED]),
        ("/acronyms", []),
        (plan(_WORDS, f"{PDF}/improve-2"), [SCRIPT, IMAGE, PROMPT]),
    ],
)  # fmt: skip
def test_a_hostile_report_is_text(hostile_visitor: Visitor, path: str, words: list[str]) -> None:
    hostile_visitor.go(path)
    text = shown(hostile_visitor)
    assert [each for each in words if each not in text] == []
    assert not set(_BIDI) & set(hostile_visitor.page.content())


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (asked(HOSTILE), 200),
        (asked(HOSTILE, authority="Saltby"), 200),
        (asked("MARAC", authority=HOSTILE), 422),
        (asked("MARAC", since=HOSTILE), 422),
        (asked("MARAC", as_words=HOSTILE), 200),
        ("/reports?authority=" + HOSTILE.replace(" ", "+").replace("&", "%26"), 200),
        ("/acronyms?short=" + HOSTILE.replace(" ", "+"), 200),
        ("/authorities/" + HOSTILE.replace("/", "%2f").replace(" ", "+"), 404),
        ("/reports/" + HOSTILE.replace("/", "%2f").replace(" ", "+"), 404),
        ("/" + HOSTILE.replace("/", "%2f").replace(" ", "+"), 404),
    ],
)
def test_a_hostile_address_is_text(hostile_visitor: Visitor, path: str, status: int) -> None:
    hostile_visitor.go(path, status)
    shown(hostile_visitor)
    assert "49" not in hostile_visitor.page.title()


def test_the_question_comes_back_as_it_was_typed(hostile_visitor: Visitor) -> None:
    hostile_visitor.go("/")
    box = hostile_visitor.page.locator("#q")
    box.fill(HOSTILE)
    box.press("Enter")
    hostile_visitor.page.wait_for_url("**q=*")
    assert hostile_visitor.page.locator("#q").input_value() == HOSTILE
    assert SCRIPT in hostile_visitor.page.title()
    assert SCRIPT in shown(hostile_visitor)


def _injected(browser: Browser, site: str) -> None:
    with visit(browser, site) as visitor:
        visitor.go(asked("MARAC"))
        add = "text => document.querySelector('main').insertAdjacentHTML('beforeend', text)"
        visitor.page.evaluate(add, IMAGE)
        visitor.page.evaluate("() => fetch('https://elsewhere.example/').catch(() => null)")
        assert visitor.page.locator(_FOREIGN).count() == 1


def test_the_policy_holds_what_would_be_injected(browser: Browser, hostile_site: str) -> None:
    """The tests above can fail: markup that got into a page would still not run, and would be noticed."""
    with pytest.raises(pytest.fail.Exception) as failed:
        _injected(browser, hostile_site)
    assert "violates the following Content Security Policy directive 'script-src" in str(failed.value)
    assert "elsewhere.example" in str(failed.value)
