"""Is a published index what its manifest says, byte for byte and row for row?"""

from __future__ import annotations

import hashlib
import os
import zlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from indexer.errors import CorruptIndex, IndexNotReadable
from indexer.files import is_plain_folder
from indexer.records import Paragraph, report_of
from indexer.words.acronyms import mine_acronyms

from .database import RecordStore
from .format import DATABASE, SOURCES, Manifest, source_file
from .generations import (
    current_name,
    end_problem,
    file_problem,
    generation_folder,
    load_manifest,
    source_problem,
)
from .postings import LexicalStore
from .vectors import VectorStore

_UNIT = 1e-3
_UNIT_HALF = 1e-2


def check(index: Path) -> list[str]:
    """What is wrong with the current generation and the files it keeps, one line each; [] if nothing is.

    Reads every byte of it. Raises IndexNotFound and IncompatibleIndex, as opening does, and IndexNotReadable
    where nothing is wrong but that a file may not be read.
    """
    try:
        folder = generation_folder(index, current_name(index))
        manifest = load_manifest(folder)
    except IndexNotReadable:
        raise
    except CorruptIndex as error:
        return [str(error)]
    problems: list[str] = []
    closed: list[IndexNotReadable] = []
    for name in manifest.data_files:
        try:
            problems += filter(None, [file_problem(folder, name, manifest, verify=True)])
        except IndexNotReadable as error:
            closed.append(error)
    if not problems and not closed:  # else what follows would only repeat them, less clearly
        try:
            problems.extend(_row_problems(folder, manifest))  # keeps what came before an error
        except CorruptIndex as error:
            problems.append(str(error))
    if os.path.lexists(index / SOURCES) and not is_plain_folder(index / SOURCES):
        problems.append(f"a link or a file is where the folder of the index was ({index / SOURCES})")
    for name in manifest.kept:
        try:
            problems += filter(None, [source_problem(index / SOURCES / name)])
        except IndexNotReadable as error:
            closed.append(error)
    if closed and not problems:
        raise closed[0]
    return problems + [error.problem for error in closed]


def record_problems(folder: Path, manifest: Manifest) -> list[str]:
    """What is wrong with the records and vectors of a generation that is not published yet; [] if nothing is.

    folder: where its data files are, which are those of `manifest`. Raises IndexNotReadable.
    """
    try:
        ends = (end_problem(folder / name, manifest.generation) for name in manifest.data_files)
        return list(filter(None, ends)) or list(_row_problems(folder, manifest))
    except IndexNotReadable:
        raise
    except CorruptIndex as error:
        return [error.problem]


def _row_problems(folder: Path, manifest: Manifest) -> Iterator[str]:
    """Counts and shapes (on opening), SQLite's own checks, then every record, row by row."""
    vectors = VectorStore(folder, manifest)
    records = RecordStore(folder / DATABASE, manifest.generation)
    try:
        foreign, missing = records.foreign_tables()
        if foreign:  # nothing is asked of a database that another made
            yield from foreign
            return
        records.check(manifest.counts)
        yield from missing
        yield from records.integrity()
        reports = records.reports()
        records.row_facts(reports, len(vectors))
        needed = {source_file(report.sha256, report.media) for report in reports}
        if not set(manifest.kept) <= needed:  # fewer where an index was shared without them
            yield "the manifest keeps files that no report was read from"
        known = {(source.report, source.sha256) for source in records.sources()}
        yield from (
            f"no source has the bytes of {item.id}" for item in reports if (item.id, item.sha256) not in known
        )
        records.anomalies()
        paragraphs: list[Paragraph] = []
        for place, report in enumerate(reports):
            rows = records.rows_of_report(place)
            try:
                records.by_rows(rows)
            except CorruptIndex as error:
                yield error.problem
            for row, paragraph in records.by_rows(rows, sealed=False).items():
                paragraphs.append(paragraph)
                if report_of(paragraph.id) != report.id:
                    yield f"row {row}: {paragraph.id} is kept with {report.id}"
        for row, (text, digest, spans, crc) in enumerate(records.texts()):
            yield from (f"row {row}: {fault}" for fault in _faults(vectors, row, text, digest, spans, crc))
        yield from vectors.list_problems()
        yield from LexicalStore(folder, manifest, records).problems()
        if records.acronyms() != mine_acronyms(paragraphs):
            yield "the acronyms do not belong to the paragraphs"
    finally:
        records.close()


def _faults(
    vectors: VectorStore, row: int, text: str, digest: str, spans: tuple[tuple[int, int], ...], crc: int
) -> list[str]:
    faults = []
    if hashlib.sha256(text.encode()).hexdigest() != digest:
        faults.append("the text differs from its SHA-256")
    edges = [edge for span in spans for edge in span]
    if (
        edges != sorted(edges)
        or any(start >= end for start, end in spans)
        or (edges and not 0 <= edges[0] <= edges[-1] <= len(text))
    ):
        faults.append("its sentence spans do not lie within the text")
    sentences = vectors.sentence_vectors(row)
    if len(sentences) != len(spans):
        faults.append(f"{len(spans)} sentences have {len(sentences)} vectors")
    if zlib.crc32(vectors.stored_bytes(row)) != crc:
        faults.append("its vectors belong to another row")
    for values, tolerance in ((vectors.vectors([row]), _UNIT), (sentences, _UNIT_HALF)):
        lengths = np.sqrt(np.einsum("ij,ij->i", values, values, dtype=np.float64))
        if not (np.abs(lengths - 1.0) <= tolerance).all():
            faults.append("a vector is not of length 1")
    return faults
