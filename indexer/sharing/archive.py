"""An archive that is read: from its first byte to its last, once, and only as it would have been written."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType

from indexer.errors import InvalidRequest, system_reason, system_remedy
from indexer.store.format import Manifest

from .listing import GZIP, Listing, PackedFile
from .names import (
    BLOCK,
    END,
    INDEX_MANIFEST,
    LIST,
    MOST_OF_A_SIGNATURE,
    MOST_OF_THE_LIST,
    SIGNATURE,
    header,
    padding,
    refused,
)

OnBytes = Callable[[int], None]  # bytes that were read since the last call

_PIECE = 1 << 20
_SIZE = slice(124, 136)  # of a tar header
_ONCE = 1 << 26  # bytes: an index's manifest is held in memory


class Archive(AbstractContextManager["Archive"]):
    """An open archive: its list is read and is what its checksum says; the rest is not looked at yet.

    Nothing in it is followed or taken at its word: each tar header, the padding and the end are compared
    with the only ones there can be. listing, signature (b"" for none), head: the bytes of the list, which
    are signed.
    Raises ArchiveRefused; InvalidRequest where the file cannot be read.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            if not path.is_file():
                raise InvalidRequest(f"{path} is no file", "name the file that `pinpoint pack` made")
            self._file = path.open("rb")
            self._begin(path.stat().st_size)
        except OSError as error:
            raise _unreadable(path, error) from error

    def _begin(self, size: int) -> None:
        try:
            self.head = self._named(LIST, MOST_OF_THE_LIST)
            self.listing = Listing.parse(self.head)
            self.listing.check_version()
            place = self._file.tell()
            next_header = self._file.read(BLOCK)
            self._file.seek(place)
            signed = next_header.startswith(SIGNATURE.encode() + b"\0")
            self.signature = self._named(SIGNATURE, MOST_OF_A_SIGNATURE) if signed else b""
            self._start = self._file.tell()
            self.size = self.listing.length(self.signature)
            if size < self.size:
                raise refused(f"the archive is cut short: it has {size:,} of {self.size:,} bytes")
            if size > self.size:
                raise refused(f"the archive has {size - self.size:,} bytes more than it says")
        except BaseException:
            self._file.close()
            raise

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def manifest(self) -> Manifest:
        """The index's own, where it and the list say the same."""
        for file, chunks in self.files():
            if file.name == INDEX_MANIFEST and file.size <= _ONCE:
                return self.listing.check_index(b"".join(chunks))
            break
        raise refused("the archive is not sound: it does not begin with the manifest of its index")

    def check(self, on_bytes: OnBytes) -> None:
        """Read it all; nothing is written. Raises ArchiveRefused at the first byte that is not as listed."""
        for _, chunks in self.files():
            for chunk in chunks:
                on_bytes(len(chunk))

    def files(self) -> Iterator[tuple[PackedFile, Iterator[bytes]]]:
        """Each file with its bytes as they are in the index. What is not read of one is read before the next.

        The last piece of a file comes before its SHA-256 is compared; the iterator's end says that it is
        right.
        """
        self._file.seek(self._start)
        for file in self.listing.files:
            self._expect(header(file.stored_name, file.stored_size), f"the header of {file.name}")
            chunks = self._unpacked(file)
            yield file, chunks
            for _ in chunks:
                pass
            self._expect(padding(file.stored_size), f"what follows {file.name}")
        self._expect(END, "its end")
        if self._file.read(1):
            raise refused("the archive has more bytes than it says")

    def _unpacked(self, file: PackedFile) -> Iterator[bytes]:
        digest, size = hashlib.sha256(), 0
        for chunk in _decoded(file, self._stored(file)):
            size += len(chunk)
            if size > file.size:
                raise refused(f"{file.name} in the archive has more than the {file.size:,} bytes it claims")
            digest.update(chunk)
            yield chunk
        if (size, digest.hexdigest()) != (file.size, file.sha256):
            raise refused(f"{file.name} in the archive was altered: its SHA-256 differs")

    def _stored(self, file: PackedFile) -> Iterator[bytes]:
        digest, left = hashlib.sha256(), file.stored_size
        while left:
            chunk = self._read(min(left, _PIECE))
            left -= len(chunk)
            digest.update(chunk)
            yield chunk
        if digest.hexdigest() != file.stored_sha256:
            raise refused(f"{file.name} in the archive was altered: its SHA-256 differs")

    def _named(self, name: str, most: int) -> bytes:
        """All of a file whose size only its header tells."""
        head = self._file.read(BLOCK)
        digits = head[_SIZE].rstrip(b"\0")
        size = int(digits, 8) if digits and not digits.strip(b"01234567") else -1
        if not 0 <= size <= most or head != header(name, size):
            if name == LIST:
                raise refused(f"{self.path} was not made by `pinpoint pack`, or its first bytes were altered")
            raise refused(f"the header of {name} in the archive was altered")
        data = self._read(size)
        self._expect(padding(size), f"what follows {name}")
        return data

    def _expect(self, wanted: bytes, what: str) -> None:
        if self._read(len(wanted)) != wanted:
            raise refused(f"the archive was altered: {what} is not as it was written")

    def _read(self, size: int) -> bytes:
        try:
            data = self._file.read(size)
        except OSError as error:
            raise _unreadable(self.path, error) from error
        if len(data) < size:
            raise refused("the archive is cut short")
        return data


def _decoded(file: PackedFile, chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Never more than a piece at a time, whatever the packed bytes would become."""
    if file.encoding != GZIP:
        yield from chunks
        return
    unpack = zlib.decompressobj(wbits=31)
    try:
        for chunk in chunks:
            if unpack.eof:
                raise refused(f"{file.name} in the archive has bytes after its end")
            while chunk and not unpack.eof:
                yield unpack.decompress(chunk, _PIECE)
                chunk = unpack.unconsumed_tail
            if unpack.unused_data:
                raise refused(f"{file.name} in the archive has bytes after its end")
        while not unpack.eof and (piece := unpack.decompress(b"", _PIECE)):
            yield piece
    except zlib.error as error:
        raise refused(f"{file.name} in the archive cannot be unpacked") from error
    if not unpack.eof:
        raise refused(f"{file.name} in the archive is cut short")


def _unreadable(path: Path, error: OSError) -> InvalidRequest:
    return InvalidRequest(f"{path} cannot be read ({system_reason(error)})", system_remedy(error))
