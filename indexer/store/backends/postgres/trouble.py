"""What PostgreSQL refused, in one line with the remedy."""

from __future__ import annotations

import re

import psycopg
from psycopg import errors

from indexer.errors import (
    CorruptIndex,
    EngineUnavailable,
    IncompatibleIndex,
    IndexNotReadable,
    PinpointError,
    PublishFailed,
)

OLDEST_SERVER = 15_00_00  # as the server says it: 15.0
OLDEST_VECTOR = (0, 8)  # iterative scans: without them a filter loses what the index had found

_GRANT = "the database's owner gives it with the statements of docs/scale/postgresql.md"


def lost(error: psycopg.Error) -> bool:
    """Whether the connection is gone, so that another may do better."""
    state = error.sqlstate or ""
    gone = ("08", "57P01", "57P02", "57P03", "57P05")
    return isinstance(error, psycopg.OperationalError) and (not state or state.startswith(gone))


def told(error: psycopg.Error, address: str) -> PinpointError:
    """The error of ours that says it. address: as it is printed, without a password."""
    said = _first_line(error)
    # What is refused while connecting comes without a code.
    if re.search(r"authentication failed|no pg_hba\.conf entry|no password supplied|role .* does not", said):
        return EngineUnavailable(
            f"{address} does not let this user in ({said})", "check the user and the password"
        )
    if re.search(r"database .* does not exist", said):
        return EngineUnavailable(f"{address} has no such database ({said})", "check the database's name")
    match error:
        case errors.InsufficientPrivilege():
            return no_right(said, address)
        case errors.UndefinedTable():
            return CorruptIndex(
                f"the index in {address} lacks a table ({said})",
                "open it again; where that does not help, `pinpoint publish --again` copies it anew",
            )
        case errors.DiskFull() | errors.OutOfMemory() | errors.TooManyConnections():
            return EngineUnavailable(f"{address} has no room left ({said})", "the database team can help")
        case errors.ReadOnlySqlTransaction():
            return PublishFailed(f"{address} can only be read ({said})", "name the server that is written to")
        case errors.QueryCanceled() | errors.LockNotAvailable():
            return EngineUnavailable(f"{address} took too long ({said})", "try again later")
        case psycopg.OperationalError():
            return EngineUnavailable(
                f"{address} does not answer ({said})", "check that the server runs, and its name and port"
            )
    return CorruptIndex(
        f"the index in {address} is damaged ({said})", "`pinpoint publish --again` copies it anew"
    )


def no_right(said: str, address: str) -> IndexNotReadable:
    """The error where the database does not let this user do it. said: as PostgreSQL says it."""
    return IndexNotReadable(f"{address} does not give this user the right ({said})", _GRANT)


def refusal(server: int, encoding: str, extension: str | None, address: str) -> PinpointError | None:
    """Why this server cannot keep an index, None where it can. extension: version of pgvector, if any."""
    if server < OLDEST_SERVER:
        return IncompatibleIndex(
            f"{address} is PostgreSQL {_version(server)}, Pinpoint needs {_version(OLDEST_SERVER)} or newer",
            "ask the database team for a newer server",
        )
    if encoding != "UTF8":
        return IncompatibleIndex(
            f"the database of {address} keeps its text as {encoding}, not all characters of reports",
            "ask the database team for one made WITH ENCODING 'UTF8'",
        )
    if extension is None:
        return IncompatibleIndex(
            f"the database of {address} lacks the extension pgvector",
            "its owner makes it with CREATE EXTENSION vector",
        )
    if tuple(int(part) for part in extension.split(".")[:2]) < OLDEST_VECTOR:
        oldest = ".".join(str(part) for part in OLDEST_VECTOR)
        return IncompatibleIndex(
            f"{address} has pgvector {extension}, Pinpoint needs {oldest} or newer",
            "its owner updates it with ALTER EXTENSION vector UPDATE",
        )
    return None


def _version(number: int) -> str:
    return f"{number // 10_000}.{number % 10_000}"


def _first_line(error: psycopg.Error) -> str:
    said = error.diag.message_primary or str(error).strip() or type(error).__name__
    line = said.splitlines()[0].removeprefix("connection failed: ")
    return re.sub(r"^.*\bFATAL:\s+", "", line)[:200]
