"""The command `pinpoint`: ask, search, show, and the commands of the indexer in one application.

Exit status: 0 done, 1 done but something was refused, 2 wrong usage, 3 failed.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer.exceptions import TyperException

from indexer.errors import InvalidPinpoint, InvalidRequest, PinpointError, UnknownAuthority, UnknownPinpoint
from indexer.records import FRAMEWORKS, GRADES, KINDS
from indexer.terminal import one_line, print_json

from .acronyms_command import acronyms
from .similar_command import similar

if TYPE_CHECKING:
    from .searcher import Searcher

# What only one command needs is imported in it: a question is answered from a cold start, each time.

_WRONG_USAGE, _FAILED = 2, 3
_USER_ERRORS = (InvalidPinpoint, InvalidRequest, UnknownAuthority, UnknownPinpoint)

Index = Annotated[Path | None, typer.Option("--index", metavar="DIR", help="The index folder.")]
Authorities = Annotated[
    list[str] | None,
    typer.Option("--authority", metavar="NAME", help="Only this authority; may be given again."),
]
Since = Annotated[
    str, typer.Option(metavar="DATE", help="Only reports published since: 2022, 2022-03 or 2022-03-31.")
]
Until = Annotated[str, typer.Option(metavar="DATE", help="Only reports published until, the day included.")]
Frameworks = Annotated[
    list[str] | None,
    typer.Option("--framework", metavar="NAME", help=f"Only {', '.join(FRAMEWORKS)}; may be given again."),
]
Regions = Annotated[
    list[str] | None,
    typer.Option("--region", metavar="NAME", help="Only authorities of this region; may be given again."),
]
Grades = Annotated[
    list[str] | None,
    typer.Option(
        "--grade",
        metavar="GRADE",
        help=f"Only reports judged overall {', '.join(GRADES)}; may be given again.",
    ),
]
Kinds = Annotated[
    list[str] | None,
    typer.Option("--kind", metavar="KIND", help=f"Only {', '.join(KINDS)}; may be given again."),
]
Limit = Annotated[int | None, typer.Option(min=1, metavar="N", help="At most so many.")]
Literal = Annotated[
    bool, typer.Option("--literal", help="Search the words as they are; read no filter from them.")
]
AsWords = Annotated[
    list[str] | None,
    typer.Option("--as-words", metavar="TEXT", help="Words that are no filter; may be given again."),
]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON document on standard output.")]

app = typer.Typer(
    name="pinpoint",
    help="Search inspection reports of children's services and cite the exact paragraph.",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import PackageNotFoundError, version

        try:
            typer.echo(f"pinpoint {version('pinpoint-reports')}")
        except PackageNotFoundError:
            typer.echo("pinpoint (not installed)")
        raise typer.Exit


@app.callback()
def _root(
    _version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    pass


@app.command()
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
    from .answerer import Answerer
    from .scope import Request

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
        from .schemas import answer_json

        print_json(answer_json(answer))
    else:
        from .printing import Printer

        Printer().answer(answer)


@app.command()
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
    from .scope import Request

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
        from .schemas import search_json

        print_json(search_json(result))
    else:
        from .printing import Printer

        Printer().results(result)


@app.command()
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
    from indexer.index_reader import IndexReader

    from . import schemas

    name = pinpoint.strip()
    with IndexReader.open(_index(index)) as reader:
        if "/" not in name:
            report, paragraphs = reader.report(name), reader.paragraphs(name)
            anomalies = reader.anomalies(name)
            if as_json:
                print_json(schemas.outline_json(report, paragraphs, anomalies))
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
        print_json(
            schemas.shown_json(report, paragraph, beside, [item for item in shown if item != paragraph])
        )
    else:
        from .printing import Printer

        Printer().paragraph(report, paragraph, beside, shown)


app.command()(similar)
app.command()(acronyms)


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command line (None: the process's own) and give the exit status.

    An expected error is one line on standard error.
    """
    arguments = list(sys.argv[1:] if arguments is None else arguments) or ["--help"]
    _prepare_streams()
    try:
        # Not `command.main`, which has its own words and statuses for an interrupt and a closed pipe.
        command = typer.main.get_command(_application(arguments))
        try:
            with command.make_context("pinpoint", arguments) as context:
                command.invoke(context)
            status = 0
        except typer.Exit as request:
            status = request.exit_code
        sys.stdout.flush()
        return status
    except PinpointError as error:
        return _complain(str(error), _WRONG_USAGE if isinstance(error, _USER_ERRORS) else _FAILED)
    except TyperException as error:
        return _complain(error.format_message(), error.exit_code)
    except BrokenPipeError:
        # Whoever read the output has enough; keep Python from complaining when it closes the stream.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        return _complain(f"{error.filename or 'the system'}: {error.strerror or error}", _FAILED)
    except (typer.Abort, KeyboardInterrupt):
        return _complain("interrupted", _FAILED)


def main() -> None:
    """The entry point of the console command."""
    sys.exit(run())


def _application(arguments: Sequence[str]) -> typer.Typer:
    """The commands of this file, and those of the indexer unless one of these is called."""
    own = {
        command.name or command.callback.__name__ for command in app.registered_commands if command.callback
    }
    called = next((argument for argument in arguments if argument != "--help"), "")
    if called in own or called == "--version":
        return app
    from indexer.cli import app as indexer_app
    from indexer.fetch_command import fetch
    from indexer.reading_commands import check_reading_command, ledger_command

    from .eval_command import evaluate
    from .key_command import keys_app
    from .mcp_command import mcp
    from .serve_command import serve

    whole = typer.Typer(
        name="pinpoint",
        help=app.info.help,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    whole.callback()(_root)
    whole.registered_commands = [*app.registered_commands, *indexer_app.registered_commands]
    whole.command()(fetch)
    whole.command("check-reading")(check_reading_command)
    whole.command("ledger")(ledger_command)
    whole.command("eval")(evaluate)
    whole.command()(serve)
    whole.command()(mcp)
    whole.add_typer(keys_app)
    return whole


@contextmanager
def _searcher(index: Path | None) -> Iterator[Searcher]:
    from .searcher import open_searcher
    from .settings import load_settings

    settings = load_settings()
    with open_searcher(index or settings.index, settings) as searcher:
        yield searcher


def _index(given: Path | None) -> Path:
    from indexer.locations import default_index

    return given or default_index()


def _prepare_streams() -> None:
    """Let a terminal that lacks a character show "?" for it, where Python would stop with an error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _complain(message: str, status: int) -> int:
    print(f"pinpoint: {one_line(message)}", file=sys.stderr)
    return status
