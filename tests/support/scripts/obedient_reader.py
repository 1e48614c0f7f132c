"""A reader for tests: a file says what should happen when it is read.

"%PDF-obey" (in a .txt "obey"), then a line with an order; after `report AUTHORITY DATE` one paragraph a line.
"""

from __future__ import annotations

import hashlib
import os
import signal
import sys
import time
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from indexer.errors import UnreadableReport
from indexer.records import Paragraph, Pinpoint, ReadReport, Report, report_id

PARSER_VERSION = "obedient-1"
READER = "tests.support.scripts.obedient_reader:obey"


def write(path: Path, order: str, *paragraphs: str) -> Path:
    """Write a file with that order."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        "\n".join([f"{'%PDF-' if path.suffix == '.pdf' else ''}obey", order, *paragraphs]) + "\n",
        encoding="utf-8",
    )
    return path


def write_report(path: Path, authority: str, day: str, *paragraphs: str) -> Path:
    return write(
        path, f"report {authority} {day}", *(paragraphs or ("Visits are regular. Plans are clear.",))
    )


def obey(path: Path, *, catalogue: Mapping[str, Sequence[date]], max_pages: int) -> ReadReport:
    data = path.read_bytes()
    _, order, *lines = data.decode().splitlines()
    word, _, rest = order.partition(" ")
    if word == "report":
        return _report(path, data, rest, lines)
    if word == "named":  # the date is in the file's name only
        if not path.stem[-10:].replace("-", "").isdigit():
            raise UnreadableReport("no publication date", "put it into the name")
        return _report(path, data, f"{rest} {path.stem[-10:]}", lines)
    if word == "log":
        with Path(rest).open("a", encoding="utf-8") as log:
            log.write(path.name)
    _misbehave(word, rest)
    raise UnreadableReport(f"told to refuse: {rest}")


def _report(path: Path, data: bytes, what: str, lines: Sequence[str]) -> ReadReport:
    authority, day = what.rsplit(" ", 1)
    published = date.fromisoformat(day)
    identity = report_id(authority, published)
    report = Report(
        id=identity,
        authority=authority,
        urn="",
        title="Inspection",
        framework="ilacs",
        inspection_start=None,
        inspection_end=None,
        published=published,
        published_source="cover",
        lead_inspector="",
        judgements=(),
        pages=1,
        source=path.name,
        sha256=hashlib.sha256(data).hexdigest(),
        media="text" if path.suffix == ".txt" else "pdf",
    )
    paragraphs = tuple(
        Paragraph(
            id=str(Pinpoint(identity, "finding", number)),
            kind="finding",
            number=number,
            printed=True,
            part="",
            section=("Findings",),
            grade="",
            page_first=1,
            page_last=1,
            text=line,
        )
        for number, line in enumerate(lines, start=1)
    )
    return ReadReport(report, paragraphs)


def _misbehave(word: str, rest: str) -> None:
    if word == "sleep":
        time.sleep(float(rest))
    elif word == "compute":
        while True:
            pass
    elif word == "eat":
        hoard = []
        while True:
            hoard.append(bytearray(16 << 20))
    elif word == "recurse":
        _misbehave(word, rest)
    elif word == "crash":
        os.kill(os.getpid(), signal.SIGSEGV)
    elif word == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    elif word == "leave":
        os._exit(int(rest))
    elif word == "chatter":
        print('{"refused": "said by a library"}', flush=True)
        os.write(1, b'{"refused": "said by a library"}\n')
        sys.stdout.buffer.write(b"\xff\n")
    elif word == "ask":
        raise UnreadableReport(f"standard input gave {os.read(0, 10)!r}")
    elif word == "raise":
        raise LookupError(rest)
    elif word == "count":
        marks = Path(rest)
        raise UnreadableReport(f"process {os.getpid()}, {len(list(marks.iterdir()))} marks")
