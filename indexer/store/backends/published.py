"""What is published in a folder or on an engine, without opening it."""

from __future__ import annotations

from pathlib import Path

from indexer.store.generations import current_name

from .address import address_of
from .engines import engine_at


def published_name(index: Path) -> str:
    """The generation that is published in the folder `index` or on the engine whose address it is.

    Raises as `current_name` does, and EngineUnavailable.
    """
    address = address_of(index)
    return current_name(index) if address is None else engine_at(address).current()
