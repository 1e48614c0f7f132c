"""The real encoder for tests marked `model`: exported once for all runs, shared by the tests of a run."""

from __future__ import annotations

from functools import cache

import pytest

from indexer.encoder import load_encoder
from indexer.encodings import Encoder
from indexer.errors import ModelUnavailable


@cache
def _load() -> Encoder | ModelUnavailable:
    try:
        return load_encoder()
    except ModelUnavailable as error:
        return error


def real_encoder_or_skip() -> Encoder:
    """The default encoder, in the user's own model cache; skips, saying why, where it cannot be had.

    A model that is there but damaged is no reason to skip: that is raised.
    """
    loaded = _load()
    if isinstance(loaded, ModelUnavailable):
        if "is missing" not in loaded.problem:
            raise loaded
        pytest.skip(str(loaded))
    return loaded
