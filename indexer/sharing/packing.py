"""An index becomes one file, every byte checked on the way, which appears whole or not at all."""

from __future__ import annotations

import hashlib
import os
import tempfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import BinaryIO

from indexer import files
from indexer.errors import CorruptIndex, InvalidRequest, PinpointError, system_reason, system_remedy
from indexer.files import TEMPORARY, FileFacts
from indexer.pipeline.summary import Progress, Silent
from indexer.store.format import SOURCES, Manifest, not_readable
from indexer.store.generations import generation_folder
from indexer.store.reader import IndexReader

from . import signatures
from .listing import GZIP, Listing, PackedFile
from .names import (
    END,
    INDEX_MANIFEST,
    LIST,
    MOST_OF_A_FILE,
    MOST_OF_THE_LIST,
    SIGNATURE,
    data_file,
    header,
    padding,
    source,
)
from .steps import Steps

_LEVEL = 1  # of gzip: higher ones take three times as long for two hundredths less
_WORTH = 0.9  # of its size: what shrinks less stays as it is
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Packed:
    """What was made. sha256, size: of the archive. unpacked: bytes of what is in it. sources: reports' files.

    signed_by: the key's fingerprint, "" for none. roots: the folders that the index says it was made from.
    refused: how many files it names that could not be read.
    """

    path: Path
    size: int
    sha256: str
    unpacked: int
    reports: int
    paragraphs: int
    sources: int
    built: str
    signed_by: str
    roots: tuple[str, ...]
    refused: int


@dataclass(frozen=True, slots=True)
class _Ready:
    """A file, and where the bytes lie that go into the archive: `path` from `start` on, or in `made`."""

    facts: PackedFile
    path: Path | None
    made: bytes = b""
    start: int = 0


def pack_index(
    index: Path,
    to: Path,
    *,
    sources: bool = True,
    sign: Path | Callable[[bytes], bytes] | None = None,
    replace_file: bool = False,
    progress: Progress | None = None,
) -> Packed:
    """Write what is published in the folder `index` into the file `to`, which `unpack_index` takes.

    sources: with the files that the reports were read from. sign: a private Ed25519 key of OpenSSH, or what
    signs bytes with one.
    replace_file: a file that is there is replaced. Nothing in the index is changed, and
    it need not be writable.

    Raises InvalidRequest for a name or key that cannot be used, CorruptIndex for an index that is not whole,
    and what opening an index raises. Then `to` is as it was.
    """
    if to.is_dir() or (os.path.lexists(to) and not replace_file):
        what = "a folder" if to.is_dir() else "there already"
        raise InvalidRequest(f"{to} is {what}", "name another file with --to, or add --yes to replace a file")
    if not to.absolute().parent.is_dir():
        raise InvalidRequest(f"there is no folder {to.absolute().parent}", "make it, or name another file")
    with IndexReader.open(index, verify=True) as reader:
        whole, reports = reader.manifest, [report.id for report in reader.reports()]
    progress = progress or Silent()
    manifest = whole if sources else replace(whole, kept=())
    try:
        with tempfile.TemporaryFile(dir=to.absolute().parent) as shrunk:
            ready = list(_ready(index, manifest, shrunk, progress))
            now = datetime.now(UTC).isoformat(timespec="seconds")
            facts = [item.facts for item in ready]
            listing = Listing.of(manifest, reports, facts, now, program_version())
            head = listing.serialise()
            if len(head) > MOST_OF_THE_LIST:
                raise InvalidRequest("the index has too many reports for one archive", "")
            signature = b""
            if sign is not None:
                signature = sign(head) if callable(sign) else signatures.sign(head, sign)
            written = _write(to, head, signature, ready, shrunk, progress, listing)
    except OSError as error:
        raise PinpointError(
            f"{to} could not be written ({system_reason(error)})", system_remedy(error)
        ) from error
    return Packed(
        path=to,
        size=written.size,
        sha256=written.sha256,
        unpacked=listing.unpacked,
        reports=len(reports),
        paragraphs=listing.paragraphs,
        sources=len(manifest.kept),
        built=manifest.created,
        signed_by=signatures.fingerprint(signatures.signer(head, signature)) if signature else "",
        roots=manifest.roots,
        refused=manifest.counts.refused,
    )


def program_version() -> str:
    """The version of this program, as the list names it."""
    try:
        return version("pinpoint-reports")
    except PackageNotFoundError:
        return "not installed"


