"""Connections that are lost, threads that share them, processes that are forked."""

from __future__ import annotations

import os
import socket
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from indexer.errors import EngineUnavailable, NothingPublished
from indexer.store.backends.address import Address
from indexer.store.backends.postgres.engine import PostgresEngine
from indexer.store.reader import IndexReader
from tests.indexer.store.backends.postgres.conftest import silent
from tests.support.builders import write_small_index
from tests.support.engines.postgres import Server, running

_END = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE application_name = 'pinpoint' AND pid <> pg_backend_pid()"
)


def test_a_lost_connection_is_tried_once_more(engine: PostgresEngine, server: Server, folder: Path) -> None:
    write_small_index(folder)
    engine.publish(folder, silent)
    with IndexReader(*engine.open()) as reader:
        with ThreadPoolExecutor(4) as threads:  # several connections, all of which are ended
            texts = list(threads.map(lambda row: reader.texts_of([row]), range(9)))
        for _ in range(3):
            assert server.run(_END)
            assert [reader.texts_of([row]) for row in range(9)] == texts


def test_a_server_that_goes_and_comes_back(folder: Path) -> None:
    write_small_index(folder)
    with running() as server:
        engine = PostgresEngine(Address(server.database("inspections")))
        try:
            engine.publish(folder, silent)
            with IndexReader(*engine.open()) as reader:
                server.stop(at_once=True)
                with pytest.raises(EngineUnavailable, match="does not answer"):
                    reader.texts_of([0])
                server.start()
                assert reader.texts_of([0])
                assert reader.by_rows(range(len(reader)))
        finally:
            engine.close()


def test_many_threads_get_the_same(engine: PostgresEngine, folder: Path) -> None:
    write_small_index(folder)
    engine.publish(folder, silent)
    with IndexReader.open(folder) as embedded, IndexReader(*engine.open()) as reader:
        query = embedded.vector(3)

        def asked(number: int) -> object:
            row = number % len(embedded)
            return reader.nearest(query, 5), reader.by_rows([row])[0].id, reader.phrase("MARAC", 5)

        with ThreadPoolExecutor(20) as threads:  # more than there are connections
            found = list(threads.map(asked, range(200)))
        for number, one in enumerate(found):
            row = number % len(embedded)
            right = embedded.nearest(query, 5), embedded.by_rows([row])[0].id, embedded.phrase("MARAC", 5)
            assert one == right


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_a_forked_process_makes_connections_of_its_own(engine: PostgresEngine, folder: Path) -> None:
    write_small_index(folder)
    engine.publish(folder, silent)
    with IndexReader(*engine.open()) as reader:
        texts = reader.texts_of(range(9))
        child = os.fork()
        if child == 0:
            status = 1
            try:
                status = 0 if all(reader.texts_of(range(9)) == texts for _ in range(50)) else 2
            finally:
                os._exit(status)
        for _ in range(50):
            assert reader.texts_of(range(9)) == texts
        assert os.waitpid(child, 0)[1] == 0


def test_a_server_without_encryption_is_refused_where_the_address_asks_for_it() -> None:
    """The address's `sslmode` is libpq's. A connection that is encrypted is not tried: our server cannot."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with running(listen_addresses="127.0.0.1", port=str(port)) as server:
        server.database("inspections")
        address = f"postgresql://postgres@127.0.0.1:{port}/inspections"
        with pytest.raises(NothingPublished):  # it was let in, and has nothing yet
            PostgresEngine(Address(address)).open()
        with pytest.raises(EngineUnavailable, match="does not support SSL"):
            PostgresEngine(Address(f"{address}?sslmode=require")).open()
