"""How a command is found, run and ended: commands load when they are called, errors are one line.

Exit status: 0 done, 1 done but something was refused, 2 wrong usage, 3 failed, 130 stopped by Ctrl-C,
143 by SIGTERM.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any

import typer
from typer.exceptions import TyperException

from indexer.errors import FIRST_STEPS, NothingPublished, PinpointError, Remedy, Wording, system_reason
from indexer.process import FAILED, stop_status
from indexer.terminal import one_line

from .helping import PROGRAM, Command, Group

WRONG_USAGE = 2
_COMPLETE = "_PINPOINT_COMPLETE"  # set by a shell that asks what may follow
# How the command line words what is wrong.
COMMAND_LINE = Wording(
    field=lambda name: f"--{name}",
    remedies={
        Remedy.LIST_REPORTS: "`pinpoint info` lists what is indexed",
        Remedy.WRITE_DATE: "write 2022, 2022-03 or 2022-03-31",
        Remedy.SWAP_DATES: "exchange --since and --until",
        Remedy.MAKE_INDEX: "run `pinpoint setup`, or name another folder with --index",
    },
)


def command_line(name: str, about: str, commands: Mapping[str, str], examples: str) -> typer.Typer:
    """An application of commands that are imported when they are called.

    commands: name -> "module:function", or "module:app" for a command that has commands of its own.
    examples: "module:TABLE", where the examples stand that their help ends in.
    """

    class Commands(Group):
        examples_at = examples

        def list_commands(self, ctx: Any) -> list[str]:
            return list(commands)

        def get_command(self, ctx: Any, cmd_name: str) -> Any:
            if cmd_name not in commands:
                return None
            command = _load(cmd_name, commands[cmd_name])
            for one in (command, *getattr(command, "commands", {}).values()):
                one.examples_at = examples
                # Given, it is not cut to the width of the screen where the commands are listed.
                one.short_help = one.short_help or _first_sentence(one.help or "")
            return command

        def resolve_command(self, ctx: Any, args: list[str]) -> Any:
            self.commands = dict.fromkeys(commands)  # type: ignore[assignment]  # names near a misspelt one
            return super().resolve_command(ctx, args)

    app = typer.Typer(name=name, help=about, cls=Commands, **_PLAIN)
    app.callback()(_no_options_of_its_own)
    return app


def _first_sentence(help: str) -> str:
    return " ".join(help.partition("\n\n")[0].split()).partition(". ")[0].rstrip(".")


def _no_options_of_its_own() -> None:
    pass


# One look for every part of the application.
_PLAIN: dict[str, Any] = {
    "add_completion": False,
    "pretty_exceptions_enable": False,
    "rich_markup_mode": None,
}


def _load(name: str, place: str) -> Any:
    module, _, attribute = place.partition(":")
    found = getattr(import_module(module), attribute)
    if isinstance(found, typer.Typer):
        return typer.main.get_command(found)
    alone = typer.Typer(**_PLAIN)
    alone.command(name, cls=Command)(found)
    return typer.main.get_command(alone)


def run(
    app: typer.Typer,
    arguments: Sequence[str],
    wrong_usage: Callable[[PinpointError], bool] = lambda _: False,
) -> int:
    """Run a command and give its exit status. An expected error is one line on standard error.

    wrong_usage: which errors say that the command was used wrongly; the others say that it failed.
    """
    _prepare_streams()
    try:
        try:
            return _run(app, arguments)
        except BaseExceptionGroup as group:  # of tasks that ran side by side
            raise _first(group) from group
    except NothingPublished as error:
        status = _complain(error.problem, FAILED)
        print(FIRST_STEPS, file=sys.stderr)
        return status
    except PinpointError as error:
        return _complain(COMMAND_LINE.sentence(error), WRONG_USAGE if wrong_usage(error) else FAILED)
    except TyperException as error:
        return _complain(error.format_message(), error.exit_code)
    except OSError as error:
        return _complain(f"{os.fsdecode(error.filename or 'the system')}: {system_reason(error)}", FAILED)
    except MemoryError:
        return _complain("there is not enough memory", FAILED)
    except (typer.Abort, KeyboardInterrupt) as stopped:
        return _complain("interrupted", stop_status(stopped))


def _run(app: typer.Typer, arguments: Sequence[str]) -> int:
    # Not `command.main`, which has its own words and statuses for an interrupt and a closed pipe.
    command = typer.main.get_command(app)
    if asked := os.environ.get(_COMPLETE):
        return print_completion(command, asked)
    words = list(arguments)
    if words[:1] == ["help"]:  # as many programs take it
        words = [*words[1:], "--help"]
    try:
        with command.make_context(PROGRAM, words or ["--help"]) as context:
            command.invoke(context)
        status = 0
    except typer.Exit as request:
        status = request.exit_code
    if sys.stdout is not None:
        sys.stdout.flush()
    return status


def print_completion(command: Any, instruction: str) -> int:
    """Print what a shell asks for, as in "source_bash" or "complete_zsh"; the exit status."""
    from typer.completion import completion_init, shell_complete  # type: ignore[attr-defined]

    completion_init()
    return shell_complete(command, {}, PROGRAM, _COMPLETE, instruction)


def _first(group: BaseExceptionGroup[BaseException]) -> BaseException:
    error: BaseException = group
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error


def _prepare_streams() -> None:
    """Let a terminal that lacks a character show "?" for it, where Python would stop with an error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _complain(message: str, status: int) -> int:
    print(f"pinpoint: {one_line(message)}", file=sys.stderr)
    return status
