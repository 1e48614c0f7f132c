"""Speed of reading reports on one core: `python -m benchmarks.reading FOLDER [--limit N] [--repeat N]`.

Includes everything: opening and checking the file (pypdf), text with positions (PDFium), cover, headings,
paragraphs and boxes. It does not include starting Python. The bar is 8 ms a page.

On a machine whose speed changes from minute to minute, compare two states of the code by `--repeat 6`, which
keeps the best reading of each file, and by the last column: reading as a multiple of what PDFium alone takes
to open the same pages and find their text in the same minutes.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import pypdfium2

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
    floor: float = 0.0  # PDFium alone

    @property
    def times_floor(self) -> float:
        """Reading as a multiple of PDFium's own work."""
        return (self.opening + self.extracting + self.understanding) / max(self.floor, 1e-9)

    @property
    def per_page(self) -> float:
        """Milliseconds of CPU time."""
        return 1000 * (self.opening + self.extracting + self.understanding) / max(self.pages, 1)


def measure(paths: list[Path], repeat: int = 1) -> tuple[dict[str, Stage], int]:
    """framework -> stage, and how many files were refused. CPU time of this process, one thread.

    repeat: how often each file is read; the fastest reading counts.
    """
    stages: dict[str, Stage] = defaultdict(Stage)
    refused = 0
    for path in paths:
        try:
            framework, best = min(
                (_one(path) for _ in range(repeat)), key=lambda item: (item[1].per_page, item[0])
            )
        except UnreadableReport:
            refused += 1
            continue
        best.floor = min(_floor(path) for _ in range(repeat))
        for stage in (stages[framework], stages["all"]):
            for name in Stage.__slots__:
                setattr(stage, name, getattr(stage, name) + getattr(best, name))
    return stages, refused


def _one(path: Path) -> tuple[str, Stage]:
    started = time.process_time()
    data = open_checked(path, max_pages=500)
    opened = time.process_time()
    pages = settled(read_pages(data))
    extracted = time.process_time()
    read = understand_pages(pages, path=path)
    understood = time.process_time()
    took = opened - started, extracted - opened, understood - extracted
    return read.report.framework, Stage(1, len(pages), len(read.paragraphs), *took)


def _floor(path: Path) -> float:
    """Seconds in which PDFium alone opens every page and finds its text."""
    started = time.process_time()
    document = pypdfium2.PdfDocument(path.read_bytes())
    for page in document:
        page.get_textpage().close()
        page.close()
    document.close()
    return time.process_time() - started


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--limit", type=int, help="only so many files, evenly spread")
    parser.add_argument("--repeat", type=int, default=1, help="read each file so often; the best counts")
    parser.add_argument("--json", action="store_true", dest="as_json")
    options = parser.parse_args()
    paths = [file.path for file in discover([options.folder]).files if file.path.suffix.lower() == ".pdf"]
    if not paths:
        raise SystemExit(f"no PDF in {options.folder}")
    _warm(paths)
    stages, refused = measure(spread(paths, options.limit), max(options.repeat, 1))
    whole = stages.pop("all", Stage())
    if options.as_json:
        print(
            json.dumps(
                {
                    "ms_per_page": round(whole.per_page, 3),
                    "times_pdfium": round(whole.times_floor, 2),
                    "pages": whole.pages,
                    "reports": whole.reports,
                }
            )
        )
        return
    columns = [("reports", 8), ("pages", 8), ("open", 8), ("extract", 9), ("understand", 12)]
    columns += [("ms/page", 9), ("pages/s", 9), ("x PDFium", 10)]
    print(f"{'framework':<18}" + "".join(f"{title:>{width}}" for title, width in columns))
    for name, stage in [*sorted(stages.items()), ("all", whole)]:
        share = [
            1000 * part / max(stage.pages, 1)
            for part in (stage.opening, stage.extracting, stage.understanding)
        ]
        print(
            f"{name:<18}{stage.reports:>8,}{stage.pages:>8,}{share[0]:>8.2f}{share[1]:>9.2f}{share[2]:>12.2f}"
            f"{stage.per_page:>9.2f}{1000 / max(stage.per_page, 1e-9):>9,.0f}{stage.times_floor:>10.2f}"
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
