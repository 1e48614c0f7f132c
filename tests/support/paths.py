"""Where things lie in a checkout, and how a child process finds its modules."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TESTS = ROOT / "tests"
DOCS = ROOT / "docs"
SAMPLES = ROOT / "corpus" / "samples"
SHARED = ROOT.parent / "shared"
GOLDEN = TESTS / "golden"
EXPORTED = TESTS / "data" / "northmoor-2018-export.txt"
SCRIPTS = TESTS / "support" / "scripts"


def child_environment(**more: str) -> dict[str, str]:
    """This process's environment with the checkout on the import path, and `more`."""
    return os.environ | {"PYTHONPATH": str(ROOT)} | more
