"""Fine-tunes the base encoder on questions about reports: `python -m training.train_encoder --help`.

docs/encoder.md is the model card: data, recipe, seeds, scores.
"""

from __future__ import annotations

import argparse
import copy
import json
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from sentence_transformers import SentenceTransformer
from torch.nn import functional

from indexer.store.reader import IndexReader
from training.examples import Example, alike, draw, held_out, load
from training.texts import Tokenizer, Tokens, padded


@dataclass(frozen=True, slots=True)
class Recipe:
    """batch: questions a step. negatives: mined ones of each. sentences: share of the score that is the
    best sentence's cosine. pairs: self-supervised ones a step. guard: weight of the base model's own
    similarities, between paragraphs and between `phrases` out of them and paragraphs. dropped: share of
    a question's words left out, in a third of the questions. longest: tokens. held: share of
    authorities kept from training.
    """

    epochs: int = 3
    batch: int = 24
    negatives: int = 3
    pairs: int = 8
    rate: float = 3e-5
    warm_up: float = 0.1
    temperature: float = 0.05
    sentences: float = 0.5
    guard: float = 10.0
    phrases: int = 32
    dropped: float = 0.15
    longest: int = 192
    held: float = 0.15
    seed: int = 7


class Trainer:
    def __init__(self, recipe: Recipe, base: Path, reader: IndexReader, examples: Sequence[Example]) -> None:
        torch.manual_seed(recipe.seed)
        self.recipe, self.reader = recipe, reader
        self.rng = random.Random(recipe.seed)
        self.model = SentenceTransformer(str(base), device="cpu")
        network: Any = self.model[0].model
        self.network: Any = network
        self.base: Any = copy.deepcopy(network).eval()
        for module in network.modules():
            if isinstance(module, torch.nn.Dropout):
                module.p = 0.0  # a third of a step's time on a CPU, and little use over a few epochs
        self.tokenize = Tokenizer(self.model.tokenizer.backend_tokenizer, recipe.longest)
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

    def encode(self, items: Sequence[Tokens], sentences: bool, rows: int = 24) -> tuple[Any, Any]:
        """(n, dim) whole texts and, where asked for, (n, most, dim) their sentences, all normalised."""
        order = sorted(range(len(items)), key=lambda place: len(items[place].ids))
        wholes, parts = [], []
        for start in range(0, len(order), rows):
            ids, mask, owners = (
                torch.from_numpy(a) for a in padded([items[i] for i in order[start : start + rows]])
            )
            with torch.autocast("cpu", dtype=torch.bfloat16):
                tokens = self.network(input_ids=ids, attention_mask=mask).last_hidden_state
            tokens = tokens.float()
            weights = mask.unsqueeze(-1).float()
            wholes.append(functional.normalize((tokens * weights).sum(1), dim=-1))
            if sentences:
                most = int(owners.max()) + 1
                sums = torch.zeros(len(ids), most + 1, tokens.shape[-1])
                index = torch.where(owners < 0, most, owners).unsqueeze(-1).expand_as(tokens)
                parts.append(functional.normalize(sums.scatter_add(1, index, tokens)[:, :most], dim=-1))
        back = torch.tensor(order).argsort()
        whole = torch.cat(wholes)[back]
        if not sentences:
            return whole, None
        most = max(part.shape[1] for part in parts)
        padded_parts = [functional.pad(part, (0, 0, 0, most - part.shape[1])) for part in parts]
        return whole, torch.cat(padded_parts)[back]

    def scores(self, queries: Any, wholes: Any, parts: Any) -> Any:
        """(queries, documents): what the searcher ranks by."""
        best = torch.einsum("qd,nsd->qns", queries, parts)
        # a padded sentence is the zero vector, with cosine 0 to everything
        best = best.masked_fill((parts.abs().sum(-1) == 0).unsqueeze(0), -1.0).amax(-1)
        share = self.recipe.sentences
        return (1 - share) * queries @ wholes.T + share * best

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

    def step(self, batch: Sequence[Example]) -> tuple[Any, dict[str, float]]:
        documents = [item.answer for item in batch]
        for item in batch:
            documents += draw(item, self.recipe.negatives, self.rng)
        pairs = list(self.pairs(self.recipe.pairs))
        texts = [self.row(row) for row in documents]
        queries = [self.tokenize(self._thinned(item.query)) for item in batch]
        wholes, parts = self.encode([*texts, *(self.without(row, query) for query, row in pairs)], True)
        asked, _ = self.encode([*queries, *(query for query, _ in pairs)], False, rows=64)
        rows = [*documents, *(row for _, row in pairs)]
        answers = [*(item.answer for item in batch), *(row for _, row in pairs)]
        right = torch.tensor([*range(len(batch)), *range(len(documents), len(rows))])
        logits = self.scores(asked, wholes, parts) / self.recipe.temperature
        hidden = torch.from_numpy(alike(self.vectors, answers, rows))
        hidden[torch.arange(len(right)), right] = False
        lost = functional.cross_entropy(logits.masked_fill(hidden, -1e4), right, reduction="none")
        question_loss, pair_loss = lost[: len(batch)].mean(), lost[len(batch) :].mean()
        base = torch.from_numpy(self.vectors[documents])
        now = wholes[: len(documents)]
        drift = ((now @ now.T - base @ base.T) ** 2).mean() + self._phrase_drift(documents, now, base)
        share = self.recipe.pairs / (self.recipe.pairs + self.recipe.batch)
        loss = (1 - share) * question_loss + share * pair_loss + self.recipe.guard * drift
        return loss, {"question": float(question_loss), "pair": float(pair_loss), "drift": float(drift)}

    def _thinned(self, query: str) -> str:
        """The question, now and then without some of its words, so that none is leant on alone."""
        if self.rng.random() > 1 / 3:
            return query
        kept = [word for word in query.split() if self.rng.random() > self.recipe.dropped]
        return " ".join(kept) or query

    def _phrase_drift(self, rows: Sequence[int], now: Any, base: Any) -> Any:
        """How far a few words of a paragraph moved, as a query, from where the base model has them."""
        phrases = []
        for row in self.rng.sample(list(rows), min(self.recipe.phrases, len(rows))):
            words = self.reader.by_rows([row])[0].text.split()
            size = self.rng.randint(3, 9)
            start = self.rng.randrange(max(1, len(words) - size))
            phrases.append(self.tokenize(" ".join(words[start : start + size])))
        asked, _ = self.encode(phrases, False, rows=64)
        with torch.no_grad():
            network, self.network = self.network, self.base
            before, _ = self.encode(phrases, False, rows=64)
            self.network = network
        return ((asked @ now.T - before @ base.T) ** 2).mean()

    def measure(self, items: Sequence[Example]) -> dict[str, float]:
        """R@1, R@10 and MRR among the items' own answers and negatives, all in one pool."""
        self.network.eval()
        pool = sorted({row for item in items for row in (item.answer, *item.negatives[:12].tolist())})
        place = {row: index for index, row in enumerate(pool)}
        ranks = []
        with torch.inference_mode():
            asked, _ = self.encode([self.tokenize(item.query) for item in items], False, 64)
            found = []
            for start in range(0, len(pool), 256):
                found.append(
                    self.scores(asked, *self.encode([self.row(r) for r in pool[start : start + 256]], True))
                )
            table = torch.cat(found, dim=1)
            for index, item in enumerate(items):
                ranks.append(1 + int((table[index] > table[index, place[item.answer]]).sum()))
        self.network.train()
        ranked = np.array(ranks)
        return {
            "r1": float((ranked <= 1).mean()), "r10": float((ranked <= 10).mean()),
            "mrr": float((1 / ranked).mean()), "n": len(ranks), "pool": len(pool),
        }  # fmt: skip

    def fit(self, out: Path) -> None:
        recipe = self.recipe
        optimiser = torch.optim.AdamW(self.network.parameters(), lr=recipe.rate, weight_decay=0.01)
        steps = recipe.epochs * (len(self.train) // recipe.batch)
        warm = max(1, int(recipe.warm_up * steps))
        plan = torch.optim.lr_scheduler.LambdaLR(
            optimiser, lambda n: min((n + 1) / warm, max(0.02, (steps - n) / max(1, steps - warm)))
        )
        log = (out / "log.jsonl").open("a", encoding="utf-8")

        def note(**row: Any) -> None:
            log.write(json.dumps(row) + "\n")
            log.flush()

        note(recipe=asdict(recipe), train=len(self.train), held=len(self.held), steps=steps)
        note(epoch=0, **self.measure(self.held))
        began = time.monotonic()
        self.network.train()
        for epoch in range(1, recipe.epochs + 1):
            self.rng.shuffle(self.train)
            sums: dict[str, float] = {}
            count = len(self.train) // recipe.batch
            for start in range(0, count * recipe.batch, recipe.batch):
                loss, parts = self.step(self.train[start : start + recipe.batch])
                loss.backward()
                torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
                optimiser.step()
                optimiser.zero_grad()
                plan.step()
                for name, value in parts.items():
                    sums[name] = sums.get(name, 0.0) + value / count
                if start // recipe.batch % 10 == 0:
                    note(step=start // recipe.batch, seconds=round(time.monotonic() - began), **parts)
            self.model.save(str(out / f"epoch-{epoch}"), create_model_card=False)
            note(epoch=epoch, seconds=round(time.monotonic() - began), loss=sums, **self.measure(self.held))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--examples", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    for name, value in asdict(Recipe()).items():
        parser.add_argument(f"--{name.replace('_', '-')}", type=type(value), default=value)
    given = vars(parser.parse_args())
    index, examples, base, out = (given.pop(name) for name in ("index", "examples", "base", "out"))
    out.mkdir(parents=True, exist_ok=True)
    with IndexReader.open(index) as reader:
        Trainer(Recipe(**given), base, reader, load(examples)).fit(out)


if __name__ == "__main__":
    main()
