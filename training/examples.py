"""Training examples: questions with the paragraph that answers each, and paragraphs that only seem to."""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from indexer.arrays import Float32Array, Int64Array
from search_api.evaluation.sets import SetIds
from search_api.question.request import EVERYTHING
from search_api.question.words import analyse
from search_api.retrieval.searcher import Searcher

TOO_ALIKE = 0.80  # cosine to the answer, by the base model: may well answer the question too
_LEXICAL = 20  # paragraphs by BM25 that negatives are drawn from
_DENSE = (3, 30)  # ranks by the base model, half-open; the first few are too often right
_KEPT = 24  # negatives of a question to draw from, at most


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """query: what the searcher would encode, without the names it turns into filters. authority: of
    the answer, as the register names it. answer: row. negatives: rows, in no order.
    """

    query: str
    authority: str
    answer: int
    negatives: Int64Array


def held_out(authority: str, share: float) -> bool:
    """Whether an authority is kept from training; by its name, so the choice never moves."""
    return int(hashlib.sha256(authority.encode()).hexdigest()[:8], 16) / 16**8 < share


def read_questions(path: Path) -> Iterator[tuple[str, str]]:
    """(id as the labelled sets have it, question) of each line."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        yield row["id"], row["q"]


def mine(searcher: Searcher, questions: Path) -> Iterator[Example]:
    """An example of each question whose paragraph is indexed, in the file's order.

    Negatives come from within the filters that the question names, as at search time: the first by
    BM25 and the base model's ranks 4 to 30, without those that are TOO_ALIKE the answer.
    """
    reader = searcher.reader
    ids = SetIds(reader, searcher.register)
    for set_id, question in read_questions(questions):
        name = ids.paragraph(set_id)
        if name is None:
            continue
        answer = reader.row(name)
        understood = searcher.understand(question, EVERYTHING)
        rows = understood.scope.rows
        if rows is not None and answer not in rows:
            rows = None
        rest = understood.question.rest if rows is not None else question
        vector = searcher.encoder.encode_query(rest)
        dense = [hit.row for hit in reader.nearest(vector, _DENSE[1], rows)][_DENSE[0] :]
        lexical = [hit.row for hit in reader.keyword(analyse(rest).content, _LEXICAL, rows)]
        drawn = np.array([row for row in dict.fromkeys([*lexical, *dense]) if row != answer], dtype=np.int64)
        if len(drawn):
            drawn = drawn[reader.vectors(drawn) @ reader.vector(answer) < TOO_ALIKE]
        report = reader.report(name.partition("/")[0])
        yield Example(rest, report.authority, answer, drawn[:_KEPT])


def save(path: Path, examples: Sequence[Example]) -> None:
    """One JSON object a line."""
    with path.open("w", encoding="utf-8") as file:
        for item in examples:
            row = [item.query, item.authority, item.answer, item.negatives.tolist()]
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def load(path: Path) -> list[Example]:
    rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
    return [Example(query, whose, answer, np.array(rest, np.int64)) for query, whose, answer, rest in rows]


def draw(example: Example, count: int, rng: random.Random) -> list[int]:
    """`count` of its negatives, fewer if it has fewer."""
    return rng.sample(example.negatives.tolist(), min(count, len(example.negatives)))


def alike(vectors: Float32Array, answers: Sequence[int], documents: Sequence[int]) -> np.ndarray:
    """(answers, documents) bool: which documents are TOO_ALIKE an answer to count against it."""
    matrix: np.ndarray = vectors[list(answers)] @ vectors[list(documents)].T >= TOO_ALIKE
    return matrix
