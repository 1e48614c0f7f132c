"""An index packed, unpacked elsewhere and asked: `python -m benchmarks.sharing INDEX QUESTIONS`.

Prints sizes and times and compares 20 answers byte for byte. Then turns one bit over at each of many places
of the archive and cuts it at some: each must be refused with nothing made. QUESTIONS: a file of JSON lines
with a `question` each. Ends with 1 where anything was not as it should be.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from indexer.errors import ArchiveRefused
from indexer.sharing.packing import Packed, pack_index
from indexer.sharing.unpacking import unpack_index
from search_api import open_index
from search_api.schemas.answers import answer_json

_CUTS = 10
_Result = TypeVar("_Result")


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sharing", description=__doc__)
    parser.add_argument("index", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--most", type=int, default=20, help="Questions that are asked.")
    parser.add_argument("--flips", type=int, default=200, help="Bits that are turned over.")
    parser.add_argument("--seed", type=int, default=19)
    options = parser.parse_args(arguments)
    lines = options.questions.read_text("utf-8").splitlines()[: options.most]
    questions = [str(json.loads(line)["question"]) for line in lines]
    wrong = 0
    with tempfile.TemporaryDirectory(prefix="pinpoint-sharing-") as name:
        folder = Path(name)
        before = _answers(options.index, questions)
        for sources in (True, False):
            archive, there = folder / f"{sources}.pinpoint", folder / f"there-{sources}"
            packed = _timed("pack", partial(pack_index, options.index, archive, sources=sources))
            _say(packed, sources)
            _timed("unpack", partial(unpack_index, archive, there))
            same = sum(one == two for one, two in zip(before, _answers(there, questions), strict=True))
            print(f"  {same} of {len(questions)} answers the same, byte for byte")
            wrong += len(questions) - same
        wrong += _spoilt(folder / "False.pinpoint", folder, options.flips, random.Random(options.seed))
    return 1 if wrong else 0


def _timed(what: str, do: Callable[[], _Result]) -> _Result:
    wall, cpu = time.monotonic(), time.process_time()
    result = do()
    print(
        f"{what}: {time.monotonic() - wall:.1f} s, of the processor {time.process_time() - cpu:.1f} s",
        flush=True,
    )
    return result


def _say(packed: Packed, sources: bool) -> None:
    kind = "with" if sources else "without"
    print(f"  {kind} the reports' files: {packed.size:,} bytes for {packed.unpacked:,}")


def _answers(index: Path, questions: list[str]) -> list[bytes]:
    with open_index(index) as opened:
        return [json.dumps(answer_json(opened.ask(question)), default=str).encode() for question in questions]


def _spoilt(archive: Path, folder: Path, flips: int, chance: random.Random) -> int:
    """How many spoilt archives were not refused, or left anything. Half of the bits are early ones."""
    size = archive.stat().st_size
    places = [
        *(chance.randrange(size) for _ in range(flips)),
        *(chance.randrange(20_000) for _ in range(flips)),
    ]
    wrong = 0
    with archive.open("r+b") as file:
        for place in places:
            file.seek(place)
            byte = file.read(1)[0]
            _put(file.fileno(), place, byte ^ 1 << chance.randrange(8))
            wrong += not _is_refused(archive, folder / "refused")
            _put(file.fileno(), place, byte)
        print(
            f"{len(places) - wrong} of {len(places)} archives with one bit turned over refused, nothing made"
        )
        for cut in sorted((chance.randrange(size) for _ in range(_CUTS)), reverse=True):
            file.truncate(cut)
            wrong += not _is_refused(archive, folder / "refused")
    print(f"wrong in all: {wrong} of {len(places) + _CUTS}")
    return wrong


def _put(handle: int, place: int, byte: int) -> None:
    os.lseek(handle, place, os.SEEK_SET)
    os.write(handle, bytes([byte]))


def _is_refused(archive: Path, there: Path) -> bool:
    try:
        unpack_index(archive, there)
    except ArchiveRefused:
        return not there.exists()
    return False


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
