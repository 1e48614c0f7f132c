"""Indexes whose every paragraph carries the number of its run, and processes that die writing them.

As a script: `crash_writer.py steps INDEX` ends a writer at its first step, its second, and so on, and
`crash_writer.py kills INDEX` kills writers at random moments. Both read the index after each death and
say on standard output what they saw. They fork, so they run on POSIX only and in a process of their own.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from datetime import date, timedelta
from pathlib import Path

from indexer import files
from indexer.files import TEMPORARY
from indexer.store.format import GENERATIONS, SOURCES, Manifest, ReportEntry
from indexer.store.reader import IndexReader
from indexer.store.verify import check
from tests.support.builders import make_paragraph, make_report, make_report_entry, write_small_index


def marked_reports(run: int) -> list[ReportEntry]:
    """Two reports, one of which only this run has; how many paragraphs there are depends on the run too."""
    stays = make_report("Northmoor", date(2018, 8, 24))
    fresh = make_report("Saltby", date(2020, 1, 1) + timedelta(days=run))
    return [
        make_report_entry(
            report, [make_paragraph(report, n, f"Written by run {run}.") for n in range(1, 4 + run % 3)]
        )
        for report in (stays, fresh)
    ]


def write_run(index: Path, run: int) -> Manifest:
    return write_small_index(index, marked_reports(run))


def seen_run(index: Path) -> int:
    """The run that wrote what a reader sees; ValueError if it sees anything but all of one run."""
    with IndexReader.open(index, verify=True) as reader:
        paragraphs = reader.by_rows(range(len(reader)))
        (run,) = {int(paragraph.text.rstrip(".").split()[-1]) for paragraph in paragraphs}
        expected = marked_reports(run)
        if [item.paragraph for report in expected for item in report.entries] != paragraphs:
            raise ValueError(f"not all of run {run}")
        if {hit.row for hit in reader.keyword(["run"], 99)} != set(range(len(reader))):
            raise ValueError(f"the words of run {run} are not all found")
        if len(reader.nearest(reader.vector(0), 99)) != len(reader):
            raise ValueError(f"the vectors of run {run} are not all found")
        return run


def leftovers(index: Path) -> list[str]:
    """Names of what is unfinished, and of generations and sources beyond those of two generations."""
    everything = [path.name for path in index.rglob("*")]
    generations = list((index / GENERATIONS).iterdir())
    sources = list((index / SOURCES).iterdir())
    return (
        [name for name in everything if name.endswith(TEMPORARY)]
        + [path.name for path in generations[2:]]
        + [path.name for path in sources[3:]]  # one that stays and one of each generation
    )


def _steps(index: Path) -> None:
    write_run(index, 1)
    before = run = 1
    for last in range(1, 1000):
        run += 1
        child = os.fork()
        if child == 0:
            left = iter(range(last - 1, -1, -1))

            def end(step: str, path: Path, left: object = left) -> None:
                if next(left) == 0:  # type: ignore[call-overload]
                    os._exit(9)

            files.before_step = end
            write_run(index, run)
            os._exit(0)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        found = seen_run(index)
        print("step", last, status, found == before, found == run, len(check(index)))
        if status != 9:
            return
        run += 1
        write_run(index, run)
        before = run
        print("next", seen_run(index) == run, len(leftovers(index)))


def _kills(index: Path) -> None:
    write_run(index, 1)
    chance = random.Random(5)
    run = 1
    for _ in range(40):
        child = os.fork()
        if child == 0:
            while True:
                run += 1
                write_run(index, run)
        time.sleep(chance.uniform(0.005, 0.12))
        during = seen_run(index)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        after = seen_run(index)
        print("kill", during >= 1, after >= max(during, run), len(check(index)))
        run = after + 1000  # what the killed one was writing must not be taken for what the next one writes
        write_run(index, run)
        print("next", seen_run(index) == run, len(leftovers(index)))


if __name__ == "__main__":
    {"steps": _steps, "kills": _kills}[sys.argv[1]](Path(sys.argv[2]))
