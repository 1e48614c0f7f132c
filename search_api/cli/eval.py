"""`pinpoint eval`: how well does an index, searched as a user searches it, do on labelled sets?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from indexer.terminal import one_line, print_json

from .options import AsJson, Index

if TYPE_CHECKING:
    from search_api.evaluation.run import Evaluation

# The rest is imported in the command: others should not wait for what only this one needs.

_NAMES = {
    "r1": "R@1",
    "r5": "R@5",
    "r10": "R@10",
    "mrr": "MRR",
    "ndcg10": "nDCG@10",
    "p5": "P@5, grade 3",
    "judged10": "Judged@10",
    "answer_span": "answer span",
}


def evaluate(
    sets_folder: Annotated[
        Path,
        typer.Argument(
            metavar="SETS_FOLDER", exists=True, file_okay=False, help="The folder of labelled sets."
        ),
    ],
    index: Index = None,
    all_kinds: Annotated[
        bool,
        typer.Option(
            "--all-kinds",
            help="Keep paragraphs without a printed number, which the labelled sets do not contain.",
        ),
    ] = False,
    runs: Annotated[
        Path | None,
        typer.Option("--runs", metavar="DIR", help="Write the rankings to this folder as TREC run files."),
    ] = None,
    compare: Annotated[
        list[Path] | None,
        typer.Option(
            "--compare", metavar="RUN", help="Compare with this TREC run file by a paired test. Repeatable."
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Measure search quality on labelled sets of questions, topics and inspectors' own links."""
    from search_api.evaluation.measures import read_run, write_run
    from search_api.evaluation.run import Evaluation
    from search_api.evaluation.sets import load_sets
    from search_api.index.opening import open_index

    sets = load_sets(sets_folder)
    older = {path: read_run(path) for path in compare or ()}
    if runs:
        runs.mkdir(parents=True, exist_ok=True)
    with open_index(index) as opened:
        searcher = opened.searcher
        evaluation = Evaluation(searcher, sets, all_kinds)
        for path, run in older.items():
            evaluation.part_of(str(path), run)  # a wrong file is said before the minutes of searching
        evaluation.run()
        manifest = searcher.reader.manifest
    if runs:
        for part, found in evaluation.runs.items():
            write_run(runs / f"{part}.run", found)
    compared = [evaluation.compared(str(path), run) for path, run in older.items()]
    if as_json:
        print_json(document(evaluation, compared))
    else:
        counts = manifest.counts
        typer.echo(
            f"{manifest.generation}: {counts.reports:,} reports, {counts.paragraphs:,} paragraphs, "
            f"{one_line(manifest.encoder_name)}; "
            f"{'all results' if all_kinds else 'results without a printed number removed'}"
        )
        for line in (*_table(evaluation), *_comparisons(compared)):
            typer.echo(line)
    for line in (*_times(evaluation), *evaluation.notes):
        typer.echo(one_line(line), err=as_json)


def document(evaluation: Evaluation, compared: Iterable[Mapping[str, Any]] = ()) -> dict[str, Any]:
    """{questions: {r1, r5, r10, mrr, answer_span, n}, topics: {ndcg10, p5, judged10, n}, crossrefs:
    {r5, r10, mrr, n}, unanswerable: {precision, recall, n}, intervals: {part: {measure: [low, high]},
    compare: [{run, part, n, measures: {name: {difference, low, high, p}}}]}, unmapped: [{part, query, id}]}.

    A part without a set is absent. Values are rounded to four places, null where undefined.
    """
    values: dict[str, Any] = {}
    intervals: dict[str, Any] = {}
    for part, (count, measured) in evaluation.estimates().items():
        values[part] = {name: value for name, (value, _) in measured.items()} | {"n": count}
        intervals[part] = {name: span for name, (_, span) in measured.items()}
    intervals["compare"] = list(compared)
    whole: dict[str, Any] = _rounded(
        values | {"intervals": intervals, "unmapped": evaluation.unmapped},
    )
    return whole


def _rounded(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _rounded(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(item) for item in value]
    return round(value, 4) if isinstance(value, float) else value


def _table(evaluation: Evaluation) -> Iterator[str]:
    yield f"{'part':<14}{'measure':<14}{'value':>7}   {'95% interval':<18}{'n':>4}"
    for part, (count, measured) in evaluation.estimates().items():
        for name, (value, span) in measured.items():
            shown = "-" if value is None else f"{value:.3f}"
            ends = "-" if span is None else f"{span[0]:.3f} to {span[1]:.3f}"
            yield f"{part:<14}{_NAMES.get(name, name):<14}{shown:>7}   {ends:<18}{count:>4}"
    sets, refused = evaluation.sets, evaluation.refused
    if refused:
        right = sum(refused[query] for query in sets.unanswerable)
        yield (
            f"refused: {right} of {len(sets.unanswerable)} unanswerable, "
            f"{sum(refused.values()) - right} of {len(sets.questions)} questions"
        )


def _comparisons(compared: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for item in compared:
        yield one_line(f"now less {item['run']} ({item['part']}, n {item['n']}):")
        for name, found in item["measures"].items():
            yield (
                f"{'':<14}{_NAMES[name]:<14}{found['difference']:>+7.3f}   "
                f"{found['low']:+.3f} to {found['high']:+.3f}   p = {found['p']:.4f}"
            )


def _times(evaluation: Evaluation) -> Iterator[str]:
    import numpy as np

    for way, seconds in evaluation.seconds.items():
        p50, p95 = np.percentile(np.array(seconds) * 1000, (50, 95))
        yield f"{way}: p50 {p50:.1f} ms, p95 {p95:.1f} ms ({len(seconds)} queries)"
