"""Every Nth system call of what writes to the disk fails or ends it: `python -m tests.reliability.faults`.

After each the folder must be as it was or as it should be, the message true, and the next run must work.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.reliability.injection import (
    KINDS,
    Fault,
    Outcome,
    cannot,
    faults_for,
    in_child,
    is_under_faulty_calls,
    under_faulty_calls,
)
from tests.reliability.processes import end_with
from tests.reliability.scene import make_scene
from tests.reliability.trials import Trial, published_reports, trials, untrue


@dataclass(frozen=True, slots=True)
class Tried:
    """One fault and what came of it. wrong: what should not have been, [] if all was well."""

    trial: str
    fault: Fault
    outcome: Outcome
    wrong: list[str]


def every_fault(trial: Trial, folder: Path, every: int, first: int = 0, most: float = 1e9) -> Iterator[Tried]:
    """Each fault of every Nth call of the trial, as it is done; until `most` seconds have passed.

    Raises RuntimeError where the trial fails without any fault.
    """
    began = time.monotonic()
    trial.prepare(folder)
    plain = in_child(folder, lambda: trial.act(folder))
    trouble = trial.judge(folder, plain)
    if plain.how != "done" or trouble:
        raise RuntimeError(f"{trial.name} fails by itself: {plain.said} {trouble}")
    for fault in faults_for(plain.calls, every, first):
        if time.monotonic() - began > most:
            return
        trial.prepare(folder)
        outcome = in_child(folder, lambda: trial.act(folder), fault)
        yield Tried(trial.name, fault, outcome, untrue(outcome, fault) + trial.judge(folder, outcome))


def main(arguments: list[str]) -> int:
    """Try them all and print the table. Status 1 where anything was wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.reliability.faults")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="Every Nth call only.")
    parser.add_argument("--first", type=int, default=0, metavar="K", help="Begin with this call, from 0.")
    parser.add_argument("--seconds", type=float, default=1e9, help="For each trial; then go on to the next.")
    parser.add_argument("--only", default="", metavar="TEXT", help="Trials with this in their names.")
    options = parser.parse_args(arguments)
    if reason := cannot():
        print(f"not tried: {reason}", file=sys.stderr)
        return 2
    if not is_under_faulty_calls():
        return under_faulty_calls("tests.reliability.faults", *arguments)
    end_with(os.getppid())
    began, wrong = time.monotonic(), 0
    with tempfile.TemporaryDirectory(prefix="pinpoint-faults-") as name, published_reports() as address:
        folder = Path(name)
        for trial in trials(make_scene(folder / "scene"), address, folder):
            if options.only in trial.name:
                tried = list(
                    every_fault(trial, folder / "tried", options.every, options.first, options.seconds)
                )
                wrong += _report(trial.name, tried)
    print(f"\n{wrong} wrong, {time.monotonic() - began:.0f} s")
    return 1 if wrong else 0


def _report(name: str, tried: list[Tried]) -> int:
    """Print what was tried by kind of call, and each thing that was wrong."""
    count: Counter[tuple[str, str]] = Counter()
    for item in tried:
        kind = KINDS[item.fault.kind]
        count[kind, "tried"] += 1
        count[kind, item.outcome.how] += 1
        count[kind, "wrong"] += bool(item.wrong)
    print(f"\n{name}: {len(tried)} faults")
    columns = ("tried", "died", "refused", "done", "broke", "wrong")
    print(f"  {'call':14}" + "".join(f"{column:>9}" for column in columns))
    for kind in KINDS.values():
        if count[kind, "tried"]:
            print(f"  {kind:14}" + "".join(f"{count[kind, column]:9}" for column in columns))
    for item in tried:
        for trouble in item.wrong:
            where = f"call {item.fault.number}, {KINDS[item.fault.kind]}, {item.fault.label}"
            print(f"  WRONG {where} ({item.outcome.path}): {trouble}")
    sys.stdout.flush()
    return sum(bool(item.wrong) for item in tried)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
