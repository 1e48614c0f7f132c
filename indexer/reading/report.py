"""One file -> one report as understood. PDF and exported text take the same road after the pages."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from indexer.authorities.catalogue import load_catalogue, load_dates
from indexer.authorities.printed import UNKNOWN, listed, place_name
from indexer.authorities.register import Authority, Register, default_register
from indexer.dates import single_date
from indexer.errors import UnreadableReport
from indexer.given import Given
from indexer.kinds.table import framework
from indexer.locations import corpus_folder
from indexer.records import Anomaly, Area, Judgement, Media, Paragraph, ReadReport, Report, report_id

from .blocks import Block, blocks_of
from .checks.accounting import account_for, lost_anomalies, unplaced
from .checks.anomalies import in_page_order
from .checks.boilerplate import boilerplate, end_of_letter, facts_of_cover
from .checks.judged import ungraded_anomalies
from .checks.one_report import ending_anomalies, report_pages
from .checks.page_checks import seam_anomalies
from .checks.sequence_checks import numbers_after_last
from .copies.files import Opened, media_of, open_file
from .cover import Cover, read_cover
from .document.length import too_long
from .document.nature import check_nature
from .document.reissue import reissues
from .furniture import body_of
from .generic.document import read_document
from .headings import grade_of
from .letters.authorities import authorities_named
from .letters.letter import Letter, paragraphs_of_letter, read_letter
from .order.sheets import on_their_sheets
from .page_notes import cover_anomalies, cover_is_unsure, page_anomalies
from .pages import DAMAGED, Page
from .paragraphs import paragraphs_of

# Raise it with every change that may change what is read: files read by an older version are read again.
PARSER_VERSION = "4"

_FOLDER = re.compile(r"(?P<urn>\d{5,7})_(?P<name>.+)")
# An inspection's report comes out weeks to months after its last day.
_LONGEST_WAIT = timedelta(days=240)


def read_file(
    path: Path,
    *,
    register: Register | None = None,
    catalogue: Mapping[str, Sequence[date]] | None = None,
    max_pages: int = 500,
    given: Given | None = None,
) -> ReadReport:
    """The report in `path` (.pdf, .docx, .html or .txt).

    given: what its user says of it, None for what the cover tells. catalogue: URN -> publication dates of
    its reports, for covers that print none; by default the catalogue that comes with the program.
    Raises UnreadableReport with a one-line reason, OSError if the file cannot be read.
    """
    opened = open_file(path, max_pages=max_pages)
    try:
        return _read(opened, path, register, catalogue, given)
    except UnreadableReport as error:
        if any(note.kind in DAMAGED for page in opened.pages for note in page.notes):
            said = f"the PDF is damaged; as far as it can be read: {error.problem}"
            raise UnreadableReport(said, "use another copy of it") from error
        raise


def _read(
    opened: Opened,
    path: Path,
    register: Register | None,
    catalogue: Mapping[str, Sequence[date]] | None,
    given: Given | None,
) -> ReadReport:
    pages = opened.pages
    if given is not None and given.kind:
        _check_text(pages)
        read = read_document(
            pages,
            path=path,
            sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
            media=opened.media,
            given=given,
            register=register or default_register(),
        )
    else:
        read = understand_pages(pages, path=path, register=register, catalogue=catalogue)
    odd = (*opened.odd, *reissues(pages), *read.anomalies, *too_long(read.paragraphs))
    report = replace(read.report, made=opened.made)
    placed = on_their_sheets(read.paragraphs, pages)
    return ReadReport(report, placed, odd, read.accounted)


def understand_pages(
    pages: tuple[Page, ...],
    *,
    path: Path,
    register: Register | None = None,
    catalogue: Mapping[str, Sequence[date]] | None = None,
) -> ReadReport:
    """The report whose pages were read from the file `path`. Raises as `read_file` does."""
    _check_text(pages)
    return understand(
        pages,
        path=path,
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        media=media_of(path),
        register=register or default_register(),
        catalogue=known_dates() if catalogue is None else catalogue,
    )


def _check_text(pages: tuple[Page, ...]) -> None:
    if not any(line.text.strip() for page in pages for line in page.lines):
        raise UnreadableReport(
            "no text in it, a scan or pictures only",
            "use the published PDF, or run text recognition on it first",
        )


@cache
def known_dates() -> Mapping[str, tuple[date, ...]]:
    """URN -> publication dates of its reports, from the catalogue that comes with the program."""
    dates: dict[str, list[date]] = {}
    for publication in load_catalogue(corpus_folder() / "catalogue.csv"):
        dates.setdefault(publication.urn, []).append(publication.published)
    return {urn: tuple(days) for urn, days in dates.items()}


@cache
def known_letters() -> Mapping[tuple[str, str], tuple[date, ...]]:
    """URN and kind -> publication dates that are not printed, from the table that comes with the program."""
    dates: dict[tuple[str, str], list[date]] = {}
    for row in load_dates(corpus_folder() / "other_reports.csv"):
        dates.setdefault((row.urn, row.kind), []).append(row.published)
    return {key: tuple(days) for key, days in dates.items()}


def cover_of(letter: Letter, register: Register) -> Cover:
    """The facts of a letter's front in the form of a cover's."""
    start, end = letter.inspected or (None, None)
    return Cover(
        framework=letter.kind.name,
        title=letter.title,
        names=(*letter.names, *authorities_named(letter.name, register)[:1]),
        inspection_start=start,
        inspection_end=end,
        published=letter.published,
        lead_inspector=letter.lead_inspector,
        judgements=letter.judgements,
        body_start=0,
    )


def understand(
    pages: tuple[Page, ...],
    *,
    path: Path,
    sha256: str,
    media: Media,
    register: Register,
    catalogue: Mapping[str, Sequence[date]],
) -> ReadReport:
    """Pages -> report. Raises UnreadableReport where they are no inspection report or bear no date."""
    whole = len(pages)
    pages, before = report_pages(pages)
    check_nature(pages)
    body = body_of(pages)
    letter = read_letter(body)
    cover = cover_of(letter, register) if letter is not None else read_cover(body.lines)
    if cover_is_unsure(pages):
        cover = replace(cover, names=(), published=None)
    kind = framework(cover.framework)
    if kind.as_printed:
        read = read_document(
            pages, path=path, sha256=sha256, media=media, given=Given(), register=register, kind=kind
        )
        return replace(read, anomalies=in_page_order((*before, *read.anomalies)))
    authority, urn, anomalies = _authority(cover, path, register)
    blocks: list[Block] = []
    if letter is not None:
        catalogue = {urn: known_letters().get((urn, kind.name), ())}
        published, source = _published(cover, path, urn, catalogue)
        identity = report_id(authority, published)
        paragraphs, odd = paragraphs_of_letter(letter, identity)
        judgements = letter.judgements
    else:
        rest = replace(body, lines=body.lines[cover.body_start :])
        blocks = blocks_of(rest)
        numbered = sum(block.form == "numbered" for block in blocks)
        if kind.needs_numbers and numbered < 3:
            raise UnreadableReport("not an inspection report: no known cover and no numbered paragraphs")
        published, source = _published(cover, path, urn, catalogue)
        identity = report_id(authority, published)
        judgements = cover.judgements
        if not judgements and kind.judged_under_headings:
            judgements = _judgements_of_sections(blocks)  # 2012-13: no table on the cover
        grades = {judgement.area: judgement.grade for judgement in judgements}
        opening = "summary" if kind.text_follows_grades else "cover"
        paragraphs, odd = paragraphs_of(blocks, identity, body.footnotes, grades, opening=opening)
    if not paragraphs:
        raise UnreadableReport("not an inspection report: no paragraphs found under a known heading")
    report = Report(
        id=identity,
        authority=authority,
        urn=urn,
        title=cover.title,
        framework=cover.framework,
        inspection_start=cover.inspection_start,
        inspection_end=cover.inspection_end,
        published=published,
        published_source=source,
        lead_inspector=cover.lead_inspector,
        judgements=judgements,
        pages=whole if media == "pdf" else None,
        source=path.name,
        sha256=sha256,
        media=media,
        other_authorities=authorities_named(letter.name, register)[1:] if letter is not None else (),
        agencies=letter.agencies if letter is not None else (),
    )
    paragraphs = _unique(paragraphs)
    missing = unplaced(body.lines, paragraphs)
    if letter is not None:
        known = [*letter.sections.explained(), *end_of_letter(letter.sections.closing())]
    else:
        known = [*facts_of_cover(body.lines[: cover.body_start]), *boilerplate(blocks, missing)]
    account = account_for(pages, missing, known)
    of_pages = [*page_anomalies(pages, paragraphs), *seam_anomalies(pages, paragraphs)]
    of_pages += cover_anomalies(pages, paragraphs)
    if letter is None:
        of_pages += ungraded_anomalies(kind, judgements, pages, paragraphs)
    of_pages += [*lost_anomalies(account, paragraphs), *numbers_after_last(blocks, paragraphs)]
    if letter is None and media == "pdf" and urn:  # Ofsted's reports are of authorities of the register
        of_pages += ending_anomalies(pages, paragraphs)
    odd_things = in_page_order((*before, *anomalies, *odd, *of_pages))
    return ReadReport(report, paragraphs, odd_things, account.share)


def _authority(cover: Cover, path: Path, register: Register) -> tuple[str, str, list[Anomaly]]:
    """Name and URN: of the register by the printed name, else by the folder's URN; else a place's name as
    printed, else `UNKNOWN`.
    """
    folder = _FOLDER.fullmatch(path.parent.name)
    by_folder: Authority | None = register.by_urn(folder["urn"]) if folder else None
    found = listed(cover.names, register)
    if found is not None:
        if by_folder is None or by_folder.urn == found.urn:
            return found.name, found.urn, []
        said = f"the cover names {found.name}, the folder {by_folder.name}: the cover counts"
        return found.name, found.urn, [Anomaly("authority", 1, said)]
    if by_folder is not None:
        said = "no authority read on the cover; taken from the folder"
        return by_folder.name, by_folder.urn, [Anomaly("authority", 1, said)]
    name = place_name(cover.names, register)
    if name:
        return name, "", [Anomaly("authority", 1, f"{name} is not in the register of authorities")]
    said = "no authority is named on the cover or by the folder: it is not known whose report this is"
    return UNKNOWN, "", [Anomaly("authority", 1, said)]


def _judgements_of_sections(blocks: Sequence[Block]) -> tuple[Judgement, ...]:
    """Judgements printed under the section headings: 'Overall effectiveness', then 'Grade 3 (adequate)'."""
    found: dict[Area, Judgement] = {}
    for block, below in zip(blocks, [*blocks, None][1:], strict=True):
        heading = block.heading
        if block.form != "heading" or heading is None or heading.area is None:
            continue
        printed = (
            re.sub(r"(?i)^grade\s*\d\s*", "", below.text).strip("() ")
            if below and below.form == "heading"
            else ""
        )
        grade = heading.grade or grade_of(printed)
        if grade is not None and heading.area not in found:
            found[heading.area] = Judgement(heading.area, heading.title, grade, printed or grade)
    return tuple(found.values())


def _published(
    cover: Cover, path: Path, urn: str, catalogue: Mapping[str, Sequence[date]]
) -> tuple[date, str]:
    if cover.published is not None:
        return cover.published, "cover"
    named = single_date(path.stem.split(" - ")[-1])
    listed = list(catalogue.get(urn, ()))
    if named is not None and named in listed:
        return named, "catalogue"
    end = cover.inspection_end
    after = [day for day in listed if end is not None and end < day <= end + _LONGEST_WAIT]
    if len(after) == 1:
        return after[0], "catalogue"
    if named is not None:
        return named, "file name"
    raise UnreadableReport(
        "no publication date on the cover, in the catalogue or in the file name",
        "end the file's name with it, as in 'inspection - 24 august 2018.pdf'",
    )


def _unique(paragraphs: tuple[Paragraph, ...]) -> tuple[Paragraph, ...]:
    """Every id once: a kind and number met again in the same report gets the next letter."""
    seen: dict[str, int] = {}
    unique: list[Paragraph] = []
    for paragraph in paragraphs:
        count = seen.get(paragraph.id, 0)
        seen[paragraph.id] = count + 1
        unique.append(replace(paragraph, id=paragraph.id + chr(ord("a") + count)) if count else paragraph)
    return tuple(unique)
