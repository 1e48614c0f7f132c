"""A kind of report of another, fictional inspectorate, declared here and nowhere else.

As a script: `made_up_kind.py REPORT SAMPLE INDEX` adds the kind to the table, as a file beside
indexer/kinds/ilacs.py would, reads both reports, writes an index of the first, and says on standard output,
as JSON, what was made of them. A process of its own, because every room takes its words from the table when
it is loaded.
"""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

from indexer.kinds import other
from indexer.kinds.base import AreaOfJudgement, GradeOfScale, HeadingWording, KindOfReport

HARBOUR = KindOfReport(
    name="harbour",
    label="Harbour reviews (fictional)",
    inspectorate="Inspectorate of Fictional Harbours",
    known_by=lambda cover: any("inspectorate of fictional harbours" in line.lower() for line in cover.lines),
    areas=(
        AreaOfJudgement("overall", "Overall effectiveness", r"thewholeharbour"),
        AreaOfJudgement("moorings", "Moorings", r"safetyofmoorings"),
    ),
    grades=(
        GradeOfScale("shipshape", 1, "shipshape", "shipshape", "shipshape"),
        GradeOfScale("leaky", 0, "leaky", "leaky", "leaky"),
    ),
    headings=(
        HeadingWording("section", "moorings", "moorings", r"safety of moorings"),
        HeadingWording("recommendations", "recommendations", None, r"orders to the harbour master"),
    ),
    part_only="harbours only",
    asked=(r"\b(?:in|from)\s+harbour\s+reviews\b",),
)


def tried(path: Path, sample: Path, index: Path) -> dict[str, object]:
    """What is made of the report at `path`, and how a sample of Ofsted's is read beside it."""
    other.KINDS = (HARBOUR, *other.KINDS)

    # Only now: these load the table.
    from indexer.reading.report import read_file
    from indexer.sandbox.wire import decode, encode
    from indexer.store.reader import IndexReader
    from indexer.store.writer import write_generation
    from search_api.citations import cite
    from search_api.comparison.changes import change
    from search_api.question.mentions.kinds import find_words
    from search_api.schemas.reports import ReportReply
    from tests.support.builders import (
        DIMENSION,
        ENCODER,
        PARSER,
        make_report,
        make_report_entry,
        make_source,
    )
    from web.shared import labels

    read = read_file(path, catalogue={})
    report, paragraphs = read.report, read.paragraphs
    write_generation(
        index,
        reports=[make_report_entry(report, paragraphs)],
        sources=[make_source(report)],
        encoder_name=ENCODER,
        encoder_revision="",
        dimension=DIMENSION,
        parser=PARSER,
        source_files={report.sha256: path},
        roots=("/reports",),
    )
    with IndexReader.open(index) as reader:
        stored = reader.report(report.id), tuple(reader.paragraphs(report.id))
    return {
        "framework": report.framework,
        "judgements": [[item.area, item.grade, item.printed_grade] for item in report.judgements],
        "paragraphs": [[item.id.partition("/")[2], item.section[-1], item.grade] for item in paragraphs],
        "wire": decode(encode(read)) == read,
        "stored": stored == (report, paragraphs),
        "labels": [labels.framework_label(report), labels.AREAS["moorings"]],
        "cited": cite(report, paragraphs[-1], "harvard"),
        "asked": [item.value for item in find_words("what is said of ropes in harbour reviews", ())],
        "reply": ReportReply.of(report).framework,
        "enum": ReportReply.model_json_schema()["properties"]["framework"]["enum"],
        "change": change([make_report(published=date(2016, 1, 5))], report),
        "sample": encode(read_file(sample)).decode(),
    }


if __name__ == "__main__":
    print(json.dumps(tried(*map(Path, sys.argv[1:]))))
