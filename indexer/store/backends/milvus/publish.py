"""Writes one sealed generation to Milvus, and removes what no reader may ask for any more.

A collection counts only with its facts, which are written when all else has been written, loaded and
compared. So a publish that was killed leaves a collection that nothing names.
"""

from __future__ import annotations

import base64
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from indexer.arrays import Int64Array
from indexer.errors import CorruptIndex, PublishFailed
from indexer.store.backends.protocol import Note
from indexer.store.database import RecordStore
from indexer.store.format import DATABASE, LEXICAL_ROWS, LEXICAL_WEIGHTS, Manifest
from indexer.store.generations import checked_manifest, generation_folder
from indexer.store.npy import FLOAT32, INT32, map_array
from indexer.store.vectors import VectorStore

from .client import Client
from .facts import Facts, read_facts
from .layout import (
    AUTHORITY,
    MOST_SENTENCES,
    PINPOINT,
    ROW,
    SENTENCES,
    TERMS,
    VECTOR,
    Layout,
    facts_indexes,
    facts_schema,
    paragraphs_indexes,
    paragraphs_schema,
)
from .vectors import MilvusVectors
from .weights import by_row

_BATCH_BYTES = 8_000_000  # Milvus takes 64 MB at once
_COMPARED = 64  # rows read back, spread over the whole


def write(client: Client, layout: Layout, index: Path, name: str, note: Note) -> None:
    """Put generation `name` of the folder `index` in Milvus, sealed; one that is there whole is left alone.

    Raises PublishFailed, CorruptIndex, EngineUnavailable.
    """
    folder = generation_folder(index, name)
    manifest = checked_manifest(folder, verify=False)
    if _is_there(client, layout, manifest):
        return
    clear(client, layout, [name], only=True)
    vectors = VectorStore(folder, manifest)
    records = RecordStore(folder / DATABASE, name)
    try:
        kind = layout.index_for(len(vectors))
        reports = records.reports()
        facts = Facts.of(manifest, kind, records.row_facts(reports, len(vectors)), vectors.offsets)
        collection = layout.collection(name)
        client.create(
            collection,
            paragraphs_schema(manifest.dimension),
            num_partitions=layout.partitions,
        )
        _fill(client, collection, folder, records, vectors, facts, note)
    finally:
        records.close()
    note("checking", 0, 1)
    client.finish(collection, paragraphs_indexes(kind))
    _compare(client, collection, vectors, facts)
    client.create(layout.facts(name), facts_schema())
    client.insert(layout.facts(name), facts.rows())
    client.finish(layout.facts(name), facts_indexes())
    note("checking", 1, 1)


def clear(client: Client, layout: Layout, names: Collection[str], *, only: bool = False) -> None:
    """Remove this index's collections but those of generations `names`; only: just those of `names`.

    Facts go first: a collection that is half removed is not whole.
    """
    ours = [(layout.generation(name), name) for name in client.collections()]
    gone = [name for generation, name in ours if generation is not None and (generation in names) == only]
    for name in sorted(gone, key=lambda name: not name.endswith("_facts")):
        client.drop(name)


def _is_there(client: Client, layout: Layout, manifest: Manifest) -> bool:
    name, seal = layout.collection(manifest.generation), layout.facts(manifest.generation)
    if not {name, seal} <= set(client.collections()):
        return False
    try:
        client.load(seal)
        client.load(name)
        held = read_facts(client, seal).manifest.serialise() == manifest.serialise()
    except CorruptIndex:
        return False
    return held and client.count(name, strong=True) == manifest.counts.paragraphs


def _fill(
    client: Client,
    collection: str,
    folder: Path,
    records: RecordStore,
    vectors: VectorStore,
    facts: Facts,
    note: Note,
) -> None:
    total = len(vectors)
    longest = int(np.diff(vectors.offsets).max(initial=0))
    if longest > MOST_SENTENCES:
        raise PublishFailed(
            f"a paragraph has {longest} sentences, and Milvus holds {MOST_SENTENCES} of one",
            "keep this index in a folder or in PostgreSQL",
        )
    authorities = facts.authority_of_rows()
    weights = _weights(folder, facts.manifest, records)
    batch: list[dict[str, Any]] = []
    held = 0
    for row, pinpoint in enumerate(_pinpoints(records, total)):
        sentences = [
            base64.b64encode(vector.astype("<f2").tobytes()).decode()
            for vector in vectors.stored_sentences(row)
        ]
        terms = next(weights)
        batch.append(
            {
                ROW: row,
                PINPOINT: pinpoint,
                AUTHORITY: int(authorities[row]),
                VECTOR: vectors.vectors([row])[0],
                SENTENCES: sentences,
                TERMS: terms,
            }
        )
        held += 4 * vectors.dimension + sum(map(len, sentences)) + 12 * len(terms) + 100
        if held >= _BATCH_BYTES or row + 1 == total:
            client.insert(collection, batch)
            batch, held = [], 0
            note("vectors", row + 1, total)


def _compare(client: Client, collection: str, vectors: VectorStore, facts: Facts) -> None:
    """Raises PublishFailed where Milvus does not hold what was sent, as a reader sees it."""
    total = len(vectors)
    for strong in (True, False):
        held = client.count(collection, strong=strong)
        if held != total:
            raise PublishFailed(f"Milvus holds {held} of {total} paragraphs", "run `pinpoint publish` again")
    written = MilvusVectors(client, collection, facts)
    rows: Int64Array = np.unique(np.linspace(0, total - 1, min(total, _COMPARED)).astype(np.int64))
    same = np.array_equal(written.vectors(rows), vectors.vectors(rows)) and np.array_equal(
        written.sentences_of(rows)[0], vectors.sentences_of(rows)[0]
    )
    if not same:
        raise PublishFailed("Milvus holds other vectors than were sent", "run `pinpoint publish` again")


def _pinpoints(records: RecordStore, total: int) -> Iterator[str]:
    for start in range(0, total, 1_000):
        rows = range(start, min(start + 1_000, total))
        found = records.by_rows(rows, boxes=False, sealed=False)
        yield from (found[row].id for row in rows)


def _weights(folder: Path, manifest: Manifest, records: RecordStore) -> Iterator[dict[int, float]]:
    shape = (manifest.counts.postings,)
    ends = [last for _, _, last in records.terms()]
    return by_row(
        np.asarray(map_array(folder / LEXICAL_ROWS, INT32, shape)),
        np.asarray(map_array(folder / LEXICAL_WEIGHTS, FLOAT32, shape)),
        np.array([0, *ends], dtype=np.int64),
        manifest.counts.paragraphs,
    )
