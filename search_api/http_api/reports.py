"""GET /reports and what one report holds; /authorities; /coverage; /acronyms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, TypeVar

from fastapi import APIRouter, Query
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from indexer.authorities.register import Authority, Register
from indexer.records import Report
from indexer.store.format import SUFFIX_OF_MEDIA
from indexer.words.acronyms import acronym_key
from search_api.index.index import Index
from search_api.media import FILES
from search_api.schemas.base import PREFIX, clean, place
from search_api.schemas.paragraphs import ParagraphsReply, paragraph_fields
from search_api.schemas.parameters import (
    AcronymParameters,
    AuthorityParameters,
    LedgerParameters,
    NoParameters,
    PageOfRows,
    ParagraphsParameters,
    ReportParameters,
)
from search_api.schemas.reports import (
    AcronymsReply,
    AuthoritiesReply,
    AuthorityReply,
    FileReply,
    LedgerReply,
    ReportsReply,
    WholeReportReply,
    outline_json,
    report_fields,
)

from .errors import MissingPage
from .paths import ReportId
from .responses import Content, reply, send

router = APIRouter(prefix=PREFIX, tags=["reports"])
T = TypeVar("T")

_FILE_TYPES = {kind.media_type: {"schema": {"type": "string", "format": "binary"}} for kind in FILES.values()}


@router.get("/reports", operation_id="list_reports", response_model=ReportsReply)
async def reports(request: Request, query: Annotated[ReportParameters, Query()]) -> Response:
    """The reports of the index, by authority and date of publication."""

    def work(index: Index) -> BaseModel:
        scope = index.scope(query.request())
        kept = scope.reports
        return ReportsReply.model_validate(
            {
                "generation": index.generation,
                "reports": [report_fields(item) for item in _page(kept, query)],
                "notes": list(scope.notes),
                **_counts(kept, query),
            }
        )

    return await reply(request, work)


@router.get("/reports/{report}", operation_id="get_report", response_model=WholeReportReply)
async def report(request: Request, report: ReportId, _: Annotated[NoParameters, Query()]) -> Response:
    """One report: its facts, its outline and notes about it."""

    def work(index: Index) -> BaseModel:
        reader = index.reader
        facts, anomalies = reader.report(report), reader.anomalies(report)
        plain = outline_json(facts, reader.paragraphs(report), anomalies)
        return WholeReportReply.model_validate(
            report_fields(facts)
            | {
                "generation": reader.generation,
                "paragraphs": plain["paragraphs"],
                "anomalies": plain["anomalies"],
            }
        )

    return await reply(request, work)


@router.get(
    "/reports/{report}/paragraphs",
    operation_id="list_paragraphs",
    response_model=ParagraphsReply,
)
async def paragraphs(
    request: Request, report: ReportId, query: Annotated[ParagraphsParameters, Query()]
) -> Response:
    """The paragraphs of one report in reading order."""

    def work(index: Index) -> BaseModel:
        reader = index.reader
        facts = reader.report(report)
        kept = [item for item in reader.paragraphs(report) if not query.kind or item.kind in query.kind]
        return ParagraphsReply.model_validate(
            {
                "generation": reader.generation,
                "paragraphs": [
                    paragraph_fields(facts, item, reader.noted.touching(item)) for item in _page(kept, query)
                ],
                **_counts(kept, query),
            }
        )

    return await reply(request, work)


@router.get(
    "/reports/{report}/source",
    operation_id="get_source",
    response_class=Response,
    responses={200: {"content": _FILE_TYPES, "description": "The file, byte for byte."}},
)
async def source(request: Request, report: ReportId, _: Annotated[NoParameters, Query()]) -> Response:
    """The file that the report was read from: a PDF, exported text, a Word file or a saved web page."""

    def work(index: Index) -> Content:
        facts = index.reader.report(report)
        body = index.reader.source_bytes(facts.sha256)
        if body is None:
            raise MissingPage(f"the file of {report} is not kept", "index its folder again")
        kind = FILES[facts.media]
        charset = f"; charset={_charset(body)}" if facts.media == "text" else ""
        shown = "inline" if kind.inline else "attachment"
        return Content(
            body,
            f"{kind.media_type}{charset}",
            {"Content-Disposition": f'{shown}; filename="{facts.id}{SUFFIX_OF_MEDIA[facts.media]}"'},
        )

    return await send(request, work)


@router.get("/authorities", operation_id="list_authorities", response_model=AuthoritiesReply)
async def authorities(request: Request, query: Annotated[AuthorityParameters, Query()]) -> Response:
    """Local authorities of the register and of this index, with the number of reports here."""

    def work(index: Index) -> BaseModel:
        held: dict[str, list[Report]] = {}
        for item in index.reader.reports():
            held.setdefault(item.authority, []).append(item)
        known = {item.name: item for item in index.register}
        names = sorted(held) if query.indexed else sorted(known.keys() | held.keys())
        return AuthoritiesReply(
            generation=index.reader.generation,
            authorities=[
                _authority(name, known.get(name), held.get(name, []), index.register)
                for name in _page(names, query)
            ],
            **_counts(names, query),
        )

    return await reply(request, work)


@router.get("/coverage", operation_id="get_coverage", response_model=LedgerReply)
async def coverage(request: Request, query: Annotated[LedgerParameters, Query()]) -> Response:
    """Every file that the indexer read: indexed, or refused with the reason."""

    def work(index: Index) -> BaseModel:
        manifest = index.reader.manifest
        files = sorted(index.reader.sources(), key=lambda file: file.path)
        indexed = sum(file.report is not None for file in files)
        kept = [
            file
            for file in files
            if query.status == "all" or (query.status == "indexed") == (file.report is not None)
        ]
        return LedgerReply(
            generation=manifest.generation,
            created=manifest.created,
            reports=manifest.counts.reports,
            paragraphs=manifest.counts.paragraphs,
            files=[
                FileReply(
                    path=place(file.path),
                    sha256=file.sha256,
                    bytes=file.size,
                    report=file.report,
                    reason=clean(file.reason),
                )
                for file in _page(kept, query)
            ],
            indexed=indexed,
            refused=len(files) - indexed,
            **_counts(kept, query),
        )

    return await reply(request, work)


def _charset(body: bytes) -> str:
    """Of exported text, as reading.text reads it: without being told a browser would guess."""
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return "windows-1252"
    return "utf-8"


def _authority(
    name: str, known: Authority | None, held: Sequence[Report], register: Register
) -> AuthorityReply:
    days = [item.published.isoformat() for item in held]
    urn = next((item.urn for item in held if item.urn), "")
    return AuthorityReply(
        name=name,
        urn=known.urn if known else urn,
        la_code=known.la_code if known else "",
        region=known.region if known else "",
        type=known.la_type if known else "",
        statistical_neighbours=[item.name for item in register.neighbours(known)] if known else [],
        reports=len(held),
        first_published=min(days, default=None),
        last_published=max(days, default=None),
    )


def _page(rows: Sequence[T], query: PageOfRows) -> Sequence[T]:
    return rows[query.offset : query.offset + query.limit]


def _counts(rows: Sequence[object], query: PageOfRows) -> dict[str, int]:
    return {"total": len(rows), "limit": query.limit, "offset": query.offset}


@router.get("/acronyms", operation_id="list_acronyms", response_model=AcronymsReply)
async def acronyms(request: Request, query: Annotated[AcronymParameters, Query()]) -> Response:
    """The acronyms that the reports define, what each stands for and where it is defined."""

    def work(index: Index) -> BaseModel:
        wanted = acronym_key(query.short.strip())
        kept = [item for item in index.reader.acronyms() if not wanted or acronym_key(item.short) == wanted]
        page = kept[query.offset : query.offset + query.limit]
        return AcronymsReply.of(page, len(kept), index.reader.generation, query.limit, query.offset)

    return await reply(request, work)
