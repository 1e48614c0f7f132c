"""Speed and size of an index of made-up paragraphs: `python benchmarks/index.py [--paragraphs N]`."""

from __future__ import annotations

import argparse
import hashlib
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import numpy as np

from indexer.arrays import Float32Array
from indexer.records import Box, Paragraph, Pinpoint, Report, report_id
from indexer.store.filters import Filters, Hit
from indexer.store.format import Entry, ReportEntry, Source
from indexer.store.reader import IndexReader, Rows
from indexer.store.verify import check
from indexer.store.writer import write_generation

DIMENSION = 384
PER_REPORT = 88
_OPENED = """
import sys, time
from pathlib import Path
started = time.perf_counter()
from indexer.store.reader import IndexReader
imported = time.perf_counter()
reader = IndexReader.open(Path(sys.argv[1]))
opened = time.perf_counter()
status = dict(line.split(":") for line in Path("/proc/self/status").read_text().splitlines())
resident, peak = (int(status[name].split()[0]) / 1024 for name in ("VmRSS", "VmHWM"))
print(imported - started, opened - imported, resident, peak)
"""


def unit(random: np.random.Generator, count: int) -> Float32Array:
    values = random.standard_normal((count, DIMENSION), dtype=np.float32)
    values /= np.linalg.norm(values, axis=1, keepdims=True)
    return values


def made_up(paragraphs: int, folder: Path) -> Iterator[tuple[ReportEntry, Source, Path]]:
    """Reports of PER_REPORT paragraphs, 2 to 9 sentences each, words drawn as in English by Zipf's law."""
    random = np.random.default_rng(7)
    words = np.array([f"w{number}" for number in range(20_000)])
    for number in range(-(-paragraphs // PER_REPORT)):
        authority = f"Authority {number % 88}"
        published = date(2013, 1, 1) + timedelta(days=number * 16)
        identity = report_id(authority, published)
        data = f"%PDF stand-in for {identity}".encode()
        path = folder / f"{identity}.pdf"
        path.write_bytes(data)
        sha256 = hashlib.sha256(data).hexdigest()
        report = Report(
            identity, authority, str(80_000 + number % 88), "Inspection", "ilacs", None, None, published,
            "cover", "", (), 20, path.name, sha256, "pdf",
        )  # fmt: skip
        entries = []
        for place in range(min(PER_REPORT, paragraphs - number * PER_REPORT)):
            sentences = [
                " ".join(words[np.minimum(random.zipf(1.25, random.integers(12, 30)), 20_000) - 1]) + "."
                for _ in range(random.integers(2, 10))
            ]
            ends = np.cumsum([len(sentence) + 1 for sentence in sentences])
            spans = tuple(
                (int(end) - len(sentence) - 1, int(end) - 1)
                for end, sentence in zip(ends, sentences, strict=True)
            )
            boxes = tuple(Box(3, 72.0, 700.5 - 13.8 * line, 523.0, 712.25 - 13.8 * line) for line in range(8))
            paragraph = Paragraph(
                str(Pinpoint(identity, "finding", place + 1)), "finding", place + 1, True, "", ("Findings",),
                "", 3, 3, " ".join(sentences), boxes,
            )  # fmt: skip
            entries.append(Entry(paragraph, spans, unit(random, 1)[0], unit(random, len(spans))))
        source = Source(str(path), str(folder), sha256, len(data), 0, "1", identity, "")
        yield ReportEntry(report, (), tuple(entries)), source, path


def median_ms(call: Callable[[int], object], times: int = 40) -> str:
    taken = []
    for number in range(times):
        started = time.perf_counter()
        call(number)
        taken.append(1000 * (time.perf_counter() - started))
    return f"p50 {statistics.median(taken):7.2f} ms   worst {max(taken):7.2f} ms"


def search(
    how: Callable[..., list[Hit]], queries: Sequence[object], rows: Rows | None, number: int
) -> object:
    return how(queries[number], 50, rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--paragraphs", type=int, default=25_000)
    wanted = parser.parse_args().paragraphs
    with tempfile.TemporaryDirectory() as name:
        index, folder = Path(name) / "index", Path(name) / "reports"
        folder.mkdir()
        reports, sources, paths = zip(*made_up(wanted, folder), strict=True)
        started = time.perf_counter()
        manifest = write_generation(
            index, reports=reports, sources=sources, encoder_name="random", encoder_revision="",
            dimension=DIMENSION, parser="1", roots=[str(folder)],
            source_files={source.sha256: path for source, path in zip(sources, paths, strict=True)},
        )  # fmt: skip
        print(f"write        {time.perf_counter() - started:.2f} s for {manifest.counts}")
        for file, facts in manifest.files.items():
            print(f"  {file:22} {facts.size / 1e6:6.1f} MB")
        for _ in range(3):
            told = subprocess.run(
                [sys.executable, "-c", _OPENED, index], check=True, capture_output=True, text=True
            )
            imported, opened, resident, peak = map(float, told.stdout.split())
            print(f"open         {opened:.3f} s after {imported:.3f} s of imports", end="; ")
            print(f"resident {resident:.0f} MB, peak {peak:.0f} MB")
        measure(index)
        started = time.perf_counter()
        problems = check(index)
        print(f"check        {time.perf_counter() - started:.2f} s, {len(problems)} problems")


def _of(reader: IndexReader, keep: Callable[[Report], bool]) -> Filters:
    return Filters(reports=frozenset(report.id for report in reader.reports() if keep(report)))


def measure(index: Path) -> None:
    random = np.random.default_rng(8)
    queries = list(unit(random, 40))
    with IndexReader.open(index) as reader:
        few = reader.select(_of(reader, lambda report: report.authority == "Authority 7"))
        many = reader.select(_of(reader, lambda report: report.published.year >= 2015))
        drawn = [[f"w{word}" for word in random.integers(20, 800, 6)] for _ in range(40)]
        common = [[f"w{word}" for word in random.integers(1, 12, 6)] for _ in range(40)]
        for label, rows in (("all", None), ("one authority", few), ("since 2015", many)):
            size = len(reader) if rows is None else len(rows)
            print(f"rows: {label}, {size:,}")
            print("  nearest 50 ", median_ms(partial(search, reader.nearest, queries, rows)))
            print("  6 words    ", median_ms(partial(search, reader.keyword, drawn, rows)))
            print("  6 common   ", median_ms(partial(search, reader.keyword, common, rows)))
        print("matched by 6 words:", statistics.median(len(reader.keyword(terms, 10**6)) for terms in drawn))
        print(
            "matched by 6 common words:",
            statistics.median(len(reader.keyword(terms, 10**6)) for terms in common),
        )
        print(
            "select       ",
            median_ms(lambda _: reader.select(_of(reader, lambda report: report.published.year >= 2015))),
        )
        print("50 paragraphs", median_ms(lambda n: reader.by_rows(range(n * 50, n * 50 + 50))))
        print("by text      ", median_ms(lambda _: reader.vectors_by_text(), 5))


if __name__ == "__main__":
    main()
