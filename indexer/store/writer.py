"""A new generation: checked, written in a temporary folder, flushed, renamed, then pointed to.

A process that is killed at any step leaves the generation that CURRENT names whole; the next
`write_generation` removes what was left over.
"""

from __future__ import annotations

import errno
import secrets
import sqlite3
import zlib
from collections.abc import Iterator, Mapping, Sequence, Set
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Any

import filelock
import numpy as np

from indexer import files
from indexer.errors import (
    CorruptIndex,
    IndexLocked,
    IndexNotFound,
    IndexNotReadable,
    PublishFailed,
    system_reason,
)
from indexer.files import TEMPORARY, FileFacts
from indexer.words.acronyms import mine_acronyms
from indexer.words.bm25 import Postings, build

from . import schema
from .backends.address import refuse_address
from .entry_checks import check_report, check_reports, check_sources
from .format import (
    CURRENT,
    DATABASE,
    FORMAT_VERSION,
    GENERATIONS,
    LARGE_VERSION,
    LEXICAL_ROWS,
    LEXICAL_WEIGHTS,
    LOCK,
    MANIFEST,
    PARAGRAPH_VECTORS,
    PENDING,
    SENTENCE_OFFSETS,
    SENTENCE_VECTORS,
    SOURCES,
    Counts,
    Entry,
    Manifest,
    ReportEntry,
    Source,
    generation_name,
    generation_number,
)
from .generations import current_name, generation_folder, name_or_none
from .housekeeping import free_name, keep_sources, mend_sources, own_folder, sweep
from .lists.layout import EXACT, LIST_CENTRES, LIST_CODES, LIST_RANGES, LIST_SIZES
from .npy import FLOAT16, FLOAT32, INT32, INT64, UINT8, npy_end, npy_header
from .vectors import lists_of

__all__ = ["check_report", "locked", "mend_kept", "publish_failed", "write_generation"]

_Arrays = dict[str, tuple[np.dtype[Any], tuple[int, ...], Iterator[bytes]]]

_PIECE = 1 << 20  # bytes of the lists written at once
_NO_SPACE = {errno.ENOSPC, errno.EFBIG, errno.EDQUOT}
_NO_RIGHT = {errno.EACCES, errno.EPERM, errno.EROFS}


@contextmanager
def locked(index: Path) -> Iterator[None]:
    """Hold the index for writing; readers are not kept out. Makes the folder where it is missing.

    Raises IndexLocked at once where another process (or another caller in this one) holds it,
    PublishFailed where the folder cannot be written in, or is no index and holds other things.
    A killed process holds nothing. InvalidRequest for the address of an engine.
    """
    refuse_address(index)
    try:
        files.make_folder(index)
        _refuse_other_folders(index)
        lock = filelock.FileLock(index / LOCK, timeout=0)
        lock.acquire()
    except filelock.Timeout as error:
        raise IndexLocked(
            f"another process is writing the index in {index}", "wait until it is done"
        ) from error
    except OSError as error:
        raise _failed(index, error) from error
    try:
        yield
    finally:
        lock.release()


def _refuse_other_folders(index: Path) -> None:
    """A folder of somebody's work, named by mistake, must not be strewn with our files."""
    names = {path.name for path in index.iterdir()}
    ours = {LOCK, GENERATIONS, SOURCES, CURRENT, CURRENT + TEMPORARY}
    others = sorted(name for name in names - ours if not name.startswith(PENDING))
    if others and CURRENT not in names:
        raise PublishFailed(
            f"{index} is no index and holds other things ({others[0]!r})", "name a new or empty folder"
        )


