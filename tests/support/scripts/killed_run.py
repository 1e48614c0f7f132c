"""Index a folder and be killed at a chosen moment: `killed_run.py REPORTS INDEX MOMENT`.

Moments are counted: each step of reading, embedding and publishing is one. With moment 0 it lives, and
prints how many there were.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from indexer import files
from indexer.pipeline.run import index_paths
from tests.support.encoders import HashEncoder
from tests.support.scripts.obedient_reader import READER


class Moments:
    """A summary.Progress that ends the process."""

    def __init__(self, last: int) -> None:
        self.last = last
        self.count = 0

    def stage(self, name: str, total: int) -> None:
        self.pass_one()

    def advance(self, steps: int = 1) -> None:
        self.pass_one()

    def note(self, text: str) -> None:
        self.pass_one()

    def before_step(self, step: str, path: Path) -> None:
        self.pass_one()

    def pass_one(self) -> None:
        self.count += 1
        if self.count == self.last:
            os.kill(os.getpid(), signal.SIGKILL)


def main(reports: str, index: str, moment: str) -> None:
    moments = Moments(int(moment))
    files.before_step = moments.before_step
    index_paths([Path(reports)], Path(index), HashEncoder, workers=1, reader=READER, progress=moments)
    print(moments.count)


if __name__ == "__main__":
    main(*sys.argv[1:])
