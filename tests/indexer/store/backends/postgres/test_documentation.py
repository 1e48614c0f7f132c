"""What docs/scale/postgresql.md tells a database team to do works: the roles, and the backup."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from indexer.errors import IndexNotReadable
from indexer.store.backends.address import Address
from indexer.store.backends.postgres.engine import PostgresEngine
from indexer.store.reader import IndexReader
from tests.indexer.store.backends.postgres.conftest import silent
from tests.support.builders import write_small_index
from tests.support.engines.postgres import Server
from tests.support.paths import ROOT


def _statements() -> list[str]:
    text = (ROOT / "docs" / "scale" / "postgresql.md").read_text(encoding="utf-8")
    [block] = re.findall(r"```sql\n(.*?)```", text, re.DOTALL)
    return [statement.strip() for statement in block.split(";") if statement.strip()]


def test_the_roles_of_the_page_publish_and_search(server: Server, folder: Path) -> None:
    server.database("documented", vector=False)
    server.run(*_statements(), database="documented")
    writer = PostgresEngine(Address(server.url("documented", user="pinpoint_writer")))
    reader = PostgresEngine(Address(server.url("documented", user="pinpoint_reader")))
    try:
        for _ in range(5):
            write_small_index(folder)
            writer.publish(folder, silent)
            with IndexReader.open(folder) as embedded, IndexReader(*reader.open()) as opened:
                assert opened.generation == embedded.generation
                assert opened.by_rows(range(len(embedded))) == embedded.by_rows(range(len(embedded)))
                assert opened.nearest(embedded.vector(1), 5) == embedded.nearest(embedded.vector(1), 5)
                assert opened.phrase("MARAC", 5) == embedded.phrase("MARAC", 5)
        write_small_index(folder)
        with pytest.raises(IndexNotReadable):
            reader.publish(folder, silent)
    finally:
        writer.close()
        reader.close()


def test_a_backup_is_the_index(server: Server, engine: PostgresEngine, folder: Path, tmp_path: Path) -> None:
    write_small_index(folder)
    engine.publish(folder, silent)
    dump, schema = tmp_path / "pinpoint.dump", engine.place.schema
    options = ["--host", str(server.folder), "--username", "postgres"]
    with dump.open("wb") as file:
        subprocess.run(
            [server.programs / "pg_dump", *options, "--format=custom", f"--schema={schema}", "inspections"],
            stdout=file, check=True,
        )  # fmt: skip
    server.database("restored")
    subprocess.run(
        [server.programs / "pg_restore", *options, "--dbname=restored", dump], check=True, capture_output=True
    )
    copy = PostgresEngine(Address(server.url("restored", schema=schema)))
    with IndexReader.open(folder) as embedded, IndexReader(*copy.open()) as opened:
        assert opened.by_rows(range(len(embedded))) == embedded.by_rows(range(len(embedded)))
        assert opened.nearest(embedded.vector(1), 5) == embedded.nearest(embedded.vector(1), 5)
    copy.close()
