"""Make damaged copies of real reports, read each, and print what came of it.

python -m tests.quality.damaged.run ../shared/corpus/reports [--each 3] [--only KIND] [--facts FILE]
"""

from __future__ import annotations

import argparse
import csv
import multiprocessing
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from random import Random

from indexer.errors import UnreadableReport
from indexer.reading.report import read_file
from tests.quality.damaged.compare import compare
from tests.quality.damaged.variants import MAKERS

WORDS = ("right", "refused", "said", "silently wrong")
_SEED = 20261127


@dataclass(frozen=True, slots=True)
class Outcome:
    """One copy: verdict, counts of paragraphs, and the first silent ones or the reason of a refusal."""

    kind: str
    report: str
    verdict: str
    right: int = 0
    said: int = 0
    silent: int = 0
    detail: str = ""


def jobs(corpus: Path, each: int, only: str = "") -> Iterator[tuple[str, str, str, int]]:
    """(kind, path, path of another report, seed): `each` copies of every kind, over the corpus."""
    files = sorted(path for path in corpus.rglob("*.pdf") if path.stat().st_size > 50_000)
    number = 0
    for kind in MAKERS:
        for copy in range(each):
            place = (number * 37 + 11) % len(files)
            number += 1
            if only in ("", kind):
                yield kind, str(files[place]), str(files[(place + 101) % len(files)]), _SEED + copy


def outcome(job: tuple[str, str, str, int]) -> Outcome:
    """Make the copy of one job, read it and compare it with the sound report."""
    kind, path, other, seed = job
    source = Path(path)
    sound = read_file(source)
    made, page_map = MAKERS[kind](source.read_bytes(), Random(seed), Path(other).read_bytes())
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / source.parent.name / (source.stem + (".txt" if kind == "text dump" else ".pdf"))
        copy.parent.mkdir()
        copy.write_bytes(made)
        try:
            read = read_file(copy)
        except UnreadableReport as error:
            return Outcome(kind, sound.report.id, "refused", detail=error.problem)
    verdict = compare(sound, read, page_map)
    detail = " ".join(verdict.silent[:6]) or "; ".join(
        dict.fromkeys(f"{a.kind}: {a.detail}" for a in read.anomalies)
    )
    counts = (len(verdict.right), len(verdict.said), len(verdict.silent))
    return Outcome(kind, sound.report.id, verdict.word, *counts, detail)


def outcomes(corpus: Path, each: int, only: str = "", workers: int = 2) -> list[Outcome]:
    """Outcomes of all jobs, in their order."""
    with ProcessPoolExecutor(workers, multiprocessing.get_context("spawn")) as pool:
        return list(pool.map(outcome, jobs(corpus, each, only), chunksize=1))


def table(found: Sequence[Outcome]) -> list[str]:
    """One line to a kind: how many copies got which verdict."""
    counts: dict[str, Counter[str]] = {}
    for item in found:
        counts.setdefault(item.kind, Counter())[item.verdict] += 1
    lines = [f"{'kind':<20}" + "".join(f"{word:>16}" for word in WORDS)]
    lines += [f"{kind:<20}" + "".join(f"{n[word]:>16}" for word in WORDS) for kind, n in counts.items()]
    total = sum(counts.values(), Counter())
    return [*lines, f"{'all':<20}" + "".join(f"{total[word]:>16}" for word in WORDS)]


def main() -> None:
    """Print the table, each silently wrong copy, and each copy's reason or anomalies with --verbose."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--each", type=int, default=3)
    parser.add_argument("--only", default="")
    parser.add_argument("--facts", type=Path)
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    found = outcomes(options.corpus, options.each, options.only)
    print("\n".join(table(found)))
    for item in found:
        if options.verbose or item.verdict == "silently wrong":
            counts = f"{item.right} right, {item.said} said, {item.silent} silent"
            print(f"{item.kind}: {item.report}: {item.verdict} ({counts}) {item.detail[:300]}")
    if options.facts:
        with options.facts.open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(["kind", "report", "verdict", "right", "said", "silent"])
            rows.writerows((o.kind, o.report, o.verdict, o.right, o.said, o.silent) for o in found)


if __name__ == "__main__":
    main()
