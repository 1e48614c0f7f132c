from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from indexer import files


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """(step, name of the file) as they are announced."""
    seen: list[tuple[str, str]] = []
    monkeypatch.setattr(files, "before_step", lambda step, path: seen.append((step, path.name)))
    return seen


def test_a_file_is_flushed_before_the_call_returns(tmp_path: Path, steps: list[tuple[str, str]]) -> None:
    facts = files.write_file(tmp_path / "a", [b"one ", b"two"])
    assert (tmp_path / "a").read_bytes() == b"one two"
    assert (facts.sha256, facts.size) == (hashlib.sha256(b"one two").hexdigest(), 7)
    assert facts == files.file_facts(tmp_path / "a")
    assert steps == [("create", "a"), ("write", "a"), ("write", "a"), ("sync", "a")]


def test_a_file_is_never_written_over(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")
    with pytest.raises(FileExistsError):
        files.write_file(tmp_path / "a", [b"new"])
    assert (tmp_path / "a").read_bytes() == b"old"


def test_replacing_flushes_the_new_content_first_and_the_name_last(
    tmp_path: Path, steps: list[tuple[str, str]]
) -> None:
    (tmp_path / "CURRENT").write_bytes(b"old")
    (tmp_path / "CURRENT.tmp").write_bytes(b"left by a process that died")
    files.replace_file(tmp_path / "CURRENT", b"new")
    assert (tmp_path / "CURRENT").read_bytes() == b"new"
    assert [path.name for path in tmp_path.iterdir()] == ["CURRENT"]
    assert [step for step, _ in steps] == ["remove", "create", "write", "sync", "replace", "sync folder"]


def test_a_new_folder_is_flushed_in_the_one_above(tmp_path: Path, steps: list[tuple[str, str]]) -> None:
    files.make_folder(tmp_path / "a" / "b")
    files.make_folder(tmp_path / "a" / "b")
    assert steps == [("mkdir", "a"), ("sync folder", tmp_path.name), ("mkdir", "b"), ("sync folder", "a")]


def test_a_rename_is_flushed(tmp_path: Path, steps: list[tuple[str, str]]) -> None:
    (tmp_path / "a").write_bytes(b"x")
    files.rename(tmp_path / "a", tmp_path / "b")
    assert [path.name for path in tmp_path.iterdir()] == ["b"]
    assert steps == [("rename", "b"), ("sync folder", tmp_path.name)]


def test_flushing_what_another_library_wrote(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flushed: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda handle: flushed.append(os.fstat(handle).st_size))
    (tmp_path / "a").write_bytes(b"123")
    files.sync_file(tmp_path / "a")
    assert flushed == [3]


def test_removing_a_link_leaves_what_it_points_to(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "kept").write_bytes(b"x")
    (tmp_path / "link").symlink_to(folder, target_is_directory=True)
    files.remove(tmp_path / "link")
    files.remove(tmp_path / "never there")
    assert not (tmp_path / "link").is_symlink()
    assert (folder / "kept").exists()
    files.remove(folder)
    assert not folder.exists()


def test_what_cannot_be_removed_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "open").write_bytes(b"x")

    def refuse(step: str, path: Path) -> None:
        raise PermissionError(13, "the file is in use")

    monkeypatch.setattr(files, "before_step", refuse)
    files.remove(tmp_path / "open")
    assert (tmp_path / "open").exists()


def test_a_link_is_neither_file_nor_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x")
    (tmp_path / "file link").symlink_to(tmp_path / "file")
    (tmp_path / "folder link").symlink_to(tmp_path, target_is_directory=True)
    assert files.is_plain_file(tmp_path / "file")
    assert files.is_plain_folder(tmp_path)
    assert not files.is_plain_file(tmp_path / "file link")
    assert not files.is_plain_folder(tmp_path / "folder link")
    assert not files.is_plain_file(tmp_path / "none")
    assert not files.is_plain_file(tmp_path)


def test_a_scanner_that_holds_the_file_is_waited_for_on_windows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "_WINDOWS", True)
    monkeypatch.setattr(files, "_PATIENCE", (0.0, 0.0))
    refusals = [PermissionError(13, "in use"), PermissionError(13, "in use")]
    true_rename = Path.rename

    def rename(source: Path, target: Path) -> Path:
        if refusals:
            raise refusals.pop()
        return true_rename(source, target)

    monkeypatch.setattr(Path, "rename", rename)
    (tmp_path / "a").write_bytes(b"x")
    files.rename(tmp_path / "a", tmp_path / "b")
    assert (tmp_path / "b").exists()
    refusals[:] = [PermissionError(13, "in use")] * 3
    with pytest.raises(PermissionError):
        files.rename(tmp_path / "b", tmp_path / "c")
