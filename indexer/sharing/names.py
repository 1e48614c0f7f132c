"""What an archive holds, in which order, under which names: docs/sharing/format.md says it byte for byte."""

from __future__ import annotations

from indexer.errors import ArchiveRefused
from indexer.store.format import MANIFEST, SOURCES, Manifest

LIST = "pinpoint.json"  # first in every archive: what else is in it
SIGNATURE = "pinpoint.json.sig"  # second, where it is signed
GENERATION = "generation"
INDEX_MANIFEST = f"{GENERATION}/{MANIFEST}"

BLOCK = 512  # bytes: tar counts in these
END = bytes(2 * BLOCK)
_TIME = b"00000000000\0"
MOST_OF_A_FILE = 8 * 1024**3 - 1  # bytes: a plain tar header has no room for more
MOST_OF_THE_LIST = 1 << 24  # bytes: of some fifty thousand reports
MOST_OF_A_SIGNATURE = 1 << 12  # bytes


def data_file(name: str) -> str:
    """Where a data file of the generation lies in the archive."""
    return f"{GENERATION}/{name}"


def source(name: str) -> str:
    """Where the file that a report was read from lies. name: as in the index's `sources/`."""
    return f"{SOURCES}/{name}"


def expected(manifest: Manifest) -> tuple[str, ...]:
    """The names of all files after the list and its signature, in order."""
    data = (data_file(name) for name in manifest.data_files)
    return (INDEX_MANIFEST, *data, *(source(name) for name in manifest.kept))


def header(name: str, size: int) -> bytes:
    """The one tar header that a file may have: POSIX ustar, 512 bytes. name: ASCII, up to 100."""
    # Written out here: libraries may fill the fields that do not matter in another way with each version.
    before = (
        name.encode("ascii").ljust(100, b"\0") + b"0000644\0" + 2 * b"0000000\0" + b"%011o\0" % size + _TIME
    )
    after = b"0" + bytes(100) + b"ustar\00000"
    total = sum(before) + sum(after) + 8 * ord(" ")
    return (before + b"%06o\0 " % total + after).ljust(BLOCK, b"\0")


def padding(size: int) -> bytes:
    """The NULs that fill the last block of a file."""
    return bytes(-size % BLOCK)


def room(name: str, size: int) -> int:
    """Bytes that a file takes in an archive, with its header and padding."""
    return len(header(name, size)) + size + len(padding(size))


def refused(problem: str, remedy: str = "ask for the file again, or download it again") -> ArchiveRefused:
    """The error for an archive that is not used."""
    return ArchiveRefused(problem, remedy)
