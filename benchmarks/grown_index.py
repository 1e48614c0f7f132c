"""An index of as many paragraphs as wanted, made of the reports of a smaller one, for benchmarks only.

Each copy of a report belongs to an authority of its own and keeps the texts; its vectors are the report's
with noise, so that no two copies tie. Postings are as long as in an index of that size.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from indexer.arrays import Float32Array
from indexer.records import Paragraph, Report, report_id
from indexer.store.format import Entry, ReportEntry, Source
from indexer.store.reader import IndexReader
from indexer.store.writer import locked, write_generation

_NOISE = 0.35  # length of the noise beside a vector of length 1: a cosine of 0.94 with the original


def grow(base: IndexReader, paragraphs: int, folder: Path) -> None:
    """Publish in `folder` an index of exactly so many paragraphs; those of the base come first, unchanged.

    The last report is cut where the number is reached. Nothing is done where the folder holds such an index.
    """
    if (folder / "CURRENT").exists():
        with IndexReader.open(folder) as held:
            if len(held) == paragraphs:
                return
    folder.mkdir(parents=True, exist_ok=True)
    stand_in = folder.parent / f"{folder.name}-source.pdf"
    reports, sources, files = [], [], {}
    for entry, source, data in _copies(base, paragraphs):
        reports.append(entry)
        sources.append(source)
        files[source.sha256] = stand_in.with_name(f"{source.sha256}.stand-in")
        files[source.sha256].write_bytes(data)
    manifest = base.manifest
    try:
        with locked(folder):
            write_generation(
                folder, reports=reports, sources=sources, encoder_name=manifest.encoder_name,
                encoder_revision=manifest.encoder_revision, dimension=manifest.dimension,
                parser=manifest.parser, source_files=files,
            )  # fmt: skip
    finally:
        for path in files.values():
            path.unlink()


def _copies(base: IndexReader, paragraphs: int) -> Iterator[tuple[ReportEntry, Source, bytes]]:
    random = np.random.default_rng(11)
    copy = made = 0
    while True:
        for report in base.reports():
            held = base.paragraphs(report.id)[: paragraphs - made]
            if not held:
                if made == paragraphs:
                    return
                continue  # a report of nothing
            rows = [base.row(paragraph.id) for paragraph in held]
            named, data = _named(report, copy)
            entries = tuple(
                _entry(base, row, _moved(paragraph, named), random if copy else None)
                for row, paragraph in zip(rows, held, strict=True)
            )
            made += len(entries)
            source = Source(f"{named.id}.pdf", "", named.sha256, len(data), 0, "", named.id, "")
            yield ReportEntry(named, (), entries), source, data
        copy += 1


def _moved(paragraph: Paragraph, report: Report) -> Paragraph:
    return replace(paragraph, id=f"{report.id}/{paragraph.id.partition('/')[2]}", boxes=())


def _named(report: Report, copy: int) -> tuple[Report, bytes]:
    authority = f"{report.authority} {copy}" if copy else report.authority
    identity = report_id(authority, report.published) if copy else report.id
    identity += report.id[len(report_id(report.authority, report.published)) :] if copy else ""
    data = f"stand-in for {identity}".encode()
    digest = hashlib.sha256(data).hexdigest()
    return (
        replace(report, id=identity, authority=authority, sha256=digest, media="pdf", superseded_by=""),
        data,
    )


def _entry(base: IndexReader, row: int, paragraph: Paragraph, random: np.random.Generator | None) -> Entry:
    vector, sentences = base.vector(row), base.sentence_vectors(row)
    if random is not None:
        vector, sentences = _noisy(vector[None, :], random)[0], _noisy(sentences, random)
    return Entry(paragraph, base.spans(row), vector, sentences.astype(np.float16))


def _noisy(vectors: Float32Array, random: np.random.Generator) -> Float32Array:
    noise = random.standard_normal(vectors.shape, dtype=np.float32)
    noise *= np.float32(_NOISE / np.sqrt(vectors.shape[-1]))
    noisy = vectors + noise
    unit: Float32Array = noisy / np.linalg.norm(noisy, axis=-1, keepdims=True)
    return unit
