"""What is printed on consoles that lack the reports' letters, and into files on Windows."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.support.paths import child_environment

_TEXT = "“Visits – so it says – are ‘regular’…” café → ≥ 1"
_CODE = f"""
import os
from indexer.process import mend_streams
{{windows}}
mend_streams()
print({_TEXT!a})
print("a,b\\r\\n", end="", flush=True)
"""
_AS_WINDOWS = "os.name = 'nt'; os.linesep = '\\r\\n'"


def printed(*, windows: bool, **environment: str) -> bytes:
    # Python itself chooses the encoding of the old stream from its environment.
    code = _CODE.replace("{windows}", _AS_WINDOWS if windows else "")
    run = subprocess.run(
        [sys.executable, "-c", code], env=child_environment(**environment), capture_output=True, check=True
    )
    assert run.stderr == b""
    return run.stdout


@pytest.mark.parametrize("encoding", ["cp1252", "cp437", "ascii", "utf-8"])
def test_a_letter_that_a_console_lacks_is_no_error(encoding: str) -> None:
    out = printed(windows=False, PYTHONIOENCODING=encoding)
    assert out == _TEXT.encode(encoding, "replace") + b"\na,b\r\n"


def test_on_windows_a_file_gets_every_letter_and_each_line_end_once() -> None:
    out = printed(windows=True, PYTHONUTF8="0", LC_ALL="C", PYTHONCOERCECLOCALE="0")
    assert out == _TEXT.encode() + b"\na,b\r\n"


def test_on_windows_a_chosen_encoding_is_kept() -> None:
    assert printed(windows=True, PYTHONIOENCODING="cp1252").startswith(_TEXT.encode("cp1252", "replace"))


def test_on_windows_a_reader_that_goes_away_is_no_error() -> None:
    code = """
import errno, io, os
from indexer.process import mend_streams
os.name = "nt"
mend_streams()
import sys
def gone(self, data):
    raise OSError(errno.EINVAL, "Invalid argument")
type(sys.stdout.buffer.raw)._patiently = gone
print("lost", flush=True)
sys.stderr.write("end")
"""
    run = subprocess.run(
        [sys.executable, "-c", code], env=child_environment(), capture_output=True, check=False
    )
    assert (run.returncode, run.stdout, run.stderr) == (0, b"", b"end")
