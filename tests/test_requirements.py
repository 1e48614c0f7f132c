"""requirements/ holds what pyproject.toml asks for, by exact version, and no name of a registry."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.support.paths import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
# file of requirements/ -> the extras that it holds beside what the program itself needs
LOCKS = {
    "run": (),
    "dev": ("eval", "mcp", "milvus", "postgres", "signing", "dev"),
    "models": ("models",),
}
TEXTS = {name: (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8") for name in LOCKS}
PYTHONS = ("3.11", "3.12", "3.13", "3.14")


@dataclass(frozen=True, slots=True)
class Pin:
    """One version. for_: the marker that says where it holds, "" for everywhere. hashes: of its files."""

    version: str
    for_: str
    hashes: tuple[str, ...]

    def holds(self, python: str) -> bool:
        """On this kind of machine, with that version of Python."""
        marker = Requirement(f"x ; {self.for_}").marker if self.for_ else None
        here = {key: str(value) for key, value in default_environment().items()}
        there = here | {"python_version": python, "python_full_version": f"{python}.1"}
        return marker is None or marker.evaluate(there)


_LINE = re.compile(r"([a-z0-9-]+)==([^ ;+]+)(?: ; (.*?))?((?: --hash=sha256:[0-9a-f]{64})*)")


def pins(text: str) -> dict[str, list[Pin]]:
    """Name -> versions. Raises ValueError for a line that is no exact version."""
    found: dict[str, list[Pin]] = {}
    for line in re.sub(r"\s*\\\n\s*", " ", text).splitlines():
        if line.strip() and not line.strip().startswith("#"):
            parts = _LINE.fullmatch(line)
            if parts is None:
                raise ValueError(f"no exact version: {line}")
            pin = Pin(parts[2], parts[3] or "", tuple(parts[4].split()))
            found.setdefault(parts[1], []).append(pin)
    return found


def lacking(wanted: Iterable[str], held: Mapping[str, list[Pin]]) -> list[str]:
    """Requirements that a version of Python would not find met, or met twice."""
    wrong = []
    for requirement in map(Requirement, wanted):
        for python in PYTHONS:
            here = [pin for pin in held.get(canonicalize_name(requirement.name), []) if pin.holds(python)]
            if len(here) != 1 or Version(here[0].version) not in requirement.specifier:
                wrong.append(f"{requirement} with Python {python}: {[pin.version for pin in here]}")
    return wrong


def strangers(text: str) -> list[str]:
    """Lines that name a registry, a file or a build of one place alone."""
    return [line for line in text.splitlines() if re.search(r"://|^\s*-[^-]|^\s*--(?!hash)|@ |==\S+\+", line)]


@pytest.mark.parametrize("name", LOCKS)
def test_each_dependency_is_held_at_a_version_that_the_project_allows(name: str) -> None:
    extras = PROJECT["optional-dependencies"]
    wanted = [*PROJECT["dependencies"], *(item for extra in LOCKS[name] for item in extras[extra])]
    assert lacking(wanted, pins(TEXTS[name])) == []


def test_every_extra_is_held_by_some_file() -> None:
    assert {extra for extras in LOCKS.values() for extra in extras} == set(PROJECT["optional-dependencies"])


def test_the_files_agree_with_each_other() -> None:
    dev = pins(TEXTS["dev"])
    for name in ("run", "models"):
        others = pins(TEXTS[name])
        for package in dev.keys() & others.keys():
            assert {p.version for p in others[package]} == {p.version for p in dev[package]}, package


@pytest.mark.parametrize("name", ["run", "dev"])
def test_what_is_installed_can_be_checked_byte_by_byte(name: str) -> None:
    held = pins(TEXTS[name])
    assert [package for package in held if not all(pin.hashes for pin in held[package])] == []


def test_only_the_extra_that_trains_brings_pytorch() -> None:
    assert [name for name in LOCKS if "torch" in pins(TEXTS[name])] == ["models"]
    # Its builds differ in their bytes: for graphics cards, for processors alone, for one make of machine.
    assert "--hash" not in TEXTS["models"]


@pytest.mark.parametrize("name", LOCKS)
def test_no_file_names_where_packages_come_from(name: str) -> None:
    assert strangers(TEXTS[name]) == []


# Planted faults.


@pytest.mark.parametrize(
    "held",
    [
        "other==1.0\n",
        "thing==2.0\n",
        "thing==1.4 ; python_full_version < '3.12'\n",
        "thing==1.4\nthing==1.5 ; python_full_version >= '3.13'\n",
    ],
)
def test_a_version_that_is_missing_wrong_or_double_is_found(held: str) -> None:
    assert lacking(["Thing>=1,<2"], pins(held)) != []
    assert lacking(["Thing>=1,<2"], pins("thing==1.4\n")) == []


@pytest.mark.parametrize(
    "line", ["thing>=1", "thing", "-e .", "thing @ file:///tmp/thing.whl", "thing==1.4+cpu"]
)
def test_what_is_no_exact_version_is_found(line: str) -> None:
    with pytest.raises(ValueError, match="no exact version"):
        pins(line + "\n")


@pytest.mark.parametrize(
    "line",
    [
        "--index-url https://packages.example/simple",
        "-f /tmp/wheels",
        "thing @ file:///a.whl",
        "thing==1.4+cpu",
    ],
)
def test_a_line_that_names_a_place_is_found(line: str) -> None:
    assert strangers(f"other==1.0\n{line}\n") == [line]
    assert strangers("thing==1.4 \\\n    --hash=sha256:00\n    # via other\n") == []
