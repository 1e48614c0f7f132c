"""Who reads and embeds for a run: this process, or others too (shards/). All else of a run is the same."""

from __future__ import annotations

import hashlib
import importlib
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeAlias

from indexer.arrays import Spans
from indexer.encoders.protocol import Encoder
from indexer.locations import corpus_folder
from indexer.sandbox.limits import ReadLimits
from indexer.sandbox.pool import Reading, read_all

from .journal import TextVectors
from .summary import Progress


@dataclass(frozen=True, slots=True)
class Job:
    """What a run says of its reading. encoder: None where no file can be read. reader: "module:function".

    index: the folder of the index. parser: what decides how a file is read, as `parser_version` gives it.
    """

    index: Path
    encoder: Encoder | None
    parser: str
    limits: ReadLimits
    workers: int | None
    reader: str
    progress: Progress


class Hands(Protocol):
    """Reads files and may embed what they say. What comes of a file is the same, whoever reads it."""

    @property
    def reread(self) -> bool:
        """Whether known files are read again for another encoder, because others then embed them."""
        ...

    def read(self, batch: Mapping[Path, str], given: Mapping[Path, str]) -> Generator[Reading, None, None]:
        """As `read_all`. batch: file -> SHA-256 of what it held a moment ago."""
        ...

    def vectors(self, sha256: str, text: str, spans: Spans) -> TextVectors | None:
        """Those made for a text of the report with these bytes; None if nobody made any."""
        ...

    def done(self, generation: str) -> None:
        """All that was read and embedded is in the published generation, and may go."""
        ...


HandsFor: TypeAlias = Callable[[Job], Hands]


class OwnHands:
    """Reading processes of this machine; embeds nothing beforehand."""

    reread = False

    def __init__(self, job: Job) -> None:
        self._job = job

    def read(self, batch: Mapping[Path, str], given: Mapping[Path, str]) -> Generator[Reading, None, None]:
        """As `Hands.read`."""
        job = self._job
        return read_all(batch, job.limits, workers=job.workers, reader=job.reader, given=given)

    def vectors(self, sha256: str, text: str, spans: Spans) -> TextVectors | None:
        """None: they are made when all is read."""
        return None

    def done(self, generation: str) -> None:
        """Does nothing."""
        return


def parser_version(reader: str) -> str:
    """What decides how a file is read: the reader's version, and the tables of facts that it consults."""
    version = importlib.import_module(reader.partition(":")[0]).PARSER_VERSION
    tables = b"".join((corpus_folder() / name).read_bytes() for name in ("authorities.csv", "catalogue.csv"))
    return f"{version}+{hashlib.sha256(tables).hexdigest()[:8]}"
