"""An archive from an address: what was interrupted goes on, and what came is used once and then removed."""

from __future__ import annotations

import hashlib
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from indexer import files
from indexer.authorities.downloads import Downloader, Manners
from indexer.authorities.part_file import PartFile
from indexer.errors import (
    ArchiveRefused,
    InvalidRequest,
    PinpointError,
    system_reason,
    system_remedy,
)
from indexer.locations import model_cache
from indexer.pipeline.summary import Progress
from indexer.store.format import is_sha256
from indexer.terminal import shortened

from .names import refused
from .steps import MEGABYTE

MANNERS = Manners(longest_download=4 * 3600.0, max_bytes=20_000_000_000)
_STILL_GOOD = 24 * 3600.0  # seconds: what came whole and was not unpacked, because something went wrong here
_FORGOTTEN = 30 * 24 * 3600.0  # seconds since anything came: nobody goes on with that download


@contextmanager
def archive_at(
    place: str, progress: Progress, *, sha256: str = "", manners: Manners = MANNERS
) -> Iterator[Path]:
    """The file that `place` names: a path, or an address with https, http or file.

    sha256: what the file must have, "" for whatever it has. A download is kept until it was used without an
    error or turned out to be no archive, so that the next call need not repeat it; proxies are those of the
    environment.

    Raises InvalidRequest, ArchiveRefused (another SHA-256), DownloadRefused, ServerTrouble.
    """
    wanted = sha256.strip().lower()
    if wanted and not is_sha256(wanted):
        raise InvalidRequest(
            "--sha256 is 64 letters and digits, as `pinpoint pack` prints them", field="sha256"
        )
    address = urllib.parse.urlsplit(place) if "://" in place or place.startswith("file:") else None
    if address is not None and address.scheme == "file" and address.netloc not in ("", "localhost"):
        raise InvalidRequest(f"{shortened(place)} names another machine", "give the path of the file")
    if address is None or address.scheme == "file":
        path = Path(place if address is None else urllib.request.url2pathname(address.path))
        _compare(path, wanted)
        yield path
        return
    if address.scheme not in ("http", "https") or not address.hostname:
        raise InvalidRequest(f"Pinpoint cannot download from {shortened(place)}", "use https, http or file")
    target = model_cache() / "downloads" / f"{hashlib.sha256(place.encode()).hexdigest()[:16]}.pinpoint"
    try:
        files.make_folder(target.parent)
        _tidy(target.parent)
        lock = FileLock(target.with_suffix(".lock"), timeout=0)
        lock.acquire()
    except Timeout as error:
        raise PinpointError("another process is downloading that file", "wait until it is done") from error
    except OSError as error:
        raise _unwritable(target, error) from error
    try:
        try:
            _download(place, target, progress, manners)
        except OSError as error:
            raise _unwritable(target, error) from error
        try:
            _compare(target, wanted)
            yield target  # what fails there is not the download's
        except ArchiveRefused:
            files.remove(target)  # it would be refused again
            raise
        files.remove(target)
    finally:
        lock.release()


def _tidy(folder: Path) -> None:
    """Remove what is left there of downloads that were given up. No download lasts as long as that."""
    for path in folder.iterdir():
        with suppress(OSError):  # another process may have removed it
            if files.is_plain_file(path) and time.time() - path.stat().st_mtime > _FORGOTTEN:
                files.remove(path)


def _download(url: str, target: Path, progress: Progress, manners: Manners) -> None:
    if files.is_plain_file(target):
        if time.time() - target.stat().st_mtime < _STILL_GOOD:
            progress.note(f"using what was downloaded before from {shortened(url)}")
            return
        files.remove(target)
    have, _ = PartFile(target).resumable(url)
    if have:
        progress.note(f"resuming after the {have / MEGABYTE:,.0f} MB already downloaded")
    told = begun = -1

    def heard(done: int, total: int | None) -> None:
        nonlocal told, begun
        if begun < 0 or done // MEGABYTE < told:
            begun = told = 0
            progress.stage("downloading (MB)", max(1, total // MEGABYTE) if total else 0)
        if (now := done // MEGABYTE) > told:
            progress.advance(now - told)
            told = now

    with Downloader(manners, pdf=False) as downloader:
        downloader.download(url, target, heard)


def _compare(path: Path, wanted: str) -> None:
    if not wanted:
        return
    try:
        found = files.file_facts(path).sha256
    except OSError as error:
        raise InvalidRequest(
            f"{path} cannot be read ({system_reason(error)})", system_remedy(error)
        ) from error
    if found != wanted:
        raise refused(f"the file has the SHA-256 {found}, not the one that you gave")


def _unwritable(target: Path, error: OSError) -> PinpointError:
    return PinpointError(
        f"the download could not be kept in {target.parent} ({system_reason(error)})", system_remedy(error)
    )
