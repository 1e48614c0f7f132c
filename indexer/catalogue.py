"""Published reports: which there are, which are wanted, and fetching those into a folder."""

from __future__ import annotations

import csv
import errno
import hashlib
import json
import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path, PurePosixPath
from typing import Literal
from urllib.parse import urlsplit

from filelock import FileLock, Timeout

from .authorities import Register
from .downloads import Download, Downloader, Manners
from .errors import DownloadRefused, PinpointError, ServerTrouble, UnknownAuthority
from .part_file import write_whole

Status = Literal["fetched", "already here", "refused"]
OnProgress = Callable[["Publication", int, int | None], None]

LICENCE = "Open Government Licence v3.0"
LICENCE_URL = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"

_COLUMNS = ("urn", "authority", "published", "url")
# Not strftime("%B"): a file's name must not depend on the reader's language.
_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
_NOT_IN_WINDOWS_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_FULL = {errno.ENOSPC, errno.EROFS}  # nothing more can be written to this disk
_GIVE_UP_AFTER = 3  # files in a row that the server failed to give, each after every attempt


@dataclass(frozen=True, slots=True)
class Publication:
    """One row of the catalogue. serial: 2 for a second report of an authority on the same day, and so on."""

    urn: str
    authority: str
    published: date
    url: str
    serial: int = 1

    @property
    def path(self) -> PurePosixPath:
        """Folder and file name as the published collection has them, legal on Windows too."""
        authority = _NOT_IN_WINDOWS_NAMES.sub("-", self.authority.lower()).rstrip(". ")
        day = f"{self.published.day:02d} {_MONTHS[self.published.month - 1]} {self.published.year}"
        again = f" ({self.serial})" if self.serial > 1 else ""
        return PurePosixPath(f"{self.urn}_{authority}", f"children's services inspection - {day}{again}.pdf")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one publication. reason: "" unless refused. size: bytes fetched now.

    redirects: the URLs that the server sent us on to.
    """

    publication: Publication
    path: Path
    status: Status
    reason: str = ""
    size: int = 0
    redirects: tuple[str, ...] = ()


def load_catalogue(path: Path) -> tuple[Publication, ...]:
    """The rows of a CSV (urn, authority, published as ISO date, url) in its order.

    Raises PinpointError with the first line that is wrong.
    """
    found: list[Publication] = []
    seen: dict[tuple[str, str], int] = {}
    days: dict[tuple[str, date], int] = {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file, strict=True)
            missing = set(_COLUMNS).difference(rows.fieldnames or ())
            if missing:
                raise PinpointError(
                    f"{path} lacks the column {min(missing)}", f"a catalogue has {', '.join(_COLUMNS)}"
                )
            for row in rows:
                line = rows.line_num
                publication = _publication(row, f"{path}, line {line}")
                first = seen.setdefault((publication.urn, publication.url), line)
                if first != line:
                    raise PinpointError(f"{path}, line {line} repeats line {first}", "remove one of them")
                day = (publication.urn, publication.published)
                days[day] = days.get(day, 0) + 1
                found.append(replace(publication, serial=days[day]))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise PinpointError(f"cannot read the catalogue {path}", str(error)) from error
    return tuple(found)


def choose(
    publications: Sequence[Publication],
    register: Register,
    *,
    authorities: Sequence[str] = (),
    regions: Sequence[str] = (),
    since: date | None = None,
    until: date | None = None,
    latest_only: bool = False,
) -> tuple[Publication, ...]:
    """Publications of any named authority or of any authority in a named region, between the dates.

    Both dates are included. latest_only: of what is left, the newest of each authority. Sorted by
    authority, then date. Raises UnknownAuthority for a name that neither the register nor the
    catalogue has, and for an unknown region.
    """
    wanted: set[str] | None = None
    if authorities or regions:
        wanted = {authority.urn for region in regions for authority in register.in_region(region)}
        for name in authorities:
            wanted |= _urns(name, publications, register)
    left = [
        publication
        for publication in publications
        if (wanted is None or publication.urn in wanted)
        and (since is None or publication.published >= since)
        and (until is None or publication.published <= until)
    ]
    left.sort(key=lambda p: (p.authority.lower(), p.urn, p.published, p.serial))
    if latest_only:
        left = list({publication.urn: publication for publication in left}.values())
    return tuple(left)


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
    what the next call continues. Raises PinpointError where the folder cannot be written.
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
            f"cannot write to {folder}: {error.strerror or error}", "make room there or choose another folder"
        ) from error


def is_here(publication: Publication, folder: Path) -> bool:
    """Whether the folder holds the file as it came from this URL: same bytes as its note says."""
    path = folder / publication.path
    try:
        note = json.loads(note_path(path).read_text("utf-8"))
        if not isinstance(note, dict) or note.get("url") != publication.url:
            return False
        return bool(hashlib.sha256(path.read_bytes()).hexdigest() == note.get("sha256"))
    except (OSError, ValueError):
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
            if is_here(publication, folder):
                yield Outcome(publication, path, "already here")
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
        write_whole(note_path(path), _note(publication, download))
    except DownloadRefused as error:
        return Outcome(publication, path, "refused", str(error)), isinstance(error, ServerTrouble)
    except OSError as error:
        if error.errno in _FULL:
            raise
        reason = f"cannot be written: {error.strerror or error}"  # on Windows: open in another program
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
        "licence": LICENCE,
        "licence_url": LICENCE_URL,
    }
    return (json.dumps(facts, indent=2, ensure_ascii=False) + "\n").encode()


def _urns(name: str, publications: Sequence[Publication], register: Register) -> set[str]:
    try:
        return {register.find(name).urn}
    except UnknownAuthority:
        wanted = " ".join(name.lower().split())
        found = {p.urn for p in publications if " ".join(p.authority.lower().split()) == wanted}
        if not found:
            raise
        return found


def _publication(row: dict[str, str | None], place: str) -> Publication:
    urn, authority, published, url = (" ".join((row.get(column) or "").split()) for column in _COLUMNS)
    if not (urn.isascii() and urn.isdigit()):
        raise PinpointError(f"{place}: {urn[:40]!r} is not a URN", "a URN is a number")
    if not authority:
        raise PinpointError(f"{place}: the authority is missing", "complete the line")
    try:
        day = date.fromisoformat(published)
    except ValueError as error:
        raise PinpointError(f"{place}: {published[:40]!r} is not a date", "write it as 2018-08-24") from error
    if not _is_web_address(url):
        raise PinpointError(f"{place}: {url[:80]!r} is not a web address", "it starts with https://")
    return Publication(urn, authority, day, url)


def _is_web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)
