"""A database that cannot be used: one line that says why, and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest
from psycopg import sql

from indexer.errors import (
    CorruptIndex,
    EngineUnavailable,
    IncompatibleIndex,
    IndexLocked,
    IndexNotReadable,
    InvalidRequest,
    NothingPublished,
    PinpointError,
    PublishFailed,
)
from indexer.sharing.renewing import renew
from indexer.store.backends.address import Address
from indexer.store.backends.postgres import trouble
from indexer.store.backends.postgres.engine import PostgresEngine
from indexer.store.backends.sound import engine_problems
from indexer.store.reader import IndexReader
from tests.indexer.store.backends.postgres.conftest import silent
from tests.support.builders import rewrite_manifest, write_small_index
from tests.support.engines.postgres import Server


def _schema(engine: PostgresEngine) -> str:
    return engine.place.schema


def _says(error: pytest.ExceptionInfo[PinpointError], *words: str) -> None:
    assert "\n" not in str(error.value)
    assert error.value.remedy
    for word in words:
        assert word in str(error.value)


def test_a_server_that_is_away(tmp_path: Path) -> None:
    engine = PostgresEngine(Address(f"postgresql://ada:secret@/inspections?host={tmp_path}"))
    with pytest.raises(EngineUnavailable) as away:
        engine.current()
    _says(away, "does not answer", "check that the server runs")
    assert "secret" not in str(away.value)


def test_a_database_that_is_not_there(server: Server) -> None:
    with pytest.raises(EngineUnavailable) as absent:
        PostgresEngine(Address(server.url("nowhere"))).open()
    _says(absent, "has no such database")


def test_a_wrong_password(server: Server) -> None:
    server.run("CREATE ROLE grace LOGIN PASSWORD 'right'")
    rules = server.data / "pg_hba.conf"
    before = rules.read_text()
    rules.write_text("local all grace scram-sha-256\n" + before)
    server.run("SELECT pg_reload_conf()")
    try:
        address = server.url("inspections", user="grace:wrong-one")
        with pytest.raises(EngineUnavailable) as refused:
            PostgresEngine(Address(address)).open()
        _says(refused, "does not let this user in")
        assert "wrong-one" not in str(refused.value)
        address = server.url("inspections", user="grace:right", schema="nothing_here")
        with pytest.raises(NothingPublished) as empty:
            PostgresEngine(Address(address)).open()
        assert "right@" not in str(empty.value)
    finally:
        rules.write_text(before)
        server.run("SELECT pg_reload_conf()")


def test_a_database_without_the_extension(server: Server, folder: Path) -> None:
    server.database("plain", vector=False)
    write_small_index(folder)
    engine = PostgresEngine(Address(server.url("plain")))
    for use in (engine.open, lambda: engine.publish(folder, silent)):
        with pytest.raises(IncompatibleIndex) as without:
            use()
        _says(without, "lacks the extension pgvector", "CREATE EXTENSION vector")
    assert server.run("SELECT FROM pg_namespace WHERE nspname = 'pinpoint'", database="plain") == []


def test_a_database_that_cannot_keep_every_character(server: Server) -> None:
    server.run("CREATE DATABASE western ENCODING 'LATIN1' TEMPLATE template0")
    with pytest.raises(IncompatibleIndex) as western:
        PostgresEngine(Address(server.url("western"))).open()
    _says(western, "LATIN1", "UTF8")


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("OLDEST_SERVER", 99_00_00, "Pinpoint needs 99.0 or newer"),
        ("OLDEST_VECTOR", (9, 9), "Pinpoint needs 9.9 or newer"),
    ],
)
def test_what_is_too_old(
    engine: PostgresEngine, monkeypatch: pytest.MonkeyPatch, name: str, value: object, words: str
) -> None:
    monkeypatch.setattr(trouble, name, value)
    with pytest.raises(IncompatibleIndex) as old:
        engine.open()
    _says(old, words)


@pytest.mark.parametrize(("version", "newer"), [(0, False), (2, True)])
def test_tables_of_another_version(
    engine: PostgresEngine, server: Server, folder: Path, version: int, newer: bool
) -> None:
    write_small_index(folder)
    engine.publish(folder, silent)
    server.run(f"UPDATE {_schema(engine)}.layout SET version = {version}", database="inspections")
    for use in (engine.open, engine.current, lambda: engine.publish(folder, silent)):
        with pytest.raises(IncompatibleIndex) as other:
            use()
        assert other.value.newer is newer
        _says(other, f"version {version}")


def test_records_of_another_format(engine: PostgresEngine, server: Server, folder: Path) -> None:
    manifest = write_small_index(folder)
    engine.publish(folder, silent)
    rewrite_manifest(folder, format_version=99)
    path = folder / "generations" / manifest.generation / "manifest.json"
    server.run(
        sql.SQL("UPDATE {}.generations SET manifest = {}").format(
            sql.Identifier(_schema(engine)), sql.Literal(path.read_bytes())
        ),
        database="inspections",
    )
    with pytest.raises(IncompatibleIndex) as other:
        engine.open()
    assert other.value.newer


def test_a_schema_of_somebody_else(engine: PostgresEngine, server: Server, folder: Path) -> None:
    schema = _schema(engine)
    server.run(f"CREATE SCHEMA {schema}", f"CREATE TABLE {schema}.meals (id int)", database="inspections")
    write_small_index(folder)
    with pytest.raises(PublishFailed) as taken:
        engine.publish(folder, silent)
    _says(taken, "holds other tables", "?schema=")
    with pytest.raises(NothingPublished):
        engine.open()


@pytest.mark.parametrize("name", ["Has%20space", "pg_mine", "a%22b", "UPPER"])
def test_a_name_that_no_schema_can_have(name: str) -> None:
    with pytest.raises(InvalidRequest):
        PostgresEngine(Address(f"postgresql://host/inspections?schema={name}"))


def test_an_option_that_postgresql_does_not_know() -> None:
    with pytest.raises(InvalidRequest) as unknown:
        PostgresEngine(Address("postgresql://ada:secret@host/inspections?colour=red"))
    _says(unknown, "colour")
    assert "secret" not in str(unknown.value)


def test_two_who_publish_at_once(engine: PostgresEngine, folder: Path) -> None:
    write_small_index(folder)
    with engine.publishing(), pytest.raises(IndexLocked) as locked:
        engine.publish(folder, silent)
    _says(locked, "another process is publishing")
    engine.publish(folder, silent)


def test_vectors_that_are_elsewhere(engine: PostgresEngine, folder: Path) -> None:
    name = write_small_index(folder).generation
    assert engine.publish(folder, silent, vectors=False) == name
    with pytest.raises(IncompatibleIndex) as elsewhere:
        engine.open()
    _says(elsewhere, "Milvus")
    with IndexReader.open(folder) as embedded:
        opened = engine.open_records(name)
        rows = range(len(embedded))
        assert opened.records.texts_of(rows) == dict(enumerate(embedded.texts_of(rows)))
    assert engine.publish(folder, silent) == name  # with its vectors
    assert engine.open().manifest.generation == name


def test_a_generation_that_is_gone(engine: PostgresEngine, folder: Path) -> None:
    names = []
    first = None
    for _ in range(4):
        names.append(write_small_index(folder).generation)
        engine.publish(folder, silent)
        first = first or IndexReader(*engine.open())
    assert engine.held() == tuple(names[1:])
    assert first is not None
    with pytest.raises(CorruptIndex) as gone:
        first.by_rows([0])
    _says(gone, "open it again")
    with pytest.raises(CorruptIndex):
        engine.open_records(names[0])


def test_a_paragraph_that_was_altered(engine: PostgresEngine, server: Server, folder: Path) -> None:
    write_small_index(folder)
    engine.publish(folder, silent)
    schema = _schema(engine)
    server.run(
        f"UPDATE {schema}.paragraphs_1 SET text = replace(text, 'MARAC', 'MAPPA') WHERE rowid = 2",
        database="inspections",
    )
    with IndexReader(*engine.open()) as reader:
        reader.by_rows([0])
        with pytest.raises(CorruptIndex, match="is not what was written"):
            reader.by_rows([1])


@pytest.mark.parametrize("table", ["paragraphs_1", "reports_1", "facts_1", "sources_1"])
def test_rows_that_are_missing(engine: PostgresEngine, server: Server, folder: Path, table: str) -> None:
    write_small_index(folder)
    engine.publish(folder, silent)
    column = {"reports_1": "place", "sources_1": "position", "facts_1": "piece"}.get(table, "rowid")
    last = f"(SELECT max({column}) FROM {_schema(engine)}.{table})"
    server.run(f"DELETE FROM {_schema(engine)}.{table} WHERE {column} = {last}", database="inspections")
    with pytest.raises(CorruptIndex):
        engine.open()


def test_a_file_that_was_altered(engine: PostgresEngine, server: Server, folder: Path) -> None:
    write_small_index(folder)
    engine.publish(folder, silent)
    server.run(f"UPDATE {_schema(engine)}.files SET bytes = 'other'", database="inspections")
    opened = engine.open()
    [sha256, *_] = [report.sha256 for report in opened.records.reports()]
    path = opened.kept.path(sha256) if _cached(sha256) else None
    if path is None:
        with pytest.raises(CorruptIndex):
            opened.kept.path(sha256)


def _cached(sha256: str) -> bool:
    from indexer.locations import model_cache

    return any((model_cache() / "reports").glob(f"{sha256}*"))


class TestRoles:
    """Who reads has no right to write, and who writes owns nothing but the schema."""

    def test_least_rights(self, engine: PostgresEngine, server: Server, folder: Path) -> None:
        schema = _schema(engine)
        server.run(
            "CREATE ROLE writer LOGIN",
            "CREATE ROLE reader LOGIN",
            f"CREATE SCHEMA {schema} AUTHORIZATION writer",
            f"GRANT USAGE ON SCHEMA {schema} TO reader",
            database="inspections",
        )
        write_small_index(folder)
        writer = PostgresEngine(Address(server.url("inspections", user="writer", schema=schema)))
        reader = PostgresEngine(Address(server.url("inspections", user="reader", schema=schema)))
        try:
            writer.publish(folder, silent)
            with pytest.raises(IndexNotReadable) as refused:
                reader.open()
            _says(refused, "does not give this user the right")
            server.run(f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO reader", database="inspections")
            for _ in range(5):  # what is published later is read as well
                write_small_index(folder)
                writer.publish(folder, silent)
                with IndexReader.open(folder) as embedded, IndexReader(*reader.open()) as opened:
                    assert opened.by_rows(range(len(embedded))) == embedded.by_rows(range(len(embedded)))
                    assert opened.nearest(embedded.vector(1), 5) == embedded.nearest(embedded.vector(1), 5)
                    assert opened.phrase("MARAC", 5) == embedded.phrase("MARAC", 5)
                    assert opened.source_bytes(opened.reports()[0].sha256)
            with pytest.raises(IndexNotReadable) as write:
                reader.publish(folder.with_name("other"), silent) if write_small_index(
                    folder.with_name("other")
                ) else None
            _says(write, "does not give this user the right")
        finally:
            writer.close()
            reader.close()

    def test_a_user_who_may_not_even_look(self, engine: PostgresEngine, server: Server, folder: Path) -> None:
        write_small_index(folder)
        engine.publish(folder, silent)
        server.run("CREATE ROLE stranger LOGIN")
        stranger = PostgresEngine(Address(server.url("inspections", user="stranger", schema=_schema(engine))))
        try:
            for use in (stranger.open, stranger.current, lambda: stranger.publish(folder, silent)):
                with pytest.raises(IndexNotReadable) as refused:
                    use()
                _says(refused, "does not give this user the right", "docs/scale/postgresql.md")
            unmade = PostgresEngine(Address(server.url("inspections", user="stranger", schema="unmade")))
            with pytest.raises(IndexNotReadable):
                unmade.publish(folder, silent)
            unmade.close()
        finally:
            stranger.close()
        assert server.run("SELECT FROM pg_tables WHERE schemaname = 'public'", database="inspections") == []


def test_a_damaged_copy_is_mended_by_publishing_again(
    engine: PostgresEngine, folder: Path, server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def problems(time: str) -> list[str]:
        monkeypatch.setenv("PINPOINT_CACHE", str(tmp_path / time))  # no file from the time before
        return engine_problems(index)

    write_small_index(folder)
    engine.publish(folder, silent)
    schema = _schema(engine)
    [(serial,)] = server.run(f"SELECT serial FROM {schema}.current", database="inspections")
    server.run(
        f"UPDATE {schema}.paragraphs_{serial} SET text = 'Not what was written.' WHERE rowid = 2",
        f"UPDATE {schema}.files SET bytes = '\\x00' WHERE name = (SELECT min(name) FROM {schema}.files)",
        database="inspections",
    )
    index = Path(server.url("inspections", schema=schema))
    found = problems("damaged")
    assert len(found) == 2
    engine.publish(folder, silent)
    assert problems("left") == found  # what is there already is left alone
    renew(folder)
    engine.publish(folder, silent)
    assert problems("mended") == []
