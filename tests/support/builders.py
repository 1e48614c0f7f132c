"""Small reports, entries and indexes for tests; every authority in them is fictional.

`write_small_index(tmp_path / "index")` gives a folder that IndexReader opens. Vectors come from
`hashed_vector`: words in common make two texts near, and nothing else does.
"""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from indexer.arrays import Float32Array, Spans
from indexer.files import file_facts
from indexer.records import (
    Anomaly,
    Box,
    Framework,
    Judgement,
    Kind,
    Paragraph,
    Pinpoint,
    Report,
    report_id,
)
from indexer.store.format import (
    CURRENT,
    DATA_FILES,
    DATABASE,
    GENERATIONS,
    MANIFEST,
    Entry,
    Manifest,
    ReportEntry,
    Source,
)
from indexer.store.lists.layout import EXACT
from indexer.store.writer import write_generation

DIMENSION = 16
ENCODER = "hashed-words"
PARSER = "test-1"


def hashed_vector(text: str, dimension: int = DIMENSION) -> Float32Array:
    """(dimension,) float32, L2-normalised: each word adds +1 or -1 at a place found by its hash."""
    vector = np.zeros(dimension, dtype=np.float32)
    for word in re.findall(r"\w+", text.lower()) or [text]:
        digest = hashlib.sha256(word.encode("utf-8", "surrogatepass")).digest()
        vector[int.from_bytes(digest[:4], "little") % dimension] += 1.0 if digest[4] % 2 else -1.0
    length = float(np.linalg.norm(vector))
    if length == 0.0:
        vector[0] = length = 1.0
    return (vector / np.float32(length)).astype(np.float32)


def plain_spans(text: str) -> Spans:
    """Half-open spans of the sentences: cut after ".", "?" or "!" and at line ends."""
    return tuple(found.span() for found in re.finditer(r"\S(?:[^.!?\n]*[^\s.!?])?[.!?]*", text))


def source_bytes(report: str) -> bytes:
    """What stands in for the PDF of a report in tests."""
    return f"%PDF-1.7 stand-in for {report}\n".encode()


def make_report(
    authority: str = "Northmoor",
    published: date = date(2018, 8, 24),
    *,
    serial: int = 1,
    framework: Framework = "sif",
    **changes: Any,
) -> Report:
    """A report; any field of Report can be given in `changes`."""
    identity = report_id(authority, published, serial)
    facts: dict[str, Any] = {
        "id": identity,
        "authority": authority,
        "urn": "80001",
        "title": "Inspection of services for children in need of help and protection",
        "framework": framework,
        "inspection_start": date(published.year, 1, 9),
        "inspection_end": date(published.year, 1, 20),
        "published": published,
        "published_source": "cover",
        "lead_inspector": "Ada Quill",
        "judgements": (Judgement("overall", "Overall effectiveness", "good", "Good"),),
        "pages": 12,
        "source": f"{identity}.pdf",
        "sha256": hashlib.sha256(source_bytes(identity)).hexdigest(),
        "media": "pdf",
    }
    return Report(**(facts | changes))


def make_paragraph(
    report: str | Report = "northmoor-2018-08-24",
    number: int = 1,
    text: str = "Social workers know their children well. Visits are regular.",
    *,
    kind: Kind = "finding",
    part: str = "",
    page: int | None = 3,
    **changes: Any,
) -> Paragraph:
    """A paragraph of `report` (an id or a record); any field of Paragraph can be given in `changes`."""
    identity = report.id if isinstance(report, Report) else report
    facts: dict[str, Any] = {
        "id": str(Pinpoint(identity, kind, number, part)),
        "kind": kind,
        "number": number,
        "printed": True,
        "part": part,
        "section": ("Findings", "Help and protection"),
        "grade": "good",
        "page_first": page,
        "page_last": page,
        "text": text,
        "boxes": () if page is None else (Box(page, 72.0, 640.25, 523.5, 652.0),),
    }
    return Paragraph(**(facts | changes))


def make_entry(paragraph: Paragraph, *, dimension: int = DIMENSION, spans: Spans | None = None) -> Entry:
    """The paragraph with hashed vectors of itself and of its sentences."""
    found = plain_spans(paragraph.text) if spans is None else spans
    sentences = [hashed_vector(paragraph.text[start:end], dimension) for start, end in found]
    return Entry(
        paragraph=paragraph,
        spans=found,
        vector=hashed_vector(paragraph.text, dimension),
        sentence_vectors=np.stack(sentences) if sentences else np.zeros((0, dimension), dtype=np.float32),
    )


def make_report_entry(
    report: Report,
    paragraphs: Sequence[Paragraph],
    anomalies: Sequence[Anomaly] = (),
    *,
    dimension: int = DIMENSION,
) -> ReportEntry:
    entries = tuple(make_entry(paragraph, dimension=dimension) for paragraph in paragraphs)
    return ReportEntry(report, tuple(anomalies), entries)


def make_source(report: Report, root: str = "/reports") -> Source:
    return Source(
        f"{root}/{report.source}", root, report.sha256, 1000, 1_700_000_000_000_000_000, PARSER, report.id, ""
    )


