"""A teacher that reads question and paragraph together: `python -m training.teacher --help`.

`train` fine-tunes a cross-encoder on mined questions and on what readers graded; `measure` and `rerank`
say what it is worth; `teach` writes its scores into the examples that training.train_encoder learns from,
and `readers` writes the readers' grades there. Pinpoint never runs it, and the encoder that ships was
trained without it.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch.nn import functional

from indexer.store.reader import IndexReader
from search_api.evaluation.measures import paired
from search_api.index.opening import open_index
from search_api.question.request import EVERYTHING
from search_api.retrieval.searcher import Searcher
from search_api.settings import load_settings
from training.examples import HELD, Example, Question, held_out, load, questions, save
from training.network import Network
from training.texts import padded_pairs

_HEAD = "head.pt"
_ROWS = 48  # pairs in a pass
_ASKED = 24  # questions scored at a time
_RIGHT = 3  # the grade of what answers the question
_STEEP = 1.5  # of a grade in the logarithm of a share
_DEPTH = 100  # results looked at where the first are re-ranked
_FUSED = 10  # of reciprocal rank fusion: small, as only the first few are fused
_TAUGHT = 6  # negatives of a question that are scored, at most: training draws two of them at a time


@dataclass(frozen=True, slots=True)
class Graded:
    """A question and rows with a reader's grade each, 0 to 3. authority: of the question's paragraph."""

    query: str
    authority: str
    rows: tuple[int, ...]
    grades: tuple[int, ...]


def load_graded(path: Path, reader: IndexReader) -> list[Graded]:
    """Lines of {id, q, grades: {paragraph: grade}}; paragraphs that are not indexed are left out."""
    known = {item.id for item in reader.by_rows(range(len(reader)))}
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        held = {name: grade for name, grade in row["grades"].items() if name in known}
        if row["id"] in known and len(held) > 1:
            authority = reader.report(row["id"].partition("/")[0]).authority
            rows = tuple(reader.row(name) for name in held)
            found.append(Graded(row["q"], authority, rows, tuple(held.values())))
    return found


class Teacher:
    """folder: of a model that `fit` saved, or an encoder to start from. longest: tokens of both texts."""

    def __init__(self, folder: Path, reader: IndexReader, longest: int = 192) -> None:
        self.reader, self.longest = reader, longest
        self.net = Network(folder, longest)
        self.head = torch.nn.Linear(self.net.network.config.hidden_size, 1)
        torch.nn.init.zeros_(self.head.bias)
        if (folder / _HEAD).is_file():
            self.head.load_state_dict(torch.load(folder / _HEAD, weights_only=True))
        self._rows: dict[int, Any] = {}

    def pairs(self, queries: Sequence[str], rows: Sequence[Sequence[int]]) -> Any:
        """Scores of each query with each of its own rows, in one vector, in order."""
        texts = []
        for query, own in zip(queries, rows, strict=True):
            asked = self.net.tokenize(query).ids
            for row in own:
                if row not in self._rows:
                    self._rows[row] = self.net.tokenize(self.reader.by_rows([row])[0].text).ids
                texts.append((asked, self._rows[row]))
        order = sorted(range(len(texts)), key=lambda place: len(texts[place][0]) + len(texts[place][1]))
        spare = -len(order) % _ROWS
        passes = [*([order[0]] * spare), *order]
        found = []
        with torch.autocast("cpu", dtype=torch.bfloat16):
            for start in range(0, len(passes), _ROWS):
                chosen = [texts[place] for place in passes[start : start + _ROWS]]
                ids, mask, kinds = map(torch.from_numpy, padded_pairs(chosen, self.longest))
                tokens = self.net.network(input_ids=ids, attention_mask=mask, token_type_ids=kinds)
                states = tokens.last_hidden_state.float()
                mean = (states * mask.unsqueeze(-1)).sum(1) / mask.sum(1, keepdim=True)
                found.append(self.head(mean).squeeze(-1).float())
        return torch.cat(found)[spare + torch.tensor(order).argsort()]

    def fit(
        self, examples: Sequence[Example], graded: Sequence[Graded], out: Path, *,
        epochs: int, batch: int, negatives: int, rate: float, seed: int,
    ) -> None:  # fmt: skip
        """Trains on lists: the answer above its negatives, and graded paragraphs as a reader has them."""
        torch.manual_seed(seed)
        rng = random.Random(seed)
        whole: list[Example | Graded] = [*examples, *graded]
        count = len(whole) // batch
        parameters = [*self.net.network.parameters(), *self.head.parameters()]
        optimiser = torch.optim.AdamW(parameters, lr=rate, weight_decay=0.01)
        steps = epochs * count
        plan = torch.optim.lr_scheduler.LambdaLR(
            optimiser, lambda n: min((n + 1) / (0.1 * steps), max(0.02, (steps - n) / (0.9 * steps)))
        )
        began, summed = time.monotonic(), 0.0
        for epoch in range(epochs):
            rng.shuffle(whole)
            for number in range(count):
                chosen = whole[number * batch : (number + 1) * batch]
                rows, wanted = [], []
                for item in chosen:
                    if isinstance(item, Graded):
                        rows.append(list(item.rows))
                        wanted.append(functional.softmax(torch.tensor(item.grades).float() * _STEEP, dim=0))
                    else:
                        held = item.negatives.tolist()
                        own = [item.answer, *rng.sample(held, min(negatives, len(held)))]
                        rows.append(own)
                        wanted.append(functional.one_hot(torch.tensor(0), len(own)).float())
                found = self.pairs([item.query for item in chosen], rows)
                lost, start = [], 0
                for own, aim in zip(rows, wanted, strict=True):
                    said = functional.log_softmax(found[start : start + len(own)], dim=0)
                    lost.append(-(aim * said).sum())
                    start += len(own)
                loss = torch.stack(lost).mean()
                torch.autograd.backward(loss)
                torch.nn.utils.clip_grad_norm_(parameters, 1.0)
                optimiser.step()
                optimiser.zero_grad()
                plan.step()
                summed += float(loss.detach())
                if number % 50 == 49:
                    print(json.dumps({"epoch": epoch, "step": number + 1, "loss": round(summed / 50, 4),
                                      "seconds": round(time.monotonic() - began)}), flush=True)  # fmt: skip
                    summed = 0.0
            self.net.save(out)
            torch.save(self.head.state_dict(), out / _HEAD)

    def scores(self, asked: Sequence[tuple[str, Sequence[int]]]) -> list[list[float]]:
        """Of each query's own rows."""
        self.net.network.eval()
        given: list[list[float]] = []
        with torch.inference_mode():
            for start in range(0, len(asked), _ASKED):
                chosen = asked[start : start + _ASKED]
                found = self.pairs([query for query, _ in chosen], [rows for _, rows in chosen]).tolist()
                for _, rows in chosen:
                    given.append(found[: len(rows)])
                    found = found[len(rows) :]
        return given

    def measure(self, examples: Sequence[Example], graded: Sequence[Graded]) -> dict[str, float]:
        """MRR of the answer among its negatives, and nDCG of graded paragraphs."""
        reciprocal = [
            1 / (1 + sum(score > found[0] for score in found[1:]))
            for found in self.scores([own(item) for item in examples])
        ]
        judged = self.scores([(item.query, item.rows) for item in graded])
        gained = [ndcg(found, item.grades) for found, item in zip(judged, graded, strict=True)]
        return {"mrr": float(np.mean(reciprocal)), "ndcg": float(np.mean(gained)) if gained else 0.0}


