"""The list that comes first in an archive: each file with size and SHA-256, and which index it is."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from indexer.errors import ArchiveRefused, CorruptIndex, IncompatibleIndex
from indexer.store.format import MANIFEST, VERSIONS, VERSIONS_READ, Manifest, is_sha256
from indexer.terminal import shortened

from .names import END, LIST, MOST_OF_A_FILE, SIGNATURE, data_file, expected, refused, room, source

KIND = "pinpoint index archive"
ARCHIVE_VERSION = 1
GZIP = "gzip"
_NAME = re.compile(r"(?:generation|sources)/[0-9a-z_]{1,64}\.[a-z]{1,8}")
_MOST_RATIO, _SLACK = 200, 1 << 20  # a small database shrinks well; nothing of ours shrinks more


@dataclass(frozen=True, slots=True)
class PackedFile:
    """One file. name: in the archive, without ".gz". size, sha256: as it is in the index.

    stored_size, stored_sha256: as it lies in the archive.

    encoding: "gzip", or "" where it lies there as it is. Sizes in bytes.
    """

    name: str
    size: int
    sha256: str
    encoding: str
    stored_size: int
    stored_sha256: str

    @property
    def stored_name(self) -> str:
        """Its name in the archive."""
        return self.name + (".gz" if self.encoding else "")

    def problem(self) -> str:
        """Why it can be no file of an archive, "" if nothing speaks against it."""
        if not _NAME.fullmatch(self.name):
            return f"a file in it has a name that none of an index has ({shortened(self.name)!r})"
        sizes = (self.size, self.stored_size)
        if not all(type(size) is int and 0 <= size <= MOST_OF_A_FILE for size in sizes):
            return f"{self.name} claims a size that cannot be"
        if not (is_sha256(self.sha256) and is_sha256(self.stored_sha256)):
            return f"{self.name} has no SHA-256"
        if self.encoding not in ("", GZIP):
            return f"{self.name} is packed in a way that this program does not know"
        if not self.encoding and (self.size, self.sha256) != (self.stored_size, self.stored_sha256):
            return f"{self.name} has two sizes"
        if self.size > _MOST_RATIO * self.stored_size + _SLACK:
            return f"{self.name} claims to unpack to {self.size:,} bytes from {self.stored_size:,}"
        return ""


@dataclass(frozen=True, slots=True)
class Listing:
    """What an archive says of itself. created: ISO 8601, UTC. program: the version that packed it.

    encoder_name, encoder_revision, dimension, index_version: of the index. reports: ids, in its order.
    paragraphs: their number. built: when the index was made, ISO 8601. files: in the order of the archive.
    """

    created: str
    program: str
    index_version: int
    encoder_name: str
    encoder_revision: str
    dimension: int
    reports: tuple[str, ...]
    paragraphs: int
    built: str
    files: tuple[PackedFile, ...]

    @classmethod
    def of(
        cls,
        manifest: Manifest,
        reports: Sequence[str],
        files: Sequence[PackedFile],
        created: str,
        program: str,
    ) -> Listing:
        """The list of an index's archive. manifest: as it is packed."""
        return cls(
            created,
            program,
            manifest.format_version,
            manifest.encoder_name,
            manifest.encoder_revision,
            manifest.dimension,
            tuple(reports),
            manifest.counts.paragraphs,
            manifest.created,
            tuple(files),
        )

    def serialise(self) -> bytes:
        """The one spelling of this list as JSON."""
        body = asdict(self) | {
            "reports": list(self.reports),
            "files": [asdict(file) for file in self.files],
            "format": KIND,
            "format_version": ARCHIVE_VERSION,
        }
        return _spell(body | {"checksum": _checksum(body)})

    @classmethod
    def parse(cls, data: bytes) -> Listing:
        """The reverse of `serialise`; a list that is spelled otherwise was altered. Raises ArchiveRefused."""
        try:
            body = json.loads(data)
            checksum = body.pop("checksum", None)
            intact, kind, version = checksum == _checksum(body), body.pop("format"), body["format_version"]
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise _altered() from error
        if not intact or kind != KIND or type(version) is not int:
            raise _altered()
        if version != ARCHIVE_VERSION:
            newer = version > ARCHIVE_VERSION
            raise refused(
                f"the archive has format version {version}, this program reads version {ARCHIVE_VERSION}",
                "update the program" if newer else "ask for one that was packed by a newer Pinpoint",
            )
        del body["format_version"]
        try:
            files = tuple(PackedFile(**facts) for facts in body["files"])
            listing = cls(**body | {"files": files, "reports": tuple(body["reports"])})
            plausible = listing._is_plausible() and listing.serialise() == data
        except (KeyError, TypeError, AttributeError, ValueError, RecursionError) as error:
            raise _altered() from error
        if not plausible:
            raise _altered()
        for file in listing.files:
            if problem := file.problem():
                raise refused(f"the archive is not sound: {problem}")
        return listing

    def _is_plausible(self) -> bool:
        texts = [item.name for item in fields(self) if item.type == "str"]
        numbers = [item.name for item in fields(self) if item.type == "int"]
        return (
            all(isinstance(getattr(self, name), str) for name in texts)
            and all(type(getattr(self, name)) is int and getattr(self, name) >= 0 for name in numbers)
            and all(isinstance(identity, str) for identity in self.reports)
            and all(isinstance(file.name, str) and isinstance(file.encoding, str) for file in self.files)
        )

    def length(self, signature: bytes) -> int:
        """Bytes of the whole archive. signature: b"" where there is none."""
        signed = room(SIGNATURE, len(signature)) if signature else 0
        whole = room(LIST, len(self.serialise())) + signed + len(END)
        return whole + sum(room(file.stored_name, file.stored_size) for file in self.files)

    @property
    def unpacked(self) -> int:
        """Bytes of all files as they are in the index."""
        return sum(file.size for file in self.files)

    def check_index(self, data: bytes) -> Manifest:
        """The index's manifest, which the archive holds, where both say the same. Raises ArchiveRefused."""
        try:
            manifest = Manifest.parse(data, Path(MANIFEST))
        except IncompatibleIndex as error:
            raise self._other_version() from error
        except CorruptIndex as error:
            raise refused("the archive is not sound: the manifest of its index was altered") from error
        texts = (
            manifest.created, manifest.encoder_name, manifest.encoder_revision, manifest.parser,
            *manifest.roots,
        )  # fmt: skip
        listed = {file.name: (file.sha256, file.size) for file in self.files}
        claimed = {data_file(name): (it.sha256, it.size) for name, it in manifest.files.items()}
        kept = tuple(sorted(set(manifest.kept)))
        same = Listing.of(manifest, self.reports, self.files, self.created, self.program) == self
        if (
            not all(isinstance(text, str) for text in texts)
            or not same
            or len(self.reports) != manifest.counts.reports
            or kept != manifest.kept
            or [file.name for file in self.files] != list(expected(manifest))
            or any(listed[name] != facts for name, facts in claimed.items())
            or any(listed[source(name)][0] != name.partition(".")[0] for name in kept)
        ):
            raise refused("the archive is not sound: its list and the manifest of its index disagree")
        return manifest

    def check_version(self) -> None:
        """Raises ArchiveRefused for an index of a format that this program does not read."""
        if self.index_version not in VERSIONS:
            raise self._other_version()

    def _other_version(self) -> ArchiveRefused:
        newer = self.index_version > max(VERSIONS)
        return refused(
            f"the index in it has format version {self.index_version}, this program reads {VERSIONS_READ}",
            "update the program" if newer else "ask for one that was made by a newer Pinpoint",
        )


def _checksum(body: Mapping[str, Any]) -> str:
    return hashlib.sha256(_spell(body)).hexdigest()


def _spell(body: Mapping[str, Any]) -> bytes:
    return (json.dumps(body, sort_keys=True, indent=1) + "\n").encode("ascii")


def _altered() -> ArchiveRefused:
    return refused("the list of files in the archive is damaged or was altered")
