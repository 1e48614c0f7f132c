"""Paragraphs and questions as tokens, with the sentence of each token, as the encoder reads them in use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from indexer.arrays import Int64Array, Spans


@dataclass(frozen=True, slots=True, eq=False)
class Tokens:
    """ids: (n,) with [CLS] and [SEP]. owners: (n,) the sentence of each token, -1 for those two."""

    ids: Int64Array
    owners: Int64Array


class Tokenizer:
    """Cuts at `longest` tokens, [CLS] and [SEP] included: training reads the first window only."""

    def __init__(self, tokenizer: Any, longest: int) -> None:
        self._tokenizer = tokenizer
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._longest = longest - 2
        self._first, self._last = (tokenizer.token_to_id(name) for name in ("[CLS]", "[SEP]"))

    def __call__(self, text: str, spans: Spans = ()) -> Tokens:
        read = self._tokenizer.encode(text, add_special_tokens=False)
        ids = read.ids[: self._longest]
        starts = np.array([start for start, _ in read.offsets[: self._longest]], dtype=np.int64)
        owners = np.zeros(len(ids), np.int64)
        if spans:
            owners = np.maximum(np.searchsorted([start for start, _ in spans], starts, side="right") - 1, 0)
        return Tokens(np.array([self._first, *ids, self._last]), np.concatenate(([-1], owners, [-1])))


def padded(rows: Sequence[Tokens], step: int = 1) -> tuple[Int64Array, Int64Array, Int64Array]:
    """ids, mask and owners, each (rows, longest) int64; owners -1 where there is no sentence's token.

    step: the longest is rounded up to a multiple of it.
    """
    longest = -(-max(len(row.ids) for row in rows) // step) * step
    ids = np.zeros((len(rows), longest), np.int64)
    mask, owners = np.zeros_like(ids), np.full_like(ids, -1)
    for place, row in enumerate(rows):
        ids[place, : len(row.ids)] = row.ids
        mask[place, : len(row.ids)] = 1
        owners[place, : len(row.ids)] = row.owners
    return ids, mask, owners


def padded_pairs(
    pairs: Sequence[tuple[Int64Array, Int64Array]], longest: int, step: int = 16
) -> tuple[Int64Array, Int64Array, Int64Array]:
    """ids, mask and kinds of [CLS] query [SEP] paragraph [SEP], each (pairs, longest of them) int64.

    pairs: token ids of both, each with [CLS] and [SEP]. A pair is cut at `longest` tokens; the longest is
    rounded up to a multiple of `step`.
    """
    joined = [np.concatenate((query, text[1:]))[:longest] for query, text in pairs]
    width = -(-max(map(len, joined)) // step) * step
    ids = np.zeros((len(pairs), width), np.int64)
    mask, kinds = np.zeros_like(ids), np.zeros_like(ids)
    for place, (row, (query, _)) in enumerate(zip(joined, pairs, strict=True)):
        ids[place, : len(row)], mask[place, : len(row)] = row, 1
        kinds[place, len(query) : len(row)] = 1
    return ids, mask, kinds
