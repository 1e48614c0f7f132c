"""A small index, its archive, and what a test sees of a folder."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from indexer.sharing import encoders
from indexer.sharing.packing import pack_index
from indexer.store.format import LOCK
from tests.support.builders import write_small_index
from tests.support.encoders import WordEncoder

MODEL = "any"  # what the tests' indexes were made with


def content(folder: Path) -> dict[str, str]:
    """Every name below the folder but that of the lock, with the SHA-256 of files."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        if path.is_file()
        else ""
        for path in sorted(folder.rglob("*"))
        if path != folder / LOCK
    }


@pytest.fixture(autouse=True)
def _models(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoders, "load_encoder", lambda _: WordEncoder())


@pytest.fixture
def index(tmp_path: Path) -> Path:
    folder = tmp_path / "index"
    write_small_index(folder)
    return folder


@pytest.fixture
def archive(tmp_path: Path, index: Path) -> Path:
    pack_index(index, tmp_path / "small.pinpoint")
    return tmp_path / "small.pinpoint"
