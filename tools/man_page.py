"""The page of the manual, `man pinpoint`, from the commands themselves: writes docs/man/pinpoint.1.

python -m tools.man_page
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from indexer.cli.helping import PROGRAM, arguments_of, options_of
from search_api.cli.app import app
from search_api.settings import table

PAGE = Path(__file__).resolve().parent.parent / "docs" / "man" / "pinpoint.1"
_STATUSES = (
    ("0", "done"),
    ("1", "done, but something was refused"),
    ("2", "wrong usage"),
    ("3", "failed, or the output could not be written"),
    ("130", "stopped by Ctrl-C"),
    ("143", "stopped by another program (SIGTERM)"),
)


def commands() -> Iterator[tuple[Any, Any]]:
    """(command, context) of every command, those of groups after their group; the root first."""
    root: Any = typer.main.get_command(app)
    with root.make_context(PROGRAM, [], resilient_parsing=True) as context:
        yield root, context
        for name in root.list_commands(context):
            command = root.get_command(context, name)
            yield from _with_own(command, context)


def text() -> str:
    """The page, in the macros of man(7)."""
    return "".join(f"{line}\n" for line in _lines())


def _lines() -> Iterator[str]:
    (root, top), *others = commands()
    yield '.\\" Made by tools/man_page.py from the commands. Do not edit.'
    yield '.TH PINPOINT 1 "" "Pinpoint" "Pinpoint"'
    yield ".nh"  # no word is divided: an option that is would be copied wrongly
    yield ".ad l"
    yield ".SH NAME"
    yield "pinpoint \\- search inspection reports of children's services and cite the exact paragraph"
    yield ".SH SYNOPSIS"
    yield f".B {PROGRAM}"
    yield ".I COMMAND"
    yield "[\\fIOPTIONS\\fR] [\\fIARGUMENTS\\fR]"
    yield ".SH DESCRIPTION"
    yield from _paragraphs(
        "Pinpoint answers questions with the inspectors' own sentences, each with the paragraph and page to "
        "cite. Questions need no quotation marks. It runs on this machine alone; only setup, fetch "
        "and unpack use the internet."
    )
    yield from _examples(root, top)
    yield ".SH COMMANDS"
    for command, context in others:
        yield from _command(command, context)
    yield ".SH ENVIRONMENT"
    for row in table():
        yield from _item(f"\\fB{_safe(row.name)}\\fR", f"{row.help} Default: {row.default or 'none'}.")
    yield ".SH EXIT STATUS"
    for number, meaning in _STATUSES:
        yield from _item(number, meaning)


def _with_own(command: Any, parent: Any) -> Iterator[tuple[Any, Any]]:
    context = command.make_context(command.name, [], parent=parent, resilient_parsing=True)
    yield command, context
    for one in getattr(command, "commands", {}).values():
        yield one, one.make_context(one.name, [], parent=context, resilient_parsing=True)


def _command(command: Any, context: Any) -> Iterator[str]:
    pieces = " ".join(command.collect_usage_pieces(context))
    yield f".SS {_safe(context.command_path)} {_safe(pieces)}"
    yield from _paragraphs(command.help or "")
    for name, said in (*arguments_of(command, context), *options_of(command, context)):
        if name != "--help":
            yield from _item(f"\\fB{_safe(name)}\\fR", said)
    yield from _examples(command, context)


def _examples(command: Any, context: Any) -> Iterator[str]:
    for example in command.examples(context):
        yield ".PP"
        yield _safe(f"{example.does}:")
        yield ".PP"
        yield ".RS 4"
        yield ".nf"
        yield _safe(f"{PROGRAM} {example.line}")
        yield ".fi"
        yield ".RE"


def _item(name: str, said: str) -> Iterator[str]:
    yield ".TP"
    yield name
    yield _safe(" ".join(said.split()))


def _paragraphs(said: str) -> Iterator[str]:
    for paragraph in re.split(r"\n\s*\n", said.strip()):
        yield ".PP"
        yield _safe(" ".join(paragraph.split()))


def _safe(said: str) -> str:
    """Text that no formatter takes for a request, with the quotation marks and dashes of a typewriter."""
    plain = said.replace("\\", "\\e").replace("-", "\\-").replace("`", "\\(ga").replace("'", "\\(aq")
    for mark, name in (("‘", "oq"), ("’", "cq"), ("“", "lq"), ("”", "rq"), ("–", "en"), ("…", "...")):
        plain = plain.replace(mark, name if name == "..." else f"\\({name}")
    return f"\\&{plain}" if plain.startswith(".") else plain


if __name__ == "__main__":
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(text(), encoding="utf-8")
