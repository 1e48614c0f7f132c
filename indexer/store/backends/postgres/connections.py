"""Connections to one database: taken from a pool, tried once more where one was lost."""

from __future__ import annotations

import atexit
import logging
import os
import re
import threading
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, TypeVar
from urllib.parse import quote, urlencode, urlunsplit

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg_pool import ConnectionPool, PoolTimeout

from indexer.errors import EngineUnavailable, InvalidRequest
from indexer.store.backends.address import Address

from .trouble import lost, refusal, told

Rows = list[tuple[Any, ...]]
_Given = TypeVar("_Given")

SCHEMA = "pinpoint"  # of an address that names none

_MOST = 8  # connections of one open index; more threads take turns
_PATIENCE = 10  # seconds until there is a connection
_LONGEST = "60s"  # of one statement of a search
# Candidates that the approximate index looks at before it is asked for more; docs/scale/postgresql.md.
EF_SEARCH = 200

logging.getLogger("psycopg.pool").setLevel(logging.CRITICAL)  # what it tells, we tell as an error


class Place(NamedTuple):
    """Where an index is. conninfo: as libpq takes it. schema: of the index. shown: without the password."""

    conninfo: str
    schema: str
    shown: str


class Found(NamedTuple):
    """What a connection met. extension_schema: where the types of pgvector are."""

    server: int
    extension_schema: str
    schema_exists: bool


def connect(place: Place, *, seconds: int = _PATIENCE) -> tuple[psycopg.Connection, Found]:
    """A connection of its own, autocommit, the server looked at. Raises as `told` and `refusal` say."""
    try:
        connection = psycopg.connect(_complete(place.conninfo, seconds), autocommit=True)
        try:
            found = _look(connection, place)
            _set(connection, place, found.extension_schema)
        except BaseException:
            connection.close()
            raise
    except psycopg.Error as error:
        raise told(error, place.shown) from error
    return connection, found


class Connections:
    """For reading, shared by all threads of a process; a process that is forked makes its own."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self._lock = threading.Lock()
        self._pool: ConnectionPool | None = None
        self._process = 0

    def close(self) -> None:
        """Give back what is open; the next use opens it again."""
        with self._lock:
            pool, self._pool = self._pool, None
        if pool is not None and self._process == os.getpid():
            pool.close()

    def rows(self, statement: str, given: Sequence[object] = ()) -> Rows:
        """All rows of a statement that reads; values come as PostgreSQL keeps them (`bytea` as bytes)."""
        return self._tried(lambda connection: _all(connection, statement, given))

    def one(self, statement: str, given: Sequence[object] = ()) -> tuple[Any, ...] | None:
        """Its first row."""
        found = self.rows(statement, given)
        return found[0] if found else None

    def _tried(self, ask: Callable[[psycopg.Connection], _Given]) -> _Given:
        """What `ask` gives; once more on another connection where the first was lost."""
        again = False
        while True:
            pool = self._open()
            try:
                with pool.connection() as connection:
                    return ask(connection)
            except PoolTimeout as error:
                raise self._unanswered() from error
            except psycopg.Error as error:
                if again or not lost(error):
                    raise told(error, self.place.shown) from error
            again = True
            self._renew(pool)

    def _open(self) -> ConnectionPool:
        with self._lock:
            # What was open before a fork is the parent's: two processes would read each other's answers.
            if self._pool is None or self._process != os.getpid():
                first, found = connect(self.place)  # tells what is wrong, where a pool only waits
                first.close()
                self._process = os.getpid()
                self._pool = ConnectionPool(
                    _complete(self.place.conninfo, _PATIENCE),
                    min_size=1,
                    max_size=_MOST,
                    timeout=_PATIENCE,
                    configure=lambda connection: _configure(connection, self.place, found),
                    kwargs={"autocommit": True},
                    open=True,
                    name="pinpoint",
                )
                atexit.register(self.close)
            return self._pool

    def _renew(self, pool: ConnectionPool) -> None:
        """What broke one connection broke those that lie beside it. Raises where there is no other."""
        with self._lock:
            if self._pool is not pool:
                return  # another thread was here before
            self._pool = None
        pool.close()

    def _unanswered(self) -> Exception:
        """Why the pool has no connection: a connection of one's own tells."""
        try:
            connect(self.place, seconds=2)[0].close()
        except EngineUnavailable as error:
            return error
        return EngineUnavailable(
            f"{self.place.shown} gave no connection within {_PATIENCE} seconds", "try again later"
        )


def place_of(address: Address) -> Place:
    """Raises InvalidRequest for an address that libpq does not take, or a name that no schema can have."""
    options = address.options
    name = options.pop("schema", "") or SCHEMA
    if not re.fullmatch(r"[a-z_][a-z0-9_]{0,40}", name) or name.startswith("pg_"):
        raise InvalidRequest(
            f"{name[:60]!r} cannot be the schema of an index", "use small letters, digits and underscores"
        )
    parts = address.parts
    url = urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode(options, quote_via=quote), ""))
    try:
        conninfo_to_dict(url)
    except psycopg.ProgrammingError as error:
        said = str(error).strip().splitlines()[0].replace(url, str(address))
        raise InvalidRequest(
            f"{address} is not an address that PostgreSQL knows ({said})",
            "write it as postgresql://USER@HOST:PORT/DATABASE?schema=NAME",
        ) from error
    return Place(url, name, str(address))


def _configure(connection: psycopg.Connection, place: Place, found: Found) -> None:
    _set(connection, place, found.extension_schema)
    connection.execute(
        "SELECT set_config('default_transaction_read_only', 'on', false),"
        " set_config('statement_timeout', %s, false), set_config('jit', 'off', false),"
        " set_config('hnsw.iterative_scan', 'strict_order', false),"
        " set_config('hnsw.ef_search', %s, false), set_config('hnsw.max_scan_tuples', '100000', false)",
        (_LONGEST, str(EF_SEARCH)),
    )


def _all(connection: psycopg.Connection, statement: str, given: Sequence[object]) -> Rows:
    with connection.cursor(binary=True) as cursor:
        return cursor.execute(statement.encode(), given).fetchall()


def _complete(conninfo: str, seconds: int) -> str:
    given = conninfo_to_dict(conninfo)
    ours = {"application_name": "pinpoint", "connect_timeout": str(seconds)}
    return make_conninfo(conninfo, **{name: value for name, value in ours.items() if name not in given})


def _look(connection: psycopg.Connection, place: Place) -> Found:
    server, encoding, extension, home, exists = connection.execute(
        "SELECT current_setting('server_version_num')::int, current_setting('server_encoding'),"
        " (SELECT extversion FROM pg_extension WHERE extname = 'vector'),"
        " (SELECT nspname FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace"
        "  WHERE extname = 'vector'),"
        " EXISTS (SELECT FROM pg_namespace WHERE nspname = %s)",
        (place.schema,),
    ).fetchone() or (0, "", None, "", False)
    problem = refusal(server, encoding, extension, place.shown)
    if problem is not None:
        raise problem
    return Found(server, home, exists)


def _set(connection: psycopg.Connection, place: Place, extension_schema: str) -> None:
    """Names without a schema are those of the index, then of the extension; nobody else's stand before."""
    path = sql.SQL(", ").join([sql.Identifier(place.schema), sql.Identifier(extension_schema)])
    connection.execute(
        "SELECT set_config('search_path', %s, false)", (path.as_string(connection) + ", pg_temp",)
    )
