"""The process that checks the readings of strangers' files: `python -m indexer.audit.check_worker`.

It serves as `indexer.sandbox.read_worker` does, within the same limits; `check_files` starts it.
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

from indexer.errors import UnreadableReport
from indexer.sandbox.limits import ReadLimits
from indexer.sandbox.pool import Work, answers_of
from indexer.sandbox.read_worker import serve
from indexer.sandbox.wire import plain_of, record_of

from .readings import ReadingCheck

DEFAULT_CHECKER = "indexer.audit.readings:check_report"  # (path, *, fast, max_pages) -> ReadingCheck


def check_files(
    paths: Sequence[Path],
    *,
    fast: bool,
    workers: int,
    limits: ReadLimits | None = None,
    checker: str = DEFAULT_CHECKER,
) -> Iterator[ReadingCheck]:
    """Each file's check, as they are done, by at most `workers` processes; limits: of one file.

    A refused file is a check too, and so is one that hangs, eats memory or kills its process: it is named
    with the reason, and the others are checked. checker: "module:function". Raises PinpointError if no
    process can be started at all.
    """
    options = (f"--checker={checker}", *(["--fast"] if fast else []))
    work: Work[ReadingCheck] = Work("indexer.audit.check_worker", options, _understand, "check it again")
    answers = answers_of(paths, work, limits, workers=workers)
    with closing(answers):
        for path, found in answers:
            if isinstance(found, UnreadableReport):
                yield ReadingCheck(str(path), str(found))
            else:
                yield replace(found, path=str(path))


def main(arguments: Sequence[str] | None = None) -> None:
    """Answer the lines of standard input until it ends."""
    parser = argparse.ArgumentParser(prog="check_worker")
    parser.add_argument("--checker", default=DEFAULT_CHECKER, help="module:function")
    parser.add_argument("--fast", action="store_true", help="PDFium only")
    serve(parser, _checking, arguments)


def _checking(options: Mapping[str, Any], limits: ReadLimits) -> Callable[[Path, str], bytes]:
    module, _, function = options["checker"].partition(":")
    check: Callable[..., ReadingCheck] = getattr(importlib.import_module(module), function)

    def work(path: Path, _given: str) -> bytes:
        # The path is not sent back: it may hold bytes that are no text.
        found = replace(check(path, fast=options["fast"], max_pages=limits.pages), path="")
        return json.dumps({"check": plain_of(found)}).encode("ascii")

    return work


def _understand(answer: dict[str, Any]) -> ReadingCheck:
    return record_of(ReadingCheck, answer.get("check"))


if __name__ == "__main__":
    main(sys.argv[1:])
