"""An index folder holds our files only, and what is not ours in it is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.errors import PublishFailed
from indexer.store.writer import locked
from tests.support.builders import write_small_index

THEIRS = ("sources/sub/thesis.docx", "sources/notes.txt", "generations/draft.tmp")


def test_what_others_keep_in_an_index_folder_is_left_alone(tmp_path: Path) -> None:
    index = tmp_path / "index"
    for name in THEIRS:
        (index / name).parent.mkdir(parents=True, exist_ok=True)
        (index / name).write_text("somebody's work", encoding="utf-8")
    write_small_index(index)
    write_small_index(index)
    for name in THEIRS:
        assert (index / name).read_text(encoding="utf-8") == "somebody's work"


def test_a_folder_of_other_things_is_not_made_an_index(tmp_path: Path) -> None:
    (tmp_path / "plan.docx").write_text("somebody's work", encoding="utf-8")
    message = r"is no index and holds other things \('plan.docx'\): name a new or empty folder"
    with pytest.raises(PublishFailed, match=message), locked(tmp_path):
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["plan.docx"]
