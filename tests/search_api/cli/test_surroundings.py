"""Every command in odd surroundings: no traceback, the true exit status, the whole text."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from search_api.cli import app
from tests.support.paths import EXPORTED, SCRIPTS, child_environment
from tests.support.scripts.every_command import calls

NAMES = tuple(calls("", "", ""))
# They are told to serve, or to publish, where they cannot.
NO_INDEX = {"demo": 2, "setup": 2, "serve": 2, "mcp": 3, "publish": 3}
HEAVY = ("index", "read", "check-reading", "ledger")  # they start processes of their own
LIGHT = tuple(name for name in NAMES if name not in (*HEAVY, *NO_INDEX))
CHANGING = ("eval", "pack", "unpack")  # they say what is true the first time only, or how long it took
DONE = dict.fromkeys(NAMES, 0) | NO_INDEX
UNWRITTEN = dict.fromkeys(NAMES, 3) | NO_INDEX
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="POSIX file descriptors")


@pytest.fixture
def sets(tmp_path: Path) -> Path:
    folder = tmp_path / "sets"
    folder.mkdir()
    (folder / "unanswerable.tsv").write_text("u1\tWhat does Wombling cost on Zanzibar?\n", encoding="utf-8")
    return folder


def run_all(
    index: Path, sets: Path, *names: str, before: Callable[[], None] = lambda: None, **more: object
) -> tuple[dict[str, int], str]:
    """Exit status by command, and what came on standard error. before: runs in the new process."""
    result = index.with_name("statuses.json")
    command = [sys.executable, str(SCRIPTS / "every_command.py"), str(result), str(index), str(sets)]
    options: dict[str, object] = {"stdout": subprocess.DEVNULL, "env": environment()} | more
    done = subprocess.run(
        [*command, str(EXPORTED), *names],
        stderr=subprocess.PIPE,
        preexec_fn=before,
        check=False,
        **options,  # type: ignore[call-overload]
    )
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(result.read_text(encoding="utf-8")), done.stderr.decode("utf-8", "replace")


def environment(**more: str) -> dict[str, str]:
    return {
        name: text for name, text in child_environment().items() if not name.startswith("PINPOINT_")
    } | more


@pytest.mark.parametrize(
    ("typed", "meant"), [("help", "--help"), ("help ask", "ask --help"), ("config", "config --help")]
)
def test_help_is_given_however_it_is_asked_for(
    typed: str, meant: str, capfd: pytest.CaptureFixture[str]
) -> None:
    found = []
    for line in (typed, meant):
        assert app.run(line.split()) == 0
        found.append(capfd.readouterr())
    assert found[0] == found[1]
    assert "Usage: pinpoint" in found[0].out


@pytest.mark.parametrize("command", [name for name in LIGHT if name not in CHANGING])
def test_the_whole_text_is_printed_at_any_width(
    index: Path,
    command: str,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def printed() -> str:
        assert app.run(calls(str(index), "", "")[command]) == 0
        return "".join(capfd.readouterr().out.split())

    for name in ("COLUMNS", "LINES"):
        monkeypatch.delenv(name, raising=False)
    usual = printed()
    assert usual
    for size in ("0", "1", "5", "-3", "abc", "²", "9" * 15):
        monkeypatch.setenv("COLUMNS", size)
        monkeypatch.setenv("LINES", size)
        assert printed() == usual, size


@pytest.mark.slow
@POSIX
def test_every_command_in_a_place_without_comforts(index: Path, sets: Path) -> None:
    """No home, a terminal that can do nothing, ASCII, no input, no width, a folder that cannot be written."""
    bare = {
        name: text
        for name, text in environment(
            TERM="dumb",
            LANG="C",
            LC_ALL="C",
            PYTHONUTF8="0",
            PYTHONCOERCECLOCALE="0",
            NO_COLOR="1",
            COLUMNS="0",
        ).items()
        if name not in ("HOME", "USER", "LOGNAME") and not name.startswith("XDG_")
    }
    unwritable = Path("/proc") if Path("/proc/self").exists() else index.parent
    found, said = run_all(index, sets, before=lambda: os.close(0), env=bare, cwd=unwritable)
    assert found == DONE
    assert "Traceback" not in said


@pytest.mark.slow
@POSIX
def test_every_command_without_standard_output(index: Path, sets: Path) -> None:
    found, said = run_all(index, sets, before=lambda: os.close(1))
    assert found == UNWRITTEN
    assert set(said.splitlines()) >= {"pinpoint: standard output: it is closed"}
    assert "Traceback" not in said


@pytest.mark.slow
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_every_command_where_the_disk_of_its_output_is_full(index: Path, sets: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        found, said = run_all(index, sets, *LIGHT, stdout=full)
    assert found == dict.fromkeys(LIGHT, 3)
    assert said.splitlines() == ["pinpoint: standard output: the disk is full"] * len(LIGHT)
    assert "Traceback" not in said


@pytest.mark.slow
@POSIX
def test_a_reader_that_goes_away_changes_no_status(index: Path, sets: Path) -> None:
    """Also where the output would have told of something wrong: a damaged index is damaged all the same."""
    next(index.rglob("*.npy")).write_bytes(b"no such thing")
    reading, writing = os.pipe()
    os.close(reading)
    try:
        found, said = run_all(index, sets, *LIGHT, stdout=writing)
    finally:
        os.close(writing)
    assert (found["help"], found["fetch"], found["key"]) == (0, 0, 0)
    assert (found["check"], found["ask"]) == (3, 3)
    assert "Traceback" not in said
    assert "Broken pipe" not in said


@pytest.mark.slow
@POSIX
@pytest.mark.parametrize("full", [False, True])
def test_messages_that_nobody_can_read_change_no_status(index: Path, sets: Path, full: bool) -> None:
    """Nor do they come on standard output, where a program would take them for the answer."""
    wrong = ["mcp", "help"]

    def before() -> None:
        os.close(2)
        if full:
            os.open("/dev/full", os.O_WRONLY)

    with index.with_name("out").open("wb") as out:
        found, _ = run_all(index, sets, *wrong, before=before, stdout=out)
    assert found == {"mcp": 3, "help": 0}
    assert b"no index" not in index.with_name("out").read_bytes()
