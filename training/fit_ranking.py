"""Fits the weights of ranking, cross-validated over authorities: `python -m training.fit_ranking --help`.

Searches for every query once, then tries each set of weights on the signals of its candidates. Questions and
links are folded by authority. Topics ask about all authorities, so they are dealt out to the folds in turn.
"""

from __future__ import annotations

import argparse
import itertools
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from search_api.evaluation.sets import SetIds, Sets, is_numbered, load_sets
from search_api.index.opening import open_index
from search_api.question.request import EVERYTHING, Request
from search_api.retrieval.fusion import Signals, convex, reciprocal_rank
from search_api.retrieval.searcher import Searcher
from search_api.settings import Settings, Weights, load_settings
from training.examples import HELD, held_out, questions

_FOLDS = 5
_MOST = 600  # questions of a file
_SEED = 7


@dataclass(frozen=True, slots=True, eq=False)
class Query:
    """part: whose measure counts. length: content words. gains: of each candidate, 0 where not judged.
    ideal: what the best order could gain, for topics. fold: from 0.
    """

    part: str
    length: int
    signals: Signals
    gains: np.ndarray
    ideal: float
    fold: int


def queries(searcher: Searcher, sets: Sets, files: Sequence[Path]) -> Iterator[Query]:
    """Labelled questions and those of the files that the encoder was not trained on, links and topics."""
    ids = SetIds(searcher.reader, searcher.register)
    known = [(item.text, ids.paragraph(item.id)) for item in sets.questions]
    for path in files:
        held = [
            (item.text, item.paragraph)
            for item in questions(searcher, path)
            if held_out(searcher.reader.report(item.paragraph.partition("/")[0]).authority, HELD)
            and is_numbered(searcher.reader.get(item.paragraph))
        ]
        known += random.Random(_SEED).sample(held, min(_MOST, len(held)))
    for text, name in known:
        if name:
            group = searcher.reader.report(name.partition("/")[0]).authority
            yield _query(searcher, "questions", text, EVERYTHING, {name: 1.0}, group)
    for link in sets.crossrefs:
        report = ids.report(link.authority, link.published)
        if report is None:
            continue
        day = report.published.isoformat()
        request = Request(authorities=report.authority, since=day, until=day, kinds="finding", literal=True)
        answers = {ids.paragraph(name, ("finding",)) or "": 1.0 for name in link.ids()}
        yield _query(searcher, "crossrefs", link.text, request, answers, link.authority)
    for query, text in sets.topics.items():
        gains = {ids.paragraph(name) or "": 2.0**grade - 1 for name, grade in sets.judged[query].items()}
        yield _query(searcher, "topics", text, EVERYTHING, gains, query)


def _query(
    searcher: Searcher, part: str, text: str, request: Request, gains: Mapping[str, float], group: str
) -> Query:
    understood = searcher.understand(text, request)
    signals = searcher.candidates(understood).signals
    paragraphs = searcher.reader.by_rows(signals.rows)
    kept = np.array([is_numbered(item) for item in paragraphs], dtype=bool)
    found = np.array([gains.get(item.id, 0.0) for item in paragraphs], dtype=np.float64)
    discount = 1 / np.log2(np.arange(2, 12))
    best = np.sort(np.array([*gains.values(), *([0.0] * 10)]))[::-1][:10]
    fold = sum(map(ord, group)) % _FOLDS
    columns = (signals.paragraph, signals.sentence, signals.lexical, signals.named, signals.polarity)
    cut = Signals(signals.rows[kept], *(column[kept] for column in columns))
    return Query(part, len(understood.terms.content), cut, found[kept], float(best @ discount), fold)


def measure(query: Query, scores: np.ndarray) -> float:
    """nDCG@10 of a topic, else the reciprocal rank of the first answer."""
    order = np.lexsort((query.signals.rows, -scores))
    gains = query.gains[order]
    if query.part == "topics":
        top = gains[:10]
        return float(top @ (1 / np.log2(np.arange(2, 2 + len(top))))) / query.ideal
    places = np.flatnonzero(gains)
    return 1 / (1 + float(places[0])) if places.size else 0.0


