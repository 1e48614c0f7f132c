"""No version that we allow has a hole that is known: floors of pyproject.toml, and what is pinned."""

from __future__ import annotations

import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

from tests.support.paths import ROOT
from tools.pins import pins

# Package -> the first version without the holes that were known on 27 November 2026, and their names.
MENDED = {
    "cryptography": ("48.0.1", "GHSA-537c-gmf6-5ccf, CVE-2026-34073, CVE-2026-26007"),
    "filelock": ("3.20.3", "CVE-2025-68146, CVE-2026-22701"),
    "h11": ("0.16.0", "CVE-2025-43859"),
    "idna": ("3.15", "CVE-2026-45409"),
    "jinja2": ("3.1.6", "CVE-2025-27516"),
    "lxml": ("6.1.0", "CVE-2026-41066"),
    "mcp": ("1.28.1", "CVE-2025-66416, CVE-2026-52869, CVE-2026-52870, CVE-2026-59950"),
    "onnx": ("1.21.0", "CVE-2026-27489, CVE-2026-28500, CVE-2026-34446, CVE-2026-34447"),
    "pip": ("26.2", "CVE-2026-3219, CVE-2026-6357, PYSEC-2026-3721"),
    "protobuf": ("6.33.5", "CVE-2026-0994"),
    "pydantic-settings": ("2.14.2", "GHSA-4xgf-cpjx-pc3j"),
    "pygments": ("2.20.0", "CVE-2026-4539"),
    "pypdf": ("6.16.1", "CVE-2026-84309, CVE-2026-84310, CVE-2026-84311"),
    "pytest": ("9.0.3", "CVE-2025-71176"),
    "python-dotenv": ("1.2.2", "CVE-2026-28684"),
    "starlette": ("1.3.1", "CVE-2025-62727, CVE-2026-48710, CVE-2026-48817, CVE-2026-48818, CVE-2026-54282"),
    "torch": ("2.6.0", "CVE-2025-32434"),
    "uvicorn": ("0.11.7", "CVE-2020-7694, CVE-2020-7695"),
}
# What only checks and tests need besides: no floor of ours, but what is pinned is sound.
PINNED = {
    "pyjwt": ("2.13.0", "PYSEC-2026-175 to -179"),
    "python-multipart": ("0.0.31", "CVE-2026-40347, CVE-2026-42561, CVE-2026-53538"),
    "urllib3": ("2.7.0", "CVE-2026-44431, CVE-2026-44432"),
}

_PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
_ASKED = [
    *_PROJECT["dependencies"],
    *(line for lines in _PROJECT["optional-dependencies"].values() for line in lines),
]


def below(requirement: Requirement, mended: str) -> bool:
    """Whether it allows a version before `mended`."""
    floors = [Version(item.version) for item in requirement.specifier if item.operator in (">=", "==")]
    return not floors or max(floors) < Version(mended)


@pytest.mark.parametrize("name", MENDED)
def test_no_floor_is_below_the_version_that_mends_a_hole(name: str) -> None:
    asked = [found for found in map(Requirement, _ASKED) if found.name == name]
    mended, holes = MENDED[name]
    assert asked, f"{name} is not in pyproject.toml any more"
    assert [str(found) for found in asked if below(found, mended)] == [], holes


def test_what_is_pinned_is_sound() -> None:
    found = [
        f"{pin.name} {pin.version}: {known[name][1]}"
        for file in ("run", "dev", "models")
        for pin in pins(file)
        for known in (MENDED | PINNED,)
        for name in (pin.name,)
        if name in known and Version(pin.version) < Version(known[name][0])
    ]
    assert found == []


@pytest.mark.parametrize(
    ("text", "wrong"), [("a>=1.1", True), ("a>=1.2,<2", False), ("a", True), ("a<3", True)]
)
def test_a_floor_that_is_too_low_is_seen(text: str, wrong: bool) -> None:
    assert below(Requirement(text), "1.2") == wrong
