"""Fits how near two paragraphs must be to count as similar: `python -m training.fit_similar --help`.

`draw` writes pairs over the whole range of scores for a reader, without the scores. The reader's verdicts
are lines of {one, other, verdict}: same (the matching sentences make the same point), contrary (the same
point from the other side), matter (the same matter, another point) or no. `fit` scores them with an index
and prints how many pairs are the same from each score up.
"""

from __future__ import annotations

import argparse
import json
import random
from pathlib import Path

import numpy as np

from search_api.index.opening import open_index
from search_api.retrieval.polarity import load_polarity
from search_api.settings import load_settings
from search_api.similar.similar import Similar

_BANDS = np.arange(0.40, 0.86, 0.05)  # edges of scores that pairs are drawn from alike
_SEED = 7
_SHORTEST = 80  # characters of a paragraph
_KINDS = {"findings": ("finding",), "recommendations": ("recommendation", "improvement")}


def draw(similar: Similar, count: int) -> list[dict[str, str]]:
    """{one, other, and the sentence of each that matches}: `count` pairs for each of _KINDS."""
    reader, rng = similar.reader, random.Random(_SEED)
    everything = list(enumerate(reader.by_rows(range(len(reader)))))
    pairs: list[dict[str, str]] = []
    for kinds in _KINDS.values():
        rows = [row for row, item in everything if item.kind in kinds and len(item.text) > _SHORTEST]
        wanted = len(pairs) + count
        for number, row in enumerate(rng.sample(rows, min(len(rows), 4 * count))):
            low = _BANDS[number % len(_BANDS)]
            source = everything[row][1]
            found = similar.to(source.id, limit=500).results
            fit = [item for item in found if low <= item.score < low + 0.05]
            if fit:
                chosen = rng.choice(fit)
                pairs.append(
                    {
                        "one": source.id,
                        "other": chosen.paragraph.id,
                        "first": source.text[slice(*chosen.source_span)],
                        "second": chosen.paragraph.text[slice(*chosen.span)],
                    }
                )
            if len(pairs) == wanted:
                break
    return pairs


def fit(similar: Similar, verdicts: Path) -> None:
    """Prints, for each kind and threshold, how many pairs score as much and how many of them are the same."""
    reader = similar.reader
    rows = [json.loads(line) for line in verdicts.read_text(encoding="utf-8").splitlines()]
    scored: dict[str, list[tuple[float, str]]] = {name: [] for name in _KINDS}
    for item in rows:
        kind = reader.get(item["one"]).kind
        name = next(name for name, kinds in _KINDS.items() if kind in kinds)
        score = similar.score(item["one"], item["other"])
        scored[name].append((score, item["verdict"]))
    for name, found in scored.items():
        every = sum(verdict == "same" for _, verdict in found)
        print(f"{name}: {len(found)} pairs, {every} the same")
        for least in np.arange(0.40, 0.80, 0.02):
            above = [verdict for score, verdict in found if score >= least]
            same = above.count("same")
            print(
                f"  from {least:.2f}: {len(above):4} pairs, {same:4} the same "
                f"({same / max(len(above), 1):.2f}), {above.count('contrary')} contrary; "
                f"{same / max(every, 1):.2f} of all that are the same"
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("what", choices=("draw", "fit"))
    parser.add_argument("pairs", type=Path, help="written by draw, read by fit")
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--count", type=int, default=160, help="pairs of each kind")
    given = parser.parse_args()
    settings = load_settings()
    with open_index(given.index, settings) as opened:
        polarity = load_polarity(opened.encoder)
        low = settings.model_copy(update={"similar_least": 0.35, "similar_least_recommended": 0.35})
        similar = Similar(opened.reader, opened.register, low, polarity)
        if given.what == "draw":
            pairs = draw(similar, given.count)
            lines = (json.dumps(pair, ensure_ascii=False) + "\n" for pair in pairs)
            given.pairs.write_text("".join(lines), encoding="utf-8")
            print(f"{len(pairs)} pairs")
        else:
            fit(similar, given.pairs)


if __name__ == "__main__":
    main()
