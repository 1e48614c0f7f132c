"""What a command is as a process: streams that can be written to, answers to signals, a true exit status.

It imports next to nothing and runs before everything else, so that Ctrl-C is answered from the start.
"""

from __future__ import annotations

import errno
import io
import os
import signal
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType
    from typing import Any, NoReturn, TypeAlias

    _Answer: TypeAlias = Callable[[int, FrameType | None], Any]

FAILED = 3
INTERRUPTED, TERMINATED = 130, 143  # as shells say it: 128 and the number of the signal


class Terminated(KeyboardInterrupt):
    """Another program asked this one to end (SIGTERM)."""


def run_process(load: Callable[[], Callable[[], int]]) -> NoReturn:
    """Run the command that `load` imports, and end the process with its exit status.

    Ctrl-C and SIGTERM end it with 130 and 143 and one line, whatever is going on: while it is being imported
    at once, later by KeyboardInterrupt and Terminated, so that what is open is closed.
    """
    _answer_signals(_end_at_once, _end_at_once)
    mend_streams()
    _quiet_libraries()
    status = _status_of(load)
    # What is left is to free memory: whoever does not want to wait for it gets the same status.
    _answer_signals(*(2 * [lambda _number, _frame: os._exit(status)]))
    if status in (INTERRUPTED, TERMINATED):
        os._exit(status)  # without waiting for threads that are in the middle of something
    sys.exit(status)


def _quiet_libraries() -> None:
    """Have Python not warn of how libraries are written, as it does when it first compiles them."""
    if not sys.warnoptions:  # -W and PYTHONWARNINGS: whoever asks for warnings gets them
        import warnings

        warnings.simplefilter("ignore")


def _status_of(load: Callable[[], Callable[[], int]]) -> int:
    try:
        command = load()
        sys.unraisablehook = _end_if_stopped
        # asyncio ends in order where it finds the first of these.
        _answer_signals(signal.default_int_handler, _terminate)
        return command()
    except KeyboardInterrupt as stopped:  # between two steps of the command line itself
        _answer_signals(_end_at_once, _end_at_once)
        _say("interrupted")
        return stop_status(stopped)
    except Exception:  # noqa: BLE001 - a mistake of ours: Python would end with 1, which says something else
        import traceback

        traceback.print_exc()
        return FAILED


def stop_status(stopped: BaseException) -> int:
    """The exit status of a command that was stopped by Ctrl-C (KeyboardInterrupt) or Terminated."""
    return TERMINATED if isinstance(stopped, Terminated) else INTERRUPTED


def _answer_signals(interrupt: _Answer, terminate: _Answer) -> None:
    for number, answer in ((signal.SIGINT, interrupt), (signal.SIGTERM, terminate)):
        if signal.getsignal(number) != signal.SIG_IGN:  # as shells want it of what runs in the background
            signal.signal(number, answer)


def _terminate(_number: int, _frame: FrameType | None) -> NoReturn:
    raise Terminated


def _end_at_once(number: int, _frame: FrameType | None) -> NoReturn:
    """For the moments in which nothing has begun that could be left half done."""
    _say("interrupted")
    os._exit(128 + number)


def _end_if_stopped(unraisable: Any) -> None:
    """Where nobody can catch the interrupt (Python was tidying up), it counts all the same."""
    if isinstance(unraisable.exc_value, KeyboardInterrupt):
        _say("interrupted")
        os._exit(stop_status(unraisable.exc_value))
    sys.__unraisablehook__(unraisable)


def _say(message: str) -> None:
    try:
        os.write(2, f"pinpoint: {message}\n".encode())
    except OSError:
        return  # nobody listens


# Streams.


def mend_streams() -> None:
    """Give the process three standard streams that are what they should be, whoever started it.

    A closed one is replaced, so that no file that is opened later takes its number: to write to a closed
    standard output then fails, which is said. Where the reader of standard output went away, the rest of the
    output goes nowhere and the command comes to its own end. Messages that cannot be written are lost.
    """
    for number, mode in ((0, os.O_RDONLY), (1, os.O_RDONLY), (2, os.O_WRONLY)):
        try:
            os.fstat(number)
        except OSError:
            handle = os.open(os.devnull, mode)  # 1 is only opened for reading: writing to it is an error
            if handle != number:
                os.dup2(handle, number)
                os.close(handle)
    if sys.stdin is None:
        sys.stdin = open(0, encoding="utf-8", errors="replace", closefd=False)  # noqa: SIM115
    sys.stdout = _mended(1, _Output, sys.stdout)
    sys.stderr = _mended(2, _Messages, sys.stderr, each_line=True)


def _mended(number: int, kind: type[io.FileIO], before: Any, *, each_line: bool = False) -> Any:
    """Instead of `before`: a character that the stream lacks is shown as "?", and no error ends the command.

    On Windows what goes into a file or another program is UTF-8 with the line ends that we give: its own
    code pages lack letters of reports, and a table for a spreadsheet must not get each line's end twice.
    """
    encoding = getattr(before, "encoding", None) or "utf-8"
    if os.name == "nt":
        if os.isatty(number) and before is not None:  # a console there is no file
            before.reconfigure(errors="replace")
            return before
        if "PYTHONIOENCODING" not in os.environ:
            encoding = "utf-8"
    raw = kind(number, "w", closefd=False)
    return io.TextIOWrapper(
        io.BufferedWriter(raw),
        encoding=encoding,
        errors="replace",
        newline="\n",
        line_buffering=each_line or raw.isatty(),
    )


def _reader_gone(error: OSError) -> bool:
    """Whether nobody reads the pipe any more; Windows says it as a wrong argument."""
    return isinstance(error, BrokenPipeError) or (os.name == "nt" and error.errno == errno.EINVAL)


class _Output(io.FileIO):
    """Standard output. The first error of writing is raised with the stream's name; then it is given up."""

    _given_up = False

    def write(self, data: Any) -> int:
        size = memoryview(data).nbytes
        if self._given_up:
            return size
        try:
            return self._patiently(data)
        except OSError as error:
            self._given_up = True
            if _reader_gone(error):
                return size
            reason = "it is closed" if error.errno == errno.EBADF else error.strerror
            raise OSError(error.errno, reason, "standard output") from error

    def _patiently(self, data: Any) -> int:
        # None: a pipe that does not wait is full; whoever made it so has to read first.
        written: int | None
        while (written := super().write(data)) is None:
            import select

            select.select([], [self], [])
        return written


class _Messages(io.FileIO):
    """Standard error: what cannot be written there can be said nowhere."""

    def write(self, data: Any) -> int:
        try:
            written: int | None = super().write(data)
        except OSError:
            written = None
        return memoryview(data).nbytes if written is None else written
