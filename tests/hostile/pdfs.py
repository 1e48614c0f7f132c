"""Alter sound PDFs in thousands of ways, read each as the indexer reads, and say what became of it.

    python -m tests.hostile.pdfs ../shared/corpus/reports --times 20000 --seed 1

FOLDER: reports whose shortest are altered, beside the samples. Every copy is found again by the seed and its
number: --only NUMBER makes that one, and --keep FOLDER keeps it. What the words mean stands in `verdicts.py`.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from indexer.errors import UnreadableReport
from indexer.reading.report import read_file
from indexer.records import ReadReport
from indexer.sandbox import pool
from indexer.sandbox.pool import ReadLimits, Work, answers_of, read_all
from tests.hostile.mutations.drawing import DRAWING
from tests.hostile.mutations.parts import Altered, Mutation, Source, taken_apart
from tests.hostile.mutations.raw import RAW
from tests.hostile.mutations.remade import REMADE
from tests.hostile.verdicts import DEFECTS, WORDS, Sound, Verdict, of_reading, of_refusal
from tests.support.paths import SAMPLES

ALL: dict[str, Mutation] = {**RAW, **REMADE, **DRAWING}
LIMITS = ReadLimits(pages=100, memory_mb=1024, cpu_seconds=20, wall_seconds=120)
_BATCH = 250
_LEAST, _FEWEST, _LONGEST = 20_000, 3, 9  # bytes of a file, paragraphs and most pages, to be worth it


@dataclass(frozen=True, slots=True)
class Outcome:
    """number: of the copy. kind: of the change."""

    number: int
    kind: str
    source: str
    what: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Original:
    """A sound file, taken apart, and as it reads and looks."""

    path: Path
    source: Source
    sound: Sound


def originals(folder: Path | None, most: int) -> list[Original]:
    """The samples, and the shortest files of the folder that are reports. most: of the folder."""
    paths = sorted(SAMPLES.rglob("*.pdf"))
    made_up = [(path, read_file(path)) for path in paths]
    found: list[tuple[Path, ReadReport]] = [
        (path, read) for path, read in made_up if (read.report.pages or 0) <= _LONGEST
    ]
    made = len(found)
    real = sorted(folder.rglob("*.pdf"), key=lambda path: (path.stat().st_size, path)) if folder else []
    for path in real:
        if len(found) >= made + most:
            break
        try:
            read = read_file(path) if path.stat().st_size >= _LEAST else None
        except UnreadableReport:
            continue
        if read is not None and len(read.paragraphs) >= _FEWEST and (read.report.pages or 0) <= _LONGEST:
            found.append((path, read))
    looks = pictures_of([path for path, _ in found])
    return [
        Original(path, taken_apart(path.name, path.read_bytes()), Sound(read, looks[path] or []))
        for path, read in found
    ]


def _fingerprints(answer: Mapping[str, Any]) -> list[str]:
    return [str(item) for item in answer["pages"]]


def pictures_of(paths: Sequence[Path], workers: int = 1) -> dict[Path, list[str] | None]:
    """Fingerprints of the pages of each file; None where drawing them failed."""
    work: Work[list[str]] = Work("tests.hostile.look", (), _fingerprints, "draw it again")
    found: dict[Path, list[str] | None] = {}
    answers = answers_of(paths, work, LIMITS, workers=workers)
    with closing(answers):
        for path, result in answers:
            found[path] = None if isinstance(result, UnreadableReport) else result
    return found


def altered(found: Sequence[Original], seed: int, number: int) -> tuple[str, Original, Altered]:
    """The copy of that number: its kind, the file it was made of, and it."""
    chance = Random(f"{seed} {number}")
    original = found[chance.randrange(len(found))]
    kinds = list(ALL if original.source.parts else RAW)
    kind = kinds[number % len(kinds)]
    return kind, original, ALL[kind](original.source, chance)


def outcomes(
    found: Sequence[Original], seed: int, numbers: Sequence[int], folder: Path, workers: int = 1
) -> Iterator[Outcome]:
    """What became of each copy, in batches that are written, read and looked at."""
    for start in range(0, len(numbers), _BATCH):
        yield from _batch(found, seed, numbers[start : start + _BATCH], folder, workers)


def _batch(
    found: Sequence[Original], seed: int, numbers: Sequence[int], folder: Path, workers: int = 1
) -> Iterator[Outcome]:
    made: dict[Path, tuple[int, str, Original, Altered]] = {}
    for number in numbers:
        kind, original, copy = altered(found, seed, number)
        path = folder / f"{number:06}" / original.path.parent.name / original.path.name
        path.parent.mkdir(parents=True)
        path.write_bytes(copy.data)
        made[path] = (number, kind, original, copy)
    results: dict[Path, ReadReport | UnreadableReport] = {}
    with closing(read_all(list(made), LIMITS, workers=workers)) as readings:
        results.update(readings)
    first = {path: _verdict(results[path], *made[path][2:], None) for path in made}
    looks = pictures_of([path for path, verdict in first.items() if verdict.word == "look"], workers)
    for path, (number, kind, original, copy) in made.items():
        verdict = first[path]
        if verdict.word == "look":
            verdict = _verdict(results[path], original, copy, looks[path] or [])
        yield Outcome(number, kind, original.path.parent.name + "/" + original.path.name, copy.what, verdict)
        shutil.rmtree(folder / f"{number:06}")


def _verdict(
    result: ReadReport | UnreadableReport, original: Original, copy: Altered, looks: list[str] | None
) -> Verdict:
    if isinstance(result, UnreadableReport):
        return of_refusal(result.problem, copy.data, original.sound, looks)
    return of_reading(result, copy.data, original.sound, copy.page_map, looks)


def table(found: Sequence[Outcome]) -> list[str]:
    """Markdown: one row to a kind, how many got which word."""
    counts = {kind: Counter(item.verdict.word for item in found if item.kind == kind) for kind in ALL}
    rows = [f"| change | {' | '.join(WORDS)} |", "|---" * (len(WORDS) + 1) + "|"]
    rows += [f"| {kind} | {' | '.join(str(n[word]) for word in WORDS)} |" for kind, n in counts.items() if n]
    total = sum(counts.values(), Counter[str]())
    return [*rows, f"| all | {' | '.join(str(total[word]) for word in WORDS)} |"]


def _line(found: Outcome) -> str:
    said = (str(found.number), found.kind, found.source, found.what[:150], found.verdict.word)
    return ": ".join((*said, found.verdict.detail[:200]))


def main() -> None:
    """Print the table, each defect, and how often each reason was given."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--times", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--start", type=int, default=0, help="number of the first copy")
    parser.add_argument(
        "--files", type=int, default=24, help="shortest reports of the folder that are altered"
    )
    parser.add_argument("--minutes", type=float, default=1_000.0, help="no batch is begun after them")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--only", type=int, action="append", help="number of a copy")
    parser.add_argument("--keep", type=Path, help="folder in which the copies of --only are kept")
    options = parser.parse_args()
    pool._FILES_A_WORKER = _BATCH  # starting a process takes longer than reading a short file
    found = originals(options.folder, options.files)
    numbers = options.only or range(options.start, options.start + options.times)
    if options.keep:
        for number in numbers:
            _, original, copy = altered(found, options.seed, number)
            path = options.keep / str(number) / original.path.parent.name / original.path.name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(copy.data)
    begun, done = time.monotonic(), []
    with tempfile.TemporaryDirectory() as folder:
        for outcome in outcomes(found, options.seed, numbers, Path(folder), options.workers):
            done.append(outcome)
            if outcome.verdict.word in DEFECTS or options.only:
                print(_line(outcome), flush=True)
            if len(done) % 1_000 == 0:
                print(f"{len(done):,} of {len(numbers):,}, {time.monotonic() - begun:.0f} s", file=sys.stderr)
            if len(done) % _BATCH == 0 and time.monotonic() - begun > 60 * options.minutes:
                break
    reasons = Counter(
        (o.verdict.word, o.verdict.detail) for o in done if o.verdict.word in ("refused", "held")
    )
    print("\n".join(f"{count:>6} {word}: {reason}" for (word, reason), count in reasons.most_common(40)))
    print("\n".join(table(done)))
    print(
        f"{len(done):,} copies of {len(found)} files, seed {options.seed}, {time.monotonic() - begun:.0f} s"
    )


if __name__ == "__main__":
    main()
