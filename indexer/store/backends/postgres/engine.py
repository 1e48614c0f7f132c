"""One index in PostgreSQL: which generation is current, opened, published."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, TypeVar

import psycopg

from indexer.errors import CorruptIndex, IncompatibleIndex, IndexLocked, NothingPublished, Remedy
from indexer.store.backends.address import Address
from indexer.store.backends.protocol import Note, Opened, OpenedRecords
from indexer.store.format import MANIFEST, Manifest
from indexer.store.generations import checked_manifest, current_name, generation_folder

from .connections import Connections, connect, place_of
from .files import PostgresFiles
from .postings import PostgresPostings
from .publishing import Publishing, VectorsKept, layout_problem, vectors_kept
from .records import PostgresRecords
from .trouble import no_right, told
from .vectors import PostgresVectors

_Given = TypeVar("_Given")


class _Listed(NamedTuple):
    serial: int
    name: str
    manifest: bytes
    vectors: VectorsKept


class PostgresEngine:
    """See protocol.Engine."""

    def __init__(self, address: Address) -> None:
        self.place = place_of(address)
        self.connections = Connections(self.place)

    def close(self) -> None:
        """Give back the connections; the next use opens them again."""
        self.connections.close()

    def current(self) -> str:
        """See protocol.Engine."""
        return self._listed().name

    def held(self) -> tuple[str, ...]:
        """Names of the generations that are kept, in the order in which they were published."""
        self._listed()
        found = self.connections.rows("SELECT name FROM generations ORDER BY serial")
        return tuple(name for (name,) in found)

    def open(self) -> Opened:
        """See protocol.Engine."""

        def opened(listed: _Listed) -> Opened:
            if listed.vectors == "elsewhere":
                raise IncompatibleIndex(
                    f"{self.place.shown} holds an index without its vectors, which are in Milvus",
                    "name the address in Milvus that it was published to",
                )
            manifest, records = self._records(listed)
            shape = (manifest.counts.paragraphs, manifest.dimension)
            vectors = PostgresVectors(
                self.connections, records, listed.serial, shape,
                approximate=listed.vectors == "approximate",
            )  # fmt: skip
            postings = PostgresPostings(records, manifest.counts.paragraphs)
            return Opened(manifest, records, vectors, postings, PostgresFiles(self.connections, manifest))

        return self._still_there(None, opened)

    def open_records(self, name: str | None = None) -> OpenedRecords:
        """The generation of this name, None for the current one, without its vectors.

        Raises as `open` does; CorruptIndex where it is not kept any more.
        """

        def opened(listed: _Listed) -> OpenedRecords:
            manifest, records = self._records(listed)
            postings = PostgresPostings(records, manifest.counts.paragraphs)
            return OpenedRecords(manifest, records, postings, PostgresFiles(self.connections, manifest))

        return self._still_there(name, opened)

    @contextmanager
    def publishing(self) -> Iterator[Publishing]:
        """Holds the lock of the index: whoever else publishes gets IndexLocked meanwhile."""
        connection, found = connect(self.place)
        try:
            try:
                taken = connection.execute(
                    "SELECT pg_try_advisory_lock(hashtext('pinpoint'), hashtext(%s))", (self.place.schema,)
                ).fetchone()
            except psycopg.Error as error:
                raise told(error, self.place.shown) from error
            if taken != (True,):
                raise IndexLocked(
                    f"another process is publishing to {self.place.shown}", "wait until it is done"
                )
            yield Publishing(connection, self.place, found)
        finally:
            connection.close()  # and with it the lock

    def publish(
        self, index: Path, note: Note, *, vectors: bool = True, session: Publishing | None = None
    ) -> str:
        """See protocol.Engine. vectors: False where another engine holds them. session: of `publishing`."""
        name = current_name(index)
        folder = generation_folder(index, name)
        manifest = checked_manifest(folder, verify=True)
        kept = vectors_kept(manifest) if vectors else "elsewhere"
        if session is not None:
            session.publish(index, folder, manifest, note, vectors=kept)
        else:
            with self.publishing() as own:
                own.publish(index, folder, manifest, note, vectors=kept)
        return name

    def _records(self, listed: _Listed) -> tuple[Manifest, PostgresRecords]:
        manifest = Manifest.parse(listed.manifest, Path(self.place.schema) / MANIFEST)
        if manifest.generation != listed.name:
            raise CorruptIndex(
                f"the index in {self.place.shown} lists {listed.name} with the manifest of another",
                "publish it again with `pinpoint publish`",
            )
        records = PostgresRecords(self.connections, manifest, listed.serial)
        records.check()
        return manifest, records

    def _still_there(self, name: str | None, opened: Callable[[_Listed], _Given]) -> _Given:
        """What `opened` makes; tried again where two publishes since removed what was listed."""
        listed = self._listed(name)
        while True:
            try:
                return opened(listed)
            except CorruptIndex:
                latest = self._listed(name)
                if latest == listed:
                    raise
                listed = latest

    def _listed(self, name: str | None = None) -> _Listed:
        absent = NothingPublished(f"there is no index in {self.place.shown}", Remedy.MAKE_INDEX)
        there = self.connections.rows(
            "SELECT has_schema_privilege(n.oid, 'USAGE') FROM pg_class c"
            " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE nspname = %s AND relname = 'layout'",
            (self.place.schema,),
        )
        if not there:
            raise absent
        if there == [(False,)]:
            raise no_right(f"permission denied for schema {self.place.schema}", self.place.shown)
        layout_problem(
            [(version,) for (version,) in self.connections.rows("SELECT version FROM layout")],
            self.place.shown,
        )
        where = "JOIN current USING (serial)" if name is None else "WHERE name = %s"
        found = self.connections.rows(
            f"SELECT serial, name, manifest, vectors FROM generations {where}",
            () if name is None else (name,),
        )
        if not found and name is not None:
            raise CorruptIndex(
                f"{self.place.shown} does not keep the generation {name} any more", "open it again"
            )
        if not found:
            raise absent
        return _Listed(*found[0])
