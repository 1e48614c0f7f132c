"""`pinpoint ask`, `search`, `show`: questions to the index, and one paragraph or report of it.

What only one command needs is imported in it: a question is answered from a cold start, each time.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from indexer.terminal import print_json

from .options import (
    AsJson,
    AsWords,
    Authorities,
    Frameworks,
    Grades,
    Index,
    Kinds,
    Limit,
    Literal,
    Regions,
    Since,
    Until,
)

if TYPE_CHECKING:
    from search_api.retrieval.searcher import Searcher


def ask(
    question: Annotated[str, typer.Argument(metavar="QUESTION", help="A question in plain words.")],
    index: Index = None,
    authority: Authorities = None,
    since: Since = "",
    until: Until = "",
    region: Regions = None,
    framework: Frameworks = None,
    grade: Grades = None,
    kind: Kinds = None,
    limit: Limit = None,
    literal: Literal = False,
    as_words: AsWords = None,
    as_json: AsJson = False,
) -> None:
    """Answer a question with the reports' own sentences, each with its citation."""
    from search_api.answers.answerer import Answerer
    from search_api.question.scope import Request

    request = Request(
        tuple(authority or ()),
        since,
        until,
        tuple(framework or ()),
        tuple(kind or ()),
        literal,
        tuple(as_words or ()),
        tuple(region or ()),
        tuple(grade or ()),
    )
    with _searcher(index) as searcher:
        answer = Answerer(searcher).ask(question, request, limit)
    if as_json:
        from search_api.schemas.answers import answer_json

        print_json(answer_json(answer))
    else:
        from .printing import Printer

        Printer().answer(answer)


def search(
    query: Annotated[str, typer.Argument(metavar="QUERY", help="Words to look for, or a question.")],
    index: Index = None,
    authority: Authorities = None,
    since: Since = "",
    until: Until = "",
    region: Regions = None,
    framework: Frameworks = None,
    grade: Grades = None,
    kind: Kinds = None,
    limit: Limit = None,
    offset: Annotated[int, typer.Option(min=0, metavar="N", help="Leave out the first so many.")] = 0,
    literal: Literal = False,
    as_words: AsWords = None,
    as_json: AsJson = False,
) -> None:
    """List the paragraphs that a query finds, best first."""
    from search_api.question.scope import Request

    request = Request(
        tuple(authority or ()),
        since,
        until,
        tuple(framework or ()),
        tuple(kind or ()),
        literal,
        tuple(as_words or ()),
        tuple(region or ()),
        tuple(grade or ()),
    )
    with _searcher(index) as searcher:
        result = searcher.search(query, request, limit, offset)
    if as_json:
        from search_api.schemas.search import search_json

        print_json(search_json(result))
    else:
        from .printing import Printer

        Printer().results(result)


def show(
    pinpoint: Annotated[
        str,
        typer.Argument(metavar="ID", help="Of a paragraph, as northmoor-2018-08-24/para-27, or a report."),
    ],
    index: Index = None,
    context: Annotated[
        int, typer.Option(min=0, max=20, metavar="N", help="Neighbours to show on each side.")
    ] = 0,
    as_json: AsJson = False,
) -> None:
    """Show a paragraph in full with its citation, or the outline of a report."""
    from indexer.store.reader import IndexReader

    name = pinpoint.strip()
    with IndexReader.open(_index(index)) as reader:
        if "/" not in name:
            report, paragraphs = reader.report(name), reader.paragraphs(name)
            anomalies = reader.anomalies(name)
            if as_json:
                from search_api.schemas.reports import outline_json

                print_json(outline_json(report, paragraphs, anomalies))
            else:
                from .printing import Printer

                Printer().outline(report, paragraphs, anomalies)
            return
        paragraph = reader.get(name)
        report, beside = reader.report(name.partition("/")[0]), reader.neighbours(name)
        around = reader.paragraphs(report.id)
    place = next(place for place, item in enumerate(around) if item.id == paragraph.id)
    shown = around[max(place - context, 0) : place + context + 1] if context else ()
    if as_json:
        from search_api.schemas.paragraphs import shown_json

        print_json(shown_json(report, paragraph, beside, [item for item in shown if item != paragraph]))
    else:
        from .printing import Printer

        Printer().paragraph(report, paragraph, beside, shown)


@contextmanager
def _searcher(index: Path | None) -> Iterator[Searcher]:
    from search_api.index.opening import open_searcher
    from search_api.settings import load_settings

    settings = load_settings()
    with open_searcher(index or settings.index, settings) as searcher:
        yield searcher


def _index(given: Path | None) -> Path:
    from indexer.locations import default_index

    return given or default_index()
