"""Mines hard negatives for questions: `python -m training.mine --help`."""

from __future__ import annotations

import argparse
from pathlib import Path

from search_api.index.opening import open_index
from search_api.settings import load_settings
from training.examples import mine, questions, save


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "questions", type=Path, nargs="+", help="lines of {id, q}, with also and within if any"
    )
    parser.add_argument(
        "--index", type=Path, required=True, help="made with the encoder to start from, or better"
    )
    parser.add_argument("--to", type=Path, required=True)
    given = parser.parse_args()
    with open_index(given.index, load_settings()) as opened:
        asked = [item for path in given.questions for item in questions(opened.searcher, path)]
        examples = list(mine(opened.searcher, asked))
    save(given.to, examples)
    print(f"{len(examples)} questions, {sum(len(item.negatives) for item in examples)} negatives")


if __name__ == "__main__":
    main()
