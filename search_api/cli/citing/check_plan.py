"""`pinpoint check-plan`: is what a draft cites, quotes and says of grades what the reports say?"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from indexer.errors import PinpointError, UnreadableDraft, system_reason
from indexer.files import replace_file
from indexer.terminal import one_line, print_json, printable
from search_api.cli.options import AsJson, Index

if TYPE_CHECKING:
    from search_api.plans.checking.records import Checked, Evidence, Finding

_LISTED = {False: " (--all lists it)", True: ""}
_WRONG = 4  # exit status of a draft in which something is not right


def check_plan(
    plan: Annotated[
        str,
        typer.Argument(
            metavar="PLAN", help="The draft: .docx, .odt, .md, .txt or .html; - for standard input."
        ),
    ],
    index: Index = None,
    authority: Annotated[
        str, typer.Option("--authority", metavar="NAME", help="Whose plan it is, if the draft does not say.")
    ] = "",
    every: Annotated[bool, typer.Option("--all", help="List what is right, too.")] = False,
    commented: Annotated[
        Path | None,
        typer.Option("--comments", metavar="FILE", help="Write the Word draft with comments to this file."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Check the citations, quotations and grades in a draft against the reports.

    Exit status 4 if anything is not right.
    """
    from search_api.index.opening import open_index
    from search_api.plans.check_draft import check_draft
    from search_api.schemas.citing.checked import checked_json

    name, data = _read(plan)
    with open_index(index) as opened:
        checked = check_draft(opened, name, data, authority=authority)
    if commented is not None:
        _write_comments(commented, data, checked)
    if as_json:
        print_json(checked_json(checked))
    else:
        _print(checked, every)
    if any(item.verdict != "right" for item in checked.findings):
        raise typer.Exit(_WRONG)


def _read(plan: str) -> tuple[str, bytes]:
    if plan == "-":
        return "standard input", sys.stdin.buffer.read()
    try:
        return Path(plan).name, Path(plan).read_bytes()
    except OSError as error:
        raise UnreadableDraft(f"{plan} cannot be read: {system_reason(error)}", "check its name") from error


def _write_comments(path: Path, data: bytes, checked: Checked) -> None:
    from search_api.plans.commented import with_findings

    try:
        replace_file(path, with_findings(data, checked))
    except OSError as error:
        raise PinpointError(
            f"{path} cannot be written: {system_reason(error)}", "choose another file"
        ) from error


def _print(checked: Checked, every: bool) -> None:
    for remark in checked.remarks:
        typer.echo(printable(remark))
    if not checked.findings:
        typer.echo("No citation, quotation or grade of an inspection report was found in the draft.")
        return
    shown = [item for item in checked.findings if every or item.look]
    for item in shown:
        _finding(item)
    counted = ", ".join(f"{number:,} {label.lower()}" for label, number in checked.labels.items())
    whose = f" Read as a plan of {checked.authority}." if checked.authority else ""
    total = len(checked.findings)
    typer.echo(printable(f"{total:,} claim{'' if total == 1 else 's'} checked: {counted}.{whose}"))
    unread = sum(not item.look and not item.compared for item in checked.findings)
    if unread:
        what = "1 citation quotes" if unread == 1 else f"{unread:,} citations quote"
        typer.echo(f"{what} nothing, so nothing was compared there: read what is cited{_LISTED[every]}.")


def _finding(item: Finding) -> None:
    typer.echo(printable(f"{item.number}. {item.label}: {one_line(item.text)} ({item.block.place})"))
    if item.quotation and item.quotation not in item.text:
        typer.echo(printable(f"   “{one_line(item.quotation)}”"))
    typer.echo(printable(f"   {item.reason}"))
    for step in item.steps:
        if step.quoted.lower() != step.printed.lower():
            quoted, printed = step.quoted or "nothing", step.printed or "nothing"
            typer.echo(printable(f"   draft: {one_line(quoted)} | report: {one_line(printed)}"))
    for remark in item.remarks:
        typer.echo(printable(f"   {remark}"))
    doubted = item.evidence[:1] if item.verdict == "right" else ()
    for each in (*doubted, *item.offers) or item.evidence[:1]:
        _paragraph(each)
    typer.echo("")


def _paragraph(item: Evidence) -> None:
    from search_api.citations import cite

    start, end = item.spans[0] if item.spans else (0, len(item.paragraph.text))
    typer.echo(printable(f"   “{one_line(item.paragraph.text[start:end])}”"))
    typer.echo(printable(f"   {cite(item.report, item.paragraph)}; {item.paragraph.id}"))
