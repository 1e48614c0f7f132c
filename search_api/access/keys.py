"""API keys: who may use a server that others can reach. Only their hashes are kept, in one file."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
import stat
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from indexer import files
from indexer.errors import InvalidRequest, PinpointError, system_reason, system_remedy
from indexer.terminal import one_line

PREFIX = "pp_"  # by which people and scanners of code know a key that was left lying about
_BYTES = 32  # of chance in a key: 256 bits
_ID_BYTES = 4
_FORMAT = 1
_LONGEST_NAME = 80  # characters
_MOST = 1000  # keys: each request is compared with every one
_PATIENCE = 10.0  # seconds for another command to be done with the file
_FACTS = {"id", "name", "created", "sha256"}


class KeysUnusable(PinpointError):
    """The file of keys cannot be read or written, is damaged, or others may change it."""


@dataclass(frozen=True, slots=True)
class ApiKey:
    """What is kept of a key. id: short and public, as in "9f31c0aa". created: ISO 8601, UTC.

    sha256: of the whole key, in hexadecimal. A fast hash is right here: a key is 256 random bits, not
    a password that somebody chose, so there is nothing to try out that slowness would hinder; and each
    request needs one.
    """

    id: str
    name: str
    created: str
    sha256: str


class KeyStore:
    """The keys in one file; it is read again when it changes. Threads and processes may share it.

    Every method raises KeysUnusable. A file that is not there holds no key.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._seen: tuple[int, ...] | None = None  # of the file that _keys were read from
        self._keys: tuple[ApiKey, ...] = ()

    def keys(self) -> tuple[ApiKey, ...]:
        """Oldest first."""
        with self._lock:
            seen = self._look()
            # One file replaces another while that still exists: they never share an inode number.
            if seen != self._seen:
                self._keys = self._read() if seen else ()
                self._seen = seen
            return self._keys

    def find(self, secret: str) -> ApiKey | None:
        """The key whose secret this is, if any; how long that takes tells nothing of the others."""
        digest = _sha256(secret)
        found = None
        for key in self.keys():
            if hmac.compare_digest(digest, key.sha256):
                found = key
        return found

    def add(self, name: str) -> tuple[ApiKey, str]:
        """A new key and its secret, which is kept nowhere. Raises InvalidRequest for a name."""
        name = one_line(name)
        if not name or len(name) > _LONGEST_NAME:
            raise InvalidRequest(
                f"a key's name has 1 to {_LONGEST_NAME} characters, this one {len(name)}",
                "say in a few words who or what uses the key",
            )
        with self._changing() as keys:
            if len(keys) >= _MOST:
                raise InvalidRequest(f"there are {len(keys):,} keys", "revoke those that are not used")
            secret = PREFIX + secrets.token_urlsafe(_BYTES)
            taken = {key.id for key in keys}
            fresh = next(text for text in iter(lambda: secrets.token_hex(_ID_BYTES), "") if text not in taken)
            created = datetime.now(UTC).isoformat(timespec="seconds")
            key = ApiKey(fresh, name, created, _sha256(secret))
            self._write([*keys, key])
        return key, secret

    def revoke(self, id: str) -> ApiKey:
        """The key, which from now on opens nothing. Raises InvalidRequest where there is none of that id."""
        with self._changing() as keys:
            gone = next((key for key in keys if key.id == id), None)
            if gone is None:
                raise InvalidRequest(f"no key has the id {id[:40]!r}", "`pinpoint key list` shows the ids")
            self._write([key for key in keys if key != gone])
        return gone

    @contextmanager
    def _changing(self) -> Iterator[tuple[ApiKey, ...]]:
        """What the file holds, while nobody else can change it."""
        try:
            files.make_folder(self.path.parent.parent)
            self.path.parent.mkdir(mode=0o700, exist_ok=True)
            with FileLock(self.path.with_name(self.path.name + ".lock"), timeout=_PATIENCE):
                yield self.keys()
        except Timeout as error:
            raise KeysUnusable(f"another process is changing {self.path}", "try again") from error
        except OSError as error:
            raise KeysUnusable(
                f"cannot write {self.path}: {system_reason(error)}",
                "make it writable, or name another file with PINPOINT_KEYS",
            ) from error

    def _look(self) -> tuple[int, ...] | None:
        """What tells this content of the file from another; None where there is no file."""
        try:
            facts = self.path.stat()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise KeysUnusable(
                f"cannot read {self.path}: {system_reason(error)}", system_remedy(error)
            ) from error
        if not stat.S_ISREG(facts.st_mode):
            raise self._unreadable("it is no file")
        if os.name != "nt":
            self._check_owners(facts)
        return facts.st_mtime_ns, facts.st_ctime_ns, facts.st_size, facts.st_ino

    def _check_owners(self, facts: os.stat_result) -> None:
        """Whoever can change the file, or put another in its place, can let anybody in."""
        if facts.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
            raise KeysUnusable(f"other users may write to {self.path}", f"chmod 600 {self.path}")
        if os.geteuid() not in (facts.st_uid, 0) and facts.st_uid != 0:
            raise KeysUnusable(
                f"{self.path} belongs to another user", "use a file of your own (PINPOINT_KEYS)"
            )
        folder = self.path.resolve().parent
        mode = folder.stat().st_mode
        if mode & stat.S_IWOTH and not mode & stat.S_ISVTX:  # in /tmp only its owner can replace a file
            raise KeysUnusable(f"every user may replace the files in {folder}", f"chmod o-w {folder}")

    def _read(self) -> tuple[ApiKey, ...]:
        try:
            document = json.loads(self.path.read_text("utf-8"))
            if document["format"] != _FORMAT:
                raise self._unreadable(f"it is of format {document['format']!r}, known is {_FORMAT}")
            return tuple(_key(item) for item in document["keys"])
        except OSError as error:
            raise KeysUnusable(
                f"cannot read {self.path}: {system_reason(error)}", system_remedy(error)
            ) from error
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise self._unreadable("it is damaged") from error

    def _write(self, keys: list[ApiKey]) -> None:
        """At any moment the file holds all of the old or all of the new, readable by its owner only."""
        document = {"format": _FORMAT, "keys": [asdict(key) for key in keys]}
        content = json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n"
        files.replace_file(self.path, content, mode=0o600)

    def _unreadable(self, reason: str) -> KeysUnusable:
        return KeysUnusable(
            f"cannot use {self.path}: {reason}",
            "restore it, or remove it and make new keys with `pinpoint key add`",
        )


def _key(item: Any) -> ApiKey:
    """Raises ValueError for what is no key: a file that was changed by hand must not open the server."""
    if not isinstance(item, dict) or set(item) != _FACTS:
        raise ValueError("not a key")
    key = ApiKey(**item)
    if not all(isinstance(value, str) for value in item.values()) or len(bytes.fromhex(key.sha256)) != 32:
        raise ValueError("not a key")
    return key


def _sha256(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