def own(example: Example) -> tuple[str, list[int]]:
    """The question with its answer and then the first of its negatives."""
    return example.query, [example.answer, *example.negatives[:_TAUGHT].tolist()]


def ndcg(scores: Sequence[float], grades: Sequence[int]) -> float:
    """Of all the graded paragraphs in the order of their scores; gain 2^grade - 1."""
    gains = 2.0 ** np.array(grades) - 1
    discount = 1 / np.log2(np.arange(2, 2 + len(gains)))
    best = float(np.sort(gains)[::-1] @ discount)
    return float(gains[np.argsort(-np.array(scores), kind="stable")] @ discount) / best if best else 1.0


def rerank(teacher: Teacher, searcher: Searcher, asked: Sequence[Question], depth: int) -> dict[str, float]:
    """MRR of each question's paragraph in a search of everything: as it is, with the first `depth` in the
    teacher's order, and with those by the sum of the inverse ranks of both.
    """
    before: list[float] = []
    after: list[float] = []
    both: list[float] = []
    for item in asked:
        first = searcher.search(item.text, limit=_DEPTH).results
        found = [searcher.reader.row(hit.paragraph.id) for hit in first]
        answer = searcher.reader.row(item.paragraph)
        rest = searcher.understand(item.text, EVERYTHING).question.rest
        given = np.array(teacher.scores([(rest, found[:depth])])[0]) if found else np.array([])
        places = np.argsort(-given, kind="stable")
        ranks = np.empty(len(places))
        ranks[places] = np.arange(len(places))
        mixed = np.argsort(-1 / (_FUSED + ranks) - 1 / (_FUSED + np.arange(len(places))), kind="stable")
        orders = (np.arange(len(places)), places, mixed)
        for kept, order in zip((before, after, both), orders, strict=True):
            rows = [found[place] for place in order] + found[depth:]
            kept.append(1 / (1 + rows.index(answer)) if answer in rows else 0.0)
    change = paired(np.array(after), np.array(before))
    return {
        "questions": len(asked), "before": float(np.mean(before)), "after": float(np.mean(after)),
        "low": change.low, "high": change.high, "both": float(np.mean(both)),
    }  # fmt: skip


