"""The real encoders, shared by the tests of a run: the one that ships, and its base."""

from __future__ import annotations

from functools import cache

import pytest

from indexer.encoders.load import load_encoder
from indexer.encoders.protocol import Encoder
from indexer.errors import ModelUnavailable


@cache
def _load(model: str | None) -> Encoder | ModelUnavailable:
    try:
        return load_encoder(model)
    except ModelUnavailable as error:
        return error


def real_encoder_or_skip(model: str | None = None) -> Encoder:
    """The encoder of that name, the default one for None; skips, saying why, where it cannot be had.

    The base model is kept in the user's own cache.

    A model that is there but damaged is no reason to skip: that is raised.
    """
    loaded = _load(model)
    if isinstance(loaded, ModelUnavailable):
        if "is missing" not in loaded.problem:
            raise loaded
        pytest.skip(str(loaded))
    return loaded
