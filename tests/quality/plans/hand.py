"""Scores the verdicts on drafts that were written by hand, in `drafts/`.

python -m tests.quality.plans.hand --index INDEX [--set drafts]

A draft holds no words of a report. {{q1 ID 2}} stands for the second sentence of the paragraph with that id,
without its full stop. What may follow edits it, words counted from 1: from=4 and to=9 cut it; drop=3,
swap=3:other and add=3:other alter it; negate=3 puts "not" before; gap=3-5 puts an ellipsis; quoted puts
quotation marks around it.
"""

from __future__ import annotations

import argparse
import csv
import re
from collections.abc import Iterator
from pathlib import Path

from indexer.store.reader import IndexReader
from search_api.index.index import Index
from search_api.plans.checking.records import Verdict

from .canvas import Expected, Generated
from .score import Score

HERE = Path(__file__).resolve().parent
BAR = 0.95
_QUOTE = re.compile(r"\{\{(q\d+) (\S+) (\d+)((?: [^{}]+)?)\}\}")


def written(index: Index, folder: Path) -> Iterator[Generated]:
    """Each draft filled from the index, with what is right of it in `expected.tsv`."""
    with (folder / "expected.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    for path in sorted(folder.glob("[0-9]*")):
        filled: dict[str, str] = {}

        def quote(match: re.Match[str], filled: dict[str, str] = filled) -> str:
            text = sentence(index, match[2], int(match[3]), match[4].split())
            filled[match[1]] = max(text.split("…"), key=len).strip(" “”")
            return text

        data = _QUOTE.sub(quote, path.read_text(encoding="utf-8"))
        expected = tuple(
            Expected(
                filled.get(row["key"], row["key"]), _verdict(row["verdict"]), path.stem,
                "right" if row["verdict"] == "right" else row["verdict"], row["paragraph"] or "",
            )
            for row in rows
            if row["draft"] == path.name
        )  # fmt: skip
        yield Generated(path.name, data.encode(), expected, "")


def sentence(index: Index, identity: str, number: int, edits: list[str]) -> str:
    """A sentence of a paragraph, edited. Raises PinpointError or IndexError where there is none."""
    paragraph = index.reader.get(identity)
    start, end = index.reader.spans(index.reader.row(identity))[number - 1]
    words = paragraph.text[start:end].strip(" .•").split()
    first, last = 0, len(words)
    for edit in edits:
        name, _, given = edit.partition("=")
        place, _, put = given.partition(":")
        if name == "from":
            first = int(place) - 1
        elif name == "to":
            last = int(place)
    words = words[first:last]
    for edit in edits:
        name, _, given = edit.partition("=")
        place, _, put = given.partition(":")
        at = int(place.partition("-")[0] or 1) - 1
        if name == "drop":
            del words[at]
        elif name == "swap":
            words[at] = put
        elif name in ("add", "negate"):
            words.insert(at, put or "not")
        elif name == "gap":
            words[at : int(place.partition("-")[2])] = ["…"]
    text = " ".join(words).strip(" ,;:")
    return f"“{text}”" if "quoted" in edits else text


def _verdict(text: str) -> Verdict:
    return text  # type: ignore[return-value]


def main() -> int:
    """0 where the bar holds and no wrong citation passed, else 1."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--set", default="drafts", choices=("drafts", "fresh"))
    options = parser.parse_args()
    score = Score()
    with Index(IndexReader.open(options.index)) as index:
        score.add(index, written(index, HERE / options.set))
    print("\n".join(score.lines(100)))
    right, every = score.counts
    return int(bool(score.passed) or right < BAR * every)


if __name__ == "__main__":
    raise SystemExit(main())
