"""Long proofs over the published reports: while what they rest on is unchanged, a test run repeats a part.

`python -m tests.corpus.proved` makes them whole, some minutes, and keeps in `tests/golden/proved.json` the
SHA-256 of what they rest on. A run that finds something else there makes the proof whole itself: nothing goes
unproved because somebody forgot the command, only slower.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from tests.support.paths import GOLDEN, ROOT, SHARED, child_environment

KEPT = GOLDEN / "proved.json"
WHOLE = "PINPOINT_WHOLE_CORPUS"
_SEED = 20261128
_LIST = SHARED / "corpus" / "reports.csv"
# What a proof rests on: folders with all that is in them, and files. The programs that read a report are
# every part of the indexer but those that come after it.
_READING = [
    *(ROOT / "indexer" / name for name in ("audit", "authorities", "kinds", "reading", "sandbox", "words")),
    *sorted((ROOT / "indexer").glob("*.py")),
    *sorted((ROOT / "corpus").glob("*.csv")),
    ROOT / "requirements" / "run.txt",
    ROOT / "tests" / "golden",
    ROOT / "tests" / "indexer" / "reading" / "faults",
    ROOT / "tests" / "indexer" / "reading" / "test_corpus.py",
    ROOT / "tests" / "support" / "corpus_readings.py",
    _LIST,
]
PROOFS = {
    "reading": ("tests/indexer/reading/test_corpus.py", _READING),
    "twelve-words": (
        "tests/corpus/test_samples.py",
        [
            ROOT / "corpus" / "sample_content",
            ROOT / "corpus" / "sample_text.py",
            Path(__file__).parent,
            _LIST,
        ],
    ),
}
_Item = TypeVar("_Item")


def rests_on(name: str) -> str:
    """SHA-256 over the names and bytes of all that the proof rests on, in hexadecimal digits."""
    digest = hashlib.sha256()
    for path in _files(PROOFS[name][1]):
        digest.update(f"{path.name}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()


def whole(name: str) -> bool:
    """Whether the proof is to be made whole: it is asked for, or what it rests on is not what was proved."""
    return os.environ.get(WHOLE) == "1" or _kept().get(name) != rests_on(name)


def part(name: str, items: Sequence[_Item], one_in: int) -> list[_Item]:
    """All of `items` where the proof is to be whole; otherwise one in so many, drawn by a fixed seed."""
    if whole(name):
        return list(items)
    drawn = random.Random(_SEED).sample(range(len(items)), -(-len(items) // one_in))
    return [items[place] for place in sorted(drawn)]


def _kept() -> dict[str, str]:
    if not KEPT.is_file():
        return {}
    found: dict[str, str] = json.loads(KEPT.read_text(encoding="utf-8"))
    return found


def _files(roots: Sequence[Path]) -> Iterator[Path]:
    for root in roots:
        found = sorted(root.rglob("*")) if root.is_dir() else [root]
        yield from (
            path
            for path in found
            if path.is_file() and path != KEPT and path.suffix != ".pyc" and "__pycache__" not in path.parts
        )


def main() -> int:
    """Make every proof whole; keep what they rest on if all hold. Returns pytest's exit status."""
    if not _LIST.is_file():
        print("needs the real reports beside the checkout: ../shared/corpus is not there", file=sys.stderr)
        return 2
    files = [file for file, _ in PROOFS.values()]
    run = subprocess.run(
        [sys.executable, "-m", "pytest", *files], cwd=ROOT, env=child_environment(**{WHOLE: "1"}), check=False
    )
    if run.returncode == 0:
        KEPT.write_text(
            json.dumps({name: rests_on(name) for name in PROOFS}, indent=2) + "\n", encoding="utf-8"
        )
    return run.returncode


if __name__ == "__main__":
    sys.exit(main())