def small_reports() -> list[ReportEntry]:
    """Three reports of two authorities, nine paragraphs; MARAC is in both authorities' reports.

    northmoor-2016-01-05 (sif): para-27, para-28.
    northmoor-2018-08-24 (sif_reinspection): rec-6 (linked to 27), para-27, para-28 (two pages), lscb-para-4.
    saltby-2022-05-16 (ilacs): improve-2, summary-1, para-1.
    """
    early = make_report("Northmoor", date(2016, 1, 5))
    late = make_report("Northmoor", date(2018, 8, 24), framework="sif_reinspection")
    saltby = make_report(
        "Saltby", date(2022, 5, 16), framework="ilacs", urn="80002", lead_inspector="Idris Penn"
    )
    return [
        make_report_entry(
            early,
            [
                make_paragraph(
                    early, 27, "Thresholds are applied well. Partners share information about risk."
                ),
                make_paragraph(
                    early,
                    28,
                    "MARAC meetings are held monthly. Actions from MARAC are not always followed up.",
                ),
            ],
        ),
        make_report_entry(
            late,
            [
                make_paragraph(
                    late,
                    6,
                    "Ensure that the work of MARAC leads to prompt action for children.",
                    kind="recommendation",
                    section=("Recommendations",),
                    grade="",
                    linked=(27,),
                ),
                make_paragraph(
                    late,
                    27,
                    "Attendance at MARAC has improved. Minutes reach social workers too late.",
                    recommendation_mark=True,
                ),
                make_paragraph(
                    late,
                    28,
                    "Return home interviews are offered promptly. Too few are completed.",
                    page_first=7,
                    page_last=8,
                    boxes=(Box(7, 72.0, 80.0, 523.0, 92.0), Box(8, 72.0, 700.0, 410.5, 712.0)),
                ),
                make_paragraph(
                    late,
                    4,
                    "The board challenges partners with rigour.",
                    part="lscb",
                    section=("The Local Safeguarding Children Board",),
                ),
            ],
            [Anomaly("gap", 9, "29 is missing between 28 and 30")],
        ),
        make_report_entry(
            saltby,
            [
                make_paragraph(
                    saltby,
                    2,
                    "The timeliness of return home interviews.",
                    kind="improvement",
                    section=("What needs to improve",),
                    grade="",
                    page=2,
                ),
                make_paragraph(
                    saltby,
                    1,
                    "Leaders have made steady progress since the last inspection.",
                    kind="summary",
                    section=("Summary",),
                    grade="",
                    page=1,
                    printed=False,
                ),
                make_paragraph(
                    saltby,
                    1,
                    "Domestic abuse is recognised early. Referrals to MARAC are timely.",
                    page=3,
                    footnotes=("1 Multi-agency risk assessment conference.",),
                ),
            ],
        ),
    ]


def write_small_index(
    index: Path,
    reports: Sequence[ReportEntry] | None = None,
    *,
    sources: Sequence[Source] | None = None,
    dimension: int = DIMENSION,
    encoder_name: str = ENCODER,
    exact: int = EXACT,
) -> Manifest:
    """Publish `reports` (default: small_reports()) in the folder `index`, with stand-ins for their files.

    sources: default one for each report; give also refused files to test the coverage of an answer. exact: 0
    for an index that keeps its vectors in lists, as large ones do.
    """
    entries = small_reports() if reports is None else list(reports)
    given = [make_source(entry.report) for entry in entries] if sources is None else sources
    return write_generation(
        index,
        reports=entries,
        sources=given,
        encoder_name=encoder_name,
        encoder_revision="",
        dimension=dimension,
        parser=PARSER,
        source_files=stand_ins(index.with_name(index.name + "-files"), entries),
        roots=("/reports",),
        exact=exact,
    )


def stand_ins(folder: Path, reports: Sequence[ReportEntry]) -> Mapping[str, Path]:
    """Write the bytes that `make_report` took the SHA-256 of; SHA-256 -> file."""
    folder.mkdir(parents=True, exist_ok=True)
    files: dict[str, Path] = {}
    for report, _, _ in reports:
        path = folder / f"{report.id}.pdf"
        if not path.exists():
            path.write_bytes(source_bytes(report.id))
        files[report.sha256] = path
    return files


def current_generation(index: Path) -> Path:
    """The folder that CURRENT names."""
    return index / GENERATIONS / (index / CURRENT).read_text(encoding="utf-8").strip()


def rewrite_manifest(index: Path, **changes: Any) -> None:
    """Alter the manifest and give it a right checksum, as a program of another version would."""
    path = current_generation(index) / MANIFEST
    body = json.loads(path.read_bytes()) | changes
    del body["checksum"]
    spelled = (json.dumps(body, sort_keys=True, indent=1) + "\n").encode()
    body["checksum"] = hashlib.sha256(spelled).hexdigest()
    path.write_bytes((json.dumps(body, sort_keys=True, indent=1) + "\n").encode())


def flip(path: Path, place: int, bit: int) -> None:
    """Turn one bit over; the size stays."""
    data = bytearray(path.read_bytes())
    data[place] ^= 1 << bit
    path.write_bytes(data)


def bless(index: Path) -> None:
    """Give the manifest the checksums of the files as they are: only what they say can now be wrong."""
    folder = current_generation(index)
    rewrite_manifest(index, files={name: asdict(file_facts(folder / name)) for name in DATA_FILES})


def alter(index: Path, *statements: str) -> None:
    """Run SQL on the current database, and bless what it leaves."""
    with closing(sqlite3.connect(current_generation(index) / DATABASE)) as database:
        for statement in statements:
            database.execute(statement)
        database.commit()
    bless(index)
