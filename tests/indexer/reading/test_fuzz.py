"""Damaged reports, made by altering the bytes of sound ones: read or refused, never a crash of the run.

PINPOINT_MUTATIONS sets how many are made of each kind of source; every one is reproducible by its number.
"""

from __future__ import annotations

import os
import random
from contextlib import closing
from pathlib import Path

import pytest

from indexer.errors import UnreadableReport
from indexer.records import Pinpoint, ReadReport
from indexer.sandbox.pool import PassingTrouble, ReadLimits, read_all

MUTATIONS = int(os.environ.get("PINPOINT_MUTATIONS", "40"))
LIMITS = ReadLimits(pages=100, memory_mb=1024, cpu_seconds=20, wall_seconds=40)
NUMBERS = [b"0", b"-1", b"1", b"65536", b"99999999999", b"4294967295"]


def mutate(data: bytes, number: int) -> bytes:
    """One of eight kinds of damage, chosen and placed by `number`."""
    chance = random.Random(number)
    changed = bytearray(data)
    kind = number % 8
    if kind == 0:  # flipped bits
        for _ in range(chance.randint(1, 60)):
            changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    elif kind == 1:  # cut short
        del changed[chance.randrange(len(changed)) :]
    elif kind == 2:  # a stretch lost
        start = chance.randrange(len(changed))
        del changed[start : start + chance.randint(1, 4000)]
    elif kind == 3:  # a stretch doubled
        start = chance.randrange(len(changed))
        changed[start:start] = changed[start : start + chance.randint(1, 4000)]
    elif kind == 4:  # a stretch of noise
        start = chance.randrange(len(changed))
        changed[start : start + 500] = chance.randbytes(500)
    elif kind == 5:  # numbers of the file's structure
        _replace_numbers(changed, chance)
    elif kind == 6:  # a key of a dictionary renamed, or made to name another object
        keys = [
            b"/Length",
            b"/Kids",
            b"/Count",
            b"/Contents",
            b"/Font",
            b"/Filter",
            b"/Root",
            b"/Type",
            b"/Pages",
        ]
        key = chance.choice(keys)
        at = changed.find(key, chance.randrange(len(changed) // 2))
        if at >= 0:
            changed[at : at + len(key)] = chance.choice(keys)
    else:  # the beginning of the file amid noise
        changed[:0] = chance.randbytes(chance.randint(1, 3000))
    return bytes(changed)


def _replace_numbers(changed: bytearray, chance: random.Random) -> None:
    for _ in range(chance.randint(1, 10)):
        start = chance.randrange(len(changed))
        digits = next((place for place in range(start, len(changed)) if 48 <= changed[place] <= 57), None)
        if digits is not None:
            changed[digits : digits + chance.randint(1, 4)] = chance.choice(NUMBERS)


def survivors(
    sources: list[Path], folder: Path, count: int
) -> tuple[list[ReadReport], list[UnreadableReport]]:
    paths = []
    for number in range(count):
        path = folder / f"{number:05} - 29 march 2018.pdf"
        path.write_bytes(mutate(sources[number % len(sources)].read_bytes(), number))
        paths.append(path)
    sound = folder / "99999 - 29 march 2018.pdf"
    sound.write_bytes(sources[0].read_bytes())
    results = {}
    with closing(read_all([*paths, sound], LIMITS, workers=2)) as readings:
        for path, result in readings:
            results[path] = result
    assert results.keys() == {*paths, sound}
    assert isinstance(results[sound], ReadReport), "a sound file after the damaged ones was not read"
    damaged = [results[path] for path in paths]
    return (
        [result for result in damaged if isinstance(result, ReadReport)],
        [result for result in damaged if isinstance(result, UnreadableReport)],
    )


def hold(read: list[ReadReport], refused: list[UnreadableReport]) -> None:
    for report in read:
        assert report.paragraphs
        assert all(paragraph.text for paragraph in report.paragraphs)
        ids = [paragraph.id for paragraph in report.paragraphs]
        assert len(ids) == len(set(ids))
        assert all(str(Pinpoint.parse(identity)) == identity for identity in ids)
    for refusal in refused:
        assert refusal.problem
        assert "\n" not in str(refusal)
        assert "could not be understood" not in refusal.problem, refusal.problem
        assert not isinstance(refusal, PassingTrouble), refusal.problem


@pytest.mark.slow
def test_damaged_samples_are_read_or_refused(samples: Path, tmp_path: Path) -> None:
    read, refused = survivors(sorted(samples.rglob("*.pdf")), tmp_path, MUTATIONS)
    hold(read, refused)
    assert read, "the damage is too great to say anything"
    assert refused, "the damage is too small to say anything"


@pytest.mark.corpus
def test_damaged_real_reports_are_read_or_refused(real_corpus: Path, tmp_path: Path) -> None:
    reports = sorted((real_corpus / "reports").rglob("*.pdf"), key=lambda path: path.stat().st_size)
    sound = [path for path in reports if path.stat().st_size > 50_000][:: max(1, len(reports) // 12)]
    read, refused = survivors(sound, tmp_path, MUTATIONS)
    hold(read, refused)
    assert read
