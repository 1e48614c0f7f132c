"""Questions and subjects typed without quotation marks are what they are within them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.search_api.cli.calls import pinpoint

TYPED = {
    "ask": "what did inspectors say about MARAC",
    "search": "risk assessment conferences",
    "weak-to-strong": "risk assessment",
    "contrast": "risk assessment",
    "praised": "risk assessment --mine Northmoor",
    "silence": "private fostering",
    "themes": "domestic abuse",
    "trend": "risk assessment",
    "matrix": "risk assessment",
    "map": "risk assessment",
    "brief": "domestic abuse --authority Northmoor",
    "lineage": "north moor",
}


@pytest.mark.parametrize("command", TYPED)
def test_it_is_the_same_with_and_without(
    command: str, index: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    text, _, more = TYPED[command].partition(" --")
    options = ["--index", str(index), *(f"--{more}".split() if more else [])]
    quoted = pinpoint(capfd, command, text, *options)
    assert quoted[0] in (0, 2)
    first, *others = text.split()
    for typed in ([*text.split(), *options], [*options, *text.split()], [first, *options, *others]):
        assert pinpoint(capfd, command, *typed) == quoted


def test_a_watch_keeps_the_whole_question(
    index: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    at = ["--folder", str(tmp_path), "--index", str(index)]
    assert pinpoint(capfd, "watch", "add", "marac", *["what", "is", "said", "about", "MARAC"], *at)[0] == 0
    assert "what is said about MARAC" in pinpoint(capfd, "watch", "list", *at[:2])[1]


def test_no_question_at_all_is_still_wrong(capfd: pytest.CaptureFixture[str]) -> None:
    status, _, err = pinpoint(capfd, "ask", "--limit", "2")
    assert (status, err) == (2, "pinpoint: Missing argument 'QUESTION'.\n")
