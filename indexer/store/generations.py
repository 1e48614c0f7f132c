"""Which generation is current, and is it what its manifest says? Reads, never writes."""

from __future__ import annotations

from pathlib import Path

from indexer.errors import CorruptIndex, IndexNotFound
from indexer.files import file_facts, is_plain_file, is_plain_folder

from .format import CURRENT, DATA_FILES, GENERATIONS, MANIFEST, Manifest, is_generation

_REBUILD = "index the reports again"
_MANIFEST_LIMIT = 1 << 26  # bytes: a sound manifest of a million sources is smaller


def current_name(index: Path) -> str:
    """The generation that CURRENT names. Raises IndexNotFound where nothing was published, CorruptIndex."""
    pointer = index / CURRENT
    try:
        if not pointer.is_symlink() and not pointer.exists():
            raise IndexNotFound(
                f"there is no index in {index}", "run `pinpoint index FOLDER` or name another with --index"
            )
        if not is_plain_file(pointer) or pointer.stat().st_size > 100:
            raise CorruptIndex(f"{pointer} does not name a generation", _REBUILD)
        name = pointer.read_bytes().decode("utf-8", "replace").removesuffix("\n")
    except OSError as error:
        raise CorruptIndex(
            f"{pointer} cannot be read ({error.strerror})", "check who may read that folder"
        ) from error
    if not is_generation(name):
        raise CorruptIndex(f"{pointer} does not name a generation: {name[:40]!r}", _REBUILD)
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
    """The manifest of the generation in `folder`. Raises IncompatibleIndex, CorruptIndex."""
    path = folder / MANIFEST
    if not is_plain_folder(folder.parent) or not is_plain_folder(folder):
        raise CorruptIndex(f"the index lacks the generation {folder.name} ({folder})", _REBUILD)
    if not is_plain_file(path):
        raise CorruptIndex(f"the index lacks a file ({path})", _REBUILD)
    try:
        if path.stat().st_size > _MANIFEST_LIMIT:
            raise CorruptIndex(f"{path} is too large for a manifest", _REBUILD)
        manifest = Manifest.parse(path.read_bytes(), path)
    except OSError as error:
        raise CorruptIndex(
            f"{path} cannot be read ({error.strerror})", "check who may read that folder"
        ) from error
    if manifest.generation != folder.name:
        raise CorruptIndex(f"{path} belongs to another generation, {manifest.generation}", _REBUILD)
    return manifest


def file_problem(folder: Path, name: str, manifest: Manifest, *, verify: bool) -> str:
    """What is wrong with a data file, "" if nothing. verify: also read it all and compare its SHA-256."""
    path, claimed = folder / name, manifest.files[name]
    if not is_plain_file(path):
        return f"the index lacks a file ({path})"
    try:
        size = path.stat().st_size
        if size != claimed.size:
            return f"{name} has {size:,} bytes where the manifest says {claimed.size:,} ({path})"
        if verify and file_facts(path) != claimed:
            return f"{name} was altered since it was written: its SHA-256 differs ({path})"
    except OSError as error:
        return f"{path} cannot be read ({error.strerror})"
    return ""


def checked_manifest(folder: Path, *, verify: bool) -> Manifest:
    """The manifest, after every data file was found there. Raises IncompatibleIndex, CorruptIndex."""
    manifest = load_manifest(folder)
    for name in DATA_FILES:
        problem = file_problem(folder, name, manifest, verify=verify)
        if problem:
            raise CorruptIndex(problem, _REBUILD)
    return manifest
