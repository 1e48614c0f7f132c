"""The Tab key: what the shells ask for, and what they are given."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from search_api.cli.manual.completion import Shell
from tests.search_api.cli.calls import pinpoint


@pytest.mark.parametrize(
    ("typed", "offered"),
    [("pinpoint sea", ["search"]), ("pinpoint watch ", ["add", "list", "run"]),
     ("pinpoint cite --style o", ["oscola"]), ("pinpoint ask --auth", ["--authority"])],
)  # fmt: skip
def test_what_may_follow_is_offered(
    typed: str, offered: list[str], capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("_PINPOINT_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_WORDS", typed)
    monkeypatch.setenv("COMP_CWORD", str(typed.count(" ")))
    status, out, err = pinpoint(capfd)
    assert (status, out.split(), err) == (0, offered, "")


@pytest.mark.parametrize("shell", list(Shell))
def test_the_lines_for_a_shell_call_pinpoint(shell: Shell, capfd: pytest.CaptureFixture[str]) -> None:
    status, out, err = pinpoint(capfd, "completion", shell)
    assert (status, err) == (0, "")
    assert f"complete_{shell}" in out
    assert "pinpoint" in out


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("bash"), reason="needs bash")
def test_bash_takes_the_lines(capfd: pytest.CaptureFixture[str]) -> None:
    _, out, _ = pinpoint(capfd, "completion", "bash")
    done = subprocess.run(["bash", "-n"], input=out, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
