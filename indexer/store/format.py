"""What an index folder holds: names, the format's version, the manifest, the records that go in.

docs/index-format.md describes every file, column and dtype.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NamedTuple

from indexer.arrays import Float16Array, Float32Array, Spans
from indexer.errors import (
    CorruptIndex,
    IncompatibleIndex,
    IndexNotReadable,
    system_reason,
    system_remedy,
)
from indexer.files import FileFacts
from indexer.records import Anomaly, Media, Paragraph, Report

from .lists.layout import LIST_FILES

FORMAT_VERSION = 4
LARGE_VERSION = 5  # of an index whose vectors are also kept in lists: see store/lists/
VERSIONS = (FORMAT_VERSION, LARGE_VERSION)
VERSIONS_READ = f"versions {FORMAT_VERSION} and {LARGE_VERSION}"

CURRENT = "CURRENT"
GENERATIONS = "generations"
SOURCES = "sources"
LOCK = "lock"
PENDING = "pending.sqlite"  # begins the names of what an unfinished run has embedded

MANIFEST = "manifest.json"
DATABASE = "reports.sqlite"
PARAGRAPH_VECTORS = "paragraphs.npy"
SENTENCE_VECTORS = "sentences.npy"
SENTENCE_OFFSETS = "sentence_offsets.npy"
LEXICAL_ROWS = "lexical_rows.npy"
LEXICAL_WEIGHTS = "lexical_weights.npy"
DATA_FILES = (
    DATABASE, PARAGRAPH_VECTORS, SENTENCE_VECTORS, SENTENCE_OFFSETS, LEXICAL_ROWS, LEXICAL_WEIGHTS,
)  # fmt: skip

_GENERATION = re.compile(r"gen-(\d{6,12})-[0-9a-f]{8}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_SOURCE_FILE = re.compile(r"[0-9a-f]{64}\.(?:pdf|txt|docx|html)")
# The ending of the copy in `sources/`, by the kind of file that the report was read from.
SUFFIX_OF_MEDIA: dict[Media, str] = {"pdf": ".pdf", "text": ".txt", "word": ".docx", "html": ".html"}
# What to do about a damaged index; `pinpoint index` falls back to what is sound (pipeline/recovery.py).
MEND = "`pinpoint check` lists what is damaged, `pinpoint index FOLDER` mends it"
_REBUILD = "`pinpoint index --rebuild` reads the indexed folders again"


@dataclass(frozen=True, slots=True)
class Source:
    """One file that the indexer looked at, taken or not.

    path: as seen by the indexer, POSIX style; root: the folder or file that was named to it.
    mtime_ns: nanoseconds since 1970. parser: version of the code that read it. report: id of the
    report that it became, None if none. reason: "" or why it was refused ("same bytes as <path>").
    given: what its user says of it, as indexer.given.Given spells it; "" where nothing.
    """

    path: str
    root: str
    sha256: str
    size: int
    mtime_ns: int
    parser: str
    report: str | None
    reason: str
    given: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """A paragraph with what search needs.

    spans: half-open character spans of its k sentences, in text order. vector: (dim,) float32.
    sentence_vectors: (k, dim) float32 or float16. All vectors L2-normalised.
    """

    paragraph: Paragraph
    spans: Spans
    vector: Float32Array
    sentence_vectors: Float32Array | Float16Array


class ReportEntry(NamedTuple):
    """A report with its anomalies in page order and its entries in reading order."""

    report: Report
    anomalies: tuple[Anomaly, ...]
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """Rows of each kind. refused: sources that no report came of. postings: weights in the lexical index."""

    reports: int
    paragraphs: int
    sentences: int
    sources: int
    refused: int
    postings: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What one generation claims to hold; every claim is checked on opening or by store.verify.

    created: ISO 8601, UTC. files: the data files by name. kept: the names in `sources/` that
    this generation needs, sorted. lists: in which a large index keeps its vectors once more, 0 for none.
    """

    generation: str
    created: str
    encoder_name: str
    encoder_revision: str
    dimension: int
    parser: str
    roots: tuple[str, ...]
    counts: Counts
    files: Mapping[str, FileFacts]
    kept: tuple[str, ...]
    format_version: int = FORMAT_VERSION
    lists: int = 0

    @property
    def data_files(self) -> tuple[str, ...]:
        """Names of the files that a generation with this manifest has beside it."""
        return (*DATA_FILES, *LIST_FILES) if self.lists else DATA_FILES

    def serialise(self) -> bytes:
        """The one spelling of this manifest as JSON, ending in a checksum of all the rest."""
        body = asdict(self) | {"roots": list(self.roots), "kept": list(self.kept)}
        if not self.lists:  # as every version 4 was written
            del body["lists"]
        return _spell(body | {"checksum": _checksum(body)})

    @staticmethod
    def parse_any(data: bytes) -> Mapping[str, Any] | None:
        """What an unaltered manifest of any format version says; None for one that was altered.

        Every version has `format_version`, `checksum` and `roots`.
        """
        try:
            body = json.loads(data)
            checksum = body.pop("checksum", None)
            intact = checksum == _checksum(body)
            told: Mapping[str, Any] = body
            return told if intact and type(body["format_version"]) is int else None
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return None

    @classmethod
    def parse(cls, data: bytes, where: Path) -> Manifest:
        """The reverse of `serialise`; a file spelled otherwise was altered.

        Raises IncompatibleIndex for a sound manifest of another format version, else CorruptIndex.
        """
        try:
            body = json.loads(data)
            version = body["format_version"]
            checksum = body.pop("checksum", None)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise _altered(where) from error
        intact = checksum == _checksum(body)
        if type(version) is int and version not in VERSIONS and (intact or checksum is None):
            newer = version > LARGE_VERSION
            raise IncompatibleIndex(
                f"the index has format version {version}, this program reads {VERSIONS_READ}",
                "update the program" if newer else _REBUILD,
                newer=newer,
            )
        if not intact:
            raise _altered(where)
        try:
            manifest = cls(
                **(
                    body
                    | {
                        "roots": tuple(body["roots"]),
                        "counts": Counts(**body["counts"]),
                        "files": {name: FileFacts(**facts) for name, facts in body["files"].items()},
                        "kept": tuple(body["kept"]),
                    }
                )
            )
        except (KeyError, TypeError, AttributeError) as error:
            raise _altered(where) from error
        if manifest.serialise() != data or not manifest._plausible():
            raise _altered(where)
        return manifest

    def _plausible(self) -> bool:
        numbers = [
            self.dimension,
            self.lists,
            *asdict(self.counts).values(),
            *(facts.size for facts in self.files.values()),
            *(facts.crc32 for facts in self.files.values()),
        ]
        return (
            all(type(number) is int and number >= 0 for number in numbers)
            and self.dimension > 0
            and self.format_version == (LARGE_VERSION if self.lists else FORMAT_VERSION)
            and set(self.files) == set(self.data_files)
            and all(is_sha256(facts.sha256) for facts in self.files.values())
            and is_generation(self.generation)
            and all(isinstance(name, str) and is_source_file(name) for name in self.kept)
        )


