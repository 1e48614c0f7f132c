"""Open Word files, web pages and texts that are made to harm, within the sandbox, and hold what becomes of
them.

    python -m tests.hostile.copies --times 1000 --seed 1

Every case of `copy_cases.py`, and so many sound copies with bytes changed by chance. A defect is a case that
is not read or refused as it says, or an error of our own code. Held: a limit of the sandbox ended it, and is
named.
"""

from __future__ import annotations

import argparse
import re
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from random import Random

from indexer.errors import UnreadableReport
from indexer.reading.report import read_file
from indexer.records import ReadReport
from indexer.sandbox.pool import ReadLimits, read_all
from tests.hostile.copy_cases import EITHER, READ, Case, cases, sound_page, sound_text, sound_word
from tests.hostile.mutations import raw
from tests.hostile.mutations.parts import Source

LIMITS = ReadLimits(memory_mb=1024, cpu_seconds=20, wall_seconds=300)
_DAMAGE = (
    raw.bits_flipped,
    raw.cut_short,
    raw.stretch_lost,
    raw.stretch_doubled,
    raw.stretch_overwritten,
    raw.stretches_exchanged,
)
_OURS = re.compile(r"could not be understood|does not fit together|was killed")
_ENDED = re.compile(r"seconds|the PDF library|PDF library stop|needs more than")
_NAME = "northmoor - 29 march 2018"


@dataclass(frozen=True, slots=True)
class Outcome:
    """word: read, refused, held (a limit of the sandbox ended it, and the reason says so) or defect."""

    name: str
    word: str
    detail: str = ""


def damaged(times: int, seed: int) -> Iterator[Case]:
    """Sound copies with bytes changed by chance. The checksums of a Word file tell; nothing tells of the
    others.
    """
    sound = {".docx": sound_word(), ".html": sound_page().encode(), ".txt": sound_text()}
    for number in range(times):
        chance = Random(f"{seed} {number}")
        ending = chance.choice(list(sound))
        altered = chance.choice(_DAMAGE)(Source("", sound[ending]), chance)
        yield Case(f"{ending} {number}: {altered.what}", ending, altered.data, "damaged by chance")


def outcomes(found: Sequence[Case], folder: Path) -> Iterator[Outcome]:
    """What became of each case, in the order in which they are read."""
    paths = []
    for place, case in enumerate(found):
        path = folder / str(place) / f"{_NAME}{case.ending}"
        path.parent.mkdir()
        path.write_bytes(case.data)
        paths.append(path)
    sound = {}
    for ending, data in ((".docx", sound_word()), (".html", sound_page().encode()), (".txt", sound_text())):
        path = folder / f"{_NAME}{ending}"
        path.write_bytes(data)
        sound[ending] = path
    texts = {ending: _texts(read_file(path)) for ending, path in sound.items()}
    of_path = dict(zip(paths, found, strict=True))
    with closing(read_all(paths, LIMITS, workers=1)) as readings:
        for path, result in readings:
            yield _outcome(of_path[path], result, texts.get(path.suffix, []))


def _texts(result: ReadReport | UnreadableReport) -> list[tuple[str, str]]:
    if isinstance(result, UnreadableReport):
        return []
    return [(item.id, item.text) for item in result.paragraphs]


def _outcome(case: Case, result: ReadReport | UnreadableReport, sound: list[tuple[str, str]]) -> Outcome:
    if isinstance(result, UnreadableReport):
        reason = str(result)
        wanted = case.expected not in (READ, EITHER, "damaged by chance")
        if _OURS.search(reason) or case.expected == READ or (wanted and not re.search(case.expected, reason)):
            return Outcome(case.name, "defect", reason)
        if _ENDED.search(result.problem) and not (wanted and re.search(case.expected, reason)):
            return Outcome(case.name, "held", reason)
        return Outcome(case.name, "refused", reason)
    if case.expected == READ:
        same = _texts(result) == sound
        return Outcome(
            case.name, "read" if same else "defect", "" if same else "read otherwise than the sound copy"
        )
    if case.expected == EITHER:
        return Outcome(case.name, "read")
    if case.expected != "damaged by chance":
        return Outcome(case.name, "defect", "read, and to be refused")
    if case.ending == ".docx" and _texts(result) != sound:
        return Outcome(case.name, "defect", "read otherwise than the sound copy, without a word")
    return Outcome(case.name, "read")


def main() -> None:
    """Print what became of each case, and the defects among the damaged ones."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--times", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    begun, made = time.monotonic(), list[Outcome]()
    with tempfile.TemporaryDirectory() as folder:
        for outcome in outcomes(list(cases()), Path(folder)):
            made.append(outcome)
            print(f"{outcome.word}: {outcome.name[:90]}: {outcome.detail[:160]}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        chance = list(outcomes(list(damaged(options.times, options.seed)), Path(folder)))
    for item in chance:
        if item.word == "defect":
            print(f"{item.word}: {item.name[:90]}: {item.detail[:160]}")
    for name, found in (("made to harm", made), ("damaged by chance", chance)):
        print(f"{name}: {len(found):,}, {dict(Counter(item.word for item in found))}")
    print(f"seed {options.seed}, {time.monotonic() - begun:.0f} s")


if __name__ == "__main__":
    main()
