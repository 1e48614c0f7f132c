"""Training examples: questions with the paragraph that answers each, and paragraphs that only seem to."""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from indexer.arrays import Float32Array, Int64Array
from search_api.evaluation.sets import SetIds
from search_api.question.request import EVERYTHING
from search_api.question.words import analyse
from search_api.retrieval.searcher import Searcher

HELD = 0.15  # share of authorities that are kept from training
TOO_ALIKE = 0.80  # cosine to the answer, by the encoder that mines: may well answer the question too
_LEXICAL = 16  # paragraphs by BM25 that negatives are drawn from
_DENSE = (2, 26)  # ranks by the encoder that mines, half-open; the first few are too often right
_WITHIN = 10  # paragraphs of the answer's own report, nearest the question
_ALONE = 30  # of them, where all must come from the report
_KEPT = 40  # negatives of a question to draw from, at most


@dataclass(frozen=True, slots=True)
class Question:
    """A line of a file of questions. paragraph: its id in the index. also: others that are right too, or
    may be. within: searched for in its own report alone, as a recommendation is. kind: as the file has it.
    """

    text: str
    paragraph: str
    also: tuple[str, ...] = ()
    within: bool = False
    kind: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """query: what the searcher would encode, without the names it turns into filters. authority: of
    the answer, as the register names it. answer: row. negatives: rows, in no order. also: rows that
    are right or may be, and so never count against it. teacher: scores of the answer and then of each
    negative by a teacher, empty if there is none.
    """

    query: str
    authority: str
    answer: int
    negatives: Int64Array
    also: tuple[int, ...] = ()
    teacher: tuple[float, ...] = field(default=())


def held_out(authority: str, share: float) -> bool:
    """Whether an authority is kept from training; by its name, so the choice never moves."""
    return int(hashlib.sha256(authority.encode()).hexdigest()[:8], 16) / 16**8 < share


def read_questions(path: Path) -> Iterator[tuple[str, str]]:
    """(id, question) of each line; the id as the labelled sets have it, or a paragraph's own."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        yield row["id"], row["q"]


def questions(searcher: Searcher, path: Path) -> Iterator[Question]:
    """The lines of a file whose paragraphs are indexed.

    A line is {id, q}, the id as the labelled sets have it or a paragraph's own; or {recommendation,
    findings, partly}, all ids: the recommendation's text is searched for in its report, and finds each
    of the findings.
    """
    reader = searcher.reader
    ids = SetIds(reader, searcher.register)
    known = {item.id for item in reader.by_rows(range(len(reader)))}
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if "recommendation" in row:
            held = [name for name in (*row["findings"], *row["partly"]) if name in known]
            if row["recommendation"] in known:
                text = reader.get(row["recommendation"]).text
                for name in held[: len(row["findings"])]:
                    yield Question(text, name, tuple(held), within=True, kind="link")
        else:
            name = ids.paragraph(row["id"]) if "|" in row["id"] else row["id"]
            if name in known:
                yield Question(row["q"], name, kind=row.get("kind", ""))


def mine(searcher: Searcher, asked: Iterable[Question]) -> Iterator[Example]:
    """An example of each question, in their order.

    Negatives come from within the filters that the question names, as at search time: the first by
    BM25, the encoder's ranks 3 to 26 and the nearest of the answer's own report, without those that
    are TOO_ALIKE the answer. Of a recommendation, which is searched for in its report, only those of
    the report.
    """
    reader = searcher.reader
    for item in asked:
        answer = reader.row(item.paragraph)
        report = reader.report(item.paragraph.partition("/")[0])
        own = np.array([reader.row(other.id) for other in reader.paragraphs(report.id)], dtype=np.int64)
        understood = searcher.understand(item.text, EVERYTHING)
        rows = understood.scope.rows
        if rows is not None and answer not in rows:
            rows = None
        rest = understood.question.rest if rows is not None else item.text
        vector = searcher.encoder.encode_query(rest)
        near = [hit.row for hit in reader.nearest(vector, _ALONE if item.within else _WITHIN, own)]
        if not item.within:
            near += [hit.row for hit in reader.keyword(analyse(rest).content, _LEXICAL, rows)]
            near += [hit.row for hit in reader.nearest(vector, _DENSE[1], rows)][_DENSE[0] :]
        also = tuple(reader.row(other) for other in item.also)
        drawn = np.array([row for row in dict.fromkeys(near) if row not in (answer, *also)], dtype=np.int64)
        if len(drawn):
            drawn = drawn[reader.vectors(drawn) @ reader.vector(answer) < TOO_ALIKE]
        yield Example(rest, report.authority, answer, drawn[:_KEPT], also)


def save(path: Path, examples: Sequence[Example]) -> None:
    """One JSON object a line."""
    with path.open("w", encoding="utf-8") as file:
        for item in examples:
            row = {
                "query": item.query, "authority": item.authority, "answer": item.answer,
                "negatives": item.negatives.tolist(), "also": item.also, "teacher": item.teacher,
            }  # fmt: skip
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def load(path: Path) -> list[Example]:
    """What `save` wrote."""
    rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
    return [
        Example(
            row["query"], row["authority"], row["answer"], np.array(row["negatives"], np.int64),
            tuple(row["also"]), tuple(row["teacher"]),
        )
        for row in rows
    ]  # fmt: skip


def draw(example: Example, count: int, rng: random.Random) -> list[int]:
    """Places in its negatives of `count` of them, fewer if it has fewer."""
    return rng.sample(range(len(example.negatives)), min(count, len(example.negatives)))


def alike(vectors: Float32Array, answers: Sequence[int], documents: Sequence[int]) -> np.ndarray:
    """(answers, documents) bool: which documents are TOO_ALIKE an answer to count against it."""
    matrix: np.ndarray = vectors[list(answers)] @ vectors[list(documents)].T >= TOO_ALIKE
    return matrix
