"""Scores the verdicts on generated drafts: over an index, made-up reports, and sentences with a known side.

python -m tests.quality.plans.score --index INDEX [--seed 17] [--drafts 16] [--each 30]
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from indexer.store.reader import IndexReader
from search_api.index.index import Index
from search_api.plans.check_draft import check_draft
from search_api.plans.checking.records import Finding

from .canvas import Expected, Generated
from .generate import generate
from .made_up import made_up_index
from .sides import sided

LABELLED = Path(__file__).resolve().parents[4] / "shared" / "eval" / "sides.jsonl"
BAR = 0.98


@dataclass(slots=True)
class Score:
    """Of each form, fault and format: how many of how many are right. passed: faults called right."""

    right: Counter[tuple[str, str]] = field(default_factory=Counter)
    every: Counter[tuple[str, str]] = field(default_factory=Counter)
    passed: list[str] = field(default_factory=list)
    warned: list[str] = field(default_factory=list)  # the same, with a remark that says so
    wrong: list[str] = field(default_factory=list)
    alarms: list[str] = field(default_factory=list)  # findings that are not right, of no claim
    seconds: float = 0.0

    @property
    def counts(self) -> tuple[int, int]:
        """Right verdicts, all claims."""
        return (
            sum(number for (kind, _), number in found.items() if kind == "fault")
            for found in (self.right, self.every)
        )  # type: ignore[return-value]

    def add(self, index: Index, drafts: Iterable[Generated]) -> None:
        """Check each draft and count."""
        for made in drafts:
            start = time.perf_counter()
            checked = check_draft(index, made.name, made.data, suggest=False)
            self.seconds += time.perf_counter() - start
            matched = [(each, finding_of(each, checked.findings)) for each in made.expected]
            for expected, found in matched:
                self._count(made, expected, found)
            taken = {found.number for _, found in matched if found}
            self.alarms += [
                f"{made.name}: {item.verdict}: {item.text!r} in {item.block.text[:120]!r}"
                for item in checked.findings
                if item.number not in taken and item.verdict != "right"
            ]

    def _count(self, made: Generated, expected: Expected, found: Finding | None) -> None:
        verdict = found.verdict if found else "nothing"
        shown = not expected.paragraph or bool(
            found and expected.paragraph in {each.paragraph.id for each in (*found.evidence, *found.offers)}
        )
        keys = (("form", expected.form), ("fault", expected.fault), ("format", made.name.rpartition(".")[2]))
        self.every.update(keys)
        if verdict == expected.verdict and shown:
            self.right.update(keys)
            return
        line = (
            f"{made.name} [{expected.form}; {expected.fault}] wanted {expected.verdict}, got {verdict}"
            f"{'' if shown else ', paragraph not shown'}: {expected.key!r}; "
            f"{f'{found.text!r}: {found.reason} {found.remarks}' if found else ''}"
        )
        self.wrong.append(line)
        if found and verdict == "right" and expected.verdict != "right":
            warned = any("read them again" in remark for remark in found.remarks)
            (self.warned if warned else self.passed).append(line)

    def lines(self, most: int) -> list[str]:
        """As it is printed."""
        found = []
        for kind in ("form", "fault", "format"):
            found.append(f"by {kind}")
            for (_, name), number in sorted(item for item in self.every.items() if item[0][0] == kind):
                found.append(f"  {name:28} {self.right[kind, name]:4} of {number}")
        right, every = self.counts
        found.append(
            f"all {right} of {every} ({right / every:.1%}); wrong ones passed as right: {len(self.passed)} "
            f"(and {len(self.warned)} with a remark on their side); "
            f"findings of no claim: {len(self.alarms)}; {self.seconds:.2f} s"
        )
        return [*found, *(f"- {line}" for line in (self.wrong + self.alarms)[:most])]


def finding_of(expected: Expected, findings: Sequence[Finding]) -> Finding | None:
    """The finding that the key is of: its quotation, else its text, else its block."""
    ways = (
        [item for item in findings if expected.key in item.quotation],
        [item for item in findings if expected.key in item.text],
        [item for item in findings if expected.key in item.block.text],
    )
    return next((way[0] for way in ways if way), None)


def main() -> int:
    """0 where every bar holds, else 1."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=17)
    parser.add_argument("--drafts", type=int, default=15)
    parser.add_argument("--each", type=int, default=28)
    parser.add_argument("--sides", type=Path, default=LABELLED)
    parser.add_argument("--show", type=int, default=30)
    options = parser.parse_args()
    score = Score()
    with Index(IndexReader.open(options.index)) as index:
        score.add(index, generate(index, options.seed, options.drafts, options.each))
        if options.sides.exists():
            score.add(index, sided(index, options.sides, options.seed))
    with tempfile.TemporaryDirectory() as folder, made_up_index(Path(folder)) as index:
        score.add(index, generate(index, options.seed, 4, 12))
    print("\n".join(score.lines(options.show)))
    right, every = score.counts
    return int(bool(score.passed) or right < BAR * every)


if __name__ == "__main__":
    raise SystemExit(main())
