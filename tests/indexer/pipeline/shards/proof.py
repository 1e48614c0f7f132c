"""Three real processes share a run and one is killed: `python -m tests.indexer.pipeline.shards.proof`.

The encoder that ships indexes the sample reports, or `--reports FOLDER`. Each time a helping process is
killed with SIGKILL at a random moment; the others end, and every byte that they publish is compared with what
`pinpoint index` alone makes of the folder, apart from the generation's name and time.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing, suppress
from pathlib import Path

from indexer.store.format import DATABASE, MANIFEST
from indexer.store.generations import current_name, generation_folder
from indexer.store.verify import check
from tests.support.paths import SAMPLES, child_environment


def content(index: Path) -> dict[str, object]:
    """Every byte of the current generation, and every row, apart from the generation's name and time."""
    assert check(index) == []
    name = current_name(index)
    folder = generation_folder(index, name)
    found: dict[str, object] = {}
    for path in sorted(folder.iterdir()):
        if path.name == DATABASE:
            with closing(sqlite3.connect(":memory:")) as copy:
                with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as database:
                    database.backup(copy)
                copy.execute(
                    "UPDATE paragraphs SET seal = 0"
                )  # made from the row and the name; checked above
                found[path.name] = "\n".join(copy.iterdump()).replace(name, "NAME")
        elif path.name != MANIFEST:  # it lists the sizes and sums of the others
            found[path.name] = path.read_bytes().replace(name.encode(), b"NAME")
    sources = sorted((index / "sources").iterdir())
    return found | {path.name: path.read_bytes() for path in sources}


def start(*arguments: object) -> subprocess.Popen[bytes]:
    """`pinpoint index` with these arguments."""
    command = [sys.executable, "-m", "indexer.cli", "index", *map(str, arguments)]
    return subprocess.Popen(
        command, env=child_environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def seen_tokens(shards: Path, known: set[bytes], process: subprocess.Popen[bytes]) -> set[bytes]:
    """Whose leases there are, once there is one that is not `known`, or once the process has ended."""
    while process.poll() is None:
        with suppress(OSError):
            found = {path.read_bytes() for path in (shards / "leases").glob("*.[12]")}
            if found - known:
                return found | known
        time.sleep(0.02)
    return known


def once(reports: Path, folder: Path, files: int, lease: int, moment: float) -> tuple[float, bool]:
    """One shared run in `folder`. moment: of the kill, in seconds after that process took its first shard.

    Seconds that it took, and whether the killed process had a shard in hand, which another then took.
    """
    began = time.monotonic()
    shards, retaken = folder / "shards", False
    sharing = ["--shards", shards, "--shard-files", files, "--lease", lease, "--workers", 1]
    first = start(reports, "--index", folder / "index", *sharing)
    tokens = seen_tokens(shards, {b""}, first)
    killed = start("--work", shards, "--workers", 1)
    seen_tokens(shards, tokens, killed)
    other = start("--work", shards, "--workers", 1)
    time.sleep(moment)
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    while first.poll() is None:
        retaken = retaken or any((shards / "leases").glob("*.2"))
        time.sleep(0.05)
    statuses = [process.wait() for process in (first, other)]
    if any(status not in (0, 1) for status in statuses):
        raise SystemExit(f"exit statuses {statuses}")
    return time.monotonic() - began, retaken


def main() -> None:
    """Print one line for each time, and exit with 1 where anything differed."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--reports", type=Path, default=SAMPLES)
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--files", type=int, default=1, help="in a shard at most")
    parser.add_argument("--lease", type=int, default=3, help="seconds")
    parser.add_argument("--latest", type=float, default=2.0, help="seconds after its first shard")
    options = parser.parse_args()
    chance = random.Random(options.seed)
    wrong = 0
    with tempfile.TemporaryDirectory() as place:
        plain = Path(place, "plain")
        began = time.monotonic()
        start(options.reports, "--index", plain, "--workers", 1).wait()
        expected = content(plain)
        print(f"alone: {time.monotonic() - began:.1f} s", flush=True)
        for number in range(options.times):
            folder = Path(place, str(number))
            folder.mkdir()
            moment = chance.uniform(0.0, options.latest)
            seconds, retaken = once(options.reports, folder, options.files, options.lease, moment)
            same = content(folder / "index") == expected
            wrong += not same
            print(
                f"killed after {moment:.1f} s {'in the middle of a shard' if retaken else 'between shards'}: "
                f"{seconds:.1f} s, {'the same' if same else 'DIFFERENT'}",
                flush=True,
            )
    sys.exit(bool(wrong))


if __name__ == "__main__":
    if os.name == "nt":
        sys.exit("needs SIGKILL")
    main()
