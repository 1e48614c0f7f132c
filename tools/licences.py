"""Licences of dependencies, by their metadata: `python tools/licences.py` writes docs/security/licences.md.

Ends with status 1 where a licence is unknown or is one that Pinpoint may not depend on.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tools.pins import Pin, pins

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "security" / "licences.md"
# SPDX identifiers that Pinpoint may depend on: permissive ones, and MPL-2.0, which asks only for changes to
# its own files. What is not here is refused by name, and so is the GNU family.
ALLOWED = frozenset(
    ("0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "ISC", "MIT", "MIT-0", "MIT-CMU",
     "MPL-2.0", "PSF-2.0", "Zlib")
)  # fmt: skip
# Beyond these, for one package and its parts alone, with the reason.
EXCEPTED = {
    "psycopg": "LGPL-3.0-only",
    "psycopg-binary": "LGPL-3.0-only",
    "psycopg-pool": "LGPL-3.0-only",
}
_WHY_EXCEPTED = (
    "psycopg, the driver of PostgreSQL, is under the LGPL 3.0. It is installed only with the extra",
    "`postgres`, is no part of what Pinpoint ships, and is used as it comes, so that its terms ask",
    "nothing of Pinpoint's own code.",
)
# How older metadata says it.
_CALLED = {
    "MIT License": "MIT",
    "The MIT License": "MIT",
    "BSD License": "BSD-3-Clause",
    "BSD": "BSD-3-Clause",
    "3-Clause BSD License": "BSD-3-Clause",
    "Apache 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "ISC License": "ISC",
    "ISC License (ISCL)": "ISC",
    "PSF": "PSF-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "Dual License": "",
}
# Read by hand, with the reason; each is looked at again when its version changes.
BY_HAND = {
    "axe-playwright-python": ("MIT AND MPL-2.0", "its licence file; axe-core inside it is MPL-2.0"),
    "pypdfium2": ("BSD-3-Clause AND Apache-2.0", "its metadata in words; PDFium inside it is BSD-3-Clause"),
    "colorama": ("BSD-3-Clause", "its metadata; only on Windows"),
    "pywin32": ("PSF-2.0", "its metadata; only on Windows"),
    "httpx2-jsfetch": ("BSD-3-Clause", "its metadata; only in a browser"),
}


class Licence(NamedTuple):
    """expression: of SPDX, "" where none is known. source: where it was found."""

    expression: str
    source: str


def licence_of(name: str) -> Licence:
    """Of the installed package, else as read by hand."""
    if name in BY_HAND:
        return Licence(*BY_HAND[name])
    try:
        facts = metadata(name)
    except PackageNotFoundError:
        return Licence("", "not installed here")
    if said := facts.get_all("License-Expression"):
        return Licence(str(said[0]), "License-Expression")
    field = str((facts.get_all("License") or [""])[0]).strip()
    if field and "\n" not in field and (known := _known(field)):
        return Licence(known, "License")
    classified = [item for item in facts.get_all("Classifier") or () if item.startswith("License :: ")]
    named = sorted({_known(item.rpartition(" :: ")[2]) for item in classified} - {""})
    return Licence(" OR ".join(named), "Classifier")


def _known(text: str) -> str:
    """The expression, "" where it is none that is known here."""
    text = _CALLED.get(text, text)
    return text if text and _parts(text) <= ALLOWED else ""


def _parts(expression: str) -> set[str]:
    return set(re.split(r"\s+(?:AND|OR)\s+", expression.replace("(", "").replace(")", "").strip()))


def wrong(names: Iterable[str]) -> list[str]:
    """One line for each package that Pinpoint may not depend on, or whose licence is unknown."""
    found = []
    for name in sorted(set(names)):
        licence = licence_of(name)
        ways = [
            set(re.split(r"\s+AND\s+", way.strip(" ()"))) for way in re.split(r"\s+OR\s+", licence.expression)
        ]
        if not licence.expression:
            found.append(f"{name}: its licence is unknown ({licence.source})")
        elif not any(way <= ALLOWED | {EXCEPTED.get(name, "MIT")} for way in ways):
            found.append(f"{name}: {licence.expression} is not a licence that Pinpoint may depend on")
    return found


def text() -> str:
    """docs/security/licences.md as it should be committed."""
    run, dev = pins("run"), pins("dev")
    used = {pin.name for pin in run}
    return "\n".join([
        "# Licences of dependencies",
        "",
        "Made by `python tools/licences.py` from what each package says of itself. Pinpoint itself is under",
        "the MIT licence. A test fails where a licence is unknown, or is none of these:",
        f"{', '.join(sorted(ALLOWED))}.",
        "",
        *_WHY_EXCEPTED,
        "",
        "Packages of the extra `models`, for training only, are not listed: the builds of PyTorch for",
        "graphics cards bring libraries of NVIDIA under NVIDIA's own terms.",
        "",
        "## What the program needs",
        "",
        *_table(run),
        "",
        "## What checks, tests and the extras `eval`, `mcp`, `postgres` and `milvus` need besides",
        "",
        *_table(pin for pin in dev if pin.name not in used),
        "",
        "## Read by hand",
        "",
        "| package | licence | from |",
        "|---|---|---|",
        *(f"| {name} | {expression} | {source} |" for name, (expression, source) in sorted(BY_HAND.items())),
        "",
    ])  # fmt: skip


def _table(found: Iterable[Pin]) -> list[str]:
    versions: dict[str, list[str]] = {}
    for pin in found:
        versions.setdefault(pin.name, []).append(pin.version)
    rows = [
        f"| {name} | {' or '.join(held)} | {licence_of(name).expression} |" for name, held in versions.items()
    ]
    return ["| package | version | licence |", "|---|---|---|", *rows]


if __name__ == "__main__":
    refused = wrong(pin.name for name in ("run", "dev") for pin in pins(name))
    print("\n".join(refused) or "every licence is known and allowed", file=sys.stderr)
    if refused:
        sys.exit(1)
    DOCUMENT.write_text(text(), encoding="utf-8")
