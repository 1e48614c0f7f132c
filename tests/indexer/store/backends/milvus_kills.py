"""Kills a publish to Milvus at many moments; each time a reader must see one whole generation.

    python -m tests.indexer.store.backends.milvus_kills [50]

The process that publishes is killed as by `kill -9`: before each of its calls to Milvus in turn, then after
random times; after every tenth kill Milvus Lite is killed, too. Then the index is opened and compared with
the embedded one, and published again, which must succeed and leave nothing behind.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import quote

import numpy as np

from indexer.store.backends.address import Address
from indexer.store.backends.milvus.client import Client
from indexer.store.backends.milvus.engine import MilvusEngine
from indexer.store.reader import IndexReader
from tests.indexer.store.backends.conformance import made_reports
from tests.support.builders import write_small_index
from tests.support.engines import milvus, postgres


def _quiet(what: str, done: int, of: int) -> None:
    """As Note."""


def _publish(address: str, folder: Path, calls: int, seconds: float, told: Path) -> None:
    """Publishes, and ends itself before call `calls` + 1 to Milvus, or after so many seconds."""
    usual = Client._write
    made = 0

    def counted(self: Client, call: str, asked: Any) -> Any:
        nonlocal made
        made += 1
        told.write_text(f"{made} {call}", encoding="utf-8")
        if made > calls:
            os.kill(os.getpid(), signal.SIGKILL)
        return usual(self, call, asked)

    Client._write = counted  # type: ignore[method-assign]
    threading.Timer(seconds, os.kill, (os.getpid(), signal.SIGKILL)).start()
    MilvusEngine(Address(address)).publish(folder, _quiet)
    os._exit(0)


def _same(one: IndexReader, other: IndexReader) -> None:
    rows = np.arange(len(one))
    assert one.generation == other.generation
    assert np.array_equal(one.vectors(rows), other.vectors(rows))
    assert np.array_equal(one.sentences_of(rows)[0], other.sentences_of(rows)[0])
    assert one.by_rows(rows) == other.by_rows(rows)
    for row in (0, len(one) // 2):
        assert one.nearest(one.vector(row), 20) == other.nearest(one.vector(row), 20)


def main(kills: int) -> None:
    """Prints one line for each kill."""
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload([__name__])
    with tempfile.TemporaryDirectory(prefix="milvus-kills-") as made:
        _kill(kills, Path(made), processes)


def _kill(kills: int, folder: Path, processes: Any) -> None:
    os.environ["PINPOINT_CACHE"] = str(folder / "cache")
    index, told = folder / "index", folder / "told"
    random = np.random.default_rng(1)
    ends: Counter[str] = Counter()
    with postgres.running() as records, milvus.running(folder / "lite") as server:
        where = quote(records.database("records"), safe="")
        address = f"{server.address('kills')}?partitions=1&records={where}"
        engine = MilvusEngine(Address(address))
        write_small_index(index, made_reports(0))
        started = time.monotonic()
        engine.publish(index, _quiet)
        takes = time.monotonic() - started
        by_call = True
        for number in range(1, kills + 1):
            old = IndexReader.open(index)
            write_small_index(index, made_reports(number))
            new = IndexReader.open(index)
            calls = number if by_call else 10**6
            seconds = 600.0 if by_call else float(random.uniform(0, takes))
            child = processes.Process(target=_publish, args=(address, index, calls, seconds, told))
            child.start()
            child.join()
            by_call = by_call and child.exitcode != 0  # it came to its end: all calls were tried
            if number % 10 == 0:
                server.kill()
                server.start()
            seen = IndexReader(*engine.open())
            _same(old if seen.generation == old.generation else new, seen)
            seen.close()
            engine.publish(index, _quiet)
            seen = IndexReader(*engine.open())
            _same(new, seen)
            seen.close()
            there = {engine._layout.generation(name) for name in engine._client.collections()}
            assert there == set(engine._records.held()), there
            moment = told.read_text(encoding="utf-8") if child.exitcode else "done"
            which = "killed" if child.exitcode else "ended"
            ends[which] += 1
            print(f"{number}: {which} at {moment}", flush=True)
            old.close()
            new.close()
    print(f"{kills} publishes begun, {ends['killed']} of them killed: one whole generation after each")


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 50)
