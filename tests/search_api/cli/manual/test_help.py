"""The help of every command: whole, in words, and with examples that can be typed as they stand."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from search_api.cli import app
from search_api.cli.manual.examples import EXAMPLES
from tests.search_api.cli.calls import pinpoint


def _paths() -> Iterator[str]:
    """Every command as it is typed, the root as ""."""
    yield ""
    root = typer.main.get_command(app.app)
    with root.make_context("pinpoint", [], resilient_parsing=True) as context:
        for name in app.COMMANDS:
            command: Any = root.get_command(context, name)  # type: ignore[attr-defined]
            yield name
            yield from (f"{name} {below}" for below in getattr(command, "commands", {}))


PATHS = tuple(_paths())


def test_the_table_of_examples_is_of_the_commands_there_are() -> None:
    assert sorted(EXAMPLES) == sorted(PATHS)


@pytest.mark.parametrize("path", PATHS)
def test_help_is_whole_and_ends_in_examples(
    path: str, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    status, out, err = pinpoint(capfd, *path.split(), "--help")
    assert (status, err) == (0, "")
    usage, rest = out.split("\n\n", 1)
    assert usage.startswith(f"Usage: pinpoint {path}".strip())
    assert not re.search(r"…|\w\.\.\.(\s|$)", re.sub(r"[A-Z]\]?\.\.\.", "", out)), "something is cut"
    assert not re.search(r"<\w+(\[\w+\]| range)?>|x[<>]=", out), "a type of Python is shown"
    examples = rest.partition("\nExamples:\n")[2].splitlines()
    lines = [line.strip() for line in examples if line.startswith("    pinpoint ")]
    assert lines == [f"pinpoint {example.line}" for example in EXAMPLES[path]]
    assert 1 <= len(lines) <= 3


@pytest.mark.parametrize(
    ("path", "line"), [(path, example.line) for path in PATHS for example in EXAMPLES.get(path, ())]
)
def test_an_example_is_understood(
    path: str, line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sets").mkdir()  # of an example: a folder that has to be there
    assert f"{line} ".startswith(f"{path} ".lstrip())
    context: Any = None
    command: Any = typer.main.get_command(app.app)
    name, rest = "pinpoint", shlex.split(line)
    while True:
        context = command.make_context(name, rest, parent=context)
        if not hasattr(command, "resolve_command"):
            break
        name, command, rest = command.resolve_command(context, [*context._protected_args, *context.args])
    assert context.args == []
    assert context.command_path.startswith(f"pinpoint {path}".strip())


def test_an_example_with_a_misspelt_option_would_be_found(capfd: pytest.CaptureFixture[str]) -> None:
    assert pinpoint(capfd, "ask", "what", "--autority", "Torbay")[0] == 2
