"""A file of simulated vectors with what is nearest to each query, exactly, at several sizes.

    python -m benchmarks.scale.drawn --index DIR --folder DIR [--topics TSV] [--sizes 40000 1000000]

Smaller sizes are the first vectors of the largest. Writes `vectors.npy`, `queries.npy` and
`nearest-SIZE.npy`. Ten million take 15.4 GB of disk.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np

from benchmarks.scale.simulated import BLOCK, Mixture, nearest_of, questions_in, real_vectors

SIZES = (40_000, 200_000, 1_000_000, 10_000_000)
KEPT = 300  # nearest rows of each query


def draw(index: Path, folder: Path, sizes: tuple[int, ...], topics: Path | None) -> None:
    """Sizes must be multiples of BLOCK."""
    if any(size % BLOCK for size in sizes):
        raise SystemExit(f"a size must be a multiple of {BLOCK:,}")
    base, queries = real_vectors(index), questions_in(topics)
    folder.mkdir(parents=True, exist_ok=True)
    np.save(folder / "queries.npy", queries)
    held = np.lib.format.open_memmap(folder / "vectors.npy", "w+", np.float32, (max(sizes), base.shape[1]))
    rows = np.zeros((len(queries), 0), np.int64)
    scores = np.zeros((len(queries), 0), np.float32)
    done = 0
    for block in Mixture(base).blocks(max(sizes)):
        held[done : done + len(block)] = block
        found, cosines = nearest_of(block, queries, KEPT)
        rows, scores = np.hstack([rows, found + done]), np.hstack([scores, cosines])
        order = np.argsort(-scores, axis=1, kind="stable")[:, :KEPT]
        rows, scores = np.take_along_axis(rows, order, 1), np.take_along_axis(scores, order, 1)
        done += len(block)
        if done in sizes:
            np.save(folder / f"nearest-{done}.npy", rows)
    held.flush()


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--index", type=Path, required=True, help="of real reports, which is only read")
    parser.add_argument("--folder", type=Path, required=True, help="where the files are written")
    parser.add_argument("--topics", type=Path, help="a file of qid<TAB>query; else queries of our own")
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES))
    given = parser.parse_args()
    started = time.perf_counter()
    draw(given.index, given.folder, tuple(given.sizes), given.topics)
    print(f"{max(given.sizes):,} vectors in {time.perf_counter() - started:.0f} s")


if __name__ == "__main__":
    main()