def write_generation(
    index: Path,
    *,
    reports: Sequence[ReportEntry],
    sources: Sequence[Source],
    encoder_name: str,
    encoder_revision: str,
    dimension: int,
    parser: str,
    source_files: Mapping[str, Path],
    roots: Sequence[str] = (),
    spare: bool = False,
    absent: Set[str] = frozenset(),
    exact: int = EXACT,
) -> Manifest:
    """Publish an index of exactly these reports in the folder `index`, and keep the one before it.

    Call it while holding `locked(index)`. Rows follow reports sorted by authority, publication date
    and id, and within a report the order of its entries. source_files: SHA-256 -> a file with those
    bytes, for every report that the index does not yet hold. parser: version of the reading code.
    spare: remove nothing that was published before, for a run that could not read all of it.
    absent: names in `sources/` of reports whose files the index was shared without. exact: paragraphs above
    which vectors are kept in lists too, and a search reads the nearest of these instead of all.

    Raises MisalignedRows, before anything is written, for records that do not fit together, and
    PublishFailed where the disk refuses: then the index is as it was. If the disk refuses only to
    confirm the very last step, the error says that the new generation is in place.
    """
    ordered = sorted(reports, key=lambda item: (item.report.authority, item.report.published, item.report.id))
    check_reports(ordered, dimension)
    check_sources(ordered, sources)
    postings = build(entry.paragraph.text for item in ordered for entry in item.entries)
    before = name_or_none(index)
    unfinished = [index / (CURRENT + TEMPORARY)]
    name = ""
    try:
        files.make_folder(index)
        for folder in (index / GENERATIONS, index / SOURCES):
            own_folder(folder)
        free_name(index / CURRENT)
        sweep(index, published=not spare)
        kept = keep_sources(index / SOURCES, ordered, source_files, unfinished, absent)
        taken = [generation_number(path.name) for path in (index / GENERATIONS).iterdir()]
        name = generation_name(max([generation_number(before or ""), *taken]) + 1, secrets.token_hex(4))
        temporary, final = generation_folder(index, name + TEMPORARY), generation_folder(index, name)
        unfinished += [temporary, final]
        files.make_folder(temporary)
        facts, lists = _write_files(temporary, name, ordered, sources, postings, dimension, exact)
        manifest = Manifest(
            generation=name,
            created=datetime.now(UTC).isoformat(timespec="seconds"),
            encoder_name=encoder_name,
            encoder_revision=encoder_revision,
            dimension=dimension,
            parser=parser,
            roots=tuple(roots),
            counts=_counts(ordered, sources, postings),
            files=facts,
            kept=kept,
            format_version=LARGE_VERSION if lists else FORMAT_VERSION,
            lists=lists,
        )
        files.write_file(temporary / MANIFEST, [manifest.serialise()])
        files.sync_folder(temporary)
        files.rename(temporary, final)
        files.replace_file(index / CURRENT, f"{name}\n".encode())
    except (OSError, sqlite3.Error) as error:
        raise _failed(index, error, published=bool(name) and _is_published(index, name)) from error
    finally:
        # Where it cannot be told whether the generation is current it must stay; the next run tidies up.
        if not name or _is_published(index, name) is False:
            for path in unfinished:
                files.remove(path)
    with suppress(OSError, IndexNotReadable):  # published; what is left is tidied the next time
        sweep(index, published=not spare)
    return manifest


def _is_published(index: Path, name: str) -> bool | None:
    """Whether CURRENT names this generation; None where that cannot be read now, and so is not known."""
    try:
        return current_name(index) == name
    except IndexNotFound:
        return False
    except CorruptIndex as error:
        return None if isinstance(error, IndexNotReadable) else False


def mend_kept(index: Path, manifest: Manifest, source_files: Mapping[str, Path]) -> list[str]:
    """Copy again the reports' files that the index keeps, where they are missing or damaged; their names.

    Call it while holding `locked(index)`. source_files: as in `write_generation`. Raises PublishFailed.
    """
    try:
        return mend_sources(index, manifest.kept, source_files)
    except OSError as error:
        raise _failed(index, error, published=False) from error


def _write_files(
    folder: Path,
    generation: str,
    reports: Sequence[ReportEntry],
    sources: Sequence[Source],
    postings: Postings,
    dimension: int,
    exact: int,
) -> tuple[dict[str, FileFacts], int]:
    """Facts of every data file by name, and the number of lists, 0 for none."""
    entries = [entry for report in reports for entry in report.entries]
    offsets = np.zeros(len(entries) + 1, dtype=INT64)
    np.cumsum([len(entry.spans) for entry in entries], out=offsets[1:])
    database = folder / DATABASE
    _write_database(database, generation, reports, sources, postings)
    files.sync_file(database)
    paragraphs = (_paragraph_bytes(entry) for entry in entries)
    sentences = (_sentence_bytes(entry) for entry in entries)
    rows, weights = postings.rows.astype(INT32), postings.weights.astype(FLOAT32)
    arrays: _Arrays = {
        PARAGRAPH_VECTORS: (FLOAT32, (len(entries), dimension), paragraphs),
        SENTENCE_VECTORS: (FLOAT16, (int(offsets[-1]), dimension), sentences),
        SENTENCE_OFFSETS: (INT64, offsets.shape, iter([offsets.tobytes()])),
        LEXICAL_ROWS: (INT32, postings.rows.shape, iter([rows.tobytes()])),
        LEXICAL_WEIGHTS: (
            FLOAT32,
            postings.weights.shape,
            iter([weights.tobytes()]),
        ),
    }
    facts = {DATABASE: files.file_facts(database)} | _write_arrays(folder, generation, arrays)
    if len(entries) <= exact:
        return facts, 0
    made = lists_of(folder / PARAGRAPH_VECTORS, len(entries), dimension)
    more: _Arrays = {
        LIST_CENTRES: (FLOAT32, made.centres.shape, iter([made.centres.tobytes()])),
        LIST_SIZES: (INT64, made.sizes.shape, iter([made.sizes.tobytes()])),
        LIST_RANGES: (FLOAT32, made.ranges.shape, iter([made.ranges.tobytes()])),
        LIST_CODES: (
            UINT8,
            made.codes.shape,
            (made.codes[at : at + _PIECE].tobytes() for at in range(0, len(made.codes), _PIECE)),
        ),
    }
    return facts | _write_arrays(folder, generation, more), len(made.sizes)


def _write_arrays(folder: Path, generation: str, arrays: _Arrays) -> dict[str, FileFacts]:
    return {
        name: files.write_file(
            folder / name, _batched(npy_header(dtype, shape), chain(values, [npy_end(generation)]))
        )
        for name, (dtype, shape, values) in arrays.items()
    }


