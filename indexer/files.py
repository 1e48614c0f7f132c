"""Durable changes to the file system, one small step at a time.

Each step is announced to `before_step` first, so that a test can make any of them fail or end the
process there. What is written is flushed to the disk before the call returns.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import stat
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

TEMPORARY = ".tmp"  # ends the name of whatever is not finished

_CHUNK = 1 << 20
_WINDOWS = os.name == "nt"
_TRIAL = 1 << 16  # bytes
# What a file system says that cannot flush, as some over a network: it keeps what it was given all the same.
_CANNOT_FLUSH = {errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP}
_PATIENCE = (0.05, 0.1, 0.2, 0.4, 0.8)  # seconds


@dataclass(frozen=True, slots=True)
class FileFacts:
    """SHA-256 in hexadecimal, size in bytes, CRC-32."""

    sha256: str
    size: int
    crc32: int = 0


def before_step(step: str, path: Path) -> None:
    """Called before each change with its name and the path that it is about; does nothing."""


def is_plain_file(path: Path) -> bool:
    """Whether a regular file lies there; a link is none."""
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except (OSError, ValueError):
        return False


def is_plain_folder(path: Path) -> bool:
    """Whether a folder lies there; a link is none."""
    try:
        return stat.S_ISDIR(path.lstat().st_mode)
    except (OSError, ValueError):
        return False


def read_chunks(path: Path) -> Iterator[bytes]:
    """The bytes of a file in order, a piece at a time. Raises OSError."""
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def file_facts(path: Path) -> FileFacts:
    """The facts of a file, which is read once. Raises OSError."""
    digest, size, crc = hashlib.sha256(), 0, 0
    for chunk in read_chunks(path):
        digest.update(chunk)
        size += len(chunk)
        crc = zlib.crc32(chunk, crc)
    return FileFacts(digest.hexdigest(), size, crc)


def make_folder(path: Path) -> None:
    """Make the folder and those above it that are missing; one that exists is left as it is."""
    missing = [folder for folder in (path, *path.parents) if not folder.is_dir()]
    for folder in reversed(missing):
        before_step("mkdir", folder)
        folder.mkdir(exist_ok=True)
        sync_folder(folder.parent)


def write_file(path: Path, chunks: Iterable[bytes | memoryview], *, mode: int = 0o666) -> FileFacts:
    """Write a file that must not exist yet, and flush it to the disk. mode: less the umask."""
    digest, size, crc = hashlib.sha256(), 0, 0
    before_step("create", path)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode)
    with open(handle, "wb") as file:  # noqa: PTH123 - the handle was opened with its mode
        for chunk in chunks:
            before_step("write", path)
            file.write(chunk)
            digest.update(chunk)
            size += len(chunk)
            crc = zlib.crc32(chunk, crc)
        _sync(file, path)
    return FileFacts(digest.hexdigest(), size, crc)


def sync_file(path: Path) -> None:
    """Flush a file that some library wrote."""
    with path.open("r+b") as file:
        _sync(file, path)


def sync_folder(path: Path) -> None:
    """Flush the names in a folder; Windows has no such call and needs none."""
    before_step("sync folder", path)
    if _WINDOWS:
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        flush(handle)
    finally:
        os.close(handle)


def flush(handle: int) -> None:
    """Have the disk confirm what was written to an open file or folder. Does nothing where it never does."""
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _CANNOT_FLUSH:
            raise


def refusal(trial: Path) -> OSError | None:
    """What the system says to a small file of this name, written and flushed; None if it takes it.

    For libraries that do not say why they could not write beside it. The file is removed.
    """
    try:
        remove(trial)
        write_file(trial, [bytes(_TRIAL)])
    except OSError as error:
        return error
    finally:
        remove(trial)
    return None


def rename(source: Path, target: Path) -> None:
    """Give `source` a name that nothing in the same folder has, and flush the folder."""
    before_step("rename", target)
    _patiently(lambda: source.rename(target))
    sync_folder(target.parent)


def replace_file(path: Path, content: bytes, *, mode: int = 0o666) -> None:
    """Set a file's content in one step: at any moment it holds all of the old or all of the new."""
    fresh = path.with_name(path.name + TEMPORARY)
    remove(fresh)
    write_file(fresh, [content], mode=mode)
    replace(fresh, path)


def replace(source: Path, target: Path) -> None:
    """Give `source` the name of a file in the same folder, which it replaces, and flush the folder."""
    before_step("replace", target)
    _patiently(lambda: source.replace(target))
    sync_folder(target.parent)


def remove(path: Path) -> None:
    """Remove a file, a link or a whole folder. What will not go (open on Windows) stays for the next time."""
    try:
        if is_plain_folder(path):
            before_step("remove", path)
            shutil.rmtree(path)
        elif os.path.lexists(path):
            before_step("remove", path)
            path.unlink()
    except OSError:
        return


def _patiently(action: Callable[[], object]) -> None:
    """On Windows a name cannot change while a virus scanner or a reader has the file open: try again."""
    for pause in _PATIENCE if _WINDOWS else ():
        try:
            action()
        except PermissionError:
            time.sleep(pause)
        else:
            return
    action()


def _sync(file: BinaryIO, path: Path) -> None:
    file.flush()
    before_step("sync", path)
    flush(file.fileno())
