"""What `--help` prints of a command: its arguments and options in plain words, and examples."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from typing import Any, NamedTuple, TypeVar

import typer
from typer.core import TyperCommand, TyperGroup

PROGRAM = "pinpoint"
_Function = TypeVar("_Function", bound=Callable[..., Any])
# How the library writes what a number may be.
_BETWEEN = re.compile(r"\b([\d.]+)<=x<=([\d.]+)")
_AT_LEAST = re.compile(r"\bx>=([\d.]+)")


class Example(NamedTuple):
    """line: what is typed, without `pinpoint`. does: what it does, in a few words."""

    line: str
    does: str


Examples = Mapping[str, tuple[Example, ...]]  # by command, as in "watch add"


class WithExamples:
    """What ends in examples where its help is printed."""

    examples_at = ""  # "module:TABLE", an `Examples`; imported when help is asked for

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        """Write the examples, each line in full: it is there to be copied."""
        if not (examples := self.examples(ctx)):
            return
        with formatter.section("Examples"):
            for example in examples:
                formatter.write_text(f"{example.does}:")
                formatter.write(f"{'':>{formatter.current_indent + 2}}{PROGRAM} {example.line}\n")

    def examples(self, ctx: Any) -> tuple[Example, ...]:
        """Those of the table for this command, in its order."""
        if not self.examples_at:
            return ()
        module, _, table = self.examples_at.partition(":")
        found: Examples = getattr(import_module(module), table)
        return found.get(ctx.command_path.partition(" ")[2], ())


class Command(WithExamples, TyperCommand):
    """A command whose help names arguments as they are typed, and ends in examples."""

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        """As in ["[OPTIONS]", "NAME", "[QUESTION]..."]."""
        typed = [argument_name(item) for item in self.get_params(ctx) if item.param_type_name == "argument"]
        return [self.options_metavar or "", *typed]

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write one list of arguments and one of options."""
        for title, rows in (("Arguments", arguments_of(self, ctx)), ("Options", options_of(self, ctx))):
            if listed := list(rows):
                with formatter.section(title):
                    formatter.write_dl(listed)


class Group(WithExamples, TyperGroup):
    """Several commands under one name. Alone, the name prints its help."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """As the library's, with `--help` where nothing follows."""
        return super().parse_args(ctx, args if args or ctx.resilient_parsing else ["--help"])


class CommandGroup(typer.Typer):
    """A command that has commands of its own, each with help as `Command` prints it."""

    def __init__(self, name: str, help: str) -> None:
        super().__init__(
            name=name,
            help=help,
            cls=Group,
            rich_markup_mode=None,
            add_completion=False,
        )

    def command(self, name: str | None = None, **options: Any) -> Callable[[_Function], _Function]:
        """As Typer's."""
        return super().command(name, **{"cls": Command, **options})


def argument_name(argument: Any) -> str:
    """As it stands in a line of usage: NAME, [NAME], NAME... or [NAME]..."""
    name = _bare(argument)
    return (name if argument.required else f"[{name}]") + ("" if argument.nargs == 1 else "...")


def arguments_of(command: Any, ctx: Any) -> Iterator[tuple[str, str]]:
    """(name, help) of each argument, in the order in which they are typed."""
    for item in command.get_params(ctx):
        if item.param_type_name == "argument":
            yield argument_name(item), item.help or ""


def options_of(command: Any, ctx: Any) -> Iterator[tuple[str, str]]:
    """(names with what is given, help with the default) of each option."""
    for item in command.get_params(ctx):
        if item.param_type_name == "option" and (record := item.get_help_record(ctx)):
            name, said = record
            yield name, _AT_LEAST.sub(r"at least \1", _BETWEEN.sub(r"\1 to \2", said))


def _bare(argument: Any) -> str:
    name: str = argument.metavar or argument.name.upper()
    return name.removesuffix("...").strip("[]").removesuffix("...")
