"""`pinpoint info` and `pinpoint check`: what does the index hold, and is it sound?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from indexer.anomalies import counted
from indexer.kinds.table import FRAMEWORK_LABELS
from indexer.locations import default_index
from indexer.records import Anomaly
from indexer.store.backends.address import address_of, shown_place
from indexer.store.backends.sound import engine_problems
from indexer.store.reader import IndexReader
from indexer.store.verify import check as check_index
from indexer.terminal import one_line, print_json

_FAILED = 3

Index = Annotated[Path | None, typer.Option("--index", metavar="DIR", help="The index folder or address.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document on standard output.")]


def info(
    index: Index = None,
    anomalies: Annotated[
        bool, typer.Option("--anomalies", help="List each anomaly with its report, by kind.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Show what the index holds: reports, paragraphs, model, anomalies and refused files."""
    folder = index or default_index()
    facts = index_facts(folder)
    if as_json:
        print_json(facts)
    else:
        _print(facts, anomalies)


def check(index: Index = None, as_json: AsJson = False) -> None:
    """Check every byte of the index. Exit status 3 if anything is wrong."""
    folder = index or default_index()
    say_checked(folder, problems_of(folder), as_json)


def problems_of(index: Path) -> list[str]:
    """What is wrong with the index in a folder or at an address, one line each; [] if nothing is."""
    return check_index(index) if address_of(index) is None else engine_problems(index)


def say_checked(folder: Path, problems: list[str], as_json: bool) -> None:
    """Print what was found wrong; raises typer.Exit if anything was."""
    if as_json:
        print_json({"index": shown_place(folder), "sound": not problems, "problems": problems})
    else:
        for problem in problems:
            typer.echo(one_line(problem))
        typer.echo(one_line(f"The index in {shown_place(folder)} is {'damaged' if problems else 'sound'}."))
    if problems:
        raise typer.Exit(_FAILED)


def index_facts(folder: Path) -> dict[str, Any]:
    """{index, generation, created, format_version, model: {name, revision, dimension}, parser, roots,
    reports, paragraphs, sentences, bytes, files_kept, authorities, years, frameworks: {name: reports},
    kinds: {name: paragraphs}, anomalies: {kind: [{report, page, detail, paragraphs: [id]}]},
    reports_to_check: [id],
    refused: [{path, reason}], duplicates: [{path, reason}]}. bytes: of the whole
    folder, 0 on an engine. files_kept: of reports, fewer than those where the
    index was shared without them. anomalies: the kind that is found most often first.

    Raises IndexNotFound, IncompatibleIndex, CorruptIndex.
    """
    with IndexReader.open(folder) as reader:
        manifest, reports, sources = reader.manifest, reader.reports(), reader.sources()
        kinds = reader.facets()["kind"]
        noted = reader.noted
    return {
        "index": shown_place(folder),
        "generation": manifest.generation,
        "created": manifest.created,
        "format_version": manifest.format_version,
        "model": {
            "name": manifest.encoder_name,
            "revision": manifest.encoder_revision,
            "dimension": manifest.dimension,
        },
        "parser": manifest.parser,
        "roots": list(manifest.roots),
        "reports": manifest.counts.reports,
        "paragraphs": manifest.counts.paragraphs,
        "sentences": manifest.counts.sentences,
        "bytes": _size(folder),
        "files_kept": len(manifest.kept),
        "kinds": kinds,
        "authorities": _count(report.authority for report in reports),
        "years": _count(str(report.published.year) for report in reports),
        "frameworks": _count(report.framework for report in reports),
        "anomalies": _by_kind(noted.of_report),
        "reports_to_check": sorted(noted.to_check),
        "refused": [
            {"path": source.path, "reason": source.reason} for source in sources if source.report is None
        ],
        "duplicates": [
            {"path": source.path, "reason": source.reason}
            for source in sources
            if source.report is not None and source.reason
        ],
    }


def _by_kind(of_report: Mapping[str, Sequence[Anomaly]]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {
        kind: [] for kind in counted(item for items in of_report.values() for item in items)
    }
    for report, items in sorted(of_report.items()):
        for item in items:
            found[item.kind].append(
                {
                    "report": report,
                    "page": item.page,
                    "detail": item.detail,
                    "paragraphs": list(item.paragraphs),
                }
            )
    return found


def _count(names: Any) -> dict[str, int]:
    return dict(sorted(Counter(names).items()))


def _size(folder: Path) -> int:
    total = 0
    if address_of(folder) is not None:
        return total  # the engine's matter
    for path in folder.rglob("*"):
        try:
            total += path.lstat().st_size if not path.is_dir() else 0
        except OSError:
            continue  # another process tidied it away
    return total


def _print(facts: dict[str, Any], anomalies: bool) -> None:
    model = facts["model"]
    rows = [
        ("index", facts["index"] + (f" ({size / 1_000_000:,.1f} MB)" if (size := facts["bytes"]) else "")),
        ("generation", f"{facts['generation']}, built {facts['created']}"),
        ("model", f"{model['name']} ({model['dimension']} dimensions)"),
        ("reports", f"{facts['reports']:,} of {_authorities(len(facts['authorities']))}"),
        ("paragraphs", f"{facts['paragraphs']:,}: {_listed(facts['kinds'])}"),
        ("kinds of report", _labelled(facts["frameworks"])),
        ("years", _listed(facts["years"])),
        ("authorities", _listed(facts["authorities"])),
        ("from", ", ".join(facts["roots"])),
    ]
    if (missing := facts["reports"] - facts["files_kept"]) > 0:
        of = f"of {missing:,} of the {_reports(facts['reports'])} are not here: no pictures of their pages"
        rows.append(("files", of))
    rows += _anomaly_rows(facts["anomalies"], anomalies)
    if facts["reports_to_check"]:
        where = _reports(len(facts["reports_to_check"]))
        rows.append(("to check", f"pages of {where} (--anomalies lists them)"))
    rows += [("duplicate", f"{item['path']}: {item['reason']}") for item in facts["duplicates"]]
    rows += [("refused", f"{item['path']}: {item['reason']}") for item in facts["refused"]]
    for name, value in rows:
        typer.echo(f"{name:<17}{one_line(value)}")


def _anomaly_rows(by_kind: dict[str, list[dict[str, Any]]], each: bool) -> list[tuple[str, str]]:
    """A row for each kind with its count, or for each anomaly with its report."""
    rows = []
    for kind, items in by_kind.items():
        reports = len({item["report"] for item in items})
        rows.append(("anomalies", f"{kind}: {len(items):,} in {_reports(reports)}"))
        for item in items if each else ():
            page = "" if item["page"] is None else f", page {item['page']}"
            touched = len(item["paragraphs"])
            of = f" ({touched:,} paragraph{'' if touched == 1 else 's'})" if touched else ""
            rows.append(("", f"  {item['report']}{page}: {item['detail']}{of}"))
    return rows


def _authorities(number: int) -> str:
    return f"{number:,} {'authority' if number == 1 else 'authorities'}"


def _reports(number: int) -> str:
    return f"{number:,} report{'' if number == 1 else 's'}"


def _labelled(counts: dict[str, int]) -> str:
    """Kinds of report by their labels, in the order of their table."""
    return "; ".join(
        f"{label}: {counts[name]:,}" for name, label in FRAMEWORK_LABELS.items() if name in counts
    )


def _listed(counts: dict[str, int]) -> str:
    return ", ".join(f"{name} {count:,}" for name, count in counts.items()) or "none"
