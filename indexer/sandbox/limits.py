"""How much one file may cost to read, and how a reading process is held to it."""

from __future__ import annotations

import math
import os
import time
from contextlib import suppress
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReadLimits:
    """Most that one file may take. The largest published report has 2 MB, 90 pages and reads in 3 s.

    pages: of a PDF. megabytes: of the file. memory_mb: address space of the reading process.
    cpu_seconds: computing time; wall_seconds: time by the clock. answer_mb: what the process may
    send back. Memory and computing time are limited on Linux and macOS, the rest everywhere.
    """

    pages: int = 500
    megabytes: int = 50
    memory_mb: int = 1024
    cpu_seconds: int = 60
    wall_seconds: int = 90
    answer_mb: int = 64

    def key(self) -> str:
        """Those limits that decide whether a file is refused, as text: equal keys refuse alike."""
        return f"{self.pages}p-{self.megabytes}MB-{self.memory_mb}MB-{self.cpu_seconds}s"


def hold_process(limits: ReadLimits) -> None:
    """Limit this process from now on: its memory, no core file, no writing to files.

    Call it once everything is imported. Does nothing on Windows.
    """
    if os.name == "nt":
        return
    import resource

    memory = limits.memory_mb << 20
    for which, value in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_DATA, memory),  # macOS ignores the first
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),  # pipes are not meant by it
    ):
        with suppress(ValueError, OSError):  # a lower one is in force already
            resource.setrlimit(which, (value, value))


def allow_cpu(limits: ReadLimits) -> None:
    """Let this process compute for `cpu_seconds` more, then be ended by SIGXCPU. Not on Windows."""
    if os.name == "nt":
        return
    import resource

    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    soft = math.ceil(time.process_time()) + limits.cpu_seconds
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))