_LEXICAL = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0, 1.3)
_SENTENCE = (0.3, 0.5, 0.7)
_POLARITY = (0.0, 0.05, 0.1, 0.15)
_LENGTHS = ("keyword query", "question", "passage")


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """The asked queries with what each plan gives: table (queries, plans), of `_plans()`.

    part, fold, size: (queries,); size: place in _LENGTHS. A lexical weight holds for one length, the
    others for all.
    """

    table: np.ndarray
    part: np.ndarray
    fold: np.ndarray
    size: np.ndarray

    @property
    def parts(self) -> list[str]:
        return sorted(set(self.part.tolist()))

    def choose(self, among: np.ndarray) -> np.ndarray:
        """(3,): the best plan of each length for the queries among; every part counts alike."""
        best, chosen = -1.0, np.zeros(3, int)
        for shared in itertools.product(_SENTENCE, _POLARITY):
            columns = [place for place, plan in enumerate(_plans()) if plan[1:] == shared]
            picks = np.array([columns[0]] * 3)
            for length in range(3):
                rows = among & (self.size == length)
                value = np.zeros(len(columns))
                for name in self.parts:
                    count = max(int((among & (self.part == name)).sum()), 1)
                    value += self.table[rows & (self.part == name)][:, columns].sum(0) / count
                picks[length] = columns[int(np.argmax(value))]
            mean = np.mean(list(self.means(self.values(picks), among).values()))
            if mean > best + 1e-4:
                best, chosen = float(mean), picks
        return chosen

    def values(self, picks: np.ndarray) -> np.ndarray:
        """(queries,): what each gives with the plan of its length."""
        found: np.ndarray = self.table[np.arange(len(self.table)), picks[self.size]]
        return found

    def means(self, values: np.ndarray, among: np.ndarray) -> dict[str, float]:
        return {name: float(values[among & (self.part == name)].mean()) for name in self.parts}


def _plans() -> list[tuple[float, float, float]]:
    """(lexical weight, share of the sentence, weight of polarity)."""
    return list(itertools.product(_LEXICAL, _SENTENCE, _POLARITY))


def fit(asked: Sequence[Query], settings: Settings) -> None:
    def size(query: Query) -> int:
        return 0 if query.length <= settings.short_query else 2 if query.length >= settings.long_query else 1

    weights = [
        Weights(1 - sentence, sentence, lexical, settings.weight_named, polarity)
        for lexical, sentence, polarity in _plans()
    ]
    found = Fit(
        np.array([[measure(query, convex(query.signals, plan)) for plan in weights] for query in asked]),
        np.array([query.part for query in asked]),
        np.array([query.fold for query in asked]),
        np.array([size(query) for query in asked]),
    )
    every = np.ones(len(asked), dtype=bool)
    print({name: int((found.part == name).sum()) for name in found.parts})
    print({name: int((found.size == place).sum()) for place, name in enumerate(_LENGTHS)})
    held = np.zeros(len(asked))
    for number in range(_FOLDS):
        picks = found.choose(found.fold != number)
        held[found.fold == number] = found.values(picks)[found.fold == number]
        print(f"without fold {number}:", *(_plans()[pick] for pick in picks))
    picks = found.choose(every)
    print("fitted on all (lexical, sentence, polarity) of each length:", *(_plans()[pick] for pick in picks))
    ranks = np.array(
        [measure(query, reciprocal_rank(query.signals, Weights(1, 1, 1, 1, 0))) for query in asked]
    )
    for what, values in (
        ("reciprocal rank fusion", ranks),
        ("convex, on other authorities", held),
        ("convex, fitted on all", found.values(picks)),
    ):
        means = found.means(values, every)
        print(f"{what:30}", *(f"{name} {mean:.3f}" for name, mean in means.items()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", type=Path, help="labelled sets")
    parser.add_argument("questions", type=Path, nargs="+", help="as training.mine takes them")
    parser.add_argument("--index", type=Path, required=True)
    given = parser.parse_args()
    settings = load_settings()
    with open_index(given.index, settings) as opened:
        searcher = opened.searcher
        asked = list(queries(searcher, load_sets(given.sets), given.questions))
    fit(asked, settings)


if __name__ == "__main__":
    main()
