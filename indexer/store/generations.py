"""Which generation is current, and is it what its manifest says? Reads, never writes."""

from __future__ import annotations

import stat
import threading
import zlib
from pathlib import Path

from indexer.errors import (
    CorruptIndex,
    IndexNotFound,
    IndexNotReadable,
    NothingPublished,
    Remedy,
)
from indexer.files import file_facts

from .backends.address import refuse_address
from .format import (
    CURRENT,
    DATABASE,
    GENERATIONS,
    MANIFEST,
    MEND,
    PARAGRAPH_VECTORS,
    SENTENCE_VECTORS,
    Manifest,
    is_generation,
    not_readable,
)
from .lists.layout import LIST_CODES
from .npy import END, npy_end

_MANIFEST_LIMIT = 1 << 26  # bytes: a sound manifest of a million sources is smaller
_PIECE = 1 << 22  # bytes


def current_name(index: Path) -> str:
    """The generation that CURRENT names.

    Raises NothingPublished where nothing was published, CorruptIndex, IndexNotReadable; InvalidRequest for
    the address of an engine, which has no files.
    """
    refuse_address(index)
    pointer = index / CURRENT
    mode = _mode(pointer)
    if mode is None:
        raise NothingPublished(f"there is no index in {index}", Remedy.MAKE_INDEX)
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
    """As `current_name`, None where it names nothing sound. Raises IndexNotReadable."""
    try:
        return current_name(index)
    except IndexNotReadable:
        raise
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
    """The manifest, after every data file was found there, each array with the generation's name at its end.

    Raises IncompatibleIndex, CorruptIndex, IndexNotReadable.
    """
    manifest = load_manifest(folder)
    for name in manifest.data_files:
        problem = file_problem(folder, name, manifest, verify=verify) or end_problem(
            folder / name, folder.name
        )
        if problem:
            raise CorruptIndex(problem, MEND)
    return manifest


class Fingerprints:
    """Compares files of a generation with the CRC-32 in its manifest, while the caller does something else.

    All but the vectors, which are large and decide only the order of what is found.
    """

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self._folder = folder
        self._manifest = manifest
        self._error: CorruptIndex | None = None
        self._compared = False
        self._thread = threading.Thread(target=self._run, name="pinpoint-fingerprints", daemon=True)
        self._thread.start()

    def finish(self) -> None:
        """Wait for the end. Raises CorruptIndex, IndexNotReadable."""
        self._thread.join()
        if self._error is not None:
            raise self._error
        if not self._compared:  # the thread met what nobody expects
            raise CorruptIndex(f"the files of {self._folder} could not be compared with its manifest", MEND)

    def _run(self) -> None:
        # A large piece at a time: between two, this thread has to wait for its turn to run Python.
        room = bytearray(_PIECE)
        for name in self._manifest.data_files:
            if name in (PARAGRAPH_VECTORS, SENTENCE_VECTORS, LIST_CODES):
                continue
            path, crc = self._folder / name, 0
            try:
                with path.open("rb", buffering=0) as file:
                    while size := file.readinto(room):
                        crc = zlib.crc32(memoryview(room)[:size], crc)
            except OSError as error:
                self._error = not_readable(path, error)
                return
            if crc != self._manifest.files[name].crc32:
                self._error = CorruptIndex(
                    f"{name} was altered since it was written: its CRC-32 differs ({path})", MEND
                )
                return
        self._compared = True


def end_problem(path: Path, generation: str) -> str:
    """What is wrong with the end of an array, which names its generation; "" if nothing, or for no array."""
    if path.name == DATABASE:
        return ""
    try:
        with path.open("rb") as file:
            file.seek(max(0, path.stat().st_size - END))
            same = file.read() == npy_end(generation)
    except OSError as error:
        raise not_readable(path, error) from error
    return "" if same else f"{path.name} belongs to another generation ({path})"


def _mode(path: Path) -> int | None:
    """What lies there, links not followed; None for nothing. Raises IndexNotReadable."""
    try:
        return path.lstat().st_mode
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return None
    except OSError as error:
        raise not_readable(path, error) from error
