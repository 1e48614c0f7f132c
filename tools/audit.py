"""Are there known holes in the pinned versions? `python tools/audit.py`, with pip-audit.

Status 0: none is known. 1: some are. 2: it could not be checked, because no advisory service answers; with
--where-possible that is said and the status is 0. A service that knows no hole in a version that is known to
have one, such as a mirror of packages alone, is no advisory service.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).resolve().parent.parent
_FILES = ("run", "dev", "models")
_SERVICES = ("pypi", "osv")
# PYSEC-2021-66: https://osv.dev/vulnerability/PYSEC-2021-66
_KNOWN_HOLE = "jinja2==2.11.2"
_SECONDS = 300

Run = Callable[[Sequence[str]], str]


def pip_audit(arguments: Sequence[str]) -> str:
    """Its JSON; "" where it gave none."""
    command = [sys.executable, "-m", "pip_audit", "--format", "json", "--progress-spinner", "off", *arguments]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=_SECONDS)
    except subprocess.TimeoutExpired:
        return ""
    return done.stdout


def service(run: Run) -> str:
    """The first service that knows the hole that is there; "" where none does."""
    with tempfile.TemporaryDirectory() as folder:
        canary = Path(folder) / "canary.txt"
        canary.write_text(f"{_KNOWN_HOLE}\n", encoding="utf-8")
        for name in _SERVICES:
            found = _packages(run(["-s", name, "--disable-pip", "--no-deps", "-r", str(canary)]))
            if any(item.get("vulns") for item in found):
                return name
    return ""


def holes(run: Run, name: str, by: str) -> tuple[list[str], list[str]]:
    """Of `requirements/<name>.txt`: one line for each hole, and for each package that was not checked."""
    hashed = [] if name == "models" else ["--require-hashes"]
    file = str(_ROOT / "requirements" / f"{name}.txt")
    found = _packages(run(["-s", by, "--disable-pip", "--no-deps", *hashed, "-r", file]))
    if not found:
        return [], [f"requirements/{name}.txt: the service did not answer"]
    known = [
        f"{item['name']} {item['version']}: {hole['id']}, mended in {' '.join(hole['fix_versions']) or '-'}"
        for item in found
        for hole in item.get("vulns", ())
    ]
    return known, [f"{item['name']}: {item['skip_reason']}" for item in found if "skip_reason" in item]


def main(arguments: Sequence[str], run: Run = pip_audit) -> int:
    """The exit status, as above; what was found is printed."""
    by = service(run)
    if not by:
        print("known holes: not checked, because no advisory service answers from here")
        return 0 if "--where-possible" in arguments else 2
    known: set[str] = set()
    unchecked: set[str] = set()
    for name in _FILES:
        some, others = holes(run, name, by)
        known.update(some)
        unchecked.update(others)
    for line in sorted(known):
        print(f"known hole: {line}")
    for line in sorted(unchecked):
        print(f"not checked: {line}")
    print(f"known holes: {len(known)}; not checked: {len(unchecked)} (service: {by})")
    if known:
        return 1
    return 2 if unchecked and "--where-possible" not in arguments else 0


def _packages(text: str) -> list[dict[str, Any]]:
    try:
        found = json.loads(text)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return []
    return found if isinstance(found, list) else []


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
