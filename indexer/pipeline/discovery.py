"""Which files are meant by the paths that a user gives: sorted, each once, links followed safely."""

from __future__ import annotations

import os
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from indexer.sandbox.quick_checks import LISTED, SUFFIXES, unreadable
from indexer.store.format import CURRENT, GENERATIONS

_FOLDS_CASE = sys.platform in ("win32", "darwin")  # "Reports" and "reports" are one folder there


@dataclass(frozen=True, slots=True)
class Root:
    """One path given to the indexer.

    shown: as given; key: absolute and without links, POSIX style. Two spellings of a path have one key.
    """

    shown: Path
    key: str


@dataclass(frozen=True, slots=True)
class Found:
    """A file to consider. path: to show; key: to open it, as in Root."""

    path: Path
    key: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """A path that is not a file to consider. reason: one line. closed: what lies in it is unknown."""

    path: Path
    key: str
    reason: str
    closed: bool


@dataclass(frozen=True, slots=True)
class Discovery:
    """roots, files: by key, each once. passed_over: files in folders that could be no report."""

    roots: tuple[Root, ...]
    files: tuple[Found, ...]
    refused: tuple[Refusal, ...]
    passed_over: int


def discover(paths: Sequence[Path]) -> Discovery:
    """Files named in `paths`, and those that may be reports anywhere in the folders named there.

    Within folders, hidden names (that begin with "." or "~$") and folders that hold an index are passed over.
    A folder that can be reached over links too is searched once, under its own name. Nothing is opened.
    """
    roots: dict[str, Root] = {}
    files: dict[str, Found] = {}
    refused: list[Refusal] = []
    passed_over = 0
    for path in paths:
        root = Root(path, key_of(path))
        if root.key in roots:
            continue
        roots[root.key] = root
        if not path.is_dir():
            problem = _problem(path)
            if problem:
                refused.append(Refusal(path, root.key, problem, closed=True))
            else:
                files.setdefault(root.key, Found(path, root.key))
            continue
        count = 0
        for entry in _walk(path, root.key, refused):
            if entry.path.suffix.lower() in LISTED:
                files.setdefault(entry.key, entry)
                count += 1
            else:
                passed_over += 1
        if not count and not any(refusal.key == root.key for refusal in refused):
            reason = f"no report in this folder: it holds no file that could be one ({', '.join(SUFFIXES)})"
            refused.append(Refusal(path, root.key, reason, closed=False))
    return Discovery(
        tuple(sorted(roots.values(), key=lambda root: order(root.key))),
        tuple(sorted(files.values(), key=lambda file: order(file.key))),
        tuple(sorted(refused, key=lambda refusal: order(refusal.key))),
        passed_over,
    )


def order(key: str) -> tuple[str, ...]:
    """Sorts paths folder by folder, so that "a/z" comes before "a b/c"."""
    return PurePosixPath(key).parts


def is_within(key: str, folder: str) -> bool:
    """Whether `key` is `folder` or lies in it."""
    return key == folder or key.startswith(folder.rstrip("/") + "/")


def key_of(path: Path) -> str:
    """As Root.key: a folder without links; a file in such a folder, by its own name: it may say its date."""
    try:
        whole = path.resolve() if path.is_dir() else path.parent.resolve() / path.name
    except (OSError, RuntimeError):  # a loop of links
        whole = path.absolute()
    return (_as_listed(whole) if _FOLDS_CASE else whole).as_posix()


def _as_listed(path: Path) -> Path:
    """The path with each name as its folder spells it, where it differs in case or accents only."""
    found = Path(path.anchor)
    for name in path.parts[len(found.parts) :]:
        try:
            listed = os.listdir(found)  # noqa: PTH208 - names alone are needed
        except OSError:
            listed = []
        alike = [] if name in listed else [one for one in listed if _folded(one) == _folded(name)]
        found /= alike[0] if len(alike) == 1 else name
    return found


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _problem(path: Path) -> str:
    try:
        path.stat()
    except OSError as error:
        return unreadable(error)
    except ValueError:
        return "the path cannot be used"
    return ""


def _walk(top: Path, top_key: str, refused: list[Refusal]) -> Iterator[Found]:
    """Every file below `top`; folders that cannot be listed are added to `refused`.

    Folders reached over links come last, so that a folder's own name wins over a link to it.
    """
    folders, links = [(top, top_key)], list[tuple[Path, str]]()
    seen: set[tuple[int, int]] = set()
    while folders or links:
        folder, key = folders.pop() if folders else links.pop(0)
        try:
            facts = folder.stat()
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError as error:
            refused.append(Refusal(folder, key, unreadable(error).replace("file", "folder"), closed=True))
            continue
        if (facts.st_dev, facts.st_ino) in seen:
            continue
        seen.add((facts.st_dev, facts.st_ino))
        if {CURRENT, GENERATIONS} <= {entry.name for entry in entries}:
            continue
        for entry in entries:
            if entry.name.startswith((".", "~$")):  # what Word keeps beside an open file
                continue
            here = Found(folder / entry.name, f"{key.rstrip('/')}/{entry.name}")
            folderish = _is_folder(entry)
            if not folderish or here.path.suffix.lower() in LISTED:
                yield here  # a folder called x.pdf is refused, and searched
            if not folderish:
                continue
            if entry.is_symlink():
                links.append((here.path, here.key))
            else:
                folders.append((here.path, here.key))


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a loop of links
        return False
