"""Milvus as this program speaks to it: few calls, bounded in time, and errors in one line."""

from __future__ import annotations

import logging
import re
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any, TypeVar
from urllib.parse import unquote

import grpc
from pymilvus import MilvusClient
from pymilvus.exceptions import MilvusException

from indexer.errors import CorruptIndex, EngineUnavailable, PublishFailed
from indexer.store.backends.address import Address

OLDEST = (2, 5)  # arrays, sparse vectors and fields mapped from disk are all there
_READ = 10.0  # seconds
_WRITE = 600.0
_BUILDING = 24 * 3600.0  # graphs over millions of vectors, and loading them
_NOT_FOUND = 100
_RELEASED = 101
_DENIED = re.compile(r"\bauth|permission|privilege|unauthenticated", re.IGNORECASE)
# What gRPC and pymilvus say of a server that is away, or goes away.
_AWAY = re.compile(
    r"unavailable|fail connecting|connection|deadline|timeout|retry run out|closed channel", re.IGNORECASE
)
_CHANNEL = {
    # A server that comes back is found within seconds: gRPC's own pauses grow to two minutes, for all
    # channels of the process together.
    "grpc.initial_reconnect_backoff_ms": 200,
    "grpc.max_reconnect_backoff_ms": 2_000,
    "grpc.use_local_subchannel_pool": 1,
    # pymilvus asks every ten seconds whether the server is there, for which some servers hang up. A call that
    # is not answered ends by its own time.
    "grpc.keepalive_time_ms": 2**31 - 1,
}
_Got = TypeVar("_Got")


