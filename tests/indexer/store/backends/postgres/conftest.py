"""One server for these tests; each takes a schema of its own in its database."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.store.backends.address import Address
from indexer.store.backends.postgres.engine import PostgresEngine
from tests.support.engines.postgres import Server, running

_COUNT = itertools.count(1)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    with running() as started:
        started.database("inspections")
        yield started


@pytest.fixture(scope="module", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A cache of these tests' own, which those of other folders do not see."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("PINPOINT_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture
def engine(server: Server) -> Iterator[PostgresEngine]:
    """An empty index."""
    made = PostgresEngine(Address(server.url("inspections", schema=f"index_{next(_COUNT)}")))
    yield made
    made.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "index"


def silent(what: str, done: int, of: int) -> None:
    """Hears how far a publish is, and says nothing."""
