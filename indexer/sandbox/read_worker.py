"""The process that opens strangers' files: `python -m indexer.sandbox.read_worker`, started by pool.py.

A line in is one file to read, a line out what came of it, both JSON. It ends when its standard input
does, even in the middle of a file, so none outlives the program that started it.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import queue
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

from indexer.errors import UnreadableReport, system_reason
from indexer.given import Given
from indexer.records import ReadReport

from .limits import ReadLimits, allow_cpu, hold_process
from .wire import encode

DEFAULT_READER = "indexer.reading.report:read_file"

Reader = Callable[..., ReadReport]  # (path, *, catalogue, max_pages), as indexer.reading.report.read_file


Answer = bytes | dict[str, Any]  # a line of JSON without its end


def main(arguments: Sequence[str] | None = None) -> None:
    """Answer the lines of standard input until it ends."""
    parser = argparse.ArgumentParser(prog="read_worker")
    parser.add_argument("--reader", default=DEFAULT_READER, help="module:function")
    serve(parser, _reading, arguments)


def _reading(options: Mapping[str, Any], limits: ReadLimits) -> Callable[[Path, str], Answer]:
    reader, dates = find_reader(options["reader"]), _publication_dates()

    def read(path: Path, given: str) -> Answer:
        said = {"given": Given.parse(given)} if given else {}
        return encode(reader(path, catalogue=dates, max_pages=limits.pages, **said))

    return read


def serve(
    parser: argparse.ArgumentParser,
    prepare: Callable[[Mapping[str, Any], ReadLimits], Callable[[Path, str], Answer]],
    arguments: Sequence[str] | None = None,
) -> None:
    """Answer the lines of standard input until it ends, within the limits that the arguments give.

    parser: of the worker's own options. prepare: gives what is done with each file and what its user says of
    it, and imports what that needs; both may raise.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the program that started this one decides
    requests, answers = own_pipes()
    for limit in fields(ReadLimits):
        parser.add_argument(f"--{limit.name}", type=int, default=limit.default)
    options = vars(parser.parse_args(arguments))
    limits = ReadLimits(**{limit.name: options.pop(limit.name) for limit in fields(ReadLimits)})
    waiting: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=receive, args=(requests, waiting), daemon=True).start()
    try:
        work = prepare(options, limits)
    except Exception as error:
        _send(answers, {"unable": f"{type(error).__name__}: {error}"})
        raise
    hold_process(limits)
    _send(answers, {"ready": True})
    while True:
        request = json.loads(waiting.get())
        allow_cpu(limits)
        _send(answers, _answer(work, Path(request["path"]), request.get("given", "")))


def find_reader(name: str) -> Reader:
    """The function that "module:function" names. Raises ImportError, AttributeError."""
    module, _, function = name.partition(":")
    reader: Reader = getattr(importlib.import_module(module), function)
    return reader


def _answer(work: Callable[[Path, str], Answer], path: Path, given: str) -> Answer:
    """The line for one file: its answer, or {"refused": why}; `spent`: this process should not go on."""
    try:
        return work(path, given)
    except UnreadableReport as error:
        return {"refused": str(error)}
    except MemoryError:
        return {"refused": "memory", "spent": True}
    except OSError as error:
        return {"unopened": system_reason(error)}
    except RecursionError:
        return {"refused": "its parts are nested too deeply to be read", "spent": True}
    except Exception as error:  # noqa: BLE001 - told to the user; one file must not end the run
        last = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{Path(last.filename).name}, line {last.lineno}"
        return {"refused": f"it could not be understood ({type(error).__name__} in {place})", "spent": True}


def own_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Standard input and output for this file alone: what a library prints goes nowhere."""
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    return requests, answers


def receive(requests: BinaryIO, waiting: queue.SimpleQueue[bytes]) -> None:
    """Queue each line; end this process where its parent's pipe ends."""
    for line in requests:
        waiting.put(line)
    os._exit(0)


def _send(answers: BinaryIO, content: Answer) -> None:
    line = content if isinstance(content, bytes) else json.dumps(content).encode()
    answers.write(line + b"\n")
    answers.flush()


def _publication_dates() -> dict[str, list[date]]:
    """URN -> dates of its published reports, for covers that print none."""
    from indexer.authorities.catalogue import load_catalogue
    from indexer.locations import corpus_folder

    dates: dict[str, list[date]] = {}
    for publication in load_catalogue(corpus_folder() / "catalogue.csv"):
        dates.setdefault(publication.urn, []).append(publication.published)
    return dates


if __name__ == "__main__":
    main(sys.argv[1:])
