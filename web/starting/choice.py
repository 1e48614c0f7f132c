"""Which published reports does somebody want? Told by options, asked for, or as it was told before."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import typer

from indexer.authorities.catalogue import Publication, choose
from indexer.authorities.register import default_register
from indexer.errors import PinpointError
from indexer.files import replace_file
from search_api.lists import listed

_FILE = ".pinpoint-setup.json"


@dataclass(frozen=True, slots=True)
class Choice:
    """Names as they were typed. latest: only the newest report of each authority."""

    authorities: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    everything: bool = False
    latest: bool = False

    def __bool__(self) -> bool:
        return bool(self.authorities or self.regions or self.everything or self.latest)

    def __str__(self) -> str:
        whose = listed((*self.authorities, *self.regions)) or "all authorities"
        return f"the newest reports of {whose}" if self.latest else f"the reports of {whose}"

    def of(self, publications: Sequence[Publication]) -> tuple[Publication, ...]:
        """What it chooses. Raises UnknownAuthority, and PinpointError where that is nothing."""
        found = choose(
            publications,
            default_register(),
            authorities=self.authorities,
            regions=self.regions,
            latest_only=self.latest,
        )
        if not found:
            raise PinpointError(f"the catalogue has none of {self}", "choose another authority or region")
        return found


def begun(folder: Path) -> Choice | None:
    """What was chosen for the reports of `folder` and is not done yet."""
    try:
        kept = json.loads((folder / _FILE).read_text("utf-8"))
        return Choice(
            tuple(map(str, kept["authorities"])),
            tuple(map(str, kept["regions"])),
            bool(kept["everything"]),
            bool(kept["latest"]),
        )
    except (OSError, ValueError, TypeError, KeyError):
        return None


def begin(folder: Path, choice: Choice) -> None:
    """Keep it until `finish`. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    replace_file(folder / _FILE, (json.dumps(asdict(choice), ensure_ascii=False) + "\n").encode())


def finish(folder: Path) -> None:
    """It is done. Raises OSError."""
    (folder / _FILE).unlink(missing_ok=True)


def can_ask() -> bool:
    """Whether a question would be read and answered: input and messages are both at a terminal."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stderr))


def asked(publications: Sequence[Publication], before: Choice | None) -> Choice:
    """Ask whoever sits at the terminal. before: what was begun, which may be gone on with."""
    if before and typer.confirm(f"Go on with {before}?", default=True, err=True):
        return before
    typer.echo(
        "Which reports do you want?\n"
        "  1  of one authority or several\n"
        "  2  of a region or several\n"
        f"  3  all {len(Choice(everything=True).of(publications)):,}",
        err=True,
    )
    while True:
        answer = typer.prompt("Type 1, 2 or 3", err=True).strip()
        if answer == "1":
            return _named(
                publications, "Authorities, with commas between", lambda all: Choice(authorities=all)
            )
        if answer == "2":
            typer.echo(f"The regions are {listed(default_register().regions())}.", err=True)
            return _named(publications, "Regions, with commas between", lambda all: Choice(regions=all))
        if answer == "3":
            return Choice(everything=True)


def _named(
    publications: Sequence[Publication], words: str, choice_of: Callable[[tuple[str, ...]], Choice]
) -> Choice:
    while True:
        typed = typer.prompt(words, err=True)
        choice = choice_of(tuple(name.strip() for name in typed.split(",") if name.strip()))
        try:
            choice.of(publications)
        except PinpointError as error:
            typer.echo(str(error), err=True)
        else:
            return choice
