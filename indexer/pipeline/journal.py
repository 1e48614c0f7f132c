"""What a run has embedded so far, on disk, so that one that was interrupted need not embed it again."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import time
import zlib
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

import numpy as np

from indexer.arrays import Float16Array, Float32Array, Spans
from indexer.errors import PublishFailed, system_reason
from indexer.files import TEMPORARY, refusal, remove
from indexer.store.database import system_error
from indexer.store.format import CURRENT, PENDING

JOURNAL = PENDING

_VERSION = 1
_SCHEMA = f"""
BEGIN;
CREATE TABLE vectors (key BLOB PRIMARY KEY, paragraph BLOB, sentences BLOB, crc32 INTEGER);
PRAGMA user_version = {_VERSION};
COMMIT;
"""
_COMMIT_SECONDS = 2.0
_FLOAT32, _FLOAT16 = np.dtype("<f4"), np.dtype("<f2")


class TextVectors(NamedTuple):
    """paragraph: (dim,) float32; sentences: (number of spans, dim) float16. L2-normalised."""

    paragraph: Float32Array
    sentences: Float16Array


class EmbeddingJournal:
    """Vectors by text, sentence spans and encoder, in one SQLite file of the index folder.

    For the one process that holds the index locked. A file that is damaged is begun anew: it holds
    nothing that cannot be made again. Use it as a context manager, which commits on leaving.
    sealed: a finished one, for any number of readers; no lock is asked for, and it must be there and whole.
    Raises PublishFailed where the disk refuses.
    """

    def __init__(
        self,
        index: Path,
        encoder_name: str,
        encoder_revision: str,
        dimension: int,
        *,
        sealed: bool = False,
    ) -> None:
        self._path = index / JOURNAL
        self._encoder = [encoder_name, encoder_revision, dimension]
        self._dimension = dimension
        self._next_commit = 0.0
        if sealed:
            place = f"{self._path.absolute().as_uri()}?mode=ro&immutable=1"
            self._database = sqlite3.connect(place, uri=True)
            return
        try:
            self._database = self._open()
        except sqlite3.Error as error:
            if system_error(error, self._path) is not None:
                raise self._failed(error) from error  # what it holds may be sound: it is kept
            discard(index)
            try:
                self._database = self._open()
            except sqlite3.Error as error:
                raise self._failed(error) from error

    def __enter__(self) -> EmbeddingJournal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._database.commit()
        except sqlite3.Error as trouble:
            if error is None:  # else that error says what went wrong
                raise self._failed(trouble) from trouble
        finally:
            self.close()

    def close(self) -> None:
        """Without a commit: for a sealed one."""
        self._database.close()

    def add(self, text: str, spans: Spans, vectors: TextVectors) -> None:
        """Lost if the process is killed within the next two seconds or so, else kept.

        Raises ValueError for vectors that are not of unit length or not one for each span.
        """
        paragraph, sentences = vectors
        if paragraph.shape != (self._dimension,) or sentences.shape != (len(spans), self._dimension):
            raise ValueError(
                f"vectors of shape {paragraph.shape} and {sentences.shape} for {len(spans)} spans"
            )
        lengths = np.linalg.norm(np.vstack([paragraph, sentences]).astype(np.float64), axis=1)
        if not (np.abs(lengths - 1.0) <= 1e-2).all():
            raise ValueError(f"a vector of length {lengths[np.argmax(np.abs(lengths - 1.0))]:.4f}")
        whole, pieces = paragraph.astype(_FLOAT32).tobytes(), sentences.astype(_FLOAT16).tobytes()
        try:
            self._database.execute(
                "INSERT OR REPLACE INTO vectors VALUES (?, ?, ?, ?)",
                (self._key(text, spans), whole, pieces, zlib.crc32(whole + pieces)),
            )
            now = time.monotonic()
            if now >= self._next_commit:
                self._database.commit()
                self._next_commit = now + _COMMIT_SECONDS
        except sqlite3.Error as error:
            raise self._failed(error) from error

    def get(self, text: str, spans: Spans) -> TextVectors | None:
        """None for what was not added, or was damaged since."""
        try:
            row = self._database.execute(
                "SELECT paragraph, sentences, crc32 FROM vectors WHERE key = ?", (self._key(text, spans),)
            ).fetchone()
        except sqlite3.Error as error:
            raise self._failed(error) from error
        if row is None or not all(isinstance(item, bytes) for item in row[:2]):
            return None
        whole, pieces, crc = row
        sizes = (4 * self._dimension, 2 * self._dimension * len(spans))
        if (len(whole), len(pieces)) != sizes or zlib.crc32(whole + pieces) != crc:
            return None
        return TextVectors(
            np.frombuffer(whole, _FLOAT32), np.frombuffer(pieces, _FLOAT16).reshape(-1, self._dimension)
        )

    def _key(self, text: str, spans: Spans) -> bytes:
        digest = hashlib.sha256(text.encode()).hexdigest()
        return hashlib.sha256(json.dumps([*self._encoder, digest, spans]).encode()).digest()

    def _open(self) -> sqlite3.Connection:
        database = sqlite3.connect(self._path)
        try:
            (version,) = database.execute("PRAGMA user_version").fetchone()
            tables = database.execute("SELECT count(*) FROM sqlite_master").fetchone()
            if tables != (0,) and version != _VERSION:
                raise sqlite3.DatabaseError(f"a journal of version {version}")
            (state,) = database.execute("PRAGMA quick_check(1)").fetchone()
            if state != "ok":
                raise sqlite3.DatabaseError(state)
            # Nothing is flushed: what a power cut damages is seen, and made again.
            database.execute("PRAGMA synchronous = OFF")
            if tables == (0,):  # a sound one is not written to: the disk may be full
                database.executescript(_SCHEMA)
        except BaseException:
            database.close()
            raise
        return database

    def _failed(self, error: sqlite3.Error) -> PublishFailed:
        # SQLite does not say why: the system is asked with a small file beside it, then with the file itself.
        trial = self._path.with_name(self._path.name + TEMPORARY)
        seen = refusal(trial) or system_error(error, self._path)
        if isinstance(seen, FileNotFoundError):  # it could not be made: that is no reason
            seen = None
        return PublishFailed(
            f"what was embedded could not be kept in {self._path} "
            f"({error if seen is None else system_reason(seen)})",
            "free some space or check the disk; the index is as it was before",
        )


def discard_published(index: Path) -> None:
    """Remove a journal that was last written before the index was: a process was killed between the two."""
    try:
        stale = (index / JOURNAL).stat().st_mtime_ns <= (index / CURRENT).stat().st_mtime_ns
    except OSError:
        return
    if stale:
        discard(index)


def discard(index: Path) -> None:
    """Remove the journal, if there is one."""
    for name in (JOURNAL, f"{JOURNAL}-journal", f"{JOURNAL}-wal", f"{JOURNAL}-shm"):
        remove(index / name)
