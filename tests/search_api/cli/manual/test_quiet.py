"""What a library warns of when it is imported is for those who write it: users are not told."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.support.paths import ROOT, child_environment

# As a package does in which Python finds an odd escape while it compiles it, the first time.
_CODE = """
import warnings
from indexer.process import run_process
def load():
    warnings.warn_explicit("invalid escape sequence", SyntaxWarning, "somebody.py", 3)
    return lambda: 0
run_process(load)
"""


@pytest.mark.slow
@pytest.mark.parametrize(("options", "said"), [([], False), (["-W", "default"], True)])
def test_warnings_are_for_those_who_ask_for_them(options: list[str], said: bool) -> None:
    done = subprocess.run(
        [sys.executable, *options, "-c", _CODE],
        capture_output=True, text=True, env=child_environment(), cwd=ROOT, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0
    assert ("invalid escape" in done.stderr) is said
    assert said or done.stderr == ""
