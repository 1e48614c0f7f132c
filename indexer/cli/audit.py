"""`pinpoint check-reading` and `pinpoint ledger`: is every paragraph exact, and what is read of each?"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from indexer.audit.ledger import (
    LedgerRow,
    by_framework,
    differences,
    ledger_row,
    snapshot_text,
    to_json,
    totals,
)
from indexer.errors import InvalidRequest, UnreadableReport
from indexer.files import replace_file
from indexer.pipeline.discovery import discover
from indexer.sandbox.pool import read_all, usable_cores
from indexer.terminal import one_line, print_json

from .progress import ProgressLines

if TYPE_CHECKING:
    from indexer.audit.readings import ReadingCheck

_FOUND_WRONG = 1

Folder = Annotated[Path, typer.Argument(metavar="FOLDER", help="A folder of reports, or one report.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document on standard output.")]


def check_reading_command(
    folder: Folder,
    fast: Annotated[
        bool, typer.Option("--fast", help="Read with PDFium only, without the second reader, pypdf.")
    ] = False,
    limit: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Read only N files, evenly spread over the folder.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Read every report with two PDF readers and find each paragraph on the pages that it cites.

    Exit status 1 if a paragraph is not found, holds foreign text, or a file was refused.
    """
    from indexer.audit.check_worker import check_files

    paths = spread(_reports(folder), limit)
    checks: list[ReadingCheck] = []
    with ProgressLines() as progress:
        progress.stage("checking", len(paths))
        for check in check_files(paths, fast=fast, workers=min(usable_cores(), 8, len(paths))):
            checks.append(check)
            progress.advance()
    checks.sort(key=lambda check: check.path)
    facts = reading_facts(checks)
    if as_json:
        print_json(facts)
    else:
        _print_checks(facts)
    if facts["problems"] or facts["refused"]:
        raise typer.Exit(_FOUND_WRONG)


def ledger_command(
    folder: Folder,
    snapshot: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Compare with this snapshot, then replace it.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List what was read in each report: counts, numbers, gaps, anomalies and what they touch, judgements.

    With --snapshot, what was gained and lost since it was written. Exit status 1 if a file was refused.
    """
    paths = _reports(folder)
    rows: list[LedgerRow] = []
    refused: list[dict[str, str]] = []
    with ProgressLines() as progress, closing(read_all(paths)) as readings:
        progress.stage("reading", len(paths))
        for path, result in readings:
            if isinstance(result, UnreadableReport):
                refused.append({"path": str(path), "reason": str(result)})
            else:
                rows.append(ledger_row(result))
            progress.advance()
    rows.sort(key=lambda row: row.report)
    refused.sort(key=lambda file: file["path"])
    changes = None if snapshot is None else _renew(snapshot, rows)
    if as_json:
        facts = {
            "reports": to_json(rows),
            "refused": refused,
            "totals": totals(rows),
            "frameworks": by_framework(rows),
        }
        print_json(facts if changes is None else {**facts, "changes": changes})
    else:
        _print_ledger(rows, refused)
        for change in changes or ():
            typer.echo(one_line(change))
        if changes is not None:
            typer.echo(f"{len(changes):,} changes since the snapshot")
    if refused:
        raise typer.Exit(_FOUND_WRONG)


def _renew(snapshot: Path, rows: Sequence[LedgerRow]) -> list[str]:
    before = json.loads(snapshot.read_text(encoding="utf-8")) if snapshot.exists() else []
    after = to_json(rows)
    replace_file(snapshot, snapshot_text(after).encode())
    return differences(before, after)


def _reports(folder: Path) -> list[Path]:
    """Raises InvalidRequest where there is nothing to read."""
    found = discover([folder])
    if not found.files:
        reason = found.refused[0].reason if found.refused else "it holds no report"
        raise InvalidRequest(f"nothing to read in {folder}", reason)
    return [file.path for file in found.files]


def spread(paths: Sequence[Path], limit: int | None) -> list[Path]:
    """At most `limit` of them, evenly spread, the first always among them."""
    if limit is None or limit >= len(paths):
        return list(paths)
    return [paths[place * len(paths) // limit] for place in range(limit)]


def reading_facts(checks: Sequence[ReadingCheck]) -> dict[str, Any]:
    """{reports, pages, paragraphs, first, second, agreed, foreign: {kind: count}, refused: [{path, reason}],
    problems: [{kind, paragraph, page, detail}]}. second, agreed: null if pypdf was not asked of a report.
    """
    read = [check for check in checks if not check.refused and check.pages]
    problems = [asdict(problem) for check in checks for problem in check.problems]
    asked = all(check.second is not None for check in read)
    return {
        "reports": sum(not check.refused for check in checks),
        "pages": sum(check.pages for check in checks),
        "paragraphs": sum(check.paragraphs for check in read),
        "first": sum(check.first or 0 for check in read),
        "second": sum(check.second or 0 for check in read) if asked else None,
        "agreed": sum(check.agreed or 0 for check in read) if asked else None,
        "foreign": dict(
            sorted(Counter(p["kind"] for p in problems if not p["kind"].endswith("reader")).items())
        ),
        "refused": [{"path": check.path, "reason": check.refused} for check in checks if check.refused],
        "problems": problems,
    }


def _print_checks(facts: dict[str, Any]) -> None:
    count = facts["paragraphs"]
    for problem in facts["problems"]:
        page = "" if problem["page"] is None else f", page {problem['page']}"
        typer.echo(one_line(f"{problem['paragraph']}{page}: {problem['kind']}: {problem['detail']}"))
    for file in facts["refused"]:
        typer.echo(one_line(f"refused: {file['path']}: {file['reason']}"))
    rows = [
        ("reports", f"{facts['reports']:,}"),
        ("pages", f"{facts['pages']:,}"),
        ("paragraphs with pages", f"{count:,}"),
        ("found on their pages, PDFium", _share(facts["first"], count)),
        ("found on their pages, pypdf", _share(facts["second"], count)),
        ("the readers agree", _share(facts["agreed"], count)),
    ]
    kinds = ("running header", "page number", "footnote", "small print", "closing")
    rows += [(f"paragraphs holding: {kind}", f"{facts['foreign'].get(kind, 0):,}") for kind in kinds]
    rows.append(("files refused", f"{len(facts['refused']):,}"))
    for name, value in rows:
        typer.echo(f"{name:<36}{value:>18}")


def _share(found: int | None, count: int) -> str:
    if found is None:
        return "not asked"
    return f"{found:,}" + (f" ({100 * found / count:.2f}%)" if count else "")


def _print_ledger(rows: Sequence[LedgerRow], refused: Sequence[dict[str, str]]) -> None:
    typer.echo(
        f"{'report':<48}{'framework':<18}{'pages':>6}{'units':>7}{'text %':>8}  {'numbers':<24}anomalies"
    )
    for row in rows:
        odd = [*(f"gap {gap}" for gap in row.gaps), *row.anomalies]
        pages = "-" if row.pages is None else row.pages
        share = "-" if row.accounted is None else row.accounted
        typer.echo(
            f"{row.report:<48}{row.framework:<18}{pages:>6}{row.paragraphs:>7}{share:>8}"
            f"  {row.numbers or 'none':<24}{'; '.join(odd)}".rstrip()
            + ("" if row.media == "pdf" else f" [{row.media} file]")
        )
    for file in refused:
        typer.echo(one_line(f"refused: {file['path']}: {file['reason']}"))
    typer.echo("; ".join(f"{name} {count:,}" for name, count in by_framework(rows).items()))
    typer.echo(", ".join(f"{value:,} {name}" for name, value in totals(rows).items()))
