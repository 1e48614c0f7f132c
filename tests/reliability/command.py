"""Options of the commands that try something by chance many times, and what they say while they run."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from typing import Protocol


class Done(Protocol):
    """One try. wrong: what should not have been, [] if all was well."""

    wrong: list[str]


def options_of(program: str, arguments: Sequence[str], times: int) -> argparse.Namespace:
    """times, seed and seconds. times: unless others are given."""
    parser = argparse.ArgumentParser(prog=program)
    parser.add_argument("--times", type=int, default=times)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=1e9, help="Stop after so many.")
    return parser.parse_args(arguments)


def say_how_far(done: Sequence[Done], called: str, began: float) -> None:
    """After each hundredth try. began: on the monotonic clock."""
    if len(done) % 100 == 0:
        wrong = sum(bool(item.wrong) for item in done)
        print(f"{len(done)} {called}, {wrong} wrong, {time.monotonic() - began:.0f} s", file=sys.stderr)
