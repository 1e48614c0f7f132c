"""The page of the manual: of the commands there are, and without a fault that a formatter finds."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest

from search_api.cli.app import COMMANDS
from tools import man_page


def test_the_page_is_that_of_the_commands() -> None:
    assert man_page.PAGE.read_text(encoding="utf-8") == man_page.text(), "run make man"


def test_it_names_every_command_in_plain_characters() -> None:
    page = man_page.text()
    named = re.findall(r"^\.SS pinpoint ([\w\\-]+)", page, re.MULTILINE)
    assert set(COMMANDS) <= {name.replace("\\-", "-") for name in named}
    assert page.isascii()


@pytest.mark.skipif(not shutil.which("groff"), reason="needs groff")
def test_a_formatter_has_nothing_to_say() -> None:
    done = subprocess.run(
        ["groff", "-ww", "-man", "-Tutf8", "-z", str(man_page.PAGE)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
