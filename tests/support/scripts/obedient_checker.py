"""A checker for tests: a file says what should happen when it is checked, as to the obedient reader."""

from __future__ import annotations

from pathlib import Path

from indexer.audit.readings import Problem, ReadingCheck
from tests.support.scripts.obedient_reader import obey

CHECKER = "tests.support.scripts.obedient_checker:check"


def check(path: Path, *, fast: bool, max_pages: int) -> ReadingCheck:
    """One paragraph of a report that is read has a problem, so that it is seen to come back."""
    read = obey(path, catalogue={}, max_pages=max_pages)
    count = len(read.paragraphs)
    problem = Problem("closing", read.paragraphs[0].id, None, "“small” print")
    second = None if fast else count
    return ReadingCheck(str(path), "", read.report.id, 1, count, count, second, second, (problem,))
