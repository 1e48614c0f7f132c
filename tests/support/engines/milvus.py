"""Milvus Lite as a server of its own process, and a folder in place of the records' PostgreSQL."""

from __future__ import annotations

import contextlib
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from indexer.errors import NothingPublished
from indexer.store.backends.kept import KeptFiles
from indexer.store.backends.protocol import Note, OpenedRecords
from indexer.store.database import RecordStore
from indexer.store.format import CURRENT, DATABASE, GENERATIONS
from indexer.store.generations import checked_manifest, current_name, generation_folder
from indexer.store.postings import LexicalStore

_STARTS_WITHIN = 60.0


class LiteServer:
    """`milvus-lite server` on a free port of 127.0.0.1, with its data in `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        self._process: subprocess.Popen[bytes] | None = None

    def address(self, name: str) -> str:
        return f"http://127.0.0.1:{self.port}/{name}"

    def start(self) -> None:
        self._process = subprocess.Popen(
            [
                sys.executable, "-c", "import sys; from milvus_lite.cmdline import main; sys.exit(main())",
                "server", "--data-dir", str(self.folder), "--host", "127.0.0.1", "--port", str(self.port),
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        until = time.monotonic() + _STARTS_WITHIN
        while time.monotonic() < until and self._process.poll() is None:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
                return
            time.sleep(0.05)
        raise RuntimeError("Milvus Lite did not start")

    def kill(self) -> None:
        """As `kill -9`: nothing is put in order."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


@contextlib.contextmanager
def running(folder: Path) -> Iterator[LiteServer]:
    server = LiteServer(folder)
    server.start()
    try:
        yield server
    finally:
        server.kill()


@contextlib.contextmanager
def in_process(folder: Path) -> Iterator[int]:
    """The same on a thread of this process, which starts sooner: its port."""
    from milvus_lite.adapter.grpc.server import start_server_in_thread

    server, data, port = start_server_in_thread(str(folder))
    try:
        yield int(port)
    finally:
        server.stop(grace=0)
        data.close()


class FolderRecords:
    """Says what is current by a file, as PostgreSQL does by a row: copies of the last three generations."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def current(self) -> str:
        if not (self.folder / CURRENT).exists():
            raise NothingPublished("nothing is published", "run `pinpoint index`")
        return current_name(self.folder)

    def held(self) -> tuple[str, ...]:
        kept = self.folder / GENERATIONS
        return tuple(sorted(path.name for path in kept.iterdir())) if kept.exists() else ()

    def open_records(self, name: str | None = None) -> OpenedRecords:
        name = self.current() if name is None else name
        folder = generation_folder(self.folder, name)
        manifest = checked_manifest(folder, verify=False)
        records = RecordStore(folder / DATABASE, name)
        postings = LexicalStore(folder, manifest, records)
        return OpenedRecords(manifest, records, postings, KeptFiles(self.folder, manifest))

    @contextlib.contextmanager
    def publishing(self) -> Iterator[None]:
        yield

    def publish(self, index: Path, note: Note, *, vectors: bool = True, session: Any = None) -> str:
        name = current_name(index)
        target = self.folder / GENERATIONS / name
        if not target.exists():
            shutil.copytree(generation_folder(index, name), target)
        (self.folder / CURRENT).write_text(name + "\n", encoding="utf-8")
        for old in self.held()[:-3]:
            shutil.rmtree(self.folder / GENERATIONS / old)
        return name
