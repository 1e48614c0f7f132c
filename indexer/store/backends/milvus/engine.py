"""An index whose vectors lie in Milvus, and whose records and current generation PostgreSQL says."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol, cast

from indexer.errors import CorruptIndex, EngineUnavailable, InvalidRequest, NothingPublished
from indexer.store.backends.address import Address, address_of
from indexer.store.backends.engines import engine_at
from indexer.store.backends.protocol import MEND_COPY, Note, Opened, OpenedRecords
from indexer.store.generations import current_name

from .client import Client
from .facts import read_facts
from .layout import Layout
from .publish import clear, write
from .vectors import MilvusVectors


class RecordsEngine(Protocol):
    """What the engine of the records offers beside `Engine`: postgres.engine.PostgresEngine."""

    def current(self) -> str:
        """Name of the generation that is published. Raises NothingPublished."""
        ...

    def held(self) -> tuple[str, ...]:
        """Names of all generations that are still there, oldest first."""
        ...

    def open_records(self, name: str | None = None) -> OpenedRecords:
        """The named generation, or the one that is published."""
        ...

    def publishing(self) -> AbstractContextManager[Any]:
        """Holds the index for one publisher, and gives a session for `publish`. Raises IndexLocked."""
        ...

    def publish(self, index: Path, note: Note, *, vectors: bool = True, session: Any = None) -> str:
        """As Engine.publish; vectors: False to leave them out."""
        ...


class MilvusEngine:
    """See protocol.Engine. What is not in Milvus is in `records`, which the address names."""

    def __init__(self, address: Address, records: RecordsEngine | None = None) -> None:
        self._layout = Layout.of(address)
        self._records = _records_of(address) if records is None else records
        self._client = Client(address)

    def current(self) -> str:
        """Name of the generation that is published. Raises NothingPublished."""
        return self._records.current()

    def open(self) -> Opened:
        """The generation that is published. Raises NothingPublished, CorruptIndex."""
        name = self._records.current()
        while True:
            try:
                return self._open(name)
            except CorruptIndex:
                # Two publishes since it was asked for remove what was current: then look again.
                latest = self._records.current()
                if latest == name:
                    raise
                name = latest

    def publish(self, index: Path, note: Note) -> str:
        """See protocol.Engine.publish: first Milvus, then PostgreSQL, which alone says what is current."""
        with self._records.publishing() as session:
            name = current_name(index)
            while True:
                clear(self._client, self._layout, {*self._held(), name})
                write(self._client, self._layout, index, name, note)
                if (latest := current_name(index)) == name:
                    break
                name = latest
            self._records.publish(index, note, vectors=False, session=session)
            self._client.point(self._layout.name, self._layout.collection(name))
            clear(self._client, self._layout, self._held())
        return name

    def _held(self) -> tuple[str, ...]:
        try:
            return self._records.held()
        except NothingPublished:
            return ()

    def _open(self, name: str) -> Opened:
        found = self._records.open_records(name)
        try:
            facts = read_facts(self._client, self._layout.facts(name))
            if facts.manifest.serialise() != found.manifest.serialise():
                raise CorruptIndex("Milvus and PostgreSQL hold different indexes under one name", MEND_COPY)
            collection = self._layout.collection(name)
            count = self._client.count(collection)
            if count != found.manifest.counts.paragraphs:
                raise CorruptIndex(
                    f"Milvus holds {count} of {found.manifest.counts.paragraphs} paragraphs", MEND_COPY
                )
            vectors = MilvusVectors(self._client, collection, facts)
        except BaseException:
            found.records.close()
            raise
        return Opened(found.manifest, found.records, vectors, found.postings, found.kept)


def _records_of(address: Address) -> RecordsEngine:
    given = address.options.get("records", "")
    where = address_of(given)
    if where is None or where.scheme != "postgresql":
        raise InvalidRequest(
            f"{address} does not say where the reports' text lies",
            "add ?records=postgresql://HOST/NAME to the address",
        )
    try:
        return cast("RecordsEngine", engine_at(where))
    except EngineUnavailable as error:
        raise EngineUnavailable(f"the records of the index: {error.problem}", error.remedy) from error
