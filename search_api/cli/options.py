"""Options that several commands take, each in one place."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Sequence
from functools import wraps
from pathlib import Path
from typing import Annotated, Any, get_type_hints

import typer

from search_api.question.filters import ON, Day, Filter, Newest, Row, rows

# The values of a command's filter options, by the name of the filter; see `with_filters`.
Given = dict[str, tuple[str, ...]]

Index = Annotated[Path | None, typer.Option("--index", metavar="DIR", help="The index folder or address.")]
Limit = Annotated[
    int | None, typer.Option("--limit", "-n", min=1, metavar="N", help="Maximum number of results.")
]
Offset = Annotated[int, typer.Option(min=0, metavar="N", help="Number of results to skip.")]
Literal = Annotated[
    bool, typer.Option("--literal", help="Search exactly these words; read no filters from them.")
]
AsWords = Annotated[
    list[str] | None,
    typer.Option(
        "--as-words",
        metavar="TEXT",
        help="Part of the question to search for as words and not use as a filter. Repeatable.",
    ),
]
Mine = Annotated[
    str,
    typer.Option(
        "--mine",
        metavar="NAME",
        help="Your own authority: what ‘our last inspection’ and ‘our neighbours’ mean. "
        "PINPOINT_AUTHORITY sets it for every command.",
    ),
]
Scope = Annotated[
    list[str] | None,
    typer.Option(
        metavar="SCOPE",
        help="Only the same region, statistical neighbours, the same type of authority, sections that were "
        "judged better, or each authority's newest inspection. One of: region, neighbours, type, better, "
        "newest. Repeatable; all must hold.",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document on standard output.")]


def unquoted(argument: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Let a command's last argument, a text, be typed without quotation marks: its words are joined.

    argument: the name of its parameter. One that is required stays so, another keeps its default.
    """

    def changed(command: Callable[..., None]) -> Callable[..., None]:
        hints = get_type_hints(command, include_extras=True)
        parameters = [
            parameter.replace(annotation=hints[parameter.name])
            for parameter in inspect.signature(command).parameters.values()
        ]
        [place] = [at for at, parameter in enumerate(parameters) if parameter.name == argument]
        default = parameters[place].default  # never used where it is required
        parameters[place] = _of_words(parameters[place])

        @wraps(command)
        def run(**options: Any) -> None:
            words = options[argument]
            options[argument] = " ".join(words) if words else default
            command(**options)

        return _signed(run, parameters)

    return changed


def _of_words(parameter: inspect.Parameter) -> inspect.Parameter:
    [info] = parameter.annotation.__metadata__
    if parameter.default is inspect.Parameter.empty:
        return parameter.replace(annotation=Annotated[list[str], info])
    return parameter.replace(annotation=Annotated[list[str] | None, info], default=None)


def with_filters(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command an option for every filter of the table, in place of its parameter `given: Given`."""
    return _with(command, rows())


def with_report_filters(command: Callable[..., None]) -> Callable[..., None]:
    """As `with_filters`, of the filters on reports alone."""
    of_reports = (item for item in rows() if not isinstance(item, Filter) or item.of is not None)
    return _with(command, tuple(of_reports))


def _with(command: Callable[..., None], items: Sequence[Row]) -> Callable[..., None]:
    hints = get_type_hints(command, include_extras=True)
    parameters: list[inspect.Parameter] = []
    for parameter in inspect.signature(command).parameters.values():
        if parameter.name == "given":
            parameters += _options(items)
        else:
            parameters.append(parameter.replace(annotation=hints[parameter.name]))

    @wraps(command)
    def run(**options: Any) -> None:
        typed = {item.name: options.pop(item.name) for item in items}
        given = {
            name: (ON,) if value is True else (value,) if isinstance(value, str) else tuple(value)
            for name, value in typed.items()
            if value
        }
        command(given=given, **options)

    return _signed(run, parameters)


def _signed(run: Any, parameters: Sequence[inspect.Parameter]) -> Callable[..., None]:
    """`run`, which says that these are its parameters."""
    run.__signature__ = inspect.Signature(list(parameters))
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    del run.__wrapped__  # its signature would be taken for the command's
    signed: Callable[..., None] = run
    return signed


# Annotation and default.
_OPTIONS: dict[type, tuple[Any, Any]] = {
    Day: (str, ""),
    Filter: (list[str] | None, None),
    Newest: (bool, False),
}


def _options(items: Sequence[Row]) -> Iterator[inspect.Parameter]:
    for item in items:
        annotation, default = _OPTIONS[type(item)]
        yield inspect.Parameter(
            item.name,
            inspect.Parameter.POSITIONAL_OR_KEYWORD,
            default=default,
            annotation=Annotated[annotation, _option(item)],
        )


def _option(item: Row) -> Any:
    if isinstance(item, Newest):
        return typer.Option(f"--{item.name}", help=item.help)
    if isinstance(item, Day):
        return typer.Option(f"--{item.name}", metavar="DATE", help=item.help)
    named = [f"{value} ({item.labels[value]})" if value in item.labels else value for value in item.values]
    listed = f" One of: {', '.join(named)}." if named else ""
    return typer.Option(f"--{item.name}", metavar=item.metavar, help=f"{item.help}{listed} Repeatable.")
