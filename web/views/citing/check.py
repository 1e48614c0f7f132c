"""/check: a form that takes a draft of a plan, and what of it is not what the reports say.

The draft is in the request and nowhere else. The page that answers holds the Word file with comments, where
it is small enough for the address of a link, as nothing is kept that could be asked for again.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from indexer.errors import InvalidRequest, UnknownAuthority
from search_api.http_api.citing.uploads import Form, attachment, file_name, is_form, read_form
from search_api.http_api.responses import service_of
from search_api.index.index import Index
from search_api.media import FILES
from search_api.plans.check_draft import check_draft
from search_api.plans.checking.records import VERDICTS, Checked, Finding, Verdict
from search_api.plans.commented import with_findings
from search_api.plans.drafts.read import SUFFIXES, is_word
from search_api.schemas.parameters import NoParameters
from web.shared.respond import Values, page, wrong

router = APIRouter(include_in_schema=False)

SHOWN = 1000  # claims; a longer draft is for the command line
_LINKED = 1_400_000  # bytes: browsers open no link of more than about two million characters
_DOCX = FILES["word"].media_type
_ENDING = "-checked.docx"
_PASTED = "Pasted text"
# Beside the words of a verdict: a tick, a cross, a question mark where a person must decide, or a dash where
# nothing was compared.
_ASKED: frozenset[Verdict] = frozenset({"ambiguous", "uncited", "right"})
_OFFERED: dict[Verdict, str] = {
    "right": "Perhaps this paragraph is meant",
    "differs": "Paragraphs with similar words",
    "elsewhere": "Where the words are",
    "ambiguous": "It could mean",
    "uncited": "Paragraphs that may be the source",
}


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim as the page shows it. kind: its verdict, as a class of the style sheet. offered: a heading."""

    finding: Finding
    kind: str
    sign: str
    offered: str

    @classmethod
    def of(cls, finding: Finding) -> Claim:
        """What the page says of it."""
        sign = "tick" if finding.agrees else "dash" if not finding.look else "cross"
        if finding.look and finding.verdict in _ASKED:
            sign = "question"
        offered = _OFFERED.get(finding.verdict, "Perhaps this is meant")
        return cls(finding, finding.verdict.replace(" ", "-"), sign, offered)


@router.get("/check")
async def form(request: Request, _: Annotated[NoParameters, Query()]) -> Response:
    """The form."""
    return await page(request, "citing/check.html", lambda index: _form(index))


@router.post("/check")
async def check(request: Request, _: Annotated[NoParameters, Query()]) -> Response:
    """The draft of the form's fields `file` or `text`, checked; as a file where `format` is docx."""
    kind, body = request.headers.get("content-type", ""), await request.body()
    try:
        sent = read_form(kind, body) if is_form(kind) else Form()
    except InvalidRequest as error:
        said = wrong(error)
        return await page(request, "citing/check.html", lambda index: _form(index, said))
    fields = sent.fields
    name, data = sent.files.get("file") or (_PASTED, fields.get("text", "").strip().encode())
    authority = fields.get("authority", "").strip()[:120]

    def checked_by(index: Index) -> Checked:
        if not data:
            raise InvalidRequest("no draft was sent", "choose a file or paste its text")
        return check_draft(index, file_name(name), data, authority=authority)

    if fields.get("format") == "docx":
        try:
            return await _file(request, name, lambda index: with_findings(data, checked_by(index)))
        except (InvalidRequest, UnknownAuthority) as error:
            said = wrong(error)
            return await page(
                request, "citing/check.html", lambda index: _form(index, said, authority, fields)
            )

    def work(index: Index) -> Values:
        try:
            found = checked_by(index)
        except (InvalidRequest, UnknownAuthority) as error:
            return _form(index, wrong(error), authority, fields)
        left = ("The text that you pasted was not checked, as you chose a file.",)
        both = bool("file" in sent.files and fields.get("text", "").strip())
        return _result(index, found, data, left if both else ())

    return await page(request, "citing/check.html", work, run=service_of(request).check)


async def _file(request: Request, name: str, work: Callable[[Index], bytes]) -> Response:
    body = await service_of(request).check(work)
    headers = {"Content-Disposition": attachment(name, _ENDING), "Cache-Control": "no-store"}
    return Response(body, headers=headers, media_type=_DOCX)


def _form(
    index: Index, problem: str = "", authority: str = "", fields: dict[str, str] | None = None
) -> Values:
    title = "Check a draft"
    return {
        "title": f"Error: {title}" if problem else title,
        "wrong": problem,
        "checked": None,
        "authority": authority,
        "text": (fields or {}).get("text", ""),
        "names": sorted({item.name for item in index.register} | index.holdings.authorities),
        "endings": ",".join(SUFFIXES),
        "most": index.settings.serve_draft_mb,
    }


def _result(index: Index, checked: Checked, data: bytes, remarks: tuple[str, ...]) -> Values:
    shown = [Claim.of(item) for item in checked.findings[:SHOWN]]
    look = [item for item in shown if item.finding.look]
    kinds = {item.kind: item.finding for item in reversed(look)}
    numbers = {kind: sum(item.kind == kind for item in look) for kind in kinds}
    order = [verdict.replace(" ", "-") for verdict in VERDICTS]
    return {
        "title": f"{checked.name}: {len(look)} to look at",
        "wrong": "",
        "checked": checked,
        "remarks": (*checked.remarks, *remarks),
        "look": look,
        "agreed": _agreed(checked),
        "right": [item for item in shown if item.finding.agrees],
        "unread": [item for item in shown if not item.finding.look and not item.finding.compared],
        "kinds": [(kind, kinds[kind].label, numbers[kind]) for kind in order if kind in kinds],
        "left": len(checked.findings) - len(shown),
        "word": _link(data, checked),
        "is_word": is_word(data),
        "file": (checked.name.rpartition(".")[0] or "draft") + _ENDING,
        "covered": index.scope().coverage,
    }


def _agreed(checked: Checked) -> str:
    """What became of what need not be looked at: what agrees, and apart from it what was not compared."""
    agree = sum(item.agrees for item in checked.findings)
    unread = sum(not item.look and not item.compared for item in checked.findings)
    told = []
    if agree and agree == len(checked.findings):
        told.append(
            "The one claim agrees with the reports."
            if agree == 1
            else f"All {agree:,} citations, quotations and grades agree with the reports."
        )
    elif agree:
        told.append(f"{agree:,} agree{'s' if agree == 1 else ''} with the reports.")
    if unread == 1:
        told.append("1 quotes nothing: we did not compare what you say there. Read the paragraph.")
    elif unread:
        told.append(f"{unread:,} quote nothing: we did not compare what you say there. Read the paragraphs.")
    return " ".join(told)


def _link(data: bytes, checked: Checked) -> str:
    """The Word file with comments as an address; "" for another file, and for one that is too large."""
    if not is_word(data) or len(data) > _LINKED:
        return ""
    made = with_findings(data, checked)
    return f"data:{_DOCX};base64,{b64encode(made).decode()}" if len(made) <= _LINKED else ""
