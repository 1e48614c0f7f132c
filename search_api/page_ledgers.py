"""What the pages of coverage and of acronyms show: the files looked at, the meanings printed. No markup."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from indexer.acronyms import Acronym, Sense, acronym_key
from indexer.index_format import Source
from indexer.records import Paragraph, Report

from .api_replies import clean, place
from .page_rows import ListAddress, RowPage, part
from .searcher import Searcher

Status = Literal["all", "indexed", "refused"]
USUAL = 100  # rows a page
_FIGURES = "0-9"


@dataclass(frozen=True, slots=True)
class FileRow:
    """path: file name with its folder. size: bytes. report: what it became, None if refused, then reason."""

    path: str
    size: int
    report: Report | None
    reason: str


@dataclass(frozen=True, slots=True)
class CoveragePage:
    """status: which files are listed. indexed, refused: how many files of all. made: when, in UTC."""

    status: Status
    page: RowPage[FileRow]
    indexed: int
    refused: int
    made: datetime


@dataclass(frozen=True, slots=True)
class Meaning:
    """One meaning of an acronym; the paragraph that says so and its report."""

    sense: Sense
    paragraph: Paragraph
    report: Report


@dataclass(frozen=True, slots=True)
class AcronymRow:
    acronym: Acronym
    meanings: tuple[Meaning, ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """Acronyms that begin with it, in capitals or small letters."""

    name: str
    acronyms: int
    url: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class AcronymsPage:
    """wanted: what was typed. letter: "" for all. total, ambiguous: of the whole index."""

    wanted: str
    letter: str
    page: RowPage[AcronymRow]
    letters: tuple[Letter, ...]
    total: int
    ambiguous: int


def coverage_page(searcher: Searcher, status: Status, limit: int, offset: int) -> CoveragePage:
    """Files that were refused first; in the order of their paths."""
    reader = searcher.reader
    files = sorted(reader.sources(), key=lambda file: (file.report is not None, file.path))
    refused = sum(file.report is None for file in files)
    kept = {"all": files, "refused": files[:refused], "indexed": files[refused:]}[status]
    given = (("status", status),) if status != "all" else ()
    found = part(kept, ListAddress("/coverage", given, limit, USUAL), offset)
    rows = tuple(_file(searcher, file) for file in found.rows)
    page = RowPage(rows, found.total, found.offset, found.address)
    made = datetime.fromisoformat(reader.manifest.created)
    return CoveragePage(status, page, len(files) - refused, refused, made)


def coverage_title(found: CoveragePage) -> str:
    which = {"all": "What is indexed and what is not", "refused": "Files that could not be read",
             "indexed": "Files that are indexed"}[found.status]  # fmt: skip
    return _paged(which, found.page.number)


def acronyms_page(searcher: Searcher, wanted: str, letter: str, limit: int, offset: int) -> AcronymsPage:
    """wanted: an acronym, a part of one, or a part of a meaning; "" for all. letter: as in `Letter`."""
    everything = searcher.reader.acronyms()
    named = _wanted(everything, wanted)
    kept = [item for item in named if not letter or _letter(item) == letter]
    given = (("short", wanted),) if wanted else ()
    address = ListAddress("/acronyms", given + ((("letter", letter),) if letter else ()), limit, USUAL)
    found = part(kept, address, offset)
    rows = tuple(_acronym(searcher, item) for item in found.rows)
    counts: dict[str, int] = {}
    for item in named:
        counts[_letter(item)] = counts.get(_letter(item), 0) + 1
    letters = tuple(
        Letter(name, count, ListAddress("/acronyms", (*given, ("letter", name))).at(), name == letter)
        for name, count in sorted(counts.items())
    )
    return AcronymsPage(
        wanted,
        letter,
        RowPage(rows, found.total, found.offset, found.address),
        letters,
        len(everything),
        sum(len(item.senses) > 1 for item in everything),
    )


def acronyms_title(found: AcronymsPage) -> str:
    title = "Acronyms"
    if found.wanted:
        title += f" with ‘{found.wanted}’"
    if found.letter:
        title += f" beginning with {found.letter}"
    return _paged(title, found.page.number)


def _wanted(acronyms: Sequence[Acronym], wanted: str) -> list[Acronym]:
    """Those that hold it: as the acronym, then at its beginning, then within, then in a meaning."""
    text = wanted.casefold()
    if not text:
        return list(acronyms)
    ranked: list[tuple[int, Acronym]] = []
    for item in acronyms:
        short = item.short.casefold()
        if acronym_key(item.short) == acronym_key(wanted):
            ranked.append((0, item))
        elif text in short:
            ranked.append((1 if short.startswith(text) else 2, item))
        elif any(text in sense.expansion.casefold() for sense in item.senses):
            ranked.append((3, item))
    return [item for _, item in sorted(ranked, key=lambda pair: pair[0])]


def _letter(item: Acronym) -> str:
    first = item.short[:1].upper()
    return first if first.isalpha() else _FIGURES


def _acronym(searcher: Searcher, item: Acronym) -> AcronymRow:
    reader = searcher.reader
    paragraphs = reader.by_rows([reader.row(sense.defined_in) for sense in item.senses])
    return AcronymRow(item, tuple(_meanings(searcher, item.senses, paragraphs)))


def _meanings(
    searcher: Searcher, senses: Iterable[Sense], paragraphs: Iterable[Paragraph]
) -> Iterable[Meaning]:
    for sense, paragraph in zip(senses, paragraphs, strict=True):
        yield Meaning(sense, paragraph, searcher.reader.report(paragraph.id.partition("/")[0]))


def _file(searcher: Searcher, file: Source) -> FileRow:
    report = searcher.reader.report(file.report) if file.report is not None else None
    return FileRow(place(file.path), file.size, report, clean(file.reason))


def _paged(title: str, number: int) -> str:
    return f"{title}, page {number}" if number > 1 else title
