"""From a built wheel to an open page, away from the checkout: `python -m tests.install.proof [--way WAY …]`.

Builds the source archive and the wheel from it, looks into it, and for each way of installing makes an empty
home, installs there, runs `pinpoint demo`, opens its pages and ends it. Says how long each step took and how
much lies on the disk; fails where a step does, or where a wheel takes 90 seconds or longer to an open page.
Needs the package registry, or with --offline what its client keeps.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from tests.install.demo import demo
from tests.install.wheels import Built, build, clean_environment, run, wheel_files, wrong

MOST_SECONDS = 90
MOST_WHEEL = 45_000_000


@dataclass(slots=True)
class Clock:
    """Seconds of each step."""

    steps: list[tuple[str, float]] = field(default_factory=list)

    def __call__(self, name: str, step: Callable[[], object]) -> object:
        """Do it and say how long it took."""
        begun = time.monotonic()
        done = step()
        self.steps.append((name, time.monotonic() - begun))
        print(f"  {self.steps[-1][1]:6.1f} s  {name}", flush=True)
        return done

    @property
    def total(self) -> float:
        return sum(seconds for _, seconds in self.steps)


def _uv_tool(file: Path, home: Path) -> list[list[str]]:
    return [["uv", "tool", "install", "--python", sys.executable, str(file)]]


def _pipx(file: Path, home: Path) -> list[list[str]]:
    return [["uv", "tool", "run", "pipx", "install", "--python", sys.executable, str(file)]]


def _pip(file: Path, home: Path) -> list[list[str]]:
    target = home / ".local"
    return [
        [sys.executable, "-m", "venv", str(target)],
        [str(target / "bin" / "pip"), "install", "--quiet", "--disable-pip-version-check", str(file)],
    ]


def _uvx(file: Path, home: Path) -> list[list[str]]:
    return []  # uvx installs when it is first run


WAYS: dict[str, Callable[[Path, Path], list[list[str]]]] = {
    "uvx": _uvx,
    "uv tool": _uv_tool,
    "pipx": _pipx,
    "pip": _pip,
}


def prove(way: str, file: Path, *, offline: bool) -> float:
    """Seconds from an empty home to an open page. Raises AssertionError, CalledProcessError."""
    print(f"{way}, {file.name}", flush=True)
    clock = Clock()
    with tempfile.TemporaryDirectory(prefix="pinpoint-install-") as folder:
        home = Path(folder)
        environment = clean_environment(home, offline=offline)
        for command in WAYS[way](file, home):
            clock(" ".join([Path(command[0]).name, *command[1:4]]), partial(run, command, home, environment))
        command = [str(home / ".local" / "bin" / "pinpoint")]
        if way == "uvx":
            command = ["uvx", "--python", sys.executable, "--from", str(file), "pinpoint"]
        with demo(command, home, environment) as pages:
            clock("pinpoint demo: the first page is open", pages.first)
            clock("a question is answered on a page", pages.ask)
        size = sum(path.lstat().st_size for path in home.rglob("*") if ".cache" not in path.parts[3:4])
    print(f"  {clock.total:6.1f} s  together; {size / 1e6:.0f} MB in the home besides caches", flush=True)
    return clock.total


def check(built: Built) -> list[str]:
    """What is wrong with the two files, one line each."""
    size = built.wheel.stat().st_size
    found = wrong(wheel_files(built.wheel))
    if size >= MOST_WHEEL:
        found.append(f"the wheel has {size:,} bytes, not under {MOST_WHEEL:,}")
    print(
        f"{built.wheel.name}: {size / 1e6:.1f} MB; "
        f"{built.source.name}: {built.source.stat().st_size / 1e6:.1f} MB"
    )
    return found


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--way", action="append", choices=WAYS, help="one of the ways; all without this")
    parser.add_argument(
        "--offline", action="store_true", help="with what the client keeps of earlier downloads"
    )
    asked = parser.parse_args(arguments)
    failed = []
    with tempfile.TemporaryDirectory(prefix="pinpoint-wheel-") as folder:
        built = build(Path(folder))
        failed += check(built)
        for way in asked.way or WAYS:
            seconds = prove(way, built.wheel, offline=asked.offline)
            if seconds >= MOST_SECONDS:
                failed.append(f"{way}: {seconds:.0f} seconds, not under {MOST_SECONDS}")
        if not asked.way:
            prove("pip", built.source, offline=asked.offline)
    print("\n".join(failed) or "every way works")
    return int(bool(failed))


if __name__ == "__main__":
    if shutil.which("uv") is None:
        sys.exit("this needs uv: run it with the environment of `make setup-dev` on the path")
    sys.exit(main(sys.argv[1:]))
