"""The files that reports were read from: kept in the database, copied to this machine when one is opened."""

from __future__ import annotations

import atexit
import contextlib
import hashlib
import shutil
import tempfile
import threading
from functools import lru_cache
from pathlib import Path

from indexer.errors import CorruptIndex, IndexNotReadable, system_reason, system_remedy
from indexer.files import is_plain_file
from indexer.locations import model_cache
from indexer.store.backends.protocol import MEND_COPY
from indexer.store.format import SUFFIX_OF_MEDIA, Manifest, is_sha256, source_file

from .connections import Connections


class PostgresFiles:
    """See protocol.Kept. A copy is named by its SHA-256, so that one is right for every index."""

    def __init__(self, connections: Connections, manifest: Manifest, folder: Path | None = None) -> None:
        self._connections = connections
        self._kept = frozenset(manifest.kept)
        self._folder = folder or model_cache() / "reports"
        self._lock = threading.Lock()

    def path(self, sha256: str) -> Path | None:
        """See protocol.Kept. Raises CorruptIndex where its bytes are not those that it is named by."""
        names = [source_file(sha256, media) for media in SUFFIX_OF_MEDIA] if is_sha256(sha256) else []
        name = next((name for name in names if name in self._kept), None)
        if name is None:
            return None
        with self._lock:
            if is_plain_file(self._folder / name):
                return self._folder / name
            data = self._fetched(name)
            if data is None:
                return None
            with contextlib.suppress(OSError):
                return _written(self._folder, name, data)
            try:  # where the user's cache cannot be written, in a folder that goes with the process
                return _written(_own_folder(), name, data)
            except OSError as error:
                raise IndexNotReadable(
                    f"a report's file cannot be copied to this machine ({system_reason(error)})",
                    system_remedy(error),
                ) from error

    def _fetched(self, name: str) -> bytes | None:
        pieces = self._connections.rows("SELECT bytes FROM files WHERE name = %s ORDER BY piece", (name,))
        if not pieces:  # two newer generations do without it
            return None
        data = b"".join(piece for (piece,) in pieces)
        if hashlib.sha256(data).hexdigest() != name.partition(".")[0]:
            raise CorruptIndex(
                f"a report's file was altered: its SHA-256 is not its name ({name})", MEND_COPY
            )
        return data


@lru_cache(maxsize=1)
def _own_folder() -> Path:
    folder = tempfile.mkdtemp(prefix="pinpoint-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)


def _written(folder: Path, name: str, data: bytes) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder, prefix=".", delete=False) as file:
        file.write(data)
    return Path(file.name).replace(folder / name)