def taught(example: Example, scores: Sequence[float], margin: float) -> Example:
    """The example with its teacher's scores; what scores nearly as well as the answer may be right too."""
    negatives = example.negatives[: len(scores) - 1]
    right = np.array(scores[1:]) >= scores[0] - margin
    return replace(
        example,
        negatives=negatives[~right],
        also=(*example.also, *negatives[right].tolist()),
        teacher=(scores[0], *np.array(scores[1:])[~right].tolist()),
    )


def by_readers(example: Example, graded: Graded) -> Example:
    """The example with what readers graded for negatives, and their grades for a teacher's scores."""
    given = dict(zip(graded.rows, graded.grades, strict=True))
    less = [row for row, grade in given.items() if grade < _RIGHT and row != example.answer]
    right = [row for row, grade in given.items() if grade == _RIGHT and row != example.answer]
    scores = (_STEEP * _RIGHT, *(_STEEP * given[row] for row in less))
    return replace(example, negatives=np.array(less, np.int64), also=(*example.also, *right), teacher=scores)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("what", choices=("train", "measure", "teach", "readers", "rerank"))
    parser.add_argument("model", type=Path, help="an encoder to start from, or a teacher")
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument(
        "--examples", type=Path, help="as training.mine writes them; all but rerank need them"
    )
    parser.add_argument("--grades", type=Path, help="graded candidates; all but rerank need them")
    parser.add_argument("--questions", type=Path, nargs="+", default=[], help="to re-rank results of")
    parser.add_argument("--depth", type=int, default=20, help="results that are re-ranked")
    parser.add_argument("--to", type=Path, help="a folder for the teacher, or a file of examples")
    parser.add_argument("--epochs", type=int, default=1)
    parser.add_argument("--batch", type=int, default=12)
    parser.add_argument("--negatives", type=int, default=7)
    parser.add_argument("--most", type=int, default=0, help="questions to learn from, drawn; 0 for all")
    parser.add_argument("--rate", type=float, default=4e-5)
    parser.add_argument("--margin", type=float, default=-1.0, help="below the answer's score, in teach")
    parser.add_argument("--held", type=float, default=HELD)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    if given.what != "rerank" and not (given.examples and given.grades):
        parser.error(f"{given.what} needs --examples and --grades")
    if given.what == "rerank":
        with open_index(given.index, load_settings()) as opened:
            asked = [item for path in given.questions for item in questions(opened.searcher, path)]
            left_out = [
                item
                for item in asked
                if not item.within
                and held_out(opened.reader.report(item.paragraph.partition("/")[0]).authority, given.held)
            ]
            drawn = random.Random(given.seed).sample(
                left_out, min(given.most or len(left_out), len(left_out))
            )
            print(
                json.dumps(rerank(Teacher(given.model, opened.reader), opened.searcher, drawn, given.depth))
            )
        return
    with IndexReader.open(given.index) as reader:
        examples, graded = load(given.examples), load_graded(given.grades, reader)
        if given.what == "readers":
            lists = {item.query: item for item in graded}
            save(
                given.to,
                [
                    by_readers(item, lists[item.query])
                    if item.query in lists
                    and item.answer in lists[item.query].rows
                    and not held_out(item.authority, given.held)
                    else item
                    for item in examples
                ],
            )
            return
        teacher = Teacher(given.model, reader)
        learnt = [item for item in examples if not held_out(item.authority, given.held)]
        if given.what == "train":
            given.to.mkdir(parents=True, exist_ok=True)
            if given.most:
                learnt = random.Random(given.seed).sample(learnt, min(given.most, len(learnt)))
            seen = [item for item in graded if not held_out(item.authority, given.held)]
            teacher.fit(
                learnt, seen, given.to, epochs=given.epochs, batch=given.batch,
                negatives=given.negatives, rate=given.rate, seed=given.seed,
            )  # fmt: skip
        if given.what == "teach":
            found = teacher.scores([own(item) for item in learnt])
            kept = [item for item in examples if held_out(item.authority, given.held)]  # only measured with
            save(
                given.to,
                [
                    *(taught(item, scores, given.margin) for item, scores in zip(learnt, found, strict=True)),
                    *kept,
                ],
            )
        else:
            held = [item for item in examples if held_out(item.authority, given.held)][:600]
            judged = [item for item in graded if held_out(item.authority, given.held)]
            print(json.dumps(teacher.measure(held, judged)))


if __name__ == "__main__":
    main()