def is_generation(name: str) -> bool:
    """Whether `name` is written as a generation is, as in "gen-000007-0a1b2c3d"."""
    return _GENERATION.fullmatch(name) is not None


def generation_number(name: str) -> int:
    """7 for "gen-000007-0a1b2c3d"; 0 for a name that is not a generation's."""
    found = _GENERATION.fullmatch(name)
    return int(found[1]) if found else 0


def generation_name(number: int, tag: str) -> str:
    """tag: eight hexadecimal digits."""
    return f"gen-{number:06d}-{tag}"


def is_sha256(text: object) -> bool:
    """Whether `text` is 64 hexadecimal digits in small letters."""
    return isinstance(text, str) and _SHA256.fullmatch(text) is not None


def is_source_file(name: str) -> bool:
    """Whether `name` is that of a file kept in `sources/`: its SHA-256 and an ending."""
    return _SOURCE_FILE.fullmatch(name) is not None


def source_file(sha256: str, media: Media) -> str:
    """Name in `sources/` of the bytes that a report was read from; media: as in Report."""
    return f"{sha256}{SUFFIX_OF_MEDIA[media]}"


def not_readable(path: Path, error: OSError) -> CorruptIndex:
    """Why a file of the index could not be read: gone, which is damage, or kept from us, which may not be."""
    if isinstance(error, (FileNotFoundError, NotADirectoryError)):
        return CorruptIndex(f"the index lacks a file ({path})", MEND)
    rights = isinstance(error, PermissionError)
    return IndexNotReadable(
        f"{path} cannot be read ({system_reason(error)})",
        "check who may read that folder" if rights else system_remedy(error),
    )


def _checksum(body: Mapping[str, Any]) -> str:
    return hashlib.sha256(_spell(body)).hexdigest()


def _spell(body: Mapping[str, Any]) -> bytes:
    return (json.dumps(body, sort_keys=True, indent=1) + "\n").encode("ascii")


def _altered(where: Path) -> CorruptIndex:
    return CorruptIndex(f"{where.name} of the index is damaged or was altered ({where})", MEND)
