"""`pinpoint ask`, `search`, `show`: questions to the index, and one paragraph or report of it.

What only one command needs is imported in it: a question is answered from a cold start, each time.
"""

from __future__ import annotations

from typing import Annotated

import typer

from indexer.terminal import print_json

from .options import AsJson, AsWords, Given, Index, Limit, Literal, Mine, Offset, unquoted, with_filters


@unquoted("question")
@with_filters
def ask(
    question: Annotated[str, typer.Argument(metavar="QUESTION", help="A question in plain words.")],
    given: Given,
    index: Index = None,
    limit: Limit = None,
    follows: Annotated[
        str,
        typer.Option(
            metavar="TEXT",
            help="The question asked before; what QUESTION does not say is taken from it.",
        ),
    ] = "",
    literal: Literal = False,
    as_words: AsWords = None,
    mine: Mine = "",
    as_json: AsJson = False,
) -> None:
    """Answer a question with the reports' own sentences, each with its citation."""
    from search_api.index.opening import open_index
    from search_api.question.request import Request

    request = Request.named(given, literal=literal, as_words=as_words or (), mine=mine)
    with open_index(index) as opened:
        answer = opened.answer(question, request, limit, follows=follows)
    if as_json:
        from search_api.schemas.answers import answer_json

        print_json(answer_json(answer))
    else:
        from .printing import Printer

        Printer().answer(answer, fit=limit is None)


@unquoted("query")
@with_filters
def search(
    query: Annotated[str, typer.Argument(metavar="QUERY", help="Words to look for, or a question.")],
    given: Given,
    index: Index = None,
    limit: Limit = None,
    offset: Offset = 0,
    mentioned: Annotated[
        bool,
        typer.Option(
            "--mentioned", help="List all paragraphs that mention what QUERY names, newest report first."
        ),
    ] = False,
    literal: Literal = False,
    as_words: AsWords = None,
    mine: Mine = "",
    as_json: AsJson = False,
) -> None:
    """List the paragraphs that match a query, best first."""
    from search_api.index.opening import open_index
    from search_api.question.request import Request

    request = Request.named(given, literal=literal, as_words=as_words or (), mine=mine)
    with open_index(index) as opened:
        result = opened.find(query, request, limit, offset, mentioned=mentioned)
    if as_json:
        from search_api.schemas.search import search_json

        print_json(search_json(result))
    else:
        from .printing import Printer

        Printer().results(result)


def show(
    pinpoint: Annotated[
        str,
        typer.Argument(
            metavar="ID", help="The id of a paragraph, such as northmoor-2018-08-24/para-27, or of a report."
        ),
    ],
    index: Index = None,
    context: Annotated[
        int, typer.Option(min=0, max=20, metavar="N", help="Number of neighbouring paragraphs on each side.")
    ] = 0,
    as_json: AsJson = False,
) -> None:
    """Show a paragraph in full with its citation, or the outline of a report."""
    from search_api.index.opening import open_index

    from .printing import Printer

    name = pinpoint.strip()
    with open_index(index) as opened:
        if "/" not in name:
            outline = opened.report(name)
            if as_json:
                from search_api.schemas.reports import outline_json

                print_json(outline_json(outline.report, outline.paragraphs, outline.anomalies))
            else:
                Printer().outline(outline.report, outline.paragraphs, outline.anomalies)
            return
        found = opened.get(name, max(context, 1))
    before, after = found.before[-context or len(found.before) :], found.after[:context]
    if not context:
        before, after = (), ()
    beside = found.before[-1] if found.before else None, found.after[0] if found.after else None
    if as_json:
        from search_api.schemas.paragraphs import shown_json

        print_json(shown_json(found.report, found.paragraph, beside, (*before, *after), found.anomalies))
    else:
        around = (*before, found.paragraph, *after) if context else ()
        Printer().paragraph(found.report, found.paragraph, beside, around, found.anomalies)
