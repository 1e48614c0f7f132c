"""A long query, such as a recommendation, asks for several things: its clauses, to be found one by one."""

from __future__ import annotations

import re

import numpy as np

from indexer.arrays import Float32Array, Int64Array

_BREAK = re.compile(r"(?:,(?: and)?| and|;|:|\.)\s+")
_SHORTEST = 4  # words: "and improve" asks for nothing by itself
_MOST = 6  # each costs a pass of the encoder


def clauses(text: str) -> tuple[str, ...]:
    """At most six stretches of at least four words, in order; () where there are not two."""
    found = tuple(part for part in map(str.strip, _BREAK.split(text)) if len(part.split()) >= _SHORTEST)
    return found[:_MOST] if len(found) > 1 else ()


def found_in_each(vectors: Float32Array, sentences: Float32Array, bounds: Int64Array) -> Float32Array:
    """(c,): the mean over the clauses of the cosine of a paragraph's best sentence; 0 without a sentence.

    vectors: (k, dim) of the clauses. sentences: (s, dim) of c paragraphs, those of paragraph i from
    bounds[i] to bounds[i + 1].
    """
    means = np.zeros(len(bounds) - 1, dtype=np.float32)
    has = np.flatnonzero(np.diff(bounds))
    if has.size:
        best = np.maximum.reduceat(sentences @ vectors.T, bounds[has], axis=0)
        means[has] = best.mean(axis=1)
    return means
