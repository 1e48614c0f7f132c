"""/acronyms: what the acronyms of the reports stand for, each with the paragraph that says so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from indexer.records import Acronym, Paragraph, Report, Sense, report_of
from indexer.words.acronyms import acronym_key
from search_api.index.index import Index
from search_api.schemas.parameters import MOST_ROWS, PageOfRows
from web.shared.lists import USUAL, ListAddress, RowPage, paged, part
from web.shared.respond import Values, page

router = APIRouter(include_in_schema=False)


_FIGURES = "0-9"


@dataclass(frozen=True, slots=True)
class Meaning:
    """One meaning of an acronym; the paragraph that says so and its report."""

    sense: Sense
    paragraph: Paragraph
    report: Report


@dataclass(frozen=True, slots=True)
class AcronymRow:
    """One acronym and its meanings, in the index's order."""

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


def acronyms_page(index: Index, wanted: str, letter: str, limit: int, offset: int) -> AcronymsPage:
    """wanted: an acronym, a part of one, or a part of a meaning; "" for all. letter: as in `Letter`."""
    everything = index.reader.acronyms()
    named = _wanted(everything, wanted)
    kept = [item for item in named if not letter or _letter(item) == letter]
    given = (("short", wanted),) if wanted else ()
    address = ListAddress("/acronyms", given + ((("letter", letter),) if letter else ()), limit, USUAL)
    found = part(kept, address, offset)
    rows = tuple(_acronym(index, item) for item in found.rows)
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
    """The title, with what is looked for and the number of the page."""
    title = "Acronyms"
    if found.wanted:
        title += f" matching ‘{found.wanted}’"
    if found.letter:
        title += f" starting with {found.letter}"
    return paged(title, found.page.number)


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


def _acronym(index: Index, item: Acronym) -> AcronymRow:
    reader = index.reader
    paragraphs = reader.by_rows([reader.row(sense.defined_in) for sense in item.senses])
    return AcronymRow(item, tuple(_meanings(index, item.senses, paragraphs)))


def _meanings(index: Index, senses: Iterable[Sense], paragraphs: Iterable[Paragraph]) -> Iterable[Meaning]:
    for sense, paragraph in zip(senses, paragraphs, strict=True):
        yield Meaning(sense, paragraph, index.reader.report(report_of(paragraph.id)))


class AcronymsPageParameters(PageOfRows):
    """short: an acronym or a part of its meaning."""

    short: str = Field(default="", max_length=100)
    letter: str = Field(default="", pattern="^(?:|[^\\W\\d_]|0-9)$")
    limit: int = Field(default=USUAL, ge=1, le=MOST_ROWS)


@router.get("/acronyms")
async def acronyms(request: Request, query: Annotated[AcronymsPageParameters, Query()]) -> Response:
    """What the acronyms of the reports stand for, each with the paragraph that says so."""

    def work(index: Index) -> Values:
        found = acronyms_page(index, query.short.strip(), query.letter.upper(), query.limit, query.offset)
        return {"found": found, "title": acronyms_title(found)}

    return await page(request, "acronyms.html", work)
