"""A file system that refuses what that of Windows refuses, on Linux.

There an open file, or a folder in which one is open, can be neither renamed, replaced nor removed, and a
rename takes no name that is in use. /proc tells what is open: handles and mapped files of this process.
"""

from __future__ import annotations

import errno
import os
import pathlib
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from indexer import files

_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f]')


def open_files() -> set[str]:
    """Paths of what this process has open or mapped."""
    found = set()
    for handle in Path("/proc/self/fd").iterdir():
        try:
            found.add(os.readlink(handle))  # noqa: PTH115 - a target need not be a path
        except OSError:
            continue
    for line in Path("/proc/self/maps").read_text(encoding="utf-8", errors="replace").splitlines():
        name = line.partition("/")[2]
        if name:
            found.add(f"/{name}")
    return found


def name_problem(name: str) -> str:
    """Why Windows takes no file of this name, "" if it does."""
    if _FORBIDDEN.search(name):
        return "it has a character that is forbidden"
    if _RESERVED.fullmatch(name):
        return "it is the name of a device"
    return "it ends with a dot or blank" if name[-1:] in (".", " ") else ""


def _refuse_if_open(path: Any) -> None:
    whole = os.path.realpath(os.fspath(path))
    if "filelock" in Path(whole).name:  # it tries the system's locks in its way for Linux
        return
    if any(one == whole or one.startswith(f"{whole}/") for one in open_files()):
        raise PermissionError(errno.EACCES, "in use by another process", os.fspath(path))


@contextmanager
def windows(patch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Within it, files behave as on Windows and our code takes its ways for Windows. The refusals so far."""
    refused: list[str] = []

    def guarded(do: Callable[..., Any], *, both: bool = False, fresh: bool = False) -> Callable[..., Any]:
        def act(*paths: Any, **options: Any) -> Any:
            try:
                for path in paths[: 2 if both else 1]:
                    _refuse_if_open(path)
                if fresh and os.path.lexists(paths[1]):
                    raise FileExistsError(errno.EEXIST, "it exists", os.fspath(paths[1]))
            except OSError as error:
                refused.append(str(error.filename))
                raise
            return do(*paths, **options)

        return act

    true_open = os.open

    def open_file(path: Any, flags: int, *rest: Any, **options: Any) -> int:
        if not isinstance(path, int) and os.path.isdir(path):  # noqa: PTH112
            raise PermissionError(errno.EACCES, "a folder cannot be opened", os.fspath(path))
        if flags & os.O_CREAT and (problem := name_problem(Path(os.fsdecode(path)).name)):
            raise OSError(errno.EINVAL, problem, os.fspath(path))
        return true_open(path, flags, *rest, **options)

    with patch.context() as change:
        change.setattr(os, "rename", guarded(os.rename, fresh=True))
        change.setattr(os, "replace", guarded(os.replace, both=True))
        change.setattr(os, "unlink", guarded(os.unlink))
        change.setattr(os, "remove", guarded(os.remove))
        change.setattr(os, "rmdir", guarded(os.rmdir))
        change.setattr(os, "open", open_file)
        change.setattr(shutil, "_use_fd_functions", False)  # as there: by paths
        change.setattr(pathlib, "WindowsPath", pathlib.PosixPath)  # Path() asks os.name which it is
        change.setattr(files, "_WINDOWS", True)
        change.setattr(files, "_PATIENCE", (0.0,))
        change.setattr(os, "name", "nt")
        yield refused
