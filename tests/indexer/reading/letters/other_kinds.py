"""The letters and joint reports of the real corpus, each read under the publisher's name in any folder.

`python -m tests.indexer.reading.letters.other_kinds FOLDER` writes the golden ledger of what is in FOLDER.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from indexer.authorities.register import default_register
from indexer.reading.pdf import open_checked, read_pages
from indexer.reading.report import understand
from indexer.records import ReadReport
from tests.support.paths import GOLDEN

LEDGER = GOLDEN / "ledger_other_kinds.json"


def readings(folder: Path) -> Iterator[tuple[str, ReadReport]]:
    """The first twelve digits of each file's SHA-256, and what is read of its pages, by path."""
    for path in sorted(folder.rglob("*.pdf")):
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        pages = read_pages(open_checked(path, max_pages=100))
        nameless = Path("/downloads/50123456.pdf")
        yield (
            sha256[:12],
            understand(
                pages, path=nameless, sha256=sha256, media="pdf", register=default_register(), catalogue={}
            ),
        )


def row(sha256: str, read: ReadReport) -> dict[str, Any]:
    """What the ledger holds of a report: counts, never text."""
    located = [re.sub(r"-\d+$", "", item.id.partition("/")[2]) for item in read.paragraphs]
    return {
        "sha256": sha256,
        "report": read.report.id,
        "framework": read.report.framework,
        "pages": read.report.pages,
        "kinds": dict(sorted(Counter(item.kind for item in read.paragraphs).items())),
        "sections": dict(sorted(Counter(located).items())),
        "letters": sum(len(item.text) for item in read.paragraphs),
        "footnotes": sum(len(item.footnotes) for item in read.paragraphs),
        "agencies": len(read.report.agencies),
        "accounted": read.accounted,
    }


def as_text(rows: list[dict[str, Any]]) -> str:
    """One report a line, ordered by report and file."""
    ordered = sorted(rows, key=lambda item: (item["report"], item["sha256"]))
    return "[\n" + ",\n".join(json.dumps(item) for item in ordered) + "\n]\n"


if __name__ == "__main__":
    LEDGER.write_text(as_text([row(*item) for item in readings(Path(sys.argv[1]))]), encoding="utf-8")