class Client:
    """A connection, made when it is first needed. May be used from several threads.

    Every method raises EngineUnavailable where Milvus is away, too old or refuses, and CorruptIndex where a
    collection is not there. What only reads is tried once more over a new connection where one is lost.
    """

    def __init__(self, address: Address) -> None:
        parts, options = address.parts, address.options
        self._shown = f"{parts.hostname}:{parts.port or 19530}"
        self._uri = f"{parts.scheme}://{self._shown}"
        self._user, self._password = unquote(parts.username or ""), unquote(parts.password or "")
        self._database = options.get("database", "")
        self._timeout = _seconds(options.get("timeout", ""))
        self._lock = threading.Lock()
        self._made: MilvusClient | None = None

    def collections(self) -> list[str]:
        """Names of all collections, sorted."""
        return sorted(self._read("list_collections", lambda to: to.list_collections(timeout=self._timeout)))

    def create(self, name: str, schema: Any, **kept: Any) -> None:
        """Make an empty collection."""
        self._write(
            "create_collection",
            lambda to: to.create_collection(
                name, schema=schema, timeout=_WRITE, consistency_level="Bounded", **kept
            ),
        )

    def drop(self, name: str) -> None:
        """Remove a collection and the aliases that lead to it."""

        def dropped(to: MilvusClient) -> None:
            for alias in to.list_aliases(name, timeout=self._timeout)["aliases"]:
                to.drop_alias(alias, timeout=self._timeout)
            to.drop_collection(name, timeout=_WRITE)

        self._write("drop_collection", dropped)

    def insert(self, name: str, rows: list[dict[str, Any]]) -> None:
        """Add rows. Tried once: a second try could add them twice, as Milvus does not compare keys."""
        self._write("insert", lambda to: to.insert(name, rows, retry_times=0))

    def finish(self, name: str, indexes: Any) -> None:
        """Put on disk what was added, build the indexes over all of it, and load it."""
        self._write("flush", lambda to: to.flush(name, timeout=_WRITE))
        # pymilvus's own waiting looks twice a second for each index.
        self._write("create_index", lambda to: to.create_index(name, indexes, timeout=_WRITE, sync=False))
        for index in indexes:
            self._built(name, index.field_name)
        self.load(name)

    def _built(self, name: str, field: str) -> None:
        until, pause = time.monotonic() + _BUILDING, 0.01
        while True:
            told = self._read(
                "describe_index", lambda to: to.describe_index(name, field, timeout=self._timeout), name
            )
            if told["state"] == "Finished" and not int(told.get("pending_index_rows") or 0):
                return
            if told["state"] == "Failed" or time.monotonic() > until:
                raise PublishFailed(
                    f"Milvus at {self._shown} could not build its index over {field}", "its own log says more"
                )
            time.sleep(pause)
            pause = min(2 * pause, 5.0)

    def load(self, name: str) -> None:
        """Make the collection ready for search, if it is not."""
        self._write("load_collection", lambda to: to.load_collection(name, timeout=_BUILDING))

    def count(self, name: str, *, strong: bool = False) -> int:
        """Rows, as a search sees them; strong: all that anybody added up to now."""
        level = {"consistency_level": "Strong"} if strong else {}
        found = self._read(
            "query",
            lambda to: to.query(name, filter="", output_fields=["count(*)"], timeout=self._timeout, **level),
            name,
        )
        return int(found[0]["count(*)"])

    def rows(self, name: str, expression: str, fields: Sequence[str], most: int) -> list[dict[str, Any]]:
        """At most `most` rows that an expression keeps, in no order."""
        asked = {"filter": expression, "output_fields": list(fields), "limit": most}
        return list(self._read("query", lambda to: to.query(name, timeout=self._timeout, **asked), name))

    def by_keys(self, name: str, keys: Sequence[int], fields: Sequence[str]) -> list[dict[str, Any]]:
        """The rows with these primary keys that exist, in no order."""
        asked = {"ids": list(keys), "output_fields": list(fields)}
        return list(self._read("get", lambda to: to.get(name, timeout=self._timeout, **asked), name))

    def search(
        self, name: str, field: str, query: Any, most: int, expression: str, looking: dict[str, Any]
    ) -> list[tuple[int, float]]:
        """(primary key, inner product) of at most `most` rows, best first. looking: how the index is used."""
        asked: dict[str, Any] = {
            "data": [query],
            "anns_field": field,
            "limit": most,
            "filter": expression,
            "search_params": {"metric_type": "IP", "params": looking},
        }
        [hits] = self._read("search", lambda to: to.search(name, timeout=self._timeout, **asked), name)
        return [(int(hit["row"]), float(hit["distance"])) for hit in hits]

    def point(self, alias: str, name: str) -> None:
        """Make `alias` lead to the collection."""

        def pointed(to: MilvusClient) -> None:
            try:
                to.alter_alias(name, alias, timeout=self._timeout)
            except MilvusException:  # none was there, which each version says with another code
                to.create_alias(name, alias, timeout=self._timeout)

        self._write("alter_alias", pointed)

    def close(self) -> None:
        """Give the connection back; the next call makes another."""
        with self._lock:
            made, self._made = self._made, None
        if made is not None:
            made.close()

    def _read(self, call: str, asked: Callable[[MilvusClient], _Got], name: str = "") -> _Got:
        try:
            return self._write(call, asked)
        except _Away:
            self.close()
            return self._write(call, asked)
        except _Released:
            self.load(name)
            return self._write(call, asked)

    def _write(self, call: str, asked: Callable[[MilvusClient], _Got]) -> _Got:
        try:
            return asked(self._connected())
        except (MilvusException, grpc.RpcError, grpc.FutureTimeoutError, ValueError) as error:
            # gRPC raises a plain ValueError for a channel that another thread has closed.
            raise self._refusal(call, error) from error

    def _connected(self) -> MilvusClient:
        with self._lock:
            if self._made is None:
                # pymilvus prints a traceback of each error beside raising it.
                logging.getLogger("pymilvus").setLevel(logging.CRITICAL)
                made = MilvusClient(
                    self._uri,
                    user=self._user,
                    password=self._password,
                    db_name=self._database,
                    timeout=self._timeout,
                    dedicated=True,
                    grpc_options=_CHANNEL,
                )
                self._check(made)
                self._made = made
            return self._made

    def _check(self, made: MilvusClient) -> None:
        version = str(made.get_server_version(timeout=self._timeout))
        numbers = re.search(r"(\d+)\.(\d+)", version)
        if numbers is not None and (int(numbers[1]), int(numbers[2])) < OLDEST:
            made.close()
            raise EngineUnavailable(
                f"Milvus at {self._shown} has version {version}, which is too old",
                f"use Milvus {OLDEST[0]}.{OLDEST[1]} or newer",
            )

    def _refusal(self, call: str, error: Exception) -> Exception:
        code = getattr(error, "code", None)
        code = code() if callable(code) else code
        text = " ".join(str(getattr(error, "message", "") or error).split())
        if code == _NOT_FOUND or "collection not found" in text.lower():
            return CorruptIndex(
                f"Milvus at {self._shown} does not hold what the index names",
                "open the index again; if it stays so, `pinpoint publish --again` copies it anew",
            )
        if code == _RELEASED:
            return _Released(f"a collection of Milvus at {self._shown} is not loaded", "load it")
        if _DENIED.search(text):
            return EngineUnavailable(
                f"Milvus at {self._shown} refuses {call}", "check the user, the password and its rights"
            )
        if _AWAY.search(f"{code} {text}"):
            return _Away(
                f"Milvus at {self._shown} does not answer", "start it, or check its address and the network"
            )
        return EngineUnavailable(
            f"Milvus at {self._shown} cannot do {call}: {text[:200]}", "its own log says more"
        )


class _Away(EngineUnavailable):
    """The connection was not to be had, or was lost."""


class _Released(EngineUnavailable):
    """The collection is there and not loaded: so after a restart of Milvus Lite, or by somebody's hand."""


def _seconds(given: str) -> float:
    return float(given) if re.fullmatch(r"\d{1,4}(\.\d+)?", given) and float(given) else _READ
