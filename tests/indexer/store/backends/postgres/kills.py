"""Kill a publish at many moments: readers see one whole generation, and the next publish finishes.

    python -m tests.indexer.store.backends.postgres.kills [--moments 50]

By turns the program is killed, its connection is ended by the server's owner, and the server itself goes as
if the machine had lost its power. Moments are spread over the time that a whole publish takes.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import signal
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path

from indexer.errors import PinpointError
from indexer.store.backends.address import Address
from indexer.store.backends.postgres.engine import PostgresEngine
from indexer.store.format import ReportEntry
from indexer.store.reader import IndexReader
from tests.indexer.store.backends.conformance import made_reports
from tests.indexer.store.backends.postgres.conftest import silent
from tests.support.builders import small_reports, write_small_index
from tests.support.engines.postgres import Server, running

HOW = ("program", "connection", "server")


def kill_at(server: Server, url: str, folder: Path, after: float, how: str) -> tuple[str, float]:
    """Publish the folder's index in another process, and end it after so many seconds.

    What is current then, and how long the other process was at it. how: of HOW; "" to let it end.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    child = context.Process(target=_publish, args=(url, folder, theirs))
    child.start()
    ours.recv()  # it has loaded what it needs
    ours.send("go")
    began = time.monotonic()
    time.sleep(after)
    if how == "program":
        assert child.pid is not None
        os.kill(child.pid, signal.SIGKILL)
    elif how == "connection":
        server.run(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'pinpoint'"
            " AND query NOT LIKE '%default_transaction_read_only%'"
        )
    elif how == "server":
        server.stop(at_once=True)
        server.start()
    child.join(60)
    took = time.monotonic() - began
    engine = PostgresEngine(Address(url))
    try:
        return engine.current(), took
    finally:
        engine.close()


def _publish(url: str, folder: Path, pipe: Connection) -> None:
    engine = PostgresEngine(Address(url))
    pipe.send("ready")
    pipe.recv()
    try:
        engine.publish(folder, silent)
    except PinpointError as error:
        pipe.send(str(error))
    os._exit(0)


def look(url: str, folders: dict[str, Path], name: str) -> None:
    """The generation that is current is whole: every paragraph, vector and word is the embedded index's."""
    engine = PostgresEngine(Address(url))
    with IndexReader.open_generation(folders[name], name) as embedded, IndexReader(*engine.open()) as reader:
        rows = range(len(embedded))
        assert reader.generation == name
        assert reader.by_rows(rows) == embedded.by_rows(rows)
        assert (reader.vectors(rows) == embedded.vectors(rows)).all()
        assert (reader.sentences_of(rows)[0] == embedded.sentences_of(rows)[0]).all()
        assert reader.term_counts() == embedded.term_counts()
        assert reader.phrase("marac plans", 50) == embedded.phrase("marac plans", 50)
        assert reader.reports() == embedded.reports()
        assert reader.sources() == embedded.sources()
    engine.close()


def kills(server: Server, folder: Path, moments: int) -> Iterator[tuple[str, float, str]]:
    """(how, after how many seconds, "old" or "new") of each kill, looked at and published to its end."""
    url = server.database("kills")
    engine = PostgresEngine(Address(url))
    folders: dict[str, Path] = {}

    def written(number: int) -> str:
        reports: list[ReportEntry] = [*made_reports(seed=number, years=2), *small_reports()[: 1 + number % 3]]
        place = folder / f"index-{number % 4}"
        name = write_small_index(place, reports).generation
        folders[name] = place
        return name

    current = written(0)
    engine.publish(folders[current], silent)
    name = written(1)
    current, whole = kill_at(server, url, folders[name], 0, "")
    assert current == name
    for number in range(moments):
        how = HOW[number % len(HOW)]
        after = 1.1 * whole * (number + 0.5) / moments
        name = written(number + 2)
        found, _ = kill_at(server, url, folders[name], after, how)
        assert found in (current, name), f"{found} is neither the old nor the new one"
        look(url, folders, found)
        assert engine.publish(folders[name], silent) == name
        look(url, folders, name)
        assert left_behind(server, engine) == []
        yield how, after, "old" if found == current else "new"
        current = name
    engine.close()


def left_behind(server: Server, engine: PostgresEngine) -> list[str]:
    """Tables that belong to no generation that is kept."""
    schema = engine.place.schema
    found = server.run(
        f"SELECT tablename FROM pg_tables WHERE schemaname = '{schema}' AND tablename ~ '_[0-9]+$'"
        f" AND substring(tablename FROM '[0-9]+$')::int NOT IN (SELECT serial FROM {schema}.generations)",
        database="kills",
    )
    return [name for (name,) in found]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--moments", type=int, default=50)
    given = parser.parse_args()
    seen: Counter[tuple[str, str]] = Counter()
    with running() as server, tempfile.TemporaryDirectory() as folder:
        os.environ["PINPOINT_CACHE"] = folder
        for how, after, then in kills(server, Path(folder), given.moments):
            seen[how, then] += 1
            print(f"{how} ended after {1000 * after:.0f} ms: the {then} one was whole", flush=True)
    for (how, then), count in sorted(seen.items()):
        print(f"{count} times: {how}, then the {then} one")


if __name__ == "__main__":
    main()
