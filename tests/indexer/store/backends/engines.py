"""Where an index can be put in tests: a folder, and every engine that can run here."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast
from urllib.parse import quote

import pytest

from indexer.store.backends.address import address_of
from indexer.store.backends.engines import engine_at
from tests.support.engines.milvus import in_process
from tests.support.engines.postgres import running

if TYPE_CHECKING:
    from indexer.store.backends.postgres.engine import PostgresEngine

ENGINES = ["embedded", "postgres", "milvus"]


@dataclass(frozen=True, slots=True)
class Place:
    """A place for one index. address: on an engine, None for a folder. another: a fresh place beside it."""

    index: Path
    another: Callable[[], AbstractContextManager[Place]]

    @property
    def address(self) -> str | None:
        """Where it is on an engine; None for a folder."""
        found = address_of(self.index)
        return None if found is None else found.text

    def publish(self, folder: Path) -> Path:
        """Publish the folder's index here; what to open it by."""
        address = address_of(self.index)
        if address is None:
            shutil.copytree(folder, self.index, dirs_exist_ok=True)
        else:
            engine_at(address).publish(folder, lambda _what, _done, _of: None)
        return self.index


@contextmanager
def place_on(engine: str, folder: Path) -> Iterator[Place]:
    """A fresh place on the engine, which runs until the end of the block. Skips where it cannot run."""
    makers = {"embedded": _embedded, "postgres": _postgres, "milvus": _milvus}
    with makers[engine](folder) as place:
        yield place


@contextmanager
def _embedded(folder: Path) -> Iterator[Place]:
    count = 0

    @contextmanager
    def another() -> Iterator[Place]:
        nonlocal count
        count += 1
        yield Place(folder / f"index-{count}", another)

    with another() as place:
        yield place


@contextmanager
def _postgres(folder: Path) -> Iterator[Place]:
    with running() as server, pytest.MonkeyPatch.context() as patched:
        patched.setenv("PINPOINT_CACHE", str(folder / "cache"))
        url = server.database("inspections")
        count = 0

        @contextmanager
        def another() -> Iterator[Place]:
            nonlocal count
            count += 1
            index = f"{url}&schema=index_{count}"
            yield Place(Path(index), another)
            address = address_of(index)
            assert address is not None
            cast("PostgresEngine", engine_at(address)).close()

        with another() as place:
            yield place


@contextmanager
def _milvus(folder: Path) -> Iterator[Place]:
    """Vectors in Milvus Lite, records in PostgreSQL."""
    pytest.importorskip("pymilvus", reason="needs the extra `milvus`")
    pytest.importorskip("milvus_lite", reason="needs milvus-lite, which only tests use")
    with in_process(folder / "milvus") as port, _postgres(folder) as records:
        count = 0

        @contextmanager
        def another() -> Iterator[Place]:
            nonlocal count
            count += 1
            with records.another() as beside:
                where = quote(str(beside.address), safe="")
                index = f"http://127.0.0.1:{port}/index_{count}?partitions=1&records={where}"
                yield Place(Path(index), another)

        with another() as place:
            yield place
