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
    "absent_answered": "absent: answered as if present",
    "present_answered": "present: answered",
    "present_recall": "present: recall of paragraphs",
    "present_precision": "present: precision of paragraphs",
    "right": "counts right",
    "praise_or_criticism": "praise and criticism told apart",
    "macro_f1": "macro-F1 of four labels",
}
_WIDTH = max(map(len, _NAMES.values())) + 2


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
    only: Annotated[
        list[str] | None,
        typer.Option("--only", metavar="PART", help="Run this part of the sets alone. Repeatable."),
    ] = None,
    failures: Annotated[
        bool, typer.Option("--failures", help="List each question that failed, and why.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Measure search and answers on labelled sets of questions, topics and inspectors' own links."""
    from search_api.evaluation.measures import read_run, write_run
    from search_api.evaluation.run import Evaluation
    from search_api.evaluation.sets import load_sets
    from search_api.index.opening import open_index

    sets = load_sets(sets_folder, only or ())
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
    failed = _failures(evaluation) if failures else ()
    for line in (*failed, *_times(evaluation), *evaluation.notes):
        typer.echo(one_line(line), err=as_json)


def document(evaluation: Evaluation, compared: Iterable[Mapping[str, Any]] = ()) -> dict[str, Any]:
    """{questions: {r1, r5, r10, mrr, answer_span, n}, topics: {ndcg10, p5, judged10, n}, crossrefs:
    {r5, r10, mrr, n}, unanswerable: {precision, recall, n}, absent: {absent_answered, present_answered,
    present_recall, present_precision, n}, mentions: {right, n}, answers: {passed, by_type: {type: "n/m"}, n},
    sides and polarity: {praise_or_criticism, macro_f1, n}, intervals: {part: {measure: [low, high]}, compare:
    [{run, part, n, measures: {name: {difference, low, high, p}}}]}, times: {way: {p50, p95, n}}, failures:
    [{part, query, reason}], unmapped: [{part, query, id, scored}]}.

    A part without a set is absent. Values are rounded to four places, null where undefined; times are in
    milliseconds.
    """
    values: dict[str, Any] = {}
    intervals: dict[str, Any] = {}
    for part, (count, measured) in evaluation.estimates().items():
        values[part] = {name: value for name, (value, _) in measured.items()} | {"n": count}
        intervals[part] = {name: span for name, (_, span) in measured.items()}
    if "answers" in values:
        values["answers"]["by_type"] = _by_type(evaluation)
    intervals["compare"] = list(compared)
    beside = {
        "intervals": intervals,
        "times": {
            way.replace(" ", "_"): dict(zip(("p50", "p95", "n"), found, strict=True))
            for way, found in _percentiles(evaluation).items()
        },
        "failures": [item._asdict() for item in evaluation.failures],
        "unmapped": [item._asdict() for item in evaluation.unmapped],
    }
    whole: dict[str, Any] = _rounded(values | beside)
    return whole


def _rounded(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _rounded(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(item) for item in value]
    return round(value, 4) if isinstance(value, float) else value


def _table(evaluation: Evaluation) -> Iterator[str]:
    yield f"{'part':<14}{'measure':<{_WIDTH}}{'value':>7}   {'95% interval':<18}{'n':>4}"
    for part, (count, measured) in evaluation.estimates().items():
        for name, (value, span) in measured.items():
            shown = "-" if value is None else f"{value:.3f}"
            ends = "-" if span is None else f"{span[0]:.3f} to {span[1]:.3f}"
            of = evaluation.answering.counted(part, name)
            yield (
                f"{part:<14}{_NAMES.get(name, name):<{_WIDTH}}{shown:>7}   {ends:<18}"
                f"{count if of is None else of:>4}"
            )
    types = _by_type(evaluation)
    if types:
        yield f"answers by type: {', '.join(f'{name} {found}' for name, found in types.items())}"
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
                f"{'':<14}{_NAMES[name]:<{_WIDTH}}{found['difference']:>+7.3f}   "
                f"{found['low']:+.3f} to {found['high']:+.3f}   p = {found['p']:.4f}"
            )


def _by_type(evaluation: Evaluation) -> dict[str, str]:
    """Type of an answer -> how many passed of how many."""
    return {name: f"{sum(passed)}/{len(passed)}" for name, passed in evaluation.answering.types.items()}


def _failures(evaluation: Evaluation) -> Iterator[str]:
    for failure in evaluation.failures:
        yield f"{failure.part} {failure.query}: {failure.reason}"


def _times(evaluation: Evaluation) -> Iterator[str]:
    for way, (p50, p95, count) in _percentiles(evaluation).items():
        yield f"{way}: p50 {p50:.1f} ms, p95 {p95:.1f} ms ({count} queries)"


def _percentiles(evaluation: Evaluation) -> dict[str, tuple[float, float, int]]:
    """Way of asking -> p50 and p95 in milliseconds, and how many were asked."""
    import numpy as np

    found: dict[str, tuple[float, float, int]] = {}
    for way, seconds in evaluation.seconds.items():
        p50, p95 = np.percentile(np.array(seconds) * 1000, (50, 95))
        found[way] = (float(p50), float(p95), len(seconds))
    return found
