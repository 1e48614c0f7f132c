"""The seal of a generation in Milvus: what its collection must hold, written last and in one hash."""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from indexer.arrays import Int64Array
from indexer.errors import CorruptIndex, IncompatibleIndex
from indexer.store.backends.protocol import MEND_COPY
from indexer.store.filters import RowFacts
from indexer.store.format import Manifest

from .client import Client
from .layout import FACT_BYTES, FACT_FIELDS, FORMAT, MOST_HITS, ROW


@dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """offsets: (n + 1,) as VectorStore's. runs: (r, 3) authority's number, first and last row (half-open).

    index: the kind that stands over the vectors. authorities: by number.
    """

    manifest: Manifest
    index: str
    authorities: tuple[str, ...]
    runs: Int64Array
    offsets: Int64Array

    @classmethod
    def of(cls, manifest: Manifest, index: str, rows: RowFacts, offsets: Int64Array) -> Facts:
        """Those of a generation that is about to be written."""
        names = sorted({report.authority for report in rows.reports})
        numbers = np.array([names.index(report.authority) for report in rows.reports], dtype=np.int64)
        of_row = numbers[rows.report_of_row]
        firsts = np.concatenate(([0], np.flatnonzero(np.diff(of_row)) + 1)) if len(of_row) else of_row
        lasts = np.concatenate((firsts[1:], [len(of_row)])) if len(of_row) else of_row
        runs = np.stack((of_row[firsts], firsts, lasts), axis=1)
        return cls(manifest, index, tuple(names), runs.astype(np.int64), offsets)

    def authorities_within(self, ranges: Int64Array) -> list[int]:
        """Numbers of the authorities that have a row in these ascending ranges."""
        before = np.searchsorted(ranges[:, 0], self.runs[:, 2], side="left")  # ranges that begin in time
        reaches = np.concatenate(([-1], np.maximum.accumulate(ranges[:, 1])))[before]
        return [int(number) for number in np.unique(self.runs[reaches > self.runs[:, 1], 0])]

    def authority_of_rows(self) -> Int64Array:
        """(n,) the number of each row's authority."""
        found: Int64Array = np.repeat(self.runs[:, 0], self.runs[:, 2] - self.runs[:, 1])
        return found

    def rows(self) -> list[dict[str, Any]]:
        """As they are written."""
        body = {
            "format": FORMAT,
            "manifest": self.manifest.serialise().decode("ascii"),
            "index": self.index,
            "authorities": self.authorities,
            "runs": _packed(self.runs.reshape(-1)),
            "sentences": _packed(np.diff(self.offsets)),
        }
        text = base64.b64encode(zlib.compress(json.dumps(body).encode())).decode()
        pieces = [text[start : start + FACT_BYTES] for start in range(0, len(text), FACT_BYTES)]
        digest = hashlib.sha256(text.encode()).hexdigest()
        return [
            {"row": place, "name": f"{len(pieces)} {digest}", "value": piece, "nothing": [0.0, 0.0]}
            for place, piece in enumerate(pieces)
        ]


def read_facts(client: Client, collection: str) -> Facts:
    """Raises CorruptIndex where they are missing or altered, IncompatibleIndex for another layout."""
    found = sorted(client.rows(collection, f"{ROW} >= 0", FACT_FIELDS, MOST_HITS), key=lambda row: row[ROW])
    text = "".join(row["value"] for row in found)
    seal = f"{len(found)} {hashlib.sha256(text.encode()).hexdigest()}"
    if not found or any(row["name"] != seal for row in found):
        raise CorruptIndex(f"the collection {collection} in Milvus is not whole", MEND_COPY)
    return _read(json.loads(zlib.decompress(base64.b64decode(text))), collection)


def _read(body: Mapping[str, Any], collection: str) -> Facts:
    if body["format"] != FORMAT:
        newer = body["format"] > FORMAT
        raise IncompatibleIndex(
            f"the index in Milvus has layout {body['format']}, this program reads layout {FORMAT}",
            "update the program" if newer else "publish it again with `pinpoint publish`",
            newer=newer,
        )
    sentences = _unpacked(body["sentences"])
    return Facts(
        Manifest.parse(body["manifest"].encode("ascii"), Path(collection)),
        body["index"],
        tuple(body["authorities"]),
        _unpacked(body["runs"]).reshape(-1, 3),
        np.concatenate(([0], np.cumsum(sentences))).astype(np.int64),
    )


def _packed(numbers: Int64Array | Sequence[int]) -> str:
    return base64.b64encode(zlib.compress(np.asarray(numbers, dtype="<i8").tobytes())).decode()


def _unpacked(text: str) -> Int64Array:
    return np.frombuffer(zlib.decompress(base64.b64decode(text)), dtype="<i8").astype(np.int64)
