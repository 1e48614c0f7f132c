"""Published reports: which there are, which are wanted, and fetching those into a folder."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from indexer.dates import MONTHS
from indexer.errors import PinpointError, UnknownAuthority

from .register import Register

_COLUMNS = ("urn", "authority", "published", "url")
_NOT_IN_WINDOWS_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')


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
        day = f"{self.published.day:02d} {MONTHS[self.published.month - 1]} {self.published.year}"
        again = f" ({self.serial})" if self.serial > 1 else ""
        return PurePosixPath(f"{self.urn}_{authority}", f"children's services inspection - {day}{again}.pdf")


@dataclass(frozen=True, slots=True)
class Known:
    """A published letter or joint report. kind: name of its kind of report."""

    urn: str
    kind: str
    published: date


def load_dates(path: Path) -> tuple[Known, ...]:
    """The rows of a CSV (urn, kind, published as ISO date): dates that the reports themselves do not print.

    Raises PinpointError with the first line that is wrong.
    """
    found: list[Known] = []
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = csv.DictReader(file, strict=True)
            for row in rows:
                day = date.fromisoformat(row.get("published") or "")
                found.append(Known(row["urn"], row["kind"], day))
    except (OSError, csv.Error, KeyError, ValueError, UnicodeDecodeError) as error:
        raise PinpointError(f"{path} is no table of urn, kind and published: {error}") from error
    return tuple(found)


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
