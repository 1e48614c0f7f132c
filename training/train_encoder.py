"""Fine-tunes an encoder on questions about reports: `python -m training.train_encoder --help`.

docs/encoder.md is the model card: data, recipe, seeds, scores.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch.nn import functional

from indexer.store.reader import IndexReader
from training.examples import HELD, Example, alike, draw, held_out, load
from training.network import Network, scores
from training.texts import Tokens


@dataclass(frozen=True, slots=True)
class Recipe:
    """batch: questions a step. negatives: mined ones of each. sentences: share of the score that is the
    best sentence's cosine. pairs: self-supervised ones a step. adapt: steps on such pairs alone before
    the first question, of `adapt_pairs` each. guard: weight of the base model's own similarities,
    between paragraphs and between `phrases` out of them and paragraphs. teacher: share of the loss that
    is the distance from a teacher's distribution over a question's own paragraphs. first, first_share:
    dimensions of a first scan, and the share of the loss that they have alone. dropped: share of a
    question's words left out, in a third of the questions. longest: tokens. held: share of authorities
    kept from training.
    """

    epochs: int = 2
    batch: int = 32
    negatives: int = 2
    pairs: int = 8
    adapt: int = 0
    adapt_pairs: int = 48
    rate: float = 5e-5
    warm_up: float = 0.1
    temperature: float = 0.05
    sentences: float = 0.5
    guard: float = 2.0
    phrases: int = 24
    teacher: float = 0.0
    teacher_temperature: float = 1.0
    first: int = 128
    first_share: float = 0.2
    dropped: float = 0.15
    longest: int = 128
    held: float = HELD
    seed: int = 7


class Trainer:
    """base: the model to start from, which also guards. reader: of an index that it made. layers: of
    the base that are kept, all if empty.
    """

    def __init__(
        self,
        recipe: Recipe,
        base: Path,
        reader: IndexReader,
        examples: Sequence[Example],
        layers: Sequence[int] = (),
    ) -> None:
        torch.manual_seed(recipe.seed)
        self.recipe, self.reader = recipe, reader
        self.rng = random.Random(recipe.seed)
        self.student = Network(base, recipe.longest, layers)
        self.base = Network(base, recipe.longest)
        self.base.network.eval()
        self.tokenize = self.student.tokenize
        self.vectors = reader.vectors(range(len(reader)))
        self.train = [item for item in examples if not held_out(item.authority, recipe.held)]
        self.held = [item for item in examples if held_out(item.authority, recipe.held)]
        self._rows: dict[int, Tokens] = {}
        kept_from = {r.id for r in reader.reports() if held_out(r.authority, recipe.held)}
        self._free = [
            row
            for row, paragraph in enumerate(reader.by_rows(range(len(reader))))
            if paragraph.id.partition("/")[0] not in kept_from and len(reader.spans(row)) >= 3
        ]

    def row(self, row: int) -> Tokens:
        if row not in self._rows:
            self._rows[row] = self.tokenize(self.reader.by_rows([row])[0].text, self.reader.spans(row))
        return self._rows[row]

    def pairs(self, count: int) -> Iterator[tuple[Tokens, int]]:
        """A sentence of a paragraph and the row, which must be found by what else it says."""
        for row in self.rng.sample(self._free, count):
            text, spans = self.reader.by_rows([row])[0].text, self.reader.spans(row)
            start, end = self.rng.choice(spans)
            yield self.tokenize(text[start:end]), row

    def without(self, row: int, query: Tokens) -> Tokens:
        """The row without the sentence that is the query."""
        whole = self.row(row)
        middle = query.ids[1:-1]
        for owner in range(int(whole.owners.max()) + 1):
            held = whole.owners == owner
            if np.array_equal(whole.ids[held], middle):
                owners = whole.owners[~held]
                return Tokens(whole.ids[~held], np.where(owners > owner, owners - 1, owners))
        return whole

    def step(self, batch: Sequence[Example], pairs: int) -> tuple[Any, dict[str, float]]:
        """The loss of some questions and some self-supervised pairs, and its parts."""
        recipe = self.recipe
        drawn = [draw(item, recipe.negatives, self.rng) for item in batch]
        documents = [item.answer for item in batch]
        for item, places in zip(batch, drawn, strict=True):
            documents += item.negatives[places].tolist()
        free = list(self.pairs(pairs))
        texts = [self.row(row) for row in documents]
        queries = [self.tokenize(self._thinned(item.query)) for item in batch]
        wholes, parts = self.student.encode(
            [*texts, *(self.without(row, query) for query, row in free)], True
        )
        asked, _ = self.student.encode([*queries, *(query for query, _ in free)], False, rows=40)
        rows = [*documents, *(row for _, row in free)]
        right = torch.tensor([*range(len(batch)), *range(len(documents), len(rows))])
        hidden = self._not_negatives(batch, [item.answer for item in batch] + [row for _, row in free], rows)
        hidden[torch.arange(len(right)), right] = False
        found = scores(asked, wholes, parts, recipe.sentences)
        lost = self._lost(found, hidden, right)
        if recipe.first_share:
            short = scores(asked, wholes, parts, recipe.sentences, recipe.first)
            lost = (1 - recipe.first_share) * lost + recipe.first_share * self._lost(short, hidden, right)
        loss = lost.mean()
        said = {"pair": float(lost[len(batch) :].detach().mean()) if free else 0.0}
        if batch:
            said["question"] = float(lost[: len(batch)].detach().mean())
            if recipe.teacher:
                far = self._distance(batch, drawn, found)
                said["teacher"] = float(far.detach())
                loss = (1 - recipe.teacher) * loss + recipe.teacher * far
            if recipe.guard:
                drift = self._drift(documents, wholes[: len(documents)])
                said["drift"] = float(drift.detach())
                loss = loss + recipe.guard * drift
        return loss, said

    def _not_negatives(self, batch: Sequence[Example], answers: list[int], rows: list[int]) -> Any:
        """(queries, documents) bool: those that may be right for a query, and so do not count against it."""
        hidden = torch.from_numpy(alike(self.vectors, answers, rows))
        for place, item in enumerate(batch):
            if item.also:
                hidden[place] |= torch.tensor([row in item.also for row in rows])
        return hidden

    def _lost(self, found: Any, hidden: Any, right: Any) -> Any:
        logits = (found / self.recipe.temperature).masked_fill(hidden, -1e4)
        return functional.cross_entropy(logits, right, reduction="none")

    def _distance(self, batch: Sequence[Example], drawn: Sequence[list[int]], found: Any) -> Any:
        """Mean divergence of the scores of a question's own paragraphs from its teacher's, if it has one."""
        place, lost = len(batch), []
        for number, (item, places) in enumerate(zip(batch, drawn, strict=True)):
            own = torch.tensor([number, *range(place, place + len(places))])
            place += len(places)
            if item.teacher and places:
                wanted = torch.tensor([item.teacher[0], *(item.teacher[1 + negative] for negative in places)])
                lost.append(
                    functional.kl_div(
                        functional.log_softmax(found[number, own] / self.recipe.temperature, dim=-1),
                        functional.softmax(wanted / self.recipe.teacher_temperature, dim=-1),
                        reduction="sum",
                    )
                )
        return torch.stack(lost).mean() if lost else torch.zeros(())

    def _thinned(self, query: str) -> str:
        """The question, now and then without some of its words, so that none is leant on alone."""
        if self.rng.random() > 1 / 3:
            return query
        kept = [word for word in query.split() if self.rng.random() > self.recipe.dropped]
        return " ".join(kept) or query

    def _drift(self, rows: Sequence[int], now: Any) -> Any:
        """How far paragraphs, and a few words of them as a query, moved from where the base has them."""
        base = torch.from_numpy(self.vectors[rows])
        phrases = []
        for row in self.rng.sample(list(rows), min(self.recipe.phrases, len(rows))):
            words = self.reader.by_rows([row])[0].text.split()
            size = self.rng.randint(3, 9)
            start = self.rng.randrange(max(1, len(words) - size))
            phrases.append(self.tokenize(" ".join(words[start : start + size])))
        with torch.no_grad():
            before, _ = self.base.encode(phrases, False)
        asked, _ = self.student.encode(phrases, False)
        moved = ((now @ now.T - base @ base.T) ** 2).mean()
        return moved + ((asked @ now.T - before @ base.T) ** 2).mean()

    def measure(self, items: Sequence[Example]) -> dict[str, float]:
        """R@1, R@10 and MRR among the items' own answers and negatives, all in one pool; empty of none."""
        if not items:
            return {}
        self.student.network.eval()
        pool = sorted({row for item in items for row in (item.answer, *item.negatives[:8].tolist())})
        place = {row: index for index, row in enumerate(pool)}
        ranks = []
        with torch.inference_mode():
            asked, _ = self.student.encode([self.tokenize(item.query) for item in items], False, 40)
            found = []
            for start in range(0, len(pool), 256):
                encoded = self.student.encode([self.row(row) for row in pool[start : start + 256]], True)
                found.append(scores(asked, *encoded, self.recipe.sentences))
            table = torch.cat(found, dim=1)
            for index, item in enumerate(items):
                table[index, [place[row] for row in item.also if row in place]] = -1.0
                ranks.append(1 + int((table[index] > table[index, place[item.answer]]).sum()))
        self.student.network.train()
        ranked = np.array(ranks)
        return {
            "r1": float((ranked <= 1).mean()), "r10": float((ranked <= 10).mean()),
            "mrr": float((1 / ranked).mean()), "n": len(ranks), "pool": len(pool),
        }  # fmt: skip

    def fit(self, out: Path, checked: int = 400) -> None:
        """Trains, and writes a model and a line of the log for each epoch. checked: held-out questions."""
        recipe = self.recipe
        count = len(self.train) // recipe.batch
        steps = recipe.adapt + recipe.epochs * count
        optimiser = torch.optim.AdamW(self.student.network.parameters(), lr=recipe.rate, weight_decay=0.01)
        warm = max(1, int(recipe.warm_up * steps))
        plan = torch.optim.lr_scheduler.LambdaLR(
            optimiser, lambda n: min((n + 1) / warm, max(0.02, (steps - n) / max(1, steps - warm)))
        )
        began = time.monotonic()
        held = random.Random(recipe.seed).sample(self.held, min(checked, len(self.held)))

        def note(**row: Any) -> None:
            with (out / "log.jsonl").open("a", encoding="utf-8") as log:
                log.write(json.dumps({**row, "seconds": round(time.monotonic() - began)}) + "\n")

        def learn(batch: Sequence[Example], pairs: int) -> dict[str, float]:
            loss, parts = self.step(batch, pairs)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(self.student.network.parameters(), 1.0)
            optimiser.step()
            optimiser.zero_grad()
            plan.step()
            return parts

        note(recipe=asdict(recipe), train=len(self.train), held=len(self.held), steps=steps)
        self.student.network.train()
        for step in range(recipe.adapt):
            parts = learn([], recipe.adapt_pairs)
            if step % 20 == 0:
                note(adapt=step, **parts)
        note(epoch=0, **self.measure(held))
        for epoch in range(1, recipe.epochs + 1):
            self.rng.shuffle(self.train)
            for number in range(count):
                start = number * recipe.batch
                parts = learn(self.train[start : start + recipe.batch], recipe.pairs)
                if number % 20 == 0:
                    note(step=number, **parts)
            self.student.save(out / f"epoch-{epoch}")
            note(epoch=epoch, **self.measure(held))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--examples", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--layers", default="", help="places of the base's layers that are kept: 0,2,3,5")
    for name, value in asdict(Recipe()).items():
        parser.add_argument(f"--{name.replace('_', '-')}", type=type(value), default=value)
    given = vars(parser.parse_args())
    index, examples, base, out, kept = (given.pop(n) for n in ("index", "examples", "base", "out", "layers"))
    layers = [int(place) for place in kept.split(",") if place]
    out.mkdir(parents=True, exist_ok=True)
    with IndexReader.open(index) as reader:
        Trainer(Recipe(**given), base, reader, load(examples), layers).fit(out)


if __name__ == "__main__":
    main()
