"""One document whose kind its user gives, read by what it prints; what is not known of it is said so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from indexer.authorities.printed import UNKNOWN, listed, place_name
from indexer.authorities.register import Authority, Register
from indexer.dates import single_date
from indexer.errors import UnreadableReport
from indexer.given import Given
from indexer.kinds.base import KindOfReport
from indexer.kinds.table import framework
from indexer.reading.checks.accounting import account_for, share_anomalies, unplaced
from indexer.reading.checks.anomalies import in_page_order
from indexer.reading.checks.boilerplate import facts_of_cover
from indexer.reading.checks.page_checks import seam_anomalies
from indexer.reading.cover import Cover, read_cover
from indexer.reading.furniture import BodyLine, body_of
from indexer.reading.normalise import clean
from indexer.reading.page_notes import cover_anomalies, cover_is_unsure, page_anomalies
from indexer.reading.pages import Page
from indexer.records import Anomaly, Media, ReadReport, Report, report_id

from .labels import find_numbers
from .paragraphs import paragraphs_of
from .pieces import Parts, pieces_of, without_contents

_LONGEST_TITLE = 200
_COUNCIL = re.compile(
    r"\b(?:council|borough|county)\b", re.IGNORECASE
)  # a line alone may name an inspectorate
_WHOSE = re.compile(
    r"local authority\s*:?\s+(?P<name>[A-Z][^.]{2,60})$"
    r"|(?P<area>[A-Z].{2,60}?) children.s services authority area$"
    r"|registered provider\s*:?\s+(?P<provider>.{2,60}\bcouncil)$",
    re.IGNORECASE,
)
_GENERIC = framework("generic")
_TITLE_LINES = 12  # of exported text, in which a title stands


def read_document(
    pages: tuple[Page, ...],
    *,
    path: Path,
    sha256: str,
    media: Media,
    given: Given,
    register: Register,
    kind: KindOfReport = _GENERIC,
) -> ReadReport:
    """kind: what its user or its cover tells. Raises UnreadableReport where no date is known, nothing in it
    can be cited, or its kind has numbers and it has none.
    """
    whole = body_of(pages)
    cover = read_cover(whole.lines)
    judged = {area.name for area in kind.areas}
    title = _title(whole.lines) or cover.title[:_LONGEST_TITLE]
    if cover_is_unsure(pages):
        cover = replace(cover, names=(), published=None)
        authority, urn, odd = _authority(given, cover, (), "", register)
    else:
        authority, urn, odd = _authority(given, cover, _named(whole.lines), title, register)
    published, source = _published(given, cover, path)
    identity = report_id(authority, published)
    lines = _without_grades(without_contents(whole.lines), kind)
    body = replace(whole, lines=lines)
    numbers = find_numbers(body.lines)
    if kind.needs_numbers and not numbers.runs:
        raise UnreadableReport(f"{kind.label}, but no paragraph numbers were found in it")
    pieces = pieces_of(body, Parts.of(numbers.runs))
    paragraphs, found = paragraphs_of(pieces, numbers, identity, body.footnotes, title)
    if not paragraphs:
        raise UnreadableReport("no paragraph was found in it that could be cited")
    report = Report(
        id=identity,
        authority=authority,
        urn=urn,
        title=title,
        framework=kind.name,
        inspection_start=cover.inspection_start,
        inspection_end=cover.inspection_end,
        published=published,
        published_source=source,
        lead_inspector="",
        judgements=tuple(item for item in cover.judgements if item.area in judged),
        pages=None if pages[0].number is None else len(pages),
        source=path.name,
        sha256=sha256,
        media=media,
    )
    missing = unplaced(whole.lines, paragraphs)
    read = {id(line) for line in lines}
    front = [line for line in missing if line.page == 1] or whole.lines[:_TITLE_LINES]
    known = [
        *(line for line in missing if id(line) not in read),  # contents, rows of grades
        *(line for piece in pieces if piece.is_heading for line in piece.block.lines),
        *facts_of_cover(front),
    ]
    account = account_for(pages, missing, known)
    of_pages = [*page_anomalies(pages, paragraphs), *seam_anomalies(pages, paragraphs)]
    of_pages += cover_anomalies(pages, paragraphs)
    of_pages += share_anomalies(account, paragraphs)
    return ReadReport(report, paragraphs, in_page_order((*odd, *found, *of_pages)), account.share)


def _without_grades(lines: Sequence[BodyLine], kind: KindOfReport) -> tuple[BodyLine, ...]:
    """The lines without rows of a table of grades, which `read_cover` has read."""
    rows = "|".join(area.row for area in kind.areas if area.row)
    if not rows:
        return tuple(lines)
    cells = "|".join(re.sub(r"[ ]|\\s\+", "", grade.cell) for grade in kind.grades)
    row = re.compile(rf"(?:{rows}):?(?:{cells})?", re.IGNORECASE)
    return tuple(
        body
        for body in lines
        if body.page not in (None, 1) or not row.fullmatch(re.sub(r"\s", "", clean(body.line.text)))
    )


def _title(lines: Sequence[BodyLine]) -> str:
    """The largest print of the first page; of exported text its first line."""
    first = [body for body in lines if body.page in (None, 1)]
    if not first or not first[0].line.left:
        return next((clean(body.line.text) for body in first[:_TITLE_LINES]), "")[:_LONGEST_TITLE]
    largest = max(body.line.size for body in first)
    found = " ".join(clean(body.line.text) for body in first if body.line.size > 0.95 * largest)
    return found if len(found) <= _LONGEST_TITLE else found[:_LONGEST_TITLE].rsplit(" ", 1)[0]


def _authority(
    given: Given, cover: Cover, named: Sequence[str], title: str, register: Register
) -> tuple[str, str, tuple[Anomaly, ...]]:
    """As given; else as the cover names it, or the one authority that its title names; else unknown."""
    if given.authority:
        known = register.match(given.authority)
        return (known.name, known.urn, ()) if known else (given.authority, "", ())
    if (found := listed([*named, *cover.names], register)) is not None:
        return found.name, found.urn, ()
    if (found := _in_title(title, register)) is not None:
        return found.name, found.urn, (Anomaly("authority", 1, f"{found.name} is taken from the title"),)
    name = place_name([*named, *(name for name in cover.names[:1] if _COUNCIL.search(name))], register)
    if name:
        return name, "", (Anomaly("authority", 1, f"{name} is not in the register of authorities"),)
    return UNKNOWN, "", (Anomaly("authority", 1, "it is not known whose report this is"),)


def _named(lines: Sequence[BodyLine]) -> list[str]:
    """What the document itself calls its authority: "Local authority: Northmoor", a council that provides."""
    found = (_WHOSE.match(clean(body.line.text)) for body in lines)
    return [match["name"] or match["area"] or match["provider"] for match in found if match is not None]


def _in_title(title: str, register: Register) -> Authority | None:
    named = {
        authority.urn: authority
        for authority in register
        if re.search(rf"\b{re.escape(authority.name)}\b", title)
    }
    return next(iter(named.values())) if len(named) == 1 else None


def _published(given: Given, cover: Cover, path: Path) -> tuple[date, str]:
    if given.published is not None:
        return given.published, "user"
    if cover.published is not None:
        return cover.published, "cover"
    named = single_date(path.stem.split(" - ")[-1])
    if named is not None:
        return named, "file name"
    raise UnreadableReport(
        "no publication date on the cover or in the file name",
        "give it, as in --published 2019-05-07"
        if given.kind
        else "end the file's name with it, as in 'inspection - 24 august 2018.pdf'",
    )
