"""How large a file and a folder may be, and what each folder says of itself."""

from __future__ import annotations

import ast
import subprocess
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.support.imports import Tree
from tests.support.paths import ROOT

MOST_FILES, MOST_LINES = 15, 400
TREE = Tree(ROOT, ("indexer", "search_api", "web"))


@pytest.fixture(scope="module")
def tracked() -> list[Path]:
    """Every file of the checkout, below its root, that git keeps."""
    if not (ROOT / ".git").exists():
        pytest.skip("needs a checkout: git says which files are the project's")
    listed = subprocess.run(["git", "ls-files", "-z"], capture_output=True, check=True, cwd=ROOT)
    names = listed.stdout.decode("utf-8", "surrogateescape").split("\0")
    return [Path(name) for name in names if name and (ROOT / name).is_file()]


def crowded(files: Iterable[Path]) -> list[str]:
    """Folders that hold more files than one can take in at a glance, each with its number of files."""
    held = Counter(path.parent for path in files)
    return [f"{folder}: {held[folder]} files" for folder in sorted(held) if held[folder] > MOST_FILES]


def long_files(root: Path, files: Iterable[Path]) -> list[str]:
    """Python files that are to be split, each with its number of lines."""
    lines = {
        path: len((root / path).read_text("utf-8").splitlines()) for path in files if path.suffix == ".py"
    }
    return [f"{path}: {lines[path]} lines" for path in sorted(lines) if lines[path] > MOST_LINES]


def without_a_question(tree: Tree) -> list[str]:
    """Folders of the packages whose `__init__.py` is missing, or does not open with the folder's question."""
    wrong = []
    for folder in tree.folders:
        path = tree.files.get(folder)
        text = ast.get_docstring(ast.parse(path.read_text("utf-8"))) if path else None
        if not (text or "").partition("\n")[0].endswith("?"):
            wrong.append(folder)
    return wrong


def test_no_folder_has_too_many_files(tracked: list[Path]) -> None:
    assert crowded(tracked) == []


def test_no_file_is_too_long(tracked: list[Path]) -> None:
    assert long_files(ROOT, tracked) == []


def test_each_folder_says_which_question_it_answers() -> None:
    assert without_a_question(TREE) == []


# Planted faults: each must be found, or the tests above say nothing.


def test_a_folder_with_one_file_too_many_is_found() -> None:
    files = [Path(f"house/attic/box{number}.html") for number in range(MOST_FILES)]
    assert crowded([*files, Path("house/attic/chest/lid.py"), Path("house/key.py")]) == []
    assert crowded([*files, Path("house/attic/icon.svg")]) == ["house/attic: 16 files"]


def test_a_file_with_one_line_too_many_is_found(tmp_path: Path) -> None:
    files = [Path("full.py"), Path("over.py"), Path("over.css")]
    for path, lines in zip(files, (MOST_LINES, MOST_LINES + 1, MOST_LINES + 1), strict=True):
        (tmp_path / path).write_text("\n" * lines, encoding="utf-8")
    assert long_files(tmp_path, files) == ["over.py: 401 lines"]


@pytest.mark.parametrize(
    "text",
    ["", '"""The attic."""\n', '"""The attic.\n\nWhat is there?\n"""\n', "# What is there?\n", "roof = 1\n"],
)
def test_a_folder_that_asks_nothing_is_found(tmp_path: Path, text: str) -> None:
    assert without_a_question(_house(tmp_path, text)) == ["house.attic"]


def test_a_folder_without_an_init_file_is_found(tmp_path: Path) -> None:
    _house(tmp_path, "")
    (tmp_path / "house/attic/__init__.py").unlink()
    (tmp_path / "house/attic/roof.py").touch()
    assert without_a_question(Tree(tmp_path, ("house",))) == ["house.attic"]


def test_a_question_in_the_first_line_is_enough(tmp_path: Path) -> None:
    assert without_a_question(_house(tmp_path, '"""What is there?\n\nOld things.\n"""\n')) == []


def _house(root: Path, text: str) -> Tree:
    """A package whose one folder has an `__init__.py` of this text."""
    (root / "house/attic").mkdir(parents=True)
    (root / "house/__init__.py").write_text('"""Where to live?"""\n', encoding="utf-8")
    (root / "house/attic/__init__.py").write_text(text, encoding="utf-8")
    return Tree(root, ("house",))
