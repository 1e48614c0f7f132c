"""The engine that an address leads to."""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from typing import cast

from indexer.errors import EngineUnavailable

from .address import Address
from .protocol import Engine

# Scheme -> what opens it, and the extra of the package that installs its driver.
_ENGINES = {
    "postgresql": ("indexer.store.backends.postgres.engine:PostgresEngine", "postgres"),
    "http": ("indexer.store.backends.milvus.engine:MilvusEngine", "milvus"),
    "https": ("indexer.store.backends.milvus.engine:MilvusEngine", "milvus"),
}


@lru_cache(maxsize=8)
def engine_at(address: Address) -> Engine:
    """The engine that the address leads to, made once a process: it holds the connections.

    Raises EngineUnavailable where its driver is not installed.
    """
    where, extra = _ENGINES[address.scheme]
    module, _, name = where.partition(":")
    try:
        made = getattr(import_module(module), name)
    except ModuleNotFoundError as error:
        raise EngineUnavailable(
            f"what speaks to {address.scheme} is not installed ({error.name})",
            f"install it with `pip install 'pinpoint-reports[{extra}]'`",
        ) from error
    return cast("Engine", made(address))