def _write_database(
    path: Path,
    generation: str,
    reports: Sequence[ReportEntry],
    sources: Sequence[Source],
    postings: Postings,
) -> None:
    files.before_step("create", path)
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        run, run_many = database.execute, database.executemany
        # No journal: a file that is not finished is thrown away whole. It is flushed by the caller.
        run("PRAGMA journal_mode = OFF")
        run("PRAGMA synchronous = OFF")
        database.executescript(schema.SCHEMA)
        run("BEGIN")
        rowid = 0
        for place, (report, anomalies, entries) in enumerate(reports):
            run(schema.INSERT_REPORT, schema.report_row(place, report))
            run_many(schema.INSERT_JUDGEMENT, schema.judgement_rows(place, report.judgements))
            run_many(schema.INSERT_ANOMALY, schema.anomaly_rows(place, anomalies))
            for entry in entries:
                rowid += 1
                checksum = zlib.crc32(_paragraph_bytes(entry) + _sentence_bytes(entry))
                boxes = list(schema.box_rows(rowid, entry.paragraph.boxes))
                row = schema.paragraph_row(generation, rowid, place, entry, checksum, boxes)
                run(schema.INSERT_PARAGRAPH, row)
                run_many(schema.INSERT_BOXES, boxes)
        run_many(schema.INSERT_SOURCE, (schema.source_row(*numbered) for numbered in enumerate(sources)))
        acronyms = mine_acronyms(entry.paragraph for item in reports for entry in item.entries)
        run_many(schema.INSERT_ACRONYM, (schema.acronym_row(*numbered) for numbered in enumerate(acronyms)))
        run_many(schema.INSERT_TERM, ((term, *bounds) for term, bounds in postings.bounds.items()))
        run("INSERT INTO lexical (lexical) VALUES ('rebuild')")
        run("INSERT INTO lexical (lexical) VALUES ('optimize')")
        run("COMMIT")
        files.before_step("write", path)
        run("INSERT INTO lexical (lexical, rank) VALUES ('integrity-check', 1)")
        complaints = [text for (text,) in run("PRAGMA integrity_check(3)") if text != "ok"]
        complaints += [f"row of {table}" for table, *_ in run("PRAGMA foreign_key_check")]
        if complaints:
            raise sqlite3.DatabaseError("; ".join(complaints))
        run("PRAGMA optimize")


def _counts(reports: Sequence[ReportEntry], sources: Sequence[Source], postings: Postings) -> Counts:
    return Counts(
        reports=len(reports),
        paragraphs=sum(len(item.entries) for item in reports),
        sentences=sum(len(entry.spans) for item in reports for entry in item.entries),
        sources=len(sources),
        refused=sum(source.report is None for source in sources),
        postings=len(postings.rows),
    )


def _paragraph_bytes(entry: Entry) -> bytes:
    return entry.vector.astype(FLOAT32).tobytes()


def _sentence_bytes(entry: Entry) -> bytes:
    return entry.sentence_vectors.astype(FLOAT16).tobytes()


def _batched(header: bytes, pieces: Iterator[bytes], size: int = 1 << 20) -> Iterator[bytes]:
    """The same bytes in pieces of about a megabyte."""
    held = bytearray(header)
    for piece in pieces:
        held += piece
        if len(held) >= size:
            yield bytes(held)
            held.clear()
    if held:
        yield bytes(held)


def _failed(index: Path, error: Exception, *, published: bool | None = False) -> PublishFailed:
    """published: None where it is not known whether the new generation is the current one."""
    if published is None:
        return PublishFailed(
            f"the disk failed while the index in {index} was changed to the new one ({_reason(error)})",
            "index again; `pinpoint info` tells which of the two it is",
        )
    if published:
        return PublishFailed(
            f"the new index in {index} is in place, but the disk did not confirm it ({_reason(error)})",
            "index again",
        )
    return publish_failed(f"the index in {index} could not be written", index, error)


def publish_failed(what: str, index: Path, error: Exception) -> PublishFailed:
    """The error for a run that leaves the index as it was. what: could not be done, without the reason."""
    # SQLite does not say why it could not write: the system is asked with a small file in its place.
    found = files.refusal(index / (CURRENT + TEMPORARY)) if isinstance(error, sqlite3.Error) else None
    why = _reason(found or error)
    number = getattr(found or error, "errno", None)
    if number in _NO_SPACE or "disk is full" in why:
        remedy = "free some space; the index is as it was before"
    elif number in _NO_RIGHT:
        remedy = "name a folder that you may write in with --index; the index is as it was before"
    elif number in (errno.EMFILE, errno.ENFILE, errno.ENOMEM):
        remedy = "close other programs and try again; the index is as it was before"
    else:
        remedy = "check the disk; the index is as it was before"
    return PublishFailed(f"{what} ({why})", remedy)


def _reason(error: Exception) -> str:
    """As the system words it, without the path."""
    return system_reason(error) if isinstance(error, OSError) else str(error)
