"""The short journey in Firefox and in WebKit, where they are; `make engines` walks further."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.engines.found import OPENED, missing
from tests.browser.engines.walk import journey


@pytest.mark.parametrize("name", OPENED)
def test_a_question_becomes_a_word_file(site: str, tmp_path: Path, name: str) -> None:
    if why := missing(name):
        pytest.skip(why)
    with OPENED[name](site, tmp_path) as window:
        journey(window)
