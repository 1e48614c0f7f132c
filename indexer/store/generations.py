"""Which generation is current, and is it what its manifest says? Reads, never writes."""

from __future__ import annotations

import stat
from pathlib import Path

from indexer.errors import CorruptIndex, IndexNotFound
from indexer.files import file_facts

from .format import (
    CURRENT,
    DATA_FILES,
    GENERATIONS,
    MANIFEST,
    MEND,
    Manifest,
    is_generation,
    not_readable,
)

_MANIFEST_LIMIT = 1 << 26  # bytes: a sound manifest of a million sources is smaller


def current_name(index: Path) -> str:
    """The generation that CURRENT names.

    Raises IndexNotFound where nothing was published, CorruptIndex, IndexNotReadable.
    """
    pointer = index / CURRENT
    mode = _mode(pointer)
    if mode is None:
        raise IndexNotFound(
            f"there is no index in {index}", "run `pinpoint index FOLDER` or name another with --index"
        )
    try:
        if not stat.S_ISREG(mode) or pointer.stat().st_size > 100:
            raise CorruptIndex(f"{pointer} does not name a generation", MEND)
        name = pointer.read_bytes().decode("utf-8", "replace").removesuffix("\n")
    except OSError as error:
        raise not_readable(pointer, error) from error
    if not is_generation(name):
        raise CorruptIndex(f"{pointer} does not name a generation: {name[:40]!r}", MEND)
    return name


def name_or_none(index: Path) -> str | None:
    """As `current_name`, None where it names nothing sound."""
    try:
        return current_name(index)
    except (IndexNotFound, CorruptIndex):
        return None


def generation_folder(index: Path, name: str) -> Path:
    """Where the generation of this name lies, whether or not it is there."""
    return index / GENERATIONS / name


def load_manifest(folder: Path) -> Manifest:
    """The manifest of the generation in `folder`.

    Raises IncompatibleIndex, CorruptIndex, IndexNotReadable.
    """
    path = folder / MANIFEST
    if not all(stat.S_ISDIR(_mode(one) or 0) for one in (folder.parent, folder)):
        raise CorruptIndex(f"the index lacks the generation {folder.name} ({folder})", MEND)
    if not stat.S_ISREG(_mode(path) or 0):
        raise CorruptIndex(f"the index lacks a file ({path})", MEND)
    try:
        if path.stat().st_size > _MANIFEST_LIMIT:
            raise CorruptIndex(f"{path} is too large for a manifest", MEND)
        manifest = Manifest.parse(path.read_bytes(), path)
    except OSError as error:
        raise not_readable(path, error) from error
    if manifest.generation != folder.name:
        raise CorruptIndex(f"{path} belongs to another generation, {manifest.generation}", MEND)
    return manifest


def file_problem(folder: Path, name: str, manifest: Manifest, *, verify: bool) -> str:
    """What is wrong with a data file, "" if nothing. verify: also read it all and compare its SHA-256.

    Raises IndexNotReadable.
    """
    path, claimed = folder / name, manifest.files[name]
    if not stat.S_ISREG(_mode(path) or 0):
        return f"the index lacks a file ({path})"
    try:
        size = path.stat().st_size
        if size != claimed.size:
            return f"{name} has {size:,} bytes where the manifest says {claimed.size:,} ({path})"
        if verify and file_facts(path) != claimed:
            return f"{name} was altered since it was written: its SHA-256 differs ({path})"
    except OSError as error:
        raise not_readable(path, error) from error
    return ""


def source_problem(path: Path) -> str:
    """What is wrong with a kept file of a report, whose name is its SHA-256; "" if nothing.

    Reads all of it. Raises IndexNotReadable.
    """
    if not stat.S_ISREG(_mode(path) or 0):
        return f"a report's file is missing ({path})"
    try:
        altered = file_facts(path).sha256 != path.stem
    except OSError as error:
        raise not_readable(path, error) from error
    return f"a report's file was altered: its SHA-256 is not its name ({path})" if altered else ""


def checked_manifest(folder: Path, *, verify: bool) -> Manifest:
    """The manifest, after every data file was found there.

    Raises IncompatibleIndex, CorruptIndex, IndexNotReadable.
    """
    manifest = load_manifest(folder)
    for name in DATA_FILES:
        problem = file_problem(folder, name, manifest, verify=verify)
        if problem:
            raise CorruptIndex(problem, MEND)
    return manifest


def _mode(path: Path) -> int | None:
    """What lies there, links not followed; None for nothing. Raises IndexNotReadable."""
    try:
        return path.lstat().st_mode
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return None
    except OSError as error:
        raise not_readable(path, error) from error
