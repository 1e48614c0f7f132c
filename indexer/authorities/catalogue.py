"""Published reports: which there are, which are wanted, and fetching those into a folder."""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from indexer.dates import MONTHS
from indexer.errors import InvalidRequest, PinpointError, UnknownAuthority, system_reason, system_remedy
from indexer.kinds.ofsted import PUBLISHED_AS
from indexer.kinds.table import FRAMEWORKS, KINDS_OF_REPORT, framework
from indexer.locations import corpus_folder

from .register import Register

_COLUMNS = ("urn", "authority", "published", "url")
INSPECTION = ""  # the kind of a row that names none: ILACS, SIF or an earlier framework
_INSPECTIONS = frozenset(kind.name for kind in KINDS_OF_REPORT if kind.published_as == PUBLISHED_AS)
_NOT_IN_WINDOWS_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')


@dataclass(frozen=True, slots=True)
class Publication:
    """One row of the catalogue. serial: 2 for a second report of an authority on the same day, and so on.

    url: of the file, "" where it is not known. kind: name of its kind of report; "" for an inspection of
    children's services, whatever its framework. page: the web page where it is published, "" where a file's
    address is known.
    """

    urn: str
    authority: str
    published: date
    url: str
    serial: int = 1
    kind: str = INSPECTION
    page: str = ""

    @property
    def path(self) -> PurePosixPath:
        """Folder and file name as the published collection has them, legal on Windows too."""
        authority = _NOT_IN_WINDOWS_NAMES.sub("-", self.authority.lower()).rstrip(". ")
        day = f"{self.published.day:02d} {MONTHS[self.published.month - 1]} {self.published.year}"
        again = f" ({self.serial})" if self.serial > 1 else ""
        called = _NOT_IN_WINDOWS_NAMES.sub("-", self.called)
        return PurePosixPath(f"{self.urn}_{authority}", f"{called} - {day}{again}.pdf")

    @property
    def called(self) -> str:
        """What its kind is called in the names of files, in small letters."""
        if not self.kind:
            return PUBLISHED_AS
        kind = framework(self.kind)
        return kind.published_as or kind.label.lower()


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
    except OSError as error:
        raise PinpointError(
            f"{path} cannot be read ({system_reason(error)})", system_remedy(error)
        ) from error
    except (csv.Error, KeyError, ValueError, UnicodeDecodeError) as error:
        raise PinpointError(f"{path} is no table of urn, kind and published: {error}") from error
    return tuple(found)


def load_catalogue(path: Path) -> tuple[Publication, ...]:
    """The rows of a CSV (urn, authority, published as ISO date, url; kind, page) in its order.

    kind: a name of the table of kinds; without it, as in old catalogues, an inspection of children's
    services. page: where the report is published; a row without the address of its file must have it.

    Raises PinpointError with the first line that is wrong.
    """
    found: list[Publication] = []
    seen: dict[tuple[str, ...], int] = {}
    days: dict[tuple[str, str, date], int] = {}
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
                where = publication.url or f"{publication.kind} {publication.published}"
                first = seen.setdefault((publication.urn, where), line)
                if first != line:
                    raise PinpointError(f"{path}, line {line} repeats line {first}", "remove one of them")
                day = (publication.urn, publication.kind, publication.published)
                days[day] = days.get(day, 0) + 1
                found.append(replace(publication, serial=days[day]))
    except OSError as error:
        raise PinpointError(
            f"cannot read the catalogue {path} ({system_reason(error)})", system_remedy(error)
        ) from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise PinpointError(f"cannot read the catalogue {path}", str(error)) from error
    return tuple(found)


def shipped_catalogue() -> tuple[Publication, ...]:
    """What comes with the program: inspections with the addresses of their files, then other kinds."""
    names = ("catalogue.csv", "other_reports.csv")
    return tuple(row for name in names for row in load_catalogue(corpus_folder() / name))


def choose(
    publications: Sequence[Publication],
    register: Register,
    *,
    authorities: Sequence[str] = (),
    regions: Sequence[str] = (),
    since: date | None = None,
    until: date | None = None,
    latest_only: bool = False,
    kinds: Collection[str] | None = (INSPECTION,),
) -> tuple[Publication, ...]:
    """Publications of any named authority or of any authority in a named region, between the dates.

    Both dates are included. kinds: of reports, None for all. latest_only: of what is left, the newest of each
    kind of each authority. Sorted by authority, then date. Raises UnknownAuthority for a name that neither
    the register nor the catalogue has, and for an unknown region.
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
        and (kinds is None or publication.kind in kinds)
    ]
    left.sort(key=lambda p: (p.authority.lower(), p.urn, p.published, p.kind, p.serial))
    if latest_only:
        left = list({(publication.urn, publication.kind): publication for publication in left}.values())
    return tuple(left)


def kinds_named(given: Iterable[str], publications: Sequence[Publication]) -> Collection[str] | None:
    """For `choose`: "inspection", names of the table of kinds in any spelling ("focused visit"), or "all".

    Raises InvalidRequest for a kind that the catalogue does not list.
    """
    listed = {publication.kind for publication in publications}
    found: set[str] = set()
    for name in given:
        plain = re.sub(r"[\s_-]+", "_", name.strip().lower()).removesuffix("s")
        if plain == "all":
            return None
        kind = INSPECTION if plain == "inspection" else plain
        if kind not in listed:
            names = [item.name for item in KINDS_OF_REPORT if item.name in listed]
            raise InvalidRequest(
                f"the catalogue lists no {name[:40]!r}",
                f"use one of inspection, {', '.join([*names, 'all'])}",
            )
        found.add(kind)
    return found


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
    kind, page = (" ".join((row.get(column) or "").split()) for column in ("kind", "page"))
    if kind and kind not in FRAMEWORKS:
        raise PinpointError(f"{place}: {kind[:40]!r} is not a kind of report", f"use {', '.join(FRAMEWORKS)}")
    for address in (url, page):
        if not _is_web_address(address) and (address or not (url or page)):
            raise PinpointError(f"{place}: {address[:80]!r} is not a web address", "it starts with https://")
    return Publication(urn, authority, day, url, kind="" if kind in _INSPECTIONS else kind, page=page)


def _is_web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)
