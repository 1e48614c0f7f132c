"""System calls that fail on request, and children that meet one: faulty_calls.c, built and spoken to."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from errno import EACCES, EDQUOT, EIO, EMFILE, ENOMEM, ENOSPC, errorcode
from functools import cache
from pathlib import Path

from indexer.errors import PinpointError
from tests.reliability.processes import told_by_child

SOURCE = Path(__file__).with_name("faulty_calls.c")
_LIBRARY = "PINPOINT_FAULTY_CALLS"

NOTHING, FAIL, SHORT, END, END_SHORT = range(5)
KINDS = {
    "o": "open to read",
    "c": "open to write",
    "i": "read",
    "w": "write",
    "s": "fsync",
    "r": "rename",
    "u": "unlink",
    "d": "mkdir",
    "m": "mmap",
}
_FILLS = "wcdr"  # kinds of call that a full disk refuses
_ERRORS = {
    "o": (EACCES, EIO, EMFILE),
    "c": (ENOSPC, EACCES, EIO),
    "i": (EIO,),
    "w": (ENOSPC, EIO, EDQUOT),
    "s": (EIO, ENOSPC),
    "r": (EACCES, EIO, ENOSPC),
    "u": (EACCES, EIO),
    "d": (ENOSPC, EACCES, EIO),
    "m": (ENOMEM, EACCES),
}
_DIED = 9


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens to call `number`, from 1, which is of this kind. lasting: and to what follows it."""

    number: int
    kind: str
    mode: int
    error: int = 0
    lasting: bool = False

    @property
    def label(self) -> str:
        """As in "write: ENOSPC from then on"."""
        how = {
            FAIL: errorcode.get(self.error, "ok"),
            SHORT: "cut short",
            END: "the process ends before it",
            END_SHORT: "the process ends in the middle",
        }[self.mode]
        then = ", ENOSPC from then on" if self.mode == SHORT and self.lasting else ""
        return f"{how}{then or (' from then on' if self.lasting else '')}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a child. how: "done", "refused" (an error for users), "broke" (any other), "died"."""

    how: str
    said: str
    calls: str  # the kind of each call that was counted
    path: str  # that the first fault was about
    fired: int


@cache
def library() -> ctypes.CDLL:
    """The calls, which stand before the real ones in this process. Needs `under_faulty_calls` first."""
    found = ctypes.CDLL(os.environ[_LIBRARY])
    found.faults_kinds.restype = found.faults_path.restype = ctypes.c_char_p
    found.faults_fired.restype = ctypes.c_long
    found.faults_watch.argtypes = [
        ctypes.c_char_p, ctypes.c_long, ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_char_p,
    ]  # fmt: skip
    return found


def cannot() -> str:
    """Why system calls cannot be made to fail here; "" if they can."""
    if not sys.platform.startswith("linux"):
        return "system calls are replaced as Linux does it"
    try:
        subprocess.run(["cc", "--version"], capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return "needs a C compiler (cc)"
    return ""


def under_faulty_calls(module: str, *arguments: str, timeout: float | None = None) -> int:
    """Run a module with the calls before the real ones, on one thread since it forks. Its exit status."""
    with tempfile.TemporaryDirectory(prefix="pinpoint-faults-") as folder:
        built = Path(folder) / "faulty_calls.so"
        subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", built, SOURCE, "-ldl"], check=True)
        environment = os.environ | {
            "LD_PRELOAD": str(built),
            _LIBRARY: str(built),
            "OMP_NUM_THREADS": "1",
            "OPENBLAS_NUM_THREADS": "1",
        }
        command = [sys.executable, "-m", module, *arguments]
        return subprocess.run(command, env=environment, check=False, timeout=timeout).returncode


def is_under_faulty_calls() -> bool:
    """Whether this process was started by `under_faulty_calls`."""
    return _LIBRARY in os.environ


def watch(folder: Path, fault: Fault | None = None) -> None:
    """From now on count calls about files below `folder`, and make that one fail."""
    given = fault or Fault(0, "", NOTHING)
    kinds = ""
    if given.lasting and given.error == ENOSPC:
        kinds = _FILLS + given.kind
    error = given.error or ENOSPC
    library().faults_watch(
        os.fsencode(folder), given.number, given.mode, error, given.lasting, kinds.encode()
    )


def rest() -> None:
    """Count nothing and fail nothing any more."""
    library().faults_rest()


def in_child(folder: Path, act: Callable[[], str], fault: Fault | None = None) -> Outcome:
    """Do it in a child whose calls about files below `folder` are counted, and one of which may fail."""

    def watched() -> tuple[str, str]:
        watch(folder, fault)
        try:
            return _attempt(act)
        finally:
            rest()

    heard, status = told_by_child(watched)
    how, said = heard or ("died" if status == _DIED else "broke", f"status {status}")
    calls = library().faults_kinds().decode()
    path = os.fsdecode(library().faults_path())
    return Outcome(how, said, calls, path, library().faults_fired())


def _attempt(act: Callable[[], str]) -> tuple[str, str]:
    try:
        return "done", act()
    except PinpointError as error:
        return "refused", str(error)
    except OSError as error:  # the command line says it in one line
        return "refused", f"{error.filename}: {error.strerror}"
    except BaseException:  # noqa: BLE001 - told to the parent
        return "broke", traceback.format_exc()[-2000:]


def faults_for(calls: str, every: int = 1, first: int = 0) -> list[Fault]:
    """Every fault worth trying on every Nth of these calls; which of them, `first` says."""
    found: list[Fault] = []
    for number, kind in enumerate(calls, start=1):
        if (number - 1 - first) % every:
            continue
        found.append(Fault(number, kind, END))
        found += [Fault(number, kind, FAIL, error) for error in _ERRORS[kind]]
        if kind in _FILLS:
            found.append(Fault(number, kind, FAIL, ENOSPC, lasting=True))
        if kind == "w":
            found += [
                Fault(number, kind, SHORT),
                Fault(number, kind, SHORT, ENOSPC, lasting=True),
                Fault(number, kind, END_SHORT),
            ]
    return found
