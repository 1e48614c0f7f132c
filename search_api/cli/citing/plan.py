"""`pinpoint plan`: paragraphs of an improvement plan as a Word file, a table or text."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from indexer.errors import InvalidRequest, PinpointError, system_reason
from indexer.files import replace_file
from indexer.terminal import one_line, print_json, printable
from search_api.cli.options import AsJson, Index

if TYPE_CHECKING:
    from search_api.plans.chosen import Item
    from search_api.plans.plan import Plan

_SHORT = {"md": "markdown", "word": "docx", "json": "csl-json"}
_FORMATS = "docx, docx-footnotes, csv, markdown, csl-json, ris"


def plan(
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="ID...", help="Paragraphs, as northmoor-2018-08-24/para-27.")
    ] = None,
    index: Index = None,
    source: Annotated[
        str,
        typer.Option(
            "--from",
            metavar="FILE",
            help="A plan as it was taken away: Word, CSV, Markdown or CSL-JSON; - for standard input.",
        ),
    ] = "",
    title: Annotated[str, typer.Option(metavar="TEXT", help="The title of the plan.")] = "",
    format_: Annotated[
        str, typer.Option("--format", metavar="NAME", help=f"The kind of file. One of: {_FORMATS}.")
    ] = "",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Where to write the file.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Write the paragraphs of a plan, word for word and cited, as a Word file, a table or text.

    A paragraph that is not in the index is named, and no file is written.
    """
    from search_api.index.opening import open_index
    from search_api.plans.chosen import all_chosen, items
    from search_api.plans.plan import LONGEST_TITLE, MOST
    from search_api.references.addresses import link

    if as_json and (output is not None or format_):
        raise InvalidRequest("--json prints the plan and writes no file", "leave out --format and --output")
    if len(title) > LONGEST_TITLE:
        raise InvalidRequest("the title is too long", f"keep to {LONGEST_TITLE} characters")
    wanted = "" if as_json else _format(format_, output)
    made = _plan(ids or [], source, title)
    if not made.entries:
        raise InvalidRequest(
            "the plan has no paragraphs", "name the id of one or more, or a file with --from"
        )
    if len(made.entries) > MOST:
        raise InvalidRequest(f"the plan has {len(made.entries):,} paragraphs", f"keep to {MOST}")
    with open_index(index) as opened:
        server = opened.settings.public_url
        found = items(made, opened.reader, lambda report, paragraph: link(report, paragraph, server))
        chosen = all_chosen(found)
    if as_json:
        print_json(_document(made, found))
        return
    from search_api.exports.formats import FORMATS

    data = FORMATS[wanted].make(chosen, made.title)
    if output is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    try:
        replace_file(output, data)
    except OSError as error:
        raise PinpointError(
            f"{output} cannot be written: {system_reason(error)}", "choose another file"
        ) from error
    noun = "paragraph" if len(chosen) == 1 else "paragraphs"
    typer.echo(printable(f"Wrote {len(chosen):,} {noun} to {one_line(str(output))}."))


def _plan(ids: list[str], source: str, title: str) -> Plan:
    """Of the file, then the ids that are not in it."""
    from search_api.plans.plan import Plan

    named = Plan.of(ids, title=title)
    if not source:
        return named
    from search_api.plans.imports.read import read_plan

    imported = read_plan(*_read(source))
    for remark in imported.remarks:
        typer.echo(printable(f"Note: {one_line(remark)}"), err=True)
    held = {entry.id for entry in imported.plan.entries}
    added = tuple(entry for entry in named.entries if entry.id not in held)
    return Plan((*imported.plan.entries, *added), named.title or imported.plan.title)


def _read(source: str) -> tuple[str, bytes]:
    if source == "-":
        return "standard input", sys.stdin.buffer.read()
    try:
        return Path(source).name, Path(source).read_bytes()
    except OSError as error:
        raise InvalidRequest(f"{source} cannot be read: {system_reason(error)}", "check its name") from error


def _format(given: str, output: Path | None) -> str:
    """What was asked for, or what the file's name says. Raises InvalidRequest."""
    from search_api.exports.formats import FORMATS

    ending = output.suffix.lower().removeprefix(".") if output else ""
    name = given.lower() or ending or "markdown"
    name = _SHORT.get(name, name)
    if name not in FORMATS:
        raise InvalidRequest(
            f"{name[:40]!r} is not a file format for a plan", f"use one of: {', '.join(FORMATS)}"
        )
    if output is None and FORMATS[name].ending == "docx" and sys.stdout.isatty():
        raise InvalidRequest("a Word file cannot be shown in a terminal", "name a file with --output")
    return name


def _document(plan: Plan, found: tuple[Item, ...]) -> dict[str, object]:
    """{title, entries: [{id, area, action, owner, date, note, quotation, citation, check}]}, in order."""
    from search_api.citations import cite

    entries = []
    for item in found:
        if item.chosen is not None:
            entry, chosen = item.chosen.entry, item.chosen
            entries.append({
                "id": entry.id, "area": entry.area, "action": entry.action, "owner": entry.owner,
                "date": entry.date, "note": entry.note, "quotation": chosen.quotation,
                "citation": cite(chosen.report, chosen.paragraph), "check": chosen.check,
            })  # fmt: skip
    return {"title": plan.title, "entries": entries}
