"""A small index, and an environment without settings."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.support.builders import (
    write_small_index,
)
from tests.support.encoders import WordEncoder


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith("PINPOINT_"):
            monkeypatch.delenv(name)
    monkeypatch.setattr("indexer.encoders.load.load_encoder", lambda *_: WordEncoder())


@pytest.fixture
def index(tmp_path: Path) -> Path:
    write_small_index(tmp_path / "index")
    return tmp_path / "index"
