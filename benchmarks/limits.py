"""How near to what the machine can do at most? The encoder against the cores, the scan against the memory.

    python -m benchmarks.limits --index DIR [--paragraphs 200] [--rounds 5]

Everything is measured in turns in one process, and the best round of each counts. Floating point: a
product of two square matrices in single precision. Reading: the sum of an array far larger than the caches.
An operation is a multiplication or an addition. The encoder computes in eight bits: without VNNI a core can
do at most twice, with it four times, as many of those as in single precision.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from indexer.encoders.load import load_encoder
from indexer.encoders.onnx_encoder import OnnxEncoder
from indexer.store.reader import IndexReader

# all-MiniLM-L6: layers, width, width of the inner layer.
LAYERS, WIDTH, INNER = 6, 384, 1536


def operations(tokens: int) -> int:
    """Of one pass over so many tokens: the products with weights, and of the tokens with each other."""
    weights = 2 * tokens * (4 * WIDTH * WIDTH + 2 * WIDTH * INNER)
    attention = 4 * tokens * tokens * WIDTH
    return LAYERS * (weights + attention)


def seconds(call: Callable[[], object]) -> float:
    """Of one core: CPU time of all threads, which other programs change less than wall time."""
    started = time.process_time()
    call()
    return time.process_time() - started


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--paragraphs", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    side = 1536
    random = np.random.default_rng(5)
    one, other = (random.standard_normal((side, side), dtype=np.float32) for _ in range(2))
    large = np.ones((1 << 17, 512), dtype=np.float32)  # 268 MB
    ones = np.ones(512, dtype=np.float32)
    encoder = load_encoder()
    if not isinstance(encoder, OnnxEncoder):
        raise SystemExit("the encoder that ships with Pinpoint is not there")
    with IndexReader.open(given.index) as reader:
        rows = np.linspace(0, len(reader) - 1, given.paragraphs).astype(np.int64)
        items = list(zip(reader.texts_of(rows), reader.spans_of(rows), strict=True))
        work = sum(operations(len(encoder._tokenizer.encode(text).ids) + 2) for text, _ in items)
        query = encoder.encode_query("initial health assessments not completed on time")
        calls: dict[str, Callable[[], object]] = {
            "flops": lambda: one @ other,
            "read": lambda: np.einsum("ij,j->i", large, ones),
            "encode": lambda: list(encoder.encode_paragraphs(items)),
            "scan": lambda: reader.nearest(query, 200),
        }
        best = dict.fromkeys(calls, float("inf"))
        for _ in range(given.rounds + 1):  # the first warms up; it may count, as the best does
            for name, call in calls.items():
                best[name] = min(best[name], seconds(call))
        scanned = len(reader) * reader.dimension * 4
        paragraphs = len(reader)
    flops, read = 2 * side**3 / best["flops"], large.nbytes / best["read"]
    encoded, scan = work / best["encode"], scanned / best["scan"]
    each = work / len(items)
    print(
        f"{platform.platform()}, {len(os.sched_getaffinity(0))} cores, Python {platform.python_version()}\n"
    )
    print("| | Pinpoint | the machine at most | share |\n|---|---|---|---|")
    print(
        f"| encoder, thousand million operations in a core second | {encoded / 1e9:.1f} in eight bits "
        f"| {flops / 1e9:.1f} in single precision | {encoded / flops:.2f} |"
    )
    print(
        f"| a paragraph ({each / 1e9:.2f} thousand million operations), ms of one core "
        f"| {1000 * best['encode'] / len(items):.1f} | {1000 * each / flops:.1f} in single precision | |"
    )
    print(
        f"| scan of {paragraphs:,} vectors ({scanned / 1e6:.0f} MB), ms | {1000 * best['scan']:.1f} "
        f"| {1000 * scanned / read:.1f} | {scan / read:.2f} |"
    )
    print(f"| the same, GB a second | {scan / 1e9:.1f} | {read / 1e9:.1f} | |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
