"""How a sealed generation becomes the current one of an index in PostgreSQL: in one transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import psycopg
from psycopg import sql

from indexer.errors import CorruptIndex, IncompatibleIndex, PublishFailed, system_reason, system_remedy
from indexer.store.backends.protocol import Note
from indexer.store.format import MANIFEST, MEND, SOURCES, Manifest

from . import tables
from .connections import Found, Place
from .filling import Sealed
from .trouble import no_right, told

VectorsKept = Literal["exact", "approximate", "elsewhere"]

# From so many paragraphs on vectors are found through an approximate index; docs/scale/postgresql.md.
APPROXIMATE_FROM = 50_000
KEPT = 3  # generations: the current one and two before it, which readers may still have open

# Memory for building the approximate index, at most; a server that is set to more keeps to that.
_BUILD_BYTES = 2 << 30
_HNSW = "m = 16, ef_construction = 100"


def vectors_kept(manifest: Manifest) -> VectorsKept:
    """How the vectors of a generation of this size are searched."""
    return "approximate" if manifest.counts.paragraphs >= APPROXIMATE_FROM else "exact"


class Publishing:
    """One publisher's connection, which holds the index's lock; another that comes is refused meanwhile."""

    def __init__(self, connection: psycopg.Connection, place: Place, found: Found) -> None:
        self.connection = connection
        self._place = place
        self._found = found

    def publish(
        self, index: Path, folder: Path, manifest: Manifest, note: Note, *, vectors: VectorsKept
    ) -> None:
        """Copy the generation in `folder` and make it the current one, then drop those that nobody needs."""
        try:
            with self.connection.transaction():
                self._begin()
                if self._current() == (manifest.generation, vectors):
                    return
                serial = self._switched(index, folder, manifest, note, vectors)
                self.connection.execute(
                    "INSERT INTO current (serial) VALUES (%s)"
                    " ON CONFLICT (one) DO UPDATE SET serial = EXCLUDED.serial",
                    (serial,),
                )
        except psycopg.Error as error:
            raise _failed(error, self._place.shown) from error
        except OSError as error:
            raise PublishFailed(
                f"the generation in {folder} cannot be read ({system_reason(error)})", system_remedy(error)
            ) from error
        self._tidy()

    def _begin(self) -> None:
        """The schema and the tables that are there once, made where they are not."""
        run, name = self.connection.execute, self._place.schema
        if not self._found.schema_exists:
            run(sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(sql.Identifier(name)))
        # Where this user may not use it, new tables would silently go to the next schema of the path.
        if run("SELECT current_schema()").fetchone() != (name,):
            raise no_right(f"permission denied for schema {name}", self._place.shown)
        there = {table for (table,) in run("SELECT tablename FROM pg_tables WHERE schemaname = %s", (name,))}
        if "layout" in there:
            layout_problem(run("SELECT version FROM layout").fetchall(), self._place.shown)
            return
        if there:
            raise PublishFailed(
                f"the schema {name} of {self._place.shown} holds other tables",
                "name another schema at the end of the address: ?schema=NAME",
            )
        run(tables.ONCE)
        run("INSERT INTO layout VALUES (%s)", (tables.LAYOUT,))

    def _current(self) -> tuple[str, str] | None:
        found = self.connection.execute(
            "SELECT name, vectors FROM current JOIN generations USING (serial)"
        ).fetchone()
        return found and (found[0], found[1])

    def _switched(
        self, index: Path, folder: Path, manifest: Manifest, note: Note, vectors: VectorsKept
    ) -> int:
        """The serial number of the generation, copied unless it is still held from before."""
        run = self.connection.execute
        held = run(
            "SELECT serial FROM generations WHERE name = %s AND vectors = %s", (manifest.generation, vectors)
        ).fetchone()
        if held:
            return int(held[0])
        [(serial,)] = run("SELECT coalesce(max(serial), 0) + 1 FROM generations").fetchall()
        # The same generation with its vectors elsewhere gives way; readers of it are told to open it again.
        for (old,) in run(
            "DELETE FROM generations WHERE name = %s RETURNING serial", (manifest.generation,)
        ).fetchall():
            self._drop(old)
        self._copy_files(index, manifest, note)
        self._copy(folder, manifest, serial, note, vectors)
        run(
            "INSERT INTO generations (serial, name, manifest, vectors) VALUES (%s, %s, %s, %s)",
            (serial, manifest.generation, manifest.serialise(), vectors),
        )
        return int(serial)

    def _copy(self, folder: Path, manifest: Manifest, serial: int, note: Note, vectors: VectorsKept) -> None:
        wanted = [
            name for name in tables.COLUMNS if vectors != "elsewhere" or name not in tables.VECTOR_TABLES
        ]
        sealed = Sealed(folder, manifest)
        try:
            for done, name in enumerate(wanted):
                note(name, done, len(wanted))
                self._fill(sealed, name, serial, manifest.dimension)
        finally:
            sealed.close()
        if vectors == "approximate":
            note("index of the vectors", len(wanted) - 1, len(wanted))
            make_approximate(self.connection, serial, manifest.counts.paragraphs, manifest.dimension)
        self._allow(serial, vectors)
        note("done", len(wanted), len(wanted))

    def _fill(self, sealed: Sealed, name: str, serial: int, dimension: int) -> None:
        run = self.connection.execute
        run(tables.create(name, serial, dimension).encode())
        for statement in tables.storage(name, serial):
            run(statement.encode())
        with self.connection.cursor() as cursor:
            into = f"COPY {tables.table(name, serial)} FROM STDIN (FORMAT BINARY)".encode()
            with cursor.copy(into) as copy:
                if name in tables.VECTOR_TABLES:
                    data = sealed.vector_copy() if name == "vectors" else sealed.sentence_copy()
                    for piece in data:
                        copy.write(piece)
                else:
                    copy.set_types(tables.types(name))
                    for row in sealed.rows(name):
                        copy.write_row(row)
        for statement in tables.finish(name, serial):
            run(statement.encode())
        run(f"ANALYZE {tables.table(name, serial)}".encode())

    def _allow(self, serial: int, vectors: VectorsKept) -> None:
        """Who may read the list of generations may read this one."""
        readers = self.connection.execute(
            "SELECT DISTINCT g.grantee, pg_get_userbyid(g.grantee) FROM pg_class c, aclexplode(c.relacl) g"
            " WHERE c.oid = 'generations'::regclass AND g.privilege_type = 'SELECT'"
            " AND g.grantee <> c.relowner"
        ).fetchall()
        listed = sql.SQL(", ").join(
            sql.Identifier(table) for table in tables.of_generation(serial, vectors=vectors != "elsewhere")
        )
        for number, name in readers:
            to = sql.Identifier(name) if number else sql.SQL("PUBLIC")
            self.connection.execute(sql.SQL("GRANT SELECT ON {} TO {}").format(listed, to))

    def _copy_files(self, index: Path, manifest: Manifest, note: Note) -> None:
        # A file that was altered there is copied again, too.
        self.connection.execute(
            "DELETE FROM files WHERE name IN (SELECT name FROM files GROUP BY name HAVING"
            " encode(sha256(string_agg(bytes, ''::bytea ORDER BY piece)), 'hex') <> split_part(name, '.', 1))"
        )
        there = {name for (name,) in self.connection.execute("SELECT DISTINCT name FROM files")}
        wanted = [name for name in manifest.kept if name not in there]
        for done, name in enumerate(wanted):
            note("files of reports", done, len(wanted))
            with self.connection.cursor() as cursor:
                for piece, data in enumerate(_pieces(index / SOURCES / name)):
                    cursor.execute("INSERT INTO files VALUES (%s, %s, %s)", (name, piece, data))

    def _tidy(self) -> None:
        """Drop generations that two newer ones follow, and files that no generation keeps any more.

        Not a part of publishing: one that somebody is reading at this moment is left for the next time.
        """
        try:
            with self.connection.transaction():
                run = self.connection.execute
                run("SELECT set_config('lock_timeout', '2s', true)")
                old = run(
                    "DELETE FROM generations WHERE serial NOT IN"
                    " (SELECT serial FROM generations ORDER BY serial DESC LIMIT %s)"
                    " AND serial NOT IN (SELECT serial FROM current) RETURNING serial",
                    (KEPT,),
                ).fetchall()
                if not old:
                    return
                for (serial,) in old:
                    self._drop(serial)
                manifests = run("SELECT manifest FROM generations").fetchall()
                kept = {name for (data,) in manifests for name in Manifest.parse(data, Path(MANIFEST)).kept}
                run("DELETE FROM files WHERE name <> ALL (%s)", (sorted(kept),))
        except (psycopg.errors.LockNotAvailable, psycopg.errors.DeadlockDetected):
            return
        except psycopg.Error as error:
            raise _failed(error, self._place.shown) from error

    def _drop(self, serial: int) -> None:
        listed = ", ".join(tables.of_generation(serial))
        self.connection.execute(f"DROP TABLE IF EXISTS {listed}".encode())


def make_approximate(connection: psycopg.Connection, serial: int, paragraphs: int, dimension: int) -> None:
    """An index of half-precision vectors: what it finds is scored again from the whole ones."""
    # Each vector with its links takes some 1,440 bytes at 384 values: 1.27 GB were full at 880,000. From
    # there on, where an index does not fit in memory, it grew eight times slower.
    needed = min(paragraphs * (2 * dimension + 900), _BUILD_BYTES) >> 10
    connection.execute(
        "SELECT set_config('maintenance_work_mem', greatest(%s, setting::int8)::text || 'kB', true)"
        " FROM pg_settings WHERE name = 'maintenance_work_mem'",
        (needed,),
    )
    connection.execute(
        f"CREATE INDEX ON {tables.table('vectors', serial)} USING hnsw"
        f" ((embedding::halfvec({dimension})) halfvec_ip_ops) WITH ({_HNSW})".encode()
    )


def layout_problem(found: list[tuple[int]], shown: str) -> None:
    """Raises IncompatibleIndex for tables of another version."""
    if found == [(tables.LAYOUT,)]:
        return
    version = found[0][0] if len(found) == 1 else 0
    newer = version > tables.LAYOUT
    raise IncompatibleIndex(
        f"the index in {shown} has tables of version {version}, this program reads version {tables.LAYOUT}",
        "update the program" if newer else "drop its schema and publish it again with `pinpoint publish`",
        newer=newer,
    )


def _pieces(path: Path) -> Iterator[bytes]:
    """Raises CorruptIndex where the bytes are not those that the file is named by."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while data := file.read(tables.FILE_PIECE):
            digest.update(data)
            yield data
    if digest.hexdigest() != path.stem:
        raise CorruptIndex(f"a report's file was altered: its SHA-256 is not its name ({path})", MEND)


def _failed(error: psycopg.Error, shown: str) -> Exception:
    if isinstance(error, psycopg.errors.DiskFull):
        return PublishFailed(f"{shown} has no room for the index", "the old one stands; free some space")
    return told(error, shown)
