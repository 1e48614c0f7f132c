"""Ctrl-C and SIGTERM at any moment: no traceback, 130 and 143, nothing half published."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from indexer.process import Terminated, stop_status
from search_api.cli import app
from tests.support.paths import ROOT, child_environment

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals"),
]

# Stops itself when the module of that name is looked for, or, after "end", when it is over.
_CODE = """
import os, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
moment, number, arguments = sys.argv[1], int(sys.argv[2]), sys.argv[3:]
from search_api.cli.start import main
class Stop:
    def find_spec(self, name, path=None, target=None):
        if name == moment:
            sys.meta_path.remove(self)
            os.kill(os.getpid(), number)
sys.meta_path.insert(0, Stop())
if moment == "end":
    import atexit
    atexit.register(lambda: os.kill(os.getpid(), number))
sys.argv = ["pinpoint", *arguments]
main()
"""
MOMENTS = {
    "typer": ["--help"],  # before there is any command line
    "rich.console": ["show", "northmoor-2018-08-24"],
    "numpy": ["ask", "MARAC"],
    "search_api.index.opening": ["show", "northmoor-2018-08-24"],
    "indexer.pipeline.run": ["index", "corpus/samples"],
    "indexer.audit.check_worker": ["check-reading", "corpus/samples"],
    "uvicorn": ["serve", "--port", "0"],
    "search_api.mcp_tools.server": ["mcp"],
}


def stopped_at(moment: str, number: int, *arguments: str, index: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", _CODE, moment, str(number), *arguments],
        capture_output=True,
        text=True,
        env=child_environment(PINPOINT_INDEX=str(index)),
        cwd=ROOT,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize("moment", MOMENTS)
def test_stopped_while_it_starts(moment: str, index: Path) -> None:
    number, status = (signal.SIGTERM, 143) if moment in ("numpy", "uvicorn") else (signal.SIGINT, 130)
    before = (index / "CURRENT").read_bytes()
    done = stopped_at(moment, number, *MOMENTS[moment], index=index)
    assert (done.returncode, done.stdout) == (status, "")
    *log, last = done.stderr.splitlines()
    assert last.startswith("pinpoint: interrupted")
    assert "Traceback" not in done.stderr
    assert log == [] or moment == "uvicorn"
    assert (index / "CURRENT").read_bytes() == before


def test_stopped_when_all_is_done(index: Path) -> None:
    done = stopped_at("end", signal.SIGINT, "info", index=index)
    assert (done.returncode, done.stderr) == (0, "")
    assert "northmoor" in done.stdout.lower()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_assistant_that_is_stopped_while_it_waits(index: Path, number: int) -> None:
    pytest.importorskip("mcp")
    code = (
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from indexer.encoders import load; from tests.support.encoders import WordEncoder\n"
        "load.load_encoder = lambda *_, **__: WordEncoder()\n"
        "import search_api.mcp_tools.server as s\n"
        "was = s.serve_stdio\n"
        "async def serve(server):\n"
        "    import asyncio, os\n"
        "    asyncio.get_running_loop().call_later(0.3, os.write, 2, b'waits\\n')\n"
        "    await was(server)\n"
        "s.serve_stdio = serve\n"
        "from search_api.cli.start import main; main()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, "mcp", "--index", str(index)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=child_environment(),
    ) as process:
        assert process.stderr
        assert process.stderr.readline() == "waits\n"
        process.send_signal(number)
        out, said = process.communicate(timeout=30)
    assert (process.returncode, out, said) == (128 + number, "", "pinpoint: interrupted\n")


def test_a_command_that_is_asked_to_end_says_so(
    index: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def stop(*_: object, **__: object) -> None:
        raise Terminated

    monkeypatch.setattr("search_api.retrieval.searcher.Searcher.search", stop)
    assert app.run(["search", "MARAC", "--index", str(index)]) == stop_status(Terminated()) == 143
    assert capfd.readouterr().err == "pinpoint: interrupted\n"
