"""Finding files: all of them, each once, in the same order every time, and never in a circle."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from indexer.pipeline.discovery import Discovery, discover, is_within

LINKS = pytest.mark.skipif(os.name == "nt", reason="links need a right on Windows")


def touch(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x")
    return path


def names(found: Discovery, top: Path) -> list[str]:
    return [Path(file.key).relative_to(top.resolve()).as_posix() for file in found.files]


def test_reports_anywhere_in_a_folder(tmp_path: Path) -> None:
    for name in ("b/two.PDF", "b/c/d/three.txt", "a one.pdf", "a/one.pdf", "README.md", "b/notes.xlsx"):
        touch(tmp_path / name)
    found = discover([tmp_path])
    assert names(found, tmp_path) == ["a/one.pdf", "a one.pdf", "b/c/d/three.txt", "b/two.PDF"]
    assert found.passed_over == 2
    assert found.refused == ()
    assert [root.key for root in found.roots] == [tmp_path.resolve().as_posix()]


def test_what_is_hidden_or_beside_a_report_is_not_a_report(tmp_path: Path) -> None:
    for name in ("a.pdf", ".a.pdf", ".git/b.pdf", "a.pdf.part", "a.pdf.source.json"):
        touch(tmp_path / name)
    assert names(discover([tmp_path]), tmp_path) == ["a.pdf"]


def test_a_file_given_by_name(tmp_path: Path) -> None:
    report = touch(tmp_path / "a.docx")
    found = discover([report])
    assert names(found, tmp_path) == ["a.docx"]
    assert [root.key for root in found.roots] == [report.resolve().as_posix()]


def test_paths_that_overlap_give_each_file_once(tmp_path: Path) -> None:
    report = touch(tmp_path / "a/b/x.pdf")
    found = discover([report, tmp_path / "a", tmp_path, tmp_path / "a/b/../.."])
    assert names(found, tmp_path) == ["a/b/x.pdf"]
    assert len(found.roots) == 3


def test_the_order_of_the_paths_does_not_matter(tmp_path: Path) -> None:
    one, two = touch(tmp_path / "a/1.pdf"), touch(tmp_path / "b/2.pdf")
    forth, back = discover([one, two.parent]), discover([two.parent, one])
    assert names(forth, tmp_path) == names(back, tmp_path) == ["a/1.pdf", "b/2.pdf"]


def test_a_path_is_shown_as_it_was_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    touch(tmp_path / "reports/a.pdf")
    monkeypatch.chdir(tmp_path)
    found = discover([Path("reports")])
    assert [str(file.path) for file in found.files] == [str(Path("reports/a.pdf"))]
    assert Path(found.files[0].key).is_absolute()


def test_a_folder_without_reports(tmp_path: Path) -> None:
    touch(tmp_path / "README.md")
    (found,) = discover([tmp_path]).refused
    assert found.reason == (
        "no report in this folder: it holds no file that could be one (.pdf, .docx, .html, .htm, .txt)"
    )
    assert not found.closed


def test_a_path_that_is_not_there(tmp_path: Path) -> None:
    (found,) = discover([tmp_path / "nothing"]).refused
    assert found.reason == "there is no such file or folder"
    assert found.closed


def test_a_folder_with_the_name_of_a_report_is_looked_at_and_searched(tmp_path: Path) -> None:
    touch(tmp_path / "x.pdf/y.pdf")
    assert names(discover([tmp_path]), tmp_path) == ["x.pdf", "x.pdf/y.pdf"]


def test_the_files_that_an_index_keeps_are_not_found(tmp_path: Path) -> None:
    for name in ("a.pdf", "my/index/CURRENT", "my/index/generations/x.txt", "my/index/sources/x.pdf"):
        touch(tmp_path / name)
    assert names(discover([tmp_path]), tmp_path) == ["a.pdf"]


@LINKS
def test_links_in_a_circle(tmp_path: Path) -> None:
    touch(tmp_path / "a/b/x.pdf")
    (tmp_path / "a/b/up").symlink_to(tmp_path)
    (tmp_path / "self").symlink_to("self")
    (tmp_path / "loop.pdf").symlink_to("loop.pdf")
    assert names(discover([tmp_path]), tmp_path) == ["a/b/x.pdf", "loop.pdf"]


@LINKS
def test_a_folder_has_its_own_name_rather_than_that_of_a_link_to_it(tmp_path: Path) -> None:
    touch(tmp_path / "z/x.pdf")
    (tmp_path / "a").symlink_to("z")
    assert names(discover([tmp_path]), tmp_path) == ["z/x.pdf"]


@LINKS
def test_a_linked_folder_outside_is_followed(tmp_path: Path) -> None:
    touch(tmp_path / "elsewhere/x.pdf")
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports/more").symlink_to(tmp_path / "elsewhere")
    assert names(discover([tmp_path / "reports"]), tmp_path) == ["reports/more/x.pdf"]


@LINKS
def test_a_link_that_leads_nowhere_is_looked_at(tmp_path: Path) -> None:
    (tmp_path / "gone.pdf").symlink_to(tmp_path / "nothing")
    assert names(discover([tmp_path]), tmp_path) == ["gone.pdf"]


@LINKS
def test_two_spellings_of_one_folder(tmp_path: Path) -> None:
    touch(tmp_path / "real/x.pdf")
    (tmp_path / "link").symlink_to("real")
    assert len(discover([tmp_path / "link", tmp_path / "real"]).roots) == 1


def test_a_folder_that_cannot_be_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    touch(tmp_path / "a.pdf")
    touch(tmp_path / "secret/b.pdf")
    listed = os.scandir

    def scandir(path: Path) -> object:
        if path.name == "secret":
            raise PermissionError(13, "Permission denied")
        return listed(path)

    monkeypatch.setattr("indexer.pipeline.discovery.os.scandir", scandir)
    found = discover([tmp_path])
    assert names(found, tmp_path) == ["a.pdf"]
    assert [(refusal.path.name, refusal.reason, refusal.closed) for refusal in found.refused] == [
        ("secret", "it may not be opened (permission denied)", True)
    ]


def test_is_within() -> None:
    assert is_within("/a/b", "/a")
    assert is_within("/a", "/a")
    assert is_within("/a", "/")
    assert not is_within("/ab", "/a")
