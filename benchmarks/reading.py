"""Speed of reading reports on one core: `python -m benchmarks.reading FOLDER [--limit N]`.

Includes everything: opening and checking the file (pypdf), text with positions (PDFium), cover, headings,
paragraphs and boxes. It does not include starting Python. The bar is 8 ms a page.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from indexer.cli.audit import spread
from indexer.errors import UnreadableReport
from indexer.pipeline.discovery import discover
from indexer.reading.order.settle import settled
from indexer.reading.pdf import open_checked, read_pages
from indexer.reading.report import read_file, understand_pages

BAR = 8.0


@dataclass(slots=True)
class Stage:
    """Seconds spent on the reports of one framework, by step."""

    reports: int = 0
    pages: int = 0
    paragraphs: int = 0
    opening: float = 0.0
    extracting: float = 0.0
    understanding: float = 0.0

    @property
    def per_page(self) -> float:
        """Milliseconds of CPU time."""
        return 1000 * (self.opening + self.extracting + self.understanding) / max(self.pages, 1)


def measure(paths: list[Path]) -> tuple[dict[str, Stage], int]:
    """framework -> stage, and how many files were refused. CPU time of this process, one thread."""
    stages: dict[str, Stage] = defaultdict(Stage)
    refused = 0
    for path in paths:
        try:
            started = time.process_time()
            data = open_checked(path, max_pages=500)
            opened = time.process_time()
            pages = settled(read_pages(data))
            extracted = time.process_time()
            read = understand_pages(pages, path=path)
            understood = time.process_time()
        except UnreadableReport:
            refused += 1
            continue
        for stage in (stages[read.report.framework], stages["all"]):
            stage.reports += 1
            stage.pages += len(pages)
            stage.paragraphs += len(read.paragraphs)
            stage.opening += opened - started
            stage.extracting += extracted - opened
            stage.understanding += understood - extracted
    return stages, refused


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--limit", type=int, help="only so many files, evenly spread")
    parser.add_argument("--json", action="store_true", dest="as_json")
    options = parser.parse_args()
    paths = [file.path for file in discover([options.folder]).files if file.path.suffix.lower() == ".pdf"]
    if not paths:
        raise SystemExit(f"no PDF in {options.folder}")
    _warm(paths)
    stages, refused = measure(spread(paths, options.limit))
    whole = stages.pop("all", Stage())
    if options.as_json:
        print(
            json.dumps(
                {"ms_per_page": round(whole.per_page, 3), "pages": whole.pages, "reports": whole.reports}
            )
        )
        return
    print(
        f"{'framework':<18}{'reports':>8}{'pages':>8}{'open':>8}{'extract':>9}{'understand':>12}{'ms/page':>9}{'pages/s':>9}"
    )
    for name, stage in [*sorted(stages.items()), ("all", whole)]:
        share = [
            1000 * part / max(stage.pages, 1)
            for part in (stage.opening, stage.extracting, stage.understanding)
        ]
        print(
            f"{name:<18}{stage.reports:>8,}{stage.pages:>8,}{share[0]:>8.2f}{share[1]:>9.2f}{share[2]:>12.2f}"
            f"{stage.per_page:>9.2f}{1000 / max(stage.per_page, 1e-9):>9,.0f}"
        )
    print(f"{refused} files refused; bar {BAR:.0f} ms a page: {'met' if whole.per_page <= BAR else 'missed'}")


def _warm(paths: list[Path]) -> None:
    """Load what is loaded once: libraries, register, catalogue."""
    for path in paths[:3]:
        try:
            read_file(path)
        except UnreadableReport:
            continue
        return


if __name__ == "__main__":
    main()
