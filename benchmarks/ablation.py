"""What each part of the ranking is worth: `python -m benchmarks.ablation SETS --index DIR`.

Scores the labelled sets with everything on, then with one part changed at a time. With `--base DIR`, it also
scores an index made with the base encoder.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from search_api.evaluation.run import Evaluation
from search_api.evaluation.sets import load_sets
from search_api.index.opening import open_index
from search_api.settings import load_settings

PARTS: dict[str, dict[str, object]] = {
    "everything": {},
    "without the paragraph's cosine": {"weight_paragraph": 0.0, "weight_sentence": 1.0},
    "without the best sentence": {"weight_sentence": 0.0, "weight_paragraph": 1.0},
    "without words": {"weight_lexical": 0.0, "short_lexical": 0.0, "long_lexical": 0.0},
    "words alone": {"weight_paragraph": 0.0, "weight_sentence": 0.0, "weight_polarity": 0.0},
    "without other names": {"expand": False},
    "named acronyms in every query": {"weight_named": 0.2},
    "without polarity": {"weight_polarity": 0.0},
    "reciprocal rank fusion": {"fusion": "rrf"},
}
_SHOWN = {
    "questions": ("r10", "mrr", "answer_span"),
    "topics": ("ndcg10", "p5", "judged10"),
    "crossrefs": ("r5", "mrr"),
    "unanswerable": ("precision", "recall"),
}


def row(index: Path, sets: Path, changes: dict[str, object]) -> list[str]:
    settings = load_settings().model_copy(update=changes)
    with open_index(index, settings) as opened:
        searcher = opened.searcher
        found = Evaluation(searcher, load_sets(sets))
        found.run()
        estimates = found.estimates()
    cells = []
    for part, names in _SHOWN.items():
        values = [estimates[part][1][name][0] for name in names]
        cells.append(" / ".join("-" if value is None else f"{value:.3f}" for value in values))
    return cells


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", type=Path)
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--base", type=Path, help="an index made with the base encoder")
    given = parser.parse_args()
    print("| | " + " | ".join(f"{part}: {', '.join(names)}" for part, names in _SHOWN.items()) + " |")
    print("|---" * (len(_SHOWN) + 1) + "|")
    for name, changes in PARTS.items():
        print(f"| {name} | " + " | ".join(row(given.index, given.sets, changes)) + " |", flush=True)
    if given.base:
        print("| the base encoder | " + " | ".join(row(given.base, given.sets, {})) + " |", flush=True)


if __name__ == "__main__":
    main()
