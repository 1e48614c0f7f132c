"""Fetching published reports into a folder: politely, each once, resumable."""

from __future__ import annotations

import errno
import hashlib
import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from filelock import FileLock, Timeout

from indexer.errors import DownloadRefused, PinpointError, ServerTrouble, system_reason
from indexer.files import replace_file

from .catalogue import Publication
from .downloads import Download, Downloader, Manners

Status = Literal["fetched", "already here", "refused", "elsewhere"]


OnProgress = Callable[["Publication", int, int | None], None]


LICENCE = "Open Government Licence v3.0"


LICENCE_URL = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"


_FULL = {errno.ENOSPC, errno.EROFS}  # nothing more can be written to this disk


_GIVE_UP_AFTER = 3  # files in a row that the server failed to give, each after every attempt


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one publication. reason: "" unless refused. size: bytes fetched now.

    elsewhere: the address of its file is not known; the publication's page says where it is published.

    redirects: the URLs that the server sent us on to.
    """

    publication: Publication
    path: Path
    status: Status
    reason: str = ""
    size: int = 0
    redirects: tuple[str, ...] = ()


def fetch(
    publications: Sequence[Publication],
    folder: Path,
    *,
    manners: Manners | None = None,
    sleep: Callable[[float], None] = time.sleep,
    on_progress: OnProgress = lambda publication, done, total: None,
) -> Iterator[Outcome]:
    """One outcome for each publication, in order, as it is known; nothing is asked for before it is due.

    A file whose bytes still match the note beside it is not asked for again. After three files in
    a row that the server failed to give, the rest is refused without trying. An interruption leaves
    what the next call continues. Raises PinpointError where the folder cannot be written, NoConnection
    where nothing can be reached.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / ".pinpoint-fetch.lock", timeout=0):
            yield from _fetch(publications, folder, manners or Manners(), sleep, on_progress)
    except Timeout as error:
        raise PinpointError(
            f"another fetch is writing to {folder}", "wait for it, or choose another folder"
        ) from error
    except OSError as error:
        raise PinpointError(
            f"cannot write to {folder}: {system_reason(error)}", "make room there or choose another folder"
        ) from error


def is_here(publication: Publication, folder: Path) -> bool:
    """Whether the folder holds the file as it came from this URL: same bytes as its note says.

    Of a publication whose file has no known address: whether the folder has a file of its name.
    Raises OSError where that cannot be told.
    """
    path = folder / publication.path
    if not publication.url:  # somebody saved it there from its page
        return path.is_file()
    try:
        note = json.loads(note_path(path).read_text("utf-8"))
        if not isinstance(note, dict) or note.get("url") != publication.url:
            return False
        return bool(hashlib.sha256(path.read_bytes()).hexdigest() == note.get("sha256"))
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return False


def note_path(path: Path) -> Path:
    """Where it stands from where and when a file was fetched."""
    return path.with_name(f"{path.name}.source.json")


def _fetch(
    publications: Sequence[Publication],
    folder: Path,
    manners: Manners,
    sleep: Callable[[float], None],
    on_progress: OnProgress,
) -> Iterator[Outcome]:
    failed = 0
    with Downloader(manners, sleep=sleep) as downloader:
        for publication in publications:
            path = folder / publication.path
            try:
                here = is_here(publication, folder)
            except OSError as error:
                yield Outcome(publication, path, "refused", f"it cannot be read ({system_reason(error)})")
                continue
            if here:
                yield Outcome(publication, path, "already here")
                continue
            if not publication.url:
                yield Outcome(publication, path, "elsewhere")
                continue
            if failed >= _GIVE_UP_AFTER:
                reason = "not tried: the server failed for the files before it"
                yield Outcome(publication, path, "refused", reason)
                continue
            outcome, trouble = _fetch_one(publication, path, downloader, on_progress)
            failed = failed + 1 if trouble else 0
            yield outcome


def _fetch_one(
    publication: Publication, path: Path, downloader: Downloader, on_progress: OnProgress
) -> tuple[Outcome, bool]:
    def on_bytes(done: int, total: int | None) -> None:
        on_progress(publication, done, total)

    try:
        download = downloader.download(publication.url, path, on_bytes)
        replace_file(note_path(path), _note(publication, download))
    except DownloadRefused as error:
        return Outcome(publication, path, "refused", str(error)), isinstance(error, ServerTrouble)
    except OSError as error:
        if error.errno in _FULL:
            raise
        reason = f"cannot be written: {system_reason(error)}"  # on Windows: open in another program
        return Outcome(publication, path, "refused", reason), False
    return Outcome(publication, path, "fetched", "", download.size, download.redirects), False


def _note(publication: Publication, download: Download) -> bytes:
    facts = {
        "url": publication.url,
        "final_url": download.final_url,
        "redirects": list(download.redirects),
        "fetched": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "bytes": download.size,
        "sha256": download.sha256,
        "etag": download.etag,
        "last_modified": download.last_modified,
        "urn": publication.urn,
        "authority": publication.authority,
        "published": publication.published.isoformat(),
        "kind": publication.called,
        "licence": LICENCE,
        "licence_url": LICENCE_URL,
    }
    return (json.dumps(facts, indent=2, ensure_ascii=False) + "\n").encode()
