"""`pinpoint eval` as a user runs it."""

from __future__ import annotations

import json
from typing import Any

import typer
from typer.testing import CliRunner

from search_api.cli.eval import evaluate

app = typer.Typer()
app.command("eval")(evaluate)


def run(*arguments: object) -> tuple[str, str]:
    """Standard output and standard error."""
    done = CliRunner().invoke(app, [str(argument) for argument in arguments], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout, done.stderr


def as_json(*arguments: object) -> Any:
    return json.loads(run(*arguments, "--json")[0])
