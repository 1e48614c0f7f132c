"""A teacher that reads question and paragraph together: `python -m training.teacher --help`.

`train` fine-tunes a cross-encoder on mined questions and on what readers graded; `teach` writes its scores
into the examples that training.train_encoder learns from. Pinpoint never runs it, and the encoder that ships
was trained without it.
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
from training.examples import HELD, Example, held_out, load, save
from training.network import Network
from training.texts import padded_pairs

_HEAD = "head.pt"
_ROWS = 48  # pairs in a pass
_ASKED = 24  # questions scored at a time
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
                        wanted.append(functional.softmax(torch.tensor(item.grades).float() * 1.5, dim=0))
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


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("what", choices=("train", "measure", "teach"))
    parser.add_argument("model", type=Path, help="an encoder to start from, or a teacher")
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--examples", type=Path, required=True)
    parser.add_argument("--grades", type=Path, required=True)
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
    with IndexReader.open(given.index) as reader:
        teacher = Teacher(given.model, reader)
        examples, graded = load(given.examples), load_graded(given.grades, reader)
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
