"""Mines hard negatives for questions: `python -m training.mine --help`."""

from __future__ import annotations

import argparse
from pathlib import Path

from search_api.index.opening import open_index
from search_api.settings import load_settings
from training.examples import mine, save


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("questions", type=Path, help="train.jsonl: lines of {id, q}")
    parser.add_argument("--index", type=Path, required=True, help="made with the base model")
    parser.add_argument("--to", type=Path, required=True)
    given = parser.parse_args()
    with open_index(given.index, load_settings()) as opened:
        searcher = opened.searcher
        examples = list(mine(searcher, given.questions))
    save(given.to, examples)
    print(f"{len(examples)} questions, {sum(len(item.negatives) for item in examples)} negatives")


if __name__ == "__main__":
    main()