def _ready(index: Path, manifest: Manifest, shrunk: BinaryIO, progress: Progress) -> Iterator[_Ready]:
    """Each file in the archive's order, shrunk where that is worth it. Raises CorruptIndex."""
    data = manifest.serialise()
    digest = hashlib.sha256(data).hexdigest()
    yield _Ready(PackedFile(INDEX_MANIFEST, len(data), digest, "", len(data), digest), None, data)
    folder = generation_folder(index, manifest.generation)
    total = sum(facts.size for facts in manifest.files.values())
    steps = Steps("packing the index", total, progress)
    for name in manifest.data_files:
        claimed = manifest.files[name]
        yield _shrunk(folder / name, data_file(name), claimed.sha256, shrunk, steps)
    steps = Steps("packing the reports' files", _sizes(index, manifest), progress)
    for name in manifest.kept:
        yield _shrunk(index / SOURCES / name, source(name), name.partition(".")[0], shrunk, steps)


def _sizes(index: Path, manifest: Manifest) -> int:
    total = 0
    for name in manifest.kept:
        path = index / SOURCES / name
        if not files.is_plain_file(path):
            raise CorruptIndex(
                f"a report's file is missing ({path})",
                "index its folder again, or pack --without-sources",
            )
        total += path.stat().st_size
    return total


def _shrunk(path: Path, name: str, sha256: str, shrunk: BinaryIO, steps: Steps) -> _Ready:
    """The file, and its bytes with gzip at the end of `shrunk` if that is worth it. Raises CorruptIndex."""
    start = shrunk.seek(0, os.SEEK_END)
    # The header has no name and no time: the same file always gives the same bytes.
    pack = zlib.compressobj(_LEVEL, wbits=31)
    before, after = hashlib.sha256(), hashlib.sha256()
    size = packed = 0
    for chunk in _read(path):
        before.update(chunk)
        size += len(chunk)
        packed += _kept(shrunk, after, pack.compress(chunk))
        steps.advance(len(chunk))
    packed += _kept(shrunk, after, pack.flush())
    if before.hexdigest() != sha256:
        raise CorruptIndex(
            f"{path} changed while it was being packed, or is damaged",
            "`pinpoint check` lists what is damaged; else pack again",
        )
    if size > MOST_OF_A_FILE:
        raise InvalidRequest(f"{path} is too large for an archive ({size:,} bytes)", "")
    if packed < _WORTH * size:
        return _Ready(PackedFile(name, size, sha256, GZIP, packed, after.hexdigest()), None, b"", start)
    shrunk.truncate(start)
    return _Ready(PackedFile(name, size, sha256, "", size, sha256), path)


def _read(path: Path) -> Iterator[bytes]:
    """What cannot be read of the index is said of the index, not of the archive. Raises CorruptIndex."""
    try:
        yield from files.read_chunks(path)
    except OSError as error:
        raise not_readable(path, error) from error


def _kept(file: BinaryIO, digest: hashlib._Hash, data: bytes) -> int:
    digest.update(data)
    return file.write(data)


def _write(
    to: Path,
    head: bytes,
    signature: bytes,
    ready: list[_Ready],
    shrunk: BinaryIO,
    progress: Progress,
    listing: Listing,
) -> FileFacts:
    """Write the archive beside its place, flush it, and give it its name."""
    temporary = to.with_name(to.name + TEMPORARY)
    steps = Steps("writing", listing.length(signature), progress)

    def pieces() -> Iterator[bytes]:
        for name, data in ((LIST, head), (SIGNATURE, signature)):
            if data:
                yield header(name, len(data)) + data + padding(len(data))
        for item in ready:
            size = item.facts.stored_size
            yield header(item.facts.stored_name, size)
            digest = hashlib.sha256()
            for chunk in _bytes_of(item, shrunk):
                digest.update(chunk)
                steps.advance(len(chunk))
                yield chunk
            if digest.hexdigest() != item.facts.stored_sha256:
                raise CorruptIndex(f"{item.path} changed while it was being packed", "pack again")
            yield padding(size)
        yield END

    files.remove(temporary)
    try:
        facts = files.write_file(temporary, pieces())
        files.replace(temporary, to)
    finally:
        files.remove(temporary)
    return facts


def _bytes_of(item: _Ready, shrunk: BinaryIO) -> Iterator[bytes]:
    if item.made:
        yield item.made
    elif item.path is not None:
        yield from _read(item.path)
    else:
        shrunk.seek(item.start)
        left = item.facts.stored_size
        while left and (chunk := shrunk.read(min(left, _PIECE))):
            left -= len(chunk)
            yield chunk
