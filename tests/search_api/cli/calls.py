"""The command line called in this process."""

from __future__ import annotations

import json
from typing import Any

import pytest

from search_api.cli import app

Result = tuple[int, str, str]


def pinpoint(capfd: pytest.CaptureFixture[str], *arguments: object) -> Result:
    status = app.run([str(argument) for argument in arguments])
    out, err = capfd.readouterr()
    return status, out, err


def as_json(capfd: pytest.CaptureFixture[str], *arguments: object) -> Any:
    status, out, err = pinpoint(capfd, *arguments, "--json")
    assert (status, err) == (0, "")
    return json.loads(out)
